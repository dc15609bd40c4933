"""What a Turtle file says and how it is laid out, as far as the layout is kept: order of blocks, and comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.formatter.tokens import Comment


@dataclass(frozen=True, slots=True)
class Name:
    """An IRI in full."""

    iri: str


@dataclass(frozen=True, slots=True)
class Label:
    """A blank node with a label, such as ``_:b``."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal as it is printed, with quotes and language; the datatype in full apart from it."""

    text: str
    datatype: str = ""


@dataclass(slots=True)
class Anonymous:
    """A blank node in square brackets."""

    properties: list[Property] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """A collection in round brackets."""

    items: list[Value] = field(default_factory=list)


Value = Name | Label | Literal | Anonymous | Listing


@dataclass(slots=True)
class Property:
    """A predicate, its values, and the comments that belong to it."""

    predicate: str
    values: list[Value] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """All that stands between a subject and its full stop.

    :param above: the comments above it
    :param gap: whether a blank line stands between these and the subject
    :param tight: whether it follows what is above without a blank line
    :param flat: whether it stands on one line
    """

    subject: Value
    properties: list[Property] = field(default_factory=list)
    above: list[Comment] = field(default_factory=list)
    gap: bool = False
    tight: bool = False
    flat: bool = False

    def note(self, comment: Comment) -> None:
        """Add a comment that stood beside the subject, right above it."""
        self.above.append(Comment(comment.text, alone=True, gap=self.gap and bool(self.above)))
        self.gap = False


@dataclass(slots=True)
class Document:
    """A whole file.

    :param header: the comments above the prefixes
    :param prefixes: namespaces by prefix; the first that the file gives each
    :param beside: the comments that belong to the prefixes, by prefix
    :param tail: the comments below the last block
    """

    header: list[Comment] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
