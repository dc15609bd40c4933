"""Published joint figures: how many systems grant a whole combination of accesses."""

from __future__ import annotations

from collections import defaultdict

from kg.gaps.figures import merge, share_of, text
from kg.gaps.model import JointFigure
from kg.graph import Graph


def combinations(graph: Graph, attack: str = "") -> dict[str, tuple[JointFigure, ...]]:
    """The joint figures by attack, in short form; marginal shares are never multiplied instead."""
    given = {"attack": attack} if attack else {}
    found: dict[str, list[JointFigure]] = defaultdict(list)
    for row in merge(graph.query("gaps/access-combinations", **given), several=("note", "figure")):
        share = share_of({**row, "locator": row["figure"]})
        found[text(row, "attack")].append(
            JointFigure(text(row, "label"), share, text(row, "within"), text(row, "access_class_label"))
        )
    return {about: tuple(figures) for about, figures in found.items()}
