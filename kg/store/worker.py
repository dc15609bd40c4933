"""The query process: loads the modules, then answers one JSON line with one JSON line until its input ends.

It is started by :mod:`kg.store.sandbox` and can be killed at any moment. Once the data are loaded it may open no
further file or socket and use no more than a fixed amount of memory, whatever a query asks for. A table or a document
goes back in pieces: a line ``{"chunk": N}`` and N bytes, as often as needed, and the line that says what they are.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path
from typing import IO, Any, cast

from kg import modules
from kg.errors import ThreatPraxisError
from kg.modules import Folders
from kg.store.embedded import EmbeddedEngine
from kg.store.formats import Dataset, Document
from kg.store.wire import encode, failure

#: Bytes sent at once.
_CHUNK = 64 * 1024
#: How often the modules are read anew because a file changed while they were read.
_ATTEMPTS = 5


def lock_down(memory: int, files: frozenset[str] = frozenset()) -> None:
    """Allow no new file descriptors and ``memory`` bytes more than are in use, where the platform can.

    :param files: that the engine opens when it needs them
    """
    try:
        import resource
    except ImportError:  # Windows: the syntactic refusals of kg.store.guard and the time limit remain
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _address_space() + memory
    resource.setrlimit(
        resource.RLIMIT_AS, (limit, limit) if hard == resource.RLIM_INFINITY else (min(limit, hard),) * 2
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The descriptors already open go on working; new ones can be had only for files of the store not yet open.
    lowest = _descriptors(files)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, lowest))


def _descriptors(files: frozenset[str]) -> int:
    """The limit under which just so many descriptors can be had as there are files that are not open yet."""
    folder = Path("/proc/self/fd")
    if not files or not folder.is_dir():
        return 3 if not files else len(files) + 64
    # The list has the descriptor by which the list was read; that one is closed again.
    used = {int(entry.name): os.path.realpath(entry) for entry in folder.iterdir() if entry.exists()}
    limit, room = 3, len(files - set(used.values()))
    while room:
        room -= limit not in used
        limit += 1
    return limit


def _address_space() -> int:
    """Bytes of address space in use; a guess where the platform does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 1024**3
    return pages * os.sysconf("SC_PAGE_SIZE")


class Channel:
    """The way back to the program."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def send(self, reply: dict[str, Any]) -> None:
        """Send one line."""
        self._output.write(json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._output.flush()

    def write(self, data: bytes) -> int:
        """Send a piece of a document."""
        self._output.write(b'{"chunk":%d}\n' % len(data))
        self._output.write(data)
        return len(data)


class _Pieces(io.RawIOBase):
    """What a buffer writes its full pieces to."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._channel.write(bytes(data))


def answer(engine: EmbeddedEngine, request: dict[str, Any], channel: Channel) -> dict[str, Any]:
    """The reply to one request ``{"sparql": text, "rows": limit}``; documents have a ``form``.

    Documents, and the rows of a table as TSV, go to the channel before the reply.
    """
    dataset = Dataset(*map(tuple, request["dataset"])) if request.get("dataset") else None
    try:
        if form := request.get("form"):
            return _document(engine, request, form, dataset, channel)
        output = _output(channel)
        found = engine.answer(request["sparql"], output, row_limit=request["rows"], dataset=dataset)
        output.flush()
    except ThreatPraxisError as error:
        return failure(error)
    if isinstance(found, Document):
        return {"table": {"cut": found.cut, "ms": found.milliseconds}}
    if isinstance(found, bool):
        return {"truth": found}
    return {"triples": [[encode(t) for t in triple] for triple in found]}


def _output(channel: Channel) -> IO[bytes]:
    return cast(IO[bytes], io.BufferedWriter(_Pieces(channel), _CHUNK))


def _document(
    engine: EmbeddedEngine, request: dict[str, Any], form: str, dataset: Dataset | None, channel: Channel
) -> dict[str, Any]:
    output = _output(channel)
    written = engine.write(request["sparql"], form, output, row_limit=request["rows"], dataset=dataset)
    output.flush()
    facts = {"rows": written.rows, "cut": written.cut, "size": written.size, "ms": written.milliseconds}
    return {"document": facts}


def load(
    ontology: Path, workspace: Folders, *, inferred: bool = True
) -> tuple[EmbeddedEngine, modules.Fingerprint, float]:
    """All modules as they stood at one moment: read again where a file changed while they were read.

    :returns: the engine, the files, and the seconds of the system's steady clock, which all processes share, at which
        they began to stand so; of two engines with different files, the one with the greater number has the newer
    """
    for _ in range(_ATTEMPTS):
        since = time.monotonic()
        before = modules.fingerprint(ontology, workspace)
        engine = EmbeddedEngine.load(modules.discover(ontology, workspace, inferred=inferred), trusting=True)
        if modules.fingerprint(ontology, workspace) == before:
            break
    return engine, before, since


def _tables(snapshot: Path) -> frozenset[str]:
    # The engine opens 16 of them at once and the others when it needs them.
    return frozenset(os.path.realpath(path) for path in snapshot.rglob("*.sst"))


def main() -> None:
    """Serve requests from standard input.

    Arguments: ontology folder, bytes of memory, 'asserted' or '' for what is inferred too, finished store on disk (''
    for one in memory), any workspaces.
    """
    channel = Channel(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # nothing a library prints may get between the answers
    ontology, memory, asserted = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    snapshot = Path(sys.argv[4]) if sys.argv[4] else None
    workspaces = [Path(workspace) for workspace in sys.argv[5:]]
    try:
        if snapshot:
            # Here, because most have no store on disk, and the rest of the program waits for this one's start.
            from kg.store.disk import open_finished

            engine, generation, since = open_finished(snapshot), snapshot.name, 0.0
        else:
            engine, stamp, since = load(ontology, workspaces, inferred=asserted != "asserted")
            generation = modules.digest(stamp)
    except ThreatPraxisError as error:
        channel.send(failure(error))
        return
    lock_down(memory, _tables(snapshot) if snapshot else frozenset())
    channel.send({"ready": engine.report.to_dict(), "generation": generation, "since": since})
    for line in sys.stdin:
        channel.send(answer(engine, json.loads(line), channel))
