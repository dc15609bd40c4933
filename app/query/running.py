"""Queries that run for a page, by names that only the page knows, so that its Stop button can stop them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kg.graph import Graph
from kg.store.engine import Answer
from kg.store.handle import Handle

_running: dict[str, Handle] = {}
_lock = threading.Lock()


@contextmanager
def announced() -> Iterator[str]:
    """The name of a query that will run within this block."""
    name = secrets.token_urlsafe(12)
    with _lock:
        _running[name] = Handle()
    try:
        yield name
    finally:
        with _lock:
            _running.pop(name, None)


def ask(graph: Graph, sparql: str, name: str) -> Answer:
    """Run the query announced under a name.

    :raises QueryStoppedError: when it is stopped, by the user or by its limits
    """
    with _lock:
        handle = _running.get(name)
    engine: Any = graph.engine  # the engine behind the pages takes a handle, which not every engine does
    found: Answer = engine.run(sparql, handle=handle)
    return found


def stop(name: str) -> bool:
    """Stop a query; False where none of this name waits or runs."""
    with _lock:
        handle = _running.get(name)
    if handle is None:
        return False
    handle.cancel()
    return True
