"""Every address of the site, and who may have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security import copies, register
from tests.security.world import ROLES

COMMUNICATIONS, ANALYST, STEERING, ADMINISTRATOR = ROLES
TEAM = {COMMUNICATIONS, ANALYST}
PUBLISHERS = {COMMUNICATIONS, ADMINISTRATOR}
REPORTS = {*TEAM, STEERING}
SLUG = {"slug": "slug"}
OF_PERSON = {"slug": "organisation", "pk": "person"}
OF_DRAFT = {**SLUG, "pk": "draft"}
OF_RESPONSE = {**SLUG, "reference": "reference"}
OF_IMPORT = {**SLUG, "number": "import"}
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
    "responses_staff:personal_data": (PUBLISHERS, SLUG),
    "responses_staff:legal_hold": (PUBLISHERS, SLUG),
    "responses_staff:what_is_held": (PUBLISHERS, SLUG),
    "responses_staff:person": ({COMMUNICATIONS}, SLUG),
    "responses_staff:person_export": ({COMMUNICATIONS}, SLUG),
    "responses_staff:person_ask": ({COMMUNICATIONS}, SLUG),
    "responses_staff:erasure": (PUBLISHERS, {**SLUG, "pk": "erasure"}),
    "responses_staff:retention_period": (PUBLISHERS, {**SLUG, "kept": "=responses"}),
    "responses_staff:retention_review": (PUBLISHERS, {**SLUG, "kept": "=responses"}),
    "responses_staff:queue": (TEAM, SLUG),
    "responses_staff:publishing": (PUBLISHERS, SLUG),
    "responses_staff:ledger": (TEAM, SLUG),
    "responses_staff:ledger_export": ({COMMUNICATIONS}, SLUG),
    "responses_staff:ledger_entry": (TEAM, OF_RESPONSE),
    "responses_staff:ledger_file": ({COMMUNICATIONS}, OF_RESPONSE),
    "responses_staff:bulk": ({COMMUNICATIONS}, SLUG),
    "responses_staff:key_in": ({COMMUNICATIONS}, SLUG),
    "responses_staff:key_in_new": ({COMMUNICATIONS}, SLUG),
    "responses_staff:arrival": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:discard": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:go_on": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:mail": ({COMMUNICATIONS}, SLUG),
    "responses_staff:mail_upload": ({COMMUNICATIONS}, SLUG),
    "responses_staff:mail_message": ({COMMUNICATIONS}, {**SLUG, "pk": "message"}),
    "responses_staff:mail_part": ({COMMUNICATIONS}, {**SLUG, "pk": "message", "number": "=0"}),
    "responses_staff:points": ({COMMUNICATIONS}, {**SLUG, "pk": "keyed_meeting"}),
    "responses_staff:split": ({COMMUNICATIONS}, {**SLUG, "pk": "keyed_meeting"}),
    "responses_staff:as_given": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:hand_over": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:take_back": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:second_check": ({COMMUNICATIONS}, OF_DRAFT),
    "responses_staff:check_rule": ({COMMUNICATIONS}, SLUG),
    "responses_staff:meeting": ({COMMUNICATIONS}, {**SLUG, "reference": "meeting_reference"}),
    "responses_staff:part_shown": ({COMMUNICATIONS}, {**SLUG, "pk": "message_original", "number": "=0"}),
    "responses_staff:original_shown": ({COMMUNICATIONS}, {**SLUG, "pk": "original"}),
    "responses_staff:original": ({COMMUNICATIONS}, {**SLUG, "pk": "original"}),
    "responses_staff:response": (TEAM, OF_RESPONSE),
    "responses_staff:redact_who": (
        {COMMUNICATIONS},
        {**SLUG, "reference": "meeting_reference", "field": "=meeting_name"},
    ),
    "responses_staff:redact": ({COMMUNICATIONS}, {**OF_RESPONSE, "answer_id": "answer_id"}),
    "responses_staff:imports": ({COMMUNICATIONS}, SLUG),
    "responses_staff:import_new": ({COMMUNICATIONS}, SLUG),
    "responses_staff:import": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_reading": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_columns": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_values": ({COMMUNICATIONS}, {**OF_IMPORT, "position": "=2"}),
    "responses_staff:import_fates": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_check": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_run": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_undo": ({COMMUNICATIONS}, OF_IMPORT),
    "responses_staff:import_mapping": ({COMMUNICATIONS}, OF_IMPORT),
    "analysis_staff:dashboard": (set(ROLES), SLUG),
    "analysis_staff:patterns": (REPORTS, SLUG),
    "analysis_staff:reports": (REPORTS, SLUG),
    "analysis_staff:early_access": ({COMMUNICATIONS}, SLUG),
    "analysis_staff:report": (REPORTS, OF_REPORT),
    "analysis_staff:report_page": (REPORTS, {**OF_REPORT, "page": "=summary"}),
    "analysis_staff:chart": (REPORTS, {**OF_REPORT, "key": "=days", "shape": "=wide"}),
    "analysis_staff:download": (REPORTS, {**OF_REPORT, "name": "=csv"}),
}
STAFF |= register.STAFF
STAFF |= copies.STAFF
WAITS_FOR_THE_END = {"report", "report_page", "chart", "download"}  # for the steering group
POST_ONLY = {
    "accounts_staff:revoke",
    "responses_staff:go_on",
    "responses_staff:split",
    "responses_staff:hand_over",
    "responses_staff:take_back",
    "responses:begin",
    "responses:submit",
    "responses:replace",
}
POST_ONLY |= {"responses_staff:person_export", "responses_staff:person_ask"}
POST_ONLY |= {"responses_staff:import_check", "responses_staff:import_run"}
POST_ONLY |= register.POST_ONLY
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
    "what_is_held": SLUG,
    "engagement:help": SLUG,
    "published:list": SLUG,
    "published:download": SLUG,
    "published:response": {**SLUG, "number": "public_number"},
    "published:download_one": {**SLUG, "number": "public_number"},
    "footprints:options": SLUG,
    "footprints:compare": SLUG,
    "footprints:populations": SLUG,
    "footprints:evidence": SLUG,
    "footprints:option_evidence": {**SLUG, "number": "=1"},
    "footprints:option": {**SLUG, "number": "=1"},
    "moderation_policy": SLUG,
    "responses:start": SLUG,
    "responses:begin": SLUG,
    "responses:questions": SLUG,
    "responses:leave": SLUG,
    "responses:drawn": {**SLUG, "code": "=ab"},
}
HEALTH = {"common:health", "common:health-web"}
# What only the cookie of a draft of this very exercise opens
DRAFT = {
    "tasks",
    "who",
    "about",
    "page",
    "draw",
    "later",
    "share",
    "word",
    "check",
    "submit",
    "receipt",
    "view",
    "replace",
    "withdraw",
    "appeal",
    "consent",
}
# A secret in the address or the session opens these
BY_SECRET = {
    "responses:host",
    "responses:link",
    "responses:mine",
    "accounts_staff:invitation",
    "accounts_staff:join",
    "account_confirm_email",
} | {
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
BY_SECRET |= register.BY_SECRET
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


def places(known: dict[str, Any]) -> dict[str, Any]:
    return {key: known[key] for key in ("organisation", "slug")}


def ask(client: Client, url: str, method: str = "get") -> int:
    """Return the status, and read a file to its end, which closes it."""
    answer = getattr(client, method)(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def further_parts(name: str) -> dict[str, str]:
    return {
        "responses:page": {"page_key": "=tasks"},
        "responses:draw": {"part_key": "=tasks-words"},
        "responses:link": {"token": "=abc"},
        "responses:invitation": {"token": "=abc"},
        "responses:stop": {"token": "=abc"},
        "responses:mine": {"token": "=abc"},
        "responses:host": {"token": "=abc"},
        "accounts_staff:invitation": {"token": "=abc"},
        "account_confirm_email": {"key": "=abc"},
        "account_reset_password_from_key": {"uidb36": "=1", "key": "=abc"},
    }.get(name, {})
