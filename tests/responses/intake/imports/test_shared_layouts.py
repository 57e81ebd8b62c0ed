"""The three layouts of the shared samples: each is read, mapped as far as its headings say, and imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from common import clock
from engagement.models import Exercise
from responses.intake.imports import batches
from responses.intake.imports.mapping.mapping import Mapping
from tests.responses.intake.imports import tables

pytestmark = [pytest.mark.django_db, pytest.mark.shared]

WORDS = "item tasks-words"
# What the headings say of themselves, and what a person says of the rest: columns → what they become
LAYOUTS = [
    ("biomass", ["contact_name", "email", "kind", "organisation_type", "may_publish"], {3: WORDS}, {}, 2),
    ("lgr", ["kind", "area", "organisation_type"], {3: WORDS, 5: WORDS, 7: WORDS}, {1: "leave_out", 2: "leave_out"}, 1),
    ("scr", ["kind", "organisation_name", "ignore", "ignore", "ignore"], {3: WORDS, 4: WORDS}, {}, 1),
]


@pytest.mark.parametrize(("name", "guessed", "said", "others", "header_rows"), LAYOUTS, ids=lambda each: str(each)[:8])
def test_a_shared_layout_comes_in(
    shared: Path,
    exercise: Exercise,
    name: str,
    guessed: list[str],
    said: dict[int, str],
    others: dict[int, str],
    header_rows: int,
) -> None:
    content = (shared / "samples" / "import-layouts" / f"responses_{name}_format.csv").read_bytes()
    batch = tables.uploaded(exercise, content, received_on=clock.today())
    mapping = tables.mapping_of(batch)
    assert tables.shape_of(batch).header_rows == header_rows
    assert [column.to for column in mapping.columns[: len(guessed)]] == guessed
    assert all(column.reason for column in mapping.columns)
    mapping = _said(mapping, said, others)
    batches.settle(batch, mapping, by=batch.uploaded_by, received_on=clock.today(), channel="online")
    done = tables.imported(tables.fresh(batch))
    assert (done.state, done.counts) == ("imported", {"new": 5}), done.fates
    assert tables.checked(tables.uploaded(exercise, content, received_on=clock.today())).counts == {"already": 5}


def _said(mapping: Mapping, said: dict[int, str], others: dict[int, str]) -> Mapping:
    for place, to in said.items():
        mapping = mapping.with_column(place, to=to, values={})
    for place, what in others.items():
        mapping = mapping.with_column(place, others=what)
    return mapping
