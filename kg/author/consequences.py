"""What would follow from an addition: classes it falls into, gaps it fills, verdicts, answers that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg import exposure, terms
from kg.errors import ThreatPraxisError
from kg.graph import Graph
from kg.question import Query
from kg.results import Table, Term
from kg.validate import CHECKS

#: Questions whose every row is something that nothing fits yet.
_GAPS = ("crosswalks/atlas-techniques-without-attack", "crosswalks/entries-without-attack")
#: Rows of an answer that are compared; those beyond are taken to be the same.
_ROWS = 20_000
_FIRST_NEEDS = """SELECT DISTINCT ?access ?label WHERE {{
  VALUES ?needs {{ praxis:requires praxis:sometimesRequires }}
  GRAPH <{module}> {{ ?model ?needs ?access }} ?access skos:prefLabel ?label .
  MINUS {{ VALUES ?other_needs {{ praxis:requires praxis:sometimesRequires }}
           GRAPH ?other {{ ?other_model ?other_needs ?access }} FILTER(?other != <{module}>) }}
}} ORDER BY ?access"""
_CELLS = """SELECT DISTINCT ?stage ?objective ?stage_label ?objective_label WHERE {{
  GRAPH <{module}> {{ ?attack praxis:actsAt ?stage ; praxis:hasObjective ?objective }}
  ?stage skos:prefLabel ?stage_label . ?objective skos:prefLabel ?objective_label .
  MINUS {{ GRAPH ?g1 {{ ?other praxis:actsAt ?stage }} GRAPH ?g2 {{ ?other praxis:hasObjective ?objective }}
           FILTER(?g1 != <{module}>) }}
}} ORDER BY ?stage ?objective"""
_ATTACKS = """SELECT DISTINCT ?attack WHERE {{
  GRAPH <{module}> {{ {{ ?attack a praxis:Attack }} UNION {{ ?model praxis:ofAttack ?attack }} }}
}}"""


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that would follow.

    :param kind: ``class``: the reasoner's rules put it there; ``gap``: nothing stood there before; ``verdict``: on an
        example system; ``answer``: of a question of the library
    :param why: the reason, as far as there is one; empty otherwise
    :param subject: IRI or id of what it concerns
    """

    kind: Literal["class", "gap", "verdict", "answer"]
    text: str
    why: str = ""
    subject: str = ""


def filled(before: Graph, after: Graph, module: str) -> Iterator[Consequence]:
    """What stood empty and is no longer."""
    for query_id in _GAPS:
        query = after.library.get(query_id)
        gone = _rows(query, before) - _rows(query, after)
        for row in sorted(gone, key=str):
            yield Consequence("gap", f"No longer among “{query.title}”: {_shown(row)}", subject=query_id)
    for found in _ask(after, _FIRST_NEEDS.format(module=module)):
        text = f"The first attack that needs “{found['label']}”."
        yield Consequence("gap", text, subject=str(found["access"]))
    for found in _ask(after, _CELLS.format(module=module)):
        text = f"The first attack at “{found['stage_label']}” whose objective is “{found['objective_label']}”."
        yield Consequence("gap", text, subject=str(found["stage"]))


def verdicts(after: Graph, module: str) -> Iterator[Consequence]:
    """What becomes of its assumptions on each example system."""
    attacks = {terms.compact(str(row["attack"])) for row in _ask(after, _ATTACKS.format(module=module))}
    if not attacks:
        return
    knowledge = exposure.load(after)
    for profile in knowledge.examples.values():
        assessment = exposure.assess(knowledge, profile)
        for attack in sorted(attacks):
            if (found := assessment.by_id.get(attack)) is not None:
                text = f"{found.label} on “{profile.title}”: {found.verdict.words}."
                yield Consequence("verdict", text, found.because, attack)


def changed_answers(before: Graph, after: Graph) -> Iterator[Consequence]:
    """The questions of the library whose answer would change."""
    for query in after.library.all()[0]:
        if query.id.startswith(CHECKS) or any(p.required for p in query.parameters.values()):
            continue
        try:
            old, new = _rows(query, before), _rows(query, after)
        except ThreatPraxisError:  # a question of the user's own may be broken; 'check' tells it
            continue
        if old != new:
            more, less = (new - old).total(), (old - new).total()
            text = f"{query.title}: {_counted(more, 'new')}{', ' if more and less else ''}{_counted(less, 'gone')}"
            yield Consequence("answer", text, subject=query.id)


def _counted(number: int, word: str) -> str:
    return f"{number} {'row' if number == 1 else 'rows'} {word}" if number else ""


def _rows(query: Query, graph: Graph) -> Counter[tuple[Term | None, ...]]:
    return Counter(graph.engine.select(query.bind({}), row_limit=_ROWS).rows)


def _ask(graph: Graph, sparql: str) -> Table:
    return graph.engine.select(sparql)


def _shown(row: tuple[Term | None, ...]) -> str:
    texts = [terms.compact(t.value) if t.kind == "iri" else t.value for t in row if t is not None]
    return ", ".join(texts[:3])
