"""What can be wrong with one response and its acts, told in plain words. Reads rows that are loaded, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from common.text import newlines
from responses.intake.models import Original
from responses.ledger import standing
from responses.moderation import marks
from responses.moderation.models import WITHOUT_AUTHOR, Act, FieldRevision, Revision
from responses.submission.models import Answer, Response
from responses.submission.references import grouped

Verb, Kind = Act.Verb, Revision.Kind
MADE_BY = {Kind.REDACTED: Verb.REDACT, Kind.RESTORED: Verb.UNREDACT, Kind.CORRECTED: Verb.CORRECT}
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: about what, and what it is."""

    about: str
    told: str

    def __str__(self) -> str:
        return f"{self.about}: {self.told}"


@dataclass(frozen=True)
class Chain:
    """One response with everything that was done to it."""

    response: Response
    acts: Sequence[Act]
    answers: Sequence[Answer]
    revisions: Sequence[Revision]
    fields: Sequence[FieldRevision]

    @property
    def is_erased(self) -> bool:
        return any(act.verb == Verb.ERASE for act in self.acts)


def about(response: Response) -> str:
    """Return what findings on a response are headed by."""
    return f"Response {grouped(response.reference)}"


def in_chain(chain: Chain) -> Iterator[Finding]:
    """Go through what is wrong with a response, its acts and its wordings."""
    told = [*_numbering(chain), *_authors(chain), *_standing(chain), *_wordings(chain)]
    return (Finding(about(chain.response), one) for one in told)


def _numbering(chain: Chain) -> Iterator[str]:
    versions = [act.version for act in chain.acts]
    expected = list(range(1, chain.response.version + 1))
    for missing in sorted(set(expected) - set(versions)):
        yield f"act {missing} of {chain.response.version} is missing"
    for extra in sorted(set(versions) - set(expected)):
        yield f"there is an act {extra}, and the response knows of {chain.response.version}"
    for earlier, later in zip(chain.acts, chain.acts[1:], strict=False):
        if later.pk < earlier.pk:
            yield f"act {earlier.version} was written after act {later.version}, which follows it"


def _authors(chain: Chain) -> Iterator[str]:
    for act in chain.acts:
        if act.by_id is None and act.verb not in WITHOUT_AUTHOR:
            yield f"act {act.version} ({act.get_verb_display().lower()}) does not say who did it"
        elif act.by_id is not None and act.by is None:
            yield f"act {act.version} names somebody whom this site does not know"
    if standing.left_out_by_one(chain.acts):
        yield "it was left out without a second person"


def _standing(chain: Chain) -> Iterator[str]:
    stands, follows = standing.of(chain.response), standing.after(chain.acts)
    if stands != follows:
        yield f"it stands as '{stands.words}', and its acts lead to '{follows.words}'"


def _wordings(chain: Chain) -> Iterator[str]:
    acts = {act.pk: act for act in chain.acts}
    answers = {answer.pk: answer for answer in chain.answers}
    wordings: list[Revision | FieldRevision] = [*chain.revisions, *chain.fields]
    for one in wordings:
        act = acts.get(one.act_id)
        if act is None or act.version != one.version:
            yield f"a wording of version {one.version} belongs to no act of this response"
        elif isinstance(one, FieldRevision):
            if act.verb not in {Verb.REDACT, Verb.UNREDACT}:
                yield f"a wording of version {one.version} came of an act that makes none"
        elif act.verb != MADE_BY[Kind(one.kind)]:
            yield f"the wording of version {one.version} is '{one.get_kind_display().lower()}', and its act is not"
    if chain.is_erased:
        return
    made = {one.act_id for one in wordings}
    for act in chain.acts:
        if act.verb in MADE_BY.values() and act.pk not in made:
            yield f"act {act.version} ({act.get_verb_display().lower()}) has no wording"
    yield from _spans(chain, answers)


def _spans(chain: Chain, answers: dict[int, Answer]) -> Iterator[str]:
    base = {pk: answer.text for pk, answer in answers.items()}
    for one in sorted(chain.revisions, key=lambda each: each.version):
        if one.answer_id not in base:
            yield f"the wording of version {one.version} is of an answer of another response"
            continue
        if one.kind == Kind.CORRECTED:
            base[one.answer_id] = one.whole
        text = base[one.answer_id]
        if one.text != (marks.redacted(text, one.spans) if one.spans else newlines(text)):
            yield f"the wording of version {one.version} is not what its marks make of the answer"


def in_original(original: Original) -> Iterator[Finding]:
    """Read the file of an original as it was kept, and hold it against its hash."""
    which = f"Original {original.pk}"
    if original.response_id and original.response:
        which += f" of response {grouped(original.response.reference)}"
    if original.erased_at:
        if original.file and original.file.storage.exists(str(original.file.name)):
            yield Finding(which, "it says that it was erased, and its file is still there")
        return
    try:
        total, size = hashlib.sha256(), 0
        with original.file.open("rb") as file:
            while piece := file.read(PIECE):
                total.update(piece)
                size += len(piece)
    except OSError:
        yield Finding(which, "its file is missing")
    except Exception as error:  # whatever decrypting a damaged file raises, the check goes on with the next
        yield Finding(which, f"its file cannot be opened ({type(error).__name__})")
    else:
        if total.hexdigest() != original.sha256 or size != original.size:
            yield Finding(which, "its file is not the one that came in: the hash differs")
