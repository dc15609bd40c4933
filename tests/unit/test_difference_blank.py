"""Names of blank nodes, and whether all that differs is told: checked against rdflib and plain sets."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import combinations

import pytest
import rdflib
from rdflib.compare import isomorphic, to_canonical_graph

from kg import shipped
from kg.difference.blank import EntangledError, name_blanks
from kg.difference.compare import difference
from kg.errors import ModuleError
from kg.results import XSD_STRING, Term, Triple

P = "urn:p:"


def triples(*edges: tuple[str, str, str]) -> list[Triple]:
    """Edges between nodes; those in small letters are blank."""
    return [Triple(node(s), Term("iri", P + p), node(o)) for s, p, o in edges]


def node(name: str) -> Term:
    return Term("blank", name) if name.islower() else Term("iri", P + name)


def in_rdflib(own: list[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in own:
        graph.add(
            tuple(rdflib.BNode(t.value) if t.kind == "blank" else rdflib.URIRef(t.value) for t in triple)  # type: ignore[arg-type]
        )
    return graph


def mixed_up(own: list[Triple], chance: random.Random) -> list[Triple]:
    """The same graph with other labels in another order."""
    labels = sorted({t.value for triple in own for t in triple if t.kind == "blank"})
    new = dict(zip(labels, chance.sample([f"x{n}" for n in range(len(labels))], len(labels)), strict=True))
    renamed = [Triple(*(Term("blank", new[t.value]) if t.kind == "blank" else t for t in triple)) for triple in own]
    return chance.sample(renamed, len(renamed))


def connected(chance: random.Random, size: int) -> list[Triple]:
    """A random graph of a name and blank nodes, each of which several statements share."""
    names = ["A", *"abcdefgh"[:size]]
    edges = {(chance.choice(names), chance.choice("pq"), chance.choice(names[1:])) for _ in range(2 * size)}
    ring = {(names[1 + n], "p", names[1 + (n + 1) % size]) for n in range(size)}
    return triples(*sorted(edges | ring))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_graphs_have_the_same_names_exactly_when_rdflib_calls_them_isomorphic(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    size = chance.choice([2, 3, 4, 5])
    graphs = [connected(chance, size) for _ in range(6)]
    assert all(name_blanks(mixed_up(g, chance)) == name_blanks(g) for g in graphs)
    for one, other in combinations(graphs, 2):
        assert (name_blanks(one) == name_blanks(other)) == isomorphic(in_rdflib(one), in_rdflib(other))


def test_two_triangles_are_no_hexagon() -> None:
    """Nothing near a node tells these apart; with one corner marked, all nodes of the hexagon differ."""
    triangles = triples(*(("abc"[n], "p", "abc"[(n + 1) % 3]) for n in range(3)))
    hexagon = triples(*(("abcdef"[n], "p", "abcdef"[(n + 1) % 6]) for n in range(6)), ("A", "q", "a"))
    assert len(name_blanks(triangles)) == 3
    assert len(name_blanks(hexagon)) == 7


def test_a_shared_node_is_not_two_that_look_alike() -> None:
    shared = triples(("A", "p", "x"), ("B", "p", "x"), ("x", "q", "C"))
    twins = triples(("A", "p", "x"), ("B", "p", "y"), ("x", "q", "C"), ("y", "q", "C"))
    assert name_blanks(shared) != name_blanks(twins)
    assert len(name_blanks(twins)) == 3  # the twins say the same in the same words


def test_a_change_in_one_place_leaves_the_names_elsewhere() -> None:
    rest = triples(("A", "p", "x"), ("x", "p", "y"), ("y", "q", "C"), ("D", "p", "s"), ("E", "p", "s"), ("s", "q", "s"))
    one, other = (name_blanks([*rest, *triples(("F", "p", "z"), ("z", "q", end))]) for end in ("G", "H"))
    assert len(one - other) == len(other - one) == 2


def test_a_chain_as_deep_as_a_file_may_be_is_named() -> None:
    chain = triples(*((f"n{n}", "p", f"n{n + 1}") for n in range(20_000)))
    assert len(name_blanks(chain)) == 20_000


def test_nodes_that_would_take_for_ever_are_refused_in_words() -> None:
    clique = triples(*((a, "p", b) for a in "abcdefgh" for b in "abcdefgh" if a != b))
    with pytest.raises(EntangledError, match="8 blank nodes refer to each other"):
        name_blanks(clique)
    text = "".join(f"_:{t.subject.value} <urn:p> _:{t.object.value} .\n" for t in clique)
    with pytest.raises(ModuleError, match="after:1: 8 blank nodes"):
        difference("", text)


# -- random edits of what is shipped --


def shipped_module(name: str) -> rdflib.Graph:
    """A module with labels of blank nodes that are the same each time, so that the same edits are made."""
    return to_canonical_graph(rdflib.Graph().parse(shipped.ontology_dir() / f"{name}.ttl"))


def shuffled(graph: rdflib.Graph, seed: str) -> str:
    """The same graph as N-Triples with other labels of blank nodes, in another order."""
    labels: dict[rdflib.BNode, rdflib.BNode] = defaultdict(rdflib.BNode)
    lines = [" ".join((labels[t] if isinstance(t, rdflib.BNode) else t).n3() for t in triple) for triple in graph]
    return " .\n".join([*random.Random(seed).sample(lines, len(lines)), ""])  # noqa: S311


def edited(graph: rdflib.Graph, seed: str, times: int) -> rdflib.Graph:
    """A graph with statements taken away, given other values, and given to other things."""
    chance, new = random.Random(seed), rdflib.Graph()  # noqa: S311
    own = sorted(graph, key=lambda triple: [part.n3() for part in triple])
    for triple in own:
        new.add(triple)
    values = [t[2] for t in own if not isinstance(t[2], rdflib.BNode)]
    things = [t[0] for t in own if isinstance(t[0], rdflib.URIRef)]
    for subject, predicate, value in chance.sample(own, times):
        what = chance.choice(["remove", "change", "copy"])
        if what != "copy":
            new.remove((subject, predicate, value))
        if what == "change":
            new.add((subject, predicate, chance.choice(values)))
        if what == "copy":
            new.add((chance.choice(things), predicate, chance.choice(values)))
    return new


def said(graph: rdflib.Graph) -> dict[str, set[Hashable]]:
    """What is said of each thing with a name, nested where it goes through blank nodes."""

    def tree(value: rdflib.term.Node) -> Hashable:
        if not isinstance(value, rdflib.BNode):
            return value.n3()
        return frozenset((p, tree(o)) for p, o in graph.predicate_objects(value))

    found: dict[str, set[Hashable]] = defaultdict(set)
    for subject, predicate, value in graph:
        if isinstance(subject, rdflib.URIRef):
            found[str(subject)].add((predicate, tree(value)))
    return found


def ground(triples: Iterable[tuple[rdflib.term.Node, ...]]) -> set[Triple]:
    """The statements without blank nodes, as this library has them."""
    named = [t for t in triples if not any(isinstance(part, rdflib.BNode) for part in t)]
    return {Triple(*map(term, triple)) for triple in named}


def term(part: rdflib.term.Node) -> Term:
    if isinstance(part, rdflib.Literal):
        datatype = "" if part.language else str(part.datatype or XSD_STRING)
        return Term("literal", str(part), datatype, part.language or "")
    return Term("blank" if isinstance(part, rdflib.BNode) else "iri", str(part))


def without_blanks(triples: Iterable[Triple]) -> set[Triple]:
    return {t for t in triples if "blank" not in (t.subject.kind, t.object.kind)}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["practice/other-studies", "literature/tools", "access", "shapes/taxonomy", "core"])
def test_the_changes_make_up_exactly_what_plain_sets_say_differs(name: str) -> None:
    graph = shipped_module(name)
    assert difference(shuffled(graph, "a"), shuffled(graph, "b")) == []
    for seed in range(4):
        new = edited(graph, f"{name} {seed}", 12)
        changes = difference(shuffled(graph, "a"), shuffled(new, "b"))
        assert without_blanks(t for c in changes for t in c.gone) == ground(set(graph) - set(new))
        assert without_blanks(t for c in changes for t in c.come) == ground(set(new) - set(graph))
        before, after = said(graph), said(new)
        differing = {thing for thing in before.keys() | after.keys() if before.get(thing) != after.get(thing)}
        noted = {c.thing.value for c in changes if c.about}
        assert differing <= {c.thing.value for c in changes if c.thing.kind == "iri"} <= differing | noted


def test_every_note_that_differs_is_told_whole_and_no_other() -> None:
    """rdflib's own graph_diff is no judge of these: its labels may rest on a part of what is said of a node."""
    graph = shipped_module("practice/frameworks")
    for seed in range(5):
        new = edited(graph, str(seed), 8)
        changes = difference(shuffled(graph, "a"), shuffled(new, "b"))
        assert notes({t for c in changes for t in c.gone}) == notes(map(as_triple, graph)) - notes(map(as_triple, new))
        assert notes({t for c in changes for t in c.come}) == notes(map(as_triple, new)) - notes(map(as_triple, graph))


def as_triple(triple: tuple[rdflib.term.Node, ...]) -> Triple:
    return Triple(*map(term, triple))


def notes(triples: Iterable[Triple]) -> set[frozenset[tuple[Term, Term]]]:
    """What is said of each blank node."""
    found: dict[Term, set[tuple[Term, Term]]] = defaultdict(set)
    for triple in triples:
        if triple.subject.kind == "blank":
            found[triple.subject].add((triple.predicate, triple.object))
    return {frozenset(own) for own in found.values()}
