"""What a report lists one by one: organisations, meetings, and responses that are not in the figures."""

from __future__ import annotations

from typing import Any

from analysis.composing.blocks import Block, annex, bullets, heading, paragraph, section, table
from analysis.composing.context import Context, organisations, plural, when
from analysis.models import Report, SnapshotMember
from analysis.words import called
from engagement import wording
from responses.moderation.models import Act
from responses.submission.models import Response

Standing = Response.Standing


def listed_organisations(context: Context) -> dict[str, Any]:
    """List the organisations in the figures: those whose claim staff confirmed, and the others."""
    members = SnapshotMember.objects.filter(snapshot=context.snapshot, counted=True, kind="organisation")
    confirmed: list[list[str]] = []
    unconfirmed: list[list[str]] = []
    for member in members.order_by("number"):
        kept = confirmed if member.organisation_confirmed else unconfirmed
        kept.append([_name(member, context), _type(member, context), _confidence(member)])
    columns = ["Organisation or group", "Type", "Its words"]
    blocks: list[Block] = [
        paragraph(
            "Organisations and groups are named unless they gave a reason not to be. \N{LEFT SINGLE QUOTATION MARK}"
            "Confirmed\N{RIGHT SINGLE QUOTATION MARK} means that staff have made sure that the answer comes from it."
        )
    ]
    for title, key, rows in (("Confirmed", "confirmed", confirmed), ("Not confirmed", "unconfirmed", unconfirmed)):
        blocks.append(heading(title))
        if rows:
            ordered = sorted(rows, key=lambda row: (row[0].casefold(), row))
            blocks.append(
                table(
                    f"organisations-{key}",
                    f"{title} organisations and groups",
                    columns,
                    ordered,
                    base=organisations(len(rows)),
                )
            )
        else:
            blocks.append(paragraph("None."))
    return section("organisations", "Organisations and groups", blocks)


def _name(member: SnapshotMember, context: Context) -> str:
    if member.confidential and context.audience != Report.Audience.TEAM:
        return called(member, context.audience, context.content)
    return member.organisation_name


def _type(member: SnapshotMember, context: Context) -> str:
    category = context.content.category_by_id.get(member.organisation_type_id or 0)
    return category.label if category else "Not said"


def _confidence(member: SnapshotMember) -> str:
    return "May be quoted" if member.quotable else "Not accepted by a moderator yet"


def meetings(context: Context) -> dict[str, Any]:
    """Give the points noted at meetings: points, not respondents."""
    blocks: list[Block] = [
        paragraph(
            f"Points were noted at {plural(context.meetings, 'meeting')}. A point is not a respondent: it may stand "
            "for one person or for everybody in the room, so none is counted in any figure of this report."
        )
    ]
    if context.meetings:
        blocks.append(annex("meetings"))
    return section("meetings", "Points from meetings", blocks)


def not_in_figures(context: Context) -> dict[str, Any]:
    """List what is not in the figures, or not decided, and why."""
    current = SnapshotMember.objects.filter(snapshot=context.snapshot, state="current").order_by("number")
    late = current.filter(timing="late").exclude(standing=Standing.LEFT_OUT)
    blocks: list[Block] = [
        heading("Received late"),
        paragraph(
            "A late response is kept, read and, once accepted, given with the other words. It does not stand in the "
            "figures."
        ),
        _table(context, "late", "Responses received late", late, reasons=False),
        heading("Left out"),
        paragraph("Leaving a response out takes two people and a reason."),
        _table(context, "left-out", "Responses left out of the analysis", current.filter(standing=Standing.LEFT_OUT)),
        heading("Held, or waiting for a second person"),
        paragraph("These are counted and not quoted until they are decided."),
        _table(
            context,
            "held",
            "Responses held or waiting",
            current.filter(standing__in=[Standing.HELD, Standing.LEAVING_OUT], counted=True),
        ),
    ]
    gone = context.counts["superseded"] + context.counts["withdrawn"]
    if gone:
        blocks += [
            heading("Replaced or withdrawn by their authors"),
            bullets(
                [
                    f"Replaced with a later answer, which is the one in the figures: {context.counts['superseded']:,}.",
                    f"Withdrawn: {context.counts['withdrawn']:,}. A withdrawn response is not analysed.",
                ]
            ),
        ]
    if context.counts["withdrawn"]:
        blocks.append(_withdrawn(context))
    return section("not-in-figures", "Late, left out and held", blocks)


def _withdrawn(context: Context) -> Block:
    """List what earlier reports may have held: which response it was, never whose or what it said."""
    members = SnapshotMember.objects.filter(snapshot=context.snapshot, state=SnapshotMember.State.WITHDRAWN)
    found = members.select_related("response").order_by("number")
    rows: list[list[int | str]] = [
        [
            member.number,
            member.get_kind_display(),
            wording.day(member.received_at),
            wording.day(member.response.withdrawn_at) if member.response.withdrawn_at else "",
        ]
        for member in found
    ]
    columns = ["Response", "From", "Received", "Withdrawn"]
    caption = "Responses withdrawn by their authors"
    return table("withdrawn", caption, columns, rows, base=plural(len(rows), "response"))


def _table(context: Context, key: str, caption: str, members: Any, *, reasons: bool = True) -> Block:
    found = list(members)
    why = _reasons(found) if reasons else {}
    rows: list[list[int | str]] = [
        [
            member.number,
            _who(member, context),
            when(member.received_at),
            *([why.get(member.response_id, "")] if reasons else []),
        ]
        for member in found
    ]
    if not rows:
        return paragraph("None.")
    columns = ["Response", "From", "Received", *(["Why"] if reasons else [])]
    return table(key, caption, columns, rows, base=plural(len(rows), "response"))


def _who(member: SnapshotMember, context: Context) -> str:
    if member.kind == Response.Kind.INDIVIDUAL:
        return "An individual"
    return "A meeting" if member.kind == Response.Kind.MEETING else _name(member, context)


def _reasons(members: list[SnapshotMember]) -> dict[int, str]:
    """Return the reason of the latest act that judged each response, as of the snapshot."""
    versions = {member.response_id: member.version for member in members}
    acts = Act.objects.filter(response__in=versions, verb__in=["hold", "propose_leaving_out", "leave_out"]).order_by(
        "response_id", "version"
    )
    return {
        act.response_id: f"{act.get_verb_display()}: {act.get_reason_display().lower()}"
        for act in acts
        if act.version <= versions[act.response_id]
    }


def annexed_answers(context: Context) -> dict[str, Any]:
    """Give the answers of organisations whole."""
    return section(
        "annex",
        "Annex: answers of organisations and groups, whole",
        [
            paragraph("In order of arrival; those that a moderator has accepted, late ones marked."),
            annex("organisations"),
        ],
    )
