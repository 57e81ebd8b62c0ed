"""What opens to everybody, to the cookie of a draft, to a secret, and to the owner of an account, and no more."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from common import clock
from responses.drafts import access
from tests import factories
from tests.security.addresses import (
    ACCOUNT,
    ADMINISTRATOR,
    ANALYST,
    COMMUNICATIONS,
    DRAFT,
    HEALTH,
    NEEDS_NOBODY_SIGNED_IN,
    POST_ONLY,
    PUBLIC,
    SLUG,
    STEERING,
    address,
    ask,
    further_parts,
)
from tests.security.world import ROLES, World


def test_the_public_reads_what_is_published_and_no_more(world: World):
    client = Client()
    known = world.own.arguments
    for name, parts in PUBLIC.items():
        if name in POST_ONLY:
            assert ask(client, address(name, parts, known)) == 302  # to the page with the button
            continue
        # The small exercise has no places to compare and may have no section of that name.
        assert ask(client, address(name, parts, known)) in {200, 404}, name
        if parts:
            assert ask(client, address(name, parts, {**known, "slug": "no-such"})) == 404, name
    world.own.exercise.__class__.objects.filter(pk=world.own.exercise.pk).update(state="draft", edition=None)
    for name, parts in PUBLIC.items():
        if parts and name not in POST_ONLY:
            assert ask(client, address(name, parts, known)) == 404, name
    for name in HEALTH:
        assert ask(client, reverse(name)) in {200, 503}


def test_published_responses_are_found_in_their_own_exercise_and_only_while_they_may_be_read(world: World):
    client, mixed = Client(), {**world.own.arguments, "public_number": world.other.published.number}
    response, number = world.own.published.response, world.own.published.number
    for name in ("published:response", "published:download_one"):
        assert ask(client, address(name, PUBLIC[name], mixed)) == 404, name
        assert ask(client, address(name, PUBLIC[name], {**mixed, "public_number": world.own.response.pk})) == 404, name
    url = address("published:response", PUBLIC["published:response"], world.own.arguments)
    assert ask(client, url) == 200
    for change in ({"may_publish": False}, {"standing": "unmoderated"}, {"withdrawn_at": clock.now()}):
        kept = {name: getattr(response, name) for name in change}
        response.__class__.objects.filter(pk=response.pk).update(**change)
        assert ask(client, url) == 410, change
        assert str(number).encode() not in client.get(address("published:list", SLUG, world.own.arguments)).content
        response.__class__.objects.filter(pk=response.pk).update(**kept)
    assert ask(client, url) == 200


def test_pages_of_a_draft_open_to_its_link_and_in_its_exercise_alone(world: World):
    draft, gone = factories.draft(world.own.exercise), factories.draft(world.own.exercise)
    token, revoked, keyed = (factories.link_to(one) for one in (draft, gone, world.own.keyed))
    gone.links.update(revoked_at=clock.now())
    wrong = []
    for name in sorted(DRAFT):
        parts = {**SLUG, **further_parts(f"responses:{name}")}
        method = "post" if f"responses:{name}" in POST_ONLY else "get"
        url = address(f"responses:{name}", parts, world.own.arguments)
        foreign = address(f"responses:{name}", parts, world.other.arguments)
        for who, cookie, asked, expected in (
            ("no cookie", "", url, {404}),
            ("a wrong cookie", "x" * 43, url, {404}),
            ("a huge cookie", "x" * 4000, url, {404}),
            ("a revoked link", revoked, url, {404}),
            ("a draft of another exercise", token, foreign, {404}),
            # The small exercise has no places to draw with.
            ("its author", token, url, {404} if name == "draw" else {200, 302}),
            ("a stolen link to what staff key in", keyed, url, {302}),
        ):
            client = Client()
            client.cookies[access.COOKIE] = cookie
            if (status := ask(client, asked, method)) not in expected:
                wrong.append((name, who, status))
            if who.startswith("a stolen") and method == "get":
                assert client.get(url)["Location"].startswith("/account/login/")
    assert wrong == []


def test_a_stolen_link_to_what_staff_key_in_opens_to_those_who_key_alone(world: World):
    token = factories.link_to(world.own.keyed)
    url = reverse("responses:tasks", args=[world.own.exercise.slug])
    found = {}
    for who in [*ROLES, "outsider", "careless", "nobody"]:
        client = world.client_of(who)
        client.cookies[access.COOKIE] = token
        found[who] = ask(client, url)
    assert found == {
        COMMUNICATIONS: 200,
        ANALYST: 403,
        STEERING: 403,
        ADMINISTRATOR: 403,
        "outsider": 404,
        "careless": 302,
        "nobody": 403,
    }


def test_a_link_is_of_one_exercise(world: World):
    token = factories.link_to(factories.draft(world.own.exercise))
    assert ask(Client(), reverse("responses:link", args=["northshire", token])) == 302
    for slug, secret in (("elsewhere", token), ("northshire", token[:-1]), ("northshire", "%00" + token)):
        assert ask(Client(), reverse("responses:link", args=[slug, secret])) == 404
    assert ask(Client(), reverse("accounts_staff:invitation", args=[token])) == 410
    assert ask(Client(), reverse("accounts_staff:join")) == 410


def test_pages_about_an_account_are_its_owners(world: World):
    stranger = Client()
    for name in sorted(ACCOUNT - NEEDS_NOBODY_SIGNED_IN):
        answer = stranger.get(reverse(name))
        assert answer.status_code in {302, 404}, name
        assert "/account/login/" in answer.get("Location", "/account/login/") or answer["Location"] == "/", name
    assert b"password1" not in stranger.get(reverse("account_signup")).content
