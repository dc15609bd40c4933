"""The reasoner process: lets owlready2 run HermiT over one file and writes what follows. The only home of owlready2.

Started by :mod:`kg.reason.process`, which kills it, and Java with it, when the time is over.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: What the process reads and writes in its folder.
INPUT, OUTPUT = "knowledge.nt", "inferred.json"
#: Seconds of processor time, for the case that nobody is left to kill it.
_CPU_LIMIT = 300


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_LIMIT, _CPU_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent(folder: Path) -> None:
    """Nobody waits for an orphan: end Java, this process and the files when the parent is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def reason(path: Path, java: str, memory: int) -> dict[str, Any]:
    """What HermiT says of a file of N-Triples: whether it is consistent, and all new triples between IRIs."""
    import owlready2
    import owlready2.reasoning

    owlready2.JAVA_EXE = java
    owlready2.reasoning.JAVA_MEMORY = memory
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    inferred = world.get_ontology("urn:threatpraxis:inferred#")
    try:
        with inferred:
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False}
    except owlready2.OwlReadyJavaError as error:
        return {"error": str(error)}
    empty = sorted(c.iri for c in world.inconsistent_classes() if hasattr(c, "iri") and c.iri != _NOTHING)
    return {"consistent": True, "triples": sorted(_triples(world, inferred)), "empty": empty}


_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"


def _triples(world: Any, ontology: Any) -> Iterator[list[str]]:
    for s, p, o in ontology._get_obj_triples_spo_spo(None, None, None):
        if min(s, p, o) > 0:  # negative numbers are blank nodes
            yield [world._unabbreviate(term) for term in (s, p, o)]


def main() -> None:
    """Arguments: the folder, the java command, megabytes of heap."""
    folder = Path(sys.argv[1])
    _limit()
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    found = reason(folder / INPUT, sys.argv[2], int(sys.argv[3]))
    (folder / OUTPUT).write_text(json.dumps(found), encoding="utf-8")
