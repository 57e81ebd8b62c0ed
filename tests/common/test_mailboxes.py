"""Mailboxes as the settings name them: wrong ones are told before the site starts, and no secret is."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from common import mailboxes


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"a": "imaps://host"}', "not of the form"),
        ('{"a": "imaps://user@host:x"}', "not to be understood"),
        ('{"a": "imaps://user@host"}', "neither a password nor a token_url"),
        ('{"a": "imap://user:secret@mail.example.org"}', "without encryption"),
        ('{"a": {"url": "imaps://user:secret@host", "colour": "x"}}', "which is not known"),
        ('{"a": {"url": "imaps://user:secret@host", "scope": 1}}', "not text"),
        ('{"a": {"url": "imaps://user@host", "token_url": "https://x"}}', "no client_id"),
        (
            '{"a": {"url": "imaps://u@h", "token_url": "http://x.org", "client_id": "a", "client_secret": "secret"}}',
            "does not begin with https",
        ),
    ],
)
def test_wrong_settings_are_told_before_the_site_starts_and_without_their_secrets(given, problem, settings):
    settings.MAILBOXES = given
    with pytest.raises(mailboxes.Misnamed, match=problem) as told:
        mailboxes.read(given)
    assert "secret" not in str(told.value).replace("client_secret", "")
    with pytest.raises(SystemCheckError, match=r"common\.E013"):
        call_command("check")


def test_an_address_of_a_mailbox_is_taken_apart():
    box = mailboxes.read('{"a": "imap+tls://me%40example.org:p%2F%40@mail.example.org/Shared%20box?move_to=Kept"}')["a"]
    assert (box.user, box.password, box.port, box.folder) == ("me@example.org", "p/@", 143, "Shared box")
    assert box.move_to == "Kept"
    assert "p/@" not in repr(box)
    assert repr(mailboxes.Hidden("secret")) == "'[secret]'"
