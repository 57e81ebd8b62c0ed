"""
What alternative footprints say together: patterns among those who proposed one, no preference of all.

An alternative is a partition: each area is given to a place, or to none. `Alternatives` is a table of them, `patterns`
says all there is to say of it, group by group; the other functions are its parts.
"""

from analysis.measures.partitions.agreement import adjusted_rand
from analysis.measures.partitions.alike import ALIKE, Alike, Group, alike
from analysis.measures.partitions.consensus import Consensus, LeftOut, consensus
from analysis.measures.partitions.nearest import Nearest, Said, nearest, tally
from analysis.measures.partitions.pairs import Pairs, count
from analysis.measures.partitions.patterns import FEWEST, Found, Patterns, patterns
from analysis.measures.partitions.table import EVERYBODY, UNASSIGNED, Alternatives, Grouping, canonical

__all__ = [
    "ALIKE",
    "EVERYBODY",
    "FEWEST",
    "UNASSIGNED",
    "Alike",
    "Alternatives",
    "Consensus",
    "Found",
    "Group",
    "Grouping",
    "LeftOut",
    "Nearest",
    "Pairs",
    "Patterns",
    "Said",
    "adjusted_rand",
    "alike",
    "canonical",
    "consensus",
    "count",
    "nearest",
    "patterns",
    "tally",
]
