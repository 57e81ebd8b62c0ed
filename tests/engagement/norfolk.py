"""The files of the pack of the Norfolk and Waveney exercise, read as they lie."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "engagement" / "content" / "norfolk-waveney-2021"
CLAIMS = Path(__file__).resolve().with_name("claims.yaml")
BESIDE = ROOT.parent / "shared"
SECTIONS = {
    "a": (1, 6),
    "b": (7, 13),
    "c": (14, 19),
    "d": (20, 22),
    "e": (23, 26),
    "f": (27, 30),
    "g": (31, 39),
    "h": (40, 55),
    "i": (56, 58),
    "j": (59, 60),
    "k": (61, 61),
}
APPENDICES = ("appendix-a", "appendix-b", "appendix-c")
PARAGRAPH_OF_TABLE = {
    "option-1": 45,
    "option-2": 47,
    "option-3": 48,
    "option-4": 49,
    "option-5": 50,
    "option-6": 51,
}
BLOCK_KINDS = {"p", "heading", "aside", "table", "figure"}
WITH, WITHOUT = "with-waveney", "without-waveney"
OUTSIDE = {"south-waveney", "lowestoft"}


def parsed(text):
    """Return what YAML says, by the same fast parser that reads packs."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read(path):
    return parsed((PACK / path).read_text(encoding="utf-8"))


def kind(block):
    kinds = BLOCK_KINDS & block.keys()
    assert len(kinds) <= 1, block
    return kinds.pop() if kinds else "text"


def strings(value):
    """Every string in a block, cell by cell."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)


def plain(text):
    """Markdown without its marks, on one line."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?m)^\s*(?:-|\d+\.)\s+", "", text)
    text = re.sub(r"[*_`]", "", text)
    text = text.replace("\u2018", "'").replace("\u2019", "'")
    return re.sub(r"\s+", " ", text).strip()


SECTION = {name: read(f"document/{name}.yaml") for name in (*SECTIONS, *APPENDICES)}
GEOGRAPHY = read("geography.yaml")
AREAS = {area["key"]: area for area in GEOGRAPHY["areas"]}
FOOTPRINTS = {footprint["option"]: footprint for footprint in GEOGRAPHY["footprints"]}
OF_AREAS = [option for option, footprint in FOOTPRINTS.items() if footprint["made_of"] == "area"]
NAMES = {
    grouping: {member["key"]: member["name"] for member in members}
    for grouping, members in GEOGRAPHY["groupings"].items()
}


def passages():
    """The blocks of each numbered paragraph with what follows it, and of each appendix."""
    found = {}
    for name in SECTIONS:
        number = None
        for block in SECTION[name]["blocks"]:
            number = block.get("p", number)
            if number is not None:
                found.setdefault(number, []).append(block)
    for name in APPENDICES:
        found[name] = SECTION[name]["blocks"]
    return found


PASSAGES = passages()
WANTED = parsed(CLAIMS.read_text(encoding="utf-8"))


def tables(passage):
    return [block for block in PASSAGES[passage] if kind(block) == "table"]
