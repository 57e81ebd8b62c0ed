"""Suggestions of personal data on labelled text that is generated: how many are found, and how many are right."""

from __future__ import annotations

import time
from collections import Counter

from bench.figures import Figure
from bench.labelled import SORTS, SORTS_WITH_FORM, Labelled, generate
from bench.stage import Stage
from responses.text import personal

TEXTS = 20_000
RECALL, PRECISION = 0.98, 0.9


def measure(stage: Stage) -> list[Figure]:
    """Recall and precision of each sort, over texts of which two in five only look as if they held any."""
    texts = generate(TEXTS)
    began = time.perf_counter()
    counts = counted(texts)
    seconds = time.perf_counter() - began
    figures = [_recall(sort, counts) for sort in SORTS]
    figures += [_precision(sort, counts) for sort in (*SORTS, "all")]
    hard = sum(bool(one.hard) for one in texts)
    figures.append(
        Figure("Suggestions: texts that only look like it", f"{hard / len(texts):.0%}", f"of {len(texts):,}")
    )
    figures.append(Figure("Suggestions: time a text", f"{seconds / len(texts) * 1000:.2f} ms", ""))
    return figures


def counted(texts: list[Labelled]) -> Counter[tuple[str, str]]:
    """
    Count by (what, sort): there, found, suggested, right.

    What is there is found where suggestions cover all of it, of whatever sort; a suggestion is right where it overlaps
    something personal.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for one in texts:
        suggested = personal.find(one.text)
        for start, end, sort in one.spans:
            counts["there", sort] += 1
            covered = {place for each in suggested for place in range(max(start, each.start), min(end, each.end))}
            counts["found", sort] += len(covered) == end - start
        for each in suggested:
            right = any(start < each.end and each.start < end for start, end, _ in one.spans)
            for sort in (each.sort.value, "all"):
                counts["suggested", sort] += 1
                counts["right", sort] += right
    return counts


def recall(counts: Counter[tuple[str, str]], sort: str) -> float:
    return counts["found", sort] / max(counts["there", sort], 1)


def precision(counts: Counter[tuple[str, str]], sort: str) -> float:
    return counts["right", sort] / max(counts["suggested", sort], 1)


def _recall(sort: str, counts: Counter[tuple[str, str]]) -> Figure:
    title = f"Suggestions: recall, {sort.replace('_', ' ')}"
    target = RECALL if sort in SORTS_WITH_FORM else None
    return Figure(title, f"{counts['found', sort]:,}", f"{counts['there', sort]:,}", recall(counts, sort), target)


def _precision(sort: str, counts: Counter[tuple[str, str]]) -> Figure:
    title = f"Suggestions: precision, {sort.replace('_', ' ')}"
    right, of = counts["right", sort], counts["suggested", sort]
    return Figure(title, f"{right:,}", f"{of:,}", precision(counts, sort), PRECISION)
