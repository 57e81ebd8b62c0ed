"""What tables are called for staff: what is held in them, and no name out of the code."""

from __future__ import annotations

from django.apps import apps

from common import classification
from responses.privacy import labels
from responses.privacy.models import Disposal


def test_every_table_that_can_hold_something_of_a_person_has_words_of_its_own() -> None:
    holding = {
        label
        for label, entry in classification.entries().items()
        if entry.whose in ("respondents", "stakeholders") or entry.of_class("personal", "special")
    }
    assert holding - set(labels.WORDS) == set()
    assert set(labels.WORDS) - {model._meta.label for model in apps.get_models()} == set(), "words for no table"
    assert len(set(labels.WORDS.values())) == len(labels.WORDS)
    assert set(labels.GONE) <= set(labels.WORDS)


def test_a_line_on_record_says_what_went_and_of_a_table_that_is_no_longer_there_its_label() -> None:
    told = [Disposal(what=what).table for what in ("responses.Told", "responses.Act", "gone.Table")]
    assert told == ["Messages to the author", "Notes on what staff did", "gone.Table"]
