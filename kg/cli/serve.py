"""``threatpraxis serve``: the SPARQL endpoint and the questions as REST, without pages."""

from __future__ import annotations

import argparse
import os
import sys
from argparse import Namespace

from kg import shipped
from kg.errors import ParameterError

PORT = 8502
_MIB = 1024**2


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)")
    sub.add_argument("--port", type=int, default=PORT, help=f"port (default: {PORT})")
    sub.add_argument("--timeout", type=float, default=5.0, metavar="SECONDS", help="for a query (default: 5)")
    sub.add_argument("--memory", type=int, default=1024, metavar="MIB", help="for a query, in MiB (default: 1024)")
    sub.add_argument("--slots", type=int, default=2, metavar="N", help="queries at the same time (default: 2)")
    sub.add_argument("--waiting", type=int, default=64, metavar="N", help="queries that may wait (default: 64)")
    sub.add_argument("--rows", type=int, default=10_000, metavar="N", help="rows of an answer (default: 10000)")
    sub.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME",
        help="name under which others ask this server; needed with --host other than this machine",
    )  # fmt: skip
    sub.add_argument(
        "--cors", action="append", default=[], metavar="ORIGIN",
        help="origin whose pages may read the answers, such as https://example.org; * for any",
    )  # fmt: skip


def run(options: Namespace) -> int:
    """Serve until interrupted."""
    from kg.cli.app import check_port, endpoint_variables, store_variable, workspace_variable

    _check(options)
    check_port(options.port, options.host)
    if options.workspace is not None:
        os.environ[shipped.WORKSPACE_VARIABLE] = workspace_variable(options.workspace)
    os.environ.update(endpoint_variables(options) | store_variable(options))

    import uvicorn

    from kg.server.site import Settings, application
    from kg.store.limits import Limits

    limits = Limits(options.timeout, options.memory * _MIB, options.slots, options.waiting)
    app = application(Settings(limits, options.rows, tuple(options.allow_host), tuple(options.cors)))
    config = uvicorn.Config(
        app, options.host, options.port, log_level="warning", server_header=False, timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=256 * 1024,
    )  # fmt: skip
    server = _server_class()(config)
    try:
        server.run()
    except KeyboardInterrupt:  # uvicorn has closed everything and tells it again
        return 0
    return 0 if server.started else 1


def _check(options: Namespace) -> None:
    for name, least in (("timeout", 0.1), ("memory", 64), ("slots", 1), ("waiting", 0), ("rows", 1)):
        if not getattr(options, name) >= least:
            raise ParameterError(f"--{name} must be at least {least:g}.")
    if not _is_loopback(options.host) and not options.allow_host:
        raise ParameterError(
            f"{options.host} can be reached by others.",
            remedy="If that is meant, say under which name: --allow-host NAME (once for each). Without it, requests "
            "under any name but this machine's own are refused.",
        )


def _is_loopback(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _server_class() -> type:
    import uvicorn

    class Announcing(uvicorn.Server):
        """Says where it runs once it does."""

        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            if self.started:
                host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
                base = f"http://{host}:{self.config.port}"
                print(f"SPARQL endpoint at {base}/sparql\nQuestions at {base}/api/queries\nEnd it with Ctrl+C.")
                sys.stdout.flush()

    return Announcing
