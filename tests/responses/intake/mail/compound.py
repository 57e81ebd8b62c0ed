"""Outlook's .msg files, written from nothing: a compound file with a stream for each property."""

from __future__ import annotations

import datetime as dt
import struct
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]
EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    data: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END


@dataclass
class _Sectors:
    """Runs of sectors, each chained to the next."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        if not data:
            return END
        first = len(self.chain)
        count = -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.chain += [*range(first + 1, first + count), END]
        return first


def compound(tree: Tree) -> bytes:
    """Return a compound file of streams and storages."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    sectors, mini = _Sectors(SECTOR), _Sectors(MINI)
    for entry in entries:
        if entry.kind == 2:
            entry.start = (mini if len(entry.data) < CUTOFF else sectors).put(entry.data)
    entries[0].data = bytes(mini.data)
    entries[0].start = sectors.put(entries[0].data)
    mini_fat = sectors.put(b"".join(struct.pack("<I", at) for at in mini.chain).ljust(SECTOR, b"\xff"))
    mini_fat_size = -(-len(mini.chain) * 4 // SECTOR) or 1
    directory = sectors.put(b"".join(_packed(entry) for entry in entries))
    fat_size = 1
    while (len(sectors.chain) + fat_size) * 4 > fat_size * SECTOR:
        fat_size += 1
    fat_start = len(sectors.chain)
    fat = [*sectors.chain, *[FAT] * fat_size]
    packed_fat = b"".join(struct.pack("<I", at) for at in fat).ljust(fat_size * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, fat_size, directory, 0, CUTOFF, mini_fat, mini_fat_size, END, 0)
    heads = [*range(fat_start, fat_start + fat_size)]
    head += b"".join(struct.pack("<I", at) for at in heads).ljust(109 * 4, b"\xff")
    return head + bytes(sectors.data) + packed_fat


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    before = -1
    for name, held in tree.items():
        here = len(entries)
        entries.append(_Entry(name, 2, held) if isinstance(held, bytes) else _Entry(name, 1))
        if before < 0:
            entries[parent].child = here
        else:
            entries[before].right = here
        before = here
        if not isinstance(held, bytes):
            _add(entries, here, held)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    size = len(entry.data) if entry.kind != 1 else 0
    start = entry.start if entry.kind != 1 else 0
    links = struct.pack("<III", FREE, entry.right, entry.child)
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name), entry.kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def properties(held: dict[int, str | bytes | int | dt.datetime], *, head: int) -> Tree:
    """Return the streams of a message's or an attachment's properties."""
    tree: Tree = {}
    table = b"\0" * head
    for number, value in held.items():
        if isinstance(value, int):
            table += struct.pack("<HHIii", 0x0003, number, 6, value, 0)
            continue
        if isinstance(value, dt.datetime):
            ticks = int((value - EPOCH).total_seconds() * 10_000_000)
            table += struct.pack("<HHIQ", 0x0040, number, 6, ticks)
            continue
        kind, data = (0x001F, value.encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
        table += struct.pack("<HHIII", kind, number, 6, len(data) + 2 * (kind == 0x001F), 0)
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
    tree["__properties_version1.0"] = table
    return tree


def msg(held: dict[int, str | bytes | int | dt.datetime], *attachments: Tree, inner: bool = False) -> Tree:
    """Return a message as Outlook saves it, to be packed by `compound`."""
    unicode_ok = {0x340D: 0x00040000}
    tree = properties({**unicode_ok, **held}, head=24 if inner else 32)
    return {**tree, **{f"__attach_version1.0_#{number:08X}": one for number, one in enumerate(attachments)}}


def attached(name: str, data: bytes) -> Tree:
    """Return an attached file."""
    return properties({0x3707: name, 0x3701: data, 0x3705: 1}, head=8)


def attached_message(inner: Tree) -> Tree:
    """Return an attached message."""
    return {**properties({0x3705: 5}, head=8), "__substg1.0_3701000D": inner}
