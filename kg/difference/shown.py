"""How terms and things are shown: short names, texts, and blank nodes in the manner of Turtle."""

from __future__ import annotations

from collections.abc import Sequence

from kg.difference.state import TYPE, State
from kg.results import Term
from kg.terms import ID, KINDS, PREFIXES, compact

_RDF, _OWL, _SH = PREFIXES["rdf"], PREFIXES["owl"], PREFIXES["sh"]
_REST = _RDF + "rest"
#: Brackets within brackets that are shown; below, there is only a mark.
_DEEPEST = 30
#: Blank nodes of one value that are shown.
_MOST = 1000
_XSD = PREFIXES["xsd"]
#: Datatypes whose values need no quotation marks.
BARE = {_XSD + name for name in ("integer", "decimal", "double", "boolean", "date", "gYear")}
#: Prefixes that are not ours, and what they name.
_FOREIGN = {"tactic": "tactic", "technique": "technique", "mitigation": "mitigation", "casestudy": "case-study"}
_BY_TYPE = (
    (_OWL + "Ontology", "module"), (_OWL + "Class", "class"), (PREFIXES["rdfs"] + "Class", "class"),
    (_OWL + "ObjectProperty", "property"), (_OWL + "DatatypeProperty", "property"),
    (_OWL + "AnnotationProperty", "property"), (_RDF + "Property", "property"),
    (_SH + "NodeShape", "shape"), (_SH + "PropertyShape", "shape"),
)  # fmt: skip


def kind_of(thing: Term, *states: State) -> str:
    """Which kind of thing it is: by its IRI, else by its types in the first state that tells one, else ``term``."""
    if thing.kind == "blank":
        return "axiom"
    prefix, colon, _ = compact(thing.value).partition(":")
    if colon and (prefix in _FOREIGN or (prefix in KINDS and thing.value.startswith(ID))):
        return _FOREIGN.get(prefix, prefix)
    for state in states:
        types = {term.value for term in state.values(thing, TYPE)}
        if found := next((kind for iri, kind in _BY_TYPE if iri in types), ""):
            return found
    return "term"


def beside(old: Sequence[Term], old_state: State, new: Sequence[Term], new_state: State) -> tuple[list[str], list[str]]:
    """Values that went and came, as they are shown; with language and datatype where they would look the same."""
    before, after = [shown(t, old_state) for t in old], [shown(t, new_state) for t in new]
    same = set(before) & set(after)
    return (
        [_exactly(term, text) if text in same else text for term, text in zip(old, before, strict=True)],
        [_exactly(term, text) if text in same else text for term, text in zip(new, after, strict=True)],
    )


def _exactly(term: Term, text: str) -> str:
    if term.kind != "literal":
        return text
    bare = term._replace(datatype="").sparql()
    return bare if term.lang or not term.datatype else f"{bare}^^{compact(term.datatype)}"


def shown(term: Term, state: State) -> str:
    """A value as a text: a short name, the text itself, or what is said of a blank node.

    :param state: where it is said
    """
    return _Nodes(state).show(term, ()) if term.kind == "blank" else _plain(term)


def _plain(term: Term) -> str:
    return compact(term.value) if term.kind == "iri" else term.value


class _Nodes:
    """Shows blank nodes, so many at the most: one that is shared again and again within itself would have no end.

    :param state: where something is said of them
    """

    def __init__(self, state: State) -> None:
        self._state, self._left = state, _MOST

    def show(self, term: Term, above: tuple[Term, ...]) -> str:
        """What is said of a blank node.

        :param above: the nodes that it stands within
        """
        self._left -= 1
        if term in above or len(above) > _DEEPEST or self._left < 0:
            return "[…]"
        inside, state = (*above, term), self._state
        if listed(term, state):
            return f"({' '.join(self._part(item, inside) for item in items(term, state))})"
        pairs = [
            ("a" if name == TYPE else compact(name), self._part(value, inside))
            for name in sorted(state.things.get(term, {}), key=lambda n: (n != TYPE, compact(n)))
            for value in state.values(term, name)
        ]
        return f"[{' ; '.join(f'{name} {value}' for name, value in pairs)}]"

    def _part(self, term: Term, above: tuple[Term, ...]) -> str:
        if term.kind == "blank":
            return self.show(term, above)
        bare = term.kind == "iri" or term.datatype in BARE
        return _plain(term) if bare else term._replace(datatype="").sparql()


def listed(term: Term, state: State) -> bool:
    """Whether a blank node is a list."""
    return bool(state.values(term, _REST))


def items(term: Term, state: State) -> list[Term]:
    """The members of a list; of one that is none, as far as it goes."""
    found: list[Term] = []
    seen = set[Term]()
    while term.kind == "blank" and term not in seen:
        seen.add(term)
        found += state.values(term, _RDF + "first")
        term = next(iter(state.values(term, _REST)), Term("iri", _RDF + "nil"))
    return found
