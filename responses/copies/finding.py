"""What the job finds: which answers are copies of one text, given what people decided before."""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from common import clock
from responses.copies.claims import Claim
from responses.copies.models import Copy, CopyGroup
from responses.copies.sketching import Sketched
from responses.privacy.marks import ERASED
from responses.submission.models import Answer
from responses.text.alike import LEAST_WORDS, Comparison, compare
from responses.text.groups import Group, Wordings, grouped, joining
from responses.text.words import places as places_of_words
from responses.text.words import plain

AT_ONCE = 500
REMEMBERED = 20_000_000  # words kept in memory at eight bytes each, since a word is kept but once
SIGN_OF_LIFE = dt.timedelta(seconds=30)


@dataclass(frozen=True)
class Found:
    """A copy as the job sees it."""

    answer: int
    response: int
    sort: str
    share: int
    added_words: int
    added: list[list[int]]


@dataclass(frozen=True)
class FoundGroup:
    """Copies of one text: of a group that a person decided about, or of one to suggest."""

    decided: int | None
    template: int  # an answer
    copies: list[Found]


class Texts:
    """The words of wordings, fetched as they are needed and forgotten when they are many.

    Fetching is the job's sign of life, since grouping may take longer than a lease lasts.
    """

    def __init__(self, answers: Sequence[int], claim: Claim) -> None:
        self.answers, self.claim = answers, claim
        self._told = clock.now()
        self._known: dict[int, list[str]] = {}
        self._words = 0

    def words_of(self, rows: Sequence[int]) -> dict[int, list[str]]:
        """Return the words of some wordings, by row."""
        if self._words > REMEMBERED:
            self._known.clear()
            self._words = 0
        if clock.now() - self._told > SIGN_OF_LIFE:
            self.claim.tell("Looking for copies")
            self._told = clock.now()
        wanted = [row for row in rows if row not in self._known]
        for first in range(0, len(wanted), AT_ONCE):
            of_answer = {int(self.answers[row]): row for row in wanted[first : first + AT_ONCE]}
            for pk, text in Answer.objects.filter(pk__in=of_answer).values_list("pk", "text"):
                words = self._known[of_answer[pk]] = list(map(sys.intern, plain(text)))
                self._words += len(words)
        return {row: self._known[row] for row in rows if row in self._known}


@dataclass(frozen=True)
class Free:
    """The different wordings of answers about which nobody decided, each with its answers."""

    wordings: Wordings
    members: list[list[int]]  # places in the sketches
    texts: Texts


def find(claim: Claim, sketched: Sketched) -> list[FoundGroup]:
    """Return all groups: copies that join decided groups, then the groups to suggest."""
    free = _free(sketched, _decided_answers(claim.exercise_id), claim)
    templates = _templates(claim.exercise_id)
    claim.tell("Comparing with campaigns")
    joins = joining([words for _, _, words in templates], free.wordings, free.texts.words_of) if templates else {}
    found = _joined(templates, joins, free, sketched)
    claim.tell("Looking for copies")
    rest = _without(free, set(joins))
    groups = grouped(rest.wordings, rest.texts.words_of)
    for number, group in enumerate(groups):
        if number % 100 == 0:
            claim.tell("Comparing copies with their text", number, len(groups))
        found.append(_suggested(group, rest, sketched))
    return [one for one in found if one.decided is not None or len({copy.response for copy in one.copies}) > 1]


def _decided_answers(exercise_id: int) -> set[int]:
    """Return the answers that people decided about: confirmed, taken out, or of a group that was taken apart."""
    decided = Copy.objects.filter(group__exercise=exercise_id).exclude(state=Copy.State.SUGGESTED)
    return set(decided.values_list("answer", flat=True).iterator(chunk_size=10_000))


def _templates(exercise_id: int) -> list[tuple[int, int, list[str]]]:
    """Return the decided groups, each with its template (an answer) and its words."""
    groups = CopyGroup.objects.filter(exercise=exercise_id).exclude(state=CopyGroup.State.SUGGESTED)
    rows = groups.order_by("pk").values_list("pk", "template", "template__text")
    found = []
    for group, template, text in rows:
        words = plain(text or "")
        if template is None or len(words) < LEAST_WORDS:
            template, words = _instead(group)
        if words:
            found.append((group, template, words))
    return found


def _instead(group: int) -> tuple[int, list[str]]:
    """Return another copy with the same words in the place of a template that was erased; no other words can tell."""
    exact = Copy.objects.filter(group=group, sort=Copy.Sort.EXACT).exclude(answer__text__in=["", ERASED])
    kept = exact.order_by("answer").values_list("answer", "answer__text").first()
    return (kept[0], plain(kept[1])) if kept else (0, [])


def _free(sketched: Sketched, decided: set[int], claim: Claim) -> Free:
    by_digest: dict[bytes, list[int]] = defaultdict(list)
    for place, (answer, digest) in enumerate(zip(sketched.answers.tolist(), sketched.digests, strict=True)):
        if answer not in decided:
            by_digest[digest].append(place)
    digests = sorted(by_digest)
    return _of(claim, sketched, digests, [by_digest[digest] for digest in digests])


def _of(claim: Claim, sketched: Sketched, digests: list[bytes], members: list[list[int]]) -> Free:
    first = np.array([places[0] for places in members], dtype=np.intp)
    wordings = Wordings(
        sketches=sketched.sketches[first],
        sizes=sketched.words[first],
        counts=np.array([len(places) for places in members], dtype=np.int64),
        digests=digests,
    )
    return Free(wordings, members, Texts(sketched.answers[first].tolist(), claim))


def _without(free: Free, rows: set[int]) -> Free:
    """Leave out wordings that have found their group."""
    if not rows:
        return free
    kept = [row for row in range(len(free.members)) if row not in rows]
    wordings = Wordings(
        free.wordings.sketches[kept],
        free.wordings.sizes[kept],
        free.wordings.counts[kept],
        [free.wordings.digests[row] for row in kept],
    )
    texts = Texts([free.texts.answers[row] for row in kept], free.texts.claim)
    return Free(wordings, [free.members[row] for row in kept], texts)


def _joined(
    templates: list[tuple[int, int, list[str]]], joins: dict[int, int], free: Free, sketched: Sketched
) -> list[FoundGroup]:
    rows: dict[int, list[int]] = defaultdict(list)
    for row, number in sorted(joins.items()):
        rows[number].append(row)
    return [
        FoundGroup(group, template, _copies(words, rows[number], free, sketched))
        for number, (group, template, words) in enumerate(templates)
    ]


def _suggested(group: Group, free: Free, sketched: Sketched) -> FoundGroup:
    words = free.texts.words_of([group.template])[group.template]
    template = int(sketched.answers[free.members[group.template][0]])
    return FoundGroup(None, template, _copies(words, sorted(group.members), free, sketched))


def _copies(template: list[str], rows: Sequence[int], free: Free, sketched: Sketched) -> list[Found]:
    found = []
    for first in range(0, len(rows), AT_ONCE):
        words = free.texts.words_of(rows[first : first + AT_ONCE])
        compared = [(compare(template, text), free.members[row]) for row, text in words.items()]
        added = _added(compared, sketched)
        for one, places in compared:
            found += _of_wording(one, places, sketched, added)
    return found


def _of_wording(
    compared: Comparison, places: list[int], sketched: Sketched, added: dict[int, list[list[int]]]
) -> list[Found]:
    """Return the copies in one wording."""
    sort = Copy.Sort.EXACT if compared.is_exact else Copy.Sort.ADDS if compared.added else Copy.Sort.VARIED
    share = round(100 * compared.of_template)
    return [
        Found(answer, response, sort, share, compared.added, added.get(answer, []))
        for answer, response in zip(sketched.answers[places].tolist(), sketched.responses[places].tolist(), strict=True)
    ]


def _added(compared: list[tuple[Comparison, list[int]]], sketched: Sketched) -> dict[int, list[list[int]]]:
    """Return for each answer the code points [start, end) of the words that it adds.

    Answers in one wording differ in spaces and line breaks, so each is looked at.
    """
    spans = {
        answer: [stretch.text for stretch in one.stretches if stretch.sign == "added"]
        for one, places in compared
        if one.added
        for answer in sketched.answers[places].tolist()
    }
    found = {}
    answers = sorted(spans)
    for first in range(0, len(answers), AT_ONCE):
        for pk, text in Answer.objects.filter(pk__in=answers[first : first + AT_ONCE]).values_list("pk", "text"):
            stand = places_of_words(text)
            found[pk] = [[stand[start][0], stand[end - 1][1]] for start, end in spans[pk] if end <= len(stand)]
    return found
