"""Copies that are not word for word the same: in which of them the words stand open that are hidden in one."""

from __future__ import annotations

from responses.copies.carrying import Redacted
from responses.copies.models import Copy
from responses.moderation.marks import BLOCK
from responses.moderation.wording import in_force
from responses.submission.models import Answer
from responses.text.words import plain, split


def also_open(source: Redacted) -> list[int]:
    """Return responses in whose copy hidden words stand open, and in which they cannot be hidden by their place.

    They are compared as words in a row, letter case and punctuation aside; a word of which a part is hidden counts as
    a whole. Where the source is itself word for word the text, the copies that are so too are `carrying.others`'.
    """
    ours = Copy.objects.filter(answer=source.answer).first()
    hidden = _hidden(source)
    if ours is None or not hidden:
        return []
    rows = Answer.objects.filter(
        copy__group=ours.group_id,
        response__superseded_at__isnull=True,
        response__withdrawn_at__isnull=True,
        response__erasure__isnull=True,
    ).exclude(response=source.answer.response_id)
    if ours.sort == Copy.Sort.EXACT:
        rows = rows.exclude(copy__sort=Copy.Sort.EXACT)
    texts = rows.annotate(words=in_force()).order_by("response", "pk").values_list("response", "words")
    known: dict[str, bool] = {}  # most copies are the same to the letter
    found = []
    for response, text in texts.iterator(chunk_size=1_000):
        if text not in known:
            known[text] = _holds(text, hidden)
        if known[text]:
            found.append(response)
    return list(dict.fromkeys(found))


def _hidden(source: Redacted) -> set[str]:
    words = split(source.text)
    rows = {
        " ".join(
            word for word, (first, last) in zip(words.words, words.places, strict=True) if first < end and start < last
        )
        for start, end in source.spans
    }
    return rows - {""}


def _holds(text: str, hidden: set[str]) -> bool:
    shown = [f" {' '.join(plain(piece))} " for piece in text.split(BLOCK)]
    return any(f" {words} " in piece for words in hidden for piece in shown)
