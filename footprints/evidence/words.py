"""Evidence as sentences and table cells: what is so, and never whether it is good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engagement.wording import listed
from footprints.evidence.kept import Kept, Piece, State, Whole
from footprints.evidence.kinds import GroupKind
from footprints.evidence.sizes import Balance, Size, Yardstick
from footprints.shapes import AreaShape, Base, Group

NONE = "None"
BESIDE = {"below": "below it", "within": "within it", "above": "above it", "": "cannot be said from the range"}


def of_groups(kind: GroupKind, found: Whole) -> str:
    """Say how many groups are whole, which are cut, and which only at areas that they share."""
    count = len(found.groups)
    whole, but, cut = (found.of_state(state) for state in ("whole", "but_for_shared", "cut"))
    if len(whole) == count:
        said = f"All {count} {kind.many} are whole." if count > 1 else f"The only {kind.one} is whole."
    else:
        verb = "is" if len(whole) == 1 else "are"
        said = f"{len(whole) or 'None'} of {count} {kind.many} {verb} whole."
    if cut:
        said += f" Cut: {listed([_counted(one) for one in cut])}."
    if but:
        said += f" Whole but for areas that {kind.shared}: {listed([_counted(one) for one in but])}."
    if found.divided and kind.key == "networks":
        said += f" {_areas_divided(found.divided)}"
    return said


def _counted(one: Kept) -> str:
    return f"{one.group.name} (in {len(one.pieces)} places)"


def _areas_divided(areas: Sequence[AreaShape]) -> str:
    names = listed([area.name for area in areas])
    return f"{names} {'lies' if len(areas) == 1 else 'lie'} in more than one place."


def state(state: State, places: int) -> str:
    """Say in a table cell what becomes of a group."""
    if state == "whole":
        return "Whole"
    return f"In {places} places" if state == "cut" else f"In {places} places, through shared areas"


def where(pieces: Iterable[Piece]) -> str:
    """Say which areas of a group lie in which place; of a place that is the group itself, its name."""
    return "; ".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    names = [area.name for area in piece.areas] + [f"{area.name} (shared)" for area in piece.shared]
    return f"{piece.place.name}: {', '.join(names)}" if names else piece.place.name


def shared(kind: GroupKind, areas: Sequence[AreaShape]) -> str:
    """Name the areas that belong to several groups, with the groups; empty where there are none."""
    if not areas:
        return ""
    named = [f"{area.name} ({_groups(kind.groups_of(area))})" for area in areas]
    return f"Areas that {kind.shared}: {'; '.join(named)}."


def _groups(groups: Sequence[Group]) -> str:
    return listed([group.name for group in groups])


def of_place_sizes(sizes: Sequence[Size], base: Base, yardstick: Yardstick) -> str:
    """Say how many places lie below, within and above the yardstick."""
    said = [
        f"{'None' if not own else len(own)} {words}"
        for words, own in (
            (f"within {yardstick}", [size for size in sizes if size.beside == "within"]),
            ("below", [size for size in sizes if size.beside == "below"]),
            ("above", [size for size in sizes if size.beside == "above"]),
        )
        if own or words.startswith("within")
    ]
    open_ended = [size.name for size in sizes if not size.beside]
    rest = f" Of {listed(open_ended)} only a range is known, from which it cannot be said." if open_ended else ""
    places = f"{len(sizes)} place{'' if len(sizes) == 1 else 's'}"
    return f"Of {places}, {listed(said).lower()}, counted by {base.label}.{rest}"


def people(size: Size) -> str:
    """Say a number of people, or the range that is known."""
    if size.people is not None:
        return f"{size.people:,}"
    if size.high is None:
        return f"{size.low:,} or more" if size.low else "Not published"
    return f"{size.low:,} to {size.high:,}"


def about(size: Size) -> str:
    """Say an estimate with where it stands beside the yardstick."""
    return f"About {size.about:,}, {BESIDE[size.about_beside]}" if size.about is not None else NONE


def beside(size: Size) -> str:
    return BESIDE[size.beside].capitalize()


def beside_by_name(size: Size) -> str:
    """Say where a size stands, for a cell that does not stand below the word 'yardstick'."""
    return f"{size.beside.capitalize()} the yardstick" if size.beside else BESIDE[""].capitalize()


def of_network_sizes(sizes: Sequence[Size], yardstick: Yardstick) -> str:
    """Say of how many networks the size is known, and what estimates add to that."""
    exact = [size for size in sizes if size.people is not None]
    if exact:
        named = listed([f"{size.name}, {size.people:,}, {BESIDE[size.beside]}" for size in exact])
        said = f"The yardstick is {yardstick}. The size of {len(exact)} of {len(sizes)} networks is known: {named}."
    else:
        said = f"The yardstick is {yardstick}. The size of none of the {len(sizes)} networks is known."
    open_ended = [size for size in sizes if size.people is None]
    if exact and open_ended:
        said += f" Of the other {len(open_ended)} only a range is."
    elif open_ended:
        said += " Only ranges are."
    return said + _estimated([size for size in open_ended if size.estimate], yardstick)


def _estimated(sizes: Sequence[Size], yardstick: Yardstick) -> str:
    if not sizes or not sizes[0].estimate:
        return ""
    counts = [
        f"{count} {words}"
        for words in ("within", "below", "above")
        if (count := sum(size.about_beside == words for size in sizes))
    ]
    source = sizes[0].estimate
    return f" By estimates ({source.label}, {source.dated}), {listed(counts)} it."


def of_balance(found: Balance, base: Base) -> str:
    """Say the smallest place, the largest, and their ratio."""
    return (
        f"From {found.smallest.low:,} ({found.smallest.name}) to {found.largest.low:,} ({found.largest.name}): "
        f"{ratio(found)}, counted by {base.label}."
    )


def named(sizes: Sequence[Size], where: str) -> str:
    """Name the places on one side of the yardstick with their people, or say that there are none."""
    return "; ".join(f"{size.name}, {people(size)}" for size in sizes if size.beside == where) or NONE


def spread(found: Balance) -> dict[str, str]:
    """Say the smallest place, the largest and their ratio for the cells of a table, by column."""
    return {
        "Smallest": f"{found.smallest.name}, {found.smallest.low:,}",
        "Largest": f"{found.largest.name}, {found.largest.low:,}",
        "Largest to smallest": f"{found.ratio:.1f} times",
    }


def ratio(found: Balance) -> str:
    """Say how many times the largest place is as large as the smallest."""
    if found.largest.low == found.smallest.low:
        return "all places have the same number of people"
    return f"the largest has {found.ratio:.1f} times as many people as the smallest"
