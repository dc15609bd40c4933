"""What the tests of the reasoner share. Without Java or owlready2 they are skipped, or fail where that is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import URIRef

from kg import modules, terms
from kg.modules import Inventory, ModuleFile
from kg.reason import Reasoned, missing, reason
from kg.reason.knowledge import Triple


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder is slow and needs Java: it runs on its own, not with every change."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.reasoner)


FIXTURES = Path(__file__).parent / "fixtures"

Reason = Callable[[str], Reasoned]


def node(name: str) -> URIRef:
    """The IRI of a prefixed name."""
    iri = terms.expand(name)
    assert iri is not None, name
    return URIRef(iri)


def triple(text: str) -> Triple:
    """A statement from three prefixed names."""
    s, p, o = text.split()
    return node(s), node("rdf:type" if p == "a" else p), node(o)


def with_file(path: Path | None) -> Inventory:
    """The shipped knowledge, and one file of a user's beside it."""
    inventory = modules.shipped_inventory()
    if path is None:
        return inventory
    return replace(inventory, files=(*inventory.files, ModuleFile(path, None, "workspace", path.name)))


@pytest.fixture(scope="session")
def reasoner() -> None:
    """Java and HermiT; without them the test is skipped, or fails where they must be there."""
    error = missing()
    if error is None:
        return
    if os.environ.get("THREATPRAXIS_REQUIRE_REASONER") == "1":
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def reasoned(reasoner: None) -> Reason:
    """What HermiT says of the shipped knowledge ('') or of it with a fixture; each is asked once."""
    known: dict[str, Reasoned] = {}

    def get(fixture: str) -> Reasoned:
        if fixture not in known:
            known[fixture] = reason(with_file(FIXTURES / fixture if fixture else None))
        return known[fixture]

    return get
