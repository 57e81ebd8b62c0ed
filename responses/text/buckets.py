"""Candidates: which of very many texts may be copies of each other, without comparing each with each.

Sketches are cut into bands of six places, and texts that agree in a whole band fall into one bucket (Indyk and Motwani,
STOC 1998; the bands as in Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3). Texts sharing 80%
of their shingles meet in one of 21 bands with a chance of over 99%, those that share 60% with 63%, and those that share
20% in one of 700 cases. What is less alike is looked for afterwards, and only against templates: see `near`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responses.text.sketches import PLACES, Sketches, contained, resemblance

Rows = NDArray[np.intp]
BAND = 6
BANDS = PLACES // BAND
NUMBERS = 2**16  # that may stand in a place
LOWEST_ESTIMATE = 0.45  # of what a pair has in common, below which its words are not compared
LEAST_RESEMBLING = 0.12
_mixed = np.random.Generator(np.random.PCG64(6)).integers(1, 2**63, BAND, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def band_of(sketches: Sketches, band: int) -> NDArray[np.uint64]:
    """Return one band of each text as a number."""
    places = sketches[:, band * BAND : (band + 1) * BAND].astype(np.uint64)
    mixed = np.zeros(len(places), np.uint64)
    for place in range(BAND):
        mixed = (mixed ^ places[:, place]) * _mixed[place]
        mixed ^= mixed >> np.uint64(31)
    return mixed


def company(sketches: Sketches, counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """
    Return how much company each text has, and whether it has any.

    The company is the number of texts in its buckets, added up over bands; `counts` says how often each text was sent.
    Who has most is the most typical of its kind: the medoid by estimated resemblance, found without comparing pairs.
    """
    score = np.zeros(len(sketches))
    accompanied = np.zeros(len(sketches), bool)
    for band in range(BANDS):
        _, bucket, size = np.unique(band_of(sketches, band), return_inverse=True, return_counts=True)
        score += np.bincount(bucket, weights=counts)[bucket]
        accompanied |= size[bucket] > 1
    return score, accompanied


@dataclass(frozen=True)
class Buckets:
    """Buckets of texts: for every band the rows ordered by it, and where in there each text's bucket lies."""

    ordered: list[NDArray[np.int32]]
    starts: NDArray[np.int32]  # n × bands
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, sketches: Sketches) -> Buckets:
        """Sort texts into buckets."""
        starts = np.empty((len(sketches), BANDS), np.int32)
        ends = np.empty_like(starts)
        ordered = []
        for band in range(BANDS):
            keys = band_of(sketches, band)
            rows = np.argsort(keys, kind="stable").astype(np.int32)
            starts[:, band] = np.searchsorted(keys[rows], keys)
            ends[:, band] = np.searchsorted(keys[rows], keys, side="right")
            ordered.append(rows)
        return cls(ordered, starts, ends)

    def meeting(self, row: int) -> Rows:
        """Return the texts that share a bucket with one of them, in order, itself among them."""
        starts, ends = self.starts[row].tolist(), self.ends[row].tolist()
        shared = [self.ordered[band][start:end] for band, (start, end) in enumerate(zip(starts, ends, strict=True))]
        return np.unique(np.concatenate(shared)).astype(np.intp)


def near(template: NDArray[np.uint16], size: int, sketches: Sketches, sizes: NDArray[np.int64], rows: Rows) -> Rows:
    """Return those of some rows that may have enough in common with a template for their words to be compared."""
    found = [_near(template, size, sketches[some], sizes[some], some) for some in _pieces(rows)]
    return np.concatenate(found) if found else rows


def _pieces(rows: Rows, at_once: int = 50_000) -> list[Rows]:
    return [rows[first : first + at_once] for first in range(0, len(rows), at_once)]


def _near(template: NDArray[np.uint16], size: int, sketches: Sketches, sizes: NDArray[np.int64], rows: Rows) -> Rows:
    resembling = resemblance(sketches, template[None, :])
    shared = contained(resembling, np.full(len(rows), size), sizes)
    return rows[(shared >= LOWEST_ESTIMATE) & (resembling >= LEAST_RESEMBLING)]


@dataclass(frozen=True)
class Index:
    """Texts by what stands in each place of their sketches, so that the few that agree there are looked up.

    For very many texts and many templates: it finds what `near` finds without comparing each with each.
    """

    sizes: NDArray[np.int64]
    ordered: list[NDArray[np.int32]]  # for each place the rows in the order of what stands there
    starts: NDArray[np.int32]  # for each place and number, where the rows with it begin: places × (65,536 + 1)

    @classmethod
    def of(cls, sketches: Sketches, sizes: NDArray[np.int64]) -> Index:
        """Sort texts, with their numbers of words, by each place."""
        starts = np.zeros((PLACES, NUMBERS + 1), np.int32)
        ordered = []
        for place in range(PLACES):
            numbers = np.ascontiguousarray(sketches[:, place])
            ordered.append(np.argsort(numbers, kind="stable").astype(np.int32))
            np.cumsum(np.bincount(numbers, minlength=NUMBERS), out=starts[place, 1:])
        return cls(sizes, ordered, starts)

    def near(self, template: NDArray[np.uint16], size: int) -> Rows:
        """Return the rows of texts that may have enough in common with a template, in order."""
        agreeing = []
        for place, number in enumerate(template.tolist()):
            start, end = self.starts[place, number : number + 2].tolist()
            agreeing.append(self.ordered[place][start:end])
        resembling = np.bincount(np.concatenate(agreeing), minlength=len(self.sizes)) / PLACES
        rows = np.flatnonzero(resembling >= LEAST_RESEMBLING)
        shared = contained(resembling[rows], np.full(len(rows), size), self.sizes[rows])
        return rows[shared >= LOWEST_ESTIMATE]
