"""Every check finds the faults of its own broken file, alone and on two engines; the shipped knowledge has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg import modules, shipped, terms
from kg.graph import Graph
from kg.library import Library
from kg.modules import ModuleFile
from kg.store.embedded import EmbeddedEngine, load_files

BROKEN = Path(__file__).parent / "broken" / "checks"
LIBRARY = Library([(shipped.queries_dir(), "shipped")])
CHECKS = [query_id for query_id in LIBRARY.ids() if query_id.startswith("checks/")]
#: Enough of the shipped knowledge for the broken files to lean on.
GROUND = ("core.ttl", "vocab.ttl", "values.ttl", "access.ttl", "attacks.ttl")

Engines = Callable[[str], EmbeddedEngine]


def _ground() -> list[ModuleFile]:
    return [file for file in modules.shipped_inventory().files if file.name in GROUND]


def _broken(check: str) -> Path:
    return BROKEN / f"{check.removeprefix('checks/')}.ttl"


@pytest.fixture(scope="session")
def engine_with() -> Engines:
    """An engine over the ground and one broken file, made once per file."""
    made: dict[str, EmbeddedEngine] = {}

    def make(check: str) -> EmbeddedEngine:
        if check not in made:
            path = _broken(check)
            made[check] = load_files([*_ground(), ModuleFile(path, None, "workspace", path.name)])
            assert made[check].report.problems == ()
        return made[check]

    return make


def _expected(path: Path) -> set[str]:
    """The things named in the line ``# expect:``; ``_:`` stands for one without a name."""
    line = next(text for text in path.read_text(encoding="utf-8").splitlines() if text.startswith("# expect:"))
    found = set()
    for name in line.removeprefix("# expect:").split():
        iri = "_:" if name == "_:" else terms.resolve(name)
        assert iri is not None, name
        found.add(iri)
    return found


def _subjects(engine: EmbeddedEngine, check: str) -> set[str]:
    table = engine.select(LIBRARY.get(check).text)
    subjects = (row[table.names.index("subject")] for row in table.rows)
    return {"_:" if term is None or term.kind == "blank" else term.value for term in subjects}


@pytest.fixture(scope="session")
def before() -> dict[str, set[str]]:
    """What the checks say of the ground alone, whose links to evidence lead nowhere here."""
    engine = load_files(_ground())
    found = {check: _subjects(engine, check) for check in CHECKS}
    assert {check for check, subjects in found.items() if subjects} == {
        "checks/undefined-individual",
        "checks/undefined-in-annotation",
    }
    return found


def test_every_check_has_a_broken_file_and_every_broken_file_a_check() -> None:
    assert {path.stem for path in BROKEN.iterdir()} == {check.removeprefix("checks/") for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_finds_the_faults_of_its_broken_file(
    engine_with: Engines, before: dict[str, set[str]], check: str
) -> None:
    assert _subjects(engine_with(check), check) - before[check] == _expected(_broken(check))


@pytest.mark.parametrize("check", CHECKS)
def test_a_broken_file_is_found_by_its_own_check_alone(
    engine_with: Engines, before: dict[str, set[str]], check: str
) -> None:
    engine = engine_with(check)
    assert {other for other in CHECKS if _subjects(engine, other) - before[other]} == {check}


@pytest.fixture(scope="session")
def ground_in_rdflib() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    for file in _ground():
        assert file.iri is not None
        dataset.graph(file.iri).parse(file.path, format="turtle")
    return dataset


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
def test_a_check_gives_the_same_rows_on_rdflib(
    engine_with: Engines, ground_in_rdflib: rdflib.Dataset, check: str
) -> None:
    name = f"https://w3id.org/threatpraxis/module/broken/{check.removeprefix('checks/')}"
    graph = ground_in_rdflib.graph(name)
    graph.parse(_broken(check), format="turtle")
    try:
        result = ground_in_rdflib.query(LIBRARY.get(check).text)
        theirs = {tuple(_plain(term) for term in row) for row in result}  # type: ignore[union-attr]
    finally:
        ground_in_rdflib.remove_graph(graph)
    table = engine_with(check).select(LIBRARY.get(check).text)
    assert list(map(str, result.vars or [])) == table.names
    ours = {
        tuple(None if t is None else "_:" if t.kind == "blank" else _number(t.value) for t in row) for row in table.rows
    }
    assert theirs == ours


def _plain(term: object) -> str | None:
    return None if term is None else "_:" if isinstance(term, rdflib.BNode) else _number(str(term))


def _number(text: str) -> str:
    # 12.50 and 12.5 are one number in two spellings.
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text


@pytest.mark.parametrize("check", CHECKS)
def test_the_shipped_knowledge_has_no_such_fault(graph: Graph, check: str) -> None:
    assert graph.query(check).rows == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_returns_a_subject_a_message_and_says_what_to_do(check: str) -> None:
    query = LIBRARY.get(check)
    table = load_files(()).select(query.text)
    assert table.names[:2] == ["subject", "message"]
    assert set(query.columns) == set(table.names)
    assert len(query.note) > 40
    assert query.question.endswith("?")
