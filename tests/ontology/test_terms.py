"""Every term of the core is named, defined, declared once; properties say what they join; classes give examples."""

from __future__ import annotations

import re

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from kg import terms
from tests.ontology.test_modules import DECLARING, FILES, PRAXIS, read, union

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
CORE = read("core.ttl")
TERMS = sorted({str(t) for kind in DECLARING for t in CORE.subjects(RDF.type, kind) if isinstance(t, rdflib.URIRef)})
PROPERTIES = [t for t in TERMS if (rdflib.URIRef(t), RDF.type, OWL.Class) not in CORE]
DEFINED = sorted(str(c) for c in CORE.subjects(OWL.equivalentClass))


def _ids(names: list[str]) -> list[str]:
    return [terms.compact(name) for name in names]


@pytest.mark.parametrize("name", TERMS, ids=_ids(TERMS))
def test_a_term_has_one_english_label_and_one_english_definition(name: str) -> None:
    term = rdflib.URIRef(name)
    assert name.startswith(str(PRAXIS))
    for annotation in (RDFS.label, SKOS.definition):
        values = list(CORE.objects(term, annotation))
        assert [value.language for value in values] == ["en"]  # type: ignore[attr-defined]
    definition = str(CORE.value(term, SKOS.definition))
    assert definition[0].isupper() or definition[0] == "'"
    assert definition.endswith(".")


@pytest.mark.parametrize("name", TERMS, ids=_ids(TERMS))
def test_a_term_is_declared_once_and_as_one_thing(name: str) -> None:
    term = rdflib.URIRef(name)
    declaring = [n for n in FILES if any((term, RDF.type, kind) in read(n) for kind in DECLARING)]
    assert declaring == ["core.ttl"]
    assert len([kind for kind in DECLARING if (term, RDF.type, kind) in CORE]) == 1


@pytest.mark.parametrize("name", TERMS, ids=_ids(TERMS))
def test_the_label_of_a_term_fits_its_name(name: str) -> None:
    # A reader who sees the one should guess the other: at least one word in common.
    local = name.removeprefix(str(PRAXIS))
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", local)}
    label = {word.lower() for word in re.findall(r"[A-Za-z]+", str(CORE.value(rdflib.URIRef(name), RDFS.label)))}
    assert words & label
    is_class = (rdflib.URIRef(name), RDF.type, OWL.Class) in CORE
    assert local[0].isupper() == is_class


@pytest.mark.parametrize("name", PROPERTIES, ids=_ids(PROPERTIES))
def test_a_property_has_domain_and_range_or_is_held_by_a_shape(name: str) -> None:
    term = rdflib.URIRef(name)
    annotation = (term, RDF.type, OWL.AnnotationProperty) in CORE
    framed = all((term, side, None) in CORE for side in (RDFS.domain, RDFS.range))
    if annotation:  # OWL gives an annotation no domain; it must not have one by mistake
        assert not any((term, side, None) in CORE for side in (RDFS.domain, RDFS.range))
    assert annotation or framed or term in _shaped()


def _shaped() -> set[rdflib.term.Node]:
    found: set[rdflib.term.Node] = set()
    for name, file in FILES.items():
        if file.is_shapes:
            graph = read(name)
            for path in graph.objects(None, SH.path):
                found |= {path, *graph.transitive_objects(path, None)} if isinstance(path, rdflib.BNode) else {path}
    return found


@pytest.mark.parametrize("name", PROPERTIES, ids=_ids(PROPERTIES))
def test_domain_and_range_name_classes_or_datatypes_that_exist(name: str) -> None:
    classes = set(union().subjects(RDF.type, OWL.Class))
    term = rdflib.URIRef(name)
    assert set(CORE.objects(term, RDFS.domain)) <= classes
    literal = (term, RDF.type, OWL.DatatypeProperty) in CORE
    allowed = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean} if literal else classes
    assert set(CORE.objects(term, RDFS.range)) <= allowed


@pytest.mark.parametrize("name", DEFINED, ids=_ids(DEFINED))
def test_a_defined_class_gives_one_example_and_one_counter_example(name: str) -> None:
    examples = [str(example) for example in CORE.objects(rdflib.URIRef(name), SKOS.example)]
    assert len(examples) == 2
    assert sorted("is none" in text for text in examples) == [False, True]
    assert all(" is one" in text or " is none" in text for text in examples)


@pytest.mark.parametrize("name", DEFINED, ids=_ids(DEFINED))
def test_the_things_that_examples_name_exist(name: str) -> None:
    known = set(map(str, union().subjects(RDF.type)))
    for example in CORE.objects(rdflib.URIRef(name), SKOS.example):
        if (iri := terms.expand(str(example).split(" ")[0])) is not None:
            assert iri in known


#: What each defined class says, asked by hand of the asserted statements: example, counter-example.
MEMBERSHIP = {
    "WhiteBoxThreatModel": ("praxis:requires access:know-parameters", "model:evasion-white-box-grosse2024",
                            "model:model-stealing-grosse2024"),
    "BlackBoxThreatModel": ("praxis:doesNotRequire access:know-parameters", "model:model-stealing-grosse2024",
                            "model:evasion-grosse2024"),
    "OutputOnlyThreatModel": ("praxis:requires access:observe-outputs ; praxis:doesNotRequire access:query-model,"
                              " access:know-parameters", "model:model-stealing-output-only-grosse2024",
                              "model:model-stealing-query-based-grosse2024"),
    "TrainingTimeAttack": ("praxis:actsAt stage:data-design", "attack:poisoning", "attack:membership-inference"),
    "TestTimeAttack": ("praxis:actsAt stage:deployment", "attack:model-stealing", "attack:poisoning"),
    "SupplyChainAttack": ("praxis:viaChannel channel:third-party-model", "attack:backdoor", "attack:evasion"),
    "PrivacyAttack": ("praxis:hasObjective objective:data-privacy", "attack:membership-inference",
                      "attack:model-stealing"),
}  # fmt: skip


@pytest.mark.parametrize("name", MEMBERSHIP)
def test_the_named_examples_meet_the_definition_and_the_counter_examples_do_not(name: str) -> None:
    condition, member, stranger = MEMBERSHIP[name]
    examples = " ".join(str(example) for example in CORE.objects(PRAXIS[name], SKOS.example))
    assert f"{member} is one" in examples
    assert f"{stranger} is none" in examples
    prefixes = {
        prefix: namespace for prefix, namespace in terms.PREFIXES.items() if f"{prefix}:" in condition + examples
    }
    ask = "ASK {{ {} {} }}"
    assert union().query(ask.format(member, condition), initNs=prefixes).askAnswer is True
    assert union().query(ask.format(stranger, condition), initNs=prefixes).askAnswer is False


def test_every_kind_is_disjoint_with_every_other() -> None:
    holder = CORE.value(predicate=RDF.type, object=OWL.AllDisjointClasses)
    members = CORE.value(holder, OWL.members)
    assert members is not None
    disjoint = set(rdflib.collection.Collection(CORE, members))
    declared = set(CORE.subjects(RDF.type, OWL.Class))
    roots = {c for c in declared if isinstance(c, rdflib.URIRef)}
    roots -= {c for c in roots if any(str(p).startswith(str(PRAXIS)) for p in CORE.objects(c, RDFS.subClassOf))}
    roots -= set(CORE.subjects(OWL.equivalentClass))
    assert disjoint == roots


@pytest.mark.parametrize(
    ("module", "kind"),
    [("attacks.ttl", "Attack"), ("attacks.ttl", "PipelineStage"), ("threat-models.ttl", "ThreatModel")],
)
def test_different_names_are_said_to_be_different_things(module: str, kind: str) -> None:
    assert _named_different(module) >= set(read(module).subjects(RDF.type, PRAXIS[kind]))


def test_different_accesses_are_said_to_be_different_things() -> None:
    graph = read("access.ttl")
    accesses = set(graph.subjects(RDF.type, PRAXIS.Knowledge)) | set(graph.subjects(RDF.type, PRAXIS.Capability))
    assert _named_different("access.ttl") == accesses


def _named_different(module: str) -> set[rdflib.term.Node]:
    graph = read(module)
    lists = graph.objects(None, OWL.distinctMembers)
    return {member for head in lists for member in rdflib.collection.Collection(graph, head)}
