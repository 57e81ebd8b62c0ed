"""The ledger's pages: everything that came in, one response whole, and what may be taken out."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import Role
from common import clock
from engagement.models import ExerciseAct
from responses.intake import keying
from responses.intake.mail import keeping, taking_in
from responses.intake.mail.child import Reader
from responses.ledger import entries
from responses.ledger.forms import Filters
from responses.ledger.models import Export
from responses.ledger.tasks import verify
from responses.moderation import author, moderation
from responses.moderation.models import Act, Revision
from responses.privacy import holds
from responses.submission.models import Response
from tests import factories
from tests.accounts.factories import member
from tests.responses.ledger.making import Ledger, sql

EMAIL = (
    b"From: resident@example.org\nTo: us@example.org\nSubject: Beds\nMessage-ID: <%d@example.org>\n\nMore beds %d.\n"
)


@pytest.fixture
def client(ledger: Ledger) -> Client:
    client = Client()
    client.force_login(ledger.cora)
    return client


def address(ledger: Ledger, name: str = "", response: Response | None = None) -> str:
    arguments = [ledger.exercise.slug, *([response.reference] if response else [])]
    return reverse(f"responses_staff:ledger{name}", args=arguments)


def bring_more(ledger: Ledger, how_many: int) -> None:
    """Add an email, something that is being keyed in and a response, so many times."""
    said = {"channel": "letter", "received_at": clock.now(), "originals": [], "may_publish": False}
    for at in range(how_many):
        keeping.keep(EMAIL % (at, at), exercise=ledger.exercise, name="email.eml")
        keying.begin(ledger.exercise, by=ledger.colin, said=said)
        factories.sent(ledger.exercise)


def test_everything_that_came_in_is_in_one_list_whatever_it_is(ledger: Ledger, client: Client):
    bring_more(ledger, 1)
    page = client.get(address(ledger)).content.decode()
    for reference in Response.objects.values_list("reference", flat=True):
        assert f"/ledger/{reference}/" in page
    assert page.count('role="row"') == 1 + 5 + 1 + 1
    assert ledger.original.sha256[:12] in page
    for query, expected in (
        ("sort=message", 1), ("sort=draft", 1), ("sort=import", 0), ("standing=accepted", 1), ("standing=withdrawn", 1),
        ("channel=email", 1), ("channel=letter", 0), ("timing=late", 0), ("original=yes", 2), ("original=no", 5),
        (f"person={ledger.colin.pk}", 3), (f"search={ledger.quoted.reference}", 1), ("since=2099-01-01", 0),
        ("until=2099-01-01", 7), (f"search={ledger.original.sha256[:20]}", 1), ("search=nothing", 0),
        ("until=9999-12-31&person=x&standing=y", 7),
    ):  # fmt: skip
        page = client.get(f"{address(ledger)}?{query}").content.decode()
        assert page.count('role="row"') == (1 + expected if expected else 0), query
        assert ("Nothing found" in page) == (not expected), query


def test_an_email_is_told_by_its_subject_and_by_who_added_it_to_the_team_alone(ledger: Ledger, client: Client):
    with Reader() as reader:
        for at, by in ((1, ledger.colin), (2, None)):
            kept = keeping.keep(EMAIL % (at, at), exercise=ledger.exercise, name="email.eml", by=by)
            taking_in.read(kept.message.pk, reader)
    page = client.get(f"{address(ledger)}?sort=message").content.decode()
    assert page.count("<bdi>Beds</bdi>") == 2
    assert page.count(f"<br>{ledger.colin}</span>") == page.count("From the mailbox") == 1
    analyst = Client()
    analyst.force_login(member(ledger.exercise.organisation, Role.ANALYST))
    assert "Beds" not in analyst.get(f"{address(ledger)}?sort=message").content.decode()


def test_pages_follow_each_other_without_loss_and_cost_the_same(ledger: Ledger, client: Client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(ledger)).status_code == 200
        return len(queries)

    bring_more(ledger, 1)
    asked()
    few = asked()
    bring_more(ledger, 20)
    assert asked() == few
    seen, after, pages = [], "", []
    while True:
        page = entries.page(ledger.exercise, Filters(), after=after)
        pages.append(page)
        seen += [(entry.sort, entry.row.pk) for entry in page.rows]
        if not page.after:
            break
        after = page.after
    assert len(seen) == len(set(seen)) == 4 + 3 * 20 + 2  # an email that came before is one with it
    back = entries.page(ledger.exercise, Filters(), before=pages[-1].before)
    assert [entry.key for entry in back.rows] == [entry.key for entry in pages[-2].rows]
    assert entries.page(ledger.exercise, Filters(), before=pages[1].before).before == ""
    assert entries.read_places("r12-m3") == {"response": 12, "message": 3}
    for wrong in ("", "x1", "r", "r1-", "r-1", "rr1", "r" + "9" * 30):
        assert entries.read_places(wrong) == {}, wrong


def test_an_entry_tells_the_whole_chain(ledger: Ledger, client: Client):
    page = client.get(address(ledger, "_entry", ledger.keyed)).content.decode()
    for words in (
        ledger.original.sha256,
        "More nurses.",
        "More nurses, please.",
        "The letter says please.",
        "Number 1",
    ):
        assert words in page
    analyst = Client()
    analyst.force_login(member(ledger.exercise.organisation, Role.ANALYST))
    assert analyst.get(address(ledger, "_entry", ledger.keyed)).status_code == 200
    assert "originals/" not in analyst.get(address(ledger, "_entry", ledger.keyed)).content.decode()


def taken_out(client: Client, url: str, **said: str) -> bytes:
    answer = client.post(url, {"reason": "Request 12", **said})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_the_ledger_is_handed_out_without_personal_data(ledger: Ledger, client: Client):
    shy = factories.sent(
        ledger.exercise, **factories.COUNCIL | {"organisation_name": "Shy Trust", "confidentiality_reason": "Rent."}
    )
    named = factories.sent(ledger.exercise, **factories.COUNCIL)
    unasked = factories.sent(ledger.exercise, {"tasks-words": "Nobody may print this."})
    Response.objects.filter(pk__in=[shy.pk, named.pk, unasked.pk]).update(standing="accepted")
    author.change_consent(ledger.quoted, may_publish=True)
    url = address(ledger, "_export")
    text = taken_out(client, url, kind="csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    because = [row["left_out_because"] for row in rows]
    assert because == [
        "an individual's words stand at the end, without the days", "not accepted by a moderator", "withdrawn",
        "not accepted by a moderator", "its author asked for confidentiality", "",
        "its author did not agree to its being published", "",
    ]  # fmt: skip
    apart = {name: text for name, text in rows[7].items() if text}
    assert apart == {"group": "individual", "question": "1", "asked": rows[7]["asked"],
                     "answer": "Call [redacted] about the car park."}  # fmt: skip
    assert rows[5]["organisation"] == "Northshire Council"
    assert "Left out of the analysis (Spam" in rows[1]["acts"]
    references = Response.objects.values_list("reference", flat=True)
    for absent in (
        "Nobody may print",
        "Brambleworth",
        "Shy Trust",
        "Sells carpets",
        str(ledger.cora),
        ledger.cora.email,
        *references,
    ):
        assert absent not in text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(taken_out(client, url, kind="xlsx"))).get_sheet_by_index(0)
    assert [row[-2] for row in sheet.to_python()[1:]] == [row["answer"] for row in rows]
    assert len(taken_out(client, f"{url}?standing=withdrawn", kind="csv").splitlines()) == 2
    kept = Export.objects.order_by("pk").values_list("kind", "by", "reason", "filters")
    assert list(kept) == [
        ("csv", ledger.cora.pk, "Request 12", {}),
        ("xlsx", ledger.cora.pk, "Request 12", {}),
        ("csv", ledger.cora.pk, "Request 12", {"standing": "withdrawn"}),
    ]
    assert client.post(url, {"kind": "csv"}).status_code == 422
    assert Export.objects.count() == 3


def test_excel_is_refused_where_it_would_take_too_long(ledger: Ledger, client: Client, monkeypatch):
    monkeypatch.setattr("responses.ledger.foi.MOST_IN_EXCEL", 3)
    answer = client.post(address(ledger, "_export"), {"kind": "xlsx", "reason": "Request 12"})
    assert answer.status_code == 422
    assert "Choose CSV" in answer.content.decode()
    assert not Export.objects.exists()


def test_the_whole_file_on_a_response_stands_by_itself(ledger: Ledger, client: Client):
    url = address(ledger, "_file", ledger.keyed)
    with zipfile.ZipFile(io.BytesIO(taken_out(client, url))) as whole:
        names = whole.namelist()
        original = next(name for name in names if name.startswith("originals/"))
        assert whole.read(original) == b"%PDF-1.4 a letter"
        sums = dict(line.split("  ")[::-1] for line in whole.read("SHA256SUMS").decode().splitlines())
        assert sums[original] == ledger.original.sha256
        assert {*sums, "SHA256SUMS"} == set(names)
        assert all(hashlib.sha256(whole.read(name)).hexdigest() == digest for name, digest in sums.items())
        assert "More nurses." in whole.read("as-sent.txt").decode()
        summary = whole.read("summary.html").decode()
    for words in (
        "More nurses.",
        "More nurses, please.",
        "The letter says please.",
        ledger.original.sha256,
        "Request 12",
    ):
        assert words in summary
    assert not re.search(r"(src|href)=", summary), "It needs nothing from outside."
    assert Export.objects.get().response == ledger.keyed
    assert "Request 12" in client.get(address(ledger, "_entry", ledger.keyed)).content.decode()
    with zipfile.ZipFile(io.BytesIO(taken_out(client, address(ledger, "_file", ledger.left_out)))) as whole:
        summary = whole.read("summary.html").decode()
    assert "Sells carpets." in summary
    assert "The moderation policy says:" in summary


def test_what_is_held_says_since_when_and_why_and_a_legal_hold_shows(ledger: Ledger, client: Client):
    response = factories.sent(ledger.exercise)
    moderation.hold(response.pk, by=ledger.colin, reason="query", version=response.version, note="Who is it?")
    pages = [f"{address(ledger)}?standing=held", address(ledger, "_entry", response)]
    pages.append(f"/staff/northshire/responses/{response.reference}/")
    for page in pages:
        text = client.get(page).content.decode()
        assert text.count("Held since") == 1, page
        assert "because: " in text
        assert "Legal hold" not in text
    holds.place(ledger.exercise, by=ledger.colin, reason="A judicial review.")
    for page in pages:
        assert "A judicial review." in client.get(page).content.decode(), page


def test_a_finding_is_told_on_the_page_and_by_health(ledger: Ledger, client: Client):
    assert verify() == 0
    assert client.get("/health/").json()["parts"]["ledger"]["ok"]
    assert "nothing wrong" in client.get(address(ledger)).content.decode()
    sql("UPDATE responses_response SET standing = 'held' WHERE id = %s", ledger.quoted.pk)
    assert verify() == 1
    assert client.get("/health/").json()["parts"]["ledger"] == {"ok": False, "findings": 1, "hours_since_checked": 0}
    assert "The ledger does not hold together" in client.get(address(ledger)).content.decode()


def test_the_record_cannot_be_changed_through_the_application(ledger: Ledger):
    act, revision = Act.objects.all()[0], Revision.objects.all()[0]
    for row in (act, revision, ExerciseAct.objects.all()[0]):
        for forbidden in (row.save, row.delete, row.__class__.objects.all().delete):
            with pytest.raises(TypeError, match="record of what was done"):
                forbidden()
        with pytest.raises(TypeError, match="record of what was done"):
            row.__class__.objects.filter(pk=row.pk).update(at=clock.now())
        with pytest.raises(TypeError, match="record of what was done"):
            row.__class__.objects.bulk_update([row], ["pk"])
    with pytest.raises(TypeError):
        ledger.quoted.acts.update(note="")
    with pytest.raises(TypeError):
        ledger.quoted.acts.all().delete()
