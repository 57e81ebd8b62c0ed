"""A list of organisations from a spreadsheet: looked at, taken in whole, and nothing changes the second time."""

from __future__ import annotations

import csv
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from responses.register import exporting, stakeholders
from responses.register.errors import NotPossible
from responses.register.importing import reading, taking
from responses.register.importing.reading import NotATable
from responses.register.models import RegisterImport, Stakeholder, StakeholderArea, StakeholderContact
from responses.register.reads import said_of
from responses.register.stakeholders import Said
from responses.register.vocabulary import Vocabulary
from tests.support.threads import at_once

WORDS = Vocabulary(
    types={"council": "District, borough or city council", "trust": "NHS trust"},
    areas={"north": "The north", "isles": "Hills, dales and isles"},
)
LIST = """Name,Type,Areas,Other names,Contact,Email,Remarks,Colour
Haven Council,"District, borough or city council","Hills, dales and isles",HC; The Haven,Clerk,clerk@example.org,,red
haven  council,,The north,,The mayor,mayor@example.org,Ask early,blue
Fen Trust,trust,"The north; Hills, dales and isles",,,,,
"""


def bring(register, text: str | bytes = LIST) -> RegisterImport:
    data = text if isinstance(text, bytes) else text.encode()
    return taking.look_at(register.exercise.organisation, io.BytesIO(data), name="list.csv", by=register.staff)


def take(register, brought: RegisterImport, words: Vocabulary = WORDS):
    return taking.take_in(brought, words, by=register.staff, seen=taking.plan_of(brought, words).digest)


def test_rows_on_one_organisation_become_one_and_a_second_time_nothing_changes(register):
    brought = bring(register)
    assert brought.rows["unread"] == ["Colour"]
    assert not Stakeholder.objects.exists()
    done = take(register, brought)
    assert (len(done.new), len(done.changed), done.faults) == (2, 0, [])
    haven = said_of(Stakeholder.objects.get(key="haven council"))
    assert haven.type == ("council", "District, borough or city council")
    assert dict(haven.areas).keys() == {"north", "isles"}
    assert set(haven.aliases) == {"HC", "The Haven"}
    assert [contact.email for contact in haven.contacts] == ["clerk@example.org", "mayor@example.org"]
    assert haven.notes == "Ask early"
    before = [(one.pk, one.version, said_of(one)) for one in Stakeholder.objects.all()]
    again = take(register, bring(register))
    assert (len(again.new), len(again.changed), len(again.unchanged)) == (0, 0, 2)
    assert [(one.pk, one.version, said_of(one)) for one in Stakeholder.objects.all()] == before
    brought.refresh_from_db()
    assert brought.rows == {}  # nothing of it is kept beside the register


def test_what_is_there_is_added_to_and_never_taken_away(register):
    made = register.add("Haven Council", "clerk@example.org", notes="Known", areas=(("north", "The north"),))
    text = "Organisation;Areas;Email;Contact;Acronym\nHAVEN COUNCIL;isles;CLERK@example.org;The clerk;HC\n"
    text = text.replace("Acronym", "Alias")
    planned = taking.plan_of(bring(register, text), WORDS)
    assert planned.changed[0].changes == [
        "area: Hills, dales and isles",
        "other name: HC",
        "contact: The clerk, clerk@example.org",
    ]
    take(register, bring(register, text))
    now = said_of(Stakeholder.objects.get())
    assert (now.name, now.notes, len(now.areas), now.aliases) == ("Haven Council", "Known", 2, ("HC",))
    assert StakeholderContact.objects.get().details == {"name": "The clerk", "email": "clerk@example.org"}
    assert Stakeholder.objects.get().version == made.version + 1
    assert take(register, bring(register, text)).changed == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Haven,nonsense,,,", "Row 2: The type “nonsense” is not known. Say"),
        ("Haven,,Moon,,", "Row 2: The area “Moon” is not known."),
        ("Haven,,,,nobody at example", "Row 2: “nobodyatexample” is no email address."),
        (",trust,,,", "Row 2: The name is missing."),
        ("x" * 201 + ",,,,", "Row 2: The name is longer than 200 characters."),
        ("Haven,trust,,,\nhaven,council,,,", "Row 3: Row 2 gives another type for the same organisation."),
        ("Haven,,,Known,", "Row 2: “Known” is a name of another organisation on the register."),
        ("Haven,,,Fen,\nFen,,,,", "Row 2: “Fen” is the name of another organisation in this file, in row 3."),
        ("Haven,,,HQ,\nFen,,,hq,", "Row 3: “hq” is another name of Haven too, in this file."),
        ("Gone,,,,", "Row 2: Gone is retired. Bring it back into use first."),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_named_with_the_reason_and_stays_out(register, rows, said):
    register.add("Known")
    stakeholders.retire(register.add("Gone"), by=register.staff)
    brought = bring(register, f"Name,Type,Areas,Other names,Email\n{rows}\nGood,,,,\n")
    planned = taking.plan_of(brought, WORDS)
    assert any(f"Row {fault.row}: {fault.text}".startswith(said) for fault in planned.faults), planned.faults
    assert "Good" in [entry.said.name for entry in planned.new]
    take(register, brought)
    assert Stakeholder.objects.filter(key="good").exists()


def test_a_register_that_moved_on_is_looked_at_again_and_nothing_is_taken_in(register):
    brought = bring(register)
    seen = taking.plan_of(brought, WORDS).digest
    register.add("Fen Trust")
    with pytest.raises(NotPossible, match="has changed since you looked"):
        taking.take_in(brought, WORDS, by=register.staff, seen=seen)
    assert Stakeholder.objects.count() == 1
    brought.refresh_from_db()
    assert brought.state == "looked_at"
    take(register, brought)
    with pytest.raises(NotPossible, match="already"):
        take(register, brought)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_same_list_in_at_once_take_it_in_once(register):
    one, other = bring(register), bring(register)
    results = at_once(lambda: take(register, one), lambda: take(register, other), lambda: take(register, one))
    assert Stakeholder.objects.count() == 2
    assert StakeholderContact.objects.count() == 2
    assert {type(each).__name__ for each in results} <= {"Plan", "NotPossible"}


def test_what_is_exported_comes_back_unchanged_and_holds_no_formula(register):
    register.add("=1+1 Council", "clerk@example.org", aliases=("+44 Group",), notes='@home, "quoted"\nand long')
    register.add("Plain", areas=(("isles", "Hills, dales and isles"),), type=("trust", "NHS trust"))
    answer = exporting.as_file(exporting.register(Stakeholder.objects.all()), "list.csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(exporting.FORMULA)]
    planned = taking.plan_of(bring(register, answer.content), WORDS)
    assert (planned.new, planned.changed, planned.faults, len(planned.unchanged)) == ([], [], [], 2)


def test_workbooks_are_read_like_text_and_headings_may_stand_lower(register):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Our list of 2026"])
        sheet.write_row(2, 0, ["Organisation name", "E-mail"])
        sheet.write_row(3, 0, ["Haven", "clerk@example.org"])
    brought = bring(register, made.getvalue())
    assert brought.rows["lines"] == [[4, {"name": "Haven", "email": "clerk@example.org"}]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"Colour,Shape\nred,round\n",
        b"Name\n",
        b"PK\x03\x04 not a zip",
        b'Name\n"' + b"x\n" * 9000,
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(register, data):
    with pytest.raises(NotATable) as refused:
        bring(register, data)
    assert refused.value.message.endswith(".")
    assert not RegisterImport.objects.exists()


def test_too_many_rows_are_refused(register, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(NotATable, match="more than 3 rows"):
        bring(register, "Name\n" + "\n".join(f"Haven {number}" for number in range(5)))


def test_the_pages_look_first_and_take_in_what_was_seen(register):
    client = register.client()
    file = SimpleUploadedFile("list.csv", b"Name,Email\nHaven,clerk@example.org\nFen,wrong\n")
    looked = client.post(register.address("stakeholders_import"), {"file": file})
    page = client.get(looked["Location"])
    assert "1 to add, 0 to change" in page.content.decode()
    assert "Row 3: “wrong” is no email address." in page.content.decode()
    assert client.post(looked["Location"], {"seen": "something else"}).status_code == 409
    assert client.post(looked["Location"], {"seen": page.context["plan"].digest}).status_code == 302
    assert Stakeholder.objects.get().name == "Haven"
    wrong = client.post(
        register.address("stakeholders_import"), {"file": SimpleUploadedFile("a.csv", b"Colour\nred\n")}
    )
    assert wrong.status_code == 422
    assert "No column is headed" in wrong.content.decode()


def test_a_type_that_is_not_known_is_asked_about_once_and_what_it_means_is_remembered(register):
    client = register.client()
    key, label = next(iter(register.words.types.items()))
    file = SimpleUploadedFile("list.csv", b"Name,Type\nHaven,Zeppelin\nFen,Zeppelin\nMoor,Odd\n")
    address = client.post(register.address("stakeholders_import"), {"file": file})["Location"]
    page = client.get(address)
    assert [(one.said, one.times, one.chosen) for one in page.context["unknown_types"]] == [
        ("Zeppelin", 2, ""),
        ("Odd", 1, ""),
    ]
    assert page.content.decode().count(f"<p>Types: {label}") == 1
    said = {
        "say": "types",
        "said-0": "Zeppelin",
        "type-0": key,
        "said-1": "Odd",
        "type-1": "-",
        "said-2": "No",
        "type-2": key,
    }
    assert client.post(address, said)["Location"] == address
    page = client.get(address)
    assert "Add 3 organisations</button>" in page.content.decode()
    assert RegisterImport.objects.get().rows["types"] == {"Zeppelin": key, "Odd": "-"}
    assert client.post(address, {"seen": page.context["plan"].digest}).status_code == 302
    assert sorted(Stakeholder.objects.values_list("type_key", flat=True)) == sorted(["", key, key])


def test_a_person_says_which_area_is_meant(register):
    key, label = next(iter(register.words.areas.items()))
    client = register.client()
    lines = ["Name,Areas", "Haven,Moon; Mars", f"Help,{label}; Moon", "Home,Moon", "Hope,Mars"]
    file = SimpleUploadedFile("list.csv", "\n".join(lines).encode())
    address = client.post(register.address("stakeholders_import"), {"file": file})["Location"]
    page = client.get(address)
    assert [(one.said, one.times, one.chosen) for one in page.context["unknown_areas"]] == [
        ("Moon", 3, ""),
        ("Mars", 2, ""),
    ]
    assert "There is nothing to take in" in page.content.decode()
    seen = page.context["plan"].digest
    said = {"say": "areas", "said-0": "Moon", "area-0": key, "said-1": "Mars", "area-1": "-"}
    assert client.post(address, {**said, "said-2": "Sun", "area-2": key})["Location"] == address
    page = client.get(address)
    assert "Add 4 organisations</button>" in page.content.decode()
    assert RegisterImport.objects.get().rows["areas"] == {"Moon": key, "Mars": "-"}
    assert client.post(address, {"seen": seen}).status_code == 409, "it was something else that was shown"
    assert client.post(address, {"seen": page.context["plan"].digest}).status_code == 302
    areas = StakeholderArea.objects.values_list("stakeholder__name", "key")
    assert sorted(areas) == [("Haven", key), ("Help", key), ("Home", key)]


def test_a_list_that_was_looked_at_and_left_is_forgotten_after_a_day(register):
    from common import clock

    kept, left = bring(register), bring(register)
    RegisterImport.objects.filter(pk=left.pk).update(made_at=clock.now() - taking.KEPT * 2)
    assert taking.forget_old() == 1
    assert RegisterImport.objects.get() == kept


def test_said_is_what_the_register_holds(register):
    said = Said(name="Haven", aliases=("H",), notes="n")
    assert said_of(stakeholders.add(register.exercise.organisation, said, by=register.staff)) == said
