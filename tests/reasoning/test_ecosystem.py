"""An addition opens in tools on the OWL API: its imports are found by the catalog that lies beside it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

from kg.author import service
from kg.author.forms import ATTACK
from kg.author.given import plain
from kg.author.workspace import Workspace
from kg.author.writing import propose
from kg.reason.process import run_java, workplace

PROGRAM = Path(__file__).parent / "Closure.java"
_NAMES = {"c": "urn:oasis:names:tc:entity:xmlns:xml:catalog"}


def entries(catalog: Path) -> dict[str, Path]:
    """What an XML catalog and those it leads to say, as Protégé and ROBOT read it: file by ontology IRI."""
    root = ElementTree.parse(catalog).getroot()  # noqa: S314  # both catalogs are ours
    found = {e.attrib["name"]: catalog.parent / e.attrib["uri"] for e in root.findall("c:uri", _NAMES)}
    for further in root.findall("c:nextCatalog", _NAMES):
        found = entries(Path(url2pathname(urlsplit(further.attrib["catalog"]).path))) | found
    return found


def test_the_owl_api_loads_an_addition_and_its_imports_without_a_network(reasoner: None, tmp_path: Path) -> None:
    _, known = service.load_known(tmp_path)
    given = {
        "label": "Sponge attack on early-exit networks", "definition": "Keeps a network from its early exits.",
        "form-of": "sponge", "acts-at": "deployment", "objective": "availability",
        "needs": {"requires": "query-model", "limits": {"access": "query-model", "at-least": "50", "unit": "queries"}},
        "mappings": [{"to": "AML.T0034.001", "relation": "broad"}, {"to": "none", "catalogue": "owasp-ml-2023"}],
    }  # fmt: skip
    proposal = propose(service.understand(ATTACK, plain(given), known), known, "test")
    Workspace(tmp_path).save(proposal, by="a test")
    found = entries(tmp_path / "ontology" / "catalog-v001.xml")
    mine = "https://w3id.org/threatpraxis/module/workspace/attack-sponge-attack-early-exit-networks"
    assert found[mine] == tmp_path / proposal.path
    pairs = [str(part) for iri, path in found.items() if iri != mine for part in (iri, path)]
    with workplace() as folder:
        code, told = run_java(folder, [PROGRAM, tmp_path / proposal.path, *pairs])
    assert code == 0, told
    axioms = {line.split()[1]: int(line.split()[2]) for line in told.splitlines() if line.startswith("ontology ")}
    core = "https://w3id.org/threatpraxis/ontology"
    assert axioms.keys() == {mine, core, "https://w3id.org/threatpraxis/module/vocab"}
    assert axioms[core] > 800  # the classes and properties themselves, not an empty stand-in
    # The attack, its threat model and need, and what they name: parent, stage, objective, access, status, source …
    assert "individuals " in told
    assert int(told.rsplit("individuals ", 1)[1]) >= 9
