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
from kg.terms import is_iri

WIDTH = 120
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
#: Properties that say what a thing is; they come before all others, in this order.
_FIRST = (
    _TYPE, _OWL + "annotatedSource", _OWL + "annotatedProperty", _OWL + "annotatedTarget", _SKOS + "notation",
    "http://www.w3.org/2000/01/rdf-schema#label", _SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel",
    _SKOS + "definition", _SKOS + "scopeNote",
)  # fmt: skip
# A part of what Turtle allows behind the colon: enough for every name of this project.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
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
    names = _Names(prefixes)
    groups: dict[Term, dict[str, set[Term]]] = {}
    for subject, predicate, value in triples:
        groups.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)
    blocks = [_block(names.show(subject), group, names) for subject, group in groups.items()]
    blocks += [_note(note, names) for note in notes]
    head = "".join(f"# {_CONTROL.sub(' ', line)}".rstrip() + "\n" for line in comment.splitlines())
    declared = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(names.used))
    return "\n".join(part for part in (head, declared, *blocks) if part)


class _Names:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self.used: set[str] = set()

    def show(self, term: Term) -> str:
        if term.kind == "blank":
            raise ValueError(f"a blank node cannot be written in canonical order: _:{term.value}")
        if term.kind == "iri":
            return self.short(term.value)
        if (bare := _BARE.get(term.datatype)) is not None and bare.fullmatch(term.value):
            return term.value
        text = _CONTROL.sub(lambda m: f"\\u{ord(m[0]):04X}", term._replace(datatype="", lang="").sparql())
        if term.lang:
            return f"{text}@{term.lang}"
        return f"{text}^^{self.short(term.datatype)}" if term.datatype not in ("", XSD_STRING) else text

    def short(self, iri: str) -> str:
        if not is_iri(iri):
            raise ValueError(f"no IRI: {iri!r}")
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


def _note(note: Note, names: _Names) -> str:
    group: dict[str, set[Term]] = {_TYPE: {Term("iri", _OWL + "Axiom")}}
    for part, term in zip(("Source", "Property", "Target"), note.about, strict=True):
        group[f"{_OWL}annotated{part}"] = {term}
    for predicate, value in note.annotations:
        group.setdefault(predicate.value, set()).add(value)
    return _block("[]", group, names)


def _block(subject: str, group: Mapping[str, set[Term]], names: _Names) -> str:
    rank = {iri: number for number, iri in enumerate(_FIRST)}
    shown = {iri: "a" if iri == _TYPE else names.short(iri) for iri in group}
    order = sorted(group, key=lambda iri: (rank.get(iri, len(rank)), shown[iri]))
    lines = [f"    {shown[iri]} {_values(sorted(map(names.show, group[iri])), len(shown[iri]))}" for iri in order]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _values(values: list[str], indent: int) -> str:
    line = ", ".join(values)
    return line if len(line) + indent + 7 <= WIDTH or len(values) == 1 else ",\n        ".join(values)
