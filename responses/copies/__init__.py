"""Copies of one text, campaigns, and which responses are one voice. Everything counts; nothing is dropped."""
