"""What was asked, and when; and the few lines that open the report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.composing.blocks import bullets, heading, note, paragraph, section, table
from analysis.composing.context import Context, individuals, organisations, plural, when
from analysis.composing.overview import overview
from engagement import wording

CHOSE_THEMSELVES = (
    "Those who answered chose to do so. They are not a sample of the population, so the figures say what these "
    "respondents think and not how common a view is. An engagement exercise is no vote: a good argument counts, "
    "however many people make it."
)


def summary(context: Context) -> dict[str, Any]:
    """Say in a few lines how many answered and how to read the figures."""
    counts = context.counts
    rows: list[list[int | str]] = [
        ["Submissions received", counts["submissions"]],
        ["Organisations and groups in the figures", counts["organisations"]],
        ["Individuals in the figures", counts["individuals"]],
        ["Meetings whose points were noted", counts["meetings"]],
        ["Different texts, the wording of each campaign counted once", context.texts],
        ["Answers of somebody who answered again later, counted with that answer", counts["said_again"]],
        ["Received late, listed apart", counts["late"]],
        ["Left out by two people, listed apart", counts["left_out"]],
        ["Replaced by their authors with a later answer", counts["superseded"]],
        ["Withdrawn by their authors", counts["withdrawn"]],
    ]
    blocks = [
        paragraph(
            f"{context.content.sponsor} asked {plural(len(context.content.questions), 'question')} about "
            f"\N{LEFT SINGLE QUOTATION MARK}{context.content.title}\N{RIGHT SINGLE QUOTATION MARK}. By "
            f"{when(context.snapshot.taken_at)}, {plural(counts['submissions'], 'submission')} had been received. "
            f"{organisations(counts['organisations'])} and {individuals(counts['individuals'])} stand behind the "
            "figures, always side by side and never added together."
        ),
        note(CHOSE_THEMSELVES),
        table(
            "counts",
            "Submissions, and those who sent them",
            ["What is counted", "Number"],
            rows,
            base="all submissions received by any channel",
            notes=[
                "These are three counts and never one: submissions, those who sent them, and what was said. Different "
                "texts come as near to a count of distinct arguments as can be had without coding the words, which has "
                "not been done for this report."
            ],
        ),
    ]
    if counts["organisations"] or counts["individuals"]:
        blocks.append(overview(context))
    else:
        blocks.insert(0, note("Nobody is in the figures yet, so every figure of this report is 0 and nothing follows."))
    if counts["synthetic"]:
        made_up = plural(counts["synthetic"], "response is", "responses are")
        blocks.insert(0, note(f"{made_up} synthetic: made up for a demonstration or a test, and sent by nobody."))
    return section("summary", "In short", blocks)


def asked(context: Context) -> dict[str, Any]:
    """Say what was asked, of whom, from when to when, and who decides."""
    snapshot, content = context.snapshot, context.content
    opened = wording.since(snapshot.opens_at) if snapshot.opens_at else "not opened yet"
    closes = "Closed" if snapshot.closes_at <= snapshot.taken_at else "Closes"
    grace_ends = wording.until(snapshot.closes_at + dt.timedelta(hours=snapshot.grace_hours))
    blocks = [
        paragraph(content.summary),
        bullets(
            [
                f"Asked by: {content.sponsor}. Decided by: {content.decides}.",
                f"Opened: {opened}.",
                f"{closes} {wording.ended(snapshot.closes_at)}; what was begun by then and came until {grace_ends} "
                "counts as on time, by every channel.",
                f"Edition {content.number} of the document and the questions, published {content.published_label}.",
            ]
        ),
        heading("The questions"),
    ]
    for question in content.questions:
        blocks.append(heading(f"Question {question.number}. {question.title}", level=4))
        blocks.append(bullets([part.title for part in question.parts]))
    if content.options:
        blocks.append(heading("The options"))
        blocks.append(bullets([f"Option {option.number}: {option.title}" for option in content.options]))
    return section("asked", "What was asked, and when", blocks)
