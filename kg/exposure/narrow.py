"""An assessment narrowed to some attacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.errors import UnknownNameError
from kg.exposure.knowledge import ident, slug
from kg.exposure.model import Assessment, ConcernGroup, Concerns, Step


def narrow(assessment: Assessment, attacks: Iterable[str]) -> Assessment:
    """The assessment of these attacks alone, named by slug or id.

    :raises UnknownNameError: for an attack that does not exist
    """
    ids = {ident("attack", name) for name in attacks}
    for id_ in sorted(ids):
        if id_ not in assessment.by_id:
            raise UnknownNameError("attack", slug(id_), map(slug, assessment.by_id))
    groups = (_group(g, ids) for g in assessment.concerns.groups)
    steps = (_step(s, ids) for s in assessment.concerns.pipeline)
    return replace(
        assessment,
        verdicts=tuple(v for v in assessment.verdicts if v.id in ids),
        concerns=Concerns(tuple(g for g in groups if g.attacks), tuple(s for s in steps if s.acting or s.passing)),
    )


def _group(group: ConcernGroup, ids: set[str]) -> ConcernGroup:
    kept = tuple(v for v in group.attacks if v.id in ids)
    defences = {c.id for v in kept for c in v.defences}
    mitigations = {c.id for v in kept for t in v.techniques for c in t.mitigations}
    return replace(
        group,
        attacks=kept,
        defences=tuple(c for c in group.defences if c.id in defences),
        mitigations=tuple(c for c in group.mitigations if c.id in mitigations),
    )


def _step(step: Step, ids: set[str]) -> Step:
    acting = tuple(t for t in step.acting if t.id in ids)
    return replace(step, acting=acting, passing=tuple(t for t in step.passing if t.id in ids))
