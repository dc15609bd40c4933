"""The command line as a person uses it: answers, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg import shipped
from kg.cli import main
from kg.cli.entry import COMMANDS
from kg.store.limits import Limits


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_the_query_budget_of_evasion_is_that_of_table_3(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("query", "gaps/query-budget", "attack=evasion", "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["label"] for r in rows] == ["none", "<100", "100-1k", "1k-100k", ">100k", "unlimited"]
    assert [r["research_pct"] for r in rows] == ["", "18.2", "72.7", "9.1", "0.0", ""]
    assert [r["practice_pct"] for r in rows] == ["36.5", "15.6", "4.8", "7.4", "1.1", "15.5"]
    assert [r["research_status"].rpartition("/")[2] for r in rows] == ["", *["published"] * 3, "derived", ""]
    assert "11" not in [r["papers"] for r in rows]


def test_sparql_may_come_from_argument_file_and_input(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    text = "SELECT (COUNT(?a) AS ?n) { ?p praxis:placesAttack ?a ; praxis:inPlacementScheme scheme:pipeline-2022 }"
    file = tmp_path / "count.rq"
    file.write_text(text)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    for arguments in ([text], ["--file", str(file)], ["-"]):
        code, out, _ = run("query", *arguments, "--format", "csv")
        assert (code, out) == (0, "n\n10\n")


def test_a_query_may_leave_out_what_is_inferred(run) -> None:  # type: ignore[no-untyped-def]
    # That an attack acts at test time is stated nowhere; it follows from the step of the pipeline at which it acts.
    text = "ASK { attack:evasion a praxis:TestTimeAttack }"
    assert run("query", text)[:2] == (0, "true\n")
    assert run("query", text, "--without-inferred")[:2] == (0, "false\n")


def test_a_query_file_of_ones_own_takes_parameters(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "own.rq"
    file.write_text(
        "#+ title: t\n#+ question: q?\n#+ parameters:\n#+   stage: {type: stage, label: s}\n"
        "SELECT (COUNT(?a) AS ?n) {\n  VALUES ?stage { UNDEF }\n"
        "  ?a praxis:inPlacementScheme scheme:pipeline-2022 ; praxis:atStage ?stage }\n"
    )
    assert run("query", "--file", str(file), "stage=model", "--format", "csv")[:2] == (0, "n\n3\n")
    assert run("query", "--file", str(file), "--format", "csv")[:2] == (0, "n\n10\n")


def test_ask_construct_and_describe_are_printed_in_their_own_forms(run) -> None:  # type: ignore[no-untyped-def]
    assert run("query", "ASK { attack:evasion a praxis:Attack }")[1] == "true\n"
    code, out, _ = run("query", "DESCRIBE attack:evasion", "--format", "ttl")
    assert code == 0
    assert "attack:evasion\n" in out


def test_the_text_that_runs_can_be_printed(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("query", "taxonomy/attacks-by-stage", "stage=model", "--print")
    assert code == 0
    assert "VALUES ?stage { <https://w3id.org/threatpraxis/id/stage/model> }" in out


def test_a_cut_is_told(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("query", "SELECT ?s { ?s ?p ?o }", "--limit", "3", "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 4)
    assert "cut after 3 rows" in err


def test_an_empty_answer_says_why(run) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run("query", "gaps/query-budget", "attack=sponge")
    assert code == 0
    assert "No source in the graph states query budgets" in err


MISTAKES = {
    "unknown command": (["qery"], 2, "'query'"),
    "unknown query": (["query", "gaps/query-budgets"], 2, "'gaps/query-budget'"),
    "unknown parameter": (["query", "gaps/query-budget", "atack=evasion"], 2, "'attack'"),
    "unknown attack": (["query", "gaps/query-budget", "attack=evason"], 2, "'evasion'"),
    "parameter without value": (["query", "gaps/query-budget", "evasion"], 2, "NAME=VALUE"),
    "parameter given twice": (["query", "gaps/query-budget", "attack=a", "attack=b"], 2, "twice"),
    "missing parameter": (["query", "taxonomy/attack-facts"], 2, "needs a value for attack"),
    "no query": (["query"], 2, "There is no query"),
    "no such file": (["query", "--file", "nowhere.rq"], 2, "cannot be read"),
    "malformed SPARQL": (["query", "SELECT ?a {\n ?a FLTER ?b }"], 3, "line 2, column 5"),
    "an update": (["query", "INSERT DATA { <a:a> <a:b> <a:c> }"], 3, "only read"),
    "a remote endpoint": (["query", "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], 3, "SERVICE"),
    "a table as Turtle": (["query", "SELECT * { ?s ?p ?o } LIMIT 1", "--format", "ttl"], 2, "no Turtle form"),
    "unknown thing": (["show", "attack:evason"], 2, "attack:evasion"),
    "unknown kind": (["search", "evasion", "--kind", "atack"], 2, "'attack'"),
    "no such workspace": (["query", "taxonomy/stages", "--workspace", "no-such-folder"], 2, "no workspace folder"),
    "senseless limit": (["query", "taxonomy/stages", "--limit", "0"], 2, "--limit"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_remedy(run, arguments: list[str], code: int, message: str) -> None:  # type: ignore[no-untyped-def]
    got, out, err = run(*arguments)
    assert got == code
    assert message in err
    assert "Traceback" not in err
    assert out == ""


def test_a_runaway_query_returns_its_own_exit_code(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("kg.store.sandbox.Limits", lambda: Limits(seconds=0.5))
    code, _, err = run("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }")
    assert code == 4
    assert "stopped after 0.5 s" in err


def test_a_broken_workspace_module_is_told_and_the_answer_given(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    (workspace / "ontology" / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c\n")
    code, out, err = run("query", "taxonomy/attacks-by-stage", "--format", "csv", "--workspace", str(workspace))
    assert code == 0
    assert len(out.splitlines()) == 11
    assert "bad.ttl:" in err


def test_queries_lists_every_file_and_shows_one(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("queries", "--format", "json")
    ids = [row["id"] for row in json.loads(out)["rows"]]
    assert code == 0
    assert sorted(ids) == sorted(
        p.relative_to(shipped.queries_dir()).with_suffix("").as_posix() for p in shipped.queries_dir().rglob("*.rq")
    )
    code, out, _ = run("queries", "gaps/query-budget")
    assert code == 0
    assert "attack: attack" in out


def test_show_finds_a_thing_by_its_bare_name(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("show", "evasion", "--format", "ttl")
    assert code == 0
    assert "praxis:strikesAt stage:deployment" in out


def test_where_tells_which_engine_is_asked(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("THREATPRAXIS_STORE", "/somewhere/store")
    monkeypatch.setenv("THREATPRAXIS_ENDPOINT", "http://127.0.0.1:7878/query")
    code, out, _ = run("where", "--format", "csv")
    assert code == 0
    assert "store,/somewhere/store (by THREATPRAXIS_STORE)" in out
    assert "endpoint,http://127.0.0.1:7878/query (by THREATPRAXIS_ENDPOINT)" in out


def test_where_names_folders_that_exist(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("where", "--format", "json")
    places = {row["what"]: row["where"] for row in json.loads(out)["rows"]}
    assert code == 0
    assert Path(places["ontology"], "core.ttl").is_file()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(run, command: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run(*([command] if command else []), "--help")
    assert code == 0
    assert "usage: threatpraxis" in out
