"""The graph as its files stand now: a new generation is loaded beside the old one and takes over when it is ready."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg import modules, shipped
from kg.graph import Graph
from kg.store.sandbox import SandboxedEngine

#: Seconds for which a graph stays open after its successor has come, for those who took it and ask again.
GRACE = 8.0
#: Seconds between two looks at the files on behalf of those who take what is there.
_INTERVAL = 0.25

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Generation:
    stamp: Stamp
    ready: Future[Graph] = field(default_factory=Future)
    leases: int = 0


class Live:
    """The newest graph, shared by all who ask.

    :param open_now: opens a graph over the files as they are, not over a store of before
    :param stamp: changes when a file does
    """

    def __init__(self, open_now: Callable[[], Graph], stamp: Callable[[], Stamp] | None = None) -> None:
        self._open, self._stamp = open_now, stamp or files_stamp
        self._lock = threading.Lock()
        self._current: _Generation | None = None
        self._coming: _Generation | None = None
        self._looked = 0.0
        self._seen = (0.0, "")
        self.swaps = 0

    def graph(self) -> Graph:
        """The graph over the files as they stand at this moment; waits until it is loaded.

        :raises ModuleError: where a shipped module cannot be read
        """
        with self._lock:
            newest = self._look()
        return newest.ready.result()

    @contextmanager
    def lease(self) -> Iterator[Graph]:
        """The newest graph that is loaded; it stays open while it is used. Waits only where there is none yet.

        :raises ModuleError: where a shipped module cannot be read and no earlier state is there
        """
        with self._lock:
            chosen = self._current
            if time.monotonic() - self._looked >= _INTERVAL or chosen is None or self._is_behind(chosen):
                newest = self._look()
                chosen = newest if chosen is None or self._is_behind(chosen) else chosen
            chosen.leases += 1
        try:
            yield chosen.ready.result()
        finally:
            with self._lock:
                chosen.leases -= 1
                self._seen = max(self._seen, _state(chosen))

    def _is_behind(self, chosen: _Generation) -> bool:
        """Whether somebody has seen newer files: a process of a generation may start late and find them."""
        since, name = _state(chosen)
        return since < self._seen[0] and name != self._seen[1]

    def _look(self) -> _Generation:
        """The generation that fits the files; begins to load it where there is none."""
        stamp, self._looked = self._stamp(), time.monotonic()
        for generation in (self._coming, self._current):
            if generation is not None and generation.stamp == stamp:
                return generation
        self._coming = _Generation(stamp)
        threading.Thread(target=self._load, args=(self._coming,), daemon=True).start()
        return self._coming

    def _load(self, generation: _Generation) -> None:
        try:
            graph = self._open()
            try:
                _ = graph.engine.report  # waits until the first process has loaded it
            except BaseException:
                graph.close()
                raise
        except BaseException as error:  # noqa: BLE001  # it is raised where the graph is asked for
            generation.ready.set_exception(error)
            return
        with self._lock:
            outdated = self._coming is not generation
            old = generation if outdated else self._current
            if not outdated:
                self.swaps += self._current is not None
                self._current, self._coming = generation, None
        generation.ready.set_result(graph)
        if old is not None:
            self._retire(old)

    def _retire(self, old: _Generation) -> None:
        def close() -> None:
            with self._lock:
                in_use = old.leases > 0
            if in_use:
                self._retire(old)
            else:
                old.ready.result().close()

        timer = threading.Timer(GRACE, close)
        timer.daemon = True
        timer.start()

    @property
    def failure(self) -> BaseException | None:
        """What kept the newest state from loading; an earlier one may be served all the same."""
        coming = self._coming
        return coming.ready.exception() if coming is not None and coming.ready.done() else None

    def close(self) -> None:
        """Close the graph; the next use opens it anew."""
        with self._lock:
            generations = [g for g in (self._current, self._coming) if g is not None]
            self._current = self._coming = None
        for generation in generations:
            if generation.ready.done() and generation.ready.exception() is None:
                generation.ready.result().close()


def _state(generation: _Generation) -> tuple[float, str]:
    """Since when the newest files stood that a generation holds, and which they are; nothing where it is not told."""
    if not generation.ready.done() or generation.ready.exception() is not None:
        return 0.0, ""
    engine = generation.ready.result().engine
    return (engine.since, engine.generation) if isinstance(engine, SandboxedEngine) else (0.0, "")


def files_stamp() -> Stamp:
    """Names, times and sizes of all files of knowledge and questions."""
    workspaces = shipped.workspace_dirs()
    files = modules.fingerprint(shipped.ontology_dir(), workspaces)
    for workspace in workspaces:
        files += ((str(workspace), 0, 0), *_queries(workspace / "queries"))
    return files


def _queries(folder: Path) -> Stamp:
    stamps = []
    for path in sorted(folder.rglob("*.rq")) if folder.is_dir() else []:
        with contextlib.suppress(OSError):  # it may go at this moment
            status = path.stat()
            stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)
