"""The table of cases that was worked out by hand from the Turtle, without sight of the code."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.exposure import GrantLine, Profile, assess
from kg.exposure.assess import assess_attack
from kg.exposure.knowledge import Knowledge, slug
from kg.exposure.limits import limit_between
from kg.exposure.model import AttackVerdict, ModelVerdict, Thing, Verdict
from kg.exposure.standing import Standing

TABLE = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["cases"]


def profile(case: dict[str, Any]) -> Profile:
    system = TABLE["systems"].get(case.get("system"), {})
    lines = {**system.get("grants", {}), **case.get("grants", {})}
    standpoint = case.get("standpoint") or system.get("standpoint")
    return Profile(case["name"], standpoint, grants={a: _line(a, written) for a, written in lines.items()})


def _line(access: str, written: str | dict[str, Any]) -> GrantLine:
    if isinstance(written, str):
        return GrantLine(access, written)
    ends = [Decimal(written[e]) if e in written else None for e in ("at-least", "at-most")]
    return GrantLine(access, written["level"], limit_between(*ends) if any(e is not None for e in ends) else None)


def slugs(things: tuple[Thing, ...]) -> set[str]:
    return {slug(t.id) for t in things}


def verdict(knowledge: Knowledge, case: dict[str, Any]) -> AttackVerdict:
    return assess_attack(Standing(knowledge, profile(case)), knowledge.attacks[f"attack:{case['attack']}"])


@pytest.fixture(params=CASES, ids=[c["name"] for c in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_an_attack_has_the_verdict_worked_out_by_hand(with_needs: Knowledge, case: dict[str, Any]) -> None:
    found = verdict(with_needs, case)
    assert found.verdict == case["verdict"], found.because
    assert set(case.get("concerns", found.concerns)) == set(found.concerns)
    assert found.disagree == case.get("sources_differ", False)


def test_each_threat_model_has_its_verdict_and_its_reason(with_needs: Knowledge, case: dict[str, Any]) -> None:
    found = {slug(m.id): m for m in verdict(with_needs, case).models}
    assert found.keys() == case["models"].keys()
    assert {name: _reason(m) for name, m in found.items()} == {n: _expected(e) for n, e in case["models"].items()}


def _reason(model: ModelVerdict) -> tuple[str, frozenset[frozenset[str]], set[str], set[str]]:
    # An attack that is refused names no open answers: the table gives the reason that goes with the verdict alone.
    unanswered = slugs(model.unanswered) if model.verdict is Verdict.UNKNOWN else set()
    indirect = slugs(model.indirect_by) if model.verdict is Verdict.INDIRECT else set()
    blocked = frozenset(frozenset(slugs(clause)) for clause in model.blocked_by)
    return model.verdict.value, blocked, unanswered, indirect


def _expected(entry: dict[str, Any]) -> tuple[str, frozenset[frozenset[str]], set[str], set[str]]:
    blocked = frozenset(frozenset(clause) for clause in entry.get("blocked_by", []))
    return entry["verdict"], blocked, set(entry.get("unanswered", [])), set(entry.get("indirect_by", []))


def test_all_smallest_cuts_are_found_and_no_others(with_needs: Knowledge, case: dict[str, Any]) -> None:
    found = verdict(with_needs, case)
    units = [frozenset(change.unit for change in cut.changes) for cut in found.cuts]
    assert len(units) == len(set(units))
    assert set(units) == {frozenset(cut) for cut in case["cuts"]}


@pytest.mark.slow
def test_a_cut_of_the_table_blocks_and_nothing_smaller_does(with_needs: Knowledge, case: dict[str, Any]) -> None:
    for cut in case["cuts"]:
        assert _with_absent(with_needs, case, cut) is Verdict.BLOCKED
        for fewer in combinations(cut, len(cut) - 1):
            assert _with_absent(with_needs, case, fewer) is not Verdict.BLOCKED


def _with_absent(knowledge: Knowledge, case: dict[str, Any], accesses: tuple[str, ...] | list[str]) -> Verdict:
    changed = profile(case)
    for access in accesses:
        changed = changed.with_grant(GrantLine(access, "absent"))
    return assess(knowledge, changed)[case["attack"]].verdict


def test_the_graph_says_what_the_table_assumes(knowledge: Knowledge) -> None:
    assumed = TABLE["assumed"]
    opens = {slug(a.id): {slug(o) for o in a.opens} for a in knowledge.accesses.values() if a.opens}
    assert opens == {start: set(goals) for start, goals in assumed["opens_path_to"].items()}
    for attack, prize in assumed["yields"].items():
        assert {slug(a) for a in knowledge.attacks[f"attack:{attack}"].yields} == set(prize), attack
    for attack in assumed["yields_nothing"]:
        assert knowledge.attacks[f"attack:{attack}"].yields == (), attack
