import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from responses.drafts.models import Draft, DraftAnswer
from responses.moderation import moderation, redaction
from responses.moderation.models import Act
from responses.submission.models import Response
from tests.responses.moderation import making

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


def url(staff, name, *args):
    return reverse(f"responses_staff:{name}", args=[staff.exercise.slug, *args])


def pages(staff, sent):
    answer = sent.answers.get()
    return {
        "queue": url(staff, "queue"),
        "response": url(staff, "response", sent.reference),
        "redact": url(staff, "redact", sent.reference, answer.pk),
        "bulk": url(staff, "bulk"),
        "key_in": url(staff, "key_in"),
        "key_in_new": url(staff, "key_in_new"),
    }


def post(client, staff, sent, act, **said):
    version = said.pop("version", Response.objects.get(pk=sent.pk).version)
    return client.post(url(staff, "response", sent.reference), {"act": act, "version": version, **said})


def test_every_page_answers_each_person_as_their_role_allows(staff):
    sent = making.response(staff.exercise, "words")
    expected = {
        "cora": dict.fromkeys(pages(staff, sent), 200),
        "anil": {"queue": 200, "response": 200, "redact": 403, "bulk": 403, "key_in": 403, "key_in_new": 403},
        "stella": dict.fromkeys(pages(staff, sent), 403),
        "ada": dict.fromkeys(pages(staff, sent), 403),
        "otto": dict.fromkeys(pages(staff, sent), 404),
        "stranger": dict.fromkeys(pages(staff, sent), 302),
    }
    for person, answers in expected.items():
        client = staff.client_of(person)
        assert {name: client.get(address).status_code for name, address in pages(staff, sent).items()} == answers, (
            person
        )


def test_a_person_without_a_second_factor_is_sent_to_set_one_up(staff):
    staff.cora.authenticator_set.all().delete()
    answer = staff.client_of("cora").get(url(staff, "queue"))
    assert answer.status_code == 302
    assert "totp" in answer["Location"]


@pytest.mark.parametrize(
    ("person", "status"), [("anil", 403), ("stella", 403), ("ada", 403), ("otto", 404), ("stranger", 302)]
)
def test_nobody_but_communications_acts_on_a_response(staff, person, status):
    sent = making.response(staff.exercise, "words")
    client = staff.client_of(person)
    assert post(client, staff, sent, "accept").status_code == status
    answer = client.post(url(staff, "redact", sent.reference, sent.answers.get().pk), {"marked": "[[words]]"})
    assert answer.status_code == status
    assert client.post(url(staff, "bulk"), {"response": f"{sent.pk}-0"}).status_code == status
    assert not Act.objects.exists()


def test_a_response_of_another_exercise_is_not_found_under_this_one(staff):
    other = making.response(making.exercise(staff.exercise.organisation), "words")
    client = staff.client_of("cora")
    assert client.get(url(staff, "response", other.reference)).status_code == 404
    mine = making.response(staff.exercise, "words")
    address = url(staff, "redact", mine.reference, other.answers.get().pk)
    assert client.get(address).status_code == 404


def test_accepting_leads_to_the_next_that_waits_and_at_the_end_to_the_queue(staff):
    first, second = making.response(staff.exercise, "one"), making.response(staff.exercise, "two")
    client = staff.client_of("cora")
    assert post(client, staff, first, "accept_next")["Location"] == url(staff, "response", second.reference)
    assert post(client, staff, second, "accept_next")["Location"] == url(staff, "queue")
    assert set(Response.objects.values_list("standing", flat=True)) == {"accepted"}


def test_a_page_out_of_date_keeps_what_was_typed_and_tells_who_came_first(staff):
    sent = making.response(staff.exercise, "words")
    moderation.accept(sent.pk, version=0, by=staff.carl)
    client = staff.client_of("cora")
    answer = post(client, staff, sent, "hold", version=0, reason="query", note="A long thought of mine")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Accepted" in page
    assert "by Carl" in page
    assert "A long thought of mine" in page
    assert '<option value="query" selected>' in page
    assert any('value="1"' in tag for tag in re.findall(r"<input[^>]*aside-version[^>]*>", page))
    assert post(client, staff, sent, "hold", reason="query", note="A long thought of mine").status_code == 302
    assert Response.objects.get(pk=sent.pk).standing == "held"


def test_what_was_typed_is_kept_even_where_the_act_is_no_longer_possible(staff):
    sent = making.response(staff.exercise, "words")
    Response.objects.update(withdrawn_at=timezone.now(), version=1)
    answer = post(staff.client_of("cora"), staff, sent, "hold", version=0, reason="query", note="A long thought")
    assert answer.status_code == 409
    assert "A long thought" in answer.content.decode()


def test_holding_without_a_reason_is_an_error_beside_the_field(staff):
    sent = making.response(staff.exercise, "words")
    answer = post(staff.client_of("cora"), staff, sent, "hold", reason="", note="Hm")
    assert answer.status_code == 422
    assert "Choose a reason" in answer.content.decode()
    assert 'href="#aside-reason"' in answer.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"act": "burn"}, *({"act": "accept", "version": text} for text in ("", "x", "-1"))]
)
def test_a_mangled_form_does_nothing_and_is_no_fault_of_ours(staff, data):
    sent = making.response(staff.exercise, "words")
    answer = staff.client_of("cora").post(url(staff, "response", sent.reference), data)
    assert answer.status_code == 422
    assert not Act.objects.exists()


def test_leaving_out_waits_for_a_second_person_and_is_listed_for_them_alone(staff):
    sent = making.response(staff.exercise, "buy now")
    cora, carl = staff.client_of("cora"), staff.client_of("carl")
    assert post(cora, staff, sent, "propose", reason="spam", note="An advert").status_code == 302
    for_me = url(staff, "queue") + "?standing=for_me"
    assert sent.reference not in cora.get(for_me).content.decode()
    assert sent.reference in carl.get(for_me).content.decode()
    assert "Agree: leave it out" not in cora.get(url(staff, "response", sent.reference)).content.decode()
    page = carl.get(url(staff, "response", sent.reference)).content.decode()
    assert "Cora proposed to leave this response out: spam or advertising" in page
    assert "Agree: leave it out" in page
    assert post(cora, staff, sent, "agree").status_code == 409
    assert post(carl, staff, sent, "agree").status_code == 302
    assert Response.objects.get(pk=sent.pk).standing == "left_out"


def test_contact_details_are_for_communications_on_the_response_alone(staff):
    sent = making.response(staff.exercise, "words", contact={"contact_name": "Jo Bloggs", "email": "jo@example.org"})
    shown = {
        (person, name): "jo@example.org" in staff.client_of(person).get(url(staff, name, *args)).content.decode()
        for person in ("cora", "anil")
        for name, args in [("queue", ()), ("response", (sent.reference,))]
    }
    assert [key for key, seen in shown.items() if seen] == [("cora", "response")]


def test_an_analyst_reads_what_was_done_and_gets_no_buttons(staff):
    sent = making.response(staff.exercise, "words of mine")
    moderation.hold(sent.pk, version=0, by=staff.cora, reason="query", note="Asked the clerk")
    page = staff.client_of("anil").get(url(staff, "response", sent.reference)).content.decode()
    assert "words of mine" in page
    assert "Asked the clerk" in page
    assert 'name="act"' not in page


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
    sent = making.response(staff.exercise, "Ring Jo Bloggs.\nThanks")
    answer = sent.answers.get()
    client, address = staff.client_of("cora"), url(staff, "redact", sent.reference, answer.pk)
    said = {
        "act": "redact",
        "version": 0,
        "marked": "Ring [[Jo Bloggs]].\r\nThanks",
        "reason": "personal_data",
        "note": "",
    }
    assert client.post(address, said).status_code == 302
    page = client.get(url(staff, "response", sent.reference)).content.decode()
    assert '<span class="app-redacted">Jo Bloggs</span>' in page
    assert "Ring [[Jo Bloggs]].\nThanks</textarea>" in client.get(address).content.decode()
    assert client.post(address, {"act": "undo", "version": 1, "note": "She agreed"}).status_code == 302
    assert "app-redacted" not in client.get(url(staff, "response", sent.reference)).content.decode()
    assert answer.revisions.count() == 2


def test_a_refused_redaction_keeps_the_marks_and_says_what_differs(staff):
    sent = making.response(staff.exercise, "Ring Jo Bloggs")
    address = url(staff, "redact", sent.reference, sent.answers.get().pk)
    said = {"act": "redact", "version": 0, "marked": "Ring [[Joe Bloggs]]", "reason": "personal_data"}
    answer = staff.client_of("cora").post(address, said)
    assert answer.status_code == 422
    assert "Ring [[Joe Bloggs]]</textarea>" in answer.content.decode()
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


def test_in_bulk_only_those_ticked_of_this_exercise_are_accepted(staff):
    ticked, left = making.response(staff.exercise, pick="this"), making.response(staff.exercise, pick="that")
    other = making.response(making.exercise(), pick="this")
    client = staff.client_of("cora")
    page = client.get(url(staff, "bulk")).content.decode()
    assert f'value="{ticked.pk}-0"' in page
    answer = client.post(
        url(staff, "bulk"), {"response": [f"{ticked.pk}-0", f"{other.pk}-0", "x-y", "1", "9" * 40 + "-0"]}
    )
    assert answer.status_code == 302
    assert dict(Response.objects.values_list("pk", "standing")) == {
        ticked.pk: "accepted",
        left.pk: "unmoderated",
        other.pk: "unmoderated",
    }


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
    client = staff.client_of("cora")
    client.get(url(staff, "queue"))  # compiles the edition, once per process
    addresses = [url(staff, "queue"), url(staff, "queue") + "?search=words&standing=all", url(staff, "bulk")]
    addresses.append(url(staff, "response", sent.reference))
    before = [queries(client, address) for address in addresses]
    for _ in range(12):
        making.response(staff.exercise, "words", kind="organisation", organisation_name="B")
        making.response(staff.exercise, pick="this")
    for version in range(0, 6, 2):
        moderation.hold(sent.pk, version=version, by=staff.cora, reason="query")
        moderation.return_to_queue(sent.pk, version=version + 1, by=staff.carl, note="Again")
    redaction.redact(sent.answers.get(), "[[words]]", by=staff.cora, reason="personal_data", version=6)
    after = [queries(client, address) for address in addresses]
    assert after == before
    assert max(after) <= 22


def test_looking_writes_nothing(staff):
    sent = making.response(staff.exercise, "words")
    client = staff.client_of("cora")
    client.get(url(staff, "queue"))
    for address in pages(staff, sent).values():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert not [query for query in captured if re.match("(INSERT|UPDATE|DELETE)", query["sql"])]
