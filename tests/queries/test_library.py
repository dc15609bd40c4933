"""Every query file: it is well-formed, gives the golden answer, and the same rows on a second engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg import modules, shipped
from kg.graph import Graph
from kg.library import Library
from kg.queryfile import read_query
from kg.results import Scalar, Table
from tests.queries.golden import GOLDEN, Golden

LIBRARY = Library([(shipped.queries_dir(), "shipped")])
QUESTIONS = [q for q in LIBRARY.ids() if not q.startswith("checks/")]


@pytest.fixture(scope="module")
def plain() -> Iterator[rdflib.Dataset]:
    """The shipped knowledge read and held by rdflib alone."""
    dataset = rdflib.Dataset(default_union=True)
    for file in modules.discover(shipped.ontology_dir()).data():
        dataset.graph(rdflib.URIRef(file.iri or file.fallback_iri())).parse(file.path, format="turtle")
    yield dataset
    dataset.close()


def test_every_question_has_a_golden_answer() -> None:
    assert sorted(set(GOLDEN)) == QUESTIONS


CASES = [(query_id, case) for query_id, cases in sorted(GOLDEN.items()) for case in cases]


@pytest.mark.parametrize(("query_id", "case"), CASES, ids=[f"{q}[{' '.join(c.parameters.values())}]" for q, c in CASES])
def test_a_question_gives_the_answer_worked_out_by_hand(graph: Graph, query_id: str, case: Golden) -> None:
    table = graph.query(query_id, **case.parameters)
    shown = [dict(zip(table.names, row)) for row in table.cells(short_iris=True)]
    rows = [tuple(row[name] for name in case.columns) for row in shown]
    if case.complete:
        assert rows == case.rows
    else:
        assert [row for row in case.rows if row not in rows] == []


#: Questions for which plain rdflib takes minutes; other engines and pages test what they answer.
MINUTES_ON_RDFLIB = {"evidence/classes", "evidence/not-published", "evidence/secondary"}
ON_RDFLIB = [q for q in QUESTIONS if q not in MINUTES_ON_RDFLIB]


# Checks meet both engines in tests/ontology, where each has something to find.
@pytest.mark.slow
@pytest.mark.parametrize("query_id", ON_RDFLIB)
def test_a_question_gives_the_same_rows_on_plain_rdflib(graph: Graph, plain: rdflib.Dataset, query_id: str) -> None:
    query = LIBRARY.get(query_id)
    cases = [c.parameters for c in GOLDEN.get(query_id, [])] or [{}]
    if not any(p.required for p in query.parameters.values()) and {} not in cases:
        cases.append({})
    for parameters in cases:
        text = query.bind(parameters)
        ours = rows_of(graph.engine.select(text))
        theirs = Counter(
            tuple(_plain(None if v is None else v.toPython() if isinstance(v, rdflib.Literal) else str(v)) for v in row)
            for row in plain.query(text)
        )
        assert ours == theirs, parameters


def rows_of(table: Table) -> Counter[tuple[object, ...]]:
    """The rows in a form in which those of all engines are alike."""
    return Counter(tuple(_plain(v) for v in row.values()) for row in table)


def _plain(value: Scalar | object) -> object:
    # Engines carry decimals to different lengths, 18 digits here and 28 there, and join groups in any order.
    if isinstance(value, Decimal):
        return round(value, 9).normalize() + 0
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    return tuple(sorted(str(value).split(", ")))


@pytest.mark.parametrize("query_id", LIBRARY.ids())
def test_the_columns_of_the_front_matter_are_those_of_the_query(graph: Graph, query_id: str) -> None:
    query = LIBRARY.get(query_id)
    examples = {"attack": "evasion", "access": "observe-outputs", "iri": "attack:evasion"}
    values = {name: examples[p.type] for name, p in query.parameters.items() if p.required}
    names = graph.engine.select(query.bind(values)).names
    assert [c for c in query.columns if c not in names] == []


@pytest.mark.parametrize("path", sorted(shipped.queries_dir().rglob("*.rq")), ids=lambda p: p.stem)
def test_a_query_file_is_sparql_as_it_stands(graph: Graph, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "\n#+ uses:" not in text:
        graph.engine.select(text, row_limit=1)


def test_a_statement_of_a_study_stands_in_one_row(graph: Graph) -> None:
    for study in ("grosse2024", "bieringer2022"):
        statements = graph.query("evidence/statements", study=study).column("statement")
        assert len(statements) == len(set(statements))


def test_as_many_atlas_techniques_lack_a_case_or_a_mitigation_as_its_file_says(graph: Graph) -> None:
    # Counted in the YAML of release 5.6 by exact id; a mitigation link misplaced there counts as one.
    assert len(graph.query("atlas/techniques-without-case-study")) == 25
    assert len(graph.query("atlas/techniques-without-mitigation")) == 95


def test_as_many_atlas_techniques_have_no_attack_as_its_file_and_the_crosswalk_say(graph: Graph) -> None:
    # The 170 techniques of the YAML of release 5.6 less those in the SSSOM file; 6 have a mapped sub-technique.
    rows = list(graph.query("crosswalks/atlas-techniques-without-attack"))
    assert len(rows) == 95
    assert sum(row["part_mapped"] == "yes" for row in rows) == 6


def test_the_sources_of_every_query_exist(graph: Graph) -> None:
    for query_id in LIBRARY.ids():
        for source in LIBRARY.get(query_id).sources:
            assert graph.engine.ask(f"ASK {{ {source} a ?class }}"), (query_id, source)


@pytest.mark.slow
def test_a_query_needs_no_prefix_but_its_own() -> None:
    for path in shipped.queries_dir().rglob("*.rq"):
        query = read_query(path, path.stem, lookup=lambda i: LIBRARY.get(i))
        prepareQuery(query.text)
