"""Sources that contradict each other on what an attack needs: the shipped ones do not, so that two are made to."""

from __future__ import annotations

from pathlib import Path

from kg.graph import open_graph

CONTRADICTION = """
@prefix access: <https://w3id.org/threatpraxis/id/access/> .
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix model: <https://w3id.org/threatpraxis/id/model/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix work: <https://w3id.org/threatpraxis/id/work/> .
<https://example.org/other> a owl:Ontology .
model:evasion-other a praxis:ThreatModel ; praxis:ofAttack attack:evasion ; prov:wasDerivedFrom work:threatpraxis ;
    praxis:doesNotRequire access:know-test-data .
"""


def test_a_source_that_does_without_what_another_needs_differs_from_it(workspace: Path) -> None:
    (workspace / "ontology" / "other.ttl").write_text(CONTRADICTION, encoding="utf-8")
    with open_graph(workspace, in_process=True) as graph:
        rows = list(graph.query("evidence/needs-compared", comparison="differ"))
    assert [(r["access_label"], r["need"], r["other_need"]) for r in rows] == [
        ("Know the test data", "required", "not required")
    ]
