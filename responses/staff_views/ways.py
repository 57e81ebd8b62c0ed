"""What can be done to a response on its page: each way with its form, its key and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from responses.moderation import appeals, forms, moderation, suggestions, telling
from responses.moderation.author_models import Appeal
from responses.moderation.models import AGAINST, Act
from responses.moderation.policy import PolicyInForce
from responses.moderation.redact_forms import SuggestionsForm
from responses.submission.models import Response


@dataclass(frozen=True)
class Way:
    """One act that a button stands for: its form, its verb and what is said afterwards."""

    form: str
    act: Callable[..., Act]
    done: str

    def said(self, act: Act) -> str:
        """Return what was done, and where nobody could be written to, that it is left to the team."""
        if act.verb in (Act.Verb.TELL, Act.Verb.ANSWER_APPEAL) and not telling.address_of(act.response_id):
            return f"{self.done}. {telling.NO_EMAIL}"
        return f"{self.done}, and goes to them by email." if act.verb == Act.Verb.TELL else f"{self.done}."


FORMS: dict[str, type[forms.ActForm]] = {
    "accept": forms.AcceptForm,
    "aside": forms.AsideForm,
    "agree": forms.AgreeForm,
    "return": forms.ReturnForm,
    "confirm": forms.ConfirmForm,
    "unconfirm": forms.UnconfirmForm,
    "tell": forms.TellForm,
    "answer_appeal": forms.AnswerAppealForm,
}
TITLES = {
    "aside": "Hold it, or leave it out",
    "return": "Return it to the queue",
    "confirm": "Confirm the organisation",
    "unconfirm": "Take the confirmation back",
    "tell": "Tell its author",
}
# What a single key opens or presses; the page lists them
KEYS = {"aside": "hx", "return": "r", "confirm": "c", "unconfirm": "c", "tell": "t", "answer_appeal": "p", "agree": "g"}
WAYS = {
    "accept": Way("accept", moderation.accept, "Accepted"),
    "accept_next": Way("accept", moderation.accept, "Accepted"),
    "hold": Way("aside", moderation.hold, "Held"),
    "propose": Way("aside", moderation.propose_leaving_out, "Proposed to leave out; a second person has to agree"),
    "agree": Way("agree", moderation.leave_out, "Left out of the analysis"),
    "return": Way("return", moderation.return_to_queue, "Returned to the queue"),
    "confirm": Way("confirm", moderation.confirm_organisation, "The organisation is confirmed"),
    "unconfirm": Way("unconfirm", moderation.unconfirm_organisation, "The confirmation is taken back"),
    "tell": Way("tell", telling.tell, "The message stands on its author's private page"),
    "answer_appeal": Way("answer_appeal", appeals.answer, "The appeal is answered"),
}


def suggestions_form(
    response: Response, rules: PolicyInForce, tried: tuple[str, forms.ActForm] | None
) -> forms.ActForm:
    if tried and tried[0] == "suggestions":
        return tried[1]
    initial = {"version": response.version, "reason": suggestions.usual_reason(rules)}
    return SuggestionsForm(initial=initial, auto_id="suggestions-%s", policy=rules)


def ways_for(
    user_id: int | None,
    response: Response,
    acts: list[Act],
    tried: tuple[str, forms.ActForm] | None,
    rules: PolicyInForce,
) -> list[dict[str, Any]]:
    """Return the forms to offer, and always the one that was refused, so that nothing typed is lost."""
    proposal = next((act for act in reversed(acts) if act.verb == Act.Verb.PROPOSE_LEAVING_OUT), None)
    may_agree = proposal is not None and proposal.by_id != user_id
    names = list(forms.offered(response, may_agree=may_agree))
    if open_appeal(acts) and not took_part(user_id, acts):
        names.insert(0, "answer_appeal")
    if tried and tried[0] in FORMS and tried[0] not in names:
        names.insert(0, tried[0])
    ways = []
    for name in names:
        is_tried = tried is not None and tried[0] == name
        form = tried[1] if tried and is_tried else _fresh(name, response, rules)
        ways.append(
            {"name": name, "title": TITLES.get(name, ""), "form": form, "open": is_tried, "key": KEYS.get(name)}
        )
    return ways


def _fresh(name: str, response: Response, rules: PolicyInForce) -> forms.ActForm:
    initial: dict[str, Any] = {"version": response.version}
    if name == "tell":
        initial["text"] = telling.suggested_text(response, rules)
    return FORMS[name](initial=initial, auto_id=f"{name}-%s", policy=rules)


def took_part(user_id: int | None, acts: list[Act]) -> bool:
    """Tell whether somebody took part in a decision, so that another person answers the appeal against it."""
    return any(act.verb in AGAINST and act.by_id == user_id for act in acts)


def open_appeal(acts: list[Act]) -> Appeal | None:
    """Return the appeal that waits for an answer."""
    made = [act.appeal for act in acts if hasattr(act, "appeal")]
    return next((one for one in made if one.answered_id is None), None)
