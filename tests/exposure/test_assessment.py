"""What stands beside verdicts, the examples, comparisons, and how long it takes."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal

from kg.exposure import GrantLine, Profile, Verdict, assess
from kg.exposure.assess import verdict_of
from kg.exposure.compare import compare
from kg.exposure.knowledge import Attack, Knowledge, ThreatModel
from kg.exposure.model import Assessment, Value
from kg.exposure.narrow import narrow
from kg.exposure.standing import Standing


def example(knowledge: Knowledge, name: str) -> Assessment:
    return assess(knowledge, knowledge.examples[name])


# -- the credit-scoring case: its three worries come out apart, each with its own controls --


def test_the_worries_of_credit_scoring_come_out_apart(knowledge: Knowledge) -> None:
    found = example(knowledge, "credit-scoring")
    groups = {g.concern: g for g in found.concerns.groups}
    assert "attack:poisoning" in {v.id for v in groups["aml"].attacks}
    assert "attack:query-flooding" in {v.id for v in groups["classical"].attacks}
    assert {v.id for v in groups["aml"].attacks} & {v.id for v in groups["classical"].attacks} == set()
    assert "defence:data-provenance-checks" in {c.id for c in groups["aml"].defences}
    assert {c.id for c in groups["classical"].defences} == {"defence:robust-serving-api"}
    assert groups["classical"].mitigations


def test_poisoned_records_have_to_pass_validation_and_monitoring(knowledge: Knowledge) -> None:
    steps = {s.stage.id: s for s in example(knowledge, "credit-scoring").concerns.pipeline}
    for stage in ("stage:validation", "stage:monitoring"):
        assert "attack:poisoning" in {t.id for t in steps[stage].passing}
    assert "attack:poisoning" in {t.id for t in steps["stage:data-collection"].acting}
    assert {c.id for c in steps["stage:monitoring"].defences} == {"defence:output-monitoring"}
    order = list(steps)
    assert order.index("stage:data-collection") < order.index("stage:validation") < order.index("stage:monitoring")


def test_one_answer_closes_poisoning_of_credit_scoring(knowledge: Knowledge) -> None:
    found = example(knowledge, "credit-scoring")["poisoning"]
    assert found.verdict is Verdict.FEASIBLE
    changes = {(c.changes[0].unit, c.changes[0].to_answer) for c in found.cuts if len(c.changes) == 1}
    assert changes == {("training-data-changes", "none")}


def test_a_classical_model_meets_no_attack_on_generative_parts(knowledge: Knowledge) -> None:
    found = example(knowledge, "credit-scoring")
    for attack in ("jailbreak", "direct-prompt-injection", "rag-poisoning", "memory-poisoning", "tool-poisoning"):
        assert found[attack].verdict is Verdict.BLOCKED, attack
    assert found.unanswered == ()


# -- the other examples --


def test_the_other_examples_show_what_they_are_for(knowledge: Knowledge) -> None:
    pictures, detector = example(knowledge, "image-api"), example(knowledge, "malware-detector")
    assistant = example(knowledge, "llm-assistant")
    assert pictures["query-based-model-stealing"].verdict is Verdict.FEASIBLE
    assert pictures["targeted-poisoning"].verdict is Verdict.INDIRECT
    assert detector["query-based-model-stealing"].verdict is Verdict.BLOCKED
    assert detector["manual-evasion"].verdict is Verdict.FEASIBLE
    assert detector["evasion"].disagree
    assert assistant["indirect-prompt-injection"].verdict is Verdict.FEASIBLE
    assert assistant["bit-flip"].verdict is Verdict.BLOCKED


# -- joint figures: only that very combination, only the outsider (G24, Figures 1 and 3) --


def test_a_joint_figure_is_shown_for_its_own_combination_alone(knowledge: Knowledge) -> None:
    both = {"training-data": "public", "test-data": "public"}
    found = assess(knowledge, Profile("open data", answers=both))["backdoor"]
    assert [(f.share, f.base) for f in found.figures] == [(Decimal("4.7"), 271), (Decimal("6.6"), 271)]
    half = assess(knowledge, Profile("half open", answers={**both, "test-data": "none"}))["backdoor"]
    assert [f.share for f in half.figures] == [Decimal("6.6")]
    closed = assess(knowledge, Profile("closed", answers={"training-data": "none", "test-data": "public"}))["backdoor"]
    assert closed.figures == ()
    assert "no figure for this combination" in closed.no_figure


def test_a_joint_figure_is_shown_to_the_outsider_alone(knowledge: Knowledge) -> None:
    for standpoint in ("client", "insider"):
        profile = Profile("open data", standpoint, {"training-data": "public", "test-data": "public"})
        found = assess(knowledge, profile)["backdoor"]
        assert found.figures == ()
        assert "outsider" in found.no_figure


def test_explicit_lines_meet_a_survey_answer_as_answers_do(knowledge: Knowledge) -> None:
    lines = {a: GrantLine(a, "public") for a in ("know-training-data", "know-test-data")}
    found = assess(knowledge, Profile("lines", grants=lines))["backdoor"]
    assert [f.share for f in found.figures] == [Decimal("4.7"), Decimal("6.6")]


def test_outputs_without_queries_meet_the_printed_tenth(knowledge: Knowledge) -> None:
    answers = {"outputs": "public", "queries": "none", "model-parameters": "none", "inputs": "none"}
    found = assess(knowledge, Profile("outputs only", answers=answers))["model-stealing"]
    assert [f.share for f in found.figures] == [Decimal("10.0"), Decimal("44.5")]


# -- papers: the 88 of Table IV, by family 46, 18, 16 and 8 --


def test_papers_are_counted_under_the_attack_or_what_it_is_a_form_of(knowledge: Knowledge) -> None:
    found = assess(knowledge, Profile("nothing said"))
    counted = {a: [p.counted for p in found[a].papers] for a in ("evasion", "poisoning", "membership-inference")}
    assert counted == {"evasion": [46], "poisoning": [18], "membership-inference": [16]}
    (output_only,) = found["output-only-model-stealing"].papers
    assert (output_only.counted, output_only.under.id) == (8, "attack:model-stealing")
    assert found["jailbreak"].papers == ()
    assert found["jailbreak"].under_studied is None


def test_all_papers_fit_a_system_that_grants_everything_and_none_fits_by_guessing(knowledge: Knowledge) -> None:
    lines = {a.partition(":")[2]: "public" for a in knowledge.accesses}
    open_to_all = Profile("open", grants={a: GrantLine(a, level) for a, level in lines.items()})
    (papers,) = assess(knowledge, open_to_all)["evasion"].papers
    assert len(papers.fit) == 46
    shut = Profile("shut", grants={a: GrantLine(a, "none") for a in lines})
    (papers,) = assess(knowledge, shut)["membership-inference"].papers
    # Table IV: every membership-inference paper observes outputs, so none fits where nothing can be seen.
    assert papers.fit == ()


def test_a_feasible_attack_that_hardly_a_paper_assumes_is_marked(knowledge: Knowledge) -> None:
    answers = {"outputs": "public", "queries": "none", "model-parameters": "none", "training-data": "none"}
    found = assess(knowledge, Profile("outputs only", answers=answers))["output-only-model-stealing"]
    assert found.verdict is Verdict.FEASIBLE
    (papers,) = found.papers
    assert found.under_studied is (len(papers.fit) <= 1)
    assert found.under_studied
    blocked = assess(knowledge, Profile("shut", answers={"outputs": "none"}))["output-only-model-stealing"]
    assert not blocked.under_studied


def test_an_attack_has_the_techniques_of_the_crosswalk_with_their_mitigations(knowledge: Knowledge) -> None:
    found = assess(knowledge, Profile("nothing said"))["poisoning"]
    # ATLAS 5.6: AML.T0020 is poison training data, and AML.M0007 sanitises it.
    techniques = {t.id: t for t in found.techniques}
    assert "technique:AML.T0020" in techniques
    assert "mitigation:AML.M0007" in {m.id for m in techniques["technique:AML.T0020"].mitigations}


# -- comparing --


def test_a_changed_answer_tells_what_flips_and_why(knowledge: Knowledge) -> None:
    before = knowledge.examples["credit-scoring"]
    after = before.with_answer("training-data-changes", "none")
    flips = {f.attack.id: f for f in compare(assess(knowledge, before), assess(knowledge, after))}
    poisoning = flips["attack:poisoning"]
    assert (poisoning.before, poisoning.after, poisoning.better) == (Verdict.FEASIBLE, Verdict.BLOCKED, True)
    assert [(m.access.id, m.before, m.after) for m in poisoning.moved] == [
        ("access:alter-training-samples", Value.YES, Value.NO)
    ]
    assert "attack:evasion" not in flips


def test_a_narrowed_assessment_holds_those_attacks_alone(knowledge: Knowledge) -> None:
    found = narrow(example(knowledge, "credit-scoring"), ["poisoning", "attack:query-flooding"])
    assert {v.id for v in found.verdicts} == {"attack:poisoning", "attack:query-flooding"}
    assert {g.concern for g in found.concerns.groups} == {"aml", "classical"}


def test_an_assessment_is_plain_data(knowledge: Knowledge) -> None:
    found = json.loads(json.dumps(example(knowledge, "image-api").to_dict()))
    assert len(found["verdicts"]) == len(knowledge.attacks)
    assert sum(found["counts"].values()) == len(knowledge.attacks)
    line = next(v for v in found["verdicts"] if v["id"] == "attack:poisoning")["models"][0]["clauses"][0]["lines"][0]
    assert line["value"] == "indirect"
    assert {r["kind"] for r in line["reasons"]} == {"detour", "refused"}


# -- how long it takes --


def test_one_assessment_takes_no_more_than_fifty_milliseconds(knowledge: Knowledge) -> None:
    profile = knowledge.examples["llm-assistant"]
    assert min(_seconds(lambda: assess(knowledge, profile)) for _ in range(5)) < 0.05


def test_a_thousand_attacks_on_a_hundred_systems_take_seconds(knowledge: Knowledge) -> None:
    many = _grown(knowledge, 1000)
    examples = list(many.examples.values())
    systems = [examples[i % 4].seen_from(("outsider", "client", "insider")[i % 3]) for i in range(100)]

    def all_verdicts() -> None:
        for system in systems:
            standing = Standing(many, system)
            assert len({verdict_of(standing, a) for a in many.attacks.values()}) > 1

    assert _seconds(all_verdicts) < 5
    assert _seconds(lambda: assess(many, systems[0])) < 1


def _seconds(action: object) -> float:
    start = time.perf_counter()
    action()  # type: ignore[operator]
    return time.perf_counter() - start


def _grown(knowledge: Knowledge, count: int) -> Knowledge:
    """The shipped attacks with their threat models over and over, under new names."""
    attacks: dict[str, Attack] = {}
    models: dict[str, tuple[ThreatModel, ...]] = {}
    shipped = list(knowledge.attacks.values())
    for number in range(count):
        old = shipped[number % len(shipped)]
        new = f"{old.id}-{number}"
        attacks[new] = replace(old, id=new)
        models[new] = tuple(replace(m, id=f"{m.id}-{number}", attack=new) for m in knowledge.models.get(old.id, ()))
    return replace(knowledge, attacks=attacks, models=models)
