"""One query process as the program sees it: start, ask with a deadline, kill."""

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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg import shipped
from kg.errors import QueryStoppedError
from kg.store.engine import LoadReport
from kg.store.handle import Handle
from kg.store.wire import revive

#: Seconds a process may take to load the modules.
LOAD_LIMIT = 60.0
#: Pieces of an answer that may lie here before the process has to wait.
_PIECES = 64

START = "from kg.store.worker import main; main()"
_END, _CANCELLED = object(), object()
Sink = Callable[[bytes], object]


class Process:
    """One worker process and the thread that reads its answers.

    :param arguments: see :func:`kg.store.worker.main`
    """

    def __init__(self, arguments: tuple[str, ...]) -> None:
        # -P and the explicit path: whatever folder we are started in, it is this very package that gets imported.
        code = f"import sys; sys.path.insert(0, {str(shipped.import_root())!r}); {START}"
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.loaded = False
        self.generation, self.since = "", 0.0
        self._replies: queue.Queue[Any] = queue.Queue(_PIECES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output, contextlib.suppress(ValueError):  # ValueError: killed in mid-line
            for line in output:
                reply = json.loads(line)
                self._replies.put(output.read(reply["chunk"]) if "chunk" in reply else reply)
        self._replies.put(_END)

    def load(self) -> LoadReport:
        """Wait until the modules are loaded.

        :raises ModuleError: where a shipped module cannot be read
        :raises QueryStoppedError: where the process does not get so far
        """
        try:
            data = self._next(time.monotonic() + LOAD_LIMIT)
        except queue.Empty:
            self.kill()
            raise QueryStoppedError(
                f"Loading the modules was stopped after {LOAD_LIMIT:g} s.", reason="start"
            ) from None
        if data is _END:
            last = self._said().rpartition("\n")[2] or f"it ended with code {self._process.wait()}"
            self.kill()
            message = f"The query process could not start: {last}"
            raise QueryStoppedError(message, remedy="Reinstall ThreatPraxis.", reason="start")
        if "error" in data:
            self.kill()
            raise revive(data)
        self.loaded, self.generation, self.since = True, data["generation"], data["since"]
        return LoadReport.from_dict(data["ready"])

    def ask(self, request: dict[str, Any], limit: float, handle: Handle, sink: Sink) -> dict[str, Any]:
        """Send one request and wait for its reply; pieces of a table or document go to ``sink``.

        :raises QueryStoppedError: when it does not come within ``limit`` seconds, is cancelled, or the process ends
        """
        assert self._process.stdin is not None
        deadline = time.monotonic() + limit
        handle.watch(self._interrupt)
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            while isinstance(reply := self._next(deadline), bytes) and not handle.cancelled:
                sink(reply)
        except queue.Empty:
            raise _out_of_time(limit) from None
        except OSError:
            reply = _END
        finally:
            handle.watch(None)
        if reply is _CANCELLED or handle.cancelled:
            raise QueryStoppedError("The query was cancelled.", reason="cancelled")
        if reply is _END:
            raise self._ended()
        data: dict[str, Any] = reply
        return data

    def _interrupt(self) -> None:
        with contextlib.suppress(queue.Full):  # then the asking thread is awake and sees the handle
            self._replies.put_nowait(_CANCELLED)

    def _next(self, deadline: float) -> Any:
        return self._replies.get(timeout=max(0.0, deadline - time.monotonic()))

    def _ended(self) -> QueryStoppedError:
        self._process.wait()
        said = self._said()
        if "memory allocation" in said or "MemoryError" in said or "out of memory" in said:
            return QueryStoppedError(
                "The query was stopped: it needed more memory than allowed.",
                remedy="Add LIMIT, ask for fewer columns, sort less, or split the query.", reason="memory",
            )  # fmt: skip
        return QueryStoppedError(
            "The query ended its process: it broke the engine.",
            remedy="Write it in another way, or split it. Other queries are not affected.", reason="crash",
        )  # fmt: skip

    def _said(self) -> str:
        if self._complaints.closed:  # killed by another thread
            return ""
        self._complaints.seek(0)
        return self._complaints.read()[-4000:].decode("utf-8", "replace").strip()

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def memory(self) -> int:
        """Bytes of memory in use; 0 where the platform does not tell."""
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        while self._reader.is_alive():  # it may wait for room for what nobody wants any more
            with contextlib.suppress(queue.Empty):
                self._replies.get(timeout=0.01)
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # what was still to be written is not wanted any more
            self._process.stdin.close()
        self._complaints.close()


def _out_of_time(limit: float) -> QueryStoppedError:
    return QueryStoppedError(
        f"The query was stopped after {limit:g} s.", reason="time",
        remedy="Add LIMIT, bind a variable to one thing, or write UNION or MINUS for OPTIONAL and NOT EXISTS.",
    )  # fmt: skip
