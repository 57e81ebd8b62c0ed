"""The job: look through an exercise for copies, signs and voices. It can run twice, and a crash costs a lease."""

from __future__ import annotations

import logging

from responses.copies import claims, finding, likely, signs, sketching, voices, writing
from responses.copies.claims import Claim, LostClaim
from responses.copies.writing import Decided

log = logging.getLogger(__name__)
TRIES = 5


def run(exercise_id: int, *, anew: bool = False) -> bool:
    """Look an exercise through; `anew` reads all its words again. False where somebody else is at it.

    What is found is the same either way: sketches are kept to save time alone. With nothing new, nothing is done.
    """
    for _ in range(TRIES):
        claim = claims.take(exercise_id)
        if claim is None:
            return False
        if claim.nothing_new and not anew:
            claim.give_up()
            return True
        try:
            _look_through(claim, anew=anew)
        except Decided:
            claim.give_up()
            anew = False
        except LostClaim:
            log.warning("Another job has taken over the copies of exercise %s", exercise_id)
            return False
        except BaseException:
            claim.give_up()
            raise
        else:
            return True
    log.warning("People keep deciding about the copies of exercise %s; the next job looks again", exercise_id)
    return False


def _look_through(claim: Claim, *, anew: bool) -> None:
    exercise_id = claim.exercise_id
    if anew:
        sketching.forget(exercise_id)
    sketching.make(claim)
    groups = finding.find(claim, sketching.read(claim))
    claim.tell("Writing what was found")
    writing.write(claim, groups)
    claim.tell("Looking for signs of automated answering")
    signs.look(exercise_id)
    claim.tell("Looking for those who answered twice")
    likely.make_keys(exercise_id, anew=anew)
    voices.follow(exercise_id)
    likely.suggest(exercise_id)
    claim.finish()
