"""What a report lists one by one: organisations, meetings, and responses that are not in the figures."""

from __future__ import annotations

from typing import Any

from analysis.composing.blocks import Block, Cell, annex, bullets, heading, paragraph, section, table
from analysis.composing.context import Context, organisations, plural, when
from analysis.models import Report, SnapshotMember
from analysis.words import called, of_meeting, quotable, reference_for
from engagement import wording
from responses.intake.meetings.reads import points_by_response
from responses.moderation.models import Act
from responses.submission.models import Response
from responses.submission.references import grouped

Standing = Response.Standing


def listed_organisations(context: Context) -> dict[str, Any]:
    """List the organisations in the figures: those whose claim staff confirmed, and the others."""
    members = SnapshotMember.objects.filter(snapshot=context.snapshot, speaks=True, kind="organisation")
    confirmed: list[SnapshotMember] = []
    unconfirmed: list[SnapshotMember] = []
    for member in members.select_related("response"):
        (confirmed if member.organisation_confirmed else unconfirmed).append(member)
    blocks: list[Block] = [
        paragraph(
            "Organisations and groups are named unless they gave a reason not to be. \N{LEFT SINGLE QUOTATION MARK}"
            "Confirmed\N{RIGHT SINGLE QUOTATION MARK} means that staff have made sure that the answer comes from it."
        )
    ]
    for title, key, found in (("Confirmed", "confirmed", confirmed), ("Not confirmed", "unconfirmed", unconfirmed)):
        blocks.append(heading(title))
        blocks.append(_organisations(context, f"organisations-{key}", f"{title} organisations and groups", found))
    return section("organisations", "Organisations and groups", blocks)


def _organisations(context: Context, key: str, caption: str, members: list[SnapshotMember]) -> Block:
    if not members:
        return paragraph("None.")
    ordered = sorted(members, key=lambda member: (_name(member, context).casefold(), member.number))
    rows = [
        [_name(member, context), _type(member, context), _confidence(member), *_reference(member, context)]
        for member in ordered
    ]
    columns = ["Organisation or group", "Type", "Its words", *_reference_column(context)]
    return table(
        key,
        caption,
        columns,
        rows,
        base=organisations(len(rows)),
        members=[member.number for member in ordered],
        **_links(context, columns),
    )


def _reference_column(context: Context) -> list[str]:
    """Return the heading of the column by which the team finds a response; nobody else has one."""
    return ["Reference"] if context.audience == Report.Audience.TEAM else []


def _reference(member: SnapshotMember, context: Context) -> list[str]:
    found = reference_for(context.audience, member)
    return [grouped(found)] if found else []


def _links(context: Context, columns: list[str]) -> dict[str, Any]:
    return {"references": columns.index("Reference")} if _reference_column(context) else {}


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
        blocks += [*_meetings(context), annex("meetings")]
    return section("meetings", "Points from meetings", blocks)


def _meetings(context: Context) -> list[Block]:
    """List the meetings; for the public those alone whose points it may read, and never the host."""
    members = SnapshotMember.objects.filter(snapshot=context.snapshot, counted=True, kind="meeting")
    if is_public := context.audience == Report.Audience.PUBLIC:
        members = members.filter(quotable(context.audience))
    read = members.select_related("response__meeting").prefetch_related("response__field_revisions")
    found = list(read.order_by("number"))
    columns = [
        "Meeting",
        "Held",
        *([] if is_public else ["Host"]),
        "Number of points",
        "Its points",
        *_reference_column(context),
    ]
    noted = points_by_response(member.response_id for member in found)
    rows: list[list[Cell]] = []
    for member in found:
        meeting = getattr(member.response, "meeting", None)
        held = wording.day(meeting.held_on) if meeting and meeting.held_on else "Not said"
        name, host = ("A meeting", "Not said")
        if meeting:
            name = of_meeting(member, "meeting_name", meeting.name)
            host = of_meeting(member, "meeting_host", meeting.host) or "Not said"
        rows.append(
            [
                name,
                held,
                *([] if is_public else [host]),
                noted.get(member.response_id, 0),
                _confidence(member),
                *_reference(member, context),
            ],
        )
    listed = []
    if rows:
        base = plural(len(rows), "meeting")
        caption = "Meetings whose points were noted"
        listed.append(table("meetings", caption, columns, rows, base=base, **_links(context, columns)))
    if more := context.meetings - len(rows):
        listed.append(paragraph(f"The points of {plural(more, 'meeting')} are not published."))
    return listed


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
            *_reference(member, context),
        ]
        for member in found
    ]
    columns = ["Response", "From", "Received", "Withdrawn", *_reference_column(context)]
    caption = "Responses withdrawn by their authors"
    return table("withdrawn", caption, columns, rows, base=plural(len(rows), "response"), **_links(context, columns))


def _table(context: Context, key: str, caption: str, members: Any, *, reasons: bool = True) -> Block:
    found = list(members.select_related("response"))
    why = _reasons(found) if reasons else {}
    rows: list[list[int | str]] = [
        [
            member.number,
            _who(member, context),
            when(member.received_at) if member.response.received_time_known else wording.weekday(member.received_at),
            *([why.get(member.response_id, "")] if reasons else []),
            *_reference(member, context),
        ]
        for member in found
    ]
    if not rows:
        return paragraph("None.")
    columns = ["Response", "From", "Received", *(["Why"] if reasons else []), *_reference_column(context)]
    return table(key, caption, columns, rows, base=plural(len(rows), "response"), **_links(context, columns))


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
