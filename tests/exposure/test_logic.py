"""Properties that must hold of every system: small random instances with fixed seeds, and a second evaluation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import pytest

from kg.exposure import GrantLine, Limit, Profile
from kg.exposure.assess import assess_attack, verdict_of
from kg.exposure.cuts import MOST_CUTS
from kg.exposure.knowledge import Access, Attack, Knowledge, Level, Need, Requirement, Standpoint, ThreatModel
from kg.exposure.model import Amount, Thing, Verdict
from kg.exposure.standing import Standing

LEVELS = {"public": 0, "access-control": 1, "none": 2, "absent": 3, "unknown": None}
RANKS = {"outsider": 0, "client": 1, "insider": 2}
NAMES = ("a", "b", "c", "d", "e")
BETTER = [Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.INDIRECT, Verdict.FEASIBLE]
ATTACK = Attack("attack:x", "X", "")


def _knowledge(chance: random.Random, *, prize: bool = False) -> Knowledge:
    def some(most: int, among: tuple[str, ...] = NAMES) -> list[str]:
        return chance.sample(among, chance.randint(0, min(most, len(among))))

    accesses = {
        f"access:{n}": Access(
            f"access:{n}", n, "", tuple(f"access:{o}" for o in some(1, NAMES[NAMES.index(n) + 1 :])),
            tuple(f"access:{o}" for o in some(1) if o != n),
        )
        for n in NAMES
    }  # fmt: skip
    models = tuple(
        ThreatModel(
            f"model:{i}", str(i), ATTACK.id, tuple(_requirement(chance) for _ in range(chance.randint(1, 3))),
            (), (), Thing(f"study:{i}", ""), "", "curator",
        )
        for i in range(chance.randint(1, 2))
    )  # fmt: skip
    attack = Attack(ATTACK.id, "X", "", yields=("access:a",) if prize else ())
    levels = {f"level:{n}": Level(f"level:{n}", n, r) for n, r in LEVELS.items()}
    standpoints = {f"standpoint:{n}": Standpoint(f"standpoint:{n}", n, r) for n, r in RANKS.items()}
    return Knowledge(accesses, levels, standpoints, (), {attack.id: attack}, {attack.id: models})


def _requirement(chance: random.Random) -> Requirement:
    options = chance.sample(NAMES, chance.choice((1, 1, 2)))
    return Requirement(
        tuple(Need(f"access:{o}", chance.choice((None, None, Amount(Decimal(100), "")))) for o in options)
    )


def _profile(chance: random.Random) -> Profile:
    limits = (None, None, Limit(Decimal(10), Decimal(50)), Limit(Decimal(50), Decimal(500)), Limit(Decimal(500), None))
    asked = chance.sample(NAMES, chance.randint(0, len(NAMES)))
    lines = (GrantLine(n, chance.choice(list(LEVELS)), chance.choice(limits)) for n in asked)
    return Profile("random", chance.choice(list(RANKS)), grants={line.access: line for line in lines})


def instances(count: int, *, prize: bool = False) -> Iterator[tuple[random.Random, Knowledge, Profile]]:
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311  # no secret: the same instances every time
        yield chance, _knowledge(chance, prize=prize), _profile(chance)


def verdict(knowledge: Knowledge, profile: Profile) -> Verdict:
    return verdict_of(Standing(knowledge, profile), knowledge.attacks[ATTACK.id])


# -- the same logic once more, as plainly as it can be said --


def naive(knowledge: Knowledge, profile: Profile) -> Verdict:
    """By the contract's words; 3 granted, 2 by a detour, 1 unknown, 0 refused."""
    rank = RANKS[profile.standpoint]

    def line(name: str) -> int | None:
        if name not in profile.grants:
            return None
        level = LEVELS[profile.grants[name].level]
        return 1 if level is None else 3 if rank >= level else 0

    def gives(name: str) -> set[str]:
        below = {g.removeprefix("access:") for g in knowledge.accesses[f"access:{name}"].gives}
        return below.union(*(gives(b) for b in below))

    def plain(name: str, amount: Amount | None = None) -> int:
        own = line(name)
        value = 1 if own is None else own
        if own == 3 and amount is not None:
            limit = profile.grants[name].limit
            value = 1
            if limit is not None and limit.least >= amount.at_least:
                value = 3
            elif limit is not None and limit.most is not None and limit.most < amount.at_least:
                value = 0
        return max([value, *(line(n) or 0 for n in NAMES if name in gives(n))])

    def full(name: str, amount: Amount | None) -> int:
        paths = [0]
        for start in NAMES:
            if f"access:{name}" in knowledge.accesses[f"access:{start}"].opens:
                limit = profile.grants[start].limit if start in profile.grants and line(start) == 3 else None
                given = any(start in gives(n) and line(n) for n in NAMES)
                narrow = amount is not None and limit is not None and limit.most is not None
                if narrow and limit.most < amount.at_least and not given:  # type: ignore[union-attr,operator]
                    continue
                paths.append({3: 2, 1: 1}.get(plain(start), 0))
        return max(plain(name, amount), *paths)

    def model(m: ThreatModel) -> int:
        clauses = [[full(n.access.removeprefix("access:"), n.amount) for n in r.needs] for r in m.requirements]
        return min(max(options) for options in clauses)

    return BETTER[max(model(m) for m in knowledge.models[ATTACK.id])]


def test_a_second_plain_evaluation_comes_to_the_same_verdicts() -> None:
    seen = set()
    for _, knowledge, profile in instances(1500):
        expected = naive(knowledge, profile)
        assert verdict(knowledge, profile) is expected
        assert assess_attack(Standing(knowledge, profile), knowledge.attacks[ATTACK.id]).verdict is expected
        seen.add(expected)
    assert seen == set(BETTER)


def test_granting_more_never_makes_an_attack_harder() -> None:
    for chance, knowledge, profile in instances(600):
        before = verdict(knowledge, profile)
        name = chance.choice(NAMES)
        wider = profile.with_grant(GrantLine(name, "public", Limit(Decimal(10**6), None)))
        assert BETTER.index(verdict(knowledge, wider)) >= BETTER.index(before)


def test_granting_more_turns_feasible_into_nothing_but_pointless() -> None:
    pointless = 0
    for chance, knowledge, profile in instances(600, prize=True):
        if verdict(knowledge, profile) is Verdict.FEASIBLE:
            wider = profile.with_grant(GrantLine(chance.choice(NAMES), "public", Limit(Decimal(10**6), None)))
            after = verdict(knowledge, wider)
            assert after in (Verdict.FEASIBLE, Verdict.POINTLESS)
            pointless += after is Verdict.POINTLESS
    assert pointless


def test_without_any_line_an_attack_is_neither_feasible_nor_blocked() -> None:
    for _, knowledge, profile in instances(200):
        nothing_said = Profile("silent", profile.standpoint)
        assert verdict(knowledge, nothing_said) is Verdict.UNKNOWN


def test_cuts_block_and_are_the_smallest_by_brute_force() -> None:
    sizes = set()
    for _, knowledge, profile in instances(500):
        found = assess_attack(Standing(knowledge, profile), knowledge.attacks[ATTACK.id])
        if found.verdict is Verdict.BLOCKED:
            assert found.cuts == ()
            continue
        expected = _brute(knowledge, profile)
        units = {frozenset(c.unit for c in cut.changes) for cut in found.cuts}
        assert len(units) == len(found.cuts)
        assert units == expected if len(expected) <= MOST_CUTS else units < expected
        sizes.add(len(next(iter(expected))))
        for cut in found.cuts:
            tightened = profile
            for change in cut.changes:
                assert change.grant is not None
                tightened = tightened.with_grant(change.grant)
            assert verdict(knowledge, tightened) is Verdict.BLOCKED
    assert {1, 2} <= sizes


def _brute(knowledge: Knowledge, profile: Profile) -> set[frozenset[str]]:
    for size in range(1, len(NAMES) + 1):
        found = set()
        for chosen in combinations(NAMES, size):
            tightened = profile
            for name in chosen:
                tightened = tightened.with_grant(GrantLine(name, "absent"))
            if naive(knowledge, tightened) is Verdict.BLOCKED:
                found.add(frozenset(chosen))
        if found:
            return found
    return set()


@pytest.mark.parametrize("example", ["credit-scoring", "image-api", "malware-detector", "llm-assistant"])
@pytest.mark.parametrize("standpoint", ["outsider", "client", "insider"])
def test_a_cut_of_answers_blocks_when_the_answers_are_changed(
    knowledge: Knowledge, example: str, standpoint: str
) -> None:
    profile = knowledge.examples[example].seen_from(standpoint)
    standing = Standing(knowledge, profile)
    for attack in knowledge.attacks.values():
        for cut in assess_attack(standing, attack).cuts:
            tightened = profile
            for change in cut.changes:
                assert change.question is not None
                tightened = tightened.with_answer(change.unit, change.to_answer)
            assert verdict_of(Standing(knowledge, tightened), attack) is Verdict.BLOCKED, (attack.id, cut)


def test_leaving_a_question_open_neither_blocks_nor_opens_an_attack(knowledge: Knowledge) -> None:
    opened = 0
    for profile in knowledge.examples.values():
        full = {a.id: verdict_of(Standing(knowledge, profile), a) for a in knowledge.attacks.values()}
        for question in profile.answers:
            standing = Standing(knowledge, profile.with_answer(question, None))
            for attack in knowledge.attacks.values():
                before, now = full[attack.id], verdict_of(standing, attack)
                if before is not now:
                    assert now is not Verdict.BLOCKED, (question, attack.id)
                    assert now is Verdict.UNKNOWN or before in (Verdict.FEASIBLE, Verdict.POINTLESS), attack.id
                    opened += now is Verdict.UNKNOWN
    assert opened
