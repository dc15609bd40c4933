"""A state of the knowledge: the statements of each module, with blank nodes that can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg import terms
from kg.difference.blank import EntangledError, name_blanks
from kg.errors import ModuleError
from kg.results import Term, Triple
from kg.terms import PREFIXES, compact

TYPE = PREFIXES["rdf"] + "type"
#: What a thing is called, the first that it has.
NAMES = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label", PREFIXES["dcterms"] + "title")
_ONTOLOGY = Term("iri", PREFIXES["owl"] + "Ontology")
_CHANGE = Term("iri", PREFIXES["praxis"] + "Change")


@dataclass(frozen=True)
class State:
    """What is said at one time or place.

    :param name: what it was read from, as it was asked for
    :param modules: the statements of each module by its IRI; blank nodes are named by what is said of them
    :param whole: whether it is a folder of modules rather than one file, so that things can move between them
    """

    name: str
    modules: Mapping[str, frozenset[Triple]]
    whole: bool = False

    @cached_property
    def triples(self) -> frozenset[Triple]:
        """All statements, wherever they stand."""
        return frozenset().union(*self.modules.values())

    @cached_property
    def things(self) -> Mapping[Term, Mapping[str, list[Term]]]:
        """Values by property of every subject."""
        found: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in self.triples:
            found[subject][predicate.value].append(value)
        return found

    @cached_property
    def places(self) -> Mapping[Term, frozenset[str]]:
        """The modules that speak of each subject."""
        found: dict[Term, set[str]] = defaultdict(set)
        for module, triples in self.modules.items():
            for subject in {triple.subject for triple in triples}:
                found[subject].add(module)
        return {subject: frozenset(modules) for subject, modules in found.items()}

    def values(self, thing: Term, *properties: str) -> list[Term]:
        """The values of some properties, in order; none twice."""
        group = self.things.get(thing, {})
        return sorted({value for name in properties for value in group.get(name, ())})

    def label(self, thing: Term) -> str:
        """What a thing is called, preferably in English, and a blank node by its type; empty where nothing says."""
        if thing.kind == "blank":
            return compact(next(iter(self.values(thing, TYPE)), Term("iri", "")).value)
        for name in NAMES:
            if found := self.values(thing, name):
                return min(found, key=lambda t: (t.lang != "en", t.lang != "", t.value)).value
        return ""

    def labels(self) -> dict[str, str]:
        """What everything is called, by IRI."""
        return {t.value: label for t in self.things if t.kind == "iri" and (label := self.label(t))}

    @property
    def is_addition(self) -> bool:
        """Whether the module of classes and properties is missing, so that it is a part of something larger."""
        return terms.ONTOLOGY not in self.modules

    def upon(self, base: State) -> State:
        """What is known where the modules of this state are added to another, or put in the place of its own."""
        return State(self.name, {**base.modules, **self.modules}, whole=True)

    def modules_of(self, triples: Iterable[Triple]) -> frozenset[str]:
        """The modules in which some of these stand."""
        wanted = frozenset(triples)
        return frozenset(module for module, own in self.modules.items() if not own.isdisjoint(wanted))


class File(NamedTuple):
    """A Turtle file of a state.

    :param name: its path below the folder of modules, with forward slashes
    :param path: what to call it in an error
    """

    name: str
    path: Path
    data: bytes


def state_of(name: str, files: Iterable[File], *, whole: bool, first_wins: bool = False) -> State:
    """The state that some Turtle files are. Records of changes are left out: they say how it came about.

    :param whole: whether they are a folder of modules
    :param first_wins: of two files that are the same module only the first counts, as where several workspaces are
        loaded; else what they say is taken together
    :raises ModuleError: for a file that cannot be read
    """
    modules: dict[str, frozenset[Triple]] = {}
    for file in files:
        statements = read(file.data, file.path)
        if any(t.predicate.value == TYPE and t.object == _CHANGE for t in statements):
            continue
        declared = (t.subject.value for t in statements if t.predicate.value == TYPE and t.object == _ONTOLOGY)
        module = next(declared, f"{terms.MODULE}workspace/{file.name.removesuffix('.ttl')}")
        if not (first_wins and module in modules):
            modules[module] = modules.get(module, frozenset()) | named(statements, file.path)
    return State(name, modules, whole)


def read(data: str | bytes, path: Path) -> list[Triple]:
    """The statements of a Turtle text as they stand."""
    from kg.store.statements import read_statements

    return read_statements(data, path)


def named(statements: Iterable[Triple], path: Path) -> frozenset[Triple]:
    """Statements with blank nodes that can be compared.

    :raises ModuleError: where that takes too long
    """
    try:
        return name_blanks(statements)
    except EntangledError as error:
        raise ModuleError(path, 1, error.message, remedy=error.remedy) from error
