"""What lives longer than one run of a page: the graph of this process, and the state in the address."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

from kg.graph import Graph, open_graph
from kg.results import Scalar, Table
from kg.server.live import Live
from kg.store.limits import Limits
from kg.store.remote.address import ENDPOINT_VARIABLE

#: Queries that may run at the same time.
SLOTS = 2


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


def _opened() -> Graph:
    # An engine elsewhere has limits of its own and is far away: the five seconds of our own processes are not for it.
    elsewhere = os.environ.get(ENDPOINT_VARIABLE)
    return open_graph(limits=None if elsewhere else Limits(slots=SLOTS), wait=True)


live = Live(_opened)


def graph() -> Graph:
    """The graph over the shipped knowledge and the workspace as their files stand now.

    All sessions share it, and so does the endpoint. When a file changes, a new one takes its place and the old one is
    closed a little later.

    :raises ModuleError: where a shipped module cannot be read
    """
    return live.graph()


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
    live.close()


def warm_up() -> None:
    """Load the knowledge and what pages import, so that the first visitor need not wait for it."""
    import importlib

    from kg import gaps
    from kg.errors import ThreatPraxisError

    with contextlib.suppress(ThreatPraxisError):  # the page that meets it shows it
        _ = graph().problems
        gaps.comparisons(graph())  # loads the statistics, which take a second
        importlib.import_module("app.extend.draft").known()
    for name in ("overview", "matrix", "attack", "taxonomy", "gaps", "assess", "query", "extend", "sources", "about"):
        importlib.import_module(f"app.views.{name}")
    importlib.import_module("pandas")
