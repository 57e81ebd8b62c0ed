"""Sketches of texts: 252 bytes each, from which follows about how much two texts have in common.

A sketch keeps, for each of 126 orders of all runs of three words ("shingles"), the first that a text has. The share of
places where two sketches agree estimates the share of shingles that two texts have in common of all that either has
(Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences 1997). Of each
minimum the lowest 16 bits are kept (Li and König, "b-bit minwise hashing", WWW 2010): they agree by chance once in
65,536 places. The orders are multiply-shift hashes (Dietzfelbinger and others, J. of Algorithms 25 (1997), 19-51).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

PLACES = 126
SHINGLE = 3  # words
KNOWN_WORDS = 300_000  # words whose numbers are remembered

Sketches = NDArray[np.uint16]  # n texts × 126
_orders = np.random.Generator(np.random.PCG64(20_210_510))  # the same in every process and for good: sketches are kept
_times = _orders.integers(1, 2**63, PLACES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_plus = _orders.integers(0, 2**63, PLACES, dtype=np.uint64)
_of_word = (_orders.integers(1, 2**63, SHINGLE, dtype=np.uint64) * np.uint64(2)) + np.uint64(1)


class _Numbers(dict[str, int]):
    """A number for each word, worked out once."""

    def __missing__(self, word: str) -> int:
        if len(self) >= KNOWN_WORDS:
            self.clear()
        made = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8)
        found = self[word] = int.from_bytes(made.digest())
        return found


_numbers = _Numbers()


def sketched(texts: Sequence[Sequence[str]]) -> Sketches:
    """
    Return a row for each text, given as its words: len(texts) × 126.

    A text of fewer words than a shingle counts as one shingle. ValueError if a text has no words.
    """
    if not all(texts):
        raise ValueError("A text without words has no sketch.")
    if not texts:
        return np.zeros((0, PLACES), np.uint16)
    shingles, starts = _shingles(texts)
    found = np.empty((len(texts), PLACES), np.uint16)
    for place in range(PLACES):
        ordered = (shingles * _times[place] + _plus[place]) >> np.uint64(32)
        found[:, place] = np.minimum.reduceat(ordered, starts).astype(np.uint16)
    return found


def _shingles(texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return a number for every shingle of every text, one text after the other, and where each text begins."""
    words = np.array([len(text) for text in texts])
    hashed = np.fromiter(map(_numbers.__getitem__, chain.from_iterable(texts)), np.uint64, words.sum())
    summed = np.zeros_like(hashed)
    for offset in range(SHINGLE):
        summed[: len(hashed) - offset] += hashed[offset:] * _of_word[offset]
    summed ^= summed >> np.uint64(29)
    kept = np.maximum(words - SHINGLE + 1, 1)
    first = np.concatenate([[0], np.cumsum(words)[:-1]])
    starts = np.concatenate([[0], np.cumsum(kept)[:-1]])
    within = np.arange(kept.sum()) - np.repeat(starts, kept)
    return summed[np.repeat(first, kept) + within], starts


def resemblance(ones: Sketches, others: Sketches) -> NDArray[np.float64]:
    """Estimate for each row of one with the same row of the other the share of shingles in common, from 0 to 1."""
    return np.asarray(np.count_nonzero(ones == others, axis=1) / PLACES, dtype=np.float64)


def contained(
    resembling: NDArray[np.float64], sizes: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.float64]:
    """
    Estimate how much of the shorter of two texts stands in the longer, from 0 to 1, given their numbers of words.

    From |A ∩ B| = J (|A| + |B|) / (1 + J); Broder 1997.
    """
    shared = resembling * (sizes + other) / (1 + resembling)
    return np.minimum(shared / np.maximum(np.minimum(sizes, other), 1), 1.0)
