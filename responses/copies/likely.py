"""Which responses may be of one voice: the same contact, the same name of an organisation, or the same words.

Contacts are compared by a keyed hash (HMAC-SHA-256, RFC 2104) that is of use only with this site's key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import phonenumbers
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.crypto import salted_hmac

from common import clock
from responses.copies.models import Copy, CopyGroup
from responses.copies.sketching import IMPORTED_WITHIN, OVERLAP
from responses.copies.voice_models import ContactKey, SameVoice
from responses.submission.models import Contact, Response
from responses.text.words import plain

AT_ONCE = 1_000
REASONS = ["by_contact", "by_name", "by_text"]
MOST = 50  # responses with the same contact or name: more of them share a mailbox or a word, and are no voice
TELLING_WORDS = 30  # fewer of the same words may be chance
Kind = Response.Kind
Pair = tuple[int, int]
"""(An earlier response, a later one)."""
Keyed = tuple[object, int]
"""(What several responses may share, a response)."""


def email_as_compared(email: str) -> str:
    """Return an address as the same mailbox is always written; empty if it is none."""
    name, at, domain = "".join(email.split()).casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}" if at and name else ""


def telephone_as_compared(number: str) -> str:
    """Return a telephone number with its country; empty if it cannot be one."""
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return ""
    e164 = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(parsed, e164) if phonenumbers.is_possible_number(parsed) else ""


def _key(exercise_id: int, value: str) -> str:
    return salted_hmac("responses.copies.contact", f"{exercise_id}:{value}", algorithm="sha256").hexdigest()


def make_keys(exercise_id: int, *, anew: bool = False) -> None:
    """Hash the contacts that have not been hashed yet; all of them at night, since keys may have changed."""
    contacts = Contact.objects.filter(response__exercise=exercise_id)
    known = ContactKey.objects.filter(exercise=exercise_id)
    if anew:
        known.delete()
    else:
        newest = known.aggregate(newest=Max("response"))["newest"] or 0
        lately = Q(response__entered_at__gt=clock.now() - IMPORTED_WITHIN)
        contacts = contacts.filter(Q(response__gt=newest - OVERLAP) | lately, response__contact_keys__isnull=True)
    rows = contacts.order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        keys = [key for contact in some for key in _keys(exercise_id, contact)]
        ContactKey.objects.bulk_create(keys, ignore_conflicts=True)


def _keys(exercise_id: int, contact: Contact) -> Iterator[ContactKey]:
    said = contact.details
    values = {
        ContactKey.Sort.EMAIL: email_as_compared(str(said.get("email", ""))),
        ContactKey.Sort.TELEPHONE: telephone_as_compared(str(said.get("telephone", ""))),
    }
    for sort, value in values.items():
        if value:
            key = _key(exercise_id, value)
            yield ContactKey(exercise_id=exercise_id, response_id=contact.response_id, sort=sort, key=key)


@transaction.atomic
def suggest(exercise_id: int) -> None:
    """Write the pairs to decide about; what was decided stays, and an open pair without a reason left goes."""
    found: dict[Pair, set[str]] = defaultdict(set)
    known = {(row.earlier_id, row.later_id): row for row in SameVoice.objects.filter(exercise=exercise_id)}
    two = {pair for pair, row in known.items() if row.state == SameVoice.State.TWO}
    for reason, together in (("by_contact", _by_contact), ("by_name", _by_name), ("by_text", _by_text)):
        for pair in _pairs(together(exercise_id), two):
            found[pair].add(reason)
    gone = [row.pk for pair, row in known.items() if pair not in found and row.state == SameVoice.State.OPEN]
    for first in range(0, len(gone), AT_ONCE):
        SameVoice.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()
    new, changed = [], []
    for (earlier, later), reasons in sorted(found.items()):
        said = {reason: reason in reasons for reason in REASONS}
        row = known.get((earlier, later))
        if row is None:
            new.append(SameVoice(exercise_id=exercise_id, earlier_id=earlier, later_id=later, **said))
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            changed.append(row)
    SameVoice.objects.bulk_create(new, batch_size=AT_ONCE)
    SameVoice.objects.bulk_update(changed, REASONS, batch_size=AT_ONCE // 4)


def _pairs(rows: Iterable[Keyed], two: Collection[Pair]) -> Iterator[Pair]:
    """Pair each response with the first of the same key that it is not known to be another voice than.

    Too many with one key are left alone. `two` are pairs that a person found to be two voices.
    """
    together: dict[object, set[int]] = defaultdict(set)
    for key, response in rows:
        together[key].add(response)
    for several in together.values():
        if len(several) > MOST:
            continue
        firsts: list[int] = []
        for response in sorted(several):
            pair = next(((first, response) for first in firsts if (first, response) not in two), None)
            if pair:
                yield pair
            else:
                firsts.append(response)


def _by_contact(exercise_id: int) -> Iterator[Keyed]:
    current = ContactKey.objects.filter(
        exercise=exercise_id, response__superseded_at__isnull=True, response__withdrawn_at__isnull=True
    ).exclude(response__kind=Kind.MEETING)
    shared = current.order_by().values("key").annotate(n=Count("pk")).filter(n__gt=1, n__lte=MOST).values("key")
    rows = current.filter(key__in=shared).values_list("key", "response__kind", "response")
    return (((key, kind), response) for key, kind, response in rows.iterator(chunk_size=AT_ONCE))


def _by_name(exercise_id: int) -> Iterator[Keyed]:
    named = Response.objects.current().filter(exercise=exercise_id, kind=Kind.ORGANISATION).order_by()
    rows = named.values_list("organisation_name", "pk").iterator(chunk_size=AT_ONCE)
    return ((" ".join(_name(name)), pk) for name, pk in rows if _name(name))


def _name(name: str) -> list[str]:
    """Return the words by which the name of an organisation is compared."""
    words = ["and" if word == "&" else word for word in plain(name.replace("&", " and "))]
    return words[1:] if words[:1] == ["the"] else words


def _by_text(exercise_id: int) -> Iterator[Keyed]:
    """Return responses with the same words where nobody else sent them: copies that many sent are a campaign."""
    exact = Copy.objects.filter(group__exercise=exercise_id, group__state=CopyGroup.State.SUGGESTED, group__size=2)
    rows = exact.filter(sort=Copy.Sort.EXACT, answer__sketch__words__gte=TELLING_WORDS).exclude(
        response__kind=Kind.MEETING
    )
    found = rows.order_by("group", "response").values_list("group", "response__kind", "response").distinct()
    return (((group, kind), response) for group, kind, response in found.iterator(chunk_size=AT_ONCE))
