"""What pages need that staff key in on."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import reverse

from accounts import navigation
from responses.drafts.models import Draft
from responses.intake import checking, showing, wording
from responses.intake.mail import further
from responses.intake.mail.models import MessagePart
from responses.intake.models import KeyingNote, Original, SecondCheck
from responses.submission.models import Response
from responses.submission.reads import raws_of

register = template.Library()


@dataclass(frozen=True)
class Beside:
    """A file that stands beside the form: an original, or what is attached to one that is an email."""

    name: str
    how: str
    size: int
    shown_url: str
    saved_url: str
    is_destroyed: bool = False


@register.filter
def what_it_says(draft: Draft) -> str:
    """Return 'What the letter says', or whatever else came."""
    return wording.what_it_says(draft.intake.get("channel", ""))


@register.filter
def originals_of(draft: Draft) -> list[Beside]:
    """Return the files that a draft is keyed in from; two queries for a page, however often it asks."""
    found: list[Beside] | None = getattr(draft, "_beside", None)
    if found is None:
        slug = draft.exercise.slug
        originals = list(Original.objects.filter(further.with_drafts([draft])))
        found = [_original(slug, one) for one in originals]
        kept = [one.pk for one in originals if not one.erased_at]
        parts = MessagePart.objects.filter(message__original__in=kept, kind=MessagePart.Kind.FILE, size__gt=0)
        found += [_part(slug, part) for part in parts.select_related("message").order_by("message", "number")]
        draft._beside = found  # type: ignore[attr-defined]
    return found


def _original(slug: str, one: Original) -> Beside:
    return Beside(
        one.name,
        showing.how(one),
        one.size,
        reverse("responses_staff:original_shown", args=[slug, one.pk]),
        reverse("responses_staff:original", args=[slug, one.pk]),
        one.erased_at is not None,
    )


def _part(slug: str, part: MessagePart) -> Beside:
    return Beside(
        part.name or "Attachment",
        showing.of_type(part.content_type),
        part.size,
        reverse("responses_staff:part_shown", args=[slug, part.message.original_id, part.number]),
        reverse("responses_staff:mail_part", args=[slug, part.message_id, part.number]),
    )


@register.filter
def waits_for(draft: Draft) -> SecondCheck | None:
    """Return the check that a draft waits for, if it does."""
    check = checking.of(draft)
    return check if check and check.state == SecondCheck.State.WAITING else None


@register.filter
def wants_check(draft: Draft) -> bool:
    """Whether a second person has to check a draft before it is recorded."""
    return checking.is_wanted(draft)


@dataclass(frozen=True)
class Keyed:
    """What is known of how a response was keyed in: the check, what the checker put right, and notes."""

    check: SecondCheck | None
    put_right: list[checking.PutRight]
    notes: list[KeyingNote]


@register.filter
def how_keyed(response: Response) -> Keyed | None:
    """Return what the page of a response says of its keying; nothing of what came online."""
    if response.channel == Response.Channel.ONLINE:
        return None
    check = SecondCheck.objects.filter(response=response).select_related("draft", "handed_by", "checked_by").first()
    return Keyed(
        check,
        checking.put_right(check, raws_of(response)) if check and check.typed else [],
        list(KeyingNote.objects.filter(response=response).select_related("by")),
    )


@register.simple_tag(takes_context=True)
def keying_links(context: Context) -> list[navigation.Link]:
    """Return the links of the staff header as on the page 'Key in'; the public's addresses are not under it."""
    slug = context["exercise"].slug
    return navigation.links_for(context["request"], slug=slug, path=reverse("responses_staff:key_in", args=[slug]))
