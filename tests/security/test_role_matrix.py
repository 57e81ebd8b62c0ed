"""Every address of the resolver as everybody: a new one fails here until it is said who may have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from common import clock
from engagement.phases import Phase
from responses.drafts import access
from tests import factories
from tests.security import world as worlds
from tests.security.world import ROLES, World

COMMUNICATIONS, ANALYST, STEERING, ADMINISTRATOR = ROLES
TEAM = {COMMUNICATIONS, ANALYST}
PUBLISHERS = {COMMUNICATIONS, ADMINISTRATOR}
REPORTS = {*TEAM, STEERING}
SLUG = {"slug": "slug"}
OF_PERSON = {"slug": "organisation", "pk": "person"}
OF_DRAFT = {**SLUG, "pk": "draft"}
OF_RESPONSE = {**SLUG, "reference": "reference"}
OF_REPORT = {**SLUG, "number": "number"}

# Who may have a staff page, and what its address is made of; a value in `=` stands as it is.
STAFF: dict[str, tuple[set[str], dict[str, str]]] = {
    "components": (set(ROLES), {}),
    "engagement_staff:home": (set(ROLES), {}),
    "engagement_staff:exercise": (PUBLISHERS, SLUG),
    "engagement_staff:publish": (PUBLISHERS, SLUG),
    "engagement_staff:extend": (PUBLISHERS, SLUG),
    "engagement_staff:close": (PUBLISHERS, SLUG),
    "engagement_staff:notice": (PUBLISHERS, SLUG),
    "engagement_staff:preview": (PUBLISHERS, SLUG),
    "engagement_staff:preview-page": (PUBLISHERS, {**SLUG, "rest": "=document/"}),
    "footprints_staff:boundaries": (PUBLISHERS, SLUG),
    "footprints_staff:boundary_set": (PUBLISHERS, {**SLUG, "pk": "boundary_set"}),
    "accounts_staff:people": ({ADMINISTRATOR}, {}),
    "accounts_staff:invite": ({ADMINISTRATOR}, {"slug": "organisation"}),
    "accounts_staff:revoke": ({ADMINISTRATOR}, {"slug": "organisation", "pk": "invitation"}),
    "accounts_staff:record": ({ADMINISTRATOR}, {"slug": "organisation"}),
    "accounts_staff:person": ({ADMINISTRATOR}, OF_PERSON),
    "accounts_staff:reset": ({ADMINISTRATOR}, OF_PERSON),
    "accounts_staff:remove": ({ADMINISTRATOR}, OF_PERSON),
    "responses_staff:queue": (TEAM, SLUG),
    "responses_staff:bulk": ({COMMUNICATIONS}, SLUG),
    "responses_staff:key_in": ({COMMUNICATIONS}, SLUG),
    "responses_staff:key_in_new": ({COMMUNICATIONS}, SLUG),
    "responses_staff:arrival": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:go_on": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:original": ({COMMUNICATIONS}, {**SLUG, "pk": "original"}),
    "responses_staff:response": (TEAM, OF_RESPONSE),
    "responses_staff:redact": ({COMMUNICATIONS}, {**OF_RESPONSE, "answer_id": "answer_id"}),
    "analysis_staff:dashboard": (set(ROLES), SLUG),
    "analysis_staff:reports": (REPORTS, SLUG),
    "analysis_staff:early_access": ({COMMUNICATIONS}, SLUG),
    "analysis_staff:report": (REPORTS, OF_REPORT),
    "analysis_staff:report_page": (REPORTS, {**OF_REPORT, "page": "=summary"}),
    "analysis_staff:chart": (REPORTS, {**OF_REPORT, "key": "=days", "shape": "=wide"}),
    "analysis_staff:download": (REPORTS, {**OF_REPORT, "name": "=csv"}),
}
WAITS_FOR_THE_END = {"report", "report_page", "chart", "download"}  # for the steering group
POST_ONLY = {"accounts_staff:revoke", "responses_staff:go_on", "responses:begin"} | {
    "responses:submit",
    "responses:replace",
}

# What the public reads, and what answers everybody
PUBLIC: dict[str, dict[str, str]] = {
    "engagement:hub": {},
    "engagement:accessibility": {},
    "engagement:cookies": {},
    "engagement:exercise": SLUG,
    "engagement:document": SLUG,
    "engagement:print": SLUG,
    "engagement:section": {**SLUG, "key": "=a"},
    "engagement:respond": SLUG,
    "engagement:privacy": SLUG,
    "engagement:help": SLUG,
    "footprints:options": SLUG,
    "footprints:compare": SLUG,
    "footprints:populations": SLUG,
    "footprints:option": {**SLUG, "number": "=1"},
    "responses:start": SLUG,
    "responses:begin": SLUG,
    "responses:questions": SLUG,
    "responses:leave": SLUG,
}
HEALTH = {"common:health", "common:health-web"}
# What only the cookie of a draft of this very exercise opens
DRAFT = {"tasks", "who", "about", "page", "later", "word", "check", "submit", "receipt", "view", "replace", "withdraw"}
# A secret in the address or the session opens these
BY_SECRET = {"responses:link", "accounts_staff:invitation", "accounts_staff:join", "account_confirm_email"} | {
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
# allauth's pages: about the visitor alone, and never about an object of somebody's
ACCOUNT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_reset_password_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
NEEDS_NOBODY_SIGNED_IN = {"account_login", "account_signup", "account_inactive", "account_reset_password"} | {
    "account_reset_password_done",
    "account_email_verification_sent",
}
CLASSIFIED = {*STAFF, *PUBLIC, *HEALTH, *BY_SECRET, *ACCOUNT, *(f"responses:{name}" for name in DRAFT)}


def addresses(resolver: Any = None, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Return every pattern of the site with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, pattern, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield pattern, f"{space}{entry.name}"


def address(name: str, parts: dict[str, str], known: dict[str, Any]) -> str:
    return reverse(name, kwargs={key: part[1:] if part.startswith("=") else known[part] for key, part in parts.items()})


def _places(known: dict[str, Any]) -> dict[str, Any]:
    return {key: known[key] for key in ("organisation", "slug")}


def ask(client: Client, url: str, method: str = "get") -> int:
    """Return the status, and read a file to its end, which closes it."""
    answer = getattr(client, method)(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def world(db: None) -> World:
    return worlds.make()


def test_every_address_is_classified():
    found = {name for _, name in addresses() if not name.startswith("admin:")}
    assert found - CLASSIFIED == set(), "Say in this file who may have the new pages."
    assert CLASSIFIED - found == set(), "These pages are gone; take them out of this file."


def test_staff_pages_open_to_their_roles_and_to_nobody_else(world: World):
    wrong = []
    clients = {who: world.client_of(who) for who in [*world.people, "stranger"]}
    own, other = world.own.arguments, world.other.arguments
    for name, (roles, parts) in STAFF.items():
        url = address(name, parts, own)
        theirs = [address(name, parts, other)] if parts else []
        if {"person", "invitation", "reference", "draft", "original", "boundary_set"} & set(parts.values()):
            # our exercise in the address with an object of theirs, and theirs with ours
            theirs += [
                address(name, parts, {**second, **_places(first)}) for first, second in ((own, other), (other, own))
            ]
        method = "post" if name in POST_ONLY else "get"
        for role in ROLES:
            waits = role == STEERING and name.partition(":")[2] in WAITS_FOR_THE_END
            good = {404} if waits else {200, 302} if role in roles else {403}
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


def test_what_is_posted_is_guarded_like_what_is_read(world: World):
    wrong = []
    clients = {who: world.client_of(who) for who in [*world.people, "stranger"]}
    for name, (roles, parts) in STAFF.items():
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


def test_no_post_goes_without_its_token(world: World):
    """Signed in as whoever may do most, with the cookie of a draft."""
    draft = factories.draft(world.own.exercise)
    known = world.own.arguments
    wrong = []
    for who in (COMMUNICATIONS, ADMINISTRATOR):
        client = world.client_of(who, enforce_csrf_checks=True)
        client.cookies[access.COOKIE] = factories.link_to(draft)
        for name in sorted(CLASSIFIED):
            parts = STAFF[name][1] if name in STAFF else PUBLIC.get(name, SLUG if name.startswith("responses:") else {})
            try:
                url = address(name, {**parts, **_missing(name)}, known)
            except NoReverseMatch:
                raise AssertionError(f"{name} takes other arguments") from None
            if (status := client.post(url, {"key": "x"}).status_code) != 403:
                wrong.append((name, who, status))
    assert wrong == []


def _missing(name: str) -> dict[str, str]:
    return {
        "responses:page": {"page_key": "=tasks"},
        "responses:link": {"token": "=abc"},
        "accounts_staff:invitation": {"token": "=abc"},
        "account_confirm_email": {"key": "=abc"},
        "account_reset_password_from_key": {"uidb36": "=1", "key": "=abc"},
    }.get(name, {})


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


def test_the_public_reads_what_is_published_and_no_more(world: World):
    client = Client()
    known = world.own.arguments
    for name, parts in PUBLIC.items():
        if name in POST_ONLY:
            assert ask(client, address(name, parts, known)) == 405
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


def test_pages_of_a_draft_open_to_its_link_and_in_its_exercise_alone(world: World):
    draft, gone = factories.draft(world.own.exercise), factories.draft(world.own.exercise)
    token, revoked, keyed = (factories.link_to(one) for one in (draft, gone, world.own.keyed))
    gone.links.update(revoked_at=clock.now())
    wrong = []
    for name in sorted(DRAFT):
        parts = {**SLUG, **_missing(f"responses:{name}")}
        method = "post" if f"responses:{name}" in POST_ONLY else "get"
        url = address(f"responses:{name}", parts, world.own.arguments)
        foreign = address(f"responses:{name}", parts, world.other.arguments)
        for who, cookie, asked, expected in (
            ("no cookie", "", url, {404}),
            ("a wrong cookie", "x" * 43, url, {404}),
            ("a huge cookie", "x" * 4000, url, {404}),
            ("a revoked link", revoked, url, {404}),
            ("a draft of another exercise", token, foreign, {404}),
            ("its author", token, url, {200, 302}),
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
