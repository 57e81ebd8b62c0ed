"""What is hidden in one copy of a text is hidden in the others when somebody asks for it."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.db.models import Q
from django.urls import reverse

from common import clock
from common.errors import DomainError
from responses.copies import carrying, deciding, job, tasks
from responses.copies.carried_models import CarriedRedaction
from responses.copies.models import CopyGroup
from responses.moderation import acts, redaction
from responses.moderation.models import Act, Revision
from responses.moderation.wording import spans_in_force
from responses.privacy import erasing, ties
from responses.submission.models import Answer, Response
from tests.analysis.factories import answer_to
from tests.responses.copies.making import OWN, TEMPLATE, sent

pytestmark = pytest.mark.django_db
WORDS = "a hand on a Sunday"


def redact(response, person, words=WORDS, text=TEMPLATE):
    """Hide words of a response's only answer, and return how it is redacted."""
    answer = response.answers.get()
    redaction.redact(
        answer, text.replace(words, f"[[{words}]]"), by=person, reason="personal_data", version=response.version
    )
    return carrying.redacted(answer)


def shown(response):
    """Return the words of a response's answer that readers outside the team may see."""
    answer = response.answers.get()
    latest = answer.revisions.order_by("version").last()
    return latest.text if latest else answer.text


def address(response):
    return reverse(
        "responses_staff:redact_copies", args=[response.exercise.slug, response.reference, response.answers.get().pk]
    )


def ask(source, person, **changed):
    seen = {**carrying.others(source).open, **changed.get("seen", {})}
    return carrying.ask(source, seen.items(), by=person, reason="personal_data", note="As in the first.")


def test_on_one_page_the_same_words_are_hidden_in_all_other_copies_and_each_has_its_own_record(where, person, browser):
    first, second, spaced, adds, other = (
        sent(where, text, channel=channel, standing="unmoderated")
        for text, channel in [
            (TEMPLATE, "online"),
            (TEMPLATE, "email"),
            (TEMPLATE.replace(" ", "\n\n", 9).upper(), "letter"),
            (f"{OWN} {TEMPLATE}", "online"),
            (OWN, "online"),
        ]
    )
    job.run(where.pk)
    detail = reverse("responses_staff:response", args=[where.slug, first.reference])
    assert "Do the same" not in browser.get(detail).text
    redact(first, person)
    assert "Do the same in the 2 other copies" in browser.get(detail).text
    page = browser.get(address(first))
    assert WORDS in page.text
    assert "In 2 other responses" in page.text
    assert "1 more response contains this text" in page.text
    assert page.context["also"] == [adds]
    form = {"seen": page.context["carry_form"]["seen"].value(), "note": "In all of them."}
    refused = browser.post(address(first), form)
    assert refused.status_code == 422
    assert "In all of them." in refused.text
    assert not CarriedRedaction.objects.exists()
    done = browser.post(address(first), {**form, "reason": "personal_data"}, follow=True)
    assert "Hidden in 2 of 2 other responses" in done.text
    assert "Nothing is left that can be hidden from here" in done.text
    assert done.context["also"] == [adds]
    assert "open in 1 more copy with changes or words of its own" in browser.get(detail).text
    for one in (second, spaced):
        act = one.acts.get()
        assert (act.verb, act.reason, act.note, act.by) == (Act.Verb.REDACT, "personal_data", "In all of them.", person)
        assert "[redacted]" in shown(one)
        answer = one.answers.get()
        assert [" ".join(answer.text[a:b].lower().split()) for a, b in spans_in_force(answer)] == [WORDS.lower()]
    assert shown(adds) == f"{OWN} {TEMPLATE}"
    assert shown(other) == OWN
    assert "Do the same" not in browser.get(detail).text
    assert CarriedRedaction.objects.get().note == ""
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    group = CopyGroup.objects.get()
    assert Response.objects.filter(deciding.acceptable(group)).count() == 3


def test_copies_that_are_not_word_for_word_the_text_are_named_as_long_as_hidden_words_stand_open_in_them(
    where, person, browser
):
    adds, varied, long, first, second = (
        sent(where, text)
        for text in [
            f"{OWN} {TEMPLATE}",
            TEMPLATE.replace("Our town is growing", "Thornage has shrunk").replace(WORDS, "A Hand, on a\nSUNDAY"),
            f"{TEMPLATE} {OWN}",
            TEMPLATE,
            TEMPLATE,
        ]
    )
    job.run(where.pk)
    redact(adds, person, text=adds.answers.get().text)
    assert (
        "stands open in 4 other copies"
        in browser.get(reverse("responses_staff:response", args=[where.slug, adds.reference])).text
    )
    page = browser.get(address(adds))
    assert page.context["also"] == [varied, long, first, second]
    assert "4 other responses contain the same text" in page.text
    assert "In no other" not in page.text
    redact(first, person)
    assert browser.get(address(first)).context["also"] == [varied, long]
    redact(second, person, words="hand on", text=TEMPLATE)
    redact(long, person, text=long.answers.get().text)
    redact(varied, person, words="A Hand, on a\nSUNDAY", text=varied.answers.get().text)
    page = browser.get(address(first))
    assert (page.context["also"], page.context["unclear"], page.context["count"]) == ([], [], 1)
    second.refresh_from_db()
    redact(second, person)
    assert "In no other response with this text do they stand open word for word" in browser.get(address(first)).text


@pytest.mark.parametrize("guarded", [True, False])
def test_what_a_colleague_changed_after_the_page_was_shown_is_passed_over_and_told(
    where, person, browser, monkeypatch, guarded
):
    first, second, third = (sent(where, TEMPLATE) for _ in range(3))
    job.run(where.pk)
    source = redact(first, person)
    seen = list(carrying.others(source).open.items())
    acts.perform(second.pk, verb=Act.Verb.HOLD, version=0, by=person, reason="query", standing="held")
    if not guarded:
        monkeypatch.setattr(acts, "unchanged", lambda version: Q())
        with pytest.raises(IntegrityError):  # no two acts of one version
            carrying.run(carrying.ask(source, seen, by=person, reason="personal_data", note="").pk)
        return
    row = carrying.ask(source, seen, by=person, reason="personal_data", note="")
    assert carrying.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.hidden, row.passed_over) == ("done", 1, [[second.pk, "changed"]])
    assert "[redacted]" in shown(third)
    assert shown(second) == TEMPLATE
    assert [act.verb for act in second.acts.all()] == ["hold"]
    page = browser.get(address(first))
    assert "somebody acted on it after you had looked" in page.text
    assert "In one other response" in page.text


def test_a_copy_that_hides_more_keeps_that_hidden_and_both_boxes_of_one_response_are_done(where, person):
    first, second = sent(where, TEMPLATE), sent(where, TEMPLATE)
    answer_to(second, "alternative", TEMPLATE)
    job.run(where.pk)
    one, two = second.answers.order_by("pk")
    redaction.redact(one, TEMPLATE.replace("Our town", "[[Our town]]"), by=person, reason="personal_data", version=0)
    source = redact(first, person)
    row = ask(source, person)
    carrying.run(row.pk)
    assert [len(spans_in_force(answer)) for answer in (one, two)] == [2, 1]
    assert second.acts.count() == 3
    assert carrying.others(source).open == {}
    with pytest.raises(DomainError, match="no other copy"):
        ask(source, person, seen={second.pk: 3})


def test_where_the_place_is_not_certain_nothing_is_done_and_the_copy_is_named(where, person, browser):
    first, shouted = sent(where, TEMPLATE), sent(where, TEMPLATE.upper())
    job.run(where.pk)
    source = redact(first, person, words="unda")  # within a word
    others = carrying.others(source)
    assert (others.open, others.unclear) == ({}, [shouted.pk])
    assert shouted.reference[:4] in browser.get(address(first)).text
    assert not Revision.objects.filter(answer__response=shouted).exists()


def test_a_copy_in_which_other_words_are_hidden_is_named_as_well_and_one_that_was_erased_is_not(where, person):
    first, shouted, gone = sent(where, TEMPLATE), sent(where, TEMPLATE.upper()), sent(where, TEMPLATE)
    job.run(where.pk)
    redact(shouted, person, words="OUR TOWN", text=TEMPLATE.upper())
    source = redact(first, person, text=TEMPLATE.replace("Our town", "[[Our town]]"), words="unda")
    erasing.erase(where, ties.everything_of({Response: {gone.pk}}), by=person, cause="asked")
    others = carrying.others(source)
    assert (others.open, others.unclear) == ({}, [shouted.pk])


def test_a_worker_that_is_lost_is_followed_by_another_and_no_response_is_redacted_twice(where, person, monkeypatch):
    first, *rest = (sent(where, TEMPLATE) for _ in range(5))
    job.run(where.pk)
    row = ask(redact(first, person), person)
    with pytest.raises(DomainError, match="already"):
        ask(carrying.redacted(first.answers.get()), person)
    hide, done = redaction.hide, []

    def lost_at_the_third(answer, *args, **kwargs):
        done.append(answer)
        if len(done) == 3:
            raise SystemExit
        return hide(answer, *args, **kwargs)

    monkeypatch.setattr(redaction, "hide", lost_at_the_third)
    with pytest.raises(SystemExit):
        carrying.run(row.pk)
    assert not carrying.run(row.pk)  # it is held until the lease is over
    assert carrying.stuck() == []
    CarriedRedaction.objects.update(lease_until=clock.now() - dt.timedelta(seconds=1))
    assert carrying.stuck() == [row.pk]
    stale = CarriedRedaction.objects.select_related("answer", "by").get()
    tasks.redact_copies(row.pk)
    row.refresh_from_db()
    assert (row.state, row.place, row.hidden, row.passed_over) == ("done", 4, 4, [])
    assert [one.acts.count() for one in rest] == [1, 1, 1, 1]
    with pytest.raises(carrying.LostClaim):
        carrying._one(stale, carrying.redacted(first.answers.get()))


def test_whoever_is_overtaken_stops_with_nothing_said_and_the_other_goes_on(where, person, monkeypatch):
    first, *rest = (sent(where, TEMPLATE) for _ in range(3))
    job.run(where.pk)
    row = ask(redact(first, person), person)
    hide = redaction.hide

    def overtaken(*args, **kwargs):
        CarriedRedaction.objects.update(claims=2)
        return hide(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(redaction, "hide", overtaken)
        assert not carrying.run(row.pk)
    assert [one.acts.count() for one in rest] == [0, 0]
    CarriedRedaction.objects.update(lease_until=clock.now() - dt.timedelta(seconds=1))
    assert carrying.run(row.pk)
    assert [one.acts.count() for one in rest] == [1, 1]


def test_the_question_what_may_be_accepted_is_as_short_for_many_redacted_texts_as_for_one(where, person, monkeypatch):
    sent(where, TEMPLATE), sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    monkeypatch.setattr(deciding, "redacted", lambda exercise: dict.fromkeys(range(group.pk, group.pk + 1100), 1))
    waits = Response.objects.filter(deciding.acceptable(group))
    assert list(waits) == []  # a database takes only so many alternatives
    assert str(waits.query).count("responses_revision") < 20


def test_many_are_left_to_a_worker_and_the_page_says_how_far_it_is(where, person, browser, monkeypatch):
    monkeypatch.setattr(carrying, "AT_ONCE", 1)
    first, *_ = (sent(where, TEMPLATE) for _ in range(3))
    job.run(where.pk)
    redact(first, person)
    page = browser.get(address(first))
    form = {"seen": page.context["carry_form"]["seen"].value(), "reason": "personal_data"}
    waiting = browser.post(address(first), form, follow=True)
    assert "Being done: 0 of 2" in waiting.text
    assert 'value="carry"' not in waiting.text
    assert carrying.run(CarriedRedaction.objects.get().pk)
    assert "Hidden in 2 of 2" in browser.get(address(first)).text


def test_looking_for_the_others_takes_as_many_queries_for_many_as_for_few(where, person, django_assert_num_queries):
    first, *_ = (sent(where, TEMPLATE) for _ in range(30))
    job.run(where.pk)
    source = redact(first, person)
    for count in (2, 29):
        responses = list(carrying.others(source).open)[:count]
        with django_assert_num_queries(2):
            assert len(carrying.others(source, responses=responses).open) == count


def test_of_a_withdrawn_or_answerless_response_nothing_is_redacted(where, person):
    first, second, third = (sent(where, TEMPLATE) for _ in range(3))
    job.run(where.pk)
    source = redact(first, person)
    row = ask(source, person)
    Response.objects.filter(pk=second.pk).update(withdrawn_at=clock.now())
    Answer.objects.filter(response=third).delete()
    carrying.run(row.pk)
    row.refresh_from_db()
    assert [why for _, why in row.passed_over] == ["not_now", "not_now"]
    assert not Revision.objects.exclude(answer__response=first).exists()


def test_a_second_redaction_holds_the_others_back_until_it_is_carried_over_as_well(where, person, browser):
    first, second, third = (sent(where, TEMPLATE, standing="unmoderated") for _ in range(3))
    job.run(where.pk)
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    group = CopyGroup.objects.get()
    on_group = reverse("responses_staff:copy_group", args=[where.slug, group.pk])
    waits = "not accepted together until they are hidden there too"

    def acceptable():
        return set(Response.objects.filter(deciding.acceptable(group)))

    carrying.run(ask(redact(first, person), person).pk)
    assert acceptable() == {first, second, third}
    assert waits not in browser.get(on_group).text
    first.refresh_from_db()
    source = redact(first, person, text=TEMPLATE.replace(WORDS, f"[[{WORDS}]]"), words="Our town")
    assert acceptable() == {first}
    assert waits in browser.get(on_group).text
    assert set(carrying.others(source).open) == {second.pk, third.pk}
    carrying.run(ask(source, person).pk)
    assert acceptable() == {first, second, third}
    assert deciding.accept_exact(group, by=person, note="Read once.").accepted == 3
