"""What an addition consists of, described once: files, prompts, forms, the JSON Schema and messages come from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: How a value is given. ``line``: one line of text; ``text``: a paragraph; ``lines``: several short texts; ``slug``:
#: the end of an IRI; ``one`` and ``many``: things of the graph; ``groups``: sets of such things of which one is enough;
#: ``choice``: one of fixed words; ``number`` and ``whole``: not negative; ``entry``: an id of a catalogue elsewhere;
#: ``parts``: smaller forms, any number of them.
FieldType = Literal[
    "line", "text", "lines", "slug", "one", "many", "groups", "choice", "number", "whole", "entry", "parts"
]
#: Characters of a name, of a sentence or two, and of a paragraph.
NAME, SENTENCE, PARAGRAPH = 120, 600, 2000


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be said.

    :param name: its key in a file, such as ``acts-at``
    :param label: what a person reads beside it
    :param help: what to write; where it is empty, the ontology's definition of the property says it
    :param term: the property it becomes, as a prefixed name; empty where more than one statement comes of it
    :param kinds: kinds of things (see :data:`kg.terms.KINDS`) that ``one``, ``many`` and ``groups`` choose from
    :param limit: characters at the most
    :param options: what ``choice`` chooses from, and what each means
    :param form: what ``parts`` consist of
    :param example: a value that a person might give
    :param brings: the kind of things that its parts add to the graph, so that other fields of the same addition may
        choose them
    :param rare: whether most additions do without it: a form on a page keeps it folded
    """

    name: str
    label: str
    type: FieldType
    help: str = ""
    term: str = ""
    kinds: tuple[str, ...] = ()
    required: bool = False
    limit: int = NAME
    options: tuple[tuple[str, str], ...] = ()
    form: Form | None = None
    example: str = ""
    brings: str = ""
    rare: bool = False

    @property
    def several(self) -> bool:
        """Whether it takes a list."""
        return self.type in ("lines", "many", "groups", "parts")


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of addition.

    :param kind: such as ``attack``; it names the command, the file and, mostly, the namespace
    :param title: as in "Add …"
    :param intro: what it is for, in a sentence or two
    """

    kind: str
    title: str
    intro: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """A field by its name.

        :raises KeyError: where there is none
        """
        return next(f for f in self.fields if f.name == name) if name in self.names else _missing(name)

    @property
    def names(self) -> list[str]:
        """The names of all fields in order."""
        return [f.name for f in self.fields]

    def said(self, path: str) -> str:
        """The path of a field as a person reads it; a path that leads nowhere as it is.

        >>> from kg.author.forms import ATTACK
        >>> ATTACK.said("needs[1].limits[2].unit")
        'What it needs 1, Amounts 2, Unit'
        """
        form: Form | None = self
        words = []
        for step in path.split("."):
            name, _, number = step.rstrip("]").partition("[")
            if form is None or name not in form.names:
                return path
            found = form.field(name)
            words.append(f"{found.label} {number}".rstrip())
            form = found.form
        return ", ".join(words)

    def walk(self, prefix: str = "") -> Iterator[tuple[str, Field]]:
        """All fields, those of parts too, with their paths such as ``needs.requires``."""
        for one in self.fields:
            yield prefix + one.name, one
            if one.form:
                yield from one.form.walk(f"{prefix}{one.name}.")


def _missing(name: str) -> Field:
    raise KeyError(name)
