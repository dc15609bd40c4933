"""Works of a file as an addition: they fit the graph, are refused, or are put into the workspace. All are made up."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kg.author import works as additions
from kg.author.faults import AdditionError
from kg.author.works import Batch, Shelf, fit, path_for, proposal, read
from kg.author.workspace import Workspace
from kg.cli import add
from kg.cli.entry import build_parser
from kg.errors import ModuleError, ParameterError, ThreatPraxisError
from kg.graph import Graph
from kg.importers.works import entries_to_triples, read_bibtex
from kg.modules import shipped_inventory
from kg.results import Term
from kg.store.embedded import EmbeddedEngine
from kg.terms import PREFIXES
from kg.validate import validate_module
from tests.unit.test_works_resolver import Server, server  # noqa: F401  # a fixture

ONE = "@misc{one, author={Example, Ana}, title={A made-up study}, year=2021, doi={10.5555/One}}\n"
TWO = "@misc{two, author={Example, Ana}, title={Another made-up study}, year=2021, eprint={2101.99999}}\n"
#: A work that ships: Alecci et al. 2023.
SHIPPED = "@misc{a, author={A}, title={Something else}, year=2023, doi={HTTPS://DOI.ORG/10.1145/3607199.3607227}}"
SHIPPED_ARXIV = "@misc{a, author={A}, title={Something else}, year=2023, url={http://arxiv.org/abs/2306.15363v2}}"
SHIPPED_TITLE = """@misc{a, author={A}, year=2023, title={Your attack is too dumb - Formalizing attacker scenarios
    for Adversarial Transferability}}"""


@pytest.fixture(scope="module")
def shelf(graph: Graph) -> Shelf:
    return Shelf.of(graph.engine)


def fitted(text: str, shelf: Shelf, *, allow_similar: bool = False) -> Batch:
    entries, faults = read_bibtex(text)
    assert faults == []
    return fit(entries, shelf, allow_similar=allow_similar)


def command(workspace: Path, *arguments: str) -> int:
    """``threatpraxis add work``, with its errors as they are raised."""
    return add.run(build_parser().parse_args(["add", "--workspace", str(workspace), "work", *arguments]))


def written(folder: Path, text: str, name: str = "mine.bib") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_the_shelf_holds_every_work_of_the_graph(shelf: Shelf, graph: Graph) -> None:
    counted = graph.engine.select("SELECT (COUNT(DISTINCT ?w) AS ?n) WHERE { ?w a praxis:Work }")
    assert [len(shelf.works)] == [row["n"] for row in counted]
    assert {"alecci2023", "threatpraxis"} <= shelf.used


@pytest.mark.parametrize("text", [SHIPPED, SHIPPED_ARXIV])
def test_a_work_that_the_graph_has_is_refused_by_its_identifier(text: str, shelf: Shelf) -> None:
    (fault,) = fitted(text, shelf, allow_similar=True).faults
    assert (fault.field, fault.line) == ("a", 1)
    assert fault.message == "work:alecci2023 (Alecci et al. 2023) is this work."


def test_a_work_of_the_same_title_is_refused_unless_both_are_wanted(shelf: Shelf) -> None:
    (fault,) = fitted(SHIPPED_TITLE, shelf).faults
    assert (fault.field, "work:alecci2023" in fault.message, "--allow-similar" in fault.remedy) == (
        "a.title",
        True,
        True,
    )
    batch = fitted(SHIPPED_TITLE, shelf, allow_similar=True)
    assert (batch.faults, len(batch.warnings), batch.entries[0].slug) == ((), 1, "a2023")


def test_a_work_that_stands_twice_in_a_file_is_refused(shelf: Shelf) -> None:
    again = ONE.replace("{one", "{again").replace("One", "ONE").replace("made-up", "renamed")
    (fault,) = fitted(ONE + again, shelf).faults
    assert (fault.field, fault.line, fault.message) == ("again", 2, "the record one on line 1 is this work.")


def test_an_address_in_use_is_not_given_again(shelf: Shelf) -> None:
    batch = fitted("@misc{x, author={Alecci, M.}, title={A made-up successor}, year=2023}", shelf)
    assert [(e.slug, e.label) for e in batch.entries] == [("alecci2023b", "Alecci 2023b")]


@pytest.mark.parametrize(
    ("title", "says"),
    [("<script>alert(1)</script>", "markup"), ("T" * 401, "401 characters"), ("a\x00b", "U+0000"),
     ("a\u202eb", "U+202E"), ("a\u200bb", "U+200B")],
    ids=["script", "long", "nul", "right to left", "no width"],
)  # fmt: skip
def test_a_title_that_is_no_plain_text_is_refused(title: str, says: str) -> None:
    (fault,) = fitted(ONE.replace("A made-up study", title), Shelf()).faults
    assert fault.field == "one.title"
    assert says in fault.message


def test_statements_of_works_carry_what_was_read_and_how_the_identifier_is_known() -> None:
    entries, _ = read_bibtex(ONE)
    subject = Term("iri", PREFIXES["work"] + "example2021")
    found = {
        (t.predicate.value.rpartition("/")[2].rpartition("#")[2], t.object.value) for t in entries_to_triples(entries)
    }
    assert {t.subject for t in entries_to_triples(entries)} == {subject}
    assert found == {
        ("type", PREFIXES["praxis"] + "Work"), ("prefLabel", "Example 2021"), ("title", "A made-up study"),
        ("authors", "Example"), ("year", "2021"), ("doi", "10.5555/One"), ("identifierStatus", "as given"),
    }  # fmt: skip


def test_markup_is_written_as_the_text_it_is() -> None:
    entries, _ = read_bibtex(ONE.replace("A made-up study", 'A </x> "quoted" .\n <a> <b> <c>'))
    text = proposal(entries, "x.bib").text or ""
    assert r'"A </x> \"quoted\" . <a> <b> <c>"@en' in text


def test_the_same_works_in_another_order_give_the_same_bytes() -> None:
    entries, _ = read_bibtex(ONE + TWO)
    assert proposal(entries, "x.bib").text == proposal(entries[::-1], "x.bib").text


def test_a_single_work_that_was_added_before_is_refused_by_name(tmp_path: Path) -> None:
    command(tmp_path / "workspace", written(tmp_path, ONE))
    with pytest.raises(AdditionError, match=r"one: work:example2021 \(Example 2021\) is this work\."):
        command(tmp_path / "workspace", written(tmp_path, ONE))


def test_several_works_become_one_file_named_after_theirs_and_one_its_own() -> None:
    entries, _ = read_bibtex(ONE + TWO)
    several, single = proposal(entries, "My Thesis (final).bib"), proposal(entries[:1], "My Thesis (final).bib")
    assert (several.path, several.kind) == ("ontology/works-my-thesis-final.ttl", "imported")
    assert several.title == "2 works, Example 2021 and others"
    assert (single.path, single.kind, single.title) == ("ontology/work-example2021.ttl", "added", "Example 2021")
    assert path_for(entries, "../../..", Shelf()) == "ontology/works-list.ttl"


def test_faults_of_reading_name_record_and_field() -> None:
    entries, faults, warnings = read(ONE + "@misc{bad, author={A}, title={T}}", "bibtex")
    assert [e.key for e in entries] == ["one"]
    assert [f.told("x.bib") for f in faults] == [
        "x.bib:2: bad.year: it is missing. Add when it came out, such as 2021."
    ]
    assert warnings == []


# -- the command --


def test_a_file_is_put_into_the_workspace_and_passes_all_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "workspace"
    assert command(workspace, written(tmp_path, ONE + TWO), "--by", "curator") == 0
    inventory = shipped_inventory(workspace)
    engine = EmbeddedEngine.load(inventory, trusting=True)
    module = "https://w3id.org/threatpraxis/module/workspace/works-mine"
    from kg.library import Library

    assert validate_module(inventory, engine, Library([]), module) == []
    assert {held.slug for held in Shelf.of(engine).works if held.modules == {module}} == {"example2021", "example2021b"}
    (record,) = Workspace(workspace).log()
    assert (record.by, record.kind, record.origin) == ("curator", "imported", "mine.bib")
    assert "works-mine.ttl" in capsys.readouterr().err


@pytest.mark.slow
def test_a_file_read_again_keeps_addresses_and_tells_what_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "workspace"
    command(
        workspace,
        written(tmp_path, ONE + TWO + TWO.replace("two", "three").replace("Another", "Third").replace("99", "88")),
    )
    command(workspace, written(tmp_path, TWO.replace("Another", "A renamed")))
    text = (workspace / "ontology" / "works-mine.ttl").read_text(encoding="utf-8")
    assert "work:example2021b\n" in text
    assert "A renamed made-up study" in text
    assert "work:example2021\n" not in text
    told = capsys.readouterr().err
    assert "no longer has work:example2021 (Example 2021)" in told
    assert "no longer has work:example2021c (Example 2021c)" in told


@pytest.mark.slow
@pytest.mark.parametrize("flag", ["--dry-run", "--output"])
def test_without_saving_the_workspace_stays_as_it_is(
    flag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, output = tmp_path / "workspace", tmp_path / "out.ttl"
    assert command(workspace, written(tmp_path, ONE), flag, *([str(output)] if flag == "--output" else [])) == 0
    text = output.read_text(encoding="utf-8") if flag == "--output" else capsys.readouterr().out
    assert "work:example2021\n    a praxis:Work ;" in text
    assert not workspace.exists()


def test_with_one_fault_nothing_is_written_and_all_faults_are_told(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    file = written(tmp_path, ONE + "@misc{bad, author={A}, title={T}}\n" + SHIPPED)
    with pytest.raises(AdditionError) as caught:
        command(workspace, file)
    assert [(f.line, f.field) for f in caught.value.faults] == [(2, "bad.year"), (3, "a")]
    assert str(caught.value).startswith(f"{file}:2: bad.year: it is missing.")
    assert not workspace.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [(ONE.replace("Ana", "Zoë").encode("latin-1"), "no UTF-8"), (ONE.encode("utf-16"), "UTF-16"), (b"", "empty"),
     (b"\x00" * 5_000_001, "more than 5 MB")],
    ids=["Latin-1", "UTF-16", "empty", "large"],
)  # fmt: skip
def test_a_file_of_another_encoding_is_refused_with_a_remedy(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "mine.bib").write_bytes(data)
    with pytest.raises(ModuleError, match=says):
        command(tmp_path / "workspace", str(tmp_path / "mine.bib"))


def test_control_characters_in_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AdditionError, match=r"one\.title: it holds the control character U\+0007"):
        command(tmp_path / "workspace", written(tmp_path, ONE.replace("made-up", "made\x07up")))


def test_a_list_of_dois_is_not_asked_for_unless_wanted(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        command(
            tmp_path / "workspace", written(tmp_path, "10.5555/one\n", "mine.txt"), "--resolver", "http://127.0.0.1:9"
        )
    assert "no title" in str(caught.value)
    assert "--resolve" in caught.value.remedy
    assert "BibTeX" in caught.value.remedy


def test_works_that_were_looked_up_are_called_seen(tmp_path: Path, server: Server) -> None:  # noqa: F811
    file = written(tmp_path, "10.5555/one 10.5555/two\n", "mine.txt")
    assert command(tmp_path / "workspace", file, "--resolve", "--resolver", server.address) == 0
    text = (tmp_path / "workspace" / "ontology" / "works-mine.ttl").read_text(encoding="utf-8")
    assert text.count('praxis:identifierStatus "seen"') == 2
    assert 'bibo:doi "10.5555/two"' in text


def test_standard_input_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [{"title": "A made-up study", "author": [{"family": "Example"}], "issued": {"date-parts": [[2021]]}}]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(json.dumps(said).encode()))))
    assert command(tmp_path / "workspace", "-") == 0
    assert (tmp_path / "workspace" / "ontology" / "work-example2021.ttl").is_file()


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ThreatPraxisError, match="neither BibTeX nor CSL-JSON"):
        command(tmp_path / "workspace", written(tmp_path, "label: a thing\n", "mine.txt"))
    with pytest.raises(ThreatPraxisError, match="title: it is missing"):  # a YAML file is read as one
        command(tmp_path / "workspace", written(tmp_path, "authors: Nobody\n", "mine.yaml"))


def test_the_page_may_read_and_fit_a_text_without_any_file(shelf: Shelf) -> None:
    entries, faults, _ = additions.read(ONE, "bibtex")
    assert faults == []
    assert {t.subject.value for t in entries_to_triples(fit(entries, shelf).entries)} == {
        PREFIXES["work"] + "example2021"
    }
