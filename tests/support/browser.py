"""
A real browser on a live server. Nothing is bypassed: the page of a test fails it on any violation of the content
security policy, any error in the console and any request to another host.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.support.parts import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The pages of chromium's own address bar, which every window would load. A second list replaces Playwright's, of
    # which these have a meaning here.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding,HttpsUpgrades,OptimizationHints,"
    "DestroyProfileOnBrowserClose,AvoidUnnecessaryBeforeUnloadCheckSync",
    # A page lives for a second here: making its scripts faster, in threads beside, costs more than it brings.
    "--js-flags=--no-opt --no-maglev --single-threaded-gc",
]

PATIENCE = 30_000  # milliseconds; a machine that runs all tests at once is now and then slow
expect.set_options(timeout=PATIENCE)

NewPage = Callable[..., Page]


class Watch:
    """Notes what must not happen in a browser context."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.refused: set[str] = set()
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        # The browser logs a page that answers 403 or 404 as an error; a test may ask for just that page. So it does
        # when saving while typing finds a conflict, which the script expects.
        expected = response.request.is_navigation_request() or "x-autosave" in response.request.headers
        if response.status >= 400 and expected:
            self.refused.add(response.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.location.get("url") not in self.refused:
            self.faults.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start chromium once per process."""
    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS, timeout=2 * PATIENCE)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """Serve the site and return its address; links in emails lead there."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    """Open pages, each in a context of its own: `new_page(javascript=False, viewport={…})`."""
    watched: list[tuple[BrowserContext, Watch]] = []

    def open_page(*, javascript: bool = True, **options: object) -> Page:
        context = browser.new_context(base_url=site, java_script_enabled=javascript, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        watched.append((context, Watch(context, site)))
        return context.new_page()

    yield open_page
    for context, _ in watched:
        context.close()
    assert not [fault for _, watch in watched for fault in watch.faults]


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Open a page with JavaScript."""
    return new_page()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def any_page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """Open a page, once with JavaScript and once without."""
    return new_page(javascript=request.param)
