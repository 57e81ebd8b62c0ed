"""What a content pack may say; unknown keys are faults, so that a slip of the pen is not lost."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
OptionalProse = Annotated[str, StringConstraints(strip_whitespace=True)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Strict):
    slug: Key
    name: Line
    controller: Line


class DocumentFacts(Strict):
    title: Line
    introduction: OptionalProse = ""


class ChannelSpec(Strict):
    kind: Literal["online", "email", "post", "meeting", "telephone", "formats"]
    title: Line
    detail: Prose
    address: str = ""


class MilestoneSpec(Strict):
    key: Key
    title: Line
    when: Line
    date: dt.date | None = None
    phase: Literal["engagement", "analysis", "recommendation", "decision", "later"]
    detail: OptionalProse = ""


class Labelled(Strict):
    key: Key
    label: Line


class Respondents(Strict):
    organisation_types: list[Labelled] = []
    areas: list[Labelled] = []
    roles: list[Labelled] = []


TAKEN_SLUGS = frozenset({"people", "exercises", "components"})  # staff pages stand at these addresses


class ExerciseSpec(Strict):
    slug: Key
    title: Line
    sponsor: Line
    organisation: Body
    decides: Line
    published: Line
    opens: dt.datetime | None = None
    closes: dt.date
    grace_hours: Annotated[int, Field(ge=0, le=24 * 14)] = 24
    minutes_to_answer: Annotated[int, Field(ge=1, le=600)]
    summary: Prose
    purpose: Prose
    document: DocumentFacts
    enquiries: Line
    channels: Annotated[list[ChannelSpec], Field(min_length=1)]
    milestones: list[MilestoneSpec] = []
    respondents: Respondents

    @field_validator("slug")
    @classmethod
    def is_free(cls, slug: str) -> str:
        if slug in TAKEN_SLUGS:
            raise ValueError(f"'{slug}' is the address of a staff page; choose another slug")
        return slug


class FunctionSpec(Strict):
    key: Key
    level: Literal["neighbourhood", "place", "system"]
    title: Line
    detail: OptionalProse = ""


class PrincipleSpec(Strict):
    key: Key
    title: Line
    detail: Prose


class FunctionsSpec(Strict):
    functions: list[FunctionSpec] = []
    principles: list[PrincipleSpec] = []


class FactorSpec(Strict):
    """A factor; `evidence` names what published data can say of options with a view to it (footprints/evidence)."""

    key: Key
    title: Line
    detail: Prose
    evidence: list[Key] = []


class FactorsSpec(Strict):
    factors: list[FactorSpec] = []


class OptionSpec(Strict):
    key: Key
    number: Annotated[int, Field(ge=1, le=99)]
    title: Line
    basis: Line
    summary: Prose
    boundary: OptionalProse = ""


class OptionsSpec(Strict):
    options: list[OptionSpec] = []


class PartSpec(Strict):
    key: Key
    kind: Key
    title: Line
    hint: OptionalProse = ""
    shows: dict[str, Any] = {}
    choices: list[Labelled] = []


class QuestionSpec(Strict):
    key: Key
    number: Annotated[int, Field(ge=1)]
    title: Line
    introduction: OptionalProse = ""
    section: str = ""
    parts: Annotated[list[PartSpec], Field(min_length=1)]


class QuestionsSpec(Strict):
    questions: Annotated[list[QuestionSpec], Field(min_length=1)]


class BlockSpec(Strict):
    """Exactly one of p, heading, aside, table, figure says what the block is; text alone is plain text."""

    p: int | None = None
    heading: Line | None = None
    aside: Line | None = None
    table: Line | None = None
    figure: Line | None = None
    text: OptionalProse = ""
    columns: list[str] = []
    rows: list[list[str]] = []
    note: OptionalProse = ""
    alternative: OptionalProse = ""
    available: bool = True
    source: OptionalProse = ""

    @model_validator(mode="after")
    def is_one_thing(self) -> BlockSpec:
        named = [name for name in ("p", "heading", "aside", "table", "figure") if getattr(self, name) is not None]
        if len(named) > 1:
            raise ValueError(f"a block is one thing, not {' and '.join(named)}")
        if self.table is not None and (not self.columns or any(len(row) != len(self.columns) for row in self.rows)):
            raise ValueError("every row of a table needs as many cells as there are columns")
        if self.figure is not None and not self.alternative:
            raise ValueError("a figure needs a text alternative")
        if self.kind in {"paragraph", "text", "aside"} and not self.text:
            raise ValueError("the text is missing")
        return self

    @property
    def kind(self) -> str:
        if self.p is not None:
            return "paragraph"
        for name in ("heading", "aside", "table", "figure"):
            if getattr(self, name) is not None:
                return name
        return "text"

    @property
    def title(self) -> str:
        return self.heading or self.aside or self.table or self.figure or ""


class SectionSpec(Strict):
    letter: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    title: Line
    blocks: Annotated[list[BlockSpec], Field(min_length=1)]

    @property
    def key(self) -> str:
        return self.letter.lower().replace(" ", "-")
