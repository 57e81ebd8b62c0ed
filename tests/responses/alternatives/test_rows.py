"""What was sent of a footprint: rows without a word in them, and its words beside them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from engagement.models import Exercise
from footprints.models import Area
from responses.alternatives.models import Alternative, AlternativeArea
from responses.alternatives.reads import drawn_in
from responses.alternatives.shapes import Drawn
from responses.kinds.base import Value
from responses.moderation import redaction
from responses.submission.models import Answer
from responses.submission.writing import write_answers
from tests import factories
from tests.accounts.factories import member
from tests.responses.alternatives.drawing import AREAS, PART, draw, press, raw_of
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db


def test_areas_are_given_to_places_by_selects_and_stored_as_rows_without_words(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    answer = Answer.objects.get(item__key=PART)
    assert answer.text.splitlines() == [
        "A. West: North Cumbria; North of Tyne and Gateshead",
        "B. East & Tees: Durham, South Tyneside and Sunderland; Tees Valley",
    ]
    rows = AlternativeArea.objects.values_list("place", "area__key").order_by("area__position")
    assert list(rows) == [(1, AREAS[0]), (1, AREAS[1]), (2, AREAS[2]), (2, AREAS[3])]
    assert Alternative.objects.get().started_from is None
    assert answer.response.has_free_text


def test_it_may_start_from_an_option_and_says_which(visitor: Visitor) -> None:
    visitor.post("draw", PART, data={"do": "start", "start": "2", "base": "0"})
    assert [place["name"] for place in raw_of(visitor)["places"]] == ["North", "South"]
    visitor.send()
    assert Alternative.objects.get().started_from.number == 2  # type: ignore[union-attr]


def test_areas_in_no_place_are_allowed_flagged_before_sending_and_sent(visitor: Visitor) -> None:
    press(visitor, area__north__cumbria="1")
    said = words_in(visitor.text("check"))
    assert "3 areas are in no place yet. You can send it like this." in said
    visitor.send()
    assert "In no place: North of Tyne" in Answer.objects.get(item__key=PART).text
    assert AlternativeArea.objects.count() == 1
    assert Alternative.objects.get().places == 2


def test_names_stand_in_the_words_and_are_redacted_there(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    answer = Answer.objects.get(item__key=PART)
    by = member(visitor.exercise.organisation, Role.COMMUNICATIONS)
    marked = answer.text.replace("West", "[[West]]")
    redaction.redact(answer, marked, by=by, reason="personal_data", version=answer.response.version)
    assert answer.revisions.get().text.startswith("A. [redacted]: North Cumbria")
    answer.refresh_from_db()
    assert answer.text.startswith("A. West")
    staff = Client()
    staff.force_login(by)
    address = reverse("responses_staff:response", args=[visitor.exercise.slug, answer.response.reference])
    html = staff.get(address).content.decode()
    assert 'class="app-redacted">West<' in html, "the team sees both"
    assert "app-drawn" in html


def test_what_was_sent_is_shown_and_opened_again_as_it_was(visitor: Visitor) -> None:
    draw(visitor)
    before = raw_of(visitor)
    visitor.send()
    html = visitor.text("view")
    assert "B. East & Tees: Durham" in words_in(html)
    assert "app-drawn" in html
    visitor.post("replace")
    assert raw_of(visitor) == before
    visitor.send()
    assert Alternative.objects.count() == 2, "what was sent first is kept as it was"


def test_an_area_is_in_one_place_of_an_alternative_and_a_place_is_one_of_ten(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    alternative = Alternative.objects.get()
    for wrong in (
        lambda: AlternativeArea.objects.create(alternative=alternative, place=2, area=Area.objects.get(key=AREAS[0])),
        lambda: alternative.areas.update(place=11),
        lambda: alternative.areas.update(place=0),
        lambda: Alternative.objects.update(places=11),
        lambda: Alternative.objects.update(places=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_many_alternatives_are_written_at_once_and_read_as_they_were(northeast: Exercise) -> None:
    sent = [factories.sent(northeast, {"times-alternative": "By bus."}) for _ in range(3)]
    item = factories.item_id(northeast, PART)
    places = [(AREAS[:2], AREAS[2:]), ((), AREAS), (AREAS[3:], AREAS[:1], ())]
    write_answers(
        [(one, {item: Value(text="A. West", drawn=Drawn(own))}) for one, own in zip(sent, places, strict=True)]
    )
    rows = AlternativeArea.objects.all()
    assert rows.count() == 4 + 4 + 2
    written = drawn_in(rows.values_list("alternative", flat=True))
    assert [one.places for _, one in sorted(written.items())] == places


@pytest.mark.parametrize("picks_as_well", [False, True])
def test_an_area_that_the_exercise_lacks_leaves_nothing_of_the_answer(northeast: Exercise, picks_as_well: bool) -> None:
    response = factories.sent(northeast, {"times-alternative": "By bus."})
    item = factories.item_id(northeast, PART)
    values = {item: Value(text="A. West", drawn=Drawn((AREAS[:1], ("nowhere",))))}
    if picks_as_well:
        picked = next(box for box in factories.survey(northeast).boxes.values() if box.kind.has_ticks)
        values[picked.item.id] = Value(choices=(picked.part.choices[0].id,))
    with pytest.raises(IntegrityError), transaction.atomic():
        write_answers([(response, values)])
    assert not Alternative.objects.exists()
    assert not Answer.objects.filter(item=item).exists()
