"""Briefings: what a page shows, as a Word document, a PDF and one Excel workbook."""
