"""Fixtures and hooks, one file per matter."""
