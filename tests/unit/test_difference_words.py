"""Changes as sentences."""

from __future__ import annotations

import pytest

from kg.difference.compare import compare, difference
from kg.difference.words import words

from .test_difference import HEAD, SPONGE, folder

ID = "https://w3id.org/threatpraxis/id/"
LABELS = {
    f"{ID}attack/sponge": "Sponge", f"{ID}attack/availability": "Availability attacks",
    f"{ID}attack/evasion": "Evasion", f"{ID}stage/deployment": "Deployment", f"{ID}stage/training": "Training",
    f"{ID}stage/collection": "Collection", "https://w3id.org/threatpraxis/ontology#actsAt": "acts at",
    "https://w3id.org/threatpraxis/ontology#locator": "place",
}  # fmt: skip
NOTE = (
    "[] a owl:Axiom ; owl:annotatedSource attack:sponge ; owl:annotatedProperty praxis:actsAt ;\n"
    '  owl:annotatedTarget stage:training ; praxis:locator "p. 3" .\n'
)
PART = "stage:a a praxis:PipelineStage ; praxis:partOfStage stage:deployment .\n"


def said(old: str, new: str) -> list[str]:
    return [words(change, LABELS) for change in difference(HEAD + old, HEAD + new)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("", SPONGE, "Sponge: added under Availability attacks"),
        ("", "attack:x a praxis:Attack .", "attack:x: added"),
        (SPONGE, "", "Sponge: removed"),
        (SPONGE, SPONGE.replace('"Sponge"', '"Delay"'), "Delay: renamed from “Sponge” to “Delay”"),
        (SPONGE, SPONGE.replace("attack:availability", "attack:evasion"),
         "Sponge: moved from Availability attacks to Evasion"),
        (PART, PART.replace(" ; praxis:partOfStage stage:deployment", ""), "stage:a: no longer under Deployment"),
        (PART.replace(" ; praxis:partOfStage stage:deployment", ""), PART, "stage:a: moved under Deployment"),
        (SPONGE, SPONGE + "attack:sponge owl:deprecated true ; dcterms:isReplacedBy attack:evasion .",
         "Sponge: deprecated, replaced by Evasion"),
        (SPONGE, SPONGE + "attack:sponge owl:deprecated true .", "Sponge: deprecated, nothing takes its place"),
        (SPONGE + 'attack:sponge skos:definition "Old." .', SPONGE + 'attack:sponge skos:definition "New." .',
         "Sponge: definition changed from “Old.” to “New.”"),
        (SPONGE, SPONGE.replace("stage:training", "stage:collection"),
         "Sponge: acts at changed from Training to Collection"),
        (SPONGE, SPONGE.replace(", stage:training", ""), "Sponge: acts at Training removed"),
        (SPONGE, SPONGE + "attack:sponge praxis:actsAt stage:collection ; praxis:actsAt stage:x .",
         "Sponge: acts at Collection and stage:x added"),
        (SPONGE, SPONGE + "attack:sponge praxis:firstYear 2021 .", "Sponge: first year 2021 added"),
        (SPONGE, SPONGE + NOTE, "Sponge: note on acts at Training: place “p. 3” added"),
        ("praxis:w a owl:Class ; owl:oneOf ( stage:training ) .",
         "praxis:w a owl:Class ; owl:oneOf ( stage:collection ) .",
         "praxis:w: one of changed from Training to Collection"),
        ("praxis:w a owl:Class ; owl:p [ owl:q stage:training ] .", "praxis:w a owl:Class ; owl:p [ owl:q 1 ] .",
         "praxis:w: p (owl:q) changed from Training to 1"),
        ("", "[] a owl:AllDisjointClasses ; owl:members ( praxis:A praxis:B ) .",
         "Unnamed owl:AllDisjointClasses: added, [a owl:AllDisjointClasses ; owl:members (praxis:A praxis:B)]"),
        ("[] praxis:p 1 .", "", "Unnamed axiom: removed, [praxis:p 1]"),
    ],
)  # fmt: skip
def test_a_change_is_a_sentence(old: str, new: str, sentence: str) -> None:
    assert said(old, new) == [sentence]


def test_a_thing_in_another_module_is_said_to_have_moved() -> None:
    def sentences(old: dict[str, str], new: dict[str, str]) -> list[str]:
        return [words(c, LABELS) for c in compare(folder(**old), folder(**new))]

    one, two = {"one": SPONGE, "two": ""}, {"one": "", "two": SPONGE}
    both = {"one": SPONGE, "two": SPONGE}
    assert sentences(one, two) == [
        "Sponge: moved from the module https://example.org/one to the module https://example.org/two"
    ]
    assert sentences(one, both) == ["Sponge: stands in the module https://example.org/two too"]
    assert sentences(both, one) == ["Sponge: no longer stands in the module https://example.org/two too"]


def test_in_full_each_statement_is_a_sentence() -> None:
    sentences = [words(c, LABELS) for c in compare(folder(one=""), folder(one=SPONGE), in_full=True)]
    assert sentences[:2] == ["Sponge: added under Availability attacks", "Sponge: acts at: Deployment and Training"]
