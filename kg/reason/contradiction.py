"""Why knowledge is inconsistent: the added statements, shrunk until each one that is left is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from kg.reason import hermit
from kg.reason.clash import Clash, clashes
from kg.reason.explain import Explainer
from kg.reason.knowledge import Knowledge, Statement, Triple, split, union
from kg.terms import compact

#: Runs of HermiT, of one to two seconds each, that may be spent on one body of knowledge.
RUN_LIMIT = 60
#: Contradictions of one body that are told; the same mistake made often helps nobody.
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all be true.

    :param axiom: the name of the axiom they break; empty where no pattern names it
    :param words: the axiom in words
    :param added: the user's statements that are needed for it, none of which can be left out
    :param shipped: statements of the shipped knowledge that take part
    :param minimal: whether HermiT confirmed that each added statement is needed
    :param lines: all of it as text
    """

    axiom: str
    words: str
    added: tuple[Triple, ...]
    shipped: tuple[Triple, ...]
    minimal: bool
    lines: tuple[str, ...]


class _OutOfRunsError(Exception):
    """The budget of HermiT runs is spent."""


class _Budget:
    """How many runs of HermiT are left."""

    def __init__(self, runs: int) -> None:
        self._left = runs

    def spend(self) -> None:
        if self._left <= 0:
            raise _OutOfRunsError
        self._left -= 1


class _Tester:
    """Asks HermiT, within a budget, whether statements contradict a ground, or each other upon it."""

    def __init__(self, ground: Graph, budget: _Budget) -> None:
        self._ground, self._budget = ground, budget
        self._known: dict[frozenset[Triple], bool] = {}

    def __call__(self, statements: Sequence[Statement]) -> bool:
        key = frozenset(s.main for s in statements)
        if key not in self._known:
            self._budget.spend()
            logic = union(self._ground)
            for statement in statements:
                for triple in statement.triples:
                    logic.add(triple)
            self._known[key] = not hermit.consistent(logic)
        return self._known[key]


def contradictions(knowledge: Knowledge, *, runs: int = RUN_LIMIT) -> list[Contradiction]:
    """What makes inconsistent knowledge inconsistent.

    Patterns propose, HermiT decides: each proposal is tested against the shipped knowledge alone. Where no pattern
    fits, statements are left out in ever smaller portions until only those remain that are needed.

    :param knowledge: known to be inconsistent
    :param runs: runs of HermiT at the most
    """
    budget, told = _Budget(runs), Explainer(knowledge)
    test = _Tester(knowledge.ground, budget)
    found: dict[frozenset[Triple], Contradiction] = {}
    by_main = {t: s for s in knowledge.statements for t in s.triples}
    for clash in clashes(told.derivation.facts, told.derivation, told.words):
        leaves = [leaf for statement in clash.statements for leaf in told.derivation.leaves(statement)]
        proposed = _unique(by_main[leaf] for leaf in leaves if leaf in by_main)
        key = frozenset(s.main for s in proposed)
        if len(found) == _TOLD or any(known <= key for known in found):
            continue
        kept, minimal = _confirmed(proposed, test)
        if kept is not None:
            found.setdefault(frozenset(s.main for s in kept), _from_clash(clash, kept, leaves, minimal, told))
    if not found:
        kept, minimal = shrink(knowledge.statements, test)
        shipped = _shipped_side(kept, knowledge, budget) if minimal else []
        return [_without_pattern(kept, shipped, minimal, told)]
    return list(found.values())


Test = Callable[[Sequence[Statement]], bool]


def _confirmed(proposed: list[Statement], test: Test) -> tuple[list[Statement] | None, bool]:
    """The proposed statements without those that are not needed, or None where they do not contradict."""
    try:
        if not test(proposed):
            return None, False
    except _OutOfRunsError:
        return proposed, False
    return shrink(proposed, test)


def shrink(statements: Sequence[Statement], contradicts: Test) -> tuple[list[Statement], bool]:
    """Leave out portions, halving their size, as long as the rest still contradicts.

    :param statements: known to contradict
    :returns: what is left, and whether each of it is known to be needed
    """
    kept, size = list(statements), max(len(statements) // 2, 1)
    try:
        while True:
            start = 0
            while start < len(kept):
                rest = kept[:start] + kept[start + size :]
                if contradicts(rest):
                    kept = rest
                else:
                    start += size
            if size == 1:
                return kept, True
            size = max(size // 2, 1)
    except _OutOfRunsError:
        return kept, False


def _unique(statements: Iterable[Statement]) -> list[Statement]:
    return list(dict.fromkeys(statements))


def _from_clash(
    clash: Clash, kept: Sequence[Statement], leaves: Sequence[Triple], minimal: bool, told: Explainer
) -> Contradiction:
    added = tuple(s.main for s in kept)
    needed = {t for s in kept for t in s.triples}
    shipped = tuple(dict.fromkeys(leaf for leaf in leaves if leaf not in needed))
    lines = [f"These cannot all be true, because {clash.words} [{clash.axiom}]:"]
    for statement in clash.statements:
        lines += [f"  {line}" for line in told.explain(statement).lines]
    return Contradiction(clash.axiom, clash.words, added, shipped, minimal, tuple(lines))


def _shipped_side(kept: Sequence[Statement], knowledge: Knowledge, budget: _Budget) -> list[Statement]:
    """The shipped statements that the added ones contradict, as far as they lie near; empty where the search fails."""
    pieces = split(knowledge.ground, knowledge.declarations)
    near = _named(kept)
    near |= {o for piece in pieces if piece.main[0] in near for o in _classes(piece)}
    around = [p for p in pieces if p.main[0] in near or (isinstance(p.main[0], BNode) and len(_named([p]) & near) > 1)]
    ground = union(knowledge.declarations)
    for statement in kept:
        for triple in statement.triples:
            ground.add(triple)
    test = _Tester(ground, budget)
    try:
        # Mostly it is a type and a disjointness; the rest of the neighbourhood costs many runs.
        few = [p for p in around if p.main[1] in (RDF.type, OWL.disjointWith)]
        pieces = next((some for some in (few, around) if test(some)), [])
        return shrink(pieces, test)[0]
    except _OutOfRunsError:
        return []


def _named(statements: Iterable[Statement]) -> set[Node]:
    return {term for s in statements for t in s.triples for term in t if isinstance(term, URIRef)}


def _classes(statement: Statement) -> list[Node]:
    return [o for _, p, o in statement.triples if p in (RDF.type, RDFS.domain, RDFS.range, RDFS.subClassOf)]


def _without_pattern(
    kept: Sequence[Statement], shipped: Sequence[Statement], minimal: bool, told: Explainer
) -> Contradiction:
    if not kept:
        text = "The shipped knowledge contradicts itself; the added files are not needed for it."
        return Contradiction("", text, (), (), minimal, (text,))
    each = "each of them is needed" if minimal else "perhaps not each of them is needed: the search was cut short"
    words = "together they contradict the shipped knowledge"
    lines = [f"HermiT finds that these cannot all be true: {words}, and {each}:"]
    lines += [f"  {told.stated(statement.main)}" for statement in kept]
    if shipped:
        among = _named([*kept, *shipped])
        lines.append("What they contradict in the shipped knowledge:")
        lines += [f"  {_stated(statement, among, told)}" for statement in shipped]
    axioms = [_axiom(s.main) for s in shipped if s.main[1] != RDF.type or isinstance(s.main[0], BNode)]
    return Contradiction(", ".join(axioms), words, tuple(s.main for s in kept), tuple(s.main for s in shipped),
                         minimal, tuple(lines))  # fmt: skip


def _stated(statement: Statement, among: set[Node], told: Explainer) -> str:
    head = statement.main[0]
    return told.words.group(head, among) if isinstance(head, BNode) else told.stated(statement.main)


def _axiom(triple: Triple) -> str:
    s, p, o = triple
    return compact(str(o)) if isinstance(s, BNode) else f"{compact(str(s))} {compact(str(p))}"
