"""From report data to files: one file for each format, listed here."""
