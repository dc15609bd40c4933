"""The pipeline as a row of arrows, with what an attack does at each phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import links
from app.components.dom import Node, el

Row = Mapping[str, Any]

#: Property of an attack and how it reads on the diagram.
ROLES = {"strikesAt": "grouped here", "actsAt": "attacker acts here", "takesEffectAt": "takes effect here"}


def pipeline(stages: Sequence[Row], roles: Mapping[str, Sequence[str]]) -> Node:
    """The phases in order with their steps.

    :param stages: of ``taxonomy/stages``
    :param roles: by stage IRI, what to say of it
    """
    return el("ol.pipeline", [_phase(s, stages, roles) for s in stages if s["parent"] is None])


def _phase(phase: Row, stages: Sequence[Row], roles: Mapping[str, Sequence[str]]) -> Node:
    steps = [s for s in stages if s["parent"] == phase["stage"]]
    exact = {role for step in steps for role in roles.get(str(step["stage"]), [])}
    # What holds of a step is inferred of its phase too; the step says it more exactly.
    said = [role for role in roles.get(str(phase["stage"]), []) if role not in exact]
    for step in steps:
        said += [f"{role}: {step['label']}" for role in roles.get(str(step["stage"]), [])]
    return el(
        "li.phase.here" if said else "li.phase",
        el("a", el("b", str(phase["label"])), href=links.thing(str(phase["stage"]))),
        el("small", ", ".join(str(s["label"]).lower() for s in steps)) if not said else None,
        [el("span.role", role) for role in said],
    )
