"""A small assessment made by hand, with hostile text wherever text can stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.exposure.model import (
    Assessment,
    AttackVerdict,
    Change,
    Clause,
    ConcernGroup,
    Concerns,
    Control,
    Cut,
    Line,
    ModelVerdict,
    Origin,
    Reason,
    ReasonKind,
    Step,
    Technique,
    Thing,
    Value,
    Verdict,
)
from kg.exposure.profile import UNLIMITED, GrantLine, Limit, Profile

HOSTILE = "<script>alert(1)</script> | *x* [y](javascript:z)"
QUERY = Thing("access:query-model", "Query the model")
CRAFT = Technique(
    "technique:AML.T0043", "Craft Adversarial Data", "skos:closeMatch",
    (Control("mitigation:AML.M0004", "Restrict Number of AI Model Queries"),),
)  # fmt: skip
QUESTION = Thing("question:queries", "Who may query it?")


def verdict(slug: str, found: Verdict, value: Value, *techniques: Technique, concern: str = "aml") -> AttackVerdict:
    """An attack with one threat model that requires queries."""
    reason = Reason(
        ReasonKind.GRANTED, value, "Anybody may query it.", limit=Limit(UNLIMITED, UNLIMITED),
        origin=Origin(QUESTION, Thing("answer:queries-public", "Anybody")),
    )  # fmt: skip
    model = ModelVerdict(
        f"model:{slug}", f"Needs of {slug}", found, (Clause((Line(QUERY, value, (reason,)),), value),), sometimes=(),
        blocked_by=((QUERY,),) if found is Verdict.BLOCKED else (), unanswered=(), questions=(), indirect_by=(),
        source=Thing("study:s", "A study"), locator="Table 1", status="published",
    )  # fmt: skip
    change = Change((QUERY,), "Anybody", "Nobody outside", question=QUESTION, to_answer="none")
    cuts = (Cut((change,)),) if found in (Verdict.FEASIBLE, Verdict.INDIRECT) else ()
    return AttackVerdict(
        f"attack:{slug}", slug.title(), f"Definition of {HOSTILE}", found, f"Because of {slug}.", (model,), (concern,),
        (Thing("stage:deployment", "Deployment"),), (), (), False, None, (), (), "Nobody counted.", (), techniques, (),
        cuts, "" if cuts else "There is no cut.",
    )  # fmt: skip


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """Four attacks: met, met by a detour, open, blocked; two share a technique."""
    profile = Profile(
        f"System {HOSTILE}", "client", {"queries": "public"},
        {"query-model": GrantLine("query-model", "public", Limit(Decimal(10), None))}, description=HOSTILE,
    )  # fmt: skip
    evasion = verdict("evasion", Verdict.FEASIBLE, Value.YES, CRAFT)
    poisoning = verdict("poisoning", Verdict.INDIRECT, Value.INDIRECT, concern="both")
    concerns = Concerns(
        (
            ConcernGroup("aml", "Adversarial ML", (evasion,), (), CRAFT.mitigations),
            ConcernGroup("classical", "Classical", (), (), ()),
            ConcernGroup("both", "Both", (poisoning,), (Control("defence:d", "Watching"),), ()),
        ),
        (Step(Thing("stage:monitoring", "Monitoring"), (), (Thing("attack:evasion", "Evasion"),), ()),),
    )
    return Assessment(
        profile, Thing("standpoint:client", "Client or partner"),
        (
            evasion, poisoning,
            verdict("sponge", Verdict.UNKNOWN, Value.UNKNOWN, concern="classical"),
            verdict("backdoor", Verdict.BLOCKED, Value.NO, CRAFT),
        ),
        (Thing("question:data", "Who sees the data?"),), concerns, "1.2.3",
    )  # fmt: skip
