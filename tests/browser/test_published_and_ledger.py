"""What everybody may read of the responses, and the ledger: empty, with all that people type, and taken down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from engagement.models import Exercise
from responses.moderation import author, moderation
from responses.publication import numbers, publishing
from responses.publication.models import PublicNumber
from responses.submission.models import Response
from tests import factories, naughty
from tests.browser.look import Look
from tests.browser.looking import sign_in

pytestmark = pytest.mark.appearance


def test_published_responses_and_the_ledger(norfolk: Exercise, cora: User, look: Callable[[], Look]) -> None:
    publishing.choose(norfolk, when="rolling", seen="never", by=cora, reason="To be open.")
    looked = look()
    looked.at("published:list")
    responses = [_accepted(norfolk, cora, text) for text in ("\n".join(naughty.texts()), "M" * 300)]
    numbers.give(norfolk)
    shown, gone = (PublicNumber.objects.get(response=response) for response in responses)
    author.withdraw(gone.response)
    looked.at("published:list")
    looked.at("published:response", shown.number)
    looked.at("published:response", gone.number, status=410)
    looked.open(f"/exercises/{norfolk.slug}/responses/?search=nothing-like-it&kind=organisation")
    looked.at("engagement:exercise")
    sign_in(looked.page, cora)
    for name in ("ledger", "ledger_export", "publishing"):
        looked.at(f"responses_staff:{name}")
    for response in responses:
        looked.at("responses_staff:ledger_entry", response.reference)
    looked.at("responses_staff:ledger_file", responses[0].reference)
    looked.open(f"/staff/{norfolk.slug}/ledger/?search=nothing")
    looked.at("responses_staff:ledger_export")
    looked.press("Make the file", title="Take out the ledger")
    looked.done()


def _accepted(exercise: Exercise, by: User, words: str) -> Response:
    name = "A " + "very-long-name" * 10
    response = factories.sent(
        exercise, {"functions-neighbourhood": words}, **factories.COUNCIL | {"organisation_name": name}
    )
    moderation.accept(response.pk, version=0, by=by)
    response.refresh_from_db()
    return response
