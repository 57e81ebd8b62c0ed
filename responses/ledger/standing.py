"""What a response must look like after its acts. Pure but for the names of verbs and standings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from responses.moderation.models import Act
from responses.submission.models import Response

Verb, Standing = Act.Verb, Response.Standing
BECOMES = {
    Verb.ACCEPT: Standing.ACCEPTED,
    Verb.HOLD: Standing.HELD,
    Verb.PROPOSE_LEAVING_OUT: Standing.LEAVING_OUT,
    Verb.LEAVE_OUT: Standing.LEFT_OUT,
    Verb.RETURN: Standing.UNMODERATED,
}
ASIDE = frozenset({Standing.HELD, Standing.LEAVING_OUT, Standing.LEFT_OUT})
TAKEN_BACK = frozenset({Verb.WITHDRAW, Verb.UNDO_IMPORT})


@dataclass(frozen=True)
class State:
    """What acts decide of a response."""

    standing: str = Standing.UNMODERATED
    confirmed: bool = False
    withdrawn: bool = False
    superseded: bool = False

    @property
    def words(self) -> str:
        said = [str(Standing(self.standing).label).lower()]
        said += ["organisation confirmed"] if self.confirmed else []
        said += ["withdrawn"] if self.withdrawn else []
        said += ["replaced"] if self.superseded else []
        return ", ".join(said)


def of(response: Response) -> State:
    """Return how a response stands in its row."""
    return State(
        response.standing,
        response.organisation_confirmed,
        response.withdrawn_at is not None,
        response.superseded_at is not None,
    )


def after(acts: Iterable[Act]) -> State:
    """Return how a response stands after acts, in their order, from the beginning."""
    state = State()
    for act in acts:
        state = _after(state, act)
    return state


def _after(state: State, act: Act) -> State:
    standing, verb = state.standing, act.verb
    if verb in BECOMES:
        standing = BECOMES[Verb(verb)]
    elif verb == Verb.ANSWER_APPEAL and act.reason == Act.Reason.CHANGED and standing in ASIDE:
        standing = Standing.UNMODERATED
    confirmed = {Verb.CONFIRM_ORGANISATION: True, Verb.UNCONFIRM_ORGANISATION: False}.get(Verb(verb), state.confirmed)
    return State(
        standing,
        confirmed,
        state.withdrawn or verb in TAKEN_BACK,
        state.superseded or verb == Verb.SUPERSEDE,
    )


def left_out_by_one(acts: Sequence[Act]) -> bool:
    """Whether somebody agreed to a proposal of their own."""
    proposed = None
    for act in acts:
        if act.verb == Verb.PROPOSE_LEAVING_OUT:
            proposed = act.by_id
        elif act.verb == Verb.LEAVE_OUT and (proposed is None or act.by_id == proposed):
            return True
    return False
