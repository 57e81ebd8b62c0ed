"""The pack in its own words, and its geography against the facts, where the sources stand beside the repository."""

import re

import pytest
import yaml

from tests.engagement.norfolk import (
    AREAS,
    BESIDE,
    FOOTPRINTS,
    NAMES,
    OUTSIDE,
    PACK,
    SECTIONS,
    WITH,
    WITHOUT,
    read,
    strings,
)

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
