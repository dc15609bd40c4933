"""Studies, numbers, mappings, systems and questions of one's own, added from files by the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg import shipped
from kg.author import service
from kg.author.evidence_forms import OBSERVATION, STUDY
from kg.author.faults import AdditionError
from kg.author.given import from_yaml, plain
from kg.author.kinds import FORMS
from kg.author.known import Known
from kg.author.table import from_csv
from kg.cli import main
from kg.graph import open_graph
from kg.library import Library
from kg.modules import shipped_inventory
from kg.validate import validate

STUDY_FILE = """\
label: A made-up survey
id: made-up-survey
class: practitioner-survey
definition: A questionnaire that nobody filled in.
work: made-up2026
when: 2026-04/2026-07
works:
  - {id: made-up2026, title: A made-up report, authors: Nobody, year: 2026}
bases:
  - {id: made-up-survey-all, label: 25 people, n: 25}
dimensions:
  - id: made-up-survey-mood
    label: Mood (made-up survey)
    definition: How people felt.
    unit: answer
    bins: [{id: made-up-survey-good, label: good}, {id: made-up-survey-bad, label: bad}]
"""
TABLE = """\
label,kind,role,base,share,count,printed-as,locator,attack,dimension,bin
"Query budget, under 100",bin,practice,made-up-survey-all,36,,36%,Table 1,evasion|backdoor,query-budget,queries-lt-100
Good mood,bin,practice,made-up-survey-all,,9,9,Table 2,,made-up-survey-mood,made-up-survey-good
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


def add(workspace: Path, *arguments: str) -> int:
    """``threatpraxis add`` without the reasoner, which decides nothing about evidence."""
    return main(["add", "--workspace", str(workspace), *arguments])


def errors(workspace: Path) -> list[str]:
    """What 'threatpraxis check' finds, shapes and checks."""
    library = Library([(shipped.queries_dir(), "shipped"), (workspace / "queries", "workspace")])
    return [f"{f.rule}: {f.message}" for f in validate(shipped_inventory(workspace), library)]


@pytest.mark.slow
def test_a_study_with_its_numbers_is_in_the_answers_and_passes_the_check(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    (tmp_path / "study.yaml").write_text(STUDY_FILE, encoding="utf-8")
    (tmp_path / "numbers.csv").write_text(TABLE, encoding="utf-8")
    files = [str(tmp_path / "study.yaml"), "--observations", str(tmp_path / "numbers.csv")]
    assert add(workspace, "study", *files, "--no-reasoner", "--brief") == 0
    with open_graph(workspace, in_process=True) as graph:
        bins = graph.query("gaps/query-budget", attack="evasion")
        statements = graph.sparql(
            "SELECT ?share ?count WHERE { ?o prov:wasDerivedFrom study:made-up-survey ; praxis:locator ?l "
            "OPTIONAL { ?o praxis:share ?share } OPTIONAL { ?o praxis:count ?count } } ORDER BY ?l"
        )
    assert [[str(v) for v in row.values() if v is not None] for row in statements] == [["36"], ["9"]]
    mine = [row for row in bins if any(str(value).endswith("/made-up-survey") for value in row.values())]
    assert [[v for v in row.values() if v == 36] for row in mine] == [[36]]  # beside the 271, never pooled with them
    assert errors(workspace) == []


def test_rows_of_a_table_become_parts_of_the_study(known: Known) -> None:
    given = from_yaml(STUDY_FILE.encode(), "study.yaml")
    rows = from_csv(TABLE.encode(), "numbers.csv", OBSERVATION)
    entry = service.understand(STUDY, plain({}).__class__({**given.value, "observations": rows}, 1), known)
    first, second = entry.parts("observations")
    assert [a.rpartition("/")[2] for a in first.many("attack")] == ["evasion", "backdoor"]
    assert (first.number("share"), second.number("count")) == (36, 9)


WRONG_TABLES = {
    "label,kindd\nx,bin\n": ("numbers.csv:1: column 2: unknown heading 'kindd'.", "kind"),
    "label,label\nx,y\n": ("column 2: the heading 'label' stands there twice.", "Keep one"),
    "label,kind\nx,bin,extra\n": ("numbers.csv:2: the row has 3 cells, and there are 2 headings.", "comma"),
    "label,kind\n\n": ("there is no row.", "one number into each row"),
    "": ("the file is empty.", "Headings: label"),
    'label,kind\n"x,bin\n': ("this is no CSV", "quotes"),
}


@pytest.mark.parametrize("text", WRONG_TABLES, ids=lambda t: t[:20].replace("\n", " ") or "empty")
def test_a_table_that_is_not_as_it_must_be_is_refused_with_its_row(text: str) -> None:
    message, remedy = WRONG_TABLES[text]
    with pytest.raises(AdditionError) as raised:
        from_csv(text.encode(), "numbers.csv", OBSERVATION)
    assert message in str(raised.value)
    assert remedy in str(raised.value)


def test_a_table_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(AdditionError, match=r"numbers\.csv:2: this is no UTF-8 text"):
        from_csv("label,kind\nKürzel,bin\n".encode("latin-1"), "numbers.csv", OBSERVATION)


def row(**changes: str) -> dict[str, str]:
    """A number that is as it must be, with some fields changed; an empty text takes one away."""
    first = next(csv.DictReader(io.StringIO(TABLE)))
    return {name: value for name, value in {**first, "attack": "evasion", **changes}.items() if value}


WRONG_NUMBERS = [
    ({"share": ""}, "observations[1].share: a number has one figure; none is given."),
    ({"count": "9"}, "observations[1].share: a number has one figure; count and share is given."),
    ({"share": "101"}, "observations[1].share: a share is at most 100 percent."),
    ({"share": "36,5"}, "observations[1].share: '36,5' is no number."),
    ({"share": "", "value": "6"}, "observations[1].unit: a value has a unit."),
    ({"status": "derived"}, "observations[1].formula: what is derived says how."),
    ({"bin": ""}, "observations[1].bin: a number of the kind 'bin' belongs to a bin."),
    ({"kind": "combination"}, "observations[1].with-bins: a combination is made of bins."),
    ({"base": "made-up-survey-everybody"}, "observations[1].base: unknown base"),
    ({"printed-as": ""}, "observations[1].printed-as: it is missing."),
    ({"locator": ""}, "observations[1].locator: it is missing."),
]


@pytest.mark.parametrize(("changes", "message"), WRONG_NUMBERS, ids=[m.split(":")[1][1:40] for _, m in WRONG_NUMBERS])
def test_a_number_that_breaks_a_rule_is_refused(known: Known, changes: dict[str, str], message: str) -> None:
    given = from_yaml(STUDY_FILE.encode(), "study.yaml")
    given.value["observations"] = plain([row(**changes)])
    with pytest.raises(AdditionError) as raised:
        service.understand(STUDY, given, known)
    assert message in str(raised.value)


WRONG_STUDIES = [
    ("when: 2026-04/2026-07", "when: last summer", "when: 'last summer' is no period."),
    ("id: made-up-survey-all", "id: everybody", "bases[1].id: it does not begin with made-up-survey-."),
    (
        "id: made-up-survey-bad",
        "id: made-up-survey-good",
        "bins[2].id: dimensions[1].bins[1] has the same",
    ),
    ("id: made-up-survey\n", "id: grosse2024\n", "id: study:grosse2024 is there already"),
    ("class: practitioner-survey", "class: poll", "class: unknown value 'poll'."),
    ("work: made-up2026", "work: made-up2027", "work: unknown work 'made-up2027'."),
    ("n: 25}", "n: many}", "bases[1].n: 'many' is no whole number."),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG_STUDIES, ids=[m.split(":")[0] for _, _, m in WRONG_STUDIES])
def test_a_study_that_breaks_a_rule_is_refused_with_line_and_field(
    known: Known, old: str, new: str, message: str
) -> None:
    assert old in STUDY_FILE
    with pytest.raises(AdditionError) as raised:
        service.understand(STUDY, from_yaml(STUDY_FILE.replace(old, new).encode(), "s.yaml"), known, name="s.yaml")
    assert message in str(raised.value)
    assert "s.yaml:" in str(raised.value)


@pytest.mark.slow
def test_a_number_for_a_study_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "n.yaml").write_text(
        "study: boenisch2021\nlabel: A made-up number\nkind: statistic\nrole: practice\ncount: 7\nprinted-as: seven\n"
        "locator: Sect. 9\nbase: boenisch2021-participants\n", encoding="utf-8",
    )  # fmt: skip
    workspace = tmp_path / "ws"
    assert add(workspace, "observation", str(tmp_path / "n.yaml"), "--no-reasoner", "--brief") == 0
    assert errors(workspace) == []


@pytest.mark.slow
def test_a_counterpart_for_an_attack_that_came_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = tmp_path / "ws"
    (tmp_path / "m.yaml").write_text("attack: evasion\nto: AML.T0029\nrelation: related\n", encoding="utf-8")
    assert add(workspace, "mapping", str(tmp_path / "m.yaml"), "--no-reasoner", "--brief") == 0
    assert (workspace / "ontology" / "mapping-evasion-atlas-aml-t0029.ttl").is_file()
    assert errors(workspace) == []
    assert add(workspace, "mapping", str(tmp_path / "m.yaml"), "--no-reasoner", "--brief") == 5
    assert "to: attack:evasion is mapped to it already." in capsys.readouterr().err


@pytest.mark.slow
def test_a_system_stands_among_the_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = tmp_path / "ws"
    assert main(["assess", "--write-example", "credit-scoring"]) == 0
    text = capsys.readouterr().out.replace("Credit scoring", "My own system")
    (tmp_path / "system.yaml").write_text(text, encoding="utf-8")
    assert add(workspace, "profile", str(tmp_path / "system.yaml")) == 0
    from kg import exposure

    with open_graph(workspace, in_process=True) as graph:
        examples = exposure.load(graph).examples
    assert examples["my-own-system"].answers == examples["credit-scoring"].answers
    assert errors(workspace) == []
    assert add(workspace, "profile", str(tmp_path / "system.yaml")) == 5
    assert "title: profile:my-own-system is there already." in capsys.readouterr().err


def test_a_question_stands_in_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = tmp_path / "ws"
    path = tmp_path / "Mine.rq"
    path.write_text("#+ title: Mine\n#+ question: Which?\nSELECT ?a WHERE { ?a a praxis:Attack }\n", encoding="utf-8")
    assert add(workspace, "query", str(path), "--id", "mine/attacks") == 0
    with open_graph(workspace, in_process=True) as graph:
        assert len(graph.query("mine/attacks")) == len(graph.individuals("attack"))
    assert add(workspace, "query", str(path), "--id", "mine/attacks") == 5
    assert add(workspace, "query", str(path), "--id", "../attacks") == 5
    path.write_text("#+ title: Mine\n#+ question: Which?\nSELECT ?a WHERE { ?a a praxis:Attack \n", encoding="utf-8")
    assert add(workspace, "query", str(path), "--id", "mine/broken") == 5
    told = capsys.readouterr().err
    assert "id: there is a question mine/attacks already." in told
    assert "'../attacks' is no id of a question." in told
    assert "Mine.rq:4: " in told  # where the query ends too early
    assert [p.name for p in (workspace / "queries").rglob("*.rq")] == ["attacks.rq"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_has_a_template_whose_fields_are_those_of_its_schema(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    import yaml

    assert add(tmp_path / "ws", kind, "--template") == 0
    template = capsys.readouterr().out
    assert add(tmp_path / "ws", kind, "--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    bare = "\n".join(line.removeprefix("# ") for line in template.splitlines() if _is_field(line))
    assert list(yaml.safe_load(bare)) == list(schema["properties"])
    assert schema["required"] == list(yaml.safe_load(template))


def _is_field(line: str) -> bool:
    """Whether a line of a template is one of the file when its mark is taken away."""
    text = line.removeprefix("# ")
    name = text.strip().removeprefix("- ").partition(":")[0]
    return bool(name) and name.replace("-", "").islower() and " " not in name and ":" in text and "." not in name
