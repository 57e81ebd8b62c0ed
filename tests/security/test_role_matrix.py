"""Every address of the resolver as everybody: a new one fails here until it is said who may have it."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.models import Role
from common import clock
from engagement.phases import Phase
from responses.drafts import access
from tests import factories
from tests.security import register
from tests.security.addresses import (
    ADMINISTRATOR,
    CLASSIFIED,
    COMMUNICATIONS,
    POST_ONLY,
    PUBLIC,
    SLUG,
    STAFF,
    STEERING,
    WAITS_FOR_THE_END,
    address,
    addresses,
    ask,
    further_parts,
    places,
)
from tests.security.world import ROLES, World

Pages = dict[str, tuple[set[str], dict[str, str]]]
OBJECTS = {"person", "invitation", "reference", "draft", "original", "boundary_set", *register.OBJECTS, "keyed_meeting"}
OBJECTS |= {"meeting_reference", "message", "message_original", "erasure"}


# Some of the addresses at a time, so that several processes share the work; their order stays, as some change a state.
TOGETHER = 20
STRETCHES = [dict(list(STAFF.items())[start : start + TOGETHER]) for start in range(0, len(STAFF), TOGETHER)]
each_stretch = pytest.mark.parametrize("pages", STRETCHES, ids=lambda pages: f"from {next(iter(pages))}")


def test_every_address_is_classified():
    found = {name for _, name in addresses() if not name.startswith("admin:")}
    assert found - CLASSIFIED == set(), "Say in addresses.py who may have the new pages."
    assert CLASSIFIED - found == set(), "These pages are gone; take them out of addresses.py."


@each_stretch
def test_staff_pages_open_to_their_roles_and_to_nobody_else(world: World, pages: Pages):
    wrong = []
    clients = {who: world.client_of(who) for who in [*world.people, "stranger"]}
    own, other = world.own.arguments, world.other.arguments
    for name, (roles, parts) in pages.items():
        url = address(name, parts, own)
        theirs = [address(name, parts, other)] if parts else []
        if OBJECTS & set(parts.values()):
            # our exercise in the address with an object of theirs, and theirs with ours
            theirs += [
                address(name, parts, {**second, **places(first)}) for first, second in ((own, other), (other, own))
            ]
        method = "post" if name in POST_ONLY else "get"
        for role in ROLES:
            waits = role == STEERING and name.partition(":")[2] in WAITS_FOR_THE_END
            opens = {200, 302, 422} if method == "post" else {200, 302}  # a form that was posted empty
            good = {404} if waits else opens if role in roles else {403}
            if (status := ask(clients[role], url, method)) not in good:
                wrong.append((name, role, url, status))
            for foreign in theirs:
                expected = {404} if role in roles else {403, 404}
                if (status := ask(clients[role], foreign, method)) not in expected:
                    wrong.append((name, role, foreign, status))
        for who, expected in (("stranger", {302}), ("careless", {302}), ("nobody", {403}), ("superuser", {403})):
            if (status := ask(clients[who], url, method)) not in expected:
                wrong.append((name, who, url, status))
        if parts and (status := ask(clients["outsider"], url, method)) != 404:
            wrong.append((name, "outsider", url, status))
    assert wrong == []


@each_stretch
def test_what_is_posted_is_guarded_like_what_is_read(world: World, pages: Pages):
    wrong = []
    clients = {who: world.client_of(who) for who in [*world.people, "stranger"]}
    for name, (roles, parts) in pages.items():
        url = address(name, parts, world.own.arguments)
        others = [role for role in ROLES if role not in roles]
        for who in [*others, "outsider", "stranger", "nobody", "careless"]:
            expected = {302, 405} if who in {"stranger", "careless"} else {403, 404, 405}
            if who == "outsider" and not parts:
                continue
            answer = clients[who].post(url, {"reason": "because", "act": "accept", "version": "0", "audience": "team"})
            if answer.status_code not in expected:
                wrong.append((name, who, answer.status_code))
            if answer.status_code == 302 and "/account/" not in answer["Location"]:
                wrong.append((name, who, answer["Location"]))
    assert wrong == []


@pytest.mark.parametrize("who", [COMMUNICATIONS, ADMINISTRATOR])
def test_no_post_goes_without_its_token(world: World, who: Role):
    """Signed in as whoever may do most, with the cookie of a draft."""
    client = world.client_of(who, enforce_csrf_checks=True)
    client.cookies[access.COOKIE] = factories.link_to(factories.draft(world.own.exercise))
    wrong = []
    for name in sorted(CLASSIFIED - register.WITHOUT_TOKEN):
        parts = STAFF[name][1] if name in STAFF else PUBLIC.get(name, SLUG if name.startswith("responses:") else {})
        try:
            url = address(name, {**parts, **further_parts(name)}, world.own.arguments)
        except NoReverseMatch:
            raise AssertionError(f"{name} takes other arguments") from None
        if (status := client.post(url, {"key": "x"}).status_code) != 403:
            wrong.append((name, status))
    assert wrong == []


def test_reports_open_to_the_steering_group_at_the_end_and_only_its_own(world: World):
    client = world.client_of(STEERING)
    pages = ("report", "report_page", "chart", "download")

    def statuses(number: int) -> set[int]:
        known = {**world.own.arguments, "number": number}
        return {
            ask(client, address(f"analysis_staff:{page}", STAFF[f"analysis_staff:{page}"][1], known)) for page in pages
        }

    exercise, reports = world.own.exercise, world.own.reports
    assert exercise.phase(clock.now()) is Phase.OPEN
    assert [statuses(report.number) for report in reports.values()] == [{404}] * 3
    with clock.held(exercise.grace_ends_at):
        assert statuses(reports["steering"].number) == {200}
        assert statuses(reports["team"].number) == statuses(reports["public"].number) == statuses(99) == {404}
    with clock.held(exercise.closes_at):  # within grace answers still come in
        assert statuses(reports["steering"].number) == {404}


def test_the_admin_opens_to_superusers_alone(world: World):
    """Even a superuser without a second factor is sent to set one up; Django's own sign-in is not used."""
    urls = [_filled(pattern) for pattern, name in addresses() if name.startswith("admin:")]
    urls = [url for url in urls if url not in {"/admin/logout/", "/admin/login/"}]
    assert len(urls) > 50
    clients = {who: world.client_of(who) for who in ["stranger", ADMINISTRATOR, "superuser"]}
    for url in urls:
        for client in clients.values():
            assert ask(client, url) in {302, 404}, url
            assert ask(client, url, "post") in {302, 403, 404, 405}, url
    assert ask(clients[ADMINISTRATOR], "/admin/login/") == 403
    assert clients["stranger"].get("/admin/login/?next=https://evil.example/")["Location"].startswith("/account/login/")
    assert clients["superuser"].get("/admin/login/")["Location"] == reverse("mfa_activate_totp")


def _filled(pattern: str) -> str:
    """Make an address of a pattern of the admin."""
    for part in ("<path:object_id>", "<id>", "<path:content_type_id>"):
        pattern = pattern.replace(part, "1")
    if "(?P<app_label>" in pattern:
        return "/admin/responses/"
    return "/" + pattern.replace("(?P<url>.*)$", "no-such-page").replace("^", "")
