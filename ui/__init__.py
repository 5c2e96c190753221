"""What the screens share: filters, figures, tables, downloads, formats and texts."""
