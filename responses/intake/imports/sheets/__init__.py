"""Spreadsheets of any sort as rows of text, read in a process of its own; nothing here knows Django."""
