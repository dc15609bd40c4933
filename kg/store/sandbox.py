"""An engine whose queries run in processes of their own, each of which is killed when it takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Self

from kg import shipped
from kg.errors import EngineBusyError, QueryStoppedError
from kg.results import Table
from kg.store import guard
from kg.store.engine import ROW_LIMIT, Answer, EngineBase, LoadReport
from kg.store.wire import decode, revive, triple

#: Seconds a query may take.
TIME_LIMIT = 5.0
#: Seconds a process may take to load the modules.
LOAD_LIMIT = 60.0
#: Seconds a query waits for a free process.
QUEUE_LIMIT = 10.0


_START = "from kg.store.worker import main; main()"


class SandboxedEngine(EngineBase):
    """The modules behind killable processes; safe for queries from strangers.

    :param ontology: the folder of the shipped modules
    :param workspace: the user's folder beside them, or None
    :param slots: how many queries run at the same time; processes are started when first needed
    :param time_limit: seconds after which a query is stopped
    """

    def __init__(
        self, ontology: Path, workspace: Path | None = None, *, slots: int = 1, time_limit: float = TIME_LIMIT
    ) -> None:
        self._arguments = (str(ontology), str(workspace or ""))
        self._time_limit = time_limit
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(slots):
            self._idle.put(None)
        self._slots = slots
        self._report: LoadReport | None = None

    def start(self) -> None:
        """Start the first process now and do not wait for it: it loads while the caller does other things."""
        with contextlib.suppress(queue.Empty):
            self._idle.put(self._idle.get_nowait() or _Process(self._arguments))

    @property
    def report(self) -> LoadReport:
        """What is loaded; starts the first process where none has run yet.

        :raises ModuleError: where a shipped module cannot be read
        """
        if self._report is None:
            process = self._take()
            self._idle.put(process)
        assert self._report is not None
        return self._report

    def run(self, sparql: str, *, row_limit: int = ROW_LIMIT) -> Answer:
        """See :class:`~kg.store.engine.Engine`.

        :raises QueryStoppedError: when the time limit is reached or the process ends
        :raises EngineBusyError: when no process becomes free in time
        """
        guard.check(sparql)
        process: _Process | None = self._take()
        assert process is not None
        try:
            reply = process.ask({"sparql": sparql, "rows": row_limit}, self._time_limit)
        except QueryStoppedError:
            process.kill()
            process = None
            raise
        finally:
            self._idle.put(process)
        return _answer(reply)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for _ in range(self._slots):
            try:
                process = self._idle.get(timeout=self._time_limit + 1)
            except queue.Empty:
                return
            if process is not None:
                process.kill()

    def _take(self) -> _Process:
        try:
            process = self._idle.get(timeout=QUEUE_LIMIT)
        except queue.Empty:
            raise EngineBusyError("All query processes are busy.", remedy="Try again in a moment.") from None
        try:
            if process is None or not process.alive():
                process = _Process(self._arguments)
            if not process.loaded:
                self._report = process.load(LOAD_LIMIT)
        except BaseException:
            self._idle.put(None)
            raise
        return process


class _Process:
    """One worker process and the thread that reads its answers."""

    def __init__(self, arguments: tuple[str, str]) -> None:
        # -P and the explicit path: whatever folder we are started in, it is this very package that gets imported.
        code = f"import sys; sys.path.insert(0, {str(shipped.import_root())!r}); {_START}"
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.loaded = False
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self._lines.put(line)
        self._lines.put("")  # the end of the output

    def load(self, limit: float) -> LoadReport:
        """Wait until the modules are loaded."""
        try:
            data = self._next(limit, "Loading the modules")
        except QueryStoppedError as error:
            self._complaints.seek(0)
            last = self._complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            self.kill()
            if not last:
                raise
            message = f"The query process could not start: {last}"
            raise QueryStoppedError(message, remedy="Reinstall ThreatPraxis.") from error
        if "error" in data:
            self.kill()
            raise revive(data)
        self.loaded = True
        return LoadReport.from_dict(data["ready"])

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send one request and wait for its reply.

        :raises QueryStoppedError: when it does not come within ``limit`` seconds, or the process ends
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            raise self._ended() from None
        return self._next(limit, "The query")

    def _next(self, limit: float, what: str) -> dict[str, Any]:
        deadline = time.monotonic() + limit
        try:
            line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise QueryStoppedError(
                f"{what} was stopped after {limit:g} s.",
                remedy="Add LIMIT, bind a variable to one thing, or write UNION or MINUS for OPTIONAL and NOT EXISTS.",
            ) from None
        if not line:
            raise self._ended()
        data: dict[str, Any] = json.loads(line)
        return data

    def _ended(self) -> QueryStoppedError:
        return QueryStoppedError(
            "The query ended its process: it needed more memory than allowed, or broke the engine.",
            remedy="Add LIMIT, ask for fewer columns, or split the query. Other queries are not affected.",
        )

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # what was still to be written is not wanted any more
            self._process.stdin.close()
        self._complaints.close()


def _answer(reply: dict[str, Any]) -> Answer:
    if "error" in reply:
        raise revive(reply)
    if "truth" in reply:
        return bool(reply["truth"])
    if "triples" in reply:
        return [triple(parts) for parts in reply["triples"]]
    rows = [tuple(decode(p) for p in row) for row in reply["rows"]]
    return Table(reply["names"], rows, reply["cut"], milliseconds=reply["ms"])
