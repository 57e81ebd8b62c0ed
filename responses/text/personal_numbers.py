"""Numbers that belong to one person, by their form, their check digits and the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nhs_number
import phonenumbers

from responses.text.personal_shapes import Found, Sort, before, digits

GAP = r"[ \t\u00a0.\-\u2010-\u2015]{0,3}"
TEN = re.compile(rf"(?<![\w£$€+]){GAP.join([r'[0-9]'] * 10)}(?![\w%])(?![.,][0-9])")
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:isbn|issn|doi|ref|refs|reference|invoice|order|case|claim|ticket|application|policy|licen[cs]e|uprn|charity"
    r"|company|registered|registration|version|minute|item|grant|course|id)\b[\w .:#/()-]{0,14}$"
)
NHS_LABEL = re.compile(r"\bn\.?h\.?s\.?(?:'s)? ?(?:number|no\b|num\b|#|id\b)[\w .:#=()-]{0,12}$")


def nhs_numbers(text: str) -> Iterator[Found]:
    """Yield ten figures whose check digit fits, or that are called an NHS number."""
    for match in TEN.finditer(text):
        label = before(text, match.start(), reach=32)
        called = NHS_LABEL.search(label)
        if called or (nhs_number.is_valid(digits(match.group())) and not OF_SOMETHING_ELSE.search(label)):
            yield Found(match.start(), match.end(), Sort.NHS_NUMBER)


# No D, F, I, Q, U or V at first, no O as well at second; and prefixes that are never given out
NI_PREFIX = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
NI_GAP = r"[ \t\u00a0.\-]{0,2}"
NI = re.compile(
    rf"(?<!\w)(?:{NI_PREFIX}){NI_GAP}[0-9]{{2}}{NI_GAP}[0-9]{{2}}{NI_GAP}[0-9]{{2}}(?:{NI_GAP}(?P<suffix>[A-D]))?(?!\w)",
    re.IGNORECASE,
)
NI_LABEL = re.compile(r"\b(?:n\.?i\.?(?:no)?|nino|national insurance)\b[\w .:#=()-]{0,14}$")


def national_insurance(text: str) -> Iterator[Found]:
    """Yield National Insurance numbers; one without its last letter only where it is called that."""
    for match in NI.finditer(text):
        if match["suffix"] or NI_LABEL.search(before(text, match.start(), reach=34)):
            yield Found(match.start(), match.end(), Sort.NATIONAL_INSURANCE)


CARD = re.compile(rf"(?<![\w£$€.])[2-6](?:{GAP}[0-9]){{12,18}}(?!\w)")


def cards(text: str) -> Iterator[Found]:
    """Yield payment card numbers: 13 to 19 figures that begin as one does and pass the Luhn check."""
    for match in CARD.finditer(text):
        if _luhn(digits(match.group())):
            yield Found(match.start(), match.end(), Sort.CARD)


def _luhn(figures: str) -> bool:
    """Work out the check of ISO/IEC 7812-1: every second figure from the right counts double, figure by figure."""
    doubled = (int(one) * 2 if place % 2 else int(one) for place, one in enumerate(reversed(figures)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


BANK = re.compile(
    r"(?:sort code|s/c|account(?: number| no\.?)?|acc(?:t|ount)?\.? ?(?:no\.?|number))[\s:=#-]{0,4}"
    r"(?P<number>[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}(?:[ -]?[0-9]{2})?)(?!\w)",
    re.IGNORECASE,
)


def bank_accounts(text: str) -> Iterator[Found]:
    """Yield sort codes and account numbers that are called that."""
    for match in BANK.finditer(text):
        yield Found(match.start("number"), match.end("number"), Sort.BANK_ACCOUNT)


PHONE_LABEL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|landline|ring|call|fax|whatsapp|text)\b[\w .:()'-]{0,16}$"
)
SHORT = re.compile(r"(?<![\w£$€.,/-])[2-9][0-9]{2}[ -]?[0-9]{3,4}(?![\w%])(?![.,/-][0-9])")
EXTENSION = re.compile(r"[ ,]{1,3}(?:ext(?:ension|n)?|x)\.? ?[0-9]{1,5}\b", re.IGNORECASE)
LOOSE = re.compile(r"(?<![\w£$€.,/+-])\(?0(?:[ .\-)(]{0,2}[0-9]){9,10}(?!\w)(?![.,/-][0-9])")
NATIONAL = re.compile(r"0[1-35789][0-9]{8,9}")


def telephones(text: str) -> Iterator[Found]:
    """Yield telephone numbers: British ones, others with their country's code, and local ones that are called so.

    Whether a range is in use is not asked: people mistype, and numbers kept for drama are in none.
    """
    possible = phonenumbers.Leniency.POSSIBLE
    seen: list[tuple[int, int]] = []
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=possible, max_tries=1_000_000):
        if _is_telephone(text, match.start, match.raw_string):
            seen.append((match.start, match.end))
    for loose in LOOSE.finditer(text):
        if _is_telephone(text, loose.start(), loose.group()):
            seen.append(loose.span())
    for short in SHORT.finditer(text):
        if PHONE_LABEL.search(before(text, short.start())):
            seen.append(short.span())
    for start, end in sorted(seen, key=lambda span: (span[0], -span[1])):
        more = EXTENSION.match(text, end)
        yield Found(start, more.end() if more else end, Sort.TELEPHONE)


def _is_telephone(text: str, start: int, raw: str) -> bool:
    figures, label = digits(raw.partition("ext")[0].partition("x")[0]), before(text, start)
    if OF_SOMETHING_ELSE.search(label) and not PHONE_LABEL.search(label):
        return False
    if "/" in raw:
        return False
    if raw.lstrip("( ").startswith("+") or text[max(0, start - 1) : start] == "+":
        return 9 <= len(figures) <= 15
    if figures.startswith("00"):
        return 11 <= len(figures) <= 17
    if figures.startswith("44"):
        return len(figures) in (12, 13)
    return bool(NATIONAL.fullmatch(figures))
