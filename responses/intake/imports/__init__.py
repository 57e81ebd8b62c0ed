"""Answers that other survey tools took: a spreadsheet is mapped on the questions, checked and brought in at once."""
