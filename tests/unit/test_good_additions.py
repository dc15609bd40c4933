"""What must be taken: names in any language, signs of every format, long texts, and each way to name a thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.author import service
from kg.author.forms import ATTACK, PARAGRAPH, SENTENCE
from kg.author.given import from_yaml, plain
from kg.author.kinds import FORMS
from kg.author.known import Known
from kg.author.place import is_path
from kg.author.proposal import Proposal
from kg.author.reverse import given_again
from kg.author.writing import module_iri, propose
from kg.author.yaml_writing import to_yaml
from kg.cli import main
from kg.store.embedded import EmbeddedEngine
from tests.unit.additions import GOOD
from tests.unit.additions.generator import Chance

FILES = sorted((Path(__file__).parent / "additions" / "good").glob("*.yaml"))


def made(known: Known) -> dict[str, str]:
    """Files that are better made than kept: long ones, and names that have to do with file systems."""
    base = [GOOD["acts-at"], GOOD["objective"], GOOD["needs"]]
    long = [f"label: {'l' * 120}", "id: long", f"definition: {'d ' * (SENTENCE // 2 - 1)}d", f"note: {'n' * PARAGRAPH}"]
    return {
        "long": "\n".join([*long, f"also: [{', '.join(f'Other name {n}' for n in range(100))}]", *base]),
        "con": "\n".join(["label: CON", "id: con", "definition: The name of a device is no address of one.", *base]),
        "cyrillic": "\n".join(["label: Атака на модель", "id: cyrillic", "definition: Words of one script.", *base]),
    } | {f"chance-{n}": to_yaml(ATTACK, values) for n, values in enumerate(map(Chance(known, 7).attack, range(3)))}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


@pytest.fixture(scope="module")
def proposals(known: Known) -> dict[str, Proposal]:
    """All of them, by name."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in FILES} | made(known)
    return {
        name: propose(service.understand(ATTACK, from_yaml(text.encode(), name), known), known, "")
        for name, text in texts.items()
    }


@pytest.fixture(scope="module")
def workspace(proposals: dict[str, Proposal], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds them all."""
    folder = tmp_path_factory.mktemp("good")
    for proposal in proposals.values():
        path = folder / proposal.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(proposal.text or "", encoding="utf-8", newline="\n")
    return folder


@pytest.mark.slow
def test_together_they_pass_the_strict_check(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["check", "--strict", "--workspace", str(workspace)]), capsys.readouterr().out) == (0, "")


def test_each_reads_back_as_the_file_that_gives_it(
    workspace: Path, proposals: dict[str, Proposal], known: Known
) -> None:
    engine: EmbeddedEngine = service.load_known(workspace)[0]
    for name, proposal in proposals.items():
        form, again = given_again(engine, module_iri(proposal.path), known)
        text = to_yaml(form, again)
        entry = service.understand(form, from_yaml(text.encode(), name), known, own=proposal.path)
        assert propose(entry, known, "").text == proposal.text, text


def test_what_signs_mean_elsewhere_they_do_not_mean_here(proposals: dict[str, Proposal]) -> None:
    text = proposals["signs"].text or ""
    assert 'skos:prefLabel "Attack on \\"x < y\\" & co: a test"@en' in text
    assert "C:\\\\temp\\\\x" in text
    assert "\\\\max_{\\\\|\\\\delta\\\\|_\\\\infty < \\\\epsilon}" in text
    assert 'skos:editorialNote "Two lines that become one, with 😀 and ε-greedy, νSVM, ΔAUC."@en' in text
    assert 'skos:hiddenLabel "\'"@en, "007"@en, "1e3"@en, "2021-05-01"@en, "no"@en, "~"@en' in text
    assert "praxis:atLeast 0.5 ;" in text
    assert "praxis:atMost 1000.0 ;" in text


def test_a_name_of_a_device_names_no_file_of_a_device(proposals: dict[str, Proposal]) -> None:
    assert proposals["con"].path == "ontology/attack-con.ttl"


def test_a_threat_model_from_the_work_with_the_longest_address_can_be_saved(known: Known) -> None:
    work = max(known.things["work"], key=len)
    attack = max(known.things["attack"], key=len)
    given = {"attack": attack, "source": f"work:{work}", "locator": "p. 1", "requires": ["query-model"]}
    entry = service.understand(FORMS["model"], plain(given), known)
    assert is_path(propose(entry, known, "").path)


def test_counterparts_of_an_attack_with_a_long_address_have_files_of_their_own(known: Known) -> None:
    attack = max(known.things["attack"], key=len)
    free = [e for e in known.entries.values() if not e.retired and (f"attack:{attack}", e.iri) not in known.mapped]
    given = [{"attack": attack, "to": e.id, "relation": "related"} for e in free]
    entries = [service.judge(FORMS["mapping"], plain(one), known)[0] for one in given]
    assert len({propose(entry, known, "").path for entry in entries}) == len(free) > 200
