"""Additions to the workspace are answered at once, and who asks meanwhile notices nothing else."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from kg.author.proposal import Proposal
from kg.author.workspace import Workspace
from tests.endpoint.conftest import Server, start, stop
from tests.unit.workspace_writer import text_of

COUNT = 10
QUERY = """SELECT ?attack ?who WHERE {
  GRAPH ?module { ?attack a praxis:Attack } ?change prov:generated ?module ; dcterms:creator ?who }"""


def added(server: Server) -> set[tuple[str, str]]:
    """The attacks that changes brought, each with who made the change."""
    reply = server.ask(QUERY)
    assert reply.status == 200, reply.text
    rows = json.loads(reply.body)["results"]["bindings"]
    return {(row["attack"]["value"].rpartition("/")[2], row["who"]["value"]) for row in rows}


@pytest.mark.slow
def test_readers_see_ever_more_additions_and_no_error(tmp_path: Path) -> None:
    server = start(tmp_path)
    everything = {(f"made-{number}", "curator") for number in range(COUNT)}
    seen: list[list[int]] = [[] for _ in range(4)]
    wrong: list[object] = []
    over = threading.Event()

    def read(sizes: list[int]) -> None:
        while not over.is_set():
            try:
                found = added(server)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told below
                wrong.append(error)
                return
            if not found <= everything:
                wrong.append(found)
            sizes.append(len(found))

    readers = [threading.Thread(target=read, args=(sizes,)) for sizes in seen]
    try:
        for reader in readers:
            reader.start()
        place = Workspace(tmp_path)
        for number in range(COUNT):
            slug = f"made-{number}"
            proposal = Proposal(f"ontology/attack-{slug}.ttl", text_of(slug), "added", slug, "made.yaml")
            place.save(proposal, by="curator")
            time.sleep(0.2)
        deadline = time.monotonic() + 30
        while any(sizes[-1:] != [COUNT] for sizes in seen) and not wrong and time.monotonic() < deadline:
            time.sleep(0.05)
        assert added(server) == everything
    finally:
        over.set()
        for reader in readers:
            reader.join()
        assert stop(server) == 0
    assert wrong == []
    for sizes in seen:
        assert sizes == sorted(sizes)
        assert sizes[-1] == COUNT
