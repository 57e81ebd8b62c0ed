"""Reading what html.py wrote: the list of pages, one page, one chart, without the rest of the report."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.urls import reverse

INDEX = "index.json"
PAGE = "{key}.html"
# How pages point at things; whoever shows a page puts the address in, since that differs on the site and in a file.
# Words of respondents are escaped, so none of them stands right after a quotation mark.
CHART = "charts/{key}.{shape}.svg"
ANNEXED = "pages/annex/#response-{number}"
RESPONSE = "responses/{reference}/"


class Pages:
    """The web pages of a report, in the file that is open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file)
        index: dict[str, Any] = json.loads(self._archive.read(INDEX))
        self.title: str = index["title"]
        self.exercise: str = index["exercise"]
        self.listed: list[dict[str, str]] = index["pages"]  # key and title of each

    def html(self, key: str) -> str:
        """Return a page."""
        return self._archive.read(PAGE.format(key=key)).decode()

    def chart(self, key: str, shape: str) -> bytes | None:
        """Return a chart, if there is such a one."""
        name = CHART.format(key=key, shape=shape)
        return self._archive.read(name) if name in self._archive.NameToInfo else None

    def charts(self) -> Iterator[tuple[str, bytes]]:
        """Go through all charts, each with the name by which the pages point at it."""
        folder = CHART.partition("{")[0]
        for name in self._archive.namelist():
            if name.startswith(folder):
                yield name, self._archive.read(name)


def responses_of(exercise: str) -> str:
    """Return the address below which staff open the responses of an exercise, each by its reference."""
    return reverse("responses_staff:response", args=[exercise, "REFERENCE"]).removesuffix("REFERENCE/")
