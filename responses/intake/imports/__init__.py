"""Answers that other survey tools took: a spreadsheet is mapped on the questions, checked row by row, and brought in."""
