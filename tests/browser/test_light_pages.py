"""A first visit is light: few requests, small assets."""

from __future__ import annotations

import gzip

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Response

from engagement.models import Exercise
from tests import factories
from tests.support.browser import NewPage

pytestmark = pytest.mark.appearance

ASSETS_LIMIT = 50_000
REQUESTS_LIMIT = 6


def test_a_first_visit_is_light_and_asks_for_little(norfolk: Exercise, new_page: NewPage) -> None:
    draft = factories.draft(norfolk)
    for name, arguments in (
        ("engagement:exercise", []),
        ("engagement:section", ["h"]),
        ("footprints:compare", []),
        ("responses:page", ["options-1"]),
    ):
        page = new_page()
        if name == "responses:page":
            cookie = {"name": "answer", "value": factories.link_to(draft), "domain": "localhost", "path": "/"}
            page.context.add_cookies([cookie])
        asked = _asked(page.context, page, reverse(name, args=[norfolk.slug, *arguments]))
        assert len(asked) <= REQUESTS_LIMIT, sorted(asked)
        assets = {address: size for address, size in asked.items() if "/static/" in address}
        assert sum(assets.values()) <= ASSETS_LIMIT, assets
        assert any(address.endswith(".css") for address in assets)


def _asked(context: BrowserContext, page: Page, address: str) -> dict[str, int]:
    answers: list[Response] = []
    context.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {answer.url: len(gzip.compress(answer.body())) for answer in answers}
