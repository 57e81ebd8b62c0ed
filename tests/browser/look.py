"""Opening pages one after the other, with everything held against each."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from tests.browser.looking import faults


class Look:
    """Opens pages one after the other and gathers what is wrong with them, to be told together."""

    def __init__(self, page: Page, slug: str) -> None:
        self.page, self.slug = page, slug
        self.found: list[str] = []
        self.seen = 0

    def at(
        self, name: str, *arguments: object, status: int = 200, limit: int = 15_000, exercise: bool = True
    ) -> Response:
        return self.open(
            reverse(name, args=[self.slug, *arguments] if exercise else arguments), status=status, limit=limit
        )

    def open(self, address: str, *, status: int = 200, limit: int = 15_000) -> Response:
        response = self.page.goto(address)
        assert response is not None
        if response.status != status:
            self.found.append(f"{address} answers {response.status} and not {status}")
        self.now(response, limit=limit)
        return response

    def now(self, response: Response | None = None, *, limit: int = 15_000) -> None:
        self.found += faults(self.page, response, limit=limit)
        self.seen += 1

    def press(self, name: str, *, title: str = "") -> None:
        """Press a button and look at where it leads."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        if title:
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        self.now()

    def done(self) -> None:
        assert self.found == []
