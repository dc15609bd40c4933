"""A YAML file as texts, lists and mappings that keep their lines.

The nodes of the file are walked and never turned into Python objects: a code such as ``1``, ``no`` or ``010`` stays
what was written, and no tag can make anything happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import did_you_mean, shorten
from kg.importers.survey.faults import Fault, SurveyError, quoted

#: Levels of lists and mappings; a codebook has five.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list of nodes, or a mapping of names to nodes.

    :param line: where it stands; for a value of a mapping, where its name stands
    """

    value: Any
    line: int

    @property
    def shape(self) -> str:
        """``text``, ``list`` or ``mapping``."""
        return "text" if isinstance(self.value, str) else "list" if isinstance(self.value, list) else "mapping"


def compose(text: str, file: str) -> Node:
    """The root of a YAML file.

    :raises SurveyError: where it is no YAML, is empty, is nested too deeply or says a thing twice
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check(yaml.parse(text, Loader=loader), yaml, file)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is no YAML"
        line = mark.line + 1 if mark is not None else 1
        remedy = "A text that holds ': ' or '#', or begins with a mark, stands in quotes."
        raise SurveyError([Fault(file, line, f"{shorten(str(problem))}.", remedy)]) from error
    if root is None:
        raise SurveyError([Fault(file, 1, "the codebook is empty.", "Begin with 'study:'.")])
    faults: list[Fault] = []
    node = _node(root, root.start_mark.line + 1, file, faults)
    if faults:
        raise SurveyError(faults)
    return node


def _check(events: Iterator[Any], yaml: Any, file: str) -> None:
    """Refuse what recursion or sharing could blow up, before nodes are made."""
    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            message = f"the reference *{event.anchor} is not allowed."
            raise SurveyError([Fault(file, line, message, "Write it out.")])
        if depth > _DEEPEST:
            raise SurveyError([Fault(file, line, "it is nested too deeply.", "A codebook has five levels.")])


def _node(node: Any, line: int, file: str, faults: list[Fault]) -> Node:
    kind = type(node).__name__
    if kind == "ScalarNode":
        return Node("" if node.tag.endswith(":null") else str(node.value), line)
    if kind == "SequenceNode":
        return Node([_node(n, n.start_mark.line + 1, file, faults) for n in node.value], line)
    found: dict[str, Node] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if type(key).__name__ != "ScalarNode":
            faults.append(Fault(file, at, "a name must be a plain word.", "Write 'name: value'."))
        elif key.value in found:
            first = f"{quoted(key.value)} stands in line {found[key.value].line} already."
            faults.append(Fault(file, at, first, "Keep one."))
        else:
            found[key.value] = _node(value, at, file, faults)
    return Node(found, line)


class Reader:
    """Takes nodes apart and gathers what is wrong.

    :param file: the name of the file in messages
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, line: int, message: str, remedy: str, column: str = "") -> None:
        """Note that something is wrong."""
        self.faults.append(Fault(self.file, line, message, remedy, column=column))

    def fields(self, node: Node, what: str, known: Iterable[str]) -> dict[str, Node]:
        """The values of a mapping by their names, of those that are known."""
        names = list(known)
        found = {}
        for key, value in self.mapping(node, what).items():
            if self.known(value.line, f"field of {what}", key, names):
                found[key] = value
        return found

    def mapping(self, node: Node | None, what: str) -> dict[str, Node]:
        """A mapping; nothing where none is given."""
        if node is None or node.value == "":
            return {}
        if node.shape != "mapping":
            self.fault(node.line, f"{what} is a {node.shape}.", "Write lines such as 'name: value' below it.")
            return {}
        return dict(node.value)

    def text(self, node: Node | None, what: str, limit: int = 200) -> str:
        """A text on one line."""
        if node is None:
            return ""
        if node.shape != "text":
            self.fault(node.line, f"{what} is a {node.shape}.", "Write a text.")
            return ""
        text = " ".join(str(node.value).split())
        if not text:
            self.fault(node.line, f"{what} has no value.", "Give one, or leave the line out.")
        elif len(text) > limit:
            self.fault(node.line, f"{what} has {len(text):,} characters; {limit:,} are allowed.", "Say it shorter.")
        elif not text.isprintable():
            self.fault(node.line, f"{what} holds a character that nobody sees.", "Type the text anew.")
        return text

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one. An empty text in a list stays one."""
        if node is None:
            return ()
        if node.shape == "text":
            return (str(node.value),)
        if node.shape == "mapping" or any(n.shape != "text" for n in node.value):
            self.fault(node.line, f"{what} is no list of texts.", "Write it as [one, two].")
            return ()
        return tuple(str(n.value) for n in node.value)

    def yes(self, node: Node | None, what: str) -> bool:
        """Whether a field says yes."""
        if node is None:
            return False
        if node.value not in ("yes", "no", "true", "false"):
            self.fault(node.line, f"{what} is neither yes nor no.", "Write yes or no.")
        return node.value in ("yes", "true")

    def known(self, line: int, what: str, given: str, known: Iterable[str]) -> bool:
        """Whether a name is one of those known; a fault with the nearest ones otherwise."""
        names = list(known)
        if given in names:
            return True
        close = did_you_mean(given, names)
        some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        hint = f"Did you mean {' or '.join(close)}?" if close else f"Known: {some}."
        self.fault(line, f"unknown {what} {quoted(given)}.", hint)
        return False
