"""An engine whose queries run in processes of their own, each of which is killed when it takes too long."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import IO, Any, Self, cast

from kg.errors import EngineBusyError, QueryStoppedError, ThreatPraxisError
from kg.modules import Folders, as_folders
from kg.results import Table
from kg.store import guard, tsv
from kg.store.engine import Answer, EngineBase, LoadReport
from kg.store.formats import Dataset, Document
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT, Limits
from kg.store.process import Process, Sink
from kg.store.slots import Slots
from kg.store.wire import revive, triple

#: Bytes of an answer kept in memory before they go to a temporary file.
_SPOOL = 1024**2


class SandboxedEngine(EngineBase):
    """The modules behind killable processes; safe for queries from strangers.

    Each answer comes from one process, and each process holds the files as they stood at one moment. Once one with
    newer files is there, no other is asked any more: what was seen is not unseen.

    :param ontology: the folder of the shipped modules
    :param workspace: the user's folder beside them, several, or None
    :param limits: what queries may use; processes are started when first needed
    :param inferred: whether what the reasoner inferred is loaded too
    :param snapshot: a finished store on disk that holds all this; without it, each process loads it into memory
    """

    def __init__(
        self, ontology: Path, workspace: Folders = None, limits: Limits | None = None, *, inferred: bool = True,
        snapshot: Path | None = None,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits()
        left_out = "" if inferred else "asserted"
        workspaces = [str(folder) for folder in as_folders(workspace)]
        self._arguments = (str(ontology), str(self.limits.memory), left_out, str(snapshot or ""), *workspaces)
        self._slots = Slots(self.limits)
        self._report: LoadReport | None = None
        self._lock = threading.Lock()
        self._at_work: set[Process] = set()
        self._counts: Counter[str] = Counter()
        #: Of the process with the newest files: what it holds, and since when (0 where all read one finished store).
        self.generation, self.since = "", 0.0

    def start(self) -> None:
        """Start the first process now and do not wait for it: it loads while the caller does other things."""
        process = self._slots.take()
        self._slots.give(process or Process(self._arguments))

    @property
    def report(self) -> LoadReport:
        """What is loaded; starts the first process where none has run yet.

        :raises ModuleError: where a shipped module cannot be read
        """
        if self._report is None:
            self._slots.give(self._take(Handle()))
        assert self._report is not None
        return self._report

    def run(
        self, sparql: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None, seconds: float | None = None,
    ) -> Answer:  # fmt: skip
        """See :class:`~kg.store.engine.Engine`.

        :param handle: with it the query can be cancelled from another thread
        :param seconds: a shorter time limit than the engine's
        :raises QueryStoppedError: when a limit is reached, the query is cancelled or the process ends
        :raises EngineBusyError: when no process becomes free in time
        """
        request = {"sparql": sparql, "rows": row_limit, "dataset": _plain(dataset)}
        pieces: list[bytes] = []
        return _answer(self._ask(request, handle, pieces.append, seconds), pieces)

    def run_briefly(self, sparql: str, seconds: float, *, row_limit: int = ROW_LIMIT) -> Answer:
        """See :class:`~kg.store.engine.Engine`."""
        return self.run(sparql, row_limit=row_limit, seconds=seconds)

    def document(
        self, sparql: str, form: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None,
    ) -> Document:  # fmt: skip
        """See :class:`~kg.store.engine.Engine`; raises what :meth:`run` does.

        The process writes it at its own pace into memory and, from a megabyte on, a temporary file, so that a reader
        who is slow keeps no process, and a query that is stopped leaves no half document.
        """
        body = cast(IO[bytes], tempfile.SpooledTemporaryFile(_SPOOL))  # noqa: SIM115  # the reader closes it
        request = {"sparql": sparql, "rows": row_limit, "dataset": _plain(dataset), "form": form}
        try:
            reply = self._ask(request, handle, body.write, None)
            if "error" in reply:
                raise revive(reply)
        except BaseException:
            body.close()
            raise
        body.seek(0)
        facts = reply["document"]
        return Document(form, facts["rows"], facts["cut"], facts["size"], body, facts["ms"])

    def _ask(self, request: dict[str, Any], handle: Handle | None, sink: Sink, seconds: float | None) -> dict[str, Any]:
        guard.check(request["sparql"])
        handle = handle or Handle()
        limit = min(seconds or self.limits.seconds, self.limits.seconds)
        try:
            process = self._take(handle)
            try:
                reply = process.ask(request, limit, handle, sink)
            except BaseException:
                # The asker is told at once; to end a large process and to start another takes its time.
                threading.Thread(target=self._replace, args=(process,)).start()
                raise
            finally:
                with self._lock:
                    self._at_work.discard(process)
            self._slots.give(process)
        except QueryStoppedError as error:
            self._count(error.reason)
            raise
        except EngineBusyError:
            self._count("busy")
            raise
        self._count("refused" if "error" in reply else "served")
        return reply

    def _replace(self, process: Process) -> None:
        process.kill()
        fresh = None
        try:
            if not self._slots.closed:
                fresh = Process(self._arguments)  # loads while others are served
        finally:
            self._slots.give(fresh)

    def _take(self, handle: Handle) -> Process:
        process = self._slots.take(handle)
        try:
            while process is None or not process.loaded or not process.alive() or self._is_outdated(process):
                process = self._ready(process)
            with self._lock:
                self._at_work.add(process)
        except BaseException:
            with self._lock:
                self._at_work.discard(cast(Process, process))
            self._slots.give(None)
            raise
        return process

    def _ready(self, process: Process | None) -> Process:
        """A process that has loaded the files: this one, or where it has ended or has older ones, another."""
        if process is not None and (process.loaded or not process.alive()):
            with self._lock:
                self._at_work.discard(process)
            process.kill()
            process = None
        process = process or Process(self._arguments)
        with self._lock:
            self._at_work.add(process)
        report = process.load()
        with self._lock:
            if process.since >= self.since:
                self._report, self.generation, self.since = report, process.generation, process.since
        return process

    def _is_outdated(self, process: Process) -> bool:
        with self._lock:
            return process.loaded and process.generation != self.generation and process.since < self.since

    def _count(self, what: str) -> None:
        with self._lock:
            self._counts[what] += 1

    def metrics(self) -> dict[str, Any]:
        """What the processes do and have done: numbers of queries, and bytes of memory (0 where it is not told)."""
        numbers = self._slots.numbers()
        with self._lock:
            counts, at_work = dict(self._counts), list(self._at_work)
        stopped = {reason: counts.get(reason, 0) for reason in ("time", "memory", "cancelled", "crash")}
        return {
            **numbers,
            "running": len(at_work),
            "memory": numbers["memory"] + sum(p.memory() for p in at_work),
            "served": counts.get("served", 0),
            "refused": counts.get("refused", 0),
            "busy": counts.get("busy", 0),
            "stopped": stopped,
            "generation": self.generation,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let queries end that run or wait, and end all processes."""
        for process in self._slots.drain(self.limits.seconds + self.limits.patience):
            process.kill()
        with self._lock:
            late = list(self._at_work)
        for process in late:
            with contextlib.suppress(ThreatPraxisError):
                process.kill()


def _plain(dataset: Dataset | None) -> list[list[str]] | None:
    return [list(dataset.default), list(dataset.named)] if dataset else None


def _answer(reply: dict[str, Any], pieces: list[bytes]) -> Answer:
    if "error" in reply:
        raise revive(reply)
    if "truth" in reply:
        return bool(reply["truth"])
    if "triples" in reply:
        return [triple(parts) for parts in reply["triples"]]
    names, rows = tsv.read(b"".join(pieces))
    return Table(names, rows, reply["table"]["cut"], milliseconds=reply["table"]["ms"])
