"""
What published data can say of options with a view to the factors: pure, no framework, no input or output.

It says what is so: which groups of areas an option keeps whole, how many people its places have. It gives no marks,
adds nothing up over factors and puts no option before another; people weigh.
"""

from footprints.evidence.kinds import BY_KEY, GroupKind, Kind
from footprints.evidence.telling import Row, Table, Told, beside_each_other, kinds, note, told

__all__ = ["BY_KEY", "GroupKind", "Kind", "Row", "Table", "Told", "beside_each_other", "kinds", "note", "told"]
