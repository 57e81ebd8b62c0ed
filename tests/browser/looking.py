"""What is held against every page: axe-core, the width of a small phone, weight, and the frame of a page."""

from __future__ import annotations

import gzip
from functools import cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, Response

from accounts.models import User

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
HTML_LIMIT = 15_000


@cache
def axe_source() -> str:
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page, with the elements."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    # Style sheets need not be fetched once more: only a rule that is not run reads them.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def faults(page: Page, response: Response | None = None, *, limit: int = HTML_LIMIT) -> list[str]:
    """Return all that is wrong with the page as it stands."""
    where = page.url.replace(settings.SITE_URL, "")
    found = [f"{where} axe {each}" for each in violations(page)]
    if page.locator("h1").count() != 1:
        found.append(f"{where} has {page.locator('h1').count()} first headings")
    found += [f"{where} {each}" for each in sideways(page)]
    if response is not None:
        weight = len(gzip.compress(response.body()))
        if weight > limit:
            found.append(f"{where} weighs {weight} bytes")
    return found


def sideways(page: Page, *, patience: int = 5_000) -> list[str]:
    """Return what makes the page scroll sideways on a phone of 320 px, once its menu has folded."""
    page.set_viewport_size(NARROW)
    for _ in range(patience // 100):
        wide, room = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
        if wide <= room:
            break
        page.wait_for_timeout(100)
    found = [] if wide <= room else [f"scrolls sideways: {wide} of {room} px; {_too_wide(page)}"]
    page.set_viewport_size(WIDE)
    return found


def _too_wide(page: Page) -> str:
    return page.evaluate(
        """() => [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > 321)
        .map(e => e.tagName + "." + e.className).slice(0, 4).join(", ")"""
    )


def sign_in(page: Page, user: User) -> None:
    """Give the browser a session of this person, as signing in would."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": settings.SITE_URL}
    page.context.add_cookies([cookie])
