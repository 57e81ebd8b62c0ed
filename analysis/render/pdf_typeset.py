"""Run by pdf.py as a program of its own: python -I pdf_typeset.py FOLDER TARGET TIMESTAMP.

It imports nothing of the site, so that it starts at once and needs no settings, secrets or database.
"""

from __future__ import annotations

import sys

import typst


def main(folder: str, target: str, timestamp: str) -> None:
    """Set what lies in the folder."""
    typst.compile(
        f"{folder}/report.typ",
        output=target,
        root=folder,
        pdf_standards=["ua-1"],
        timestamp=int(timestamp),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
