"""The evidence on options, put under the factors that it speaks to."""

from __future__ import annotations

from dataclasses import dataclass

from engagement.shapes import EditionContent, FactorContent
from footprints import evidence
from footprints.evidence import Kind, Table, Told
from footprints.shapes import FootprintShape, GeographyShape, Scenario


@dataclass(frozen=True)
class Block:
    """One kind of evidence under a factor; `under` is the factor that already shows its table."""

    kind: Kind
    lines: tuple[tuple[tuple[int, ...], str], ...]  # the options that a sentence holds for
    note: str
    table: Table | None
    under: FactorContent | None


@dataclass(frozen=True)
class Section:
    factor: FactorContent
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Brief:
    """A factor and, for each kind of evidence, its sentence, or a sentence for each set of scenarios with theirs."""

    factor: FactorContent
    lines: tuple[tuple[Kind, tuple[tuple[str, str], ...]], ...]


def has_evidence(content: EditionContent, shape: GeographyShape | None) -> bool:
    """Return whether the exercise's factors name evidence that its geography can give."""
    return shape is not None and any(evidence.kinds(shape, factor.evidence) for factor in content.factors)


def sections(
    content: EditionContent, shape: GeographyShape, footprints: tuple[FootprintShape, ...], scenario: Scenario | None
) -> list[Section]:
    """Return a section for each factor, on one option with its own tables or on several beside each other."""
    shown: dict[str, FactorContent] = {}
    found = []
    for factor in content.factors:
        blocks = []
        for kind in evidence.kinds(shape, factor.evidence):
            told = [one for each in footprints if (one := evidence.told(shape, each, kind, scenario))]
            if told:
                blocks.append(_block(shape, kind, told, scenario, len(footprints) > 1, shown.get(kind.key)))
                shown.setdefault(kind.key, factor)
        found.append(Section(factor, tuple(blocks)))
    return found


def _block(
    shape: GeographyShape,
    kind: Kind,
    told: list[Told],
    scenario: Scenario | None,
    several: bool,
    under: FactorContent | None,
) -> Block:
    lines: dict[str, list[int]] = {}
    for one in told:
        lines.setdefault(one.sentence, []).append(one.number)
    table = None
    if under is None:
        table = evidence.beside_each_other(shape, told, kind, scenario) if several else told[0].table
    return Block(
        kind=kind,
        lines=tuple((tuple(numbers), sentence) for sentence, numbers in lines.items()),
        note=evidence.note(shape, kind, scenario) if under is None else "",
        table=table,
        under=under,
    )


def briefs(content: EditionContent, shape: GeographyShape, footprint: FootprintShape) -> list[Brief]:
    """Return an option's evidence in short under every scenario, for the factors that have any."""
    found = []
    for factor in content.factors:
        kinds = evidence.kinds(shape, factor.evidence)
        lines = tuple((kind, said) for kind in kinds if (said := _said(shape, footprint, kind)))
        if lines:
            found.append(Brief(factor, lines))
    return found


def _said(shape: GeographyShape, footprint: FootprintShape, kind: Kind) -> tuple[tuple[str, str], ...]:
    sentences: dict[str, list[str]] = {}
    for scenario in shape.scenarios or (None,):
        if told := evidence.told(shape, footprint, kind, scenario):
            sentences.setdefault(told.sentence, []).append(scenario.label if scenario else "")
    # What is so under every scenario needs no 'with' or 'without' before it.
    return tuple((", ".join(labels) if len(sentences) > 1 else "", said) for said, labels in sentences.items())
