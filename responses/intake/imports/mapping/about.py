"""Which columns say who answers, and when: told by their headings, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping

from responses.intake.imports.mapping import dates, values
from responses.intake.imports.mapping.likely import Guess, known_share
from responses.intake.imports.mapping.shape import Column
from responses.intake.imports.mapping.targets import Target

# What headings say of who answers, the most telling first.
ABOUT: tuple[tuple[str, str, str], ...] = (
    ("email", r"\be ?-?mail\b", "It asks for an email address"),
    ("telephone", r"\b(tele)?phone\b|\bmobile\b", "It asks for a telephone number"),
    (
        "reference",
        r"^(response|respondent|submission|record|entry|answer|unique|case)?\s*(id|ids|ref|reference|number|no|#)$"
        r"|^(response|respondent|submission|record|entry)(id| id\b).*",
        "It numbers the answers",
    ),
    (
        "received",
        r"\b(submi(tted|ssion)|complet(ed|ion)|received|time ?stamp|end(ed)? (date|time|at|on)|date)\b",
        "It says when",
    ),
    ("may_publish", r"\bpublish|\bconsent\b|\bpermission\b", "It asks whether to publish"),
    ("confidentiality_reason", r"\bconfidential", "It asks for confidentiality"),
    (
        "kind",
        r"\b(respond|answer|reply)ing (as|on behalf)|\brespondent type|\btype of respond|individual or\b|\bcapacity\b",
        "It asks in what capacity they answer",
    ),
    (
        "organisation_type",
        r"\b(type|kind|sector)\b.*\borgani[sz]ation|\borgani[sz]ation.*\b(type|sector)\b|^sector$",
        "It asks for the type of organisation",
    ),
    (
        "organisation_name",
        r"\bname of (your |the )?(organi[sz]ation|company|group)|\b(organi[sz]ation|company)('?s)? name"
        r"|^(your )?(organi[sz]ation|company)$",
        "It asks for the organisation’s name",
    ),
    ("position_held", r"\bjob title\b|\bposition\b|\byour role in\b", "It asks for a position"),
    ("contact_name", r"\b(your|full|first|last|contact|respondent) name\b|^name$", "It asks for a name"),
    ("area", r"\barea\b|\blocation\b|\bdistrict\b|\bwhere do you live\b|\blocality\b", "It asks for a place"),
    ("role", r"\bdescribes? you\b|^(your )?role$|\bi am an?\b", "It asks what describes them"),
)
NOT_ABOUT = {
    "received": re.compile(r"\bbirth\b|\bstart(ed)?\b|\bup ?date\b|\bcandidate"),
    "area": re.compile(r"\bgrey\b"),
}


def who(column: Column, targets: AnyMapping[str, Target]) -> list[Guess]:
    """Return the two things about who answers that a column is likeliest to hold."""
    heading = values.plain(column.heading)
    found = []
    for rank, (key, pattern, reason) in enumerate(ABOUT):
        if key not in targets or not re.search(pattern, heading):
            continue
        if key in NOT_ABOUT and NOT_ABOUT[key].search(heading):
            continue
        target = targets[key]
        if target.sort == "moment" and not (column.filled and _are_moments(column)):
            continue
        known = known_share(column, target) if target.takes_values else 1.0
        if target.takes_values and column.filled and not column.values:
            continue  # far too many different answers for a choice: it asks for words
        if key == "role" and not known:
            continue
        found.append(Guess(key, 130 - rank + 20 * known, reason))
    return found[:2]


def _are_moments(column: Column) -> bool:
    read = [bool(dates.moment(text) or dates.moment(text, dates.MONTH_FIRST)) for text in column.examples]
    return sum(read) > len(read) / 2
