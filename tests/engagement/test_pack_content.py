"""What the pack of the Norfolk and Waveney exercise says, checked by reading its files alone."""

import re
from pathlib import Path

import pytest
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


def read(path):
    return yaml.safe_load((PACK / path).read_text(encoding="utf-8"))


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
WANTED = yaml.safe_load(CLAIMS.read_text(encoding="utf-8"))


def tables(passage):
    return [block for block in PASSAGES[passage] if kind(block) == "table"]


# The document


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


# Figures


@pytest.mark.parametrize("option", OF_AREAS)
def test_populations_of_areas_add_up(option):
    places = FOOTPRINTS[option]["places"]
    assert sum(place["population"][WITH] for place in places) == 1_073_906
    assert sum(place["population"][WITHOUT] for place in places) == 941_290


@pytest.mark.parametrize("option", OF_AREAS)
def test_only_the_place_with_waveney_changes(option):
    for place in FOOTPRINTS[option]["places"]:
        change = place["population"][WITH] - place["population"][WITHOUT]
        assert change == (132_616 if OUTSIDE & set(place["areas"]) else 0), place["name"]


def test_populations_of_districts_add_up():
    assert sum(place["population"] for place in FOOTPRINTS["option-6"]["places"]) == 1_157_221


@pytest.mark.parametrize("option", OF_AREAS)
def test_places_share_out_all_areas(option):
    keys = [key for place in FOOTPRINTS[option]["places"] for key in place["areas"]]
    assert len(keys) == 20
    assert set(keys) == set(AREAS)


def test_equal_sets_of_areas_have_equal_populations():
    known = {}
    for option in OF_AREAS:
        for place in FOOTPRINTS[option]["places"]:
            key = frozenset(place["areas"])
            assert known.setdefault(key, place["population"]) == place["population"], place["name"]


def test_footprints_and_areas_name_what_exists():
    assert list(FOOTPRINTS) == [f"option-{number}" for number in range(1, 7)]
    assert list(FOOTPRINTS)[:5] == OF_AREAS
    assert {place["district"] for place in FOOTPRINTS["option-6"]["places"]} == set(NAMES["district"])
    bases = {base["key"] for base in GEOGRAPHY["bases"]}
    assert all(footprint["base"] in bases for footprint in FOOTPRINTS.values())
    assert [scenario["key"] for scenario in GEOGRAPHY["scenarios"]] == [WITH, WITHOUT]
    for area in AREAS.values():
        for grouping, names in NAMES.items():
            assert area[grouping], area["key"]
            assert set(area[grouping]) <= set(names), area["key"]
    assert {key for key, area in AREAS.items() if area["absent_in"]} == OUTSIDE
    assert all(AREAS[key]["absent_in"] == [WITHOUT] for key in OUTSIDE)


def test_grid_has_one_cell_for_each_area():
    assert len({tuple(area["grid"]) for area in AREAS.values()}) == len(AREAS) == 20


def test_names_and_aliases_are_distinct():
    names = [name for area in AREAS.values() for name in (area["name"], *area["aliases"])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("option", "paragraph"), PARAGRAPH_OF_TABLE.items())
def test_population_table_equals_geography(option, paragraph):
    [table] = tables(paragraph)
    expected = []
    for place in FOOTPRINTS[option]["places"]:
        population = place["population"]
        figures = [population] if isinstance(population, int) else [population[WITH], population[WITHOUT]]
        expected.append([place["name"], *(f"{figure:,}" for figure in figures)])
    rows = [[re.sub(r" \(.*\)$", "", row[0]), *row[1:]] for row in table["rows"]]
    assert rows == expected


# Appendix C


@pytest.mark.parametrize("option", OF_AREAS)
def test_appendix_lists_the_areas_of_each_place(option):
    table = tables("appendix-c")[OF_AREAS.index(option)]
    rows = {row[0]: row[-1].split(", ") for row in table["rows"]}
    assert rows == {
        place["name"]: [AREAS[key]["name"] for key in place["areas"]] for place in FOOTPRINTS[option]["places"]
    }


def test_appendix_sets_option_three_around_localities_and_hospitals():
    table = tables("appendix-c")[2]
    for row, place in zip(table["rows"], FOOTPRINTS["option-3"]["places"], strict=True):
        localities = {NAMES["locality"][AREAS[key]["locality"][0]] for key in place["areas"]}
        assert all(name in row[1] for name in localities)
        assert any(
            row[2].startswith(name) and all(key in AREAS[area]["hospital"] for area in place["areas"])
            for key, name in NAMES["hospital"].items()
        )


def test_appendix_lists_what_each_area_belongs_to():
    *of_options, last = tables("appendix-c")
    assert len(of_options) == 5
    assert last["rows"] == [
        [
            area["name"],
            *(
                "; ".join(NAMES[grouping][key] for key in area[grouping])
                for grouping in ("locality", "hospital", "district")
            ),
        ]
        for area in GEOGRAPHY["areas"]
    ]


# What is asked


def test_functions_and_principles():
    functions = read("functions.yaml")
    levels = [function["level"] for function in functions["functions"]]
    assert levels == ["neighbourhood"] * 6 + ["place"] * 7 + ["system"] * 10
    assert len(functions["principles"]) == 6
    assert len({function["key"] for function in functions["functions"]}) == 23


def test_nine_factors():
    factors = read("factors.yaml")["factors"]
    assert [factor["key"] for factor in factors] == [
        "priorities",
        "delegation",
        "connectivity",
        "integration",
        "relationships",
        "meaningful",
        "local_authorities",
        "pcns",
        "patient_flows",
    ]
    assert all(len(factor["title"].split()) <= 8 for factor in factors)


def test_six_options():
    options = read("options.yaml")["options"]
    assert [(option["key"], option["number"]) for option in options] == [(f"option-{n}", n) for n in range(1, 7)]
    for option in options:
        assert len(option["basis"].split()) <= 6, option["basis"]
        assert all(option[field].strip() for field in ("title", "summary", "boundary"))


def test_three_questions_with_their_parts():
    questions = read("questions.yaml")["questions"]
    assert [(question["key"], question["number"], question["section"]) for question in questions] == [
        ("functions", 1, "G"),
        ("factors", 2, "H"),
        ("footprints", 3, "H"),
    ]
    assert [[part["kind"] for part in question["parts"]] for question in questions] == [
        ["text", "text"],
        ["judgement_per_factor", "text", "most_important"],
        ["pros_and_cons", "single_choice", "alternative"],
    ]


def test_exercise():
    exercise = read("exercise.yaml")
    assert exercise["closes"].isoformat() == "2021-06-13"
    assert exercise["opens"] is None
    assert {channel["kind"] for channel in exercise["channels"]} == {
        "online",
        "email",
        "post",
        "meeting",
        "telephone",
        "formats",
    }
    districts = {area["key"] for area in exercise["respondents"]["areas"]} - {"all", "elsewhere"}
    assert districts == set(NAMES["district"])
    phases = ["engagement", "analysis", "recommendation", "decision", "later"]
    order = [phases.index(milestone["phase"]) for milestone in exercise["milestones"]]
    assert order == sorted(order)
    assert set(order) == set(range(5))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            "privacy",
            [
                "NHS Norfolk and Waveney Clinical Commissioning Group",
                "public task",
                "Article 6(1)(e)",
                "consent",
                "Freedom of information",
                "five years",
                "Information Commissioner's Office",
                "cookies",
            ],
        ),
        (
            "help",
            [
                "private link",
                "receipt",
                "on which day responses close",
                "24 hours",
                "large print",
                "easy read",
                "British Sign Language",
            ],
        ),
    ],
)
def test_pages(page, says):
    text = (PACK / "pages" / f"{page}.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front)["title"]
    assert [words for words in says if words not in body] == []


# Against the engagement document itself, where it stands beside the repository

LONGEST_RUN = 7
OFFICIAL = [
    "How we work together at a more local level in our Integrated Care System",
    "Integration and Innovation: working together to improve health and social care for all",
    "Working together to improve health and social care for all",
    "Integrating care: Next steps to building strong and effective integrated care systems across England",
    "Legislating for Integrated Care Systems: five recommendations to Government and Parliament",
    "Developing place-based partnerships (April 2021)",
    "support places...to integrate services and improve outcomes",
    "Dahlgren, G. and Whitehead, M. (1993) Tackling inequalities in health: what can we learn from what has "
    "been tried?",
    "McGinnis, J.M., Williams-Russo, P. and Knickman, J.R. (2002) The case for more active policy attention to health "
    "promotion. Health Affairs 21 (2) pp.78-93.",
    "Canadian Institute of Advanced Research, Health Canada, Population and Public Health Branch. AB/NWT 2002, quoted "
    "in Kuznetsova, D. (2012) Healthy places: Councils leading on public health. London: New Local Government Network.",
    "Bunker, J.P., Frazier, H.S. and Mosteller, F. (1995) The role of medical care in determining health: Creating an "
    "inventory of benefits. In, Society and Health ed Amick III et al. New York: Oxford University Press. Pp 305-341.",
    "voluntary, community and social enterprise",
    "The King's Fund",
    "Local Government Association",
    "NHS England and Improvement",
    "Secretary of State for Health and Social Care",
    "Department of Health and Social Care",
    "interim ICS Partnership Board",
    "Place Steering Group",
    "Primary Care Networks",
    "Functional Economic Areas",
]


def words(text):
    text = re.sub(r"[*_`'\u2018\u2019]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).replace("&", " and ")
    return re.findall(r"[a-z0-9]+", text.casefold())


def own_words(text, names):
    """The words of a text without the official names in it, so that a name never breaks a run."""
    joined = " ".join(words(text)).replace(" ", "  ")
    joined = f" {joined} "
    for name in names:
        joined = joined.replace(f" {name.replace(' ', '  ')} ", " ")
    return joined.split()


def all_prose():
    for path in sorted(PACK.rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            yield path.name, text
        else:
            for string in strings(yaml.safe_load(text)):
                yield path.name, string


def beside(path):
    found = BESIDE / path
    if not found.is_file():
        pytest.skip(f"skipped: ../{BESIDE.name}/{path} does not stand beside the repository")
    return found.read_text(encoding="utf-8")


@pytest.mark.shared
def test_no_sentence_is_the_sources_own():
    document = beside("source/engagement-document-2021.md")
    geographic = [area["name"] for area in AREAS.values()]
    geographic += [name for members in NAMES.values() for name in members.values()]
    names = sorted((" ".join(words(name)) for name in [*OFFICIAL, *geographic]), key=len, reverse=True)
    length = LONGEST_RUN + 1

    def runs(text):
        own = own_words(text, names)
        return {" ".join(own[i : i + length]) for i in range(len(own) - length + 1)}

    theirs = runs(document)
    assert len(theirs) > 1000
    assert [(where, run) for where, string in all_prose() for run in sorted(runs(string) & theirs)] == []


def same(name):
    return name.replace("&", "and")


@pytest.mark.shared
def test_geography_equals_the_facts():
    facts = yaml.safe_load(beside("facts/norfolk-waveney-2021.yaml"))

    def listed(value):
        return value if isinstance(value, list) else [value]

    assert list(facts["areas"]) == list(AREAS)
    for key, (name, locality, hospitals, districts) in facts["areas"].items():
        area = AREAS[key]
        assert area["name"] == name
        assert [NAMES["locality"][k] for k in area["locality"]] == [facts["localities"][locality]]
        assert [NAMES["hospital"][k] for k in area["hospital"]] == [facts["hospitals"][h] for h in listed(hospitals)]
        assert [same(NAMES["district"][k]) for k in area["district"]] == [same(d) for d in districts]
    assert set(facts["outside_if_boundary_moves"]) == OUTSIDE
    for number, option in facts["options"].items():
        ours = {place["name"]: place for place in FOOTPRINTS[f"option-{number}"]["places"]}
        theirs = {name: place for name, place in option.items() if name != "basis"}
        assert list(ours) == list(theirs)
        for name, place in theirs.items():
            if isinstance(place["population"], list):
                assert set(ours[name]["areas"]) == set(place["areas"])
                assert [ours[name]["population"][s] for s in (WITH, WITHOUT)] == place["population"]
            else:
                assert ours[name]["population"] == place["population"]
    assert [factor["key"] for factor in read("factors.yaml")["factors"]] == facts["factors"]
    assert {
        name: (first, last) for name, (_, first, last) in facts["document_sections"].items() if name != "appendices"
    } == {name.upper(): span for name, span in SECTIONS.items()}
