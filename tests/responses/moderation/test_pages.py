import re

import pytest
from django.utils import timezone

from responses.moderation import moderation
from responses.moderation.models import Act
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.responses.moderation.addresses import pages, post, url

pytestmark = pytest.mark.django_db


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


def test_an_analyst_reads_what_was_done_and_gets_no_buttons(staff):
    sent = making.response(staff.exercise, "words of mine")
    moderation.hold(sent.pk, version=0, by=staff.cora, reason="query", note="Asked the clerk")
    page = staff.client_of("anil").get(url(staff, "response", sent.reference)).content.decode()
    assert "words of mine" in page
    assert "Asked the clerk" in page
    assert 'name="act"' not in page


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
