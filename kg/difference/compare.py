"""What changed from one state to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kg.difference.change import KINDS, Change, ChangeKind, Value
from kg.difference.nested import narrowed
from kg.difference.shown import beside, kind_of, shown
from kg.difference.side import Note, Side
from kg.difference.state import NAMES, TYPE, State, named, read
from kg.results import Term, Triple, iri, literal
from kg.terms import PREFIXES, compact

_DEPRECATED = PREFIXES["owl"] + "deprecated"
_INSTEAD = PREFIXES["dcterms"] + "isReplacedBy"
_SUB_CLASS = PREFIXES["rdfs"] + "subClassOf"
#: What a thing hangs below.
_ABOVE = (
    PREFIXES["praxis"] + "subAttackOf", PREFIXES["skos"] + "broader", PREFIXES["praxis"] + "partOfStage",
    PREFIXES["praxis"] + "subTechniqueOf", _SUB_CLASS, PREFIXES["rdfs"] + "subPropertyOf",
)  # fmt: skip


def difference(old: str | Iterable[Triple], new: str | Iterable[Triple]) -> list[Change]:
    """The changes from one Turtle text, or some statements, to another; either may be empty.

    :raises ModuleError: for a text that is no valid Turtle, and for blank nodes that take too long to tell apart
    """
    return compare(_state(old, Path("before")), _state(new, Path("after")))


def _state(given: str | Iterable[Triple], name: Path) -> State:
    statements = read(given, name) if isinstance(given, str) else given
    return State(str(name), {"": named(statements, name)})


def compare(old: State, new: State, *, in_full: bool = False) -> list[Change]:
    """All changes from one state to another: what is gone first, what merely changed last, each by kind and name.

    Each statement that only one of the two makes belongs to a change, and no other does. Where both are folders, a
    thing that stands in another module has moved.

    :param in_full: whether what is said of added and removed things follows them, a property a row
    """
    comparison = _Comparison(Side(old, new), Side(new, old))
    changes = chain(comparison.things(in_full), comparison.axioms(), comparison.other_modules())
    return sorted(changes, key=_order)


def _order(change: Change) -> tuple[object, ...]:
    return KINDS.index(change.change), change.kind, change.id, change.field, change.before, change.after


class _Comparison:
    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._naming: dict[Term, list[Triple]] | None = None

    def things(self, in_full: bool) -> Iterator[Change]:
        """Changes of what has a name."""
        for thing in self._old.things() | self._new.things():
            was, now = self._old.state.things.get(thing, {}), self._new.state.things.get(thing, {})
            # What merely is spoken of, such as a thing withdrawn in another module, neither comes nor goes.
            if TYPE in was and not now:
                yield from self._whole("removed", thing, in_full)
            elif TYPE in now and not was:
                yield from self._whole("added", thing, in_full)
            else:
                yield from self._properties(thing)
                yield from self._notes("changed", thing)

    def axioms(self) -> Iterator[Change]:
        """Changes of what is said without a name."""
        gone, come = _by_label(self._old), _by_label(self._new)
        for label in gone.keys() | come.keys():
            was, now = gone.get(label, []), come.get(label, [])
            if label and len(was) == len(now) == 1:  # the only ones of their type: it is one that changed
                (old, minus), (new, plus) = was[0], now[0]
                yield self._told("changed", new, "", [old], [new], gone=minus, come=plus)
            else:
                yield from (self._told("removed", node, "", [node], [], gone=triples) for node, triples in was)
                yield from (self._told("added", node, "", [], [node], come=triples) for node, triples in now)

    def other_modules(self) -> Iterator[Change]:
        """Things of which the same is said, but elsewhere."""
        if not (self._old.state.whole and self._new.state.whole):
            return
        touched, places = self._old.things() | self._new.things(), self._old.state.places
        for thing, now in self._new.state.places.items():
            if thing.kind == "iri" and thing not in touched and (was := places.get(thing, now)) != now:
                gone, come = (tuple(Value(iri(m), compact(m)) for m in sorted(own)) for own in (was - now, now - was))
                yield replace(
                    self._change("moved", thing, old=gone, new=come, field="module"), modules=tuple(sorted(now))
                )

    # -- one thing --

    def _whole(self, change: ChangeKind, thing: Term, in_full: bool) -> Iterator[Change]:
        side = self._old if change == "removed" else self._new
        label = side.state.label(thing)
        names = (Value(literal(label), label),) if label else ()
        told = side.statements(thing).union(*(note.triples for note in side.notes.get(thing, ())))
        above = tuple(v for v in _values(side.state.values(thing, *_ABOVE), side.state) if v.term.kind == "iri")
        if change == "removed":
            yield self._change(change, thing, old=names, gone=told, under=above, links=self._links(thing))
        else:
            yield self._change(change, thing, new=names, come=told, under=above)
        if in_full:
            yield from (self._row(change, thing, name) for name in side.properties(thing))
            yield from self._notes(change, thing)

    def _properties(self, thing: Term) -> Iterator[Change]:
        left = self._old.properties(thing) | self._new.properties(thing)
        for retired, used in self._retired(thing):
            yield retired
            left -= used
        for name in left.intersection(NAMES):
            if self._old.values(thing, name) and self._new.values(thing, name):
                yield self._row("renamed", thing, name)
                left.discard(name)
        for names in self._ways_up(thing, left):
            yield self._row("moved", thing, *names)
            left.difference_update(names)
        yield from (self._row("changed", thing, name) for name in left)

    def _retired(self, thing: Term) -> Iterator[tuple[Change, set[str]]]:
        """That a thing was withdrawn, with the properties that say so."""
        if not any(value.python() is True for value in self._new.values(thing, _DEPRECATED)):
            return
        # What another was to take the place of before is a change of its own.
        used = [_DEPRECATED] if self._old.values(thing, _INSTEAD) else [_DEPRECATED, _INSTEAD]
        state = self._new.state
        instead = _values(state.values(thing, _INSTEAD), state)
        row = self._row("retired", thing, *used)
        yield replace(row, field="deprecated", old=(), new=instead, links=self._links(thing)), set(used)

    def _ways_up(self, thing: Term, properties: set[str]) -> list[tuple[str, ...]]:
        """The properties by which the thing now hangs elsewhere; together those that say the same of it."""
        found: dict[tuple[tuple[Term, ...], ...], tuple[str, ...]] = {}
        for name in _ABOVE:
            values = tuple(tuple(side.values(thing, name)) for side in (self._old, self._new))
            if name in properties and all(term.kind == "iri" for term in chain(*values)):
                found[values] = (*found.get(values, ()), name)
        return list(found.values())

    def _notes(self, change: ChangeKind, thing: Term) -> Iterator[Change]:
        """Changes of notes on statements about a thing, one for each statement."""
        old, new = self._old.notes.get(thing, ()), self._new.notes.get(thing, ())
        for about in sorted({note.about for note in chain(old, new)}):
            was, now = [n for n in old if n.about == about], [n for n in new if n.about == about]
            before, after = _says(was), _says(now)
            if len(was) == len(now) == 1:  # what both say need not be told
                before, after = before - after, after - before
            yield self._change(
                change, thing, about.predicate.value, f"note on {compact(about.predicate.value)}",
                old=_sayings(before, self._old.state), new=_sayings(after, self._new.state),
                gone=frozenset().union(*(n.triples for n in was)), come=frozenset().union(*(n.triples for n in now)),
                about=about,
            )  # fmt: skip

    # -- rows --

    def _row(self, change: ChangeKind, thing: Term, *properties: str) -> Change:
        """The change of the values of some properties that say the same."""
        old, new = self._old.values(thing, *properties), self._new.values(thing, *properties)
        gone, come = self._old.statements(thing, *properties), self._new.statements(thing, *properties)
        return self._told(change, thing, properties[0], old, new, gone=gone, come=come)

    def _told(
        self, change: ChangeKind, thing: Term, name: str, old: list[Term], new: list[Term], *,
        gone: frozenset[Triple] = frozenset(), come: frozenset[Triple] = frozenset(),
    ) -> Change:  # fmt: skip
        """The change of some values; of two blank nodes only the place where they differ is shown."""
        before, after = self._old.state, self._new.state
        way: tuple[str, ...] = (name,) if name else ()
        if len(old) == len(new) == 1:
            inner, old, new = narrowed(old[0], before, new[0], after)
            way += inner
        old_texts, new_texts = beside(old, before, new, after)
        return self._change(
            change, thing, name, "/".join(map(compact, way)), gone=gone, come=come,
            old=tuple(map(Value, old, old_texts)), new=tuple(map(Value, new, new_texts)),
        )  # fmt: skip

    def _change(
        self, change: ChangeKind, thing: Term, name: str = "", field: str = "", *, old: tuple[Value, ...] = (),
        new: tuple[Value, ...] = (), gone: frozenset[Triple] = frozenset(), come: frozenset[Triple] = frozenset(),
        about: Triple | None = None, under: tuple[Value, ...] = (), links: tuple[tuple[str, Triple], ...] = (),
    ) -> Change:  # fmt: skip
        before, after = self._old.state, self._new.state
        return Change(
            change, kind_of(thing, after, before), thing, after.label(thing) or before.label(thing),
            field or (compact(name) if name else ""), name, old, new, about, under, gone, come,
            tuple(sorted(before.modules_of(gone) | after.modules_of(come))), links,
        )  # fmt: skip

    def _links(self, thing: Term) -> tuple[tuple[str, Triple], ...]:
        """The statements of the new state that name a thing, each with its module."""
        state = self._new.state
        if self._naming is None:
            self._naming = {}
            for triple in state.triples:
                if triple.subject.kind == "iri" and triple.object.kind == "iri" and triple.subject != triple.object:
                    self._naming.setdefault(triple.object, []).append(triple)
        own = sorted(self._naming.get(thing, ()))
        return tuple((module, triple) for triple in own for module in sorted(state.modules_of([triple])))


def _by_label(side: Side) -> dict[str, list[tuple[Term, frozenset[Triple]]]]:
    """The axioms of a side, by their types."""
    found: dict[str, list[tuple[Term, frozenset[Triple]]]] = {}
    for node, triples in side.axioms():
        found.setdefault(side.state.label(node), []).append((node, triples))
    return found


def _values(terms: Iterable[Term], state: State) -> tuple[Value, ...]:
    return tuple(Value(term, shown(term, state)) for term in terms)


def _says(notes: Iterable[Note]) -> set[tuple[str, Term]]:
    return {saying for note in notes for saying in note.says}


def _sayings(says: Iterable[tuple[str, Term]], state: State) -> tuple[Value, ...]:
    return tuple(Value(term, shown(term, state), name) for name, term in sorted(says))
