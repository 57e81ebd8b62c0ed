"""Private links: who holds one may open the draft, and nobody else."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import override_settings

from common import clock, outbox
from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.models import Draft, PrivateLink
from tests import factories
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.answer("tasks", tasks_words="a committee's secret")
    return visitor


def test_only_a_hash_of_the_link_is_kept(begun: Visitor) -> None:
    token = begun.token
    row = PrivateLink.objects.values().get()
    assert token not in str(row)
    assert row["token_hash"] == access.tokens.hash_token(token)
    assert len(token) >= 43  # 32 random bytes


def test_the_cookie_is_for_this_exercise_alone_and_out_of_reach_of_scripts(begun: Visitor) -> None:
    cookie = begun.client.cookies[access.COOKIE]
    assert cookie["path"] == begun.address("start")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 89 * 86400 < cookie["max-age"] <= 90 * 86400


@override_settings(SECURE_SSL_REDIRECT=False)
def test_the_cookie_is_secure_where_the_site_is(exercise: Exercise) -> None:
    visitor = Visitor(exercise)
    visitor.post("begin", secure=True)
    assert visitor.client.cookies[access.COOKIE]["secure"]


def test_a_link_opens_the_draft_elsewhere_and_leaves_its_secret_out_of_the_address(begun: Visitor) -> None:
    elsewhere = Visitor(begun.exercise)
    answer = elsewhere.get("link", begun.token)
    assert answer.status_code == 302
    assert answer.url == begun.address("tasks")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "a committee&#x27;s secret" in elsewhere.text("page", "tasks")


def test_the_link_of_a_sent_answer_leads_to_what_was_sent(begun: Visitor) -> None:
    begun.say_who()
    begun.send()
    assert Visitor(begun.exercise).get("link", begun.token).url == begun.address("view")


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 3000, "ä" * 43, "%00", "..", "' OR 1=1 --"])
def test_a_wrong_link_says_what_to_do(exercise: Exercise, visitor: Visitor, token: str) -> None:
    page = visitor.client.get(f"{visitor.address('start')}link/{token}/")
    assert page.status_code == 404
    if len(token) > 10:
        assert "This link does not open a draft" in words_in(page.content.decode())


def test_a_revoked_link_opens_nothing(begun: Visitor) -> None:
    PrivateLink.objects.update(revoked_at=clock.now())
    assert begun.get("tasks").status_code == 404
    assert Visitor(begun.exercise).get("link", begun.token).status_code == 404


def test_a_link_opens_nothing_in_another_exercise(begun: Visitor) -> None:
    other = Exercise.objects.get()
    other.pk, other.slug, other._state.adding = None, "elsewhere", True
    other.save()
    visitor = Visitor(other)
    assert visitor.get("link", begun.token).status_code == 404
    visitor.client.cookies[access.COOKIE] = begun.token
    assert visitor.get("tasks").status_code == 404


def test_a_draft_can_have_several_links_and_each_can_be_revoked(begun: Visitor) -> None:
    second = access.mint_link(begun.draft)
    PrivateLink.objects.filter(token_hash=access.tokens.hash_token(begun.token)).update(revoked_at=clock.now())
    assert begun.get("tasks").status_code == 404
    assert Visitor(begun.exercise).get("link", second).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "y" * 101, "ÿ", '"', "a b"])
def test_any_other_cookie_opens_nothing(begun: Visitor, cookie: str) -> None:
    stranger = Visitor(begun.exercise)
    stranger.client.cookies[access.COOKIE] = cookie
    assert stranger.get("tasks").status_code == 404
    assert stranger.get("start").status_code == 200


def test_without_a_draft_what_was_typed_is_shown(visitor: Visitor) -> None:
    page = visitor.post("page", "tasks", data={"tasks-words": "an hour's <work>", "base": "1:1"})
    assert page.status_code == 404
    html = page.content.decode()
    assert "an hour&#x27;s &lt;work&gt;" in html
    assert "It was not saved" in words_in(html)
    assert ">1:1<" not in html


def test_no_page_of_a_draft_is_kept_by_a_cache(begun: Visitor) -> None:
    for name, *rest in (("tasks",), ("page", "tasks"), ("check",), ("later",), ("who",), ("word",)):
        assert "no-store" in begun.get(name, *rest)["Cache-Control"], name


def test_a_computer_can_be_made_to_forget(begun: Visitor) -> None:
    token = begun.token
    assert begun.post("leave").url == begun.address("start") + "?left=1"
    assert begun.get("tasks").status_code == 404
    assert Visitor(begun.exercise).get("link", token).status_code == 302


def test_the_link_comes_by_email_and_is_minted_when_it_is_sent(begun: Visitor) -> None:
    before = PrivateLink.objects.count()
    page = begun.post("later", data={"email": "ann@example.org"})
    assert "We are sending your private link to ann@example.org" in words_in(page.content.decode())
    assert PrivateLink.objects.count() == before
    assert outbox.drain() == 1
    (letter,) = mail.outbox
    assert letter.to == ["ann@example.org"]
    address = next(line for line in letter.body.splitlines() if line.startswith("http"))
    elsewhere = Visitor(begun.exercise)
    assert elsewhere.client.get(address.removeprefix("http://testserver")).url == begun.address("tasks")


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann@example.org\nBcc: bob@example.org", "a@b\0.org"])
def test_an_address_that_is_none_is_an_error_and_sends_nothing(begun: Visitor, email: str) -> None:
    page = begun.post("later", data={"email": email, "csrf": ""})
    assert page.status_code == 200
    assert "There is a problem" in words_in(page.content.decode())
    assert outbox.drain() == 0


def test_links_by_email_are_limited_for_each_draft(begun: Visitor) -> None:
    answers = [begun.post("later", data={"email": "ann@example.org"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_draft_that_expired_before_its_email_went_is_no_fault(begun: Visitor) -> None:
    begun.post("later", data={"email": "ann@example.org"})
    Draft.objects.all().delete()
    assert outbox.drain() == 1
    assert mail.outbox == []


def test_an_exercise_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    for path in ("", "tasks/", "questions/", "link/abc/", "view/"):
        assert visitor.client.get(f"/exercises/nowhere/answer/{path}").status_code == 404
    assert visitor.client.post("/exercises/nowhere/answer/begin/").status_code == 404


def test_an_exercise_that_is_not_published_is_not_found(exercise: Exercise, visitor: Visitor) -> None:
    Exercise.objects.update(state="draft")
    for name in ("start", "questions"):
        assert visitor.get(name).status_code == 404
    assert visitor.post("begin").status_code == 404


def test_drafts_of_the_factory_open_by_their_link(exercise: Exercise) -> None:
    draft = factories.draft(exercise, {"tasks-words": "words"})
    assert "words" in Visitor(exercise).open(draft).text("page", "tasks")
