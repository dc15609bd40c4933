"""Made-up knowledge of the shape of ours, in any size, for measuring. Never part of the graph."""

from __future__ import annotations

import random
from pathlib import Path

_HEAD = """\
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/threatpraxis/id/> .
"""
_ACCESSES = (
    "know-training-data", "know-test-data", "know-parameters", "alter-training-samples", "alter-training-labels",
    "alter-test-samples", "observe-outputs", "query-model",
)  # fmt: skip
_BINS = ("queries-none", "queries-lt-100", "queries-100-1k", "queries-1k-100k", "queries-gt-100k", "queries-unlimited")
_STAGES = ("data-design", "training", "model", "deployment")
#: Triples that one made-up attack brings along; measured, and checked by the bench.
TRIPLES_PER_ATTACK = 83


def iri(kind: str, slug: str) -> str:
    """An individual's IRI in Turtle, without a prefix per kind."""
    return f"<https://w3id.org/threatpraxis/id/{kind}/{slug}>"


def attack(number: int, dice: random.Random) -> str:
    """Turtle of one attack with its threat model, six observations and a placement."""
    slug = f"made-up-{number}"
    me = iri("attack", slug)
    stage = iri("stage", dice.choice(_STAGES))
    parent = iri("attack", f"made-up-{number // 8}") if number >= 8 else iri("attack", "evasion")
    needs = dice.sample(_ACCESSES, 5)
    text = f"""
{me} a praxis:Attack ; skos:prefLabel "Made-up attack {number}"@en ; skos:altLabel "synonym {number}"@en ;
    skos:definition "Nothing that exists, number {number}."@en ; skos:inScheme {iri("scheme", "attacks")} ;
    praxis:subAttackOf {parent} ; praxis:strikesAt {stage} ; praxis:actsAt {stage} ;
    praxis:hasObjective {iri("objective", "integrity")} .
{iri("placement", slug)} a praxis:Placement ; praxis:placesAttack {me} ;
    praxis:atStage {stage} ; praxis:position {number} ;
    praxis:inPlacementScheme {iri("scheme", "pipeline-2022")} ; prov:wasDerivedFrom {iri("study", "grosse2024")} ;
    praxis:locator "made up" .
{iri("model", slug)} a praxis:ThreatModel ; skos:prefLabel "Model {number}"@en ; praxis:ofAttack {me} ;
    prov:wasDerivedFrom {iri("study", "grosse2024")} ;
    praxis:locator "made up" ; praxis:status {iri("status", "curator")} ;
    praxis:requires {iri("access", needs[0])}, {iri("access", needs[1])} ;
    praxis:sometimesRequires {iri("access", needs[2])} ;
    praxis:doesNotRequire {iri("access", needs[3])}, {iri("access", needs[4])} .
"""
    for index, name in enumerate(_BINS[1:5]):
        text += f"""{iri("obs", f"{slug}-{index}")} a praxis:Observation ; skos:prefLabel "Number {number}.{index}"@en ;
    praxis:observationKind {iri("kind", "bin")} ;
    praxis:role {iri("role", "research")} ; praxis:aboutAttack {me} ;
    praxis:onDimension {iri("dim", "query-budget")} ; praxis:bin {iri("bin", name)} ;
    praxis:count {dice.randint(0, 20)} ;
    praxis:printedAs "x" ; praxis:base {iri("base", "grosse2024-oliynyk2023")} ;
    praxis:status {iri("status", "curator")} ; praxis:onCorpusOf {iri("study", "oliynyk2023")} ;
    prov:wasDerivedFrom {iri("study", "grosse2024")} ;
    praxis:locator "made up" .
"""
    return text


def write(folder: Path, triples: int, seed: int = 7) -> Path:
    """Write a workspace of about that many triples; the same for the same seed."""
    dice = random.Random(seed)
    (folder / "ontology").mkdir(parents=True, exist_ok=True)
    with (folder / "ontology" / "made-up.ttl").open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(max(1, triples // TRIPLES_PER_ATTACK)):
            file.write(attack(number, dice))
    return folder
