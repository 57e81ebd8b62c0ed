"""What the register joins when the app starts: the outbox, and the links of the staff header."""

from __future__ import annotations

from accounts import navigation
from accounts.models import Role
from accounts.permissions import KEYERS
from common import outbox
from responses.register.inviting import mails, rounds


def join() -> None:
    """Join the registries of the rooms below; called once."""
    outbox.register(rounds.PUT_DOWN, rounds.put_down)
    outbox.register(rounds.SEND, mails.send)
    outbox.register(mails.TRY, mails.send_trial)
    navigation.register("Stakeholders", "responses_staff:stakeholders", roles=KEYERS, order=60, of_exercise=True)
    told = {Role.STEERING, Role.ANALYST}
    navigation.register("Not heard from", "responses_staff:unheard", roles=told, order=61, of_exercise=True)
