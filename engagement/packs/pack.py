"""A pack as a whole: its files validated one by one, then held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engagement.packs import schema
from engagement.packs.checks import check_pack, check_sections
from engagement.packs.reading import PackError, digest, read_page, read_yaml, validate


@dataclass(frozen=True)
class Pack:
    folder: Path
    digest: str
    exercise: schema.ExerciseSpec
    functions: schema.FunctionsSpec
    factors: schema.FactorsSpec
    options: schema.OptionsSpec
    questions: schema.QuestionsSpec
    sections: tuple[schema.SectionSpec, ...]
    privacy: str
    help: str

    def structure(self) -> dict[str, Any]:
        """Return the keys and shapes that must not change once anything can have been answered."""
        respondents = self.exercise.respondents
        return {
            "options": [[option.key, option.number] for option in self.options.options],
            "factors": [factor.key for factor in self.factors.factors],
            "functions": [f"{function.level}/{function.key}" for function in self.functions.functions],
            "organisation types": [entry.key for entry in respondents.organisation_types],
            "areas of respondents": [entry.key for entry in respondents.areas],
            "roles": [entry.key for entry in respondents.roles],
            "questions": [
                [
                    question.key,
                    question.number,
                    question.section,
                    part.key,
                    part.kind,
                    part.shows,
                    [choice.key for choice in part.choices],
                ]
                for question in self.questions.questions
                for part in question.parts
            ],
        }


def read_pack(folder: Path) -> Pack:
    """Read and check a whole pack; raises PackError at the first fault."""
    if not folder.is_dir():
        raise PackError(str(folder.name), None, "there is no such folder.", "Give the path of a content pack.")
    optional: dict[str, type[Any]] = {
        "functions.yaml": schema.FunctionsSpec,
        "factors.yaml": schema.FactorsSpec,
        "options.yaml": schema.OptionsSpec,
    }
    parts: dict[str, Any] = {
        name: validate(read_yaml(folder, name), spec) if (folder / name).exists() else spec()
        for name, spec in optional.items()
    }
    pack = Pack(
        folder=folder,
        digest=digest(folder),
        exercise=validate(read_yaml(folder, "exercise.yaml"), schema.ExerciseSpec),
        functions=parts["functions.yaml"],
        factors=parts["factors.yaml"],
        options=parts["options.yaml"],
        questions=validate(read_yaml(folder, "questions.yaml"), schema.QuestionsSpec),
        sections=_sections(folder),
        privacy=read_page(folder, "privacy.md"),
        help=read_page(folder, "help.md"),
    )
    check_pack(pack)
    return pack


def _sections(folder: Path) -> tuple[schema.SectionSpec, ...]:
    """Return the document's sections: single letters first, then the appendices."""
    names = [f"document/{path.name}" for path in (folder / "document").glob("*.yaml")]
    if not names:
        raise PackError("document", None, "the document has no sections.", "Add document/a.yaml and so on.")
    names.sort(key=lambda name: (len(Path(name).stem) > 1, name))
    sections = tuple(validate(read_yaml(folder, name), schema.SectionSpec) for name in names)
    check_sections(folder, names, sections)
    return sections
