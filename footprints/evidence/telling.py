"""All evidence of one kind on one option under one scenario, in words and as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from footprints.evidence import sizes, words
from footprints.evidence.kept import Whole, groups_in, kept, shared_in
from footprints.evidence.kinds import BY_KEY, GroupKind, Kind
from footprints.shapes import Base, FootprintShape, GeographyShape, Group, Scenario


@dataclass(frozen=True)
class Row:
    """A line of a table; each cell after the name says of which column it is."""

    name: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Told:
    """What published data says of one option: a sentence, and a table where there is more to see."""

    kind: Kind
    number: int
    sentence: str
    base: Base
    table: Table | None = None
    whole: Whole | None = None
    sizes: tuple[sizes.Size, ...] = ()


def is_there(shape: GeographyShape, kind: Kind) -> bool:
    """Return whether an exercise's data has anything on a kind of evidence."""
    if isinstance(kind, GroupKind):
        return bool(groups_in(shape, kind.groups_of, None))
    return kind.key != "network_sizes" or bool(sizes.network_sizes(shape, None))


def told(shape: GeographyShape, footprint: FootprintShape, kind: Kind, scenario: Scenario | None) -> Told | None:
    """Return the evidence of a kind on an option; None where there is nothing to say."""
    base, number = footprint.base, footprint.number
    if isinstance(kind, GroupKind):
        found = kept(shape, footprint, kind.groups_of, scenario.key if scenario else None)
        if not found.groups:
            return None
        return Told(kind, number, words.of_groups(kind, found), base, _groups_table(kind, found), whole=found)
    if kind.key == "network_sizes":
        networks = sizes.network_sizes(shape, scenario)
        return Told(kind, number, words.of_network_sizes(networks, sizes.NETWORK), base) if networks else None
    places = sizes.place_sizes(shape, footprint, scenario)
    if kind.key == "place_sizes":
        sentence = words.of_place_sizes(places, base, sizes.PLACE)
        return Told(kind, number, sentence, base, _sizes_table("Place", places), sizes=places)
    spread = sizes.balance(places)
    return Told(kind, number, words.of_balance(spread, base), base, sizes=places) if spread else None


def note(shape: GeographyShape, kind: Kind, scenario: Scenario | None) -> str:
    """Return what is so under every option: which areas belong to several groups."""
    if not isinstance(kind, GroupKind):
        return ""
    return words.shared(kind, shared_in(shape, kind.groups_of, scenario.key if scenario else None))


def beside_each_other(shape: GeographyShape, found: list[Told], kind: Kind, scenario: Scenario | None) -> Table | None:
    """Return the evidence of a kind on several options as one table."""
    if kind.key == "network_sizes":
        return _sizes_table("Network", sizes.network_sizes(shape, scenario))
    if not isinstance(kind, GroupKind):
        return _by_option(found, _beside if kind.key == "place_sizes" else _spread)
    groups = groups_in(shape, kind.groups_of, scenario.key if scenario else None)
    columns = tuple(f"Option {one.number}" for one in found)
    rows = tuple(
        Row(group.name, tuple((f"Option {one.number}", _cell(one, group)) for one in found)) for group in groups
    )
    return Table((kind.one.capitalize(), *columns), rows)


def _by_option(found: list[Told], cells: Callable[[Told], dict[str, str]]) -> Table:
    every = {one.number: cells(one) for one in found}
    columns = [name for name in every[found[0].number] if any(own[name] != words.NONE for own in every.values())]
    rows = tuple(Row(f"Option {number}", tuple((name, own[name]) for name in columns)) for number, own in every.items())
    return Table(("Option", *columns), rows)


def _beside(one: Told) -> dict[str, str]:
    cells = {name: words.named(one.sizes, name.lower()) for name in ("Below", "Within", "Above")}
    return cells | {"Only a range is known": words.named(one.sizes, ""), "Counted by": one.base.label}


def _spread(one: Told) -> dict[str, str]:
    spread = sizes.balance(one.sizes)
    cells = words.spread(spread) if spread else {}
    return cells | {"Counted by": one.base.label}


def _cell(one: Told, group: Group) -> str:
    own = next((each for each in one.whole.groups if each.group == group), None) if one.whole else None
    return words.state(own.state, len(own.pieces)) if own else "In no place"


def _groups_table(kind: GroupKind, found: Whole) -> Table:
    columns = (kind.one.capitalize(), "Kept whole", "Where its areas are")
    return Table(
        columns,
        tuple(
            Row(
                one.group.name,
                ((columns[1], words.state(one.state, len(one.pieces))), (columns[2], words.where(one.pieces))),
            )
            for one in found.groups
        ),
    )


def _sizes_table(what: str, found: tuple[sizes.Size, ...]) -> Table:
    columns = [what, "People", "Beside the yardstick"]
    estimated = any(size.about is not None for size in found)
    rows = []
    for size in found:
        cells = [(columns[1], words.people(size)), (columns[2], words.beside(size))]
        rows.append(Row(size.name, (*cells, ("Estimate", words.about(size))) if estimated else tuple(cells)))
    return Table((*columns, *["Estimate"] * estimated), tuple(rows))


def kinds(shape: GeographyShape, keys: tuple[str, ...]) -> list[Kind]:
    """Return the kinds of evidence of these keys that the data has anything on."""
    return [BY_KEY[key] for key in keys if key in BY_KEY and is_there(shape, BY_KEY[key])]
