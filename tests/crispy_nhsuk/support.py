"""Reads rendered forms as a browser would."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms

from crispy_nhsuk.layout import NHSUKHelper

VOID = {"input", "br", "img", "hr", "link", "meta"}


class Element:
    """A tag with its attributes, its children and its own text."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.content: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, or the default."""
        return self.attrs.get(name, default)

    @property
    def children(self) -> "list[Element]":
        """The elements directly inside."""
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def raw(self) -> str:
        """All text inside as it stands."""
        return "".join(each if isinstance(each, str) else each.raw for each in self.content)

    @property
    def text(self) -> str:
        """All text inside, white space made single."""
        return " ".join(self.raw.split())

    def walk(self) -> "Iterator[Element]":
        """Go through all elements inside, in order."""
        for child in self.children:
            yield child
            yield from child.walk()

    def all(self, tag: str = "", **attrs: str) -> "list[Element]":
        """Find elements by tag and attributes (class_ holds one of the classes)."""
        wanted = attrs.pop("class_", "")
        return [
            each
            for each in self.walk()
            if tag in ("", each.tag)
            and all(each.get(name) == value for name, value in attrs.items())
            and (not wanted or wanted in each.get("class").split())
        ]

    def one(self, tag: str = "", **attrs: str) -> "Element":
        """Find the only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements {tag} {attrs}"
        return found[0]

    def by_id(self, id_: str) -> "Element":
        """Find the element with this id, which must be the only one."""
        return self.one(id=id_)


class Reader(HTMLParser):
    """Builds the tree and refuses HTML that does not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag} {names}>"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take <rect /> as one element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be the one named."""
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Add text."""
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """Parse HTML, checking that it nests, that ids are unique and that every description is there."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    ids = [element["id"] for element in reader.root.walk() if element.get("id")]
    assert len(ids) == len(set(ids)), "an id twice"
    for element in reader.root.walk():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for id_ in element.get(attribute).split():
                assert id_ in ids, f"{attribute} names {id_}, which is not there"
    return reader.root


def render(form: forms.BaseForm, *layout: Any, **options: Any) -> Element:
    """Render a form with the given layout."""
    return read(render_crispy_form(form, NHSUKHelper(*layout, **options), {"csrf_token": "token"}))


def form_with(field: forms.Field, data: dict[str, Any] | None = None, **options: Any) -> forms.Form:
    """Return a form with one field called `field`."""
    return type("OneField", (forms.Form,), {"field": field})(data, **options)
