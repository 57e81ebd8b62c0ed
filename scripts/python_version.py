"""Imported first by every command here: one clear sentence for a Python that cannot read the rest."""

# Syntax that any Python 3 reads.
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This needs Python 3.11 or newer, and %s is %d.%d. Name a newer one: make PYTHON=python3.12 ..."
        % ((sys.executable,) + tuple(sys.version_info[:2]))
    )
