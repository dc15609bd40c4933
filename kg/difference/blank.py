"""Names for blank nodes that rest on nothing but what is said of them, so that two files can be compared.

A blank node that hangs on one statement, with all that hangs below it, is named by a digest of its contents. What is
left, nodes that several statements share or that go round in a circle, falls into groups of nodes that lead to each
other; a group is named as a whole. Two graphs then have the same triples exactly when they are isomorphic, save that
what is said twice in the same words counts once. Groups are the "minimum self-contained graphs" of G. Tummarello and
others, "RDFSync: efficient remote synchronization of RDF models", ISWC 2007.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, permutations, product

from kg.errors import ThreatPraxisError
from kg.results import Term, Triple

#: Nodes of a group that nothing tells apart: all their orders are tried, and these are as many as its factorial.
AMBIGUOUS = 5


class EntangledError(ThreatPraxisError):
    """Blank nodes that refer to each other and look alike: to tell such graphs apart can take for ever.

    :param count: how many they are
    """

    exit_code = 5

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            f"{count} blank nodes refer to each other and nothing tells them apart.",
            remedy="Give them IRIs; a file of ThreatPraxis needs blank nodes only for notes on statements.",
        )


def name_blanks(triples: Iterable[Triple]) -> frozenset[Triple]:
    """The same triples with each blank node under a name that depends on its contents alone.

    :raises EntangledError: for more than :data:`AMBIGUOUS` nodes of a group that look alike
    """
    triples = set(triples)
    loose = [t for t in triples if t.subject.kind == "blank" or t.object.kind == "blank"]
    if not loose:
        return frozenset(triples)
    names = _trees(loose)
    for group in _groups([t for t in loose if not _blanks(t) <= names.keys()], names):
        names |= _group_names(group, names)
    return frozenset(triples.difference(loose)) | {_renamed(t, names) for t in loose}


def _blanks(triple: Triple) -> set[Term]:
    return {part for part in (triple.subject, triple.object) if part.kind == "blank"}


def _renamed(triple: Triple, names: Mapping[Term, Term]) -> Triple:
    return Triple(names.get(triple.subject, triple.subject), triple.predicate, names.get(triple.object, triple.object))


def _digest(parts: Iterable[object]) -> Term:
    """A blank node named by the digest of some parts, in any order."""
    return Term("blank", hashlib.sha256("\n".join(sorted(map(repr, parts))).encode()).hexdigest()[:32])


def _trees(loose: Iterable[Triple]) -> dict[Term, Term]:
    """Names of the nodes that hang on one statement at the most and below which all others do, leaves first."""
    said: dict[Term, list[Triple]] = defaultdict(list)
    owners: dict[Term, list[Triple]] = defaultdict(list)
    for triple in loose:
        said[triple.subject].append(triple)
        owners[triple.object].append(triple)
    nodes = set().union(*map(_blanks, loose))
    missing = {n: len({t.object for t in said.get(n, ()) if t.object.kind == "blank"}) for n in nodes}
    ready = [n for n in nodes if not missing[n]]
    names: dict[Term, Term] = {}
    while ready:
        node = ready.pop()
        above = owners.get(node, ())
        if len(above) > 1:
            continue
        names[node] = _digest((t.predicate, names.get(t.object, t.object)) for t in said.get(node, ()))
        for owner in {t.subject for t in above if t.subject.kind == "blank"}:
            missing[owner] -= 1
            if not missing[owner]:
                ready.append(owner)
    return names


def _groups(triples: Iterable[Triple], names: Mapping[Term, Term]) -> Iterator[list[Triple]]:
    """The triples of each group of unnamed nodes that lead to each other."""
    of: dict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        for node in _blanks(triple) - names.keys():
            of[node].append(triple)
    seen: set[Term] = set()
    for node in of:
        waiting, group = [node], set[Triple]()
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                group.update(of[current])
                waiting += set().union(*map(_blanks, of[current])) - names.keys()
        if group:
            yield list(group)


def _group_names(group: Iterable[Triple], named: Mapping[Term, Term]) -> dict[Term, Term]:
    """The names of the nodes of one group: a digest of the whole, and of the place of the node in it."""
    group = [_renamed(t, named) for t in group]
    fixed = set(named.values())
    colours = _refined(group, set().union(*map(_blanks, group)) - fixed)
    shared = Counter(colours.values())
    alike = [node for node, colour in colours.items() if shared[colour] > 1]
    if len(alike) > AMBIGUOUS:
        raise EntangledError(len(alike))
    places = min(_places(colours, alike), key=lambda p: sorted(map(repr, (_renamed(t, p) for t in group))))
    whole = _digest(_renamed(t, places) for t in group)
    return {node: _digest((whole, place)) for node, place in places.items()}


def _refined(group: Iterable[Triple], nodes: set[Term]) -> dict[Term, Term]:
    """What tells the nodes apart: the statements around each, and around those, until nothing more comes of it."""
    colours = dict.fromkeys(nodes, Term("blank", ""))
    around: dict[Term, list[Triple]] = defaultdict(list)
    for triple in group:
        for node in _blanks(triple) & nodes:
            around[node].append(triple)
    kinds = 0
    while len(set(colours.values())) > kinds:
        kinds = len(set(colours.values()))
        colours = {
            node: _digest((t.subject == node, t.object == node, _renamed(t, colours)) for t in around[node])
            for node in nodes
        }
    return colours


def _places(colours: Mapping[Term, Term], alike: Iterable[Term]) -> Iterator[dict[Term, Term]]:
    """Every way to give each node a place of its own among those of its colour."""
    classes: dict[Term, list[Term]] = defaultdict(list)
    for node in alike:
        classes[colours[node]].append(node)
    for orders in product(*(permutations(nodes) for nodes in classes.values())):
        numbered = chain.from_iterable(enumerate(order) for order in orders)
        yield dict(colours) | {node: Term("blank", f"{colours[node].value} {n}") for n, node in numbered}
