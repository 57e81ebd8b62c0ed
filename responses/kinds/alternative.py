"""A proposal of the respondent's own, in words. It is kept apart from advantages and disadvantages everywhere."""

from __future__ import annotations

from typing import ClassVar

from responses.kinds.text import Text


class Alternative(Text):
    name: ClassVar[str] = "alternative"
    measure: ClassVar[str] = "alternatives"
