"""Survey pages over distinct half-filled drafts against the same fields drawn by plain django.forms."""

from __future__ import annotations

import json
from typing import Any

from bench.client import Expected, Request
from bench.figures import Figure, Side, compare
from bench.stage import Stage

DRAFTS = 200
CONCURRENCY = 8
CSRF = "b" * 32
NONSENSE = "nonsense"
EVERY = 20  # one page in so many is one with errors


def measure(stage: Stage) -> list[Figure]:
    """Requests per second of the largest page of questions and of a page of an option."""
    pages = stage.survey["pages"]
    largest = max(pages, key=lambda key: len(pages[key]))
    an_option = next(key for key in pages if key.startswith("options-"))
    drafts = stage.prepared("drafts", DRAFTS)
    texts = [
        {name: value if isinstance(value, str) else value[0] for name, value in draft["answers"].items()}
        for draft in drafts
    ]
    ids = json.loads(stage.run("-m", "bench.bare.fill", given=json.dumps(texts)))
    return [_figure(stage, key, drafts, texts, ids) for key in (largest, an_option)]


def _figure(
    stage: Stage, key: str, drafts: list[dict[str, Any]], texts: list[dict[str, str]], ids: list[int]
) -> Figure:
    fields = stage.survey["pages"][key]
    cookies = [{"Cookie": f"answer={draft['token']}; csrf={CSRF}"} for draft in drafts]
    ours = _requests([f"{stage.address}answer/questions/{key}/"] * len(drafts), cookies, fields, texts)
    bare = _requests([f"/form/{key}/{number}/" for number in ids], [{}] * len(ids), fields, texts)
    title = f"Survey page '{key}' ({len(fields)} fields), requests/s"
    sides = Side(stage.ours, lambda _: ours), Side(stage.bare, lambda _: bare)
    return compare(title, *sides, concurrency=CONCURRENCY, rounds=stage.rounds, target=1.0)


def _requests(
    paths: list[str], headers: list[dict[str, str]], fields: list[dict[str, Any]], texts: list[dict[str, str]]
) -> list[Request]:
    """Return one request per draft, which must show its own words; one in twenty posts a fault and is shown it."""
    made = []
    for number, (path, head, answers) in enumerate(zip(paths, headers, texts, strict=True)):
        form = None
        if number % EVERY == 0:
            answers = {entry["name"]: answers.get(entry["name"], "") for entry in fields} | _fault(fields)
            form = answers | {"csrfmiddlewaretoken": CSRF}
        own = [answers[entry["name"]] for entry in fields if answers.get(entry["name"]) and not entry["choices"]]
        words = [text.partition(".")[0] for text in own]
        made.append(Request(path, form, head, Expected(words=("</form>", *words), fields=len(fields))))
    return made


def _fault(fields: list[dict[str, Any]]) -> dict[str, str]:
    """Return an answer that no page takes: a choice that is not offered, or too many characters."""
    for entry in fields:
        if entry["choices"]:
            return {entry["name"]: NONSENSE}
    return {fields[0]["name"]: "x" * (fields[0]["limit"] + 1)}
