"""The embedded engine on disk, for knowledge that does not fit into memory: built once, then only read.

``DIR/<key>`` is a finished store and never written again; its key stands for the state of the knowledge files. A
build goes to ``DIR/.building-…`` and gets its name when it is complete and flushed, so that one that is killed leaves
nothing behind that could be taken for a store. This module runs in processes of its own: the builder that
:mod:`kg.store.snapshot` starts, and the query processes.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ModuleError, ThreatPraxisError
from kg.modules import Inventory, ModuleFile, Problem
from kg.store import bulk
from kg.store.embedded import EmbeddedEngine, left_out, load_module
from kg.store.engine import LoadReport
from kg.store.snapshot import BUILDING, DATA, REPORT, Sources, hold
from kg.store.wire import failure

#: Bytes from which on a file goes to the disk by itself; smaller ones go there together, which makes fewer files.
LARGE = 16 * 1024**2
#: How often a build begins anew because a file changed meanwhile.
_ATTEMPTS = 5
#: Told how many bytes of all are done.
Progress = Callable[[int, int], object]


def open_finished(snapshot: Path) -> EmbeddedEngine:
    """The engine over a finished store; it is kept from being cleared away as long as this process lives.

    :raises OSError: where there is none
    """
    hold(snapshot)
    report = LoadReport.from_dict(json.loads((snapshot / REPORT).read_text(encoding="utf-8")))
    return EmbeddedEngine(ox.Store.read_only(str(snapshot / DATA)), report)


def build(sources: Sources, folder: Path, progress: Progress) -> Path:
    """Build the store of the files as they stand, and give it its name when it is complete.

    :raises ModuleError: where a shipped module cannot be read
    :raises OSError: where the folder cannot be written
    """
    for _ in range(_ATTEMPTS):
        key = sources.key()
        unfinished = folder / f"{BUILDING}{key}-{os.getpid()}"
        try:
            report = _fill(unfinished, sources.inventory(), progress)
            if sources.key() != key:
                continue
            (unfinished / REPORT).write_text(json.dumps(report.to_dict()), encoding="utf-8")
            _flush(unfinished)
            finished = folder / key
            unfinished.rename(finished)
            _flush_entry(folder)
            return finished
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    raise ThreatPraxisError(
        "The knowledge files changed again and again while the store was built.", remedy="Try again when they rest."
    )


def _fill(unfinished: Path, inventory: Inventory, progress: Progress) -> LoadReport:
    start = time.perf_counter()
    sizes = {file: file.path.stat().st_size for file in inventory.data()}
    large = [file for file, size in sizes.items() if size >= LARGE]
    small = tuple(file for file in sizes if file not in large)
    # To put in order what was read takes about a fifth as long as to read it.
    whole = sum(sizes.values()) + sum(sizes[file] for file in large) // 5
    (unfinished / DATA).mkdir(parents=True)
    store = ox.Store(str(unfinished / DATA))
    progress(0, whole)
    together = EmbeddedEngine.load(replace(inventory, files=small), trusting=True)
    _copy(together, store, unfinished / "small.nq")
    loaded, problems = list(together.report.modules), list(together.report.problems)
    done = sum(sizes[file] for file in small)
    progress(done, whole)
    for file in large:
        taken = {module.iri: module for module in loaded}

        def told(read: int, before: int = done) -> None:
            progress(before + read, whole)

        try:
            load = partial(bulk.load, told=told)
            module, wrong = load_module(store, file, taken, trusting=file.origin == "shipped", load=load)
            loaded.append(module)
            problems += wrong
        except ModuleError as error:
            problems.append(_without(file, error))
        done += sizes[file]
        progress(done, whole)
    if large:
        store.optimize()
    store.flush()
    progress(whole, whole)
    return LoadReport(tuple(loaded), tuple(problems), (time.perf_counter() - start) * 1000)


def _copy(source: EmbeddedEngine, store: ox.Store, path: Path) -> None:
    with path.open("wb") as file:
        source.dump(file)
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    path.unlink()


def _without(file: ModuleFile, error: ModuleError) -> Problem:
    if file.origin == "shipped":
        raise error
    return left_out(error)


def _flush(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _flush_entry(path)


def _flush_entry(path: Path) -> None:
    """Have a file or a folder's list of names written to the disk, where the platform can."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def main() -> None:
    """Build: arguments are ontology, 'asserted' or '', folder, any workspaces. One JSON line per step."""

    def tell(data: object) -> None:
        sys.stdout.write(json.dumps(data) + "\n")
        sys.stdout.flush()

    try:
        ontology, asserted, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
        sources = Sources(ontology, [Path(workspace) for workspace in sys.argv[4:]], asserted != "asserted")
        tell({"finished": str(build(sources, folder, lambda done, whole: tell({"done": done, "of": whole})))})
    except ThreatPraxisError as error:
        tell(failure(error))
    except OSError as error:
        tell({"cannot": str(error)})
