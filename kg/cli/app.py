"""``threatpraxis app``: start the browser app on this machine and wait until it ends."""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from argparse import Namespace
from pathlib import Path
from types import FrameType

from kg import shipped
from kg.cli.output import login_for, progress_bar
from kg.errors import ParameterError, ThreatPraxisError
from kg.shipped import GivenWorkspace
from kg.store.remote.address import ENDPOINT_VARIABLE, PASSWORD_VARIABLE, USER_VARIABLE, check_address
from kg.store.snapshot import STORE_VARIABLE, Sources, ensure

HOST = "127.0.0.1"
#: Seconds the server may take to answer for the first time.
START_LIMIT = 60.0
#: Seconds it may take to end.
STOP_LIMIT = 5.0

# Given as options: they win over whatever a configuration file of the user says.
_OPTIONS = {
    "server.address": HOST,
    "server.headless": "true",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "global.developmentMode": "false",
    "logger.level": "warning",
}


def run(options: Namespace) -> int:
    """Serve until interrupted."""
    check_port(options.port)
    environment = _environment(options.workspace) | endpoint_variables(options) | store_variable(options)
    signal.signal(signal.SIGTERM, _interrupt)
    server = subprocess.Popen(_command(options.port), env=environment, cwd=shipped.app_dir(), stdout=subprocess.DEVNULL)
    try:
        _wait_until_ready(server, options.port)
        url = f"http://{HOST}:{options.port}/"
        print(f"ThreatPraxis runs at {url}\nEnd it with Ctrl+C.", flush=True)
        if not options.no_browser:
            with contextlib.suppress(webbrowser.Error):  # the address is printed all the same
                webbrowser.open(url)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(server)


def check_port(port: int, host: str = HOST) -> None:
    """Refuse a port that is none, that may not be used, or that is in use.

    :raises ParameterError: naming another to take
    """
    if not 1 <= port <= 65535:
        raise ParameterError(f"{port} is no port.", remedy="Give a number from 1 to 65535, such as --port 8502.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # as the server does: a port in the state TIME_WAIT is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise ParameterError(
                    f"Port {port} may not be used.", remedy="Give one above 1023 with --port."
                ) from None
            if error.errno != errno.EADDRINUSE:
                raise ParameterError(
                    f"{host} is no address of this machine.", remedy="Give one that is, or 0.0.0.0 for all."
                ) from None
            raise ParameterError(
                f"Port {port} is in use.",
                remedy=f"Give another, such as --port {port + 1 if port < 65535 else 8501}, or end what uses it.",
            ) from None


def workspace_variable(given: GivenWorkspace) -> str:
    """The workspaces as the environment tells them to a server.

    :raises ParameterError: for a folder that is not there, or whose name the environment cannot carry
    """
    folders = shipped.workspace_dirs(given)
    for folder in folders if given else ():
        if not folder.is_dir():
            raise ParameterError(f"There is no workspace folder {str(folder)!r}.", remedy="Create it, or leave it out.")
        if os.pathsep in str(folder):
            remedy = f"Rename it, or the folder it lies in: {os.pathsep} stands between the names of several."
            raise ParameterError(f"The workspace folder {str(folder)!r} has {os.pathsep!r} in its name.", remedy=remedy)
    return os.pathsep.join(map(str, folders))


def _environment(workspace: GivenWorkspace) -> dict[str, str]:
    # Settings meant for other Streamlit apps must not reach this one.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    environment[shipped.WORKSPACE_VARIABLE] = workspace_variable(workspace)
    return environment | {"PYTHONUTF8": "1"}


def endpoint_variables(options: Namespace) -> dict[str, str]:
    """The environment by which a server knows which endpoint to ask, and as whom.

    :raises ParameterError: for an address that cannot be one
    """
    found = {}
    if options.endpoint:
        found[ENDPOINT_VARIABLE] = check_address(options.endpoint)
    if login := login_for(options):
        found |= {USER_VARIABLE: login.user, PASSWORD_VARIABLE: login.password}
    return found


def store_variable(options: Namespace) -> dict[str, str]:
    """The environment by which a server knows where its store on disk lies; the store is built before it starts.

    :raises ParameterError: where the folder cannot be written
    :raises ThreatPraxisError: where the store cannot be built
    """
    kept = options.store or os.environ.get(STORE_VARIABLE, "")
    if not kept or options.endpoint:
        return {}
    folder = Path(kept).expanduser().absolute()
    ensure(Sources(shipped.ontology_dir(), shipped.workspace_dirs(options.workspace)), folder, progress_bar())
    return {STORE_VARIABLE: str(folder)}


def _command(port: int) -> list[str]:
    options = [f"--{name}={value}" for name, value in {**_OPTIONS, "server.port": str(port)}.items()]
    # -P: the folder we are started in may hold modules called 'app' or 'kg'.
    return [sys.executable, "-P", "-m", "streamlit", "run", str(shipped.app_dir() / "serve.py"), *options]


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise ThreatPraxisError(
                f"The server ended with code {server.returncode} before it was ready.",
                remedy="What it wrote above tells why; 'threatpraxis check' tells about the knowledge files.",
            )
        if _answers(port):
            return
        time.sleep(0.05)
    raise ThreatPraxisError(f"The server was not ready after {START_LIMIT:g} s.", remedy="Try again.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_LIMIT)
    try:
        connection.request("GET", "/api/health")
        return "status" in json.load(connection.getresponse())
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
