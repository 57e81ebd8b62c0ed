"""Invented responses, labelled as such, for demonstrations, trials and measurements."""
