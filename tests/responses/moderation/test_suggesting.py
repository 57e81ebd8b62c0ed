"""Suggestions of personal data on a response: never acting by themselves, decided one by one, refused for good."""

from __future__ import annotations

import re

import pytest

from responses.moderation import correcting, suggestions
from responses.moderation.errors import RedactionRefused
from responses.moderation.models import Act, RefusedSuggestion, Revision
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.responses.moderation.addresses import post, url

pytestmark = pytest.mark.django_db
WORDS = "Ring me on 07700 900123, I live in NR1 3JU.\nMy NHS number is 943 476 5919."


@pytest.fixture
def sent(staff):
    return making.response(staff.exercise, WORDS)


def page_of(staff, sent, who="cora"):
    return staff.client_of(who).get(url(staff, "response", sent.reference)).content.decode()


def keys(sent):
    return {one.sort.value: key for key, one in suggestions.of(sent).items()}


def test_what_is_suggested_is_marked_with_words_and_hides_nothing(staff, sent):
    page = page_of(staff, sent)
    assert page.count('class="app-suggested"') == 3
    assert "NHS number? " in page
    assert not Revision.objects.exists()
    assert 'class="app-suggested"' not in page_of(staff, sent, "anil"), "only whoever may redact is asked"


def test_each_is_hidden_or_left_as_chosen_and_what_was_left_does_not_come_again(staff, sent):
    found = keys(sent)
    chosen = {
        f"suggestion-{found['telephone']}": "hide",
        f"suggestion-{found['nhs_number']}": "hide",
        f"suggestion-{found['postcode']}": "leave",
    }
    answer = post(staff.client_of("cora"), staff, sent, "suggestions", reason="personal_data", **chosen)
    assert answer.status_code == 302
    revision = Revision.objects.get()
    assert revision.text == "Ring me on [redacted], I live in NR1 3JU.\nMy NHS number is [redacted]."
    assert (revision.act.by, revision.act.reason) == (staff.cora, "personal_data")
    page = page_of(staff, sent)
    assert 'class="app-suggested"' not in page
    assert page.count('<span class="app-redacted">') == 2
    assert RefusedSuggestion.objects.get().by == staff.cora
    correcting.correct(
        sent.answers.get(), revision.answer.text.replace("Ring", "Call"), by=staff.cora, version=1, note="x"
    )
    assert keys(sent).keys() == {"postcode"}, "places have moved, so it is asked once more"


def test_what_is_not_chosen_comes_again_and_nothing_chosen_is_said_so(staff, sent):
    found = keys(sent)
    client = staff.client_of("cora")
    answer = post(client, staff, sent, "suggestions", reason="personal_data")
    assert answer.status_code == 409
    assert "Choose for at least one suggestion" in answer.content.decode()
    post(client, staff, sent, "suggestions", reason="personal_data", **{f"suggestion-{found['postcode']}": "leave"})
    assert keys(sent).keys() == {"telephone", "nhs_number"}
    assert Response.objects.get(pk=sent.pk).version == 0, "leaving it is no act on the response"


def test_choices_on_a_page_out_of_date_do_nothing_and_are_kept(staff, sent):
    found = keys(sent)
    name = f"suggestion-{found['postcode']}"
    client = staff.client_of("cora")
    post(
        staff.client_of("carl"),
        staff,
        sent,
        "suggestions",
        reason="personal_data",
        **{f"suggestion-{found['telephone']}": "hide"},
    )
    answer = post(client, staff, sent, "suggestions", version=0, reason="personal_data", **{name: "hide"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "by Carl" in page
    assert re.search(rf'name="{name}"[^>]*value="hide"[^>]*checked', page)
    assert Act.objects.count() == 1
    for mangled in ({"suggestion-1-2-3-4": "hide"}, {"suggestion-x": "leave"}):
        assert post(client, staff, sent, "suggestions", reason="personal_data", **mangled).status_code == 409
    with pytest.raises(RedactionRefused):
        suggestions.decide(sent, {"nonsense": "hide"}, version=1, by=staff.cora, reason="personal_data")


@pytest.mark.parametrize(("person", "status"), [("anil", 403), ("stella", 403), ("otto", 404), ("stranger", 302)])
def test_nobody_but_communications_decides(staff, sent, person, status):
    name = f"suggestion-{keys(sent)['postcode']}"
    answer = post(staff.client_of(person), staff, sent, "suggestions", reason="personal_data", **{name: "hide"})
    assert answer.status_code == status
    assert not Act.objects.exists()
