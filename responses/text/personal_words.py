"""Addresses by email and post, names and dates of birth, by their form or the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responses.text.personal_shapes import Found, Sort

AT = r"(?:@|\uff20| ?[\[({<] ?(?:at|@) ?[\])}>] ?)"
DOT = r"(?:\.| dot | ?[\[({] ?(?:dot|\.) ?[\])}] ?)"
LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
EMAIL = re.compile(
    rf"(?<![\w.+@-])[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}{AT}(?:{LABEL}{DOT}){{1,8}}[^\W\d_]{{2,24}}(?![\w@])"
)
SPOKEN = re.compile(
    rf"(?<![\w.+@-])[\w.+-]{{1,64}} at (?:{LABEL} dot ){{1,4}}(?:com|org|net|uk|co|gov|nhs|eu|info|me)\b", re.IGNORECASE
)


def emails(text: str) -> Iterator[Found]:
    """Yield email addresses, also those that are written to mislead machines."""
    for pattern in (EMAIL, SPOKEN):
        for match in pattern.finditer(text):
            lead = len(match.group()) - len(match.group().lstrip("'*/.`"))
            yield Found(match.start() + lead, match.end(), Sort.EMAIL)


AREAS = """
    AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
    FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ
    TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
OUTWARD = rf"(?:{'|'.join(sorted(AREAS.split(), key=len, reverse=True))})[0-9][0-9A-HJKMNPRSTUVWXY]?"
POSTCODE = re.compile(
    rf"(?<![\w/£-])(?:{OUTWARD}[ \t\u00a0-]{{0,3}}[0-9Oo][ABD-HJLNP-UW-Z]{{2}}|GIR ?0AA)(?![\w/-])", re.IGNORECASE
)
ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th)$")
BESIDE_IT = re.compile(r"\b(?:course|module|unit|room|form|model|part|version|ref|reference|code|bay|gate)\.?:? {0,2}$")


def postcodes(text: str) -> Iterator[Found]:
    """Yield whole postcodes of areas that there are; half of one is shared by thousands."""
    for match in POSTCODE.finditer(text):
        led = text[max(0, match.start() - 14) : match.start()].lower()
        is_code = BESIDE_IT.search(led) and not led.endswith(("post code ", "postcode ", "post code: ", "postcode: "))
        if not ORDINAL.search(match.group()) and not is_code:
            yield Found(match.start(), match.end(), Sort.POSTCODE)


STREET = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Cl|Drive|Dr|Way|Crescent|Cres|Court|Ct|Gardens|Gdns|Grove|Hill|Place|Pl"
    "|Terrace|Walk|Mews|Row|Square|Sq|Green|View|Rise|Loke|Yard|Parade|Broadway|Bank|Quay|Croft|Meadow|Meadows|Common"
)
NUMBER = r"(?:(?:[Ff]lat|[Aa]partment|[Uu]nit|[Rr]oom) ?\w{1,4},? )?[0-9]{1,4}[A-Za-z]?(?:[-/][0-9]{1,4})?,? "
ADDRESS = re.compile(
    rf"(?<![\w£$€.,/-]){NUMBER}(?:(?:The|St\.?|[A-Z][\w'\u2019-]+) ){{1,3}}(?:{STREET})\b\.?(?!['\u2019]s)"
)
HOME = re.compile(
    rf"\b(?:live|lives|living|lived|home|house|address)(?: is| now)?(?: at|:| on)? (?P<address>{NUMBER}"
    rf"(?:[\w'\u2019-]+ ){{1,3}}(?:{STREET}))\b",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[Found]:
    """Yield a house in a street: a number, the street's name and what sort of street it is."""
    for match in ADDRESS.finditer(text):
        yield Found(match.start(), match.end(), Sort.ADDRESS)
    for match in HOME.finditer(text):
        yield Found(match.start("address"), match.end("address"), Sort.ADDRESS)


MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
YEAR = r"(?:(?:19|20)[0-9]{2}|['\u2019]?[0-9]{2})"
DATE = (
    rf"(?:{DAY}[ ./\-](?:of )?(?:[01]?[0-9]|{MONTH})[ ./\-,]{{1,2}}{YEAR}|{MONTH} {DAY},? {YEAR}"
    rf"|(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])"
)
BIRTH = re.compile(
    rf"\b(?:date of birth|d\.?o\.?b\b\.?|born|birthday|birth date)(?: is| was| on| the|:|,|=|-| \(|\(){{0,3}} ?"
    rf"(?P<date>{DATE})(?!\w)",
    re.IGNORECASE,
)


def births(text: str) -> Iterator[Found]:
    """Yield dates that are called somebody's birth; other dates are nobody's."""
    for match in BIRTH.finditer(text):
        yield Found(match.start("date"), match.end("date"), Sort.DATE_OF_BIRTH)


WORD = r"[^\W\d_a-z\u00df-\u00ff][\w'\u2019-]*"  # begins with a capital, of any alphabet that has them
TITLE = r"(?:Dr|Doctor|Prof|Professor|Mr|Mrs|Ms|Miss|Nurse|Sister|Matron|Rev|Revd|Reverend)\b\.?"
TITLED = re.compile(rf"\b{TITLE} (?P<name>(?:[A-Z]\.? ){{0,3}}{WORD}(?: {WORD}){{0,2}})")
SMALL = re.compile(r"\b(?:dr|mr|mrs|ms)\.? (?P<name>[a-z][a-z'\u2019-]{2,})\b")
KIN = (
    "gp|doctor|consultant|surgeon|nurse|midwife|dentist|health visitor|social worker|carer|therapist|physio|neighbour|"
    "friend|husband|wife|partner|son|daughter|mother|father|mum|dad|brother|sister|grandson|granddaughter|nan|boss|manager"
)
CALLED = re.compile(
    rf"\b(?i:my name is|my name's|i am called|i'm called|signed,?|yours (?:sincerely|faithfully),?|(?:kind )?regards,?|"
    rf"(?:my|our|his|her|their) (?:{KIN})(?:'s name)?(?: is| was|,)?(?: called| named)?) ?\s?"
    rf"(?P<name>{WORD}(?: [A-Z]\.?(?![\w'\u2019]))?(?: {WORD}){{0,2}})"
)
NOT_NAMES = """
    a an and the i he she they we it you who when where what how but so then there this that these those in at
    on for of to from with very not no yes is was has had have said says will would surgery appointment
    appointments visit visits practice practices gp gps nhs ics icb ccg pcn mp who's also always never still now
    just only best better more less good great nice kind told sent refused retired left works worked lives lived
    norfolk waveney suffolk norwich yarmouth lowestoft king's england britain english british monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september
    october november december hospital trust council board team option question section paragraph covid please
    thank thanks if as my our your his her their however universe martens
"""
NO_NAMES = frozenset(NOT_NAMES.split())
TITLES = {
    "dr",
    "doctor",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "nurse",
    "sister",
    "matron",
    "rev",
    "revd",
    "reverend",
}


def names(text: str) -> Iterator[Found]:
    """Yield names after a title, after 'my GP is' and the like, and under a letter."""
    for pattern in (TITLED, CALLED, SMALL):
        for match in pattern.finditer(text):
            span = _trimmed(match.group("name"), match.start("name"))
            if span:
                yield Found(*span, Sort.NAME)


def _trimmed(name: str, start: int) -> tuple[int, int] | None:
    """Return where a name begins and ends once words that are none are left off; None where nothing is left."""
    words = [(one.start(), one.end(), one.group().strip(".,").lower()) for one in re.finditer(r"\S+", name)]
    while words and words[0][2] in TITLES:
        words = words[1:]
    if not words or _is_no_name(words[0][2]):
        return None
    kept = 1
    while kept < len(words) and not _is_no_name(words[kept][2]):
        kept += 1
    end = words[kept - 1][1]
    return start + words[0][0], start + len(name[:end].rstrip(".,"))


def _is_no_name(word: str) -> bool:
    return word in NO_NAMES or word.removesuffix("'s").removesuffix("\u2019s") in NO_NAMES
