"""What staff see of copies, and what they do with them."""

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.copies import deciding, job, reads
from responses.copies.models import Campaign, CopyGroup
from responses.moderation import correcting, redaction
from responses.moderation.models import Act
from responses.submission.models import Response
from tests.accounts.factories import member
from tests.analysis.factories import redact
from tests.responses.copies.making import OWN, TEMPLATE, UNLIKE, sent

pytestmark = pytest.mark.django_db


def address(group):
    return reverse("responses_staff:copy_group", args=[group.exercise.slug, group.pk])


def seen(page):
    return page.context["seen"]


def test_the_list_has_each_text_with_its_channels_and_days(where, browser, django_assert_max_num_queries):
    copies = reverse("responses_staff:copies", args=[where.slug])
    assert "No copies" in browser.get(copies).text
    for number in range(4):
        sent(where, TEMPLATE, channel="email" if number else "online")
    sent(where, UNLIKE)
    sent(where, UNLIKE)
    job.run(where.pk)
    page = browser.get(copies)
    assert page.text.index("Keep the minor injuries unit") < page.text.index("The map leaves out")
    assert "Email 3" in page.text
    for number in range(40):
        for _ in range(2):
            sent(where, " ".join(f"{word}{number}" for word in UNLIKE.split()))
    job.run(where.pk)
    with django_assert_max_num_queries(24):
        first = browser.get(copies)
    assert len(first.context["page"].rows) == 25
    second = browser.get(copies + first.context["next_url"])
    assert len(second.context["page"].rows) == 17


def test_a_copy_stands_beside_the_text_with_words_for_what_is_changed_and_added(where, browser):
    sent(where, TEMPLATE)
    sent(where, TEMPLATE)
    sent(where, TEMPLATE.replace("Our town is growing", "Thornage has shrunk"))
    sent(where, f"{TEMPLATE}\n{OWN}")
    job.run(where.pk)
    page = browser.get(address(CopyGroup.objects.get())).text
    assert '<del class="app-diff__gone"><span class="app-diff__word">left out: </span>Our town is growing' in page
    assert '<ins class="app-diff__changed"><span class="app-diff__word">instead: </span>Thornage has shrunk' in page
    assert f'<ins class="app-diff__added"><span class="app-diff__word">added: </span>{OWN}' in page


def test_redacted_words_stand_on_no_page_of_copies(where, browser, person):
    first = sent(where, TEMPLATE)
    sent(where, TEMPLATE)
    third = sent(where, TEMPLATE.replace("Our town is growing", "Thornage has shrunk"))
    adds = sent(where, f"{TEMPLATE}\nI am the baker of Thornage and my doctor is known to all of you in the town.")
    job.run(where.pk)
    for one, words in ((first, "minor injuries"), (third, "on a Sunday"), (adds, "baker of Thornage")):
        answer = one.answers.get()
        marked = answer.text.replace(words, f"[[{words}]]")
        redaction.redact(answer, marked, by=person, reason="personal_data", version=0)
    group = CopyGroup.objects.get()
    listed = browser.get(reverse("responses_staff:copies", args=[where.slug])).text
    page = browser.get(address(group)).text
    assert "Keep the [redacted] unit" in listed
    assert "baker of Thornage" not in page
    assert 'out: </span>Our town is growing,</del> <ins class="app-diff__changed">' in page
    assert page.count("<del") == 1  # what is hidden in one of them is nothing that its author changed
    assert "added: </span>I am the [redacted] and my doctor" in page
    own = "I am the [redacted] and my doctor is known to all of you in the town."
    assert reads.of_response(adds)[0].own_words == [own]
    redaction.unredact(adds.answers.get(), by=person, version=1, reason="personal_data")
    correcting.correct(adds.answers.get(), TEMPLATE, by=person, version=2, note="Keyed twice.")
    detail = browser.get(reverse("responses_staff:response", args=[where.slug, adds.reference])).text
    assert "18 words in it are its own.</strong>" in detail


def test_a_group_is_named_new_copies_are_confirmed_and_the_name_is_kept_on_a_mistake(where, browser):
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    page = browser.get(address(group))
    empty = browser.post(address(group), {"act": "name", "name": "", "note": "Kept words", "seen": seen(page)})
    assert (empty.status_code, "Give the campaign a name" in empty.text, "Kept words" in empty.text) == (
        422,
        True,
        True,
    )
    browser.post(address(group), {"act": "name", "name": " Keep  the unit ", "seen": seen(page)})
    assert Campaign.objects.get().name == "Keep the unit"
    sent(where, f"{OWN} {TEMPLATE}")
    job.run(where.pk)
    page = browser.get(address(group) + "?only=new")
    assert len(page.context["copies"].rows) == 1
    browser.post(address(group), {"act": "confirm", "seen": seen(page)})
    assert group.copies.filter(state="confirmed").count() == 4


def test_who_decides_second_is_told_and_keeps_what_was_typed(where, browser, person):
    sent(where, TEMPLATE)
    sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    page = browser.get(address(group))
    deciding.name(CopyGroup.objects.get(), campaign="Theirs", by=person)
    late = browser.post(address(group), {"act": "apart", "note": "Neighbours.", "seen": seen(page)})
    assert late.status_code == 409
    assert "Somebody else decided" in late.text
    assert "Neighbours." in late.text
    group.refresh_from_db()
    assert group.state == "named"


def test_copies_are_taken_out_with_a_reason_and_put_back(where, browser):
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    browser.post(address(group), {"act": "name", "name": "Unit", "seen": seen(browser.get(address(group)))})
    page = browser.get(address(group))
    one = page.context["copies"].rows[0].copy
    refused = browser.post(address(group), {"act": "out", "answer": one.answer_id, "note": " ", "seen": seen(page)})
    assert "Say why in a few words" in refused.text
    assert refused.text.count(" checked>") == 1
    browser.post(address(group), {"act": "out", "answer": one.answer_id, "note": "A quote.", "seen": seen(page)})
    group.refresh_from_db()
    assert (group.size, group.copies.get(state="taken_out").note) == (2, "A quote.")
    browser.post(address(group), {"act": "back", "answer": one.answer_id, "seen": seen(browser.get(address(group)))})
    group.refresh_from_db()
    assert group.size == 3


def test_those_that_say_nothing_but_the_text_are_accepted_in_one_go_each_by_an_act_of_its_own(where, browser, person):
    exact = [sent(where, TEMPLATE, standing="unmoderated") for _ in range(3)]
    adds = sent(where, f"{TEMPLATE} {OWN}", standing="unmoderated")
    more = sent(where, TEMPLATE, standing="unmoderated")
    more.answers.create(item_id=adds.answers.get().item_id + 1, text="And something else.")
    job.run(where.pk)
    group = CopyGroup.objects.get()
    deciding.name(group, campaign="Unit", by=person)
    page = browser.get(address(group))
    assert page.context["acceptable"] == 3
    browser.post(address(group), {"act": "accept", "note": "Read once.", "seen": seen(page)})
    accepted = Response.objects.filter(standing="accepted")
    assert set(accepted) == set(exact)
    acts = Act.objects.filter(response__in=exact)
    assert {(act.verb, act.reason, act.note, act.by) for act in acts} == {("accept", "ordinary", "Read once.", person)}
    assert acts.count() == 3


def test_copies_of_a_text_of_which_one_was_redacted_are_not_accepted_together(where, browser, person):
    exact = [sent(where, TEMPLATE, standing="unmoderated") for _ in range(3)]
    job.run(where.pk)
    group = CopyGroup.objects.get()
    deciding.name(group, campaign="Unit", by=person)
    redact(exact[0], "functions", TEMPLATE.replace("minor", "[redacted]"), by=person)
    page = browser.get(address(group))
    assert page.context["acceptable"] == 1  # the redacted one
    assert "A copy of this text has been redacted" in page.text
    browser.post(address(group), {"act": "accept", "note": "Read once.", "seen": seen(page)})
    assert list(Response.objects.filter(standing="accepted")) == exact[:1]


def test_the_queue_can_be_limited_to_those_that_add_words_of_their_own(where, person):
    sent(where, TEMPLATE)
    sent(where, TEMPLATE)
    adds = sent(where, f"{TEMPLATE} {OWN}")
    sent(where, UNLIKE)
    job.run(where.pk)
    assert not Response.objects.filter(reads.fits("adds")).exists()
    deciding.name(CopyGroup.objects.get(), campaign="Unit", by=person)
    assert list(Response.objects.filter(reads.fits("adds"))) == [adds]
    assert Response.objects.filter(reads.fits("exact")).count() == 2
    assert Response.objects.filter(reads.fits("any")).count() == 3
    assert [one.own_words for one in reads.of_response(adds)] == [[OWN.rstrip(".")]]


def test_an_analyst_reads_copies_and_decides_nothing(where, client):
    client.force_login(member(where.organisation, Role.ANALYST))
    sent(where, TEMPLATE)
    sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    page = client.get(address(group))
    assert "Name it a campaign" not in page.text
    assert client.post(address(group), {"act": "apart", "note": "No.", "seen": seen(page)}).status_code == 403
