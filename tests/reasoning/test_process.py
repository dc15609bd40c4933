"""The reasoner's process: limited, killed, leaving nothing behind; and clear words where something is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from pathlib import Path

import pytest
from rdflib import Graph

from kg import modules
from kg.reason import ReasonerMissingError, ReasonerStoppedError, assemble, hermit, missing, process
from kg.reason.knowledge import n_triples
from tests.reasoning.conftest import Reason, node, with_file


@pytest.fixture
def logic() -> Graph:
    knowledge = assemble(modules.shipped_inventory())
    return knowledge.logic(knowledge.all)


def _running(needle: str) -> bool:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    return needle in listed


def test_a_run_out_of_time_is_stopped_with_all_it_started_and_leaves_no_file(
    reasoner: None, logic: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ReasonerStoppedError, match=r"stopped after 0\.8 s") as caught:
        hermit.infer(logic, seconds=0.8)
    assert caught.value.exit_code == 4
    assert list(tmp_path.iterdir()) == []
    assert not _running(str(tmp_path))


def test_a_finished_run_leaves_no_file(
    reasoner: None, logic: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert hermit.infer(logic).consistent
    assert list(tmp_path.iterdir()) == []


def test_without_java_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ReasonerMissingError, match="Install a Java development kit"):
        process.java()


def test_without_owlready2_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    error = missing()
    assert error is not None
    assert "pip install 'threatpraxis[reason]'" in str(error)


def test_input_that_hermit_cannot_read_is_told_in_one_line(reasoner: None) -> None:
    graph = Graph().parse(
        data='<urn:x:p> a <http://www.w3.org/2002/07/owl#DatatypeProperty> . <urn:x:a> <urn:x:p> '
        '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear> .', format="turtle",
    )  # fmt: skip
    with pytest.raises(ReasonerStoppedError, match="UnsupportedDatatypeException"):
        hermit.infer(graph)
    with pytest.raises(ReasonerStoppedError, match="UnsupportedDatatypeException"):
        hermit.consistent(graph)


def test_imports_never_reach_the_reasoner(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . <https://example.org/a> a owl:Ontology ; "
        "owl:imports <http://example.org/b> . <https://example.org/c> owl:imports <http://example.org/d> .",
        encoding="utf-8",
    )
    knowledge = assemble(with_file(path))
    assert b"imports" not in n_triples(knowledge.all)


def test_observations_stay_out_and_things_that_are_more_than_observations_stay_in(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix praxis: <https://w3id.org/threatpraxis/ontology#> . "
        "@prefix obs: <https://w3id.org/threatpraxis/id/obs/> . "
        "obs:one a praxis:Observation ; praxis:count 3 . obs:two a praxis:Observation, praxis:Attack .",
        encoding="utf-8",
    )
    added = assemble(with_file(path)).added
    assert set(added.subjects()) == {node("obs:two")}


def test_awkward_text_in_definitions_does_not_disturb(reasoned: Reason) -> None:
    assert reasoned("members.ttl").consistent
