"""The SPARQL twins say what Python says, for every example and every standpoint, as far as they reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.exposure import GrantLine, Profile, assess
from kg.exposure.cuts import cuts
from kg.exposure.knowledge import Knowledge, slug
from kg.exposure.model import Verdict
from kg.exposure.standing import Standing
from kg.graph import Graph

EXAMPLES = ("credit-scoring", "image-api", "malware-detector", "llm-assistant")
STANDPOINTS = ("outsider", "client", "insider")


@pytest.mark.parametrize("standpoint", STANDPOINTS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_both_come_to_the_same_verdict_on_every_threat_model(
    graph: Graph, knowledge: Knowledge, example: str, standpoint: str
) -> None:
    rows = graph.query("exposure/feasible", profile=example, standpoint=standpoint)
    asked = {slug(str(r["model"]).rpartition("/")[2]): r["verdict"] for r in rows}
    found = assess(knowledge, knowledge.examples[example].seen_from(standpoint))
    assert asked == {slug(m.id): m.verdict.value for v in found.verdicts for m in v.models}
    assert len(asked) == len(rows)


@pytest.mark.parametrize("example", EXAMPLES)
def test_both_find_the_same_single_changes(graph: Graph, knowledge: Knowledge, example: str) -> None:
    # SPARQL changes an access, so Python gets the same system as explicit lines and without the form.
    without = replace(knowledge, questions=())
    standing = Standing(without, _explicit(knowledge, knowledge.examples[example]))
    rows = graph.query("exposure/cut", profile=example, standpoint=standing.profile.standpoint)
    asked = {(str(r["model"]).rpartition("/")[2], str(r["change"]).rpartition("/")[2]) for r in rows}
    found = assess(without, standing.profile)
    models = [m for of_attack in without.models.values() for m in of_attack]
    verdicts = {m.id: m.verdict for v in found.verdicts for m in v.models}
    still_open = [m for m in models if verdicts[m.id] is not Verdict.BLOCKED]
    single = {(slug(m.id), c.changes[0].unit) for m in still_open for c in cuts(standing, [m]) if len(c.changes) == 1}
    names = {slug(m.id) for m in still_open}
    assert {pair for pair in asked if pair[0] in names} == single
    assert single


def _explicit(knowledge: Knowledge, profile: Profile) -> Profile:
    lines = Standing(knowledge, profile).lines
    widest = {a: min(ls, key=lambda ln: knowledge.levels[ln.level].rank or 0) for a, ls in lines.items()}
    grants = {slug(a): GrantLine(slug(a), slug(line.level)) for a, line in widest.items()}
    return replace(profile, answers={}, grants=grants)
