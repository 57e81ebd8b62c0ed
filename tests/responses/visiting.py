"""A respondent's browser without a browser: it follows the pages of one exercise and posts their forms."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.models import Draft, DraftAnswer
from tests import factories

ANSWERS = {
    "tasks-words": "More nurses.",
    "tasks-days": ["saturday", "sunday"],
    "factors-right.travel": "yes",
    "factors-most": "cost",
    "options.trust.advantage": "n/a",
    "better": "second",
}
WORDS, DAYS = "tasks-words", "tasks-days"


class Visitor:
    def __init__(self, exercise: Exercise, **client: Any) -> None:
        self.exercise = exercise
        self.client = Client(**client)

    def address(self, name: str, *arguments: str) -> str:
        return reverse(f"responses:{name}", args=[self.exercise.slug, *arguments])

    def get(self, name: str, *arguments: str, **extra: Any) -> HttpResponse:
        return self.client.get(self.address(name, *arguments), **extra)

    def post(self, name: str, *arguments: str, data: Any = None, **extra: Any) -> HttpResponse:
        return self.client.post(self.address(name, *arguments), data or {}, **extra)

    def begin(self) -> Draft:
        """Start an answer and return its draft."""
        assert self.post("begin").status_code == 302
        return self.draft

    def open(self, draft: Draft) -> Visitor:
        """Follow a new private link of a draft."""
        self.get("link", access.mint_link(draft))
        return self

    def another_window(self) -> Visitor:
        """Return another window of the same browser."""
        other = Visitor(self.exercise)
        other.client.cookies = self.client.cookies
        return other

    @property
    def token(self) -> str:
        return self.client.cookies[access.COOKIE].value

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(links__token_hash=access.tokens.hash_token(self.token))

    def say_who(self, **about: str) -> HttpResponse:
        """Fill in 'who you are', as an individual unless told otherwise."""
        kind = about.pop("kind", "individual")
        self.post("who", data={"kind": kind})
        found = re.search(r'name="base" value="([^"]*)"', self.text("about"))
        return self.post("about", data={"csrf": "", "base": found[1] if found else "", **about})

    def answer(self, page: str, **boxes: Any) -> HttpResponse:
        """Open a page, fill in boxes (`__` in a name stands for a dot) and save, as a browser would."""
        base = self.base_of(page)
        return self.post("page", page, data={**self.shown(page), **_dotted(boxes), "base": base})

    def base_of(self, page: str) -> str:
        found = re.search(r'name="base" value="([^"]*)"', self.text("page", page))
        assert found is not None
        return found[1]

    def shown(self, page: str) -> dict[str, Any]:
        """Return what stands in the boxes of a page."""
        stored = {answer.item_id: answer.raw for answer in self.draft.answers.all()}
        boxes = factories.survey(self.exercise).page_by_key[page].boxes
        return {box.item.key: stored[box.item.id] for box in boxes if box.item.id in stored}

    def text(self, name: str, *arguments: str) -> str:
        return self.get(name, *arguments).content.decode()

    def send(self) -> HttpResponse:
        """Open the check page and press the button."""
        return self.post("submit", data={"key": key_on(self.text("check"))})


def key_on(html: str) -> str:
    """Return the submission key that a check page carries."""
    found = re.search(r'name="key" value="([^"]*)"', html)
    return found[1] if found else ""


def words_in(html: str) -> str:
    """Return the text of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def stored(visitor: Visitor, key: str = WORDS) -> object:
    """Return what the visitor's draft holds for a box."""
    answer = DraftAnswer.objects.filter(draft=visitor.draft, item__key=key).first()
    return answer and answer.raw


def _dotted(boxes: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("__", ".").replace("_", "-"): value for name, value in boxes.items()}
