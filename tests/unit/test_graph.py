"""The graph as Python users and rdflib users meet it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from kg import open_graph
from kg.errors import ParameterError, QueryRefusedError, UnknownNameError
from kg.graph import Graph

PRAXIS = rdflib.Namespace("https://w3id.org/threatpraxis/ontology#")


def test_the_sandboxed_graph_gives_the_bins_of_table_3() -> None:
    with open_graph() as graph:
        table = graph.query("gaps/query-budget", attack="evasion")
    assert table.column("label") == ["none", "<100", "100-1k", "1k-100k", ">100k", "unlimited"]
    assert table.column("papers") == [None, 2, 8, 1, 0, None]
    practice = [Decimal(p) for p in ("36.5", "15.6", "4.8", "7.4", "1.1", "15.5")]
    assert table.column("practice_pct") == practice
    frame = table.to_pandas()
    assert frame["research_pct"].dropna().round(1).tolist() == [18.2, 72.7, 9.1, 0.0]


def test_one_changed_number_in_a_file_changes_the_answer(workspace: Path) -> None:
    # A second survey in the workspace: 40 % grant 100 to 1,000 queries.
    (workspace / "ontology" / "own.ttl").write_text(
        """@prefix p: <https://w3id.org/threatpraxis/ontology#> . @prefix i: <https://w3id.org/threatpraxis/id/> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        <https://w3id.org/threatpraxis/id/obs/own> a p:Observation ;
          p:role <https://w3id.org/threatpraxis/id/role/practice> ;
          p:observationKind <https://w3id.org/threatpraxis/id/kind/bin> ;
          p:onDimension <https://w3id.org/threatpraxis/id/dim/query-budget> ;
          p:bin <https://w3id.org/threatpraxis/id/bin/queries-100-1k> ; p:share 40.0 ; p:printedAs "40%" ;
          p:status <https://w3id.org/threatpraxis/id/status/curator> ; p:locator "own" ;
          p:base <https://w3id.org/threatpraxis/id/base/grosse2024-participants> ;
          prov:wasDerivedFrom <https://w3id.org/threatpraxis/id/study/own> ."""
    )
    with open_graph(workspace, in_process=True) as graph:
        rows = [r for r in graph.query("gaps/query-budget", attack="evasion") if str(r["survey"]).endswith("/own")]
    assert [(r["label"], r["practice_pct"]) for r in rows] == [("100-1k", Decimal(40))]
    assert rows[0]["gap_low_pp"] == pytest.approx(Decimal(800) / 11 - 40)


def test_rdflib_users_get_all_modules_as_one_and_each_by_name(graph: Graph, attack_count: int) -> None:
    dataset = graph.as_dataset()
    assert len(set(dataset.subjects(rdflib.RDF.type, PRAXIS.Attack))) == attack_count
    module = rdflib.URIRef("https://w3id.org/threatpraxis/module/attacks")
    assert len(set(dataset.graph(module).subjects(rdflib.RDF.type, PRAXIS.Attack))) == attack_count
    rows = list(dataset.query("SELECT (COUNT(?a) AS ?n) { ?a a <https://w3id.org/threatpraxis/ontology#Attack> }"))
    assert int(rows[0][0]) == attack_count  # type: ignore[index]


@pytest.mark.parametrize("in_process", [True, False])
def test_what_is_inferred_can_be_left_out(in_process: bool) -> None:
    kinds = "SELECT ?a { ?a a praxis:TestTimeAttack }"
    with open_graph(in_process=in_process) as whole, open_graph(in_process=in_process, inferred=False) as stated:
        loaded = {module.iri for module in whole.engine.report.modules}
        left = {module.iri for module in stated.engine.report.modules}
        assert loaded - left == {"https://w3id.org/threatpraxis/module/inferred"}
        # No module says of an attack that it acts at test time; that follows from the step of the pipeline it acts at.
        assert len(stated.sparql(kinds)) == 0  # type: ignore[arg-type]
        assert len(whole.sparql(kinds)) > 10  # type: ignore[arg-type]
        attacks = "SELECT ?a { ?a a praxis:Attack ; skos:prefLabel ?label }"
        assert set(stated.sparql(attacks).column("a")) == set(whole.sparql(attacks).column("a"))  # type: ignore[union-attr]


def test_rdflib_users_are_not_given_what_was_left_out() -> None:
    with open_graph(inferred=False) as stated:
        assert set(stated.as_dataset().subjects(rdflib.RDF.type, PRAXIS.TestTimeAttack)) == set()


def test_every_row_can_say_from_which_module_it_comes(graph: Graph) -> None:
    table = graph.engine.select("SELECT DISTINCT ?g { GRAPH ?g { ?a a praxis:ThreatModel } }")
    assert table.column("g") == ["https://w3id.org/threatpraxis/module/threat-models"]


def test_a_thing_that_does_not_exist_is_told_apart_from_one_without_figures(graph: Graph) -> None:
    assert graph.query("gaps/query-budget", attack="sponge").rows == []
    with pytest.raises(UnknownNameError) as caught:
        graph.query("gaps/query-budget", attack="spong")
    assert caught.value.suggestions == ["sponge"]


def test_describe_tells_what_is_said_of_a_thing_and_where_it_is_mentioned(graph: Graph) -> None:
    triples = graph.engine.describe("https://w3id.org/threatpraxis/id/attack/evasion")
    assert {t.subject.value.rpartition("/")[2] for t in triples} >= {"evasion", "evasion-grosse2024"}


@pytest.mark.parametrize("address", ["evasion", "http://x/> . ?s ?p ?o . <http://y", "", "javascript alert"])
def test_describe_refuses_what_is_no_iri(graph: Graph, address: str) -> None:
    with pytest.raises(QueryRefusedError, match="no absolute IRI"):
        graph.engine.describe(address)


def test_a_workspace_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no workspace folder"):
        open_graph(tmp_path / "nowhere")


def test_values_of_a_parameter_come_from_the_graph(graph: Graph, attack_count: int) -> None:
    parameter = graph.library.get("gaps/query-budget").parameters["attack"]
    values = dict(graph.values(parameter))
    assert len(values) == attack_count
    assert values["backdoor"] == "Backdooring"
