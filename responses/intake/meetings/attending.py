"""Who was at a meeting, as staff write it: organisations and groups with a number, one in each line."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 60
LONGEST = 200
_AT_END = re.compile(
    r"\A(?P<who>.*?)[\s:,;(–-]+(?P<number>\d{1,5})\s*(?:people|members|persons)?\)?\s*\Z", re.IGNORECASE
)
_AT_START = re.compile(r"\A(?P<number>\d{1,5})\s+(?:x\s+)?(?P<who>\S.*)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Attending:
    """An organisation or group, and how many of it came, where that is known."""

    organisation: str
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.organisation}, {self.number}" if self.number is not None else self.organisation


def parse(text: str) -> list[Attending]:
    """Read 'Patient group, 14' and '14 members of the council', line by line; a name that comes twice is added up.

    Raises ValueError, with what to tell, for a line that is too long or too many of them.
    """
    found: dict[str, Attending] = {}
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        if len(words) > LONGEST + 20:
            raise ValueError(f"“{words[:40]}…” is too long. Use {LONGEST} characters or fewer for a name")
        match = _AT_END.match(words) or _AT_START.match(words)
        name = (match["who"] if match else words).strip(" ,;:-–(") or words
        number = int(match["number"]) if match and name != words else None
        if len(name) > LONGEST:
            raise ValueError(f"“{name[:40]}…” is too long. Use {LONGEST} characters or fewer for a name")
        key = name.casefold()
        before = found.get(key)
        if before and before.number is not None:
            number = before.number + (number or 0)
        found[key] = Attending(before.organisation if before else name, number)
    if len(found) > MOST:
        raise ValueError(f"Enter {MOST} organisations or fewer")
    return list(found.values())


def written(attending: list[dict[str, object]]) -> str:
    """Return what was parsed as it can be edited again."""
    return "\n".join(str(Attending(str(one["organisation"]), one.get("number"))) for one in attending)  # type: ignore[arg-type]
