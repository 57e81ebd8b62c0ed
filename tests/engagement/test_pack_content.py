"""What the pack of the Norfolk and Waveney exercise says, checked by reading its files alone."""

import re

import pytest

from tests.engagement.norfolk import APPENDICES, PACK, PASSAGES, SECTION, SECTIONS, WANTED, kind, plain, strings


def test_every_paragraph_stands_once_in_order_in_its_section():
    for name, (first, last) in SECTIONS.items():
        numbers = [block["p"] for block in SECTION[name]["blocks"] if "p" in block]
        assert numbers == list(range(first, last + 1)), name


def test_sections_carry_their_letters():
    for name in SECTIONS:
        assert SECTION[name]["letter"] == name.upper()
    for name in APPENDICES:
        assert SECTION[name]["letter"] == f"Appendix {name[-1].upper()}"


def test_the_folder_holds_nothing_else():
    assert {path.stem for path in (PACK / "document").iterdir()} == {*SECTIONS, *APPENDICES}


@pytest.mark.parametrize("name", [*SECTIONS, *APPENDICES])
def test_blocks_are_whole(name):
    assert SECTION[name]["title"].strip()
    for block in SECTION[name]["blocks"]:
        match kind(block):
            case "table":
                assert block["table"].strip()
                assert all(len(row) == len(block["columns"]) for row in block["rows"]), block["table"]
                assert all(isinstance(cell, str) for row in block["rows"] for cell in row)
            case "figure":
                assert block["available"] is False
                assert "not available here" in plain(block["alternative"])
            case "heading":
                assert block["heading"].strip()
            case _:
                assert block["text"].strip(), block


def test_claims_cover_every_paragraph():
    assert set(WANTED) == set(PASSAGES) == {*range(1, 62), *APPENDICES}
    for passage, claims in WANTED.items():
        assert claims, passage
        assert all(claim["claim"] and claim["holds"] for claim in claims), passage


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        pytest.param(passage, claim, id=f"{passage}-{index}")
        for passage, claims in WANTED.items()
        for index, claim in enumerate(claims, start=1)
    ],
)
def test_claim_is_held(passage, claim):
    text = plain(" | ".join(plain(string) for string in strings(PASSAGES[passage]))).casefold()
    missing = [words for words in claim["holds"] if plain(words).casefold() not in text]
    assert not missing, f"{passage}: {claim['claim']}: not found: {missing}"


def test_no_real_mailbox_and_no_other_survey():
    for path in PACK.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"nhs\.net|smartsurvey", text), path
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("@example.org"), (path, address)
        for number in re.findall(r"\b01632 \d{6}\b", text):
            assert number.startswith("01632 960"), (path, number)


LINK = re.compile(r"\]\(([^)]*)\)")


def test_links_lead_to_the_web_or_to_a_paragraph():
    for path in PACK.rglob("*.*"):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            anchor = re.fullmatch(r"#p(\d+)", target)
            assert target.startswith("https://") or (anchor and 1 <= int(anchor[1]) <= 61), (path, target)
