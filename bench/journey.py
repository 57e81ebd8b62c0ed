"""
One respondent's way from the start page to the receipt: every page of answering, fetched and sent, as a browser does.

What is optional and folded away is left as it is, as most will leave it, unless `everything` is to be filled in.
Twice as many words are saved while they are typed (ten autosaves of 500 characters) as most people will write.
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from bench.client import WrongReply

AUTOSAVES = 10
AUTOSAVED = ("We see this differently in the north of our area, where most people live in villages. " * 6)[:500]
TRAP = "website"  # a box that people do not see
REFERENCE = re.compile(r"\b[0-9A-Z]{4}\s+[0-9A-Z]{4}\b")
TAG = re.compile(r"<[^>]+>")


class Forms(HTMLParser):
    """Finds the boxes of a page's form and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.radios: dict[str, str] = {}
        self.selects: dict[str, list[str]] = {}
        self.textareas: list[str] = []
        self.checkboxes: list[str] = []
        self.folded: set[str] = set()
        self._folds = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        name, kind = said.get("name", ""), said.get("type", "text")
        if self._folds:
            self.folded.add(name)
        if tag == "details":
            self._folds += 1
        elif tag == "textarea":
            self.textareas.append(name)
            self.fields.setdefault(name, "")
        elif tag == "select":
            self.selects[name] = []
        elif tag == "option" and self.selects and said.get("value"):
            self.selects[next(reversed(self.selects))].append(said["value"])
        elif tag == "input" and kind == "radio":
            self.radios.setdefault(name, said["value"])
        elif tag == "input" and kind == "checkbox":
            self.checkboxes.append(name)
        elif tag == "input" and name:
            self.fields.setdefault(name, said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._folds -= 1


@dataclass
class Visit:
    """A browser's part: one connection, its cookies, and where it is."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> str:
        """Fetch a page."""
        status, _, html = self.send("GET", path)
        if status != 200:
            raise WrongReply(f"{path}: status {status}")
        return html

    def post(self, path: str, form: dict[str, str]) -> str:
        """Send a form, and return where it leads."""
        status, headers, html = self.send("POST", path, form)
        if status != 302:
            raise WrongReply(f"{path}: status {status} instead of a redirect: {html[:300]}")
        return urlsplit(headers["location"]).path

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None, **more: str
    ) -> tuple[int, dict[str, str], str]:
        """Send one request; return status, headers and text."""
        headers = {"Accept-Encoding": "gzip", **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        reply = self.connection.getresponse()
        body = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        self.requests += 1
        found = {name.lower(): value for name, value in reply.getheaders()}
        text = gzip.decompress(body) if found.get("content-encoding") == "gzip" else body
        return reply.status, found, text.decode()


def walk(port: int, address: str, pages: list[str], *, everything: bool = False) -> int:
    """Answer the exercise at `address`, whose survey has these pages; return how many requests it took."""
    visit = Visit(port)
    answer = f"{address}answer/"
    start = Forms(visit.get(answer))
    visit.get(visit.post(f"{answer}begin/", start.fields))
    about = visit.post(f"{answer}who/", {**Forms(visit.get(f"{answer}who/")).fields, "kind": "individual"})
    following = visit.post(about, _filled(Forms(visit.get(about)), everything=True))
    saves = _spread(AUTOSAVES, len(pages))
    for key, autosaves in zip(pages, saves, strict=True):
        path = f"{answer}questions/{key}/"
        if following != path:
            raise WrongReply(f"{path} was expected, and the way led to {following}")
        following = _answer_page(visit, path, autosaves, everything=everything)
    check = Forms(visit.get(following))
    receipt = visit.post(f"{answer}submit/", {name: check.fields[name] for name in ("csrfmiddlewaretoken", "key")})
    if not REFERENCE.search(TAG.sub("", visit.get(receipt))):
        raise WrongReply(f"{receipt}: no reference on the receipt")
    visit.connection.close()
    return visit.requests


def _answer_page(visit: Visit, path: str, autosaves: int, *, everything: bool) -> str:
    form = Forms(visit.get(path))
    filled = _filled(form, everything=everything)
    for number in range(autosaves):
        box = form.textareas[number % len(form.textareas)]
        part = {name: filled[name] for name in ("csrfmiddlewaretoken", "base")} | {box: f"{number} {AUTOSAVED}"[:500]}
        status, _, text = visit.send("POST", path, part, **{"X-Autosave": "1"})
        if status != 200:
            raise WrongReply(f"{path}: autosave was answered with {status}")
        filled |= {"base": json.loads(text)["base"], box: part[box]}
    return visit.post(path, filled)


def _filled(form: Forms, *, everything: bool) -> dict[str, str]:
    """Fill in the boxes, pick the first of all choices, and rank in turn; leave ticks out, they ask for more mail."""
    left = set() if everything else form.folded
    typed = dict.fromkeys(form.textareas, AUTOSAVED)
    picked = {name: choices[place % len(choices)] for place, (name, choices) in enumerate(form.selects.items())}
    chosen = {name: said for name, said in {**form.radios, **picked, **typed}.items() if name not in left}
    untouched = dict.fromkeys(left & form.selects.keys(), "")
    return {**form.fields, **untouched, **chosen} | ({TRAP: ""} if TRAP in form.fields else {})


def _spread(total: int, places: int) -> list[int]:
    return [total // places + (place < total % places) for place in range(places)]
