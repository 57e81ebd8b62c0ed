"""References that people read out: eight characters that are hard to get wrong, and a check on them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from responses.submission import references
from responses.submission.references import ALPHABET, LENGTH

BODIES = st.text(st.sampled_from(ALPHABET), min_size=LENGTH - 1, max_size=LENGTH - 1)


def whole(body: str) -> str:
    return body + references._check_character(body)


def test_a_reference_has_eight_characters_none_taken_for_another() -> None:
    for _ in range(200):
        reference = references.mint()
        assert len(reference) == 8
        assert references.is_valid(reference)
        assert not set(reference) & set("0O1IL2Z5S8BUVAE") - set("25")


def test_the_alphabet_is_prime_in_length_and_keeps_no_pair_that_looks_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    for pair in ("0O", "1I", "IL", "2Z", "5S", "8B", "UV"):
        assert not set(pair) <= set(ALPHABET)


@given(BODIES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_slip_is_noticed(body: str, position: int, character: str) -> None:
    reference = whole(body)
    slipped = reference[:position] + character + reference[position + 1 :]
    assert references.is_valid(slipped) == (slipped == reference)


@given(BODIES, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_swap_of_two_characters_is_noticed(body: str, first: int, second: int) -> None:
    reference = whole(body)
    characters = list(reference)
    characters[first], characters[second] = characters[second], characters[first]
    swapped = "".join(characters)
    assert references.is_valid(swapped) == (swapped == reference)


@given(st.text(max_size=20))
def test_anything_at_all_can_be_typed_into_a_search(typed: str) -> None:
    assert references.is_valid(references.normalise(typed)) in (True, False)


@given(BODIES)
def test_a_reference_is_read_however_it_is_spaced(body: str) -> None:
    reference = whole(body)
    for typed in (
        references.grouped(reference),
        reference.lower(),
        f"{reference[:4]}-{reference[4:]}",
        f" {reference} ",
    ):
        assert references.normalise(typed) == reference
