"""Turtle as this project keeps it in files: the same triples always give the same bytes.

Subjects stand in the order in which they first occur, so that the writer of a module decides how it reads; everything
else is fixed: only the prefixes that are used, ``a`` first, then labels, then the other properties by name, values
sorted, one property to a line and one value to a line where the line would be too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.results import XSD_STRING, Term, Triple
from kg.terms import PREFIXES, is_iri

WIDTH = 120
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SH = "http://www.w3.org/ns/shacl#"
#: Properties that say what a thing is; they come before all others, in this order.
_FIRST = (
    _TYPE, _OWL + "annotatedSource", _OWL + "annotatedProperty", _OWL + "annotatedTarget", _OWL + "onProperty",
    _OWL + "onDatatype", _SH + "targetClass", _SH + "targetNode", _SH + "targetObjectsOf", _SH + "targetSubjectsOf",
    _SH + "path", _SH + "minCount", _SH + "maxCount", _SKOS + "notation",
    "http://www.w3.org/2000/01/rdf-schema#label", _SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel",
    _SKOS + "definition", _SKOS + "scopeNote",
)  # fmt: skip
#: Properties that come after all others, in this order: what a shape says where it is not met.
_LAST = (_SH + "severity", _SH + "message")
_RANK = {iri: number - len(_FIRST) for number, iri in enumerate(_FIRST)} | {
    iri: number + 1 for number, iri in enumerate(_LAST)
}
# A part of what Turtle allows behind the colon: enough for every name of this project.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Note(NamedTuple):
    """What is said about a statement: it becomes an ``owl:Axiom`` that carries the annotations.

    :param about: the statement; whether it is asserted too is for the triples to say
    :param annotations: property and value
    """

    about: Triple
    annotations: tuple[tuple[Term, Term], ...]


def write(triples: Iterable[Triple], prefixes: Mapping[str, str], comment: str = "", notes: Iterable[Note] = ()) -> str:
    """Triples as canonical Turtle.

    :param prefixes: namespaces by prefix; those that no name uses are left out
    :param comment: lines to stand at the top
    :param notes: notes on statements, to stand behind the triples in this order
    :raises ValueError: for what is no IRI, and for a blank node: a file of this project names what it speaks of
    """
    names = Names(prefixes)
    groups: dict[Term, dict[str, set[Term]]] = {}
    for subject, predicate, value in triples:
        groups.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)
    blocks = [_block(names.show(subject), group, names) for subject, group in groups.items()]
    blocks += [_note(note, names) for note in notes]
    head = "".join(f"# {_CONTROL.sub(' ', line)}".rstrip() + "\n" for line in comment.splitlines())
    declared = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(names.used))
    return "\n".join(part for part in (head, declared, *blocks) if part)


def write_found(triples: Iterable[Triple]) -> str:
    """What a query found as Turtle with our prefixes: the same text whichever engine found it, in whatever order.

    Things come by address, blank nodes behind them. A blank node is numbered by what stands beside it; two of which
    all the same is said may change places. What is no IRI, as other engines may hold, is written so that it can be read
    back.
    """
    distinct = set(triples)
    shown = _Found(PREFIXES, _numbered(distinct))
    groups: dict[Term, dict[str, set[Term]]] = {}
    for subject, predicate, value in distinct:
        groups.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)
    order = sorted(groups, key=lambda term: (term.kind == "blank", shown.place(term)))
    blocks = [_block(shown.show(subject), groups[subject], shown) for subject in order]
    declared = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(shown.used))
    return "\n".join(part for part in (declared, *blocks) if part)


def _numbered(triples: set[Triple]) -> dict[str, int]:
    """A number for each blank node, by its label."""
    beside: dict[str, list[str]] = {}
    for triple in triples:
        text = " ".join("_" if term.kind == "blank" else term.sparql() for term in triple)
        for place, term in enumerate(triple):
            if term.kind == "blank":
                beside.setdefault(term.value, []).append(f"{place} {text}")
    by_neighbours = sorted(beside, key=lambda label: sorted(beside[label]))
    return {label: number for number, label in enumerate(by_neighbours, 1)}


class Names:
    """Terms as they are written with some prefixes; ``used`` tells which of these were needed.

    :param prefixes: namespaces by prefix
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self.used: set[str] = set()

    def show(self, term: Term) -> str:
        """A term as Turtle.

        :raises ValueError: for a blank node
        """
        if term.kind == "blank":
            raise ValueError(f"a blank node cannot be written in canonical order: _:{term.value}")
        if term.kind == "iri":
            return self.short(term.value)
        if (bare := _BARE.get(term.datatype)) is not None and bare.fullmatch(term.value):
            return term.value
        text = _CONTROL.sub(_escaped, term._replace(datatype="", lang="").sparql())
        if term.lang:
            return f"{text}@{term.lang}"
        return f"{text}^^{self.short(term.datatype)}" if term.datatype not in ("", XSD_STRING) else text

    def short(self, iri: str) -> str:
        """An IRI as a prefixed name where a prefix fits.

        :raises ValueError: for what is no IRI
        """
        if not is_iri(iri):
            raise ValueError(f"no IRI: {iri!r}")
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


class _Found(Names):
    """Terms of any kind, also such as no file of this project may hold.

    :param numbers: of the blank nodes, by their labels
    """

    def __init__(self, prefixes: Mapping[str, str], numbers: Mapping[str, int]) -> None:
        super().__init__(prefixes)
        self._numbers = numbers

    def place(self, term: Term) -> str | int:
        return self._numbers[term.value] if term.kind == "blank" else term.value

    def show(self, term: Term) -> str:
        return f"_:b{self._numbers[term.value]}" if term.kind == "blank" else super().show(term)

    def short(self, iri: str) -> str:
        return super().short(iri) if is_iri(iri) else f"<{_NOT_IN_IRI.sub(_escaped, iri)}>"


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04X}"


def in_order(properties: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Properties, each as IRI and as it is shown, in the order in which they are written."""
    return sorted(properties, key=lambda item: (_RANK.get(item[0], 0), item[1]))


def shown_property(iri: str, names: Names) -> str:
    """A property as it is written: ``a`` for the type."""
    return "a" if iri == _TYPE else names.short(iri)


def _note(note: Note, names: Names) -> str:
    group: dict[str, set[Term]] = {_TYPE: {Term("iri", _OWL + "Axiom")}}
    for part, term in zip(("Source", "Property", "Target"), note.about, strict=True):
        group[f"{_OWL}annotated{part}"] = {term}
    for predicate, value in note.annotations:
        group.setdefault(predicate.value, set()).add(value)
    return _block("[]", group, names)


def _block(subject: str, group: Mapping[str, set[Term]], names: Names) -> str:
    order = in_order((iri, shown_property(iri, names)) for iri in group)
    lines = [f"    {shown} {_values(sorted(map(names.show, group[iri])), len(shown))}" for iri, shown in order]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _values(values: list[str], indent: int) -> str:
    line = ", ".join(values)
    return line if fits(line, indent) or len(values) == 1 else ",\n        ".join(values)


def fits(line: str, used: int, indent: int = 4) -> bool:
    """Whether values stand on the line of their property, with a space before and space and mark behind them.

    :param used: characters of the property
    """
    return "\n" not in line and indent + used + 1 + len(line) + 2 <= WIDTH
