"""What changed between two releases of ATLAS, and which statements of a graph it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg import terms
from kg.importers.atlas.details import Values, details, lacking
from kg.importers.atlas.history import MODULE as HISTORY
from kg.importers.atlas.model import SITE, Item, Kind, Release, Technique, address
from kg.importers.atlas.writer import MODULE

ChangeKind = Literal["retired", "renamed", "moved", "added", "changed"]
#: All kinds of change, in the order in which they are told.
KINDS: tuple[ChangeKind, ...] = ("retired", "renamed", "moved", "added", "changed")

#: Modules made from ATLAS itself: they follow a new release and are not hit by it.
_UPSTREAM = (MODULE, terms.MODULE + "catalogues/atlas-history")
#: Statements of all other modules that name an ATLAS object.
LINKS = f"""SELECT DISTINCT ?module ?subject ?property ?object WHERE {{
  GRAPH ?module {{ ?subject ?property ?object }}
  # The note on a statement has no name and repeats it; the history of ATLAS is no link of ours.
  FILTER(STR(?module) != "{MODULE}" && STR(?module) != "{HISTORY}" && isIRI(?subject))
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

    :param before: name, place or value in the old release, empty where it was not there; of a list, what is gone
    :param after: the same in the new release; of a list, what is new; of a retired object, the id under which its name
        went on, if any
    :param links: the statements that name the object
    :param field: of a ``changed`` object, what of it: ``maturity``, ``techniques``, ``steps`` ...
    """

    change: ChangeKind
    kind: Kind
    id: str
    before: str
    after: str
    links: tuple[Link, ...] = ()
    field: str = ""


def compare(old: Release, new: Release, links: Iterable[Link] = ()) -> list[Change]:
    """All changes from one release to another: what is gone first, what merely changed last, each by kind and id.

    Kinds and fields that one of the two does not state at all are left out; see :func:`not_compared`.

    :param links: statements of a graph; each change is given those that name its object
    """
    named: dict[str, list[Link]] = {}
    for link in links:
        for end in {link.subject, link.object}:
            named.setdefault(end, []).append(link)
    left_out = set(_kinds_left_out(old, new))
    skipped = _fields_left_out(old, new)
    before = {(kind, item.id): item for kind, item in old.items() if kind not in left_out}
    after = {(kind, item.id): item for kind, item in new.items() if kind not in left_out}
    successors = {(kind, item.name): item.id for (kind, _), item in after.items() if (kind, item.id) not in before}
    changes = []
    for kind, identifier in sorted({*before, *after}):
        hit = tuple(named.get(address(kind, identifier), ()))
        was, now = before.get((kind, identifier)), after.get((kind, identifier))
        for what, text, new_text, field in _changes(was, now, skipped.get(kind, frozenset())):
            end = successors.get((kind, text), "") if what == "retired" else new_text
            changes.append(Change(what, kind, identifier, text, end, hit, field))
    return sorted(changes, key=lambda c: KINDS.index(c.change))


def not_compared(old: Release, new: Release) -> list[str]:
    """What cannot be compared, in words: kinds and fields that one of the two does not state of any object."""
    kinds = [f"{kind} objects" for kind in _kinds_left_out(old, new)]
    fields = [
        f"{field} of {kind} objects" for kind, names in _fields_left_out(old, new).items() for field in sorted(names)
    ]
    return kinds + fields


def _kinds_left_out(old: Release, new: Release) -> Sequence[Kind]:
    """A STIX bundle holds no case studies."""
    return ("case-study",) if "stix" in (old.format, new.format) and old.format != new.format else ()


def _fields_left_out(old: Release, new: Release) -> Mapping[Kind, frozenset[str]]:
    """Fields that are stated of objects of a kind in one release only: the format changed, and not the objects."""
    mine, theirs, left_out = lacking(old), lacking(new), _kinds_left_out(old, new)
    return {kind: mine[kind] ^ theirs[kind] for kind in mine.keys() & theirs.keys() if kind not in left_out}


def _changes(old: Item | None, new: Item | None, skipped: frozenset[str]) -> Iterator[tuple[ChangeKind, str, str, str]]:
    if old is None and new is not None:
        yield "added", "", new.name, ""
    elif new is None and old is not None:
        yield "retired", old.name, "", ""
    elif old is not None and new is not None:
        if old.name != new.name:
            yield "renamed", old.name, new.name, ""
        if isinstance(old, Technique) and isinstance(new, Technique) and _place(old) != _place(new):
            yield "moved", _place(old), _place(new), ""
        was, now = details(old), details(new)
        for field in was:
            if field not in skipped and was[field] != now[field]:
                gone, come = _difference(was[field], now[field])
                yield "changed", gone, come, field


def _difference(old: Values, new: Values) -> tuple[str, str]:
    """What is only in the old list and only in the new one; both whole where merely order or repetition differs."""
    gone, come = [v for v in old if v not in new], [v for v in new if v not in old]
    if not gone and not come:
        return ", ".join(old), ", ".join(new)
    return ", ".join(gone), ", ".join(come)


def _place(technique: Technique) -> str:
    """Where a technique stands: its parent, and the tactics that it names itself."""
    return ", ".join([f"under {technique.parent}"] * bool(technique.parent) + sorted(technique.tactics))
