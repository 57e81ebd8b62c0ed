"""What invented responses are made of: demo-responses.yaml of a content pack."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from common.errors import DomainError
from responses.kinds.base import Value
from responses.submission.sending import checked_answers
from responses.survey import Box, Survey

PACKS = Path(__file__).resolve().parents[2] / "engagement" / "content"


@dataclass(frozen=True)
class Book:
    """The responses written out in full, and single sentences for making any number more."""

    responses: list[dict[str, Any]]
    bank: dict[str, Any]
    stakeholders: list[dict[str, Any]] = field(default_factory=list)
    campaign: dict[str, Any] = field(default_factory=dict)
    mails: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def organisations(self) -> list[dict[str, str]]:
        names: list[dict[str, str]] = self.bank.get("organisation_names", [])
        return names

    @cached_property
    def copies(self) -> list[dict[str, Any]]:
        """Return the responses of the campaign, each as if it were written out in full."""
        return [_copy(self.campaign, number, copy) for number, copy in enumerate(self.campaign.get("copies", []), 1)]

    def sentences(self, part_key: str, *, stance: str = "", option_key: str = "") -> list[str]:
        """Return sentences that fit a box."""
        by_option = self.bank.get(stance, {}) if stance else {}
        if stance:
            return [*by_option.get("any", []), *by_option.get(option_key, [])]
        return self.bank.get(part_key, [])


def _copy(campaign: dict[str, Any], number: int, copy: dict[str, Any]) -> dict[str, Any]:
    """Put a person's own words, where there are any, before or after the text that all of them sent."""
    text = "\n\n".join(words for words in (copy.get("before"), campaign["text"].strip(), copy.get("after")) if words)
    return {
        "key": f"campaign-{number}",
        "channel": copy.get("channel", "online"),
        "day": copy["day"],
        "minute": copy["minute"],
        "timing": "on_time",
        "moderation": "unmoderated",
        "who": {"kind": "individual", "area": copy["area"]},
        "answers": {campaign["part"]: text},
    }


@lru_cache(maxsize=4)
def book_of(slug: str) -> Book:
    """Read the invented responses of an exercise."""
    path = PACKS / slug / "demo-responses.yaml"
    if not path.is_file():
        raise DomainError(f"The content pack of {slug} holds no demo-responses.yaml to make responses from.")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Book(**{part.name: data[part.name] for part in fields(Book) if part.name in data})


def _keys(box: Box) -> list[str]:
    """Return the keys that an answer stands under, from its part inwards."""
    item = box.item
    named = [each.key for each in (item.option, item.factor) if each]
    return [*named, item.stance] if item.stance else named


def values_of(survey: Survey, answers: dict[str, Any]) -> dict[int, Value]:
    """Turn answers by part (and option, factor, stance) into values by item, checked as the public's are."""
    raws: dict[int, Any] = {}
    for box in survey.boxes.values():
        said = answers.get(box.part.key)
        for under in _keys(box):
            said = said.get(under) if isinstance(said, dict) else None
        if said:
            raws[box.item.id] = said.strip() if isinstance(said, str) else said
    values, errors = checked_answers(survey, raws)
    if errors:
        raise DomainError(f"An invented response is invalid: {errors}")
    return values
