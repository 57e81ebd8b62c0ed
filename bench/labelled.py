"""Sentences with invented personal data whose places are known, and sentences with what only looks like it.

Nobody is in them: telephone numbers are of the ranges kept for drama or drawn, addresses end in example.org, other
identifiers are drawn at random with check digits that fit, and names are made of two lists.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

SORTS_WITH_FORM = ("nhs_number", "email", "postcode", "telephone", "national_insurance")
SORTS = (*SORTS_WITH_FORM, "name", "date_of_birth", "address", "card", "bank_account")


@dataclass(frozen=True)
class Labelled:
    """A text with [start, end) and sort of each piece of personal data in it; `hard` says what it only looks like."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    hard: str = ""


def generate(number: int, *, seed: int = 1) -> list[Labelled]:
    """Return as many texts, the same for the same seed: three of five hold something, two only seem to."""
    draw = random.Random(seed)
    return [_positive(draw) if nth % 5 < 3 else _negative(draw) for nth in range(number)]


def _positive(draw: random.Random) -> Labelled:
    text, spans = draw.choice(BEFORE), []
    for sort in draw.sample(SORTS, draw.choice((1, 1, 2, 3))):
        frame, made = draw.choice(FRAMES[sort]), MAKERS[sort](draw)
        start = len(text) + frame.index("{}")
        spans.append((start, start + len(made), sort))
        text += frame.format(made) + draw.choice((" ", "\n", "  "))
    return Labelled(text + draw.choice(AFTER), tuple(spans))


def _negative(draw: random.Random) -> Labelled:
    hard = draw.choice(list(HARD))
    return Labelled(f"{draw.choice(BEFORE)}{HARD[hard](draw)} {draw.choice(AFTER)}", (), hard)


def _figures(draw: random.Random, number: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(number))


def _grouped(draw: random.Random, figures: str, *sizes: int, gaps: str = "  -.") -> str:
    gap = draw.choice(["", *gaps])
    parts, at = [], 0
    for size in sizes:
        parts.append(figures[at : at + size])
        at += size
    return gap.join(parts)


def nhs_number(draw: random.Random) -> str:
    """Nine figures and the check digit of modulus 11."""
    while True:
        nine = draw.choice("4679") + _figures(draw, 8)
        check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(nine)) % 11
        if check != 10:
            return _grouped(draw, nine + str(check % 11), 3, 3, 4)


DRAMA = ("01632 960{}", "0113 496 0{}", "0121 496 0{}", "020 7946 0{}", "07700 900{}", "0808 157 0{}", "03069 990{}")


def telephone(draw: random.Random) -> str:
    """A number of a range kept for drama, as people write them."""
    made = draw.choice(DRAMA).format(_figures(draw, 3))
    area, _, rest = made.partition(" ")
    rest = rest.replace(" ", "")
    return draw.choice(
        [
            f"{area} {rest}",
            f"{area}{rest}",
            f"({area}) {rest}",
            f"{area}-{rest}",
            f"{area} {rest[:3]} {rest[3:]}",
            f"{area}.{rest[:3]}.{rest[3:]}",
            f"+44 {area[1:]} {rest}",
            f"+44 (0){area[1:]} {rest}",
            f"0044 {area[1:]} {rest}",
            f"+44{area[1:]}{rest}",
            f"{area} {rest} ext {_figures(draw, 3)}",
        ]
    )


def email(draw: random.Random) -> str:
    """An address at example.org or below it, plain or written to mislead machines."""
    name = draw.choice(
        ["resident", "j.o-brien", "the_chair", "clinic+feedback", "o'neil", "r.2", "élodie", "NAME", "a"]
    )
    domain = draw.choice(["example.org", "mail.example.org", "example.org.uk", "sub-unit.example.net", "EXAMPLE.COM"])
    plain = f"{name}{draw.randrange(100)}@{domain}"
    spelt = plain.replace("@", draw.choice([" [at] ", "(at)", " at "])).replace(".", draw.choice([" dot ", "[dot]"]))
    return plain if draw.random() < 0.85 or " at " in spelt or "'" in name or "." in name else spelt


AREAS = ("NR", "PE", "IP", "CB", "B", "SW", "EC", "M", "LS", "CF", "BT", "EH", "W", "GL", "TR")


def postcode(draw: random.Random) -> str:
    """A postcode of an area that there is."""
    outward = draw.choice(AREAS) + str(draw.randrange(1, 29))
    if outward in ("SW1", "EC1", "W1"):
        outward += draw.choice("AHPVW")
    inward = draw.choice("0123456789") + draw.choice("ABDEFGHJLNPQRSTUWXYZ") + draw.choice("ABDEFGHJLNPQRSTUWXYZ")
    made = outward + draw.choice([" ", " ", " ", "", "  "]) + inward
    made = made.lower() if draw.random() < 0.25 else made
    return made.upper() if made[-2:].lower() in {"st", "nd", "rd", "th"} else made


def national_insurance(draw: random.Random) -> str:
    """Two letters that are given out, six figures and a letter."""
    while True:
        prefix = draw.choice("ABCEGHJKLMNOPRSTWXYZ") + draw.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            break
    made = _grouped(draw, prefix + _figures(draw, 6) + draw.choice("ABCD"), 2, 2, 2, 2, 1, gaps="  -")
    return made.lower() if draw.random() < 0.25 else made


FIRST = ("Amara", "Bryn", "Celia", "Dmitri", "Elsie", "Farid", "Greta", "Hamza", "Ines", "Jonas", "Kezia", "Łukasz")
LAST = ("Abara", "Brightwell", "Castellano", "Drummond", "Eze", "Fairweather", "Gill", "Hollis", "Iqbal", "O'Dell")


def name(draw: random.Random) -> str:
    """A first and a last name, or the last alone."""
    last = draw.choice(LAST) + draw.choice(["", "", "-Smythe"])
    return f"{draw.choice(FIRST)} {last}" if draw.random() < 0.6 else last


MONTHS = ("January", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "October", "Nov", "December")


def _date(draw: random.Random, years: tuple[int, int]) -> str:
    day, month, year = draw.randrange(1, 29), draw.randrange(12), draw.randrange(*years)
    return draw.choice(
        [
            f"{day:02}/{month + 1:02}/{year}",
            f"{day}.{month + 1}.{year % 100:02}",
            f"{day}-{month + 1}-{year}",
            f"{day} {MONTHS[month]} {year}",
            f"{year}-{month + 1:02}-{day:02}",
            f"{MONTHS[month]} {day}, {year}",
        ]
    )


def date_of_birth(draw: random.Random) -> str:
    return _date(draw, (1930, 2012))


STREETS = ("Mill Lane", "Church Road", "The Green", "St Mary's Close", "Station Rd", "Priory Court", "Old Loke")


def address(draw: random.Random) -> str:
    flat = f"Flat {draw.randrange(1, 9)}, " if draw.random() < 0.2 else ""
    return f"{flat}{draw.randrange(1, 240)}{draw.choice(['', '', 'a'])} {draw.choice(STREETS)}"


def card(draw: random.Random) -> str:
    """Sixteen figures that pass the Luhn check."""
    fifteen = draw.choice("45") + _figures(draw, 14)
    total = sum(sum(divmod(int(one) * (2 - place % 2), 10)) for place, one in enumerate(fifteen))
    return _grouped(draw, fifteen + str(-total % 10), 4, 4, 4, 4, gaps="  -")


def bank_account(draw: random.Random) -> str:
    return _figures(draw, 8)


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "nhs_number": nhs_number,
    "telephone": telephone,
    "email": email,
    "postcode": postcode,
    "national_insurance": national_insurance,
    "name": name,
    "date_of_birth": date_of_birth,
    "address": address,
    "card": card,
    "bank_account": bank_account,
}
BEFORE = (
    "I have waited far too long. ",
    "We run a small charity and see this every week.\n",
    "",
    "Option 3 is better for the coast. ",
    "Nobody answered in 2019/20, nor since. ",
)
AFTER = ("Please think again.", "That is all.", "Thank you for asking.", "I could go on.", "")
FRAMES: dict[str, tuple[str, ...]] = {
    "nhs_number": (
        "My NHS number is {}.",
        "NHS no: {},",
        "I am {} on your system.",
        "(NHS {})",
        "Patient {} is my son.",
    ),
    "telephone": ("Ring me on {}.", "Tel: {}", "You can reach us at {} after six.", "{} is my number.", "mobile {},"),
    "email": ("Write to {}.", "Email: {}", "<{}>", "I am at {}, as always.", "{}"),
    "postcode": ("I live in {}.", "Our surgery ({}) closed.", "Postcode: {}", "We are at {}, by the sea.", "{}"),
    "national_insurance": ("My NI number is {}.", "NINO {}", "They asked for {} again.", "National Insurance: {}"),
    "name": (
        "My GP is Dr {}.",
        "My consultant, Mr {}, retired.",
        "I saw Nurse {} twice.",
        "my doctor is called {}.",
        "Mrs {} at the desk was kind.",
        "My neighbour {} drives me.",
    ),
    "date_of_birth": ("My date of birth is {}.", "DOB: {}", "I was born on {}.", "d.o.b. {}"),
    "address": ("I live at {}.", "Send it to {}.", "Our house is {}.", "{}"),
    "card": ("I paid with {}.", "Card {}", "They took {} down."),
    "bank_account": ("Account number {}.", "acct no: {}", "Account no. {}"),
}


def _word(draw: random.Random, *choices: str) -> str:
    return draw.choice(choices)


# What only looks like it, by what it is
HARD: dict[str, Callable[[random.Random], str]] = {
    "reference": lambda draw: f"Your ref {_figures(draw, 10)} was never answered.",
    "case": lambda draw: f"Complaint case no. {_figures(draw, 11)} is still open.",
    "isbn": lambda draw: f"See ISBN {_grouped(draw, _figures(draw, 10), 1, 4, 4, 1, gaps='-')} for the method.",
    "long number": lambda draw: f"The study counted {draw.randrange(10**6, 10**9):,} contacts in all.",
    "money": lambda draw: f"It cost £{draw.randrange(10**6, 10**10):,} and £{_figures(draw, 6)}.50 more.",
    "bare money": lambda draw: f"They spent £{draw.randrange(10**9, 10**10)} on it.",
    "date": lambda draw: f"The meeting of {_date(draw, (2015, 2022))} decided nothing.",
    "two dates": lambda draw: f"From {_date(draw, (2015, 2022))} to {_date(draw, (2015, 2022))} it was shut.",
    "year range": lambda draw: (
        f"Between 2015-2016 and 2019-2020 demand rose by {draw.randrange(99)}.{_figures(draw, 2)}%."
    ),
    "course": lambda draw: (
        f"I teach course {_word(draw, 'CS', 'NR', 'B')}{_figures(draw, 1)} {_figures(draw, 1)}AB there."
    ),
    "paragraph": lambda draw: f"Paragraph {draw.randrange(61)} of section G1 and page {_figures(draw, 3)} differ.",
    "ordinal": lambda draw: f"On the M1 2nd exit, by the B1 {draw.randrange(4, 9)}th time.",
    "road": lambda draw: f"The A{_figures(draw, 2)} and the B{_figures(draw, 4)} flood each winter.",
    "grid": lambda draw: f"Grid reference TG {_figures(draw, 5)} {_figures(draw, 5)} is the site.",
    "role": lambda draw: f"My GP is {_word(draw, 'very good', 'in Norwich', 'The best', 'NHS trained')}.",
    "said": lambda draw: f"My consultant {_word(draw, 'said so', 'Never came', 'was kind', 'and I agree')}.",
    "title": lambda draw: f"The {_word(draw, 'Doctor Surgery', 'Nurse Practice', 'Sister Hospital')} closed at five.",
    "handle": lambda draw: f"Follow @norfolk{_figures(draw, 2)} or meet at {_word(draw, 'noon', 'the dot', '10.30')}.",
    "software": lambda draw: (
        f"Version 10.{_figures(draw, 2)}.{_figures(draw, 3)}.{_figures(draw, 4)} of the system fails."
    ),
    "form": lambda draw: f"Form AB{_figures(draw, 6)} asks for too much.",
    "population": lambda draw: (
        f"{draw.randrange(100, 999)} {_figures(draw, 3)} people live there, {_figures(draw, 2)}%."
    ),
    "charity": lambda draw: f"Registered charity no. {_figures(draw, 7)}, company {_figures(draw, 8)}.",
    "phone word": lambda draw: (
        f"Nobody answers the phone between {draw.randrange(8, 12)}.00 and {draw.randrange(13, 18)}.30."
    ),
    "ten figures": lambda draw: f"The letter says {_figures(draw, 10)} at the top, whatever that is.",
    "barcode": lambda draw: f"The label on the bed reads 0{_figures(draw, 10)}, said the porter.",
    "model": lambda draw: (
        f"They bought {_word(draw, 'M', 'LS', 'X', 'QR', 'V', 'ZX')}{_figures(draw, 1)} {_figures(draw, 1)}XE scanners."
    ),
    "known name": lambda draw: (
        f"{_word(draw, 'Doctor Who', 'Miss Universe', 'Sister Act', 'Mr Whippy')} would do it better."
    ),
    "street": lambda draw: (
        f"There are {draw.randrange(2, 40)} shops in the High Street, and {draw.randrange(9)} ways in."
    ),
}
