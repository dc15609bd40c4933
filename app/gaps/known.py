"""The figures of the graph as it stands now, computed once: a graph never changes, a changed file makes a new one."""

from __future__ import annotations

from functools import lru_cache

from app import session
from kg import gaps
from kg.gaps import Comparison, Normalisation
from kg.graph import Graph


def comparisons() -> tuple[Comparison, ...]:
    """All comparisons of research and practice."""
    return _comparisons(session.graph())


def sentences(one: Comparison, base: Normalisation) -> tuple[tuple[str, str], ...]:
    """Label of a bin and a sentence to cite on it, the widest gap first."""
    return _sentences(session.graph(), one, base)


@lru_cache(maxsize=1)
def _comparisons(graph: Graph) -> tuple[Comparison, ...]:
    return gaps.comparisons(graph)


@lru_cache(maxsize=32)
def _sentences(graph: Graph, one: Comparison, base: Normalisation) -> tuple[tuple[str, str], ...]:
    return tuple((r.bin.label, gaps.sentence(graph, one, r.bin, base)) for r in gaps.rank_bins([one], base))
