"""
What published totals say of the population of any set of parts (areas or districts): pure, no framework, no input or
output.

A total states the sum over a set of unknown, whole, never negative populations. Of any other set of parts the totals
say a number where its indicator vector is a sum of theirs (linear algebra over fractions), and otherwise a range,
whose ends are two linear programmes. Each end comes with the published figures that it is made of.
"""

from footprints.derivation.estimates import Estimate, Weights, estimate
from footprints.derivation.figures import (
    Clash,
    Derivation,
    MixedBases,
    Overlapping,
    Published,
    Term,
    UnknownParts,
)
from footprints.derivation.sources import Known, Sources

__all__ = [
    "Clash",
    "Derivation",
    "Estimate",
    "Known",
    "MixedBases",
    "Overlapping",
    "Published",
    "Sources",
    "Term",
    "UnknownParts",
    "Weights",
    "estimate",
]
