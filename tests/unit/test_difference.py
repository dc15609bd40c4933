"""Changes from one state of the knowledge to another; what is expected is worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.difference.change import Change
from kg.difference.compare import compare, difference
from kg.difference.state import File, State, state_of
from kg.errors import ModuleError

HEAD = """@prefix access: <https://w3id.org/threatpraxis/id/access/> .
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
@prefix work: <https://w3id.org/threatpraxis/id/work/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SPONGE = (
    'attack:sponge a praxis:Attack ; skos:prefLabel "Sponge"@en ; praxis:actsAt stage:deployment, stage:training ;\n'
    "  praxis:subAttackOf attack:availability ; skos:broader attack:availability .\n"
)


def told(old: str, new: str) -> list[tuple[str, str, str, str, str, str]]:
    """The first six columns of what changed."""
    return [row(change) for change in difference(HEAD + old, HEAD + new)]


def row(change: Change) -> tuple[str, str, str, str, str, str]:
    return change.change, change.kind, change.id, change.field, change.before, change.after


def module(name: str, text: str) -> File:
    header = f"<https://example.org/{name}> a owl:Ontology .\n"
    return File(f"{name}.ttl", Path(f"{name}.ttl"), (HEAD + header + text).encode())


def folder(**modules: str) -> State:
    return state_of("folder", [module(name, text) for name, text in modules.items()], whole=True)


def test_a_new_thing_is_added_with_its_label_and_what_it_hangs_below() -> None:
    (change,) = difference("", HEAD + SPONGE)
    assert row(change) == ("added", "attack", "attack:sponge", "", "", "Sponge")
    assert [value.text for value in change.under] == ["attack:availability"]
    assert len(change.come) == 6


def test_a_thing_that_is_gone_is_removed_and_the_statements_that_still_name_it_are_listed() -> None:
    other = "attack:other a praxis:Attack ; praxis:subAttackOf attack:sponge .\n"
    (change,) = difference(HEAD + SPONGE + other, HEAD + other)
    assert row(change) == ("removed", "attack", "attack:sponge", "", "Sponge", "")
    assert [(t.subject.value[-5:], t.predicate.value[-11:]) for _, t in change.links] == [("other", "subAttackOf")]


def test_a_new_label_renames() -> None:
    assert told(SPONGE, SPONGE.replace('"Sponge"', '"Energy-latency"')) == [
        ("renamed", "attack", "attack:sponge", "skos:prefLabel", "Sponge", "Energy-latency")
    ]


def test_a_label_in_another_language_beside_is_no_new_name() -> None:
    assert told(SPONGE, SPONGE.replace('"Sponge"@en', '"Sponge"@en, "Schwamm"@de')) == [
        ("changed", "attack", "attack:sponge", "skos:prefLabel", "", "Schwamm")
    ]


def test_another_parent_moves_once_however_many_properties_say_so() -> None:
    assert told(SPONGE, SPONGE.replace("attack:availability", "attack:evasion")) == [
        ("moved", "attack", "attack:sponge", "praxis:subAttackOf", "attack:availability", "attack:evasion")
    ]


def test_parents_that_disagree_are_told_apart() -> None:
    new = SPONGE.replace("skos:broader attack:availability", "skos:broader attack:evasion")
    assert told(SPONGE, new) == [
        ("moved", "attack", "attack:sponge", "skos:broader", "attack:availability", "attack:evasion")
    ]


def test_a_step_moves_to_another_stage() -> None:
    old = "stage:labelling a praxis:PipelineStage ; praxis:partOfStage stage:training .\n"
    assert told(old, old.replace("stage:training", "stage:collection")) == [
        ("moved", "stage", "stage:labelling", "praxis:partOfStage", "stage:training", "stage:collection")
    ]


def test_what_is_withdrawn_is_retired_in_favour_of_what_replaces_it() -> None:
    new = SPONGE + "attack:sponge owl:deprecated true ; dcterms:isReplacedBy attack:delay .\n"
    assert told(SPONGE, new) == [("retired", "attack", "attack:sponge", "deprecated", "", "attack:delay")]


def test_a_withdrawal_in_another_module_adds_nothing() -> None:
    """As of an attack that came with ThreatPraxis and is withdrawn by a file of a workspace."""
    assert told("", "attack:sponge owl:deprecated true .\n") == [
        ("retired", "attack", "attack:sponge", "deprecated", "", "")
    ]


def test_another_replacement_later_is_a_change_of_its_own() -> None:
    old = SPONGE + "attack:sponge owl:deprecated true ; dcterms:isReplacedBy attack:delay .\n"
    assert told(old, old.replace("attack:delay", "attack:stall")) == [
        ("changed", "attack", "attack:sponge", "dcterms:isReplacedBy", "attack:delay", "attack:stall")
    ]


def test_only_the_values_that_went_and_came_are_told() -> None:
    assert told(SPONGE, SPONGE.replace("stage:training", "stage:collection")) == [
        ("changed", "attack", "attack:sponge", "praxis:actsAt", "stage:training", "stage:collection")
    ]


def test_texts_that_differ_in_language_or_datatype_alone_are_told_apart() -> None:
    old = 'work:a dcterms:title "Title"@en ; dcterms:date "2020" .\n'
    new = 'work:a dcterms:title "Title"@de ; dcterms:date "2020"^^xsd:gYear .\n'
    assert told(old, new) == [
        ("renamed", "work", "work:a", "dcterms:title", '"Title"@en', '"Title"@de'),
        ("changed", "work", "work:a", "dcterms:date", '"2020"^^xsd:string', '"2020"^^xsd:gYear'),
    ]


def test_a_note_on_a_statement_is_a_change_of_what_the_statement_is_about() -> None:
    note = (
        "[] a owl:Axiom ; owl:annotatedSource attack:sponge ; owl:annotatedProperty praxis:actsAt ;\n"
        "  owl:annotatedTarget stage:deployment ; dcterms:source work:a ; praxis:locator {locator} .\n"
    )
    old, new = note.format(locator='"p. 3"'), note.format(locator='"p. 4"')
    (change,) = difference(HEAD + SPONGE + old, HEAD + SPONGE + new)
    assert row(change) == (
        "changed", "attack", "attack:sponge", "note on praxis:actsAt", "praxis:locator p. 3", "praxis:locator p. 4",
    )  # fmt: skip
    assert change.about is not None and change.about.object.value.endswith("stage/deployment")
    assert told(SPONGE, SPONGE + new)[0][3:] == (
        "note on praxis:actsAt", "", "dcterms:source work:a, praxis:locator p. 4",
    )  # fmt: skip


def test_two_notes_that_become_one_are_a_change_though_the_words_stay() -> None:
    start = "[] a owl:Axiom ; owl:annotatedSource attack:a ; owl:annotatedProperty skos:note ; owl:annotatedTarget"
    two = f'{start} "t" ; dcterms:source work:a ; praxis:locator "1" .\n{start} "t" ; dcterms:source work:b .\n'
    one = f'{start} "t" ; dcterms:source work:a, work:b ; praxis:locator "1" .\n'
    ((change, _, thing, field, before, after),) = told(two, one)
    assert (change, thing, field) == ("changed", "attack:a", "note on skos:note")
    assert before == after == "dcterms:source work:a, dcterms:source work:b, praxis:locator 1"


def test_of_a_nested_expression_the_place_that_differs_is_told_of_its_owner() -> None:
    old = (
        "praxis:White a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( praxis:ThreatModel\n"
        "  [ a owl:Restriction ; owl:onProperty praxis:requires ; owl:hasValue access:a ] ) ] .\n"
    )
    assert told(old, old.replace("access:a", "access:b")) == [
        ("changed", "class", "praxis:White", "owl:equivalentClass/owl:intersectionOf/owl:hasValue", "access:a",
         "access:b")
    ]  # fmt: skip
    twice = old.replace("access:a", "access:b").replace("praxis:requires", "praxis:asks")
    assert told(old, twice)[0][3:] == (
        "owl:equivalentClass/owl:intersectionOf",
        "[a owl:Restriction ; owl:hasValue access:a ; owl:onProperty praxis:requires]",
        "[a owl:Restriction ; owl:hasValue access:b ; owl:onProperty praxis:asks]",
    )


def test_of_a_list_the_members_that_differ_are_told_and_all_where_only_the_order_does() -> None:
    old = 'attack:shape a sh:PropertyShape ; sh:in ( "a" "b" "c" ) .\n'
    assert told(old, old.replace('"b"', '"b" "d"'))[0][3:] == ("sh:in", "", "d")
    assert told(old, old.replace('"a" "b"', '"b" "a"'))[0][3:] == ("sh:in", '("a" "b" "c")', '("b" "a" "c")')


def test_an_axiom_without_a_name_is_told_by_its_type() -> None:
    old = "[] a owl:AllDisjointClasses ; owl:members ( praxis:A praxis:B ) .\n"
    assert told(old, old.replace("praxis:B", "praxis:B praxis:C")) == [
        ("changed", "axiom", "[owl:AllDisjointClasses]", "owl:members", "", "praxis:C")
    ]
    assert told("", old) == [
        ("added", "axiom", "[owl:AllDisjointClasses]", "", "",
         "[a owl:AllDisjointClasses ; owl:members (praxis:A praxis:B)]")
    ]  # fmt: skip


def test_blank_nodes_that_only_name_each_other_are_told_too() -> None:
    ((change, kind, _, _, _, after),) = told("", "_:a praxis:p _:b . _:b praxis:p _:a .")
    assert (change, kind, after) == ("added", "axiom", "[praxis:p [praxis:p […]]]")


def test_a_node_that_is_shared_again_and_again_is_shown_as_far_as_it_can_be() -> None:
    """Written out, this would have two to the power of forty parts."""
    steps = "".join(f"_:n{n} praxis:p _:n{n + 1} ; praxis:q _:n{n + 1} .\n" for n in range(40))
    ((*_, after),) = told("", f"attack:a skos:note _:n0 .\n{steps}_:n40 praxis:p 1 .")
    assert after.startswith("[praxis:p [praxis:p [")
    assert "[…]" in after
    assert len(after) < 50_000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<https://example.org/m> a owl:Ontology .", "module"),
        ("praxis:Thing a owl:Class .", "class"),
        ("praxis:thing a owl:ObjectProperty .", "property"),
        ("<https://example.org/s> a sh:NodeShape .", "shape"),
        ("<https://example.org/x> a praxis:Attack .", "term"),
        ("work:x a praxis:Work .", "work"),
        ("<https://atlas.mitre.org/studies/AML.CS0000> a praxis:CaseStudy .", "case-study"),
    ],
)
def test_each_kind_of_thing_has_its_name(text: str, kind: str) -> None:
    assert [change[1] for change in told("", text)] == [kind]


def test_order_prefixes_labels_of_blank_nodes_and_modules_make_no_difference() -> None:
    one = HEAD + SPONGE + "attack:a skos:note [ praxis:p _:x ] . _:x praxis:q 1 .\n"
    other = (
        "<https://w3id.org/threatpraxis/id/attack/a> <http://www.w3.org/2004/02/skos/core#note> _:y .\n"
        "_:z <https://w3id.org/threatpraxis/ontology#q> 1 . _:y <https://w3id.org/threatpraxis/ontology#p> _:z .\n"
    )
    assert difference(one, HEAD.replace("praxis:", "p:") + other + SPONGE.replace("praxis:", "p:")) == []
    assert compare(folder(m=SPONGE), folder(m=SPONGE)) == []


def test_changes_come_in_the_order_of_their_kinds_and_names() -> None:
    old = "".join(f'attack:{n} a praxis:Attack ; skos:prefLabel "{n}" ; skos:broader attack:z .\n' for n in "dcba")
    new = (
        'attack:e a praxis:Attack .\nattack:a a praxis:Attack ; skos:prefLabel "A" ; skos:broader attack:z .\n'
        'attack:b a praxis:Attack ; skos:prefLabel "b" ; skos:broader attack:y ; skos:note "n" .\n'
        'attack:c a praxis:Attack ; skos:prefLabel "c" ; skos:broader attack:z ; owl:deprecated true .\n'
    )
    assert [(change, thing[-1]) for change, _, thing, *_ in told(old, new)] == [
        ("removed", "d"), ("retired", "c"), ("renamed", "a"), ("moved", "b"), ("added", "e"), ("changed", "b"),
    ]  # fmt: skip


def test_a_thing_in_another_module_has_moved_if_the_same_is_said_of_it() -> None:
    stays = "attack:stays a praxis:Attack .\n"
    (change,) = compare(folder(one=SPONGE + stays, two=""), folder(one=stays, two=SPONGE))
    assert row(change) == (
        "moved", "attack", "attack:sponge", "module", "https://example.org/one", "https://example.org/two",
    )  # fmt: skip
    edited = SPONGE.replace('"Sponge"', '"Delay"')
    assert [row(c)[0] for c in compare(folder(one=SPONGE, two=""), folder(one="", two=edited))] == ["renamed"]


def test_between_single_files_nothing_moves() -> None:
    one, two = (state_of(name, [module(name, SPONGE)], whole=False) for name in ("one", "two"))
    assert [row(c)[:3] for c in compare(one, two)] == [
        ("removed", "module", "https://example.org/one"), ("added", "module", "https://example.org/two"),
    ]  # fmt: skip


def test_each_change_names_the_modules_it_happened_in() -> None:
    edited = SPONGE.replace('"Sponge"', '"Delay"')
    (change,) = compare(folder(one=SPONGE, two=""), folder(one="", two=edited))
    assert change.modules == ("https://example.org/one", "https://example.org/two")


def test_records_of_changes_are_left_out() -> None:
    record = "<https://w3id.org/threatpraxis/id/change/1> a praxis:Change .\n"
    assert compare(folder(one=SPONGE), folder(one=SPONGE, record=record)) == []


def test_in_full_the_statements_of_a_new_thing_follow_it() -> None:
    note = (
        "[] a owl:Axiom ; owl:annotatedSource attack:sponge ; owl:annotatedProperty praxis:actsAt ;\n"
        "  owl:annotatedTarget stage:training ; dcterms:source work:a .\n"
    )
    rows = [row(c) for c in compare(folder(one=""), folder(one=SPONGE + note), in_full=True)]
    assert {r[0] for r in rows} == {"added"}
    assert [r[3:] for r in rows] == [
        ("", "", "Sponge"),
        ("note on praxis:actsAt", "", "dcterms:source work:a"),
        ("praxis:actsAt", "", "stage:deployment, stage:training"),
        ("praxis:subAttackOf", "", "attack:availability"),
        ("rdf:type", "", "praxis:Attack"),
        ("skos:broader", "", "attack:availability"),
        ("skos:prefLabel", "", "Sponge"),
    ]


def test_a_text_that_is_no_turtle_is_refused_with_its_place() -> None:
    with pytest.raises(ModuleError, match=r"after:2:.*no valid Turtle"):
        difference("", "@prefix a: <urn:a:> .\na:b a:c .\n")


def test_a_triple_within_a_triple_is_refused() -> None:
    with pytest.raises(ModuleError, match=r"newer than Turtle 1\.1"):
        difference("", "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .")


def test_statements_may_be_given_instead_of_a_text() -> None:
    (change,) = difference("", HEAD + SPONGE)
    assert difference(change.come, HEAD + SPONGE) == []
