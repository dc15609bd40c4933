"""Real servers on free ports of this machine, in folders of their own: started for tests and for the bench."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

#: Seconds a server may take to answer for the first time; with a million triples to read again, minutes.
START_LIMIT = 600.0

# StopCompilerWhenXOverRunTime: not to plan for longer than an answer is expected to take. ThreadsPerQuery: with two,
# it once answered an optional part of 2 rows of 388 with nothing, and not again in hundreds of runs.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
LiteMode = 0
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
ThreadsPerQuery = 1
MaxMemPoolSize = 400000000
StopCompilerWhenXOverRunTime = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 4000000
MaxQueryExecutionTime = {seconds}
"""


@dataclass
class Server:
    """A server that runs.

    :param query: the address for queries
    :param update: the address for updates
    :param graph_store: the address by the Graph Store Protocol
    """

    process: subprocess.Popen[bytes]
    query: str
    update: str
    graph_store: str

    def end(self) -> None:
        """Have it put everything on the disk and end."""
        self.process.terminate()
        self.process.wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


class AbsentError(Exception):
    """A product is not installed here; the message says how to get it."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph(folder: Path, *options: str, port: int | None = None) -> Server:
    """An Oxigraph server that keeps its data in a folder.

    :raises AbsentError: where it is not installed
    :raises TimeoutError: where it does not answer
    """
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if binary is None:
        raise AbsentError("The Oxigraph server is missing: pip install 'threatpraxis[remote]'")
    port = port or free_port()
    command = [str(binary), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    _wait(process, base + "/")
    return Server(process, base + "/query", base + "/update", base + "/store")


def virtuoso(folder: Path, rows: int = 1_000_000, seconds: int = 60) -> Server:
    """A Virtuoso with an empty database in a folder.

    :param rows: after which it cuts its answers
    :param seconds: after which it stops a query
    :raises AbsentError: where it is not installed
    :raises TimeoutError: where it does not answer
    """
    binary = shutil.which("virtuoso-t")
    if binary is None:
        raise AbsentError("Virtuoso is missing: apt-get install virtuoso-opensource")
    sql, http = free_port(), free_port()
    settings = _VIRTUOSO_INI.format(sql=sql, http=http, rows=rows, seconds=seconds)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [str(binary), "+configfile", "virtuoso.ini", "+foreground"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{http}"
    _wait(process, base + "/sparql")
    return Server(process, base + "/sparql", base + "/sparql-auth", base + "/sparql-graph-crud-auth")


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with code {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise TimeoutError(f"no answer at {address} after {START_LIMIT:g} s")
