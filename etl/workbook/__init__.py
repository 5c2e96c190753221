"""Spreadsheets to and from stewards: the template that goes out, the reading of what comes back, the report on it."""
