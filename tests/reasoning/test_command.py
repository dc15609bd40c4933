"""``threatpraxis reason`` as people meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.cli import main
from tests.reasoning.conftest import FIXTURES, triple

pytestmark = pytest.mark.usefixtures("reasoner")


def test_it_tells_what_follows_from_the_shipped_knowledge(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reason", "--format", "csv"]) == 0
    captured = capsys.readouterr()
    assert "OWL 2 DL profile: 0 violations" in captured.err
    assert "threatpraxis: consistent; " in captured.err
    assert "attack/membership-inference" in captured.out


def test_it_explains_a_thing_and_writes_a_module(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    written = tmp_path / "inferred.ttl"
    arguments = ["--no-profile", "--explain", "model:grey-box", "--write", str(written)]
    assert main(["reason", str(FIXTURES / "members.ttl"), *arguments]) in (0, 1)  # the fixture may miss labels
    out = capsys.readouterr().out
    assert "because a grey-box threat model is by definition" in out
    assert triple("model:grey-box a praxis:GreyBoxThreatModel") in Graph().parse(written, format="turtle")


def test_a_contradiction_is_told_after_what_the_checks_say_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    written = tmp_path / "inferred.ttl"
    path = FIXTURES / "contradictions" / "required-and-not.ttl"
    assert main(["reason", str(path), "--no-profile", "--write", str(written)]) == 1
    captured = capsys.readouterr()
    assert captured.out.index("[checks/") < captured.out.index("These cannot all be true")
    assert "inconsistent" in captured.err
    assert not written.exists()


def test_what_hermit_cannot_read_keeps_it_from_starting(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "<https://w3id.org/threatpraxis/id/attack/evasion> <https://w3id.org/threatpraxis/ontology#position> "
        '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear> .', encoding="utf-8",
    )  # fmt: skip
    assert main(["reason", str(path)]) == 1
    captured = capsys.readouterr()
    assert "OWL 2 has no datatype xsd:gYear" in captured.out
    assert "it was not started" in captured.err


def test_an_unknown_thing_is_refused_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reason", "--explain", "attack:evasoin"]) == 2
    assert "attack:evasion" in capsys.readouterr().err
