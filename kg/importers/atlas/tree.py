"""A YAML document as a plain tree that knows its lines.

Only libyaml's tokens are used: every scalar stays the text that is written, so no date, number or tag is ever
constructed from untrusted input, and depth and aliases are bounded before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from kg.importers.files import Source, SourceFileError

#: Levels of nesting; ATLAS has eight.
DEPTH_LIMIT = 40
#: Aliases of lists and mappings in a document; no release has any. Those of single values are not counted: a writer
#: of YAML makes them wherever two objects share a date.
ALIAS_LIMIT = 100
#: Nodes that aliases may add to a document.
COPY_LIMIT = 10_000
_STANDARD = "tag:yaml.org,2002:"
_HARMLESS = {None, "!", *(_STANDARD + name for name in ("str", "map", "seq", "null", "int", "float", "timestamp"))}


@dataclass(slots=True)
class Scalar:
    """A text; ``null`` where it was written plain and means nothing."""

    line: int
    text: str
    null: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file; a key may occur twice."""

    line: int
    entries: list[tuple[str, Node]] = field(default_factory=list)
    waiting: Scalar | None = None

    def get(self, *keys: str) -> Node | None:
        """The first value of the first of these keys that occurs."""
        for wanted in keys:
            for key, value in self.entries:
                if key == wanted:
                    return value
        return None


Node = Scalar | Sequence | Mapping


def parse(source: Source) -> Node:
    """The single document of a YAML file.

    :raises SourceFileError: with line and column, where it is malformed, too deep or has too many aliases
    """
    try:
        return _Builder(source).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        problem = error.problem or error.context or "malformed"
        raise source.fault(line, f"no valid YAML: {problem}", _REMEDY, column=column) from error
    except yaml.reader.ReaderError as error:
        character = chr(error.character) if isinstance(error.character, int) else str(error.character)
        line = source.text.count("\n", 0, max(source.text.find(character), 0)) + 1
        message = f"no valid YAML: the character U+{ord(character[:1] or '?'):04X} is not allowed"
        raise source.fault(line, message, _REMEDY) from error


_REMEDY = "Fetch the file again; it may be cut short."


class _Builder:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._stack: list[Sequence | Mapping] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = self._copied = 0
        self._root: Node | None = None

    def build(self) -> Node:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        documents = 0
        for event in yaml.parse(self._source.text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault(event, "a second document begins here", "Give a file with one document.")
            self._take(event)
        if self._root is None:
            raise self._source.fault(1, "the document is empty", _REMEDY)
        return self._root

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            null = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
            self._place(event, Scalar(line, "" if null else event.value, null))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event)
            if len(self._stack) >= DEPTH_LIMIT:
                raise self._fault(event, f"nested deeper than {DEPTH_LIMIT} levels", "This is no ATLAS release.")
            node: Sequence | Mapping = Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)
            self._place(event, node)
            self._stack.append(node)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._place(event, self._follow(event))

    def _place(self, event: Any, node: Node) -> None:
        if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = node
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif parent.waiting is not None:
            parent.entries.append((parent.waiting.text, node))
            parent.waiting = None
        elif isinstance(node, Scalar):
            parent.waiting = node
        else:
            raise self._fault(event, "a key is no text", "Mend the file at that place.")

    def _follow(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self._fault(event, f"the alias *{event.anchor} has no anchor", "Mend the file at that place.")
        if isinstance(node, Scalar):
            return node
        self._aliases += 1
        if self._aliases > ALIAS_LIMIT:
            raise self._fault(
                event, f"more than {ALIAS_LIMIT} YAML aliases", "No release has any; do not trust the file."
            )
        if any(node is open_node for open_node in self._stack):
            raise self._fault(event, f"the alias *{event.anchor} contains itself", "Do not trust the file.")
        for _ in _nodes(node):
            self._copied += 1
            if self._copied > COPY_LIMIT:
                raise self._fault(event, "YAML aliases multiply the document", "Do not trust the file.")
        return node

    def _refuse_tag(self, event: Any) -> None:
        if event.tag not in _HARMLESS:
            raise self._fault(event, f"the YAML tag {event.tag!r} is not allowed", "Do not trust the file.")

    def _fault(self, event: Any, message: str, remedy: str) -> SourceFileError:
        mark = event.start_mark
        return self._source.fault(mark.line + 1, message, remedy, column=mark.column + 1)


def _nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, without recursion: aliases can chain deeper than Python's stack."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Sequence):
            waiting += current.items
        elif isinstance(current, Mapping):
            waiting += [value for _, value in current.entries]
