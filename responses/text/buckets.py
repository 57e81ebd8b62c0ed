"""Candidates: which of very many texts may be copies of each other, without comparing each with each.

Sketches are cut into bands, and texts that agree in a whole band fall into one bucket (Indyk and Motwani, STOC 1998; the
bands as in Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3). With bands of four places, texts
that share 42% of their shingles meet with a chance of 63%, those that share 60% with 99%; with bands of two, texts that
share 17% meet with 84%. All is counted with arrays: 128 places of 16 bits are 32 bands of 64 bits, or 64 of 32.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responses.text.sketches import Sketches

Rows = NDArray[np.intp]
WIDE, NARROW = np.uint64, np.uint32  # bands of four places, and of two


def bands(sketches: Sketches, width: type = WIDE) -> NDArray[np.unsignedinteger]:
    """Return the bands of each text: n × 32, or n × 64."""
    return np.ascontiguousarray(sketches).view(width)


def company(sketches: Sketches, counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """
    Return how much company each text has, and whether it has any.

    The company is the number of texts in its buckets, added up over bands; `counts` says how often each text was sent.
    Who has most is the most typical of its kind: the medoid by estimated resemblance, found without comparing pairs.
    """
    cut = bands(sketches)
    score = np.zeros(len(cut))
    accompanied = np.zeros(len(cut), bool)
    for band in range(cut.shape[1]):
        _, bucket, size = np.unique(cut[:, band], return_inverse=True, return_counts=True)
        score += np.bincount(bucket, weights=counts)[bucket]
        accompanied |= size[bucket] > 1
    return score, accompanied


@dataclass(frozen=True)
class Buckets:
    """The buckets of some texts: for every band their rows, ordered by the band."""

    cut: NDArray[np.unsignedinteger]
    ordered: list[NDArray[np.int32]]
    keys: list[NDArray[np.unsignedinteger]]

    @classmethod
    def of(cls, sketches: Sketches, width: type = WIDE) -> Buckets:
        """Sort texts into buckets."""
        cut = bands(sketches, width)
        ordered = [np.argsort(cut[:, band], kind="stable").astype(np.int32) for band in range(cut.shape[1])]
        return cls(cut, ordered, [cut[rows, band] for band, rows in enumerate(ordered)])

    def meeting(self, row: int) -> Rows:
        """Return the texts that share a bucket with one of them, in order, itself among them."""
        found = []
        for band, keys in enumerate(self.keys):
            wanted = self.cut[row, band]
            start, end = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
            found.append(self.ordered[band][start:end])
        return np.unique(np.concatenate(found)).astype(np.intp)


def meetings(some: Sketches, many: Sketches) -> tuple[Rows, Rows]:
    """Return the pairs (row of some, row of many) that share a bucket of two places; each pair once, in order."""
    few, cut = bands(some, NARROW), bands(many, NARROW)
    pairs = np.zeros(0, np.int64)
    for band in range(cut.shape[1]):
        order = np.argsort(few[:, band], kind="stable")
        keys = few[order, band]
        start = np.searchsorted(keys, cut[:, band])
        length = np.searchsorted(keys, cut[:, band], side="right") - start
        met = np.flatnonzero(length)
        if len(met):
            within = np.arange(length[met].sum()) - np.repeat(np.cumsum(length[met]) - length[met], length[met])
            ones = order[np.repeat(start[met], length[met]) + within]
            new = ones.astype(np.int64) * len(many) + np.repeat(met, length[met])
            pairs = np.union1d(pairs, new)
    ones, others = np.divmod(pairs, max(len(many), 1))
    return ones.astype(np.intp), others.astype(np.intp)
