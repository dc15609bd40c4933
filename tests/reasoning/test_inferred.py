"""What follows: members and non-members of every defined class, values along chains, and the module that ships."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from rdflib import RDF, Graph, URIRef

from kg import modules, shipped
from kg.modules import INFERRED, Inventory
from kg.reason import assemble, hermit, module
from kg.reason.knowledge import n_triples
from kg.reason.process import run_java, workplace
from kg.store.embedded import EmbeddedEngine
from tests.reasoning.conftest import Reason, node, triple

# Read off Table 1 and the taxonomy by hand.
MEMBERS = {
    "WhiteBoxThreatModel": {"evasion-white-box-grosse2024"},
    "BlackBoxThreatModel": {
        "evasion-black-box-grosse2024", "model-stealing-grosse2024", "model-stealing-output-only-grosse2024",
        "model-stealing-query-based-grosse2024",
    },
    "GreyBoxThreatModel": set(),
    "OutputOnlyThreatModel": {"model-stealing-output-only-grosse2024"},
    "LowQueryThreatModel": set(),
    "TrainingTimeAttack": {"adversarial-initialization", "backdoor", "poisoning", "weight-perturbation"},
    "TestTimeAttack": {
        "adversarial-reprogramming", "backdoor", "evasion", "membership-inference", "model-stealing",
        "reverse-engineering", "sponge",
    },
    "SupplyChainAttack": {"adversarial-initialization", "backdoor", "poisoning"},
    "PrivacyAttack": {"membership-inference"},
}  # fmt: skip
#: One thing of the shipped knowledge, or of the fixture, that belongs to no such class although it comes near.
NON_MEMBERS = [
    ("", "model:model-stealing-grosse2024", "praxis:WhiteBoxThreatModel"),
    ("", "model:evasion-grosse2024", "praxis:BlackBoxThreatModel"),
    ("", "model:model-stealing-grosse2024", "praxis:GreyBoxThreatModel"),
    ("", "model:model-stealing-query-based-grosse2024", "praxis:OutputOnlyThreatModel"),
    ("members.ttl", "model:high-query", "praxis:LowQueryThreatModel"),
    ("members.ttl", "model:hundred", "praxis:LowQueryThreatModel"),
    ("", "attack:membership-inference", "praxis:TrainingTimeAttack"),
    ("", "attack:poisoning", "praxis:TestTimeAttack"),
    ("", "attack:evasion", "praxis:SupplyChainAttack"),
    ("", "attack:model-stealing", "praxis:PrivacyAttack"),
]


def _slugs(statements: tuple[object, ...], kind: str) -> set[str]:
    return {str(s).rsplit("/", 1)[1] for s, p, o in statements if (p, o) == (RDF.type, node(f"praxis:{kind}"))}  # type: ignore[misc, attr-defined]


def test_the_shipped_knowledge_is_consistent_and_every_class_can_have_members(reasoned: Reason) -> None:
    told = reasoned("")
    assert told.consistent
    assert told.empty == ()


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_defined_class_has_the_members_found_by_hand(reasoned: Reason, kind: str) -> None:
    assert _slugs(reasoned("").inferred, kind) >= MEMBERS[kind]
    known = {slug for slugs in MEMBERS.values() for slug in slugs}
    assert _slugs(reasoned("").inferred, kind) & known == MEMBERS[kind]


@pytest.mark.parametrize(
    ("thing", "kind"), [("model:low-query", "LowQuery"), ("model:grey-box", "GreyBox"), ("model:grey-box", "BlackBox")]
)
def test_a_class_without_shipped_member_takes_one_from_a_users_file(reasoned: Reason, thing: str, kind: str) -> None:
    assert triple(f"{thing} a praxis:{kind}ThreatModel") in reasoned("members.ttl").inferred


@pytest.mark.parametrize(("fixture", "thing", "kind"), NON_MEMBERS)
def test_what_only_comes_near_is_no_member(reasoned: Reason, fixture: str, thing: str, kind: str) -> None:
    assert triple(f"{thing} a {kind}") not in reasoned(fixture).inferred


@pytest.mark.parametrize(
    "statement",
    [
        "attack:mislabelling praxis:strikesAt stage:data-design",
        "attack:relabelling praxis:strikesAt stage:data-design",
        "attack:relabelling praxis:actsAt stage:data-design",
        "attack:relabelling praxis:takesEffectAt stage:deployment",
        "attack:relabelling a praxis:TrainingTimeAttack",
        "stage:data-design praxis:precedes stage:training",
        "stage:data-design praxis:precedes stage:deployment",
    ],
)
def test_values_follow_along_chains_and_transitive_properties(reasoned: Reason, statement: str) -> None:
    assert triple(statement) in reasoned("members.ttl").inferred


def test_objectives_are_not_inherited_by_sub_attacks(reasoned: Reason) -> None:
    inherited = [s for s in reasoned("members.ttl").inferred if s[1] == node("praxis:hasObjective")]
    assert inherited == []


def test_nothing_that_is_stated_is_inferred_again(reasoned: Reason) -> None:
    told = reasoned("members.ttl")
    assert [s for s in told.inferred if s in told.knowledge.everything] == []


def test_it_is_what_hermit_itself_prints(reasoner: None, reasoned: Reason) -> None:
    """HermiT asked directly, without owlready2, and its output read here by other means."""
    knowledge = assemble(modules.shipped_inventory())
    logic = knowledge.logic(knowledge.all)
    with workplace() as folder:
        (folder / "k.nt").write_bytes(n_triples(logic))
        program = "org.semanticweb.HermiT.cli.CommandLine"
        _, printed = run_java(folder, [program, "-c", "-O", "-D", "-I", "-Y", (folder / "k.nt").as_uri()])
    lines = re.findall(r"^(SubClassOf|Type)\( <(\S+)> <(\S+)> \)$", printed, re.MULTILINE)
    above, types = defaultdict(set), set()
    for name, low, high in lines:
        if name == "SubClassOf":
            above[low].add(high)
        else:
            types.add((low, high))
    for _ in range(5):
        types |= {(thing, wider) for thing, kind in types for wider in above[kind]}
    ours = {(str(s), str(o)) for s, p, o in reasoned("").inferred if p == RDF.type}
    assert ours <= types
    stated = {(str(s), str(o)) for s, o in reasoned("").knowledge.everything.subject_objects(RDF.type)}
    left = {(s, o) for s, o in types - ours - stated if o.startswith("https://w3id.org/threatpraxis/ontology#")}
    trivial = {"AttackerAccess", "Channel", "Study"}  # follow from rdfs:subClassOf alone
    assert {o.partition("#")[2] for _, o in left} <= trivial


# -- the module that ships --


def _inventory(*, inferred: bool) -> Inventory:
    inventory = modules.shipped_inventory()
    return Inventory(tuple(f for f in inventory.files if inferred or f.name != module.FILE), ())


def test_the_shipped_inferred_module_was_made_from_these_very_files() -> None:
    assert module.outdated(modules.shipped_inventory()) == []


def test_the_shipped_inferred_module_is_what_hermit_gives_to_the_byte(reasoned: Reason) -> None:
    written = (shipped.ontology_dir() / module.FILE).read_text(encoding="utf-8")
    assert written == reasoned("").turtle()


def test_the_module_of_a_users_inferences_holds_only_what_the_shipped_one_lacks(reasoned: Reason) -> None:
    graph = Graph().parse(data=reasoned("members.ttl").turtle(), format="turtle")
    assert triple("model:low-query a praxis:LowQueryThreatModel") in graph
    assert (node("attack:evasion"), RDF.type, None) not in graph
    assert (URIRef(INFERRED), None, None) not in graph


@pytest.mark.parametrize(
    ("pattern", "without"),
    [
        ("?x a praxis:WhiteBoxThreatModel", 0),
        ("?x a praxis:TestTimeAttack", 0),
        ("?x a praxis:Attack ; praxis:actsAt stage:deployment", 7),
        ("?x praxis:requires access:know-parameters", 1),
        ("stage:data-design praxis:precedes ?x", 0),
        ("stage:data-design praxis:directlyPrecedes+ ?x", 3),
    ],
)
def test_what_queries_answer_without_the_reasoner(pattern: str, without: int) -> None:
    # Only of the ten attacks of the published grouping and of the published matrix with its variants.
    ten = """FILTER((!STRSTARTS(STR(?x), STR(attack:)) && !STRSTARTS(STR(?x), STR(model:)))
      || EXISTS { ?p praxis:placesAttack ?x ; praxis:inPlacementScheme scheme:pipeline-2022 }
      || EXISTS { ?x praxis:onCorpusOf ?survey FILTER(!CONTAINS(STR(?x), "trigger-backdoor")) })"""
    engine = EmbeddedEngine.load(_inventory(inferred=False))
    assert len(engine.select(f"SELECT DISTINCT ?x WHERE {{ {pattern} . {ten} }}")) == without


def test_what_queries_answer_with_the_inferred_module() -> None:
    engine = EmbeddedEngine.load(_inventory(inferred=True))
    assert len(engine.select("SELECT DISTINCT ?x WHERE { ?x a praxis:WhiteBoxThreatModel }")) >= 1
    assert len(engine.select("SELECT DISTINCT ?x WHERE { stage:data-design praxis:precedes ?x }")) == 3


def test_statements_closed_upwards_are_not_repeated_where_subclasses_say_them() -> None:
    logic = Graph()
    for text in ("attack:x a praxis:Low", "praxis:Low rdfs:subClassOf praxis:High"):
        logic.add(triple(text))
    direct = {triple("attack:x a praxis:Other"), triple("praxis:Other rdfs:subClassOf praxis:Wide")}
    assert hermit.complete(direct, logic) == direct | {triple("attack:x a praxis:Wide")}
