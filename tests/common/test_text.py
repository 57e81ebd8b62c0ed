"""Text that every file can hold, and line ends of one kind."""

from __future__ import annotations

import sys
from xml.etree import ElementTree

import pytest

from common.text import SIGN, newlines, xml_safe


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\nb", "a\nb"), ("a\r\n\r\nb\r", "a\n\nb\n"), ("", "")],
)
def test_line_ends_are_of_one_kind(text: str, kept: str) -> None:
    assert newlines(text) == xml_safe(text) == kept


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x9f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_becomes_a_visible_sign(character: str) -> None:
    assert xml_safe(f"a{character}b") == f"a{SIGN}b"


@pytest.mark.parametrize("text", ["tab\tand line\nend", "näïve 😀 👩‍⚕️", "שלום", "\x85", "<b>&amp;"])
def test_all_else_stays(text: str) -> None:
    assert xml_safe(text) == text


def test_every_character_there_is_can_be_read_back_from_xml() -> None:
    everything = xml_safe("".join(map(chr, range(sys.maxunicode + 1))))
    element = ElementTree.Element("all")
    element.text = everything
    assert ElementTree.fromstring(ElementTree.tostring(element, "utf-8")).text == everything
