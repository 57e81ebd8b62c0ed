"""What the schema of one file cannot see: keys given twice, and references to what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from engagement.packs import sections
from engagement.packs.reading import PackError, PackFile, read_yaml

if TYPE_CHECKING:
    from engagement.packs.pack import Pack
    from engagement.packs.schema import SectionSpec

Location = tuple[str | int, ...]
_LINK = re.compile(r"\]\(([^)\s]*)")
_ALLOWED_LINK = re.compile(r"(https://|mailto:|tel:|#p\d+$)")


def check_sections(folder: Path, names: list[str], specs: tuple[SectionSpec, ...]) -> None:
    """Hold the document's sections against each other: letters once each, paragraphs numbered through."""
    seen: set[str] = set()
    expected = 1
    for name, spec in zip(names, specs, strict=True):
        if spec.key in seen:
            line = read_yaml(folder, name).line_of(("letter",))
            raise PackError(name, line, f"section {spec.letter} is there twice.", "Give each section its own letter.")
        seen.add(spec.key)
        for index, block in enumerate(spec.blocks):
            if block.p is None:
                continue
            if block.p != expected:
                line = read_yaml(folder, name).line_of(("blocks", index, "p"))
                raise PackError(
                    name, line, f"paragraph {block.p} stands where {expected} is due.", "Number the paragraphs through."
                )
            expected += 1


def check_pack(pack: Pack) -> None:
    """Raise PackError at the first thing that is named twice, or named and not there."""
    _check_repeats(pack)
    _check_questions(pack)
    _check_links(pack)


def _check_repeats(pack: Pack) -> None:
    respondents = pack.exercise.respondents
    questions = pack.questions.questions
    groups: list[tuple[str, str, Iterable[tuple[str, Location]]]] = [
        *(
            ("exercise.yaml", what, [(e.key, ("respondents", name, i, "key")) for i, e in enumerate(entries)])
            for what, name, entries in (
                ("organisation type", "organisation_types", respondents.organisation_types),
                ("area", "areas", respondents.areas),
                ("role", "roles", respondents.roles),
            )
        ),
        *(
            (file, what, [(str(getattr(e, field)), (name, i, field)) for i, e in enumerate(entries)])
            for file, what, name, field, entries in (
                ("exercise.yaml", "milestone", "milestones", "key", pack.exercise.milestones),
                ("functions.yaml", "principle", "principles", "key", pack.functions.principles),
                ("factors.yaml", "factor", "factors", "key", pack.factors.factors),
                ("options.yaml", "option", "options", "key", pack.options.options),
                ("options.yaml", "option number", "options", "number", pack.options.options),
                ("questions.yaml", "question", "questions", "key", questions),
                ("questions.yaml", "question number", "questions", "number", questions),
            )
        ),
        (
            "functions.yaml",
            "function",
            [(f"{f.level}/{f.key}", ("functions", i, "key")) for i, f in enumerate(pack.functions.functions)],
        ),
        (
            "questions.yaml",
            "part",
            [
                (part.key, ("questions", i, "parts", j, "key"))
                for i, question in enumerate(questions)
                for j, part in enumerate(question.parts)
            ],
        ),
        *(
            (
                "questions.yaml",
                f"choice of '{part.key}'",
                [(c.key, ("questions", i, "parts", j, "choices", k, "key")) for k, c in enumerate(part.choices)],
            )
            for i, question in enumerate(questions)
            for j, part in enumerate(question.parts)
        ),
    ]
    for file, what, entries in groups:
        seen: set[str] = set()
        for key, location in entries:
            if key in seen:
                line = read_yaml(pack.folder, file).line_of(location)
                raise PackError(file, line, f"the {what} '{key}' is there twice.", "Give each its own.")
            seen.add(key)


def _check_questions(pack: Pack) -> None:
    """Questions name sections that exist, levels that have functions, and kinds that are known."""
    letters = {section.key for section in pack.sections}
    levels = {function.level for function in pack.functions.functions}
    file: PackFile = read_yaml(pack.folder, "questions.yaml")

    def refuse(problem: str, remedy: str, *location: str | int) -> None:
        raise PackError(file.name, file.line_of(("questions", *location)), problem, remedy)

    for i, question in enumerate(pack.questions.questions):
        if question.section and question.section.lower().replace(" ", "-") not in letters:
            refuse(
                f"question '{question.key}' names section '{question.section}', which the document does not have.",
                "Name one of its letters.", i, "section",
            )  # fmt: skip
        for j, part in enumerate(question.parts):
            if part.kind not in sections.expanders:
                refuse(
                    f"part '{part.key}' is of kind '{part.kind}', which is not known.",
                    f"Use one of: {', '.join(sorted(sections.expanders))}.", i, "parts", j, "kind",
                )  # fmt: skip
            level = part.shows.get("functions")
            if level is not None and level not in levels:
                refuse(
                    f"part '{part.key}' shows functions of '{level}', of which there are none.",
                    f"Use one of: {', '.join(sorted(levels)) or 'none'}.", i, "parts", j, "shows",
                )  # fmt: skip


def _check_links(pack: Pack) -> None:
    """Links in prose lead to https addresses, mail, telephone or a paragraph that the document has."""
    numbers = {block.p for section in pack.sections for block in section.blocks if block.p is not None}
    paths = [path for path in sorted(pack.folder.rglob("*")) if path.suffix in {".yaml", ".md"}]
    for path in paths:
        name = path.relative_to(pack.folder).as_posix()
        if name == "demo-responses.yaml":
            continue
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for target in _LINK.findall(text):
                if not _ALLOWED_LINK.match(target):
                    raise PackError(name, line, f"a link leads to '{target}'.", "Use https:, mailto:, tel: or #p1.")
                if target.startswith("#p") and int(target[2:]) not in numbers:
                    raise PackError(name, line, f"there is no paragraph {target[2:]}.", "Link one that is there.")
