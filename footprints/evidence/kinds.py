"""The kinds of evidence that published data can give of an option. A pack's factors name them by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from footprints.shapes import AreaShape, Group


@dataclass(frozen=True)
class Kind:
    """A kind of evidence: its heading, and what it is and is not."""

    key: str
    label: str
    explains: str


@dataclass(frozen=True)
class GroupKind(Kind):
    """Evidence on whether groups of areas are kept whole; `shared` says how an area belongs to several of them."""

    one: str
    many: str
    shared: str
    groups_of: Callable[[AreaShape], Sequence[Group]]


GROUPS: tuple[GroupKind, ...] = (
    GroupKind(
        "districts",
        "Districts kept whole",
        "A district is whole where all areas that lie in it, even partly, are in one place. Only the areas of this "
        "exercise are looked at, not what a district has beyond them.",
        "district",
        "districts",
        "lie in more than one district",
        lambda area: area.districts,
    ),
    GroupKind(
        "localities",
        "Localities kept whole",
        "A locality is whole where all its areas are in one place.",
        "locality",
        "localities",
        "belong to more than one locality",
        lambda area: area.localities,
    ),
    GroupKind(
        "hospitals",
        "Hospital catchments kept whole",
        "A catchment is whole where all areas that look to the hospital are in one place. It says nothing of how many "
        "people go there.",
        "hospital catchment",
        "hospital catchments",
        "look to more than one hospital",
        lambda area: area.hospitals,
    ),
    GroupKind(
        "networks",
        "Primary Care Networks kept whole",
        "A network is whole where all its areas are in one place, and none of them is divided.",
        "network",
        "networks",
        "belong to more than one network",
        lambda area: area.networks,
    ),
)
BY_KEY: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        *GROUPS,
        Kind(
            "place_sizes",
            "How many people places have",
            "The national model speaks of some 250,000 to 500,000 people in a place. That is a yardstick and not a "
            "pass mark: a place may be smaller or larger for good reasons.",
        ),
        Kind(
            "network_sizes",
            "How many people networks have",
            "The national model speaks of some 30,000 to 50,000 people in a network. That is a yardstick and not a "
            "pass mark. No option changes the networks, so this is the same under each.",
        ),
        Kind(
            "balance",
            "How alike places are in size",
            "The largest place beside the smallest. Whether places should be alike in size is for you to judge.",
        ),
    )
}
