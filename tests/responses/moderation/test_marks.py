"""Marks are read exactly, whatever the text is made of."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.text import newlines
from responses.moderation import marks
from responses.moderation.errors import RedactionRefused

SPECIAL = st.sampled_from(
    ["[", "]", "[[", "]]", "👩🏽‍⚕️", "𝒳", "שלום", "\u202e", "é", "e\u0301", "\r\n", "\n", " ", "a", "\x0b"]
)
TEXTS = st.lists(st.one_of(SPECIAL, st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))).map("".join)


@st.composite
def texts_with_spans(draw):
    """A text, and spans in it that do not touch and hold more than space."""
    text = newlines(draw(TEXTS))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = []
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        if text[start:end].strip():
            spans.append((start, end))
    return text, spans


def without_brackets(text):
    return text.replace("[", "").replace("]", "")


@given(texts_with_spans())
def test_what_was_marked_is_what_is_read(case):
    text, spans = case
    found = marks.parse(text, marks.marked(text, spans))
    if "[" in text or "]" in text:  # brackets beside a mark may fall to either side of it; letters never
        hidden = {at for start, end in found for at in range(start, end) if text[at] not in "[]"}
        assert hidden == {at for start, end in spans for at in range(start, end) if text[at] not in "[]"}
    else:
        assert found == spans


@given(TEXTS)
@example("[[")
@example("]][[")
@example("see [[1]] and [[2]]")
def test_a_text_sent_back_untouched_has_no_marks(text):
    assert marks.parse(text, text) == []


@given(texts_with_spans(), st.data())
def test_any_other_change_is_refused(case, data):
    text, spans = case
    edited = marks.marked(text, spans)
    at = data.draw(st.integers(0, len(edited)))
    letter = data.draw(st.characters(exclude_categories=["Cs"], exclude_characters="[]\r\n\x00"))
    with pytest.raises(RedactionRefused):
        marks.parse(text, edited[:at] + letter + edited[at:])


@given(texts_with_spans(), st.data())
def test_a_missing_letter_is_refused(case, data):
    text, spans = case
    edited = marks.marked(text, spans)
    letters = [at for at, letter in enumerate(edited) if letter not in "[]\r\n"]
    if letters:
        at = data.draw(st.sampled_from(letters))
        with pytest.raises(RedactionRefused):
            marks.parse(text, edited[:at] + edited[at + 1 :])


@given(texts_with_spans())
def test_line_ends_of_a_browser_change_nothing(case):
    text, spans = case
    edited = marks.marked(text, spans)
    assert marks.parse(text, edited.replace("\n", "\r\n")) == marks.parse(text, edited)


@given(texts_with_spans())
def test_what_is_redacted_shows_neither_words_nor_their_length(case):
    text, spans = case
    shown = marks.redacted(text, spans)
    rest = sum(end - start for start, end in spans)
    assert len(shown) == len(text) - rest + len(spans) * len(marks.BLOCK)
    assert shown.count(marks.BLOCK) >= len(spans)


@given(TEXTS, TEXTS)
def test_reading_ends_in_spans_of_the_original_or_in_a_refusal(text, edited):
    text = newlines(text)
    try:
        spans = marks.parse(text, edited)
    except RedactionRefused:
        return
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    assert without_brackets(newlines(edited)) == without_brackets(text)


@pytest.mark.parametrize(
    ("original", "edited", "hidden"),
    [
        ("see [[1]] there", "see [[[[1]]]] there", ["[[1]]"]),
        ("see [[1]] there", "[[see]] [[1]] there", ["see"]),
        ("see [[1]] there", "see [[1]] [[there]]", ["there"]),
        ("a[b]c", "a[[[b]]]c", ["[b]"]),
        ("ab", "[[a]][[b]]", ["ab"]),
        ("👩🏽‍⚕️ Jo", "👩🏽‍⚕️ [[Jo]]", ["Jo"]),
        ("שלום Jo", "[[שלום]] Jo", ["שלום"]),
        ("one\r\ntwo", "one\r\n[[two]]", ["two"]),
    ],
)
def test_doubled_brackets_of_the_author_are_no_marks(original, edited, hidden):
    assert [newlines(original)[start:end] for start, end in marks.parse(original, edited)] == hidden


@pytest.mark.parametrize(
    ("original", "edited", "told"),
    [
        ("Jo", "[[Jo", "needs its|no \\]\\]"),
        ("Jo", "Jo]]", "needs its"),
        ("Jo", "[Jo]]", "bracket"),
        ("Jo Bo", "[[Jo [[Bo]]]]", "inside each other|directly"),
        ("Jo", "[[]]Jo", "no words"),
        ("Jo  Bo", "Jo[[  ]]Bo", "no words"),
        ("Jo", "[[Jo]] ", "stay exactly"),
        ("Jo", "", "stay exactly"),
        ("Jo", "[[" * 60 + "Jo", "directly beside"),
    ],
)
def test_marks_that_cannot_be_read_are_refused_with_what_to_do(original, edited, told):
    with pytest.raises(RedactionRefused, match=told):
        marks.parse(original, edited)


def test_the_longest_answer_is_read_quickly():
    text = "[]" * 10_000
    assert marks.parse(text, f"[[{text}]]") == [(0, 20_000)]
