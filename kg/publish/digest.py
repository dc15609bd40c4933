"""A digest of a graph that does not depend on the order of its triples or the names of its blank nodes.

Blank nodes are told apart by what is said of them: each gets a colour from the triples it stands in, again and again,
until no further ones come apart (colour refinement). Equal graphs always have equal digests; two different graphs share
one only where nothing but the wiring among look-alike blank nodes differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from kg.results import Term, Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + "integer", _XSD + "decimal", _XSD + "double", _XSD + "float"}


def digest(triples: Sequence[Triple]) -> str:
    """``sha256:`` and 64 hexadecimal digits."""
    plain = list(dict.fromkeys(Triple(*map(normal, t)) for t in triples))
    colours = _colours([t for t in plain if t.subject.kind == "blank" or t.object.kind == "blank"])
    lines = sorted(" ".join(_written(term, colours) for term in triple) for triple in plain)
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def normal(term: Term) -> Term:
    """A literal in the one way of writing that engines agree on.

    >>> normal(Term("literal", "8.50", "http://www.w3.org/2001/XMLSchema#decimal")).value
    '8.5'
    """
    if term.lang:
        return term._replace(lang=term.lang.lower())
    if term.datatype in _NUMBERS:
        return _number(term)
    if term.datatype == _XSD + "boolean":
        return term._replace(value={"1": "true", "0": "false"}.get(term.value, term.value))
    return term


def _number(term: Term) -> Term:
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return term  # an ill-typed literal stays what it says
    if not value.is_finite():
        return term
    # A whole xsd:decimal is an xsd:integer by definition, and Virtuoso tells it as one.
    whole = term.datatype == _XSD + "decimal" and value == value.to_integral_value()
    shown = format(value.normalize() + 0, "f")
    return term._replace(value=shown, datatype=_XSD + "integer" if whole else term.datatype)


def _colours(triples: list[Triple]) -> dict[str, str]:
    blanks = {t.value for triple in triples for t in (triple.subject, triple.object) if t.kind == "blank"}
    colours, kinds = dict.fromkeys(blanks, ""), 0
    while True:
        said: dict[str, list[str]] = {name: [colours[name]] for name in blanks}
        for s, p, o in triples:
            if s.kind == "blank":
                said[s.value].append(f"> {p.value} {_written(o, colours)}")
            if o.kind == "blank":
                said[o.value].append(f"< {p.value} {_written(s, colours)}")
        colours = {n: hashlib.sha256("\n".join([x[0], *sorted(x[1:])]).encode()).hexdigest() for n, x in said.items()}
        if len(set(colours.values())) == kinds:
            return colours
        kinds = len(set(colours.values()))


def _written(term: Term, colours: dict[str, str]) -> str:
    return "_:" + colours[term.value] if term.kind == "blank" else term.sparql()
