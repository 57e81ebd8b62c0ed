"""What a renderer is given, and what all of them share."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Q

from analysis import words
from analysis.measures.groups import GROUPS, INDIVIDUAL, ORGANISATION
from analysis.models import Report, Snapshot
from common.spreadsheets import clean
from engagement import editions
from engagement.models import Stance
from engagement.shapes import EditionContent
from responses.submission.references import grouped

Entry = dict[str, Any]
MOST_IN_ANNEX = 500
PIECE = 100  # entries between two signs of life
LINE, MOST_ON_LINE, UNBROKEN, ROOM = 90, 34, 12, 3  # letters: of a page, of a long cell, of a short one, around it

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Job:
    """One rendering: the data, the words that are too many for it, and where the file goes."""

    report: Report
    data: dict[str, Any]
    target: Path
    renew: Callable[[], None] = lambda: None  # tells that the work goes on

    @property
    def snapshot(self) -> Snapshot:
        if self.report.snapshot is None:
            raise ValueError("A report is rendered from its snapshot, and this one has none.")
        return self.report.snapshot

    @property
    def content(self) -> EditionContent:
        return editions.compiled(self.snapshot.edition_id)

    @cached_property
    def campaigns(self) -> dict[int, str]:
        """Return the names of the campaigns that the snapshot knows."""
        return dict(self.snapshot.campaigns.order_by("-name").values_list("campaign", "name"))

    def respondents(self, *, only: Q | None = None, most: int | None = None) -> Iterator[words.Respondent]:
        """Read who may be quoted with their answers, and renew the lease on the way."""
        found = words.respondents(self.snapshot, self.report.audience, self.content, only=only, most=most)
        for number, respondent in enumerate(found):
            if number % words.PIECE == 0:
                self.renew()
            yield respondent

    def renewing(self, entries: Iterable[Entry], piece: int = PIECE) -> Iterator[Entry]:
        """Go through what is quoted and tell on the way that the work goes on: maps of footprints take their time."""
        for nth, entry in enumerate(entries):
            if nth % piece == piece - 1:
                self.renew()
            yield entry

    def annexed(self, key: str) -> Iterator[words.Respondent]:
        """Read the organisations or meetings whose answers are given whole."""
        return self.respondents(only=_of_kind(key), most=MOST_IN_ANNEX)

    def annexed_numbers(self) -> frozenset[int]:
        """Return which organisations' answers are given whole, by the numbers of their responses."""
        found = words.numbers(self.snapshot, self.report.audience, _of_kind("organisations"))
        return frozenset(found[:MOST_IN_ANNEX])

    def annex_lead(self, key: str) -> str:
        """Return what is said above them: nothing where all of them follow."""
        found = words.how_many(self.snapshot, self.report.audience, _of_kind(key))
        if not found:
            return "There is none yet that a moderator has accepted and that these readers may see."
        if found > MOST_IN_ANNEX:
            return f"The first {MOST_IN_ANNEX} of {found:,}, in order of arrival. The CSV file has them all."
        return ""

    def reference(self, respondent: words.Respondent) -> str:
        """Return what the team opens a response by; empty outside it."""
        return words.reference_for(self.report.audience, respondent.member)


def _of_kind(key: str) -> Q:
    return Q(kind=key.removesuffix("s"))


def described(character: str) -> str:
    """Return a character that cannot be printed by its name."""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


def item_title(content: EditionContent, item_id: int) -> str:
    """Return what an item asks, in words."""
    item = content.items[item_id]
    part = content.part_of_item[item_id]
    if item.option:
        side = Stance(item.stance).label.lower() if item.stance else item.factor.title if item.factor else ""
        return f"Option {item.option.number}: {side}" if side else f"Option {item.option.number}"
    return f"{part.title} {item.factor.title}" if item.factor else part.title


def organisation_name(job: Job, respondent: words.Respondent) -> str:
    """Return an organisation's name, or what stands for it where it asked not to be named."""
    hidden = respondent.member.confidential and job.report.audience != Report.Audience.TEAM
    return respondent.who if hidden else respondent.member.organisation_name


def quotes_lead(block: dict[str, Any]) -> str:
    """Return the line above quotes: all there are, or how many were drawn; and how they stand to the figures."""
    shown, of, late = len(block["entries"]), block["of"], block["late"]
    unread = max(0, block["wrote"] - (of - late))
    if shown < of:
        lead = f"{block['title']}: {shown} of {of:,} answers, {block.get('chosen', 'drawn at random')}"
    else:
        lead = f"{block['title']}: " + ("the one answer" if of == 1 else f"all {of:,} answers")
        lead += " that may be quoted" if unread else ""
    more = [f"{of - late:,} in the figures, {late:,} received late"] if late else []
    more += [f"{unread:,} more in the figures may not be quoted"] if unread else []
    more += ["the Excel and CSV files have them all"] if shown < of else []
    return f"{lead} ({'; '.join(more)})" if more else lead


def quotes_none(block: dict[str, Any]) -> str:
    """Return what stands where there is nothing to quote: whether nobody wrote, or nothing may be shown."""
    if not block["wrote"]:
        return "Nobody has written anything here."
    return f"{block['wrote']:,} wrote something here. None of it may be quoted: see how this report was made."


def base_line(block: dict[str, Any]) -> str:
    """Return the line under a table or chart: whom its figures are counted among, and that they chose to answer."""
    return f"Base: {block['base']}. Source: answers of those who chose to send one."


def shown(value: int | float | str) -> str:
    """Return a cell as it is read."""
    if isinstance(value, str):
        return clean(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def widths(block: dict[str, Any]) -> list[int]:
    """
    Return how wide the columns of a table stand to each other on paper, in letters of the line of a page.

    Each has room for its longest word; what is left goes to those whose cells would be broken.
    """
    needed, wanted = [], []
    for place, column in enumerate(block["columns"]):
        cells = [shown(row[place]) for row in block["rows"]]
        line = max((len(text) for text in cells), default=0)
        word = max((len(word) for text in [column, *cells] for word in text.split()), default=1)
        needed.append(min(max(word, line if line <= UNBROKEN else 0), MOST_ON_LINE) + ROOM)
        wanted.append(max(1, min(line, MOST_ON_LINE) + ROOM - needed[-1]))
    left = max(0, LINE - sum(needed))
    return [need + left * want // sum(wanted) for need, want in zip(needed, wanted, strict=True)]


def reference_line(reference: str) -> str:
    """Return what leads the team from words back to the response; empty for everybody else, who has no reference."""
    return f"Reference {grouped(reference)}" if reference else ""


def group_heading(group: str) -> str:
    """Return how a group is called above its quotes."""
    return "Organisations and groups" if group == ORGANISATION else GROUPS[INDIVIDUAL]


def rezip(made: io.BytesIO | Path, target: Path) -> None:
    """Write an archive again with fixed times, so that the same report gives the same bytes."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            add_to_zip(out, entry.filename, source.read(entry))


def add_to_zip(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive with a fixed time."""
    fixed = zipfile.ZipInfo(name, ZIP_TIME)
    fixed.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(fixed, content)
