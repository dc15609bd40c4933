"""Every shape refuses what it must, with its own name, and lets the sound thing beside it pass."""

from __future__ import annotations

from collections import defaultdict

import pytest
import rdflib
from pyshacl import validate

from kg import modules
from tests.ontology.shape_cases import CASES, PREFIXES, SOUND, Case

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = "https://w3id.org/threatpraxis/shapes#"
NUMBERED = {f"case{number:03}x": case for number, case in enumerate(CASES)}

Found = dict[str, set[tuple[str, str]]]


def _read(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in modules.shipped_inventory().files:
        if file.name in names or (file.is_shapes and "shapes" in names):
            graph.parse(file.path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    return _read("shapes")


@pytest.fixture(scope="session")
def found(shapes: rdflib.Graph) -> Found:
    """What the shapes say of all sound and all broken things together, by slug: thing and shape."""
    data = _read("core.ttl", "vocab.ttl", "values.ttl")
    things = [text.replace("ME", "good") for text in SOUND.values()]
    things += [case.broken(slug) for slug, case in NUMBERED.items()]
    data.parse(data=PREFIXES + "\n".join(things), format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", do_owl_imports=False, inplace=True)
    by_slug: Found = defaultdict(set)
    assert isinstance(report, rdflib.Graph)
    for result in report.objects(None, SH.result):
        focus, shape = (
            report.value(result, SH.focusNode),
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPES),
        )
        slug = next((s for s in NUMBERED if s in str(focus)), "sound")
        by_slug[slug].add((str(focus), shape))
    return by_slug


def test_sound_things_of_every_kind_break_no_shape(found: Found) -> None:
    assert found["sound"] == set()


@pytest.mark.parametrize(
    ("slug", "case"), NUMBERED.items(), ids=[f"{c.shape}: {c.kind}, {c.was or c.now}" for c in CASES]
)
def test_a_broken_thing_breaks_just_that_shape(found: Found, slug: str, case: Case) -> None:
    graph = rdflib.Graph().parse(data=PREFIXES + case.broken(slug), format="turtle")
    subjects = {str(s) for s in graph.subjects(rdflib.RDF.type) if slug in str(s)}
    # Less the sound parts that a profile, a question or a case study brings with it.
    things = {s for s in subjects if "in-profile" not in s and "of-case" not in s}
    assert found[slug] == {(thing, case.shape) for thing in things}
    assert len(things) == 1


def _speaking(shapes: rdflib.Graph) -> set[str]:
    return {str(shape).removeprefix(SHAPES) for shape in shapes.subjects(SH.message)}


def test_every_shape_that_speaks_has_a_broken_thing(shapes: rdflib.Graph) -> None:
    assert _speaking(shapes) == {case.shape for case in CASES}


def test_every_shape_has_a_name(shapes: rdflib.Graph) -> None:
    assert all(isinstance(shape, rdflib.URIRef) for shape in shapes.subjects(SH.message))
    named = set(shapes.subjects(rdflib.RDF.type, SH.NodeShape)) | set(
        shapes.subjects(rdflib.RDF.type, SH.PropertyShape)
    )
    assert all(str(shape).startswith(SHAPES) for shape in named)


def test_every_property_shape_belongs_to_a_node_shape_with_a_target(shapes: rdflib.Graph) -> None:
    targeted = set(shapes.subjects(SH.targetClass)) | set(shapes.subjects(SH.targetSubjectsOf))
    used = {p for shape in targeted for p in shapes.objects(shape, SH.property)}
    assert set(shapes.subjects(rdflib.RDF.type, SH.PropertyShape)) == used
    speaking_nodes = set(shapes.subjects(SH.message)) - used
    assert speaking_nodes <= targeted


def test_every_kind_of_individual_has_a_name_and_an_address_shape(shapes: rdflib.Graph) -> None:
    core = _read("core.ttl")
    praxis = rdflib.Namespace("https://w3id.org/threatpraxis/ontology#")
    disjoint = core.value(predicate=rdflib.RDF.type, object=rdflib.OWL.AllDisjointClasses)
    members = core.value(disjoint, rdflib.OWL.members)
    kinds = set(rdflib.collection.Collection(core, members))
    assert len(kinds) == 43
    shape = rdflib.Namespace(SHAPES)
    # The objects of an outside catalogue keep the addresses that it gives them.
    catalogue = {praxis.Tactic, praxis.Technique, praxis.Mitigation, praxis.CaseStudy, praxis.CatalogueEntry}
    assert kinds - set(shapes.objects(shape.AddressShape, SH.targetClass)) == catalogue
    # Needs, grants and steps are lines of a threat model, a profile or a case study and are shown there. A change has
    # a title: with a label it would stand beside what it made in every search.
    assert kinds - set(shapes.objects(shape.LabelShape, SH.targetClass)) == {
        praxis.Need,
        praxis.Grant,
        praxis.ProcedureStep,
        praxis.Change,
    }


@pytest.mark.parametrize("shape", sorted({case.shape for case in CASES}))
def test_a_message_says_the_rule_and_then_what_to_do(shapes: rdflib.Graph, shape: str) -> None:
    messages = [str(m) for m in shapes.objects(rdflib.URIRef(SHAPES + shape), SH.message)]
    assert len(messages) == 1
    rule, _, remedy = messages[0].partition(". ")
    assert len(rule) > 15
    assert len(remedy) > 15
    assert messages[0].endswith(".")
