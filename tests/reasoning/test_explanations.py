"""Why what is inferred holds: the right axiom, the stated facts, in words."""

from __future__ import annotations

import pytest

from kg.reason.words import Words
from tests.reasoning.conftest import Reason, node, triple

CASES = [
    (
        "model:evasion-white-box-grosse2024 a praxis:WhiteBoxThreatModel",
        ["praxis:WhiteBoxThreatModel owl:equivalentClass"],
        ["model:evasion-white-box-grosse2024 praxis:requires access:know-parameters"],
    ),
    (
        "model:model-stealing-output-only-grosse2024 a praxis:OutputOnlyThreatModel",
        ["praxis:OutputOnlyThreatModel owl:equivalentClass"],
        [
            "model:model-stealing-output-only-grosse2024 praxis:requires access:observe-outputs",
            "model:model-stealing-output-only-grosse2024 praxis:doesNotRequire access:query-model",
            "model:model-stealing-output-only-grosse2024 praxis:doesNotRequire access:know-parameters",
        ],
    ),
    (
        "model:model-stealing-grosse2024 a praxis:BlackBoxThreatModel",
        ["praxis:BlackBoxThreatModel owl:equivalentClass"],
        ["model:model-stealing-grosse2024 praxis:doesNotRequire access:know-parameters"],
    ),
    (
        "model:grey-box a praxis:GreyBoxThreatModel",
        ["praxis:GreyBoxThreatModel owl:equivalentClass"],
        [
            "model:grey-box praxis:doesNotRequire access:know-parameters",
            "model:grey-box praxis:requires access:know-architecture",
        ],
    ),
    (
        "model:low-query a praxis:LowQueryThreatModel",
        ["praxis:LowQueryThreatModel owl:equivalentClass"],
        [
            "model:low-query praxis:hasNeed need:fifty-queries",
            "need:fifty-queries praxis:needAccess access:query-model",
        ],
    ),
    (
        "attack:poisoning a praxis:TrainingTimeAttack",
        ["praxis:TrainingTimeAttack owl:equivalentClass"],
        ["attack:poisoning praxis:actsAt stage:data-design"],
    ),
    (
        "attack:relabelling a praxis:TrainingTimeAttack",
        ["praxis:TrainingTimeAttack owl:equivalentClass", "praxis:actsAt owl:propertyChainAxiom"],
        [
            "attack:relabelling praxis:actsAt stage:labelling",
            "stage:labelling praxis:partOfStage stage:data-design",
        ],
    ),
    (
        "attack:model-stealing a praxis:TestTimeAttack",
        ["praxis:TestTimeAttack owl:equivalentClass"],
        ["attack:model-stealing praxis:actsAt stage:deployment"],
    ),
    (
        "attack:adversarial-initialization a praxis:SupplyChainAttack",
        ["praxis:SupplyChainAttack owl:equivalentClass"],
        ["attack:adversarial-initialization praxis:viaChannel channel:third-party-model"],
    ),
    (
        "attack:membership-inference a praxis:PrivacyAttack",
        ["praxis:PrivacyAttack owl:equivalentClass"],
        ["attack:membership-inference praxis:hasObjective objective:data-privacy"],
    ),
]


@pytest.mark.parametrize(("statement", "axioms", "facts"), CASES, ids=[c[0] for c in CASES])
def test_a_type_is_explained_by_its_definition_and_the_facts_that_meet_it(
    reasoned: Reason, statement: str, axioms: list[str], facts: list[str]
) -> None:
    told = reasoned("members.ttl")
    assert triple(statement) in told.inferred
    explanation = told.explainer.explain(triple(statement))
    assert list(explanation.axioms) == axioms
    beyond = {node("rdf:type"), node("praxis:atLeast")}
    assert [f for f in explanation.facts if f[1] not in beyond] == [triple(f) for f in facts]


@pytest.mark.parametrize(
    ("statement", "path"),
    [
        (
            "attack:mislabelling praxis:strikesAt stage:data-design",
            ["attack:mislabelling praxis:strikesAt stage:labelling",
             "stage:labelling praxis:partOfStage stage:data-design"],
        ),
        (
            "attack:label-flipping praxis:strikesAt stage:data-design",
            ["attack:label-flipping praxis:subAttackOf attack:poisoning",
             "attack:poisoning praxis:strikesAt stage:data-design"],
        ),
        (
            "attack:relabelling praxis:actsAt stage:data-design",
            ["attack:relabelling praxis:actsAt stage:labelling",
             "stage:labelling praxis:partOfStage stage:data-design"],
        ),
        (
            "attack:relabelling praxis:takesEffectAt stage:deployment",
            ["attack:relabelling praxis:takesEffectAt stage:monitoring",
             "stage:monitoring praxis:partOfStage stage:deployment"],
        ),
    ],
)  # fmt: skip
def test_a_value_along_a_chain_is_explained_by_its_path(reasoned: Reason, statement: str, path: list[str]) -> None:
    explanation = reasoned("members.ttl").explainer.explain(triple(statement))
    assert explanation.axioms == (f"{statement.split()[1]} owl:propertyChainAxiom",)
    assert explanation.facts == tuple(map(triple, path))


def test_every_inferred_statement_has_an_axiom(reasoned: Reason) -> None:
    told = reasoned("members.ttl")
    assert [s for s in told.inferred if not told.explainer.explain(s).axioms] == []


def test_the_rules_of_the_explanations_claim_no_type_that_hermit_does_not_give(reasoned: Reason) -> None:
    told = reasoned("members.ttl")
    defined = {node(f"praxis:{name}") for name in ("WhiteBoxThreatModel", "BlackBoxThreatModel", "GreyBoxThreatModel",
               "OutputOnlyThreatModel", "LowQueryThreatModel", "TrainingTimeAttack", "TestTimeAttack",
               "SupplyChainAttack", "PrivacyAttack")}  # fmt: skip
    derived = {t for t in told.explainer.derivation.steps if t[1] == node("rdf:type") and t[2] in defined}
    assert derived == {t for t in told.inferred if t[1] == node("rdf:type") and t[2] in defined}


def test_the_text_names_axiom_fact_and_file(reasoned: Reason) -> None:
    told = reasoned("members.ttl")
    text = "\n".join(told.explainer.explain(triple("model:low-query a praxis:LowQueryThreatModel")).lines)
    assert text.startswith(
        "“Fifty queries” is a low-query threat model\n  because a low-query threat model is by definition"
    )
    assert "a number below 100" in text
    assert "“Need of fifty queries” at least “50”, stated in " in text
    assert "members.ttl" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("WhiteBoxThreatModel", "a threat model that requires “Know the parameters”"),
        ("TestTimeAttack", "an attack that acts at “Deployment”"),
        ("TrainingTimeAttack", "an attack that acts at one of “Data/Design” and “Training”"),
        ("SupplyChainAttack", "an attack that via channel a supply channel"),
    ],
)
def test_a_definition_is_told_in_words(name: str, words: str) -> None:
    from rdflib import OWL

    from kg import modules
    from kg.reason import assemble

    graph = assemble(modules.shipped_inventory()).everything
    definition = graph.value(node(f"praxis:{name}"), OWL.equivalentClass)
    assert definition is not None
    assert Words(graph).expression(definition) == words
