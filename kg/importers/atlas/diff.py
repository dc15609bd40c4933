"""What changed between two releases of ATLAS, and which statements of a graph it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.importers.atlas.model import SITE, Item, Kind, Release, Technique, address
from kg.importers.atlas.writer import MODULE

ChangeKind = Literal["added", "renamed", "retired", "moved"]
_ORDER: tuple[ChangeKind, ...] = ("retired", "renamed", "moved", "added")

#: Statements of all modules but the generated one that name an ATLAS object.
LINKS = f"""SELECT DISTINCT ?module ?subject ?property ?object WHERE {{
  GRAPH ?module {{ ?subject ?property ?object }}
  FILTER(STR(?module) != "{MODULE}")
  FILTER((isIRI(?object) && STRSTARTS(STR(?object), "{SITE}"))
      || (isIRI(?subject) && STRSTARTS(STR(?subject), "{SITE}")))
}}
ORDER BY ?module ?subject ?property ?object"""


class Link(NamedTuple):
    """A statement that names an ATLAS object, as IRIs; the object may be a text."""

    module: str
    subject: str
    property: str
    object: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one object.

    :param before: name, tactics or parent in the old release; empty where it was not there
    :param after: the same in the new release; of a retired object, the id under which its name went on, if any
    :param links: the statements that name the object
    """

    change: ChangeKind
    kind: Kind
    id: str
    before: str
    after: str
    links: tuple[Link, ...] = ()


def compare(old: Release, new: Release, links: Iterable[Link] = ()) -> list[Change]:
    """All changes from one release to another: what is gone first, what is new last, each by kind and id.

    Kinds that one of the two formats cannot hold are left out; see :func:`not_compared`.

    :param links: statements of a graph; each change is given those that name its object
    """
    named: dict[str, list[Link]] = {}
    for link in links:
        for end in {link.subject, link.object}:
            named.setdefault(end, []).append(link)
    left_out = not_compared(old, new)
    before = {(kind, item.id): item for kind, item in old.items() if kind not in left_out}
    after = {(kind, item.id): item for kind, item in new.items() if kind not in left_out}
    successors = {(kind, item.name): item.id for (kind, _), item in after.items() if (kind, item.id) not in before}
    changes = []
    for kind, identifier in sorted({*before, *after}):
        hit = tuple(named.get(address(kind, identifier), ()))
        for what, was, now in _changes(before.get((kind, identifier)), after.get((kind, identifier))):
            now = successors.get((kind, was), "") if what == "retired" else now
            changes.append(Change(what, kind, identifier, was, now, hit))
    return sorted(changes, key=lambda c: _ORDER.index(c.change))


def not_compared(old: Release, new: Release) -> Sequence[Kind]:
    """The kinds that cannot be compared: a STIX bundle holds no case studies."""
    return ("case-study",) if "stix" in (old.format, new.format) and old.format != new.format else ()


def _changes(old: Item | None, new: Item | None) -> Iterator[tuple[ChangeKind, str, str]]:
    if old is None and new is not None:
        yield "added", "", new.name
    elif new is None and old is not None:
        yield "retired", old.name, ""
    elif old is not None and new is not None:
        if old.name != new.name:
            yield "renamed", old.name, new.name
        if isinstance(old, Technique) and isinstance(new, Technique) and _place(old) != _place(new):
            yield "moved", _place(old), _place(new)


def _place(technique: Technique) -> str:
    """Where a technique stands: its parent, and the tactics that it names itself."""
    return ", ".join([f"under {technique.parent}"] * bool(technique.parent) + sorted(technique.tactics))
