"""What lives longer than one run of a page: the graph of this process, and the state in the address."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

from kg import modules, shipped
from kg.graph import Graph, open_graph
from kg.results import Scalar, Table

#: Seconds an outdated graph stays open for pages that still use it.
GRACE = 8.0
#: Queries that may run at the same time.
SLOTS = 2

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Current:
    stamp: Stamp = ()
    graph: Graph | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the library together with what was given and what was answered."""

    id: str
    values: dict[str, str]
    table: Table

    @property
    def rows(self) -> list[dict[str, Scalar]]:
        """The rows as dictionaries of Python values."""
        return list(self.table)


_current = _Current()
_lock = threading.Lock()


def graph() -> Graph:
    """The graph over the shipped knowledge and the workspace as their files stand now.

    All sessions share it. When a file changes, a new one takes its place and the old one is closed a little later.

    :raises ModuleError: where a shipped module cannot be read
    """
    with _lock:
        stamp = _stamp()
        if _current.graph is None or _current.stamp != stamp:
            fresh = open_graph(slots=SLOTS)
            _retire(_current.graph)
            _current.graph, _current.stamp = fresh, stamp
        return _current.graph


def ask(query_id: str, **values: str | None) -> Asked:
    """Answer a question of the library; values that are empty are left free.

    :raises UnknownNameError: for a query, parameter or individual that does not exist
    """
    given = {name: value for name, value in values.items() if value}
    return Asked(query_id, given, graph().query(query_id, **given))


def state(name: str) -> str:
    """A value of the address, or the empty text."""
    import streamlit as st

    return st.query_params.get(name, "")


def close() -> None:
    """Close the graph; the next use opens it anew."""
    with _lock:
        if _current.graph is not None:
            _current.graph.close()
        _current.graph = None


def warm_up() -> None:
    """Load the knowledge and what pages import, so that the first visitor need not wait for it."""
    import importlib

    from kg.errors import ThreatPraxisError

    with contextlib.suppress(ThreatPraxisError):  # the page that meets it shows it
        _ = graph().problems
    for name in ("overview", "matrix", "attack", "taxonomy", "gaps", "query", "sources", "about"):
        importlib.import_module(f"app.views.{name}")
    importlib.import_module("pandas")


def _retire(old: Graph | None) -> None:
    if old is not None:
        timer = threading.Timer(GRACE, old.close)
        timer.daemon = True
        timer.start()


def _stamp() -> Stamp:
    workspace = shipped.workspace_dir()
    files = modules.fingerprint(shipped.ontology_dir(), workspace) + _queries(workspace / "queries")
    return ((str(workspace), 0, 0), *files)


def _queries(folder: Path) -> Stamp:
    files = sorted(folder.rglob("*.rq")) if folder.is_dir() else []
    return tuple((str(p), (s := p.stat()).st_mtime_ns, s.st_size) for p in files)
