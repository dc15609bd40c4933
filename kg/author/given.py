"""What a person gave, before anything is known of its meaning: texts, lists and mappings, with their lines.

YAML is walked as nodes and never turned into Python objects: a bare ``no`` or ``1e5`` stays what was written, and no
tag can make anything happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.author.faults import AdditionError, Fault
from kg.author.texts import plain as shown
from kg.errors import shorten

#: Bytes of a file that describes an addition; a long one has ten thousand.
SIZE_LIMIT = 256 * 1024
#: Levels of lists and mappings; the deepest addition has five.
_DEEPEST = 8
_TAG = "tag:yaml.org,2002:"
#: What YAML makes of values and collections without being told.
_TAGS = {f"{_TAG}{name}" for name in (
    "str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map",
)}  # fmt: skip
#: Characters that YAML does not allow as they are.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: Complaints of the parser that have a remedy of their own.
_REMEDIES = {
    "cannot start any token": "Indent with spaces, no tabs; a text that begins with '@' or '`' stands in quotes.",
    "escape": "Behind '\\' in double quotes stands a known letter. Use single quotes for what is meant as it is.",
    "hexdecimal": "Behind '\\x' in double quotes stands a number. Use single quotes for what is meant as it is.",
}
_REMEDY = "Compare with 'threatpraxis add attack --template'. A text that holds ': ' or '#' stands in quotes."


@dataclass(frozen=True, slots=True)
class Given:
    """A text, a list or a mapping, and the line where it begins; 0 where there is no file."""

    value: Any
    line: int = 0

    @property
    def shape(self) -> str:
        """``text``, ``list`` or ``mapping``."""
        return "text" if isinstance(self.value, str) else "list" if isinstance(self.value, list) else "mapping"

    @property
    def empty(self) -> bool:
        """Whether nothing was given."""
        return not self.value or (isinstance(self.value, str) and not self.value.strip())


def plain(value: Any) -> Given:
    """What a form or a terminal gives: texts, lists and mappings without lines; None is nothing."""
    if isinstance(value, Mapping):
        return Given({str(k): plain(v) for k, v in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Given([plain(v) for v in value])
    return Given("" if value is None else str(value))


def from_yaml(data: bytes, name: str) -> Given:
    """What a YAML file gives.

    :param name: the file, for messages
    :raises AdditionError: where it is too large, no UTF-8, no YAML, nested too deeply, or says a thing twice
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = _decoded(data, name)
    try:
        _check_events(yaml.parse(text, Loader=loader), yaml, name)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is no YAML"
        line = mark.line + 1 if mark is not None else 1
        remedy = next((words for part, words in _REMEDIES.items() if part in str(problem)), _REMEDY)
        raise AdditionError([Fault("", f"{shorten(str(problem))}.", remedy, line)], name) from error
    if root is None or root.tag == f"{_TAG}null":
        raise AdditionError([Fault("", "the file is empty.", "Begin with 'label: …'.", 1)], name)
    faults: list[Fault] = []
    given = _node(root, "", faults)
    if faults:
        raise AdditionError(faults, name)
    return given


def _decoded(data: bytes, name: str) -> str:
    if len(data) > SIZE_LIMIT:
        message = f"the file has more than {SIZE_LIMIT // 1024} kB."
        raise AdditionError([Fault("", message, "Describe one addition in a file.", 1)], name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in (data[1:2], data[:1]):
        fault = Fault("", "this is UTF-16 or UTF-32, no UTF-8.", "Save the file as UTF-8.", 1)
        raise AdditionError([fault], name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"this is no UTF-8 text (byte {data[error.start]:#04x})."
        raise AdditionError([Fault("", message, "Save the file as UTF-8.", line)], name) from error
    if found := _CONTROL.search(text):
        message = f"the character U+{ord(found[0]):04X} is not allowed."
        line = text.count("\n", 0, found.start()) + 1
        raise AdditionError([Fault("", message, "Remove it; type the line anew.", line)], name)
    return text


def _check_events(events: Iterator[Any], yaml: Any, name: str) -> None:
    """Refuse what recursion or sharing could blow up, before nodes are made."""
    depth = documents = 0
    for event in events:
        line = event.start_mark.line + 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent):
            raise AdditionError(
                [Fault("", f"the reference *{event.anchor} is not allowed.", "Write it out.", line)], name
            )
        if depth > _DEEPEST:
            raise AdditionError([Fault("", "it is nested too deeply.", "An addition has five levels.", line)], name)
        if documents > 1:
            message = "there is a second document behind '---'."
            raise AdditionError([Fault("", message, "Put each addition into a file of its own.", line)], name)


def _node(node: Any, path: str, faults: list[Fault]) -> Given:
    line = node.start_mark.line + 1
    kind = type(node).__name__
    _check_tag(node, path, faults)
    if kind == "ScalarNode":
        return Given("" if node.tag.endswith(":null") else str(node.value), line)
    if kind == "SequenceNode":
        return Given([_node(n, f"{path}[{i}]", faults) for i, n in enumerate(node.value, 1)], line)
    return Given(_mapping(node, path, faults), line)


def _mapping(node: Any, path: str, faults: list[Fault]) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if type(key).__name__ != "ScalarNode":
            faults.append(Fault(path, "a name must be a plain word.", "Write 'name: value'.", at))
            continue
        name = shown(str(key.value))
        inner = f"{path}.{name}" if path else name
        _check_tag(key, inner, faults)
        if key.value in found:
            first = f"it stands in line {found[key.value].line} already."
            faults.append(Fault(shorten(inner), first, "Keep one.", at))
            continue
        found[key.value] = _node(value, inner, faults)
    return found


def _check_tag(node: Any, path: str, faults: list[Fault]) -> None:
    if node.tag not in _TAGS:
        tag, line = node.tag.replace(_TAG, "!!"), node.start_mark.line + 1
        faults.append(Fault(path, f"the tag {shorten(tag, 40)!r} is not allowed.", "Remove it.", line))
