"""ThreatPraxis: a knowledge graph of attacks on machine-learning systems in which research meets practice.

>>> from kg import open_graph
>>> graph = open_graph()                                                    # doctest: +SKIP
>>> graph.query("gaps/query-budget", attack="evasion").to_pandas()          # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import Graph, open_graph

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "open_graph"]


def __getattr__(name: str) -> Any:
    # Resolved on first use: the command line's --help and the query worker import this package and need neither.
    if name in ("Graph", "open_graph"):
        from kg import graph

        return getattr(graph, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
