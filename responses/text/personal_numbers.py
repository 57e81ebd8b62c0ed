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
        if CODE_BEFORE.search(label):  # what follows a country's code is a telephone number
            continue
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


CARD = re.compile(rf"(?<![\w£$€.])[2-6](?:{GAP}[0-9]){{12,18}}(?![0-9])")
LENGTHS = (16, 19, 18, 17, 15, 14, 13)


def cards(text: str) -> Iterator[Found]:
    """Yield payment card numbers: 13 to 19 figures that begin as one does and pass the Luhn check.

    Another number may follow at once, so every length is tried, the usual one first.
    """
    for match in CARD.finditer(text):
        ends = [place + 1 for place in range(match.start(), match.end()) if text[place] in "0123456789"]
        for length in LENGTHS:
            if length <= len(ends) and _luhn(digits(text[match.start() : ends[length - 1]])):
                yield Found(match.start(), ends[length - 1], Sort.CARD)
                break


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
WITH_CODE = re.compile(r"(?<!\w)(?:\+|00) ?44[ .-]?(?:\(0\))?[ .-]?\(?[1-9](?:[ .\-)(]{0,2}[0-9]){8,9}(?![0-9])")
CODE_BEFORE = re.compile(r"(?:\+|\b00)[0-9]{1,3}[ .-]?(?:\(0\))? ?$")
DRAMA = re.compile("01632960|07700900|03069990")
NATIONAL = re.compile(r"0[1-35789][0-9]{8,9}")


def telephones(text: str) -> Iterator[Found]:
    """Yield telephone numbers: British ones, others with their country's code, and local ones that are called so.

    Whether a range is in use is asked only of bare figures: people mistype, and numbers kept for drama are in none.
    Ours come before phonenumbers', which takes another number that stands before a telephone number for its beginning.
    """
    spans = [match.span() for match in WITH_CODE.finditer(text)]
    spans += [match.span() for match in LOOSE.finditer(text) if _is_telephone(text, match.start(), match.group())]
    spans += [match.span() for match in SHORT.finditer(text) if PHONE_LABEL.search(before(text, match.start()))]
    possible = phonenumbers.Leniency.POSSIBLE
    others = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=possible, max_tries=1_000_000)
    spans += [(one.start, one.end) for one in others if _is_telephone(text, one.start, one.raw_string)]
    for start, end in spans:
        more = EXTENSION.match(text, end)
        yield Found(start, more.end() if more else end, Sort.TELEPHONE)


def _is_telephone(text: str, start: int, raw: str) -> bool:
    figures, label = digits(re.split(r"[a-z]", raw, maxsplit=1)[0]), before(text, start)
    called = PHONE_LABEL.search(label)
    if "/" in raw or (OF_SOMETHING_ELSE.search(label) and not called):
        return False
    if raw.lstrip("( ").startswith("+") or text[max(0, start - 1) : start] == "+":
        return 9 <= len(figures) <= 15
    if figures.startswith("00"):
        return 11 <= len(figures) <= 17
    if figures.startswith("44"):
        return len(figures) in (12, 13)
    if not NATIONAL.fullmatch(figures):
        return False
    return bool(called) or raw != figures or DRAMA.match(figures) is not None or _in_use(figures)


def _in_use(figures: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(figures, "GB"))
