"""How texts are split, sketched, compared and grouped, with any text that hypothesis can think of."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.text import alike, diffs, groups, same_words, sketches, words
from tests.responses.copies.making import OWN, TEMPLATE, UNLIKE

texts = st.text(max_size=300)
WORDS = ["a", "be", "sea", "deer", "eagle", "fox", "goose", "hen", "ibis", "jay"]
sentences = st.lists(st.sampled_from(WORDS), max_size=40)


@given(texts)
def test_words_stand_where_they_are_said_to_and_split_as_plain_does(text):
    found = words.split(text)
    assert len(found.words) == len(found.places)
    assert [text[start:end] for start, end in found.places] == [match.group() for match in words.WORD.finditer(text)]
    assert all(a[1] <= b[0] for a, b in pairwise(found.places))
    assert words.plain(text) == found.words


def test_case_quotation_marks_and_spacing_make_no_other_words():
    assert words.plain("I’m “here”,\n NOW!") == words.plain("i'm here - now")
    assert words.digest(["ab", "c"]) != words.digest(["a", "bc"])


@given(sentences, sentences)
def test_a_comparison_covers_both_texts_in_order(template, text):
    found = alike.compare(template, text)
    assert [word for one in found.stretches for word in template[slice(*one.template)]] == template
    assert [word for one in found.stretches for word in text[slice(*one.text)]] == text
    assert found.kept <= min(len(template), len(text))
    assert (template == text) == found.is_exact


@given(sentences)
def test_a_text_is_a_copy_of_itself_once_it_is_long_enough(text):
    assert alike.compare(text, text).is_copy == (len(text) >= alike.LEAST_WORDS)


@given(texts, texts)
def test_the_pieces_of_a_text_put_together_are_the_text(template, text):
    found = diffs.pieces(diffs.Wording(template), diffs.Wording(text))
    assert "".join(one.text for one in found if one.sign != "gone") == text


def test_a_name_is_a_change_and_a_sentence_is_somebodys_own():
    varied = alike.compare(words.plain(TEMPLATE), words.plain(TEMPLATE.replace("Our town", "Thornage")))
    assert (varied.is_copy, varied.is_exact, varied.added) == (True, False, 0)
    adds = alike.compare(words.plain(TEMPLATE), words.plain(f"{OWN} {TEMPLATE}"))
    assert (adds.is_copy, adds.added) == (True, len(words.plain(OWN)))
    assert not alike.compare(words.plain(TEMPLATE), words.plain(UNLIKE)).is_copy


def test_half_of_a_template_is_a_copy_and_one_shared_sentence_among_others_is_none():
    long = words.plain(f"{TEMPLATE} {UNLIKE}")
    assert alike.compare(long, long[: len(long) // 2]).is_copy
    assert not alike.compare(long, [*long[:18], *words.plain(OWN * 3)]).is_copy


def test_sketches_estimate_what_texts_share_and_are_the_same_for_good():
    ours = words.plain(TEMPLATE)
    found = sketches.sketched([ours, ours, [*ours, *words.plain(OWN)], words.plain(UNLIKE)])
    shares = sketches.resemblance(found[[0, 0, 0]], found[[1, 2, 3]])
    assert shares[0] == 1
    assert 0.6 < shares[1] < 0.9
    assert shares[2] < 0.1
    assert found[0, :4].tolist() == sketches.sketched([ours])[0, :4].tolist()
    with pytest.raises(ValueError, match="without words"):
        sketches.sketched([[]])


@given(st.permutations(range(12)))
def test_groups_do_not_depend_on_the_order_of_texts(order):
    bases = [TEMPLATE, UNLIKE]
    all_texts = [f"{bases[number % 2]} {OWN if number % 3 else ''} {'extra ' * (number % 4)}" for number in range(12)]
    found = []
    for chosen in (range(12), order):
        split = [words.plain(all_texts[place]) for place in chosen]
        by_digest = {words.digest(one): one for one in split}
        digests = sorted(by_digest)
        texts_of = [by_digest[one] for one in digests]
        wordings = groups.Wordings(
            sketches.sketched(texts_of),
            np.array([len(one) for one in texts_of]),
            np.array([sum(words.digest(one) == digest for one in split) for digest in digests]),
            digests,
        )
        made = groups.grouped(wordings, lambda rows, texts_of=texts_of: {row: texts_of[row] for row in rows})
        found.append([sorted(digests[member] for member in group.members) for group in made])
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_unlike_texts_are_not_chained_through_small_changes():
    ours = [f"word{number}" for number in range(100)]
    chain = [[*ours[: 100 - step], *(f"other{number}" for number in range(step))] for step in range(0, 101, 10)]
    digests = [words.digest(one) for one in chain]
    order = sorted(range(len(chain)), key=lambda one: digests[one])
    chain = [chain[one] for one in order]
    wordings = groups.Wordings(
        sketches.sketched(chain), np.full(len(chain), 100), np.ones(len(chain), int), sorted(digests)
    )
    for group in groups.grouped(wordings, lambda rows: {row: chain[row] for row in rows}):
        for member in group.members:
            assert alike.compare(chain[group.template], chain[member]).is_copy
        assert len(group.members) < len(chain)


@given(sentences.filter(bool), st.data())
def test_words_are_found_again_however_they_are_spaced_or_written(typed, data):
    before = " ".join(typed)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(before)), st.integers(0, len(before)))))
    spaces = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n  "]), min_size=len(typed), max_size=len(typed)))
    spaced = "".join(f"{gap}{word}" for gap, word in zip(spaces, typed, strict=True))
    found = same_words.found_again(before, spaced, [(start, end)])
    hidden = before[start:end].split()
    assert ("".join(hidden) == "") == (found is None)
    assert found is None or spaced[slice(*found[0])].split() == hidden
    quoted = "> " + spaced.upper() + "!"
    certain = same_words.found_again(before, quoted, [(start, end)])
    whole = bool(hidden) and before[:start][-1:] in ("", " ") and before[end:][:1] in ("", " ")
    assert certain is None or quoted[slice(*certain[0])].lower().split() == hidden
    assert (certain is not None) or not whole or before[start:end] != before[start:end].strip()


def test_words_are_not_found_in_another_text():
    assert same_words.found_again("We are here", "We were here", [(0, 2)]) is None
    assert same_words.found_again("☎ ring us", "ring us", [(0, 1)]) is None
