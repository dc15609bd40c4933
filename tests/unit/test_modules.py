"""Knowledge files: what a broken one costs, and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import modules, shipped
from kg.errors import ModuleError
from kg.graph import Graph, open_graph
from kg.modules import CATALOG

GOOD = """\
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/mine> a owl:Ontology .
attack:mine a praxis:Attack ; skos:prefLabel "Mine"@en .
"""
MINE = "ASK { attack:mine a praxis:Attack }"


def catalog(*entries: tuple[str, str]) -> str:
    uris = "\n".join(f'  <uri name="{name}" uri="{uri}"/>' for name, uri in entries)
    return f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n{uris}\n</catalog>\n'


def opened(workspace: Path) -> Graph:
    return open_graph(workspace, in_process=True)


def test_a_workspace_module_joins_the_graph_under_its_own_name(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(GOOD)
    with opened(workspace) as graph:
        assert graph.engine.ask(MINE)
        assert "http://example.org/mine" in graph.engine.graphs()
        assert graph.problems == ()


def test_a_module_without_a_header_gets_a_name_from_its_file(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(GOOD.replace("<http://example.org/mine> a owl:Ontology .\n", ""))
    with opened(workspace) as graph:
        assert "https://w3id.org/threatpraxis/module/workspace/mine" in graph.engine.graphs()


def test_any_file_name_gives_a_valid_graph_name(workspace: Path) -> None:
    text = GOOD.replace("<http://example.org/mine> a owl:Ontology .\n", "")
    (workspace / "ontology" / 'my "first" <file> ä.ttl').write_text(text)
    with opened(workspace) as graph:
        assert graph.engine.ask(MINE)
        assert graph.problems == ()


BROKEN = {
    "truncated": (GOOD.encode()[:-12], 6, "no valid Turtle"),
    "unknown prefix": (GOOD.replace("skos:prefLabel", "skso:prefLabel").encode(), 6, "prefix"),
    "another encoding": (GOOD.replace("Mine", "Mïne").encode("utf-16"), 1, "no valid Turtle"),
    "an old encoding": (GOOD.replace("Mine", "Mïne").encode("latin-1"), 6, "no valid Turtle"),
    "no Turtle at all": (b"\x00\x01\x02PK\x03\x04", 1, "no valid Turtle"),
}


@pytest.mark.parametrize(("content", "line", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_workspace_module_is_left_out_whole_and_told_with_its_line(
    workspace: Path, content: bytes, line: int, message: str
) -> None:
    path = workspace / "ontology" / "mine.ttl"
    path.write_bytes(content)
    with opened(workspace) as graph:
        assert not graph.engine.ask(MINE)
        assert graph.engine.ask("ASK { attack:evasion a praxis:Attack }")
        (problem,) = graph.problems
    assert (problem.path, problem.line) == (str(path), line)
    assert message in problem.message
    assert "left out" in problem.message
    assert problem.remedy


def test_a_module_missing_from_the_catalog_is_loaded_and_told(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(GOOD)
    (workspace / "ontology" / CATALOG).write_text(catalog())
    with opened(workspace) as graph:
        assert graph.engine.ask(MINE)
        (problem,) = graph.problems
    assert "missing from the catalog" in problem.message
    assert problem.severity == "warning"


def test_a_catalog_entry_without_a_file_is_told_with_its_line(workspace: Path) -> None:
    (workspace / "ontology" / CATALOG).write_text(catalog(("http://example.org/a", "a.ttl")))
    with opened(workspace) as graph:
        (problem,) = graph.problems
    assert problem.line == 2
    assert "'a.ttl'" in problem.message


def test_a_broken_workspace_catalog_costs_no_module(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(GOOD)
    (workspace / "ontology" / CATALOG).write_text("<catalog>\n<uri")
    with opened(workspace) as graph:
        assert graph.engine.ask(MINE)
        (problem,) = graph.problems
    assert "well-formed" in problem.message


@pytest.mark.parametrize("name", ["../secret.ttl", "/etc/passwd", "a/../../b.ttl", "file:///etc/passwd", "..\\b.ttl"])
def test_a_catalog_cannot_lead_out_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / CATALOG).write_text(catalog(("http://example.org/a", name)))
    with pytest.raises(ModuleError, match="leads out of the folder"):
        modules.read_catalog(tmp_path / CATALOG)


def test_catalog_and_header_must_agree_on_the_name(workspace: Path) -> None:
    (workspace / "ontology" / "mine.ttl").write_text(GOOD)
    (workspace / "ontology" / CATALOG).write_text(catalog(("http://example.org/other", "mine.ttl")))
    with opened(workspace) as graph:
        (problem,) = graph.problems
    assert "http://example.org/other" in problem.message
    assert "http://example.org/mine" in problem.message


def test_two_files_cannot_be_one_module(workspace: Path) -> None:
    (workspace / "ontology" / "a.ttl").write_text(GOOD)
    (workspace / "ontology" / "b.ttl").write_text(GOOD.replace("attack:mine", "attack:other"))
    with opened(workspace) as graph:
        assert graph.engine.ask(MINE)
        assert not graph.engine.ask("ASK { attack:other a praxis:Attack }")
        (problem,) = graph.problems
    assert "is taken by" in problem.message


def test_blank_nodes_of_two_files_stay_apart(workspace: Path) -> None:
    for name in "ab":
        (workspace / "ontology" / f"{name}.ttl").write_text(f'_:x <http://example.org/p> "{name}" .\n')
    with opened(workspace) as graph:
        table = graph.engine.select("SELECT DISTINCT ?s { ?s <http://example.org/p> ?o }")
    assert len(table) == 2


def test_the_fingerprint_changes_with_any_file(workspace: Path) -> None:
    def now() -> object:
        return modules.fingerprint(shipped.ontology_dir(), workspace)

    first = now()
    (workspace / "ontology" / "mine.ttl").write_text(GOOD)
    second = now()
    (workspace / "ontology" / "mine.ttl").write_text(GOOD + "\n")
    assert len({first, second, now()}) == 3


def test_every_shipped_file_is_in_the_catalog_and_the_other_way_round() -> None:
    assert modules.discover(shipped.ontology_dir()).problems == ()
