"""Made-up knowledge of the shape of ours, in any size, for measuring. Never part of the graph.

Knowledge of this kind grows by studies: one more brings its work, base, questions, figures and claims, a few attacks
and papers, and once in a while a case study; some of it is about what was there before. So a larger graph has more
studies and not a larger one, while everything about one attack that all of them speak of does grow.

Of every 1,000 triples about 27 are observations, 17 works, 14 bins, 11 notes on mappings, 8 claims and 5 attacks; of
the shipped ones 12, 20, 7, 15, 5 and 2, because much of these is vocabulary and a catalogue of
techniques, which does not grow with studies. A dimension has as many bins as a questionnaire has answers, five.
"""

from __future__ import annotations

import random
from pathlib import Path

_HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix technique: <https://atlas.mitre.org/techniques/> .
@prefix tactic: <https://atlas.mitre.org/tactics/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/threatpraxis/module/workspace/made-up> a owl:Ontology ; dcterms:title "Made up"@en .
"""
_ACCESSES = (
    "know-training-data", "know-test-data", "know-parameters", "alter-training-samples", "alter-training-labels",
    "alter-test-samples", "observe-outputs", "query-model",
)  # fmt: skip
_BUDGETS = ("queries-none", "queries-lt-100", "queries-100-1k", "queries-1k-100k", "queries-gt-100k")
_STAGES = ("data-design", "training", "model", "deployment")
_OF_ALL_STUDIES = ("evasion", "backdoor", "model-stealing", "membership-inference")
_TECHNIQUES = ("AML.T0015", "AML.T0020", "AML.T0024", "AML.T0043")
#: So many surveys ask people what papers are counted by; there are never many, however many papers are counted.
_SAME_QUESTION = 8
#: Parts of a made-up study.
_ATTACKS, _PAPERS, _CLAIMS, _STEPS = 2, 5, 3, 5
#: Triples that one made-up study brings along on average; measured.
TRIPLES_PER_STUDY = 358


def iri(kind: str, slug: str) -> str:
    """An individual's IRI in Turtle, without a prefix per kind."""
    return f"<https://w3id.org/threatpraxis/id/{kind}/{slug}>"


def study(number: int, dice: random.Random) -> str:
    """Turtle of one study with all that it brings along."""
    me = f"made-up-{number}"
    source = f"praxis:status {iri('status', 'published')} ; prov:wasDerivedFrom {iri('study', me)}"
    text = f"""
{iri("study", me)} a praxis:Study ; skos:prefLabel "Made-up study {number}"@en ; praxis:licenceStatus "not seen" ;
    skos:definition "Nothing that exists, study {number}."@en ; praxis:publishedIn {iri("work", me)} .
{work(me, number)} .
{iri("base", me)} a praxis:Base ; skos:prefLabel "Answers of study {number}"@en ; praxis:n {dice.randint(100, 400)} ;
    praxis:baseStatus {iri("base-status", "stated")} .
{iri("dim", me)} a praxis:Dimension ; skos:prefLabel "Question of study {number}"@en ; praxis:unit "answer" ;
    skos:definition "What study {number} asks."@en ; prov:wasDerivedFrom {iri("study", me)} .
"""
    for index in range(5):
        text += f"""{iri("bin", f"{me}-{index}")} a praxis:Bin ; skos:prefLabel "Answer {index} of study {number}"@en ;
    praxis:ofDimension {iri("dim", me)} ; praxis:position {index} .
"""
    text += "".join(attack(f"{me}-{index}", number * _ATTACKS + index, source, dice) for index in range(_ATTACKS))
    text += figures(number, source, dice)
    for index in range(_PAPERS):
        coded = ", ".join(iri("bin", f"{me}-{b}") for b in dice.sample(range(5), 3))
        text += f"{work(f'{me}-{index}', number)} ; praxis:codedAs {coded} .\n"
    for index in range(_CLAIMS):
        text += f"""{iri("claim", f"{me}-{index}")} a praxis:Claim ; skos:prefLabel "Claim {number}.{index}"@en ;
    skos:definition "Something that study {number} says."@en ; praxis:claimKind {iri("claim-kind", "finding")} ;
    praxis:locator "p. {index}" ; {source} .
"""
    return text + (case_study(number, dice) if number % 4 == 0 else "")


def work(slug: str, number: int) -> str:
    """A work, without the full stop."""
    return f"""{iri("work", slug)} a praxis:Work ; skos:prefLabel "Nobody {slug}"@en ;
    dcterms:title "On nothing, {slug}"@en ; praxis:authors "N. Nobody" ; praxis:year {2014 + number % 12} ;
    praxis:venue "Nowhere" ; praxis:identifierStatus "not seen" """


def attack(slug: str, number: int, source: str, dice: random.Random) -> str:
    """An attack with its threat model, its place and its counterparts; each eighth is right below one of ours."""
    me = iri("attack", slug)
    above = f"made-up-{number // 8 // _ATTACKS}-{number // 8 % _ATTACKS}"
    parent = iri("attack", above if number >= 8 else "evasion")
    stage = iri("stage", dice.choice(_STAGES))
    needs = [iri("access", name) for name in dice.sample(_ACCESSES, 5)]
    text = f"""{me} a praxis:Attack ; skos:prefLabel "Made-up attack {slug}"@en ; skos:altLabel "synonym {slug}"@en ;
    skos:definition "Nothing that exists, number {number}."@en ; skos:inScheme {iri("scheme", "attacks")} ;
    praxis:subAttackOf {parent} ; skos:broader {parent} ; praxis:strikesAt {stage} ; praxis:actsAt {stage} ;
    praxis:hasObjective {iri("objective", "integrity")} .
{iri("model", slug)} a praxis:ThreatModel ; skos:prefLabel "Model {slug}"@en ; praxis:ofAttack {me} ;
    praxis:locator "made up" ; {source} ; praxis:requires {needs[0]}, {needs[1]} ;
    praxis:sometimesRequires {needs[2]} ; praxis:doesNotRequire {needs[3]}, {needs[4]} .
{iri("placement", slug)} a praxis:Placement ; praxis:placesAttack {me} ; praxis:atStage {stage} ;
    praxis:position {number} ; praxis:inPlacementScheme {iri("scheme", "pipeline-2022")} ;
    prov:wasDerivedFrom {iri("study", slug.rpartition("-")[0])} ; praxis:locator "made up" .
"""
    for target, predicate, scheme in (
        (f"technique:{dice.choice(_TECHNIQUES)}", "skos:broadMatch", iri("scheme", "atlas")),
        ("sssom:NoTermFound", "skos:relatedMatch", iri("scheme", "owasp-ml-2023")),
    ):
        text += f"""{me} {predicate} {target} .
[] a owl:Axiom ; owl:annotatedSource {me} ; owl:annotatedProperty {predicate} ; owl:annotatedTarget {target} ;
    praxis:status {iri("status", "curator")} ; sssom:confidence 0.8 ; sssom:object_source {scheme} ;
    sssom:mapping_justification semapv:ManualMappingCuration .
"""
    return text


def figures(number: int, source: str, dice: random.Random) -> str:
    """The figures of a study: on its own question, and of papers on a dimension that all of them look at.

    Papers grow in number, each with an attack of its own and one of everybody's. Surveys of people grow, too, but few
    of them ask the same thing: what is compared with each other, research and practice, does not grow on both sides.
    """
    me, text, survey = f"made-up-{number}", "", number % 4 == 3
    role = iri("role", "practice" if survey else "research")
    kind = "" if survey else f"praxis:onCorpusOf {iri('study', me)} ;"
    budget = [(iri("dim", "query-budget"), iri("bin", name)) for name in _BUDGETS]
    figured = [(iri("dim", me), iri("bin", f"{me}-{index}"), "") for index in range(5)]
    if survey and number < _SAME_QUESTION * 4:
        figured += [(*place, "") for place in budget]
    if not survey:
        own, everybodys = iri("attack", f"{me}-0"), iri("attack", dice.choice(_OF_ALL_STUDIES))
        figured += [(*place, f"praxis:aboutAttack {own} ;") for place in budget]
        figured += [(*budget[2], f"praxis:aboutAttack {everybodys} ;")]
    for index, (dimension, bin_, subject) in enumerate(figured):
        count = dice.randint(0, 20)
        text += f"""{iri("obs", f"{me}-{index}")} a praxis:Observation ; skos:prefLabel "Figure {me}.{index}"@en ;
    praxis:observationKind {iri("kind", "bin")} ; praxis:role {role} ; {kind} {subject} praxis:onDimension {dimension} ;
    praxis:bin {bin_} ; praxis:{"share" if survey else "count"} {count} ; praxis:printedAs "{count}" ;
    praxis:base {iri("base", me)} ; praxis:qualifier {iri("qualifier", "as-printed")} ;
    praxis:standpoint {iri("standpoint", "not-stated")} ; praxis:locator "Table {index}" ; {source} .
"""
    return text


def case_study(number: int, dice: random.Random) -> str:
    """A case study with its steps."""
    slug = f"MADE.CS{number:06}"
    me = f"<https://atlas.mitre.org/studies/{slug}>"
    steps = [iri("step", f"{slug.lower().replace('.', '-')}-{index}") for index in range(_STEPS)]
    text = f"""{me} a praxis:CaseStudy ; skos:notation "{slug}" ; skos:prefLabel "Made-up case {number}"@en ;
    praxis:caseStudyType "exercise" ; praxis:dateGranularity "YEAR" ; praxis:incidentDate "2020-01-01"^^xsd:date ;
    praxis:actorName "Nobody" ; praxis:targetName "Nothing" ; skos:inScheme {iri("scheme", "atlas")} ;
    praxis:hasStep {", ".join(steps)} .
"""
    for index, step in enumerate(steps):
        text += f"""{step} a praxis:ProcedureStep ; praxis:position {index} ; praxis:forTactic tactic:AML.TA0001 ;
    praxis:usesTechnique technique:{dice.choice(_TECHNIQUES)} .
"""
    return text


def write(folder: Path, triples: int, seed: int = 7) -> Path:
    """Write a workspace of about that many triples; the same for the same seed."""
    dice = random.Random(seed)
    (folder / "ontology").mkdir(parents=True, exist_ok=True)
    with (folder / "ontology" / "made-up.ttl").open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(max(1, triples // TRIPLES_PER_STUDY)):
            file.write(study(number, dice))
    return folder
