"""The module that is written from a release, the questions over it, and the canonical Turtle it is written in."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from kg import durable, shipped
from kg.importers import files
from kg.importers.atlas import read
from kg.importers.atlas.writer import turtle
from kg.library import Library
from kg.modules import ModuleFile
from kg.results import Table, Term, Triple, iri, literal
from kg.store.embedded import EmbeddedEngine, load_files
from kg.turtle import write

from .test_atlas_import import FIXTURES, YAML, official, rows

PRAXIS = rdflib.Namespace("https://w3id.org/threatpraxis/ontology#")
ATLAS = rdflib.Namespace("https://atlas.mitre.org/")
LIBRARY = Library([(shipped.queries_dir(), "shipped")])


def graph_of(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle(read(path)), format="turtle")


# -- the module --


def test_a_module_says_what_the_file_says_and_where_it_comes_from() -> None:
    graph = graph_of(FIXTURES / "regular.yaml")
    sub = ATLAS["techniques/AML.T0001.000"]
    assert graph.value(sub, SKOS.notation) == rdflib.Literal("AML.T0001.000")
    assert graph.value(sub, SKOS.prefLabel) == rdflib.Literal('Searching "papers" \\ é', lang="en")
    assert graph.value(sub, PRAXIS.subTechniqueOf) == graph.value(sub, SKOS.broader) == ATLAS["techniques/AML.T0001"]
    assert set(graph.objects(ATLAS["techniques/AML.T0001"], PRAXIS.servesTactic)) == {
        ATLAS["tactics/AML.TA0001"], ATLAS["tactics/AML.TA0002"],
    }  # fmt: skip
    study = ATLAS["studies/AML.CS0000"]
    steps = sorted(graph.objects(study, PRAXIS.hasStep), key=lambda s: graph.value(s, PRAXIS.position))
    assert [graph.value(s, PRAXIS.usesTechnique) for s in steps] == [sub, ATLAS["techniques/AML.T0001"]]
    assert graph.value(rdflib.URIRef("https://example.org/paper"), DCTERMS.title) == rdflib.Literal("A paper")
    module = rdflib.URIRef("https://w3id.org/threatpraxis/module/atlas")
    digest = hashlib.sha256((FIXTURES / "regular.yaml").read_bytes()).hexdigest()
    assert graph.value(module, PRAXIS.sourceDigest) == rdflib.Literal(f"sha256:{digest}")
    assert graph.value(module, DCTERMS.modified).toPython().isoformat() == "2025-12-23"
    assert graph.value(module, DCTERMS.license) == rdflib.URIRef("https://www.apache.org/licenses/LICENSE-2.0")


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda p: p.name)
def test_no_module_holds_prose_blank_nodes_or_a_name_that_no_engine_takes(path: Path, tmp_path: Path) -> None:
    text = turtle(read(path))
    assert "Prose" not in text
    assert "A secret sentence" not in text
    assert "Somebody's words" not in text
    (tmp_path / "atlas.ttl").write_text(text, encoding="utf-8")
    engine = load_files([ModuleFile(tmp_path / "atlas.ttl", None, "shipped", "atlas.ttl")])
    assert engine.report.triples == len(rdflib.Graph().parse(data=text, format="turtle"))
    assert not engine.ask("ASK { { ?x ?p ?o } UNION { ?s ?p ?x } FILTER(isBlank(?x)) }")


def test_what_is_irregular_stands_in_the_module_as_a_note() -> None:
    graph = graph_of(FIXTURES / "misplaced.yaml")
    note = "misplaced.yaml, line 23: the link to AML.T0002 stands in the list 'ml-lifecycle'; it was read as a link."
    assert rdflib.Literal(note, lang="en") in set(graph.objects(ATLAS["mitigations/AML.M0000"], SKOS.editorialNote))
    assert ATLAS["techniques/AML.T0002"] in set(
        graph.objects(ATLAS["mitigations/AML.M0000"], PRAXIS.mitigatesTechnique)
    )


def test_the_same_file_gives_the_same_bytes_in_another_process_and_folder(tmp_path: Path) -> None:
    (tmp_path / "regular.yaml").write_bytes((FIXTURES / "regular.yaml").read_bytes())
    code = (
        "import sys; from pathlib import Path; from kg.importers.atlas import read; "
        "from kg.importers.atlas.writer import turtle; "
        "sys.stdout.buffer.write(turtle(read(Path(sys.argv[1]))).encode())"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-P", "-c", code, str(path)], check=True, capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for path, seed in ((FIXTURES / "regular.yaml", "1"), (tmp_path / "regular.yaml", "2"))
    ]  # fmt: skip
    assert outputs[0] == outputs[1] == turtle(read(FIXTURES / "regular.yaml")).encode()


@official
def test_the_module_of_the_current_release_has_the_counts_of_the_release(engine: EmbeddedEngine) -> None:
    table = engine.select("SELECT ?c (COUNT(?x) AS ?n) WHERE { ?x a ?c } GROUP BY ?c")
    counts = {str(row["c"]).removeprefix(str(PRAXIS)): row["n"] for row in table}
    names = ("Tactic", "Technique", "Mitigation", "CaseStudy", "ProcedureStep")
    assert [counts[name] for name in names] == [16, 170, 35, 57, 449]
    links = engine.select("SELECT ?m ?t WHERE { ?m praxis:mitigatesTechnique ?t }")
    assert len(links) == 246


@official
def test_no_long_text_of_the_official_file_stands_in_the_module() -> None:
    text = turtle(read(YAML))
    prose = [
        line.strip(" '\"") for line in YAML.read_text(encoding="utf-8").splitlines()
        if len(line) > 60 and "url:" not in line and "title:" not in line and "name:" not in line and "http" not in line
    ]  # fmt: skip
    titles = YAML.read_text(encoding="utf-8")
    assert len(prose) > 3000
    found = [p for p in prose if p in text]
    assert all(f"title: {p[:20]}" in titles or p in titles.replace("\n      ", " ") for p in found)
    assert len(found) < 40  # continued lines of titles


# -- the questions --


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    path = tmp_path_factory.mktemp("atlas") / "atlas.ttl"
    path.write_text(turtle(read(YAML)), encoding="utf-8")
    return load_files([ModuleFile(path, None, "shipped", "atlas.ttl")])


def ask(engine: EmbeddedEngine, name: str, **values: str) -> Table:
    return engine.select(LIBRARY.get(f"atlas/{name}").bind(values))


@official
def test_techniques_stand_under_their_tactics(engine: EmbeddedEngine) -> None:
    facts = rows("atlas_techniques_case_counts.csv")
    expected = {(tactic, row["technique"]) for row in facts for tactic in row["tactics"].split()}
    table = ask(engine, "techniques")
    assert {(str(r["tactic"]), str(r["technique"])) for r in table} == expected
    assert len(table) == len(expected)
    assert ask(engine, "techniques", technique="AML.T0020").column("label") == ["Poison Training Data"] * 2


@official
def test_mitigations_of_a_technique_are_those_counted_by_others(engine: EmbeddedEngine) -> None:
    facts = {row["technique"]: set(row["mitigation_ids"].split()) for row in rows("atlas_techniques_case_counts.csv")}
    facts["AML.T0052.001"] = {"AML.M0018", "AML.M0034"}  # the two misplaced links, read off the file
    found: dict[str, set[str]] = {technique: set() for technique in facts}
    for row in ask(engine, "mitigations"):
        if row["named"] == "itself":
            found[str(row["technique"])].add(str(row["mitigation"]))
    assert found == facts
    assert ask(engine, "mitigations", technique="AML.T0000.001").column("named") == ["parent"]


@official
def test_case_studies_of_a_technique_come_with_all_their_steps_in_order(engine: EmbeddedEngine) -> None:
    facts = {row["id"]: row for row in rows("atlas_case_studies.csv")}
    table = ask(engine, "case-studies")
    assert len(table) == 449
    assert Counter(map(str, table.column("case"))) == {case: int(row["n_steps"]) for case, row in facts.items()}
    length = {"YEAR": 4, "MONTH": 7, "DATE": 10}
    for row in table:
        fact = facts[str(row["case"])]
        assert row["date"] == fact["date"][: length[fact["granularity"]]]
        assert (row["type"], row["target"], row["actor"]) == (fact["type"], fact["target"], fact["actor"])
    tay = ask(engine, "case-studies", case="AML.CS0009")
    assert tay.column("step_technique") == ["AML.T0047", "AML.T0010.002", "AML.T0020", "AML.T0031"]
    used = {case for case, row in facts.items() if {"AML.T0020"} & set(row["techniques"].split())}
    assert set(ask(engine, "case-studies", technique="AML.T0020").column("case")) == used


@official
def test_techniques_without_mitigation_or_case_are_those_counted_by_others(engine: EmbeddedEngine) -> None:
    facts = rows("atlas_techniques_case_counts.csv")
    bare = {row["technique"] for row in facts if row["n_mitigations"] == "0"} - {"AML.T0052.001"}
    assert set(ask(engine, "techniques-without-mitigation").column("technique")) == bare
    used = {t for row in rows("atlas_case_studies.csv") for t in row["techniques"].split()}
    unused = {row["technique"] for row in facts} - used
    assert set(ask(engine, "techniques-without-case-study").column("technique")) == unused


@pytest.mark.slow
@official
@pytest.mark.parametrize("query_id", [i for i in LIBRARY.ids() if i.startswith("atlas/")])
def test_a_second_engine_gives_the_same_rows(engine: EmbeddedEngine, query_id: str) -> None:
    text = LIBRARY.get(query_id).bind({})
    ours = csv.reader(io.StringIO(engine.select(text).render("csv")))
    plain = rdflib.Graph().parse(data=turtle(read(YAML)), format="turtle").query(text)
    theirs = [["" if v is None else str(v) for v in row] for row in plain]
    order = set(map(tuple, list(ours)[1:]))
    assert {tuple(", ".join(sorted(c.split(", "))) for c in row) for row in order} == {
        tuple(", ".join(sorted(c.split(", "))) for c in row) for row in theirs
    }
    assert len(order) == len(theirs)


# -- canonical Turtle --

SKOS_LABEL = iri(str(SKOS.prefLabel))
THING = iri("https://example.org/thing")


def test_turtle_does_not_depend_on_the_order_of_statements_about_one_thing() -> None:
    triples = [
        Triple(THING, iri(str(RDF.type)), iri("https://example.org/Kind")),
        Triple(THING, SKOS_LABEL, Term("literal", 'a "name"\n', "", "en")),
        Triple(THING, iri("https://example.org/n"), literal(5)),
        Triple(THING, iri("https://example.org/n"), literal(12)),
        Triple(THING, iri("https://example.org/d"), Term("literal", "2020-01-01", "http://www.w3.org/2001/XMLSchema#date")),
        Triple(THING, iri("https://example.org/c"), literal("bell \x07")),
    ]  # fmt: skip
    prefixes = {"ex": "https://example.org/", "skos": str(SKOS), "xsd": "http://www.w3.org/2001/XMLSchema#", "no": "x:"}
    text = write(triples, prefixes, "by a machine\nsecond line")
    assert text == (
        "# by a machine\n# second line\n\n"
        "@prefix ex: <https://example.org/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        'ex:thing\n    a ex:Kind ;\n    skos:prefLabel "a \\"name\\"\\n"@en ;\n    ex:c "bell \\u0007" ;\n'
        '    ex:d "2020-01-01"^^xsd:date ;\n    ex:n 12, 5 .\n'
    )
    assert write(reversed(triples), prefixes, "by a machine\nsecond line") == text
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(triples)


@pytest.mark.parametrize("term", [Term("blank", "b1"), iri("https://example.org/a b"), iri("https://example.org/> .")])
def test_what_cannot_be_written_safely_is_not_written(term: Term) -> None:
    with pytest.raises(ValueError, match=r"blank node|no IRI"):
        write([Triple(THING, SKOS_LABEL, term)], {})


# -- files --


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "atlas.ttl"
    files.write_atomically(target, "old\n")
    target.chmod(0o640)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(files.SourceFileError, match="No space left"):
        files.write_atomically(target, "new\n")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("atlas.ttl", "old\n")]
    monkeypatch.undo()
    files.write_atomically(target, "new\n")
    assert target.read_text() == "new\n"
    assert target.stat().st_mode & 0o777 == 0o640
    with pytest.raises(files.SourceFileError, match="cannot be written"):
        files.write_atomically(tmp_path / "none" / "atlas.ttl", "new\n")
