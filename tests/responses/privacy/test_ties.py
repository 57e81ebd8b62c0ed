"""What hangs on a person is found from the models, so that nobody has to remember a new table."""

from __future__ import annotations

from django.apps import apps

from common import classification
from responses.drafts.models import Draft
from responses.privacy import blanking, ties
from responses.submission.models import Response

# Tables with words or names of people that hang on no response and no draft, and what sees to them
SEEN_TO_OTHERWISE = {
    "analysis.Report": "emptied with its tombstone",
    "analysis.ReportFile": "deleted with its tombstone",
    "common.OutboxMessage": "emptied when it is done, and when its person is erased",
    "responses.ImportBatch": "its file goes with any of its rows; examples go once it is imported",
    "responses.Stakeholder": "found by a contact's address",
    "responses.StakeholderContact": "found by its address",
    "responses.Delivery": "hangs on a contact",
    "responses.RegisterImport": "emptied once it is taken in",
}


def test_every_table_with_words_of_people_hangs_on_a_response_or_a_draft_or_is_seen_to() -> None:
    below = {model._meta.label for model in _reached(Response) | _reached(Draft)}
    holding = {
        model._meta.label
        for model in apps.get_models()
        if classification.of(model).whose in {"respondents", "stakeholders"} and blanking.blankable(model)
    }
    assert holding - below - {label for labels in ties.ABOVE for label in [labels]} == set(SEEN_TO_OTHERWISE) & holding


def _reached(first: type) -> set[type]:
    """Return the tables below one, as the walk over rows goes."""
    found, waiting = set(), [first]
    while waiting:
        here = waiting.pop()
        if here not in found and here._meta.label not in ties.NOT_FOLLOWED:
            found.add(here)
            waiting += [one.related_model for one in here._meta.get_fields(include_hidden=True) if one.one_to_many]
            waiting += [one.related_model for one in here._meta.get_fields(include_hidden=True) if one.one_to_one]
            waiting += [apps.get_model(here._meta.label)._meta.get_field(name).related_model for name in _above(here)]
    return {one for one in found if isinstance(one, type)}


def _above(model: type) -> list[str]:
    return ties.ABOVE.get(model._meta.label, [])


def test_what_is_encrypted_or_free_text_is_emptied_and_staff_accounts_are_not() -> None:
    names = {field.name for field in blanking.blankable(Response)}
    assert {"organisation_name", "position_held", "confidentiality_reason", "suspicion", "may_publish"} <= names
    assert names.isdisjoint({"reference", "entered_by", "area", "role"})


def test_the_way_to_another_table_is_the_shortest() -> None:
    assert ties.path_to(apps.get_model("responses.Revision"), Response) in {"answer__response", "act__response"}
    assert ties.path_to(apps.get_model("responses.Contact"), Response) == "response"
    assert ties.path_to(apps.get_model("accounts.User"), Response) is None
