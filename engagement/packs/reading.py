"""Read a pack's files and say, by file and line, what is wrong with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from common.errors import DomainError

Schema = TypeVar("Schema", bound=BaseModel)


class PackError(DomainError):
    """A pack that cannot be loaded; names the file, the line and what to do."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {problem} {remedy}")
        self.file, self.line = file, line


@dataclass(frozen=True)
class PackFile:
    """One parsed YAML file that remembers on which line each value stood."""

    name: str
    data: Any
    root: yaml.Node

    def line_of(self, location: tuple[str | int, ...]) -> int:
        """Return the line of the value at a path of keys and indexes, or of the nearest one above it that exists."""
        node: yaml.Node = self.root
        for step in location:
            below = _child(node, step)
            if below is None:
                break
            node = below
        return int(node.start_mark.line) + 1


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


class _UniqueKeyLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the fast one, if built
    """A key given twice would silently win over the first; here it is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue  # the constructor says what is wrong with it
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key '{key_node.value}' is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key_node.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(folder: Path, name: str) -> PackFile:
    """Parse one file of the pack."""
    path = folder / name
    if not path.is_file():
        raise PackError(name, None, "the file is missing.", "Add it; docs/packs.md says what belongs in it.")
    text = _text(path, name)
    try:
        root, data = _parsed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PackError(
            name, mark.line + 1 if mark else None, f"this is not valid YAML: {error.problem}.", "Correct the line."
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PackError(
            name, line, "there is a character that YAML does not allow.", "Take it out; it may be invisible."
        ) from error
    except RecursionError as error:
        raise PackError(name, None, "the file is nested too deeply.", "Make it flatter.") from error
    if root is None:
        raise PackError(name, None, "the file is empty.", "Fill it; docs/packs.md says what belongs in it.")
    return PackFile(name=name, data=data, root=root)


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the nodes, which know their lines, and the values made of them."""
    loader = _UniqueKeyLoader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError(name, None, "the file is not UTF-8 text.", "Save it as UTF-8.") from error


def validate(file: PackFile, schema: type[Schema]) -> Schema:
    """Check a file against its schema; the first fault is raised with its line."""
    try:
        return schema.model_validate(file.data)
    except ValidationError as error:
        # A key that is not known comes first: where one is missing, it is often that one, misspelt.
        fault = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        location = tuple(fault["loc"])
        path = ".".join(str(step) for step in location) or "the file"
        problem, remedy = _IN_WORDS.get(
            fault["type"], ("{path}: " + _message(fault) + ".", "Correct it or take it out.")
        )
        raise PackError(file.name, file.line_of(location), problem.format(path=path), remedy) from error


_IN_WORDS = {
    "missing": ("{path} is missing.", "Add it; docs/packs.md says what belongs there."),
    "extra_forbidden": ("{path} is not a key that is known here.", "Correct its spelling or take it out."),
}


def _message(fault: Any) -> str:
    """Return what is wrong in pydantic's words, without its name for our own checks."""
    said = str(fault["msg"]).removeprefix("Value error, ")
    return (said[:1].lower() + said[1:]).replace("{", "{{").replace("}", "}}")


def read_page(folder: Path, name: str) -> str:
    """Return the Markdown of a page of the pack."""
    path = folder / "pages" / name
    if not path.is_file():
        raise PackError(f"pages/{name}", None, "the page is missing.", "Add it: every exercise needs one.")
    text = _text(path, f"pages/{name}")
    if text.startswith("---"):  # front matter is for editors' tools; the site titles these pages itself
        text = text.split("---", 2)[2]
    return text.strip()


def digest(folder: Path) -> str:
    """Return a SHA-256 over the names and bytes of all files that make up the content."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".yaml", ".md"} and path.name != "demo-responses.yaml":
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
