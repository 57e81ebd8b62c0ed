import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.drafts.models import Draft, DraftAnswer
from responses.moderation import moderation, redaction
from tests.responses.moderation import making
from tests.responses.moderation.addresses import pages, url

pytestmark = pytest.mark.django_db

NAUGHTY = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.org")',
    "{{ 7*7 }}{% csrf_token %}",
    "' OR 1=1; --",
    "\u202eright to left \u200f",
    "𝒳 👩🏽‍⚕️ ﷽",
    "a\n\n  b\tc",
    "]]>[[",
]


def test_contact_details_are_for_communications_on_the_response_alone(staff):
    sent = making.response(staff.exercise, "words", contact={"contact_name": "Nomen Nescio", "email": "jo@example.org"})
    shown = {
        (person, name): "jo@example.org" in staff.client_of(person).get(url(staff, name, *args)).content.decode()
        for person in ("cora", "anil")
        for name, args in [("queue", ()), ("response", (sent.reference,))]
    }
    assert [key for key, seen in shown.items() if seen] == [("cora", "response")]


@pytest.mark.parametrize("words", NAUGHTY)
def test_whatever_was_typed_is_shown_and_never_run(staff, words):
    sent = making.response(staff.exercise, words, kind="organisation", organisation_name=words.replace("\n", " ")[:200])
    moderation.hold(sent.pk, version=0, by=staff.cora, reason="query", note=words)
    client = staff.client_of("cora")
    for address in pages(staff, sent).values():
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert ">49<" not in page
    assert client.get(url(staff, "queue"), {"search": words, "standing": "all"}).status_code == 200
    if "<" in words:
        assert (
            "&lt;script&gt;alert(1)&lt;/script&gt;"
            in client.get(url(staff, "response", sent.reference)).content.decode()
        )


def test_words_are_redacted_and_shown_again_on_the_page(staff):
    sent = making.response(staff.exercise, "Ring Nomen Nescio.\nThanks")
    answer = sent.answers.get()
    client, address = staff.client_of("cora"), url(staff, "redact", sent.reference, answer.pk)
    said = {
        "act": "redact",
        "version": 0,
        "marked": "Ring [[Nomen Nescio]].\r\nThanks",
        "reason": "personal_data",
        "note": "",
    }
    assert client.post(address, said).status_code == 302
    page = client.get(url(staff, "response", sent.reference)).content.decode()
    assert '<span class="app-redacted">Nomen Nescio</span>' in page
    assert "Ring [[Nomen Nescio]].\nThanks</textarea>" in client.get(address).content.decode()
    assert (
        client.post(address, {"act": "undo", "version": 1, "reason": "mistake", "note": "She agreed"}).status_code
        == 302
    )
    assert "app-redacted" not in client.get(url(staff, "response", sent.reference)).content.decode()
    assert answer.revisions.count() == 2


def test_a_refused_redaction_keeps_the_marks_and_says_what_differs(staff):
    sent = making.response(staff.exercise, "Ring Nomen Nescio")
    address = url(staff, "redact", sent.reference, sent.answers.get().pk)
    said = {"act": "redact", "version": 0, "marked": "Ring [[Joe Nescio]]", "reason": "personal_data"}
    answer = staff.client_of("cora").post(address, said)
    assert answer.status_code == 422
    assert "Ring [[Joe Nescio]]</textarea>" in answer.content.decode()
    assert "must stay exactly as they were" in answer.content.decode()


def test_what_was_picked_cannot_be_redacted(staff):
    sent = making.response(staff.exercise, pick="this")
    address = url(staff, "redact", sent.reference, sent.answers.get().pk)
    assert staff.client_of("cora").get(address).status_code == 404


def test_the_page_shows_every_answer_under_its_question(staff):
    sent = making.response(staff.exercise, "My words", pick="that")
    page = staff.client_of("anil").get(url(staff, "response", sent.reference)).content.decode()
    assert page.index("In your own words") < page.index("My words") < page.index("Which way is better?")
    assert page.index("Which way is better?") < page.index("That way")
    assert "Not answered" in page


def test_staff_see_how_many_drafts_there_are_and_none_of_their_words(staff):
    now = timezone.now()
    draft = Draft.objects.create(
        exercise=staff.exercise,
        edition=staff.exercise.edition,
        who={"organisation_name": "Secret Council"},
        created_at=now,
        updated_at=now,
    )
    DraftAnswer.objects.create(draft=draft, item=making.item(staff.exercise), raw="Secret words", revision=1)
    client = staff.client_of("cora")
    page = client.get(url(staff, "queue"), {"standing": "all", "search": "Secret"}).content.decode()
    assert "1 answer has been begun and not sent" in page
    assert "Secret words" not in page
    assert "Secret Council" not in page
    assert "Secret" not in client.get(url(staff, "key_in")).content.decode()
    assert client.get(url(staff, "arrival", draft.pk)).status_code == 404


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_take_as_many_queries_for_many_rows_as_for_one(staff):
    sent = making.response(staff.exercise, "words", kind="organisation", organisation_name="A")
    making.response(staff.exercise, pick="this")
    making.response(staff.exercise, "gone", withdrawn_at=timezone.now())
    client = staff.client_of("cora")
    client.get(url(staff, "queue"))  # compiles the edition, once per process
    addresses = [url(staff, "queue"), url(staff, "queue") + "?search=words&standing=all", url(staff, "bulk")]
    addresses += [url(staff, "queue") + "?standing=withdrawn", url(staff, "response", sent.reference)]
    before = [queries(client, address) for address in addresses]
    for _ in range(12):
        making.response(staff.exercise, "words", kind="organisation", organisation_name="B")
        making.response(staff.exercise, pick="this")
        making.response(staff.exercise, "gone", withdrawn_at=timezone.now())
    for version in range(0, 6, 2):
        moderation.hold(sent.pk, version=version, by=staff.cora, reason="query")
        moderation.return_to_queue(sent.pk, version=version + 1, by=staff.carl, reason="mistake", note="Again")
    redaction.redact(sent.answers.get(), "[[words]]", by=staff.cora, reason="personal_data", version=6)
    after = [queries(client, address) for address in addresses]
    assert after == before
    assert max(after) <= 25


def test_looking_writes_nothing(staff):
    sent = making.response(staff.exercise, "words")
    client = staff.client_of("cora")
    client.get(url(staff, "queue"))
    for address in pages(staff, sent).values():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert not [query for query in captured if re.match("(INSERT|UPDATE|DELETE)", query["sql"])]
