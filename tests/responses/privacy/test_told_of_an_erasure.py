"""What respondents read at their own links once they were erased, and what staff read of what goes and what went."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from common import clock, outbox
from engagement import wording
from responses.drafts import access
from responses.drafts.models import PrivateLink
from responses.moderation import appeals, author, telling
from responses.moderation.author_models import AuthorLink
from responses.privacy import asking, people
from responses.privacy.models import Erasure
from responses.submission.models import Response
from tests.responses.privacy.test_erasing import going
from tests.responses.privacy.test_one_person import BASE, asked

__all__ = ["going"]
pytestmark = pytest.mark.django_db


def words(page: Any) -> str:
    """Return the words of a page's content."""
    content = page.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def test_whoever_has_a_link_that_opened_it_is_told_when_it_was_erased_and_nobody_else_anything(
    exercise: Any, going: Response, officer: User, administrator: User
) -> None:
    start = f"/exercises/{exercise.slug}/answer/"
    token, stopped = access.mint_link(going.draft), access.mint_link(going.draft, shared=True, called="A helper")
    PrivateLink.objects.filter(token_hash=access.tokens.hash_token(stopped)).update(revoked_at=clock.now())
    telling.tell(going.pk, version=going.version, by=officer, text="We have hidden a name.")
    outbox.drain()
    mine = re.search(r"https?://[^/]+(/\S+/mine/\S+)", mail.outbox[-1].body)[1]  # type: ignore[index]
    going.refresh_from_db()
    appeals.appeal(going, text="It is mine.")
    device = Client()
    assert device.get(f"{start}link/{token}/").status_code == 302
    assert "What you sent" in words(device.get(f"{start}view/"))
    assert "is going to answer you" in words(Client().get(mine))
    asking.agree(asked(exercise, officer), by=administrator)
    assert AuthorLink.objects.exists()
    told = f"Your answer was erased at your request on {wording.day(Erasure.objects.get().at)}."
    pages = [
        device.get(f"{start}view/"),
        device.post(f"{start}withdraw/"),
        Client().get(f"{start}link/{token}/"),
        Client().get(mine),
        Client().post(mine, {"act": "appeal", "text": "Once more, please."}),
    ]
    for page in pages:
        assert page.status_code == 410
        assert "no-store" in page["Cache-Control"]
        assert told in words(page)
        for detail in (going.reference[:4], "hidden a name", "It is mine", "is going to answer", "What was done"):
            assert detail not in words(page)
    assert "Once more, please." in words(pages[-1]), "what was typed is not lost"
    for other in (stopped, token[:-1], "x"):
        page = Client().get(f"{start}link/{other}/")
        assert (page.status_code, "erased" in words(page)) == (404, False)
    other = Client()
    other.cookies[access.COOKIE] = stopped
    assert "erased" not in words(other.get(f"{start}view/"))
    assert Client().get(mine[:-4] + "abc/").status_code == 404


def test_what_is_said_to_go_is_what_goes(exercise: Any, going: Response, officer: User, administrator: User) -> None:
    telling.tell(going.pk, version=going.version, by=officer, text="We have hidden a name.")
    author.withdraw(going)
    waits, client = asked(exercise, officer), Client()
    client.force_login(administrator)
    shown = words(client.get(f"{BASE}erasures/{waits.pk}/"))
    goes, stays = shown.split("What goes")[1].split("What stays")
    said = people.going(asking.rows_of(waits))
    for line in ("Notes on what staff did: 1", "Links stopped: 1", "Messages to the author: 1", "Contact details: 1"):
        assert line in goes
    assert "what staff did, by whom and when, without their notes" in stays
    asking.agree(waits, by=administrator)
    waits.refresh_from_db()
    assert people.counted(waits.counts) == said
    after = words(client.get(f"{BASE}erasures/{waits.pk}/")).split("What went")[1]
    assert all(f"{name}: {count}" in after for name, count in said)
    assert "counted" not in going.acts.get(verb="erase").note, "a withdrawn answer is not"
