"""Java in processes of its own: found, limited in time and memory, killed afterwards, without network."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import ThreatPraxisError

#: Seconds one run of the reasoner may take; the shipped knowledge takes about three.
TIME_LIMIT = 60.0
#: Megabytes of Java heap.
MEMORY_LIMIT = 1500

# Runs are short: quick compilation wins over good code. The proxy does not exist, so nothing can be fetched even by
# a file that found a way past the removal of imports.
_FLAGS = (
    "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Djava.awt.headless=true",
    "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=9", "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=9",
    "-Dhttp.nonProxyHosts=", "-Dftp.proxyHost=127.0.0.1", "-Dftp.proxyPort=9",
)  # fmt: skip


class ReasonerMissingError(ThreatPraxisError):
    """Java or the Python package that carries HermiT is not installed."""


class ReasonerStoppedError(ThreatPraxisError):
    """A run that was started and stopped: out of time or memory, or a crash of the reasoner."""

    exit_code = 4


def java() -> str:
    """The ``java`` command.

    :raises ReasonerMissingError: where there is none
    """
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    found = found or shutil.which("java")
    if found is None:
        raise ReasonerMissingError(
            "Reasoning needs Java, and there is no 'java' command.",
            remedy="Install a Java development kit of version 11 or later, such as the package "
            "openjdk-17-jdk-headless, or set JAVA_HOME.",
        )
    return found


def hermit_jar() -> Path:
    """The archive with HermiT that comes with owlready2; owlready2 itself is not imported.

    :raises ReasonerMissingError: where owlready2 is not installed
    """
    spec = importlib.util.find_spec("owlready2")
    places = list(spec.submodule_search_locations or ()) if spec else []
    jars = [jar for place in places if (jar := Path(place) / "hermit" / "HermiT.jar").is_file()]
    if not jars:
        raise ReasonerMissingError(
            "Reasoning needs owlready2, which brings the reasoner HermiT.",
            remedy="Install it with: pip install 'threatpraxis[reason]'",
        )
    return jars[0]


def missing() -> ReasonerMissingError | None:
    """What keeps the reasoner from running here, or None."""
    try:
        hermit_jar()
        java()
    except ReasonerMissingError as error:
        return error
    return None


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for the files of one run, removed with everything in it."""
    with TemporaryDirectory(prefix="threatpraxis-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def run_java(folder: Path, arguments: Sequence[str | Path], *, seconds: float = TIME_LIMIT) -> tuple[int, str]:
    """Run a Java program with HermiT's archive on its class path.

    :returns: the exit code, and what it printed on both channels
    :raises ReasonerStoppedError: when the time is over
    """
    jar = hermit_jar()
    classes = os.pathsep.join((str(jar.parent), str(jar)))  # owlready2 lays classes of its own beside the archive
    command = [java(), f"-Xmx{MEMORY_LIMIT}m", *_FLAGS, "-cp", classes, *map(str, arguments)]
    return _run(command, folder, seconds, {})


def run_worker(folder: Path, *, seconds: float = TIME_LIMIT) -> tuple[int, str]:
    """Run :mod:`kg.reason.worker` on ``folder``; see :func:`run_java`."""
    from kg import shipped

    hermit_jar()
    # -P and the explicit path: whatever folder we are started in, it is this very package that gets imported.
    code = f"import sys; sys.path.insert(0, {str(shipped.import_root())!r}); from kg.reason.worker import main; main()"
    command = [sys.executable, "-P", "-c", code, str(folder), java(), str(MEMORY_LIMIT)]
    # owlready2 starts Java itself and offers no options; this variable is Java's own door for them.
    return _run(command, folder, seconds, {"JAVA_TOOL_OPTIONS": " ".join(_FLAGS)})


def _run(command: Sequence[str], folder: Path, seconds: float, environment: Mapping[str, str]) -> tuple[int, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")}
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    process = subprocess.Popen(
        command, cwd=folder, env={**kept, **places, "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ReasonerStoppedError(
            f"The reasoner was stopped after {seconds:g} s.",
            remedy="Reason over fewer statements: observations and other evidence need not be among them.",
        ) from None
    finally:
        _end(process)
    return process.returncode, output.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
