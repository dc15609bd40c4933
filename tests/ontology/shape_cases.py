"""One sound thing of every kind, and for each shape one change that breaks that shape and no other.

``ME`` stands for the slug: ``good`` for the sound thing, a number for each broken copy. Names that end in ``good`` are
the other sound things, which all live in one graph.
"""

from __future__ import annotations

from typing import NamedTuple

PREFIXES = """
@prefix access: <https://w3id.org/threatpraxis/id/access/> .
@prefix access-class: <https://w3id.org/threatpraxis/id/access-class/> .
@prefix alt: <https://w3id.org/threatpraxis/id/alt/> .
@prefix answer: <https://w3id.org/threatpraxis/id/answer/> .
@prefix question: <https://w3id.org/threatpraxis/id/question/> .
@prefix asset: <https://w3id.org/threatpraxis/id/asset/> .
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix base: <https://w3id.org/threatpraxis/id/base/> .
@prefix base-status: <https://w3id.org/threatpraxis/id/base-status/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix bin: <https://w3id.org/threatpraxis/id/bin/> .
@prefix change: <https://w3id.org/threatpraxis/id/change/> .
@prefix channel: <https://w3id.org/threatpraxis/id/channel/> .
@prefix claim: <https://w3id.org/threatpraxis/id/claim/> .
@prefix claim-kind: <https://w3id.org/threatpraxis/id/claim-kind/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix defence: <https://w3id.org/threatpraxis/id/defence/> .
@prefix dim: <https://w3id.org/threatpraxis/id/dim/> .
@prefix framework: <https://w3id.org/threatpraxis/id/framework/> .
@prefix grant: <https://w3id.org/threatpraxis/id/grant/> .
@prefix incident: <https://w3id.org/threatpraxis/id/incident/> .
@prefix kind: <https://w3id.org/threatpraxis/id/kind/> .
@prefix level: <https://w3id.org/threatpraxis/id/level/> .
@prefix model: <https://w3id.org/threatpraxis/id/model/> .
@prefix need: <https://w3id.org/threatpraxis/id/need/> .
@prefix objective: <https://w3id.org/threatpraxis/id/objective/> .
@prefix obs: <https://w3id.org/threatpraxis/id/obs/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix placement: <https://w3id.org/threatpraxis/id/placement/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix profile: <https://w3id.org/threatpraxis/id/profile/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qualifier: <https://w3id.org/threatpraxis/id/qualifier/> .
@prefix role: <https://w3id.org/threatpraxis/id/role/> .
@prefix scheme: <https://w3id.org/threatpraxis/id/scheme/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
@prefix standpoint: <https://w3id.org/threatpraxis/id/standpoint/> .
@prefix status: <https://w3id.org/threatpraxis/id/status/> .
@prefix step: <https://w3id.org/threatpraxis/id/step/> .
@prefix study: <https://w3id.org/threatpraxis/id/study/> .
@prefix tool: <https://w3id.org/threatpraxis/id/tool/> .
@prefix work: <https://w3id.org/threatpraxis/id/work/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

_NAMED = """    skos:prefLabel "A thing"@en ;
    skos:definition "What it is."@en ;
"""
_SOURCE = """    prov:wasDerivedFrom study:good ;
    praxis:locator "Table 1" ;
    praxis:status status:published ;
"""

#: What digests look like.
_ZEROS, _EFFS = "0" * 64, "f" * 64

SOUND: dict[str, str] = {
    "module": """<https://w3id.org/threatpraxis/module/ME>
    a owl:Ontology ;
    dcterms:title "A module"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    praxis:moduleStatus status:curator ;
    .""",
    "concept scheme": f"""scheme:ME
    a skos:ConceptScheme ;
{_NAMED}    .""",
    "mapping": """<https://w3id.org/threatpraxis/id/mapping/ME>
    a owl:Axiom ;
    owl:annotatedSource attack:good ;
    owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget <https://example.org/catalogue#good> ;
    sssom:mapping_justification semapv:ManualMappingCuration ;
    sssom:confidence 0.80 ;
    sssom:object_source scheme:good ;
    sssom:subject_source_version "0.1.0" ;
    sssom:object_source_version "2023" ;
    praxis:status status:curator ;
    .""",
    "change": f"""change:ME
    a praxis:Change ;
    dcterms:title "A thing"@en ;
    dcterms:creator "curator" ;
    prov:endedAtTime "2027-01-31T23:59:59Z"^^xsd:dateTime ;
    prov:generated <https://example.org/module> ;
    praxis:changeKind "changed" ;
    praxis:changedFile "ontology/attack-thing.ttl" ;
    praxis:sourceFile "thing.yaml" ;
    praxis:digestBefore "sha256:{_ZEROS}" ;
    praxis:digestAfter "sha256:{_EFFS}" ;
    praxis:undoes change:good ;
    .""",
    "catalogue entry": """<https://example.org/catalogue#ME>
    a praxis:CatalogueEntry ;
    skos:notation "X1" ;
    skos:prefLabel "An entry"@en ;
    skos:inScheme scheme:good ;
    praxis:firstRelease "3.0.0" ;
    praxis:nameSince "4.0" ;
    praxis:formerName "An older name"@en ;
    .""",
    "retired entry": """<https://example.org/catalogue#gone-ME>
    a praxis:RetiredEntry ;
    skos:notation "X2" ;
    skos:prefLabel "An entry"@en ;
    skos:inScheme scheme:good ;
    praxis:lastRelease "4.4.0" ;
    owl:deprecated true ;
    .""",
    "asset": f"""asset:ME
    a praxis:Asset ;
{_NAMED}    skos:altLabel "another name"@en ;
    skos:hiddenLabel "a nickname"@en ;
    .""",
    "objective": f"""objective:ME
    a praxis:Objective ;
{_NAMED}    praxis:subObjectiveOf objective:good ;
    .""",
    "channel": f"""channel:ME
    a praxis:Channel ;
{_NAMED}    .""",
    "level": f"""level:ME
    a praxis:AccessLevel ;
{_NAMED}    praxis:rank 1 ;
    .""",
    "stage": f"""stage:ME
    a praxis:PipelineStage ;
{_NAMED}    praxis:position 3 ;
    praxis:partOfStage stage:good ;
    praxis:directlyPrecedes stage:good ;
    praxis:feedsBackTo stage:good ;
    .""",
    "access": f"""access:ME
    a praxis:Capability ;
{_NAMED}    praxis:onAsset asset:good ;
    praxis:confers access:good ;
    praxis:includesAccess access:good ;
    praxis:measuredBy dim:good ;
    .""",
    "second access": f"""access:ME-second
    a praxis:Knowledge ;
{_NAMED}    praxis:onAsset asset:good ;
    .""",
    "attack": f"""attack:ME
    a praxis:Attack ;
{_NAMED}    skos:inScheme scheme:good ;
    praxis:strikesAt stage:good ;
    praxis:actsAt stage:good ;
    praxis:takesEffectAt stage:good ;
    praxis:hasObjective objective:good ;
    praxis:targets asset:good ;
    praxis:viaChannel channel:good ;
    praxis:formalProblem "min x" ;
    .""",
    "sub-attack": f"""attack:ME-sub
    a praxis:Attack ;
{_NAMED}    skos:inScheme scheme:good ;
    praxis:subAttackOf attack:good ;
    skos:broader attack:good ;
    .""",
    "placement scheme": f"""scheme:ME-placements
    a praxis:PlacementScheme ;
{_NAMED}    prov:wasDerivedFrom study:good ;
    .""",
    "placement": f"""placement:ME
    a praxis:Placement ;
{_NAMED}    praxis:placesAttack attack:good ;
    praxis:atStage stage:good ;
    praxis:inPlacementScheme scheme:good-placements ;
{_SOURCE}    praxis:sourceType "secondary" ;
    .""",
    "threat model": f"""model:ME
    a praxis:ThreatModel ;
{_NAMED}    praxis:ofAttack attack:good ;
    praxis:requires access:good ;
    praxis:sometimesRequires access:good-second ;
    praxis:doesNotRequire access:good-second ;
    praxis:requiresOneOf alt:good ;
    praxis:hasNeed need:good ;
    praxis:variantOf model:good ;
    praxis:onCorpusOf study:good ;
{_SOURCE}    .""",
    "silent threat model": f"""model:ME-silent
    a praxis:ThreatModel ;
{_NAMED}    praxis:ofAttack attack:good ;
    praxis:requires access:good ;
{_SOURCE}    .""",
    "derived threat model": f"""model:ME-derived
    a praxis:ThreatModel ;
{_NAMED}    praxis:ofAttack attack:good ;
    praxis:requires access:good ;
    prov:wasDerivedFrom study:good ;
    praxis:locator "Table 1" ;
    praxis:status status:derived ;
    praxis:formula "One option of the alternative is taken." ;
    .""",
    "alternative": f"""alt:ME
    a praxis:Alternative ;
{_NAMED}    praxis:option access:good, access:good-second ;
    .
model:good praxis:requiresOneOf alt:ME .""",
    "need": """need:ME
    a praxis:Need ;
    praxis:needAccess access:good ;
    praxis:atLeast 50.0 ;
    praxis:atMost 100 ;
    praxis:unit "queries per attack" ;
    praxis:extent "full" ;
    praxis:inBin bin:good ;
    praxis:qualifier qualifier:as-printed ;
    praxis:locator "Table 3" ;
    .
model:good praxis:hasNeed need:ME .""",
    "need by degree": """need:ME-degree
    a praxis:Need ;
    praxis:needAccess access:good ;
    praxis:extent "partial" ;
    praxis:locator "Table 3" ;
    .
model:good praxis:hasNeed need:ME-degree .""",
    "question": f"""question:ME
    a praxis:ProfileQuestion ;
{_NAMED}    praxis:section "Data"@en ;
    praxis:position 1 ;
    .
answer:ME-in-profile-yes
    a praxis:ProfileAnswer ; skos:prefLabel "Yes"@en ; skos:notation "yes" ;
    praxis:answerOf question:ME ; praxis:position 1 ; praxis:expandsTo grant:good .
answer:ME-in-profile-no
    a praxis:ProfileAnswer ; skos:prefLabel "No"@en ; skos:notation "no" ;
    praxis:answerOf question:ME ; praxis:position 2 ; praxis:expandsTo grant:good .""",
    "answer": """answer:ME
    a praxis:ProfileAnswer ;
    skos:prefLabel "An answer"@en ;
    skos:notation "public" ;
    praxis:answerOf question:good ;
    praxis:position 1 ;
    praxis:expandsTo grant:good ;
    praxis:inBin bin:good ;
    .""",
    "profile": f"""profile:ME
    a praxis:AccessProfile ;
{_NAMED}    praxis:grants grant:ME-in-profile ;
    praxis:hasAnswer answer:good ;
    praxis:approachedFrom standpoint:outsider ;
    praxis:inBin bin:good ;
    .
grant:ME-in-profile
    a praxis:Grant ;
    praxis:grantAccess access:good ;
    praxis:level level:public ;
    .""",
    "answered profile": f"""profile:ME-answered
    a praxis:AccessProfile ;
{_NAMED}    praxis:hasAnswer answer:good ;
    .""",
    "grant": """grant:ME
    a praxis:Grant ;
    praxis:grantAccess access:good ;
    praxis:level level:public ;
    praxis:inBin bin:good ;
    praxis:atLeast 10 ;
    praxis:atMost 1000 ;
    .
profile:good praxis:grants grant:ME .""",
    "bare grant": """grant:ME-bare
    a praxis:Grant ;
    praxis:grantAccess access:good ;
    praxis:level level:public ;
    .
profile:good praxis:grants grant:ME-bare .""",
    "study": f"""study:ME
    a praxis:PractitionerSurvey ;
{_NAMED}    praxis:publishedIn work:good ;
    dcterms:temporal "2023-04/2023-07" ;
    praxis:licenceStatus "seen" ;
    dcterms:license <https://spdx.org/licenses/MIT> ;
    .""",
    "study without licence": f"""study:ME-unlicensed
    a praxis:LiteratureSurvey ;
{_NAMED}    praxis:publishedIn work:good ;
    praxis:licenceStatus "not seen" ;
    .""",
    "work": """work:ME
    a praxis:Work ;
    skos:prefLabel "Somebody 2024"@en ;
    dcterms:title "A title"@en ;
    praxis:year 2024 ;
    bibo:doi "10.1145/3607199.3607227" ;
    praxis:arxiv "2306.15363" ;
    praxis:identifierStatus "seen" ;
    .""",
    "work without identifier": """work:ME-unseen
    a praxis:Work ;
    skos:prefLabel "Somebody 2025"@en ;
    dcterms:title "Another title"@en ;
    praxis:identifierStatus "not seen" ;
    .""",
    "dimension": f"""dim:ME
    a praxis:Dimension ;
{_NAMED}    praxis:unit "queries" ;
    .""",
    "bin": """bin:ME
    a praxis:Bin ;
    skos:prefLabel "10-100"@en ;
    praxis:ofDimension dim:good ;
    praxis:position 1 ;
    praxis:lower 10.0 ;
    praxis:upper 100 ;
    praxis:partOfBin bin:good ;
    .""",
    "base": """base:ME
    a praxis:Base ;
    skos:prefLabel "271 people"@en ;
    praxis:n 271 ;
    praxis:baseStatus base-status:stated ;
    .""",
    "inferred base": """base:ME-inferred
    a praxis:Base ;
    skos:prefLabel "212 people"@en ;
    praxis:n 212 ;
    praxis:baseStatus base-status:inferred ;
    skos:editorialNote "The shares fit."@en ;
    .""",
    "unknown base": """base:ME-unknown
    a praxis:Base ;
    skos:prefLabel "Nobody knows"@en ;
    praxis:baseStatus base-status:unknown ;
    .""",
    "observation": f"""obs:ME
    a praxis:Observation ;
    skos:prefLabel "A share"@en ;
    praxis:observationKind kind:bin ;
    praxis:role role:practice ;
    praxis:standpoint standpoint:outsider ;
    praxis:aboutAttack attack:good ;
    praxis:onDimension dim:good ;
    praxis:bin bin:good ;
    praxis:share 12.5 ;
    praxis:printedAs "12.5%" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good ;
    praxis:onCorpusOf study:good ;
    praxis:question "Q1" ;
    praxis:reproducible true ;
    praxis:within obs:good ;
    praxis:conflictsWith obs:good ;
    skos:editorialNote "Why not."@en ;
{_SOURCE}    .""",
    "dash": f"""obs:ME-dash
    a praxis:Observation ;
    skos:prefLabel "A dash is no 0"@en ;
    praxis:observationKind kind:bin ;
    praxis:role role:research ;
    praxis:onDimension dim:good ;
    praxis:bin bin:good ;
    praxis:printedAs "—" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good-unknown ;
{_SOURCE}    .""",
    "count": f"""obs:ME-count
    a praxis:Observation ;
    skos:prefLabel "A total"@en ;
    praxis:observationKind kind:total ;
    praxis:role role:research ;
    praxis:onDimension dim:good ;
    praxis:count 11 ;
    praxis:printedAs "11" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good ;
{_SOURCE}    .""",
    "upper bound": f"""obs:ME-bound
    a praxis:Observation ;
    skos:prefLabel "A bound"@en ;
    praxis:observationKind kind:statistic ;
    praxis:role role:research ;
    praxis:shareUpperBound 10.7 ;
    praxis:printedAs "<10.7%" ;
    praxis:qualifier qualifier:upper-bound ;
    praxis:base base:good ;
{_SOURCE}    .""",
    "value": f"""obs:ME-value
    a praxis:Observation ;
    skos:prefLabel "A margin of error"@en ;
    praxis:observationKind kind:statistic ;
    praxis:role role:research ;
    praxis:value 6.0 ;
    praxis:unit "percentage points" ;
    praxis:printedAs "6%" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good ;
{_SOURCE}    .""",
    "combination": f"""obs:ME-both
    a praxis:Observation ;
    skos:prefLabel "Two conditions"@en ;
    praxis:observationKind kind:combination ;
    praxis:role role:practice ;
    praxis:standpoint standpoint:outsider ;
    praxis:withBin bin:good ;
    praxis:givenBin bin:good ;
    praxis:underCondition access:good ;
    praxis:accessClass access-class:obsolete ;
    praxis:share 4.1 ;
    praxis:printedAs "4.1%" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good ;
{_SOURCE}    .""",
    "combination by bin": f"""obs:ME-by-bin
    a praxis:Observation ;
    skos:prefLabel "One condition"@en ;
    praxis:observationKind kind:combination ;
    praxis:role role:research ;
    praxis:withBin bin:good ;
    praxis:count 4 ;
    praxis:printedAs "4" ;
    praxis:qualifier qualifier:as-printed ;
    praxis:base base:good ;
{_SOURCE}    .""",
    "claim": f"""claim:ME
    a praxis:Claim ;
{_NAMED}    praxis:claimKind claim-kind:finding ;
    praxis:aboutAttack attack:good ;
    praxis:supportedBy obs:good ;
{_SOURCE}    .""",
    "demand": f"""claim:ME-demand
    a praxis:Claim ;
{_NAMED}    praxis:claimKind claim-kind:demand ;
    praxis:concerns framework:good ;
    praxis:shownBy "gaps/query-budget" ;
{_SOURCE}    .""",
    "tactic": """<https://atlas.mitre.org/tactics/ME>
    a praxis:Tactic ;
    skos:notation "AML.TA0001" ;
    skos:prefLabel "A tactic"@en ;
    skos:inScheme scheme:good ;
    praxis:position 1 ;
    .""",
    "technique": """<https://atlas.mitre.org/techniques/ME>
    a praxis:Technique ;
    skos:notation "AML.T0001.001" ;
    skos:prefLabel "A technique"@en ;
    skos:inScheme scheme:good ;
    dcterms:created "2025-03-12"^^xsd:date ;
    dcterms:modified "2025-04-09"^^xsd:date ;
    praxis:adaptedFrom <https://example.org/T1> ;
    praxis:servesTactic <https://atlas.mitre.org/tactics/good> ;
    praxis:subTechniqueOf <https://atlas.mitre.org/techniques/good> ;
    praxis:maturity "realized" ;
    .""",
    "mitigation": """<https://atlas.mitre.org/mitigations/ME>
    a praxis:Mitigation ;
    skos:notation "AML.M0001" ;
    skos:prefLabel "A mitigation"@en ;
    skos:inScheme scheme:good ;
    praxis:mitigatesTechnique <https://atlas.mitre.org/techniques/good> ;
    praxis:lifecycleStage "Deployment" ;
    praxis:mitigationCategory "Policy" ;
    .""",
    "case study": """<https://atlas.mitre.org/studies/ME>
    a praxis:CaseStudy ;
    skos:notation "AML.CS0001" ;
    skos:prefLabel "A case"@en ;
    skos:inScheme scheme:good ;
    praxis:caseStudyType "incident" ;
    praxis:incidentDate "2020-01-01"^^xsd:date ;
    praxis:dateGranularity "YEAR" ;
    praxis:hasStep step:ME-of-case ;
    .
step:ME-of-case a praxis:ProcedureStep ; praxis:position 1 .""",
    "step": """step:ME
    a praxis:ProcedureStep ;
    praxis:position 1 ;
    praxis:usesTechnique <https://atlas.mitre.org/techniques/good> ;
    praxis:forTactic <https://atlas.mitre.org/tactics/good> ;
    .
<https://atlas.mitre.org/studies/good> praxis:hasStep step:ME .""",
    "defence": f"""defence:ME
    a praxis:Defence ;
{_NAMED}    praxis:mitigates attack:good ;
    praxis:defendsAt stage:good ;
    dcterms:source work:good ;
    .""",
    "tool": f"""tool:ME
    a praxis:Tool ;
{_NAMED}    praxis:implements attack:good ;
    dcterms:source work:good ;
    .""",
    "defence of another catalogue": f"""<https://atlas.mitre.org/mitigations/AML.ME>
    a praxis:Defence ;
{_NAMED}    dcterms:source work:good ;
    .""",
    "framework": f"""framework:ME
    a praxis:Framework ;
{_NAMED}    prov:wasDerivedFrom study:good ;
    .""",
    "incident": f"""incident:ME
    a praxis:Incident ;
{_NAMED}    praxis:exemplifies attack:good ;
    dcterms:source work:good ;
    .""",
}  # fmt: skip


class Case(NamedTuple):
    """A change to a sound thing: ``was`` becomes ``now``. What does not stand in it is added at its end."""

    shape: str
    kind: str
    was: str
    now: str = ""

    def broken(self, slug: str) -> str:
        """The broken copy under a slug of its own."""
        text = SOUND[self.kind]
        if not self.was:
            changed = text.replace("    .", f"    {self.now} ;\n    .", 1)
        else:
            if text.count(self.was) != 1:
                raise ValueError(f"{self.was!r} does not stand once in the {self.kind}")
            changed = text.replace(self.was, self.now)
        return changed.replace("ME", slug)


CASES = [
    # -- what all things have --
    Case("Label", "asset", 'skos:prefLabel "A thing"@en ;'),
    Case("Label", "asset", 'skos:prefLabel "A thing"@en ;', 'skos:prefLabel "A thing" ;'),
    Case("Label", "asset", 'skos:prefLabel "A thing"@en ;', 'skos:prefLabel "A thing"@en, "Something"@en ;'),
    Case("Definition", "asset", 'skos:definition "What it is."@en ;'),
    Case("Definition", "claim", 'skos:definition "What it is."@en ;', 'skos:definition "What it is." ;'),
    Case("OtherLabel-alternative", "asset", '"another name"@en', '"another name"'),
    Case("OtherLabel-alternative", "asset", '"another name"@en', '"A thing"@en'),
    Case("OtherLabel-hidden", "asset", '"a nickname"@en', '"a nickname"'),
    Case("AddressShape", "asset", "asset:ME", "asset:ME_Bad"),
    Case("AddressShape", "asset", "asset:ME", "asset:ME--twice"),
    Case("AddressShape", "channel", "channel:ME", "<http://w3id.org/threatpraxis/id/channel/ME>"),
    Case("AddressShape", "channel", "channel:ME", "<https://example.org/ME>"),
    Case("Status", "claim", "praxis:status status:published ;", "praxis:status status:published, status:curator ;"),
    Case("Status", "claim", "praxis:status status:published ;", 'praxis:status "published" ;'),
    Case("DerivedShape", "derived threat model", 'praxis:formula "One option of the alternative is taken." ;'),
    Case("SourceType", "placement", '"secondary"', '"hearsay"'),
    Case("Position", "stage", "praxis:position 3", "praxis:position 3.5"),
    Case("Position", "bin", "praxis:position 1", "praxis:position 1, 2"),
    Case("Concern", "claim", "", "praxis:concern role:practice"),
    Case("Module-title", "module", 'dcterms:title "A module"@en ;'),
    Case("Module-licence", "module", "<https://creativecommons.org/licenses/by/4.0/>", '"CC BY"'),
    Case("Module-status", "module", "status:curator", "role:practice"),
    # -- attacks, stages, accesses --
    Case("Attack-scheme", "attack", "skos:inScheme scheme:good ;"),
    Case("Attack-stage", "sub-attack", "praxis:subAttackOf attack:good ;"),
    Case("Attack-strikesAt", "attack", "praxis:strikesAt stage:good ;", 'praxis:strikesAt "deployment" ;'),
    Case("Attack-actsAt", "attack", "praxis:actsAt stage:good ;", "praxis:actsAt asset:good ;"),
    Case("Attack-takesEffectAt", "attack", "takesEffectAt stage:good", "takesEffectAt asset:good"),
    Case("Attack-subAttackOf", "attack", "", "praxis:subAttackOf objective:good"),
    Case("Attack-broader", "attack", "", "skos:broader objective:good"),
    Case("Attack-hasObjective", "attack", "objective:good", "channel:good"),
    Case("Attack-targets", "attack", "praxis:targets asset:good", "praxis:targets channel:good"),
    Case("Attack-viaChannel", "attack", "channel:good", "objective:good"),
    Case("Attack-formalProblem", "attack", '"min x"', '"min x"@en'),
    Case("Stage-position", "stage", "praxis:position 3 ;"),
    Case("Stage-partOfStage", "stage", "praxis:partOfStage stage:good", "praxis:partOfStage stage:good, stage:ME"),
    Case("Stage-directlyPrecedes", "stage", "directlyPrecedes stage:good", "directlyPrecedes asset:good"),
    Case("Stage-feedsBackTo", "stage", "feedsBackTo stage:good", "feedsBackTo asset:good"),
    Case("Objective-subObjectiveOf", "objective", "objective:good", "asset:good"),
    Case("Access-onAsset", "access", "praxis:onAsset asset:good ;"),
    Case("Access-confers", "access", "confers access:good", "confers asset:good"),
    Case("Access-includesAccess", "access", "includesAccess access:good", "includesAccess asset:good"),
    Case("Access-measuredBy", "access", "dim:good", "bin:good"),
    Case("Access-symbol", "access", "", 'praxis:symbol "x"@en'),
    Case("Placement-attack", "placement", "praxis:placesAttack attack:good ;"),
    Case("Placement-stage", "placement", "atStage stage:good", "atStage stage:good, stage:deployment"),
    Case("Placement-scheme", "placement", "scheme:good-placements", "scheme:good"),
    Case("Placement-source", "placement", "prov:wasDerivedFrom study:good ;"),
    Case("Placement-locator", "placement", 'praxis:locator "Table 1" ;'),
    Case("Placement-status", "placement", "praxis:status status:published ;"),
    Case("PlacementScheme-source", "placement scheme", "study:good", "attack:good"),
    # -- threat models --
    Case("ThreatModel-attack", "threat model", "ofAttack attack:good", "ofAttack attack:good, attack:good-sub"),
    Case("ThreatModel-attack", "threat model", "praxis:ofAttack attack:good ;"),
    Case("ThreatModel-statement", "silent threat model", "praxis:requires access:good ;"),
    Case("ThreatModel-requires", "threat model", "praxis:requires access:good", "praxis:requires bin:good"),
    Case(
        "ThreatModel-sometimesRequires",
        "threat model",
        "sometimesRequires access:good-second",
        "sometimesRequires bin:good",
    ),
    Case("ThreatModel-doesNotRequire", "threat model", "doesNotRequire access:good-second", "doesNotRequire bin:good"),
    Case("ThreatModel-requiresOneOf", "threat model", "alt:good", "access:good"),
    Case("ThreatModel-hasNeed", "threat model", "need:good", "access:good"),
    Case("ThreatModel-variantOf", "threat model", "variantOf model:good", "variantOf model:good, model:good-silent"),
    Case("ThreatModel-source", "threat model", "wasDerivedFrom study:good", 'wasDerivedFrom "Grosse et al."'),
    Case("ThreatModel-source", "threat model", "prov:wasDerivedFrom study:good ;"),
    Case("ThreatModel-corpus", "threat model", "onCorpusOf study:good", "onCorpusOf work:good"),
    Case("ThreatModel-locator", "threat model", '"Table 1"', '""'),
    Case("ThreatModel-status", "threat model", "praxis:status status:published ;"),
    Case("Alternative-option", "alternative", "access:good, access:good-second", "access:good"),
    Case("Alternative-model", "alternative", "model:good praxis:requiresOneOf alt:ME ."),
    Case("Need-access", "need", "praxis:needAccess access:good ;"),
    Case("Need-model", "need", "model:good praxis:hasNeed need:ME ."),
    Case("Need-degree", "need by degree", 'praxis:extent "partial" ;'),
    Case("Need-atLeast", "need", "praxis:atLeast 50.0", "praxis:atLeast 5000.0"),
    Case("Need-atLeast", "need", "praxis:atLeast 50.0", 'praxis:atLeast "50"'),
    Case("Need-atMost", "need", "praxis:atMost 100", "praxis:atMost 1e2"),
    Case("Need-extent", "need", '"full"', '"some"'),
    Case("Need-inBin", "need", "bin:good", "dim:good"),
    Case("Need-qualifier", "need", "qualifier:as-printed", "status:published"),
    Case("Need-locator", "need", 'praxis:locator "Table 3" ;'),
    Case("NeedUnitShape", "need", 'praxis:unit "queries per attack" ;'),
    Case("ProfileQuestion-section", "question", 'praxis:section "Data"@en ;'),
    Case("ProfileQuestion-position", "question", "praxis:position 1 ;\n    .", " ."),
    Case("ProfileQuestion-answers", "question", "question:ME ; praxis:position 2", "question:good ; praxis:position 2"),
    Case("ProfileAnswer-question", "answer", "praxis:answerOf question:good ;"),
    Case("ProfileAnswer-code", "answer", '"public"', '"Open to all"'),
    Case("ProfileAnswer-position", "answer", "praxis:position 1 ;"),
    Case("ProfileAnswer-grants", "answer", "praxis:expandsTo grant:good ;"),
    Case("ProfileAnswer-inBin", "answer", "bin:good", "dim:good"),
    Case("Profile-content", "answered profile", "praxis:hasAnswer answer:good ;"),
    Case("Profile-answers", "profile", "praxis:hasAnswer answer:good", "praxis:hasAnswer grant:good"),
    Case("Profile-standpoint", "profile", "standpoint:outsider", "standpoint:outsider, standpoint:client"),
    Case("Profile-grants", "profile", "grants grant:ME-in-profile", "grants grant:ME-in-profile, access:good"),
    Case("Profile-inBin", "profile", "bin:good", "dim:good"),
    Case("Grant-access", "grant", "praxis:grantAccess access:good ;"),
    Case("Grant-level", "grant", "level:public", "level:public, level:none"),
    Case("Grant-statement", "bare grant", "praxis:level level:public ;"),
    Case("Grant-atLeast", "grant", "praxis:atLeast 10", "praxis:atLeast 2000"),
    Case("Grant-atMost", "bare grant", "praxis:level level:public ;", "praxis:level level:public ; praxis:atMost -1 ;"),
    Case("Grant-inBin", "grant", "bin:good", "dim:good"),
    Case("Grant-profile", "grant", "profile:good praxis:grants grant:ME ."),
    # -- studies, works, dimensions, bins, bases --
    Case("Study-publishedIn", "study", "praxis:publishedIn work:good ;"),
    Case("Study-temporal", "study", '"2023-04/2023-07"', '"spring 2023"'),
    Case("Study-licenceStatus", "study without licence", '"not seen"', '"unknown"'),
    Case("Study-licenceStatus", "study without licence", 'praxis:licenceStatus "not seen" ;'),
    Case("StudyLicenceSeenShape", "study", "dcterms:license <https://spdx.org/licenses/MIT> ;"),
    Case("StudyLicenceNotSeenShape", "study", 'licenceStatus "seen"', 'licenceStatus "not seen"'),
    Case("Work-title", "work", 'dcterms:title "A title"@en ;'),
    Case("Work-year", "work", "praxis:year 2024", 'praxis:year "2024"'),
    Case("Work-year", "work", "praxis:year 2024", 'praxis:year "2024"^^xsd:gYear'),
    Case("Work-identifierStatus", "work without identifier", '"not seen"', '"lost"'),
    Case("Work-doi", "work", '"10.1145/3607199.3607227"', '"https://doi.org/10.1145/3607199.3607227"'),
    Case("Work-arxiv", "work", '"2306.15363"', '"arXiv:2306.15363"'),
    Case("WorkSeenShape", "work without identifier", '"not seen"', '"seen"'),
    Case("WorkAsGivenShape", "work without identifier", '"not seen"', '"as given"'),
    Case("WorkNotSeenShape", "work", '"seen"', '"not seen"'),
    Case("Dimension-unit", "dimension", 'praxis:unit "queries" ;'),
    Case("Bin-dimension", "bin", "praxis:ofDimension dim:good ;"),
    Case("Bin-position", "bin", "praxis:position 1 ;"),
    Case("Bin-lower", "bin", "praxis:lower 10.0", "praxis:lower 200.0"),
    Case("Bin-upper", "bin", "praxis:upper 100", "praxis:upper 100, 1000"),
    Case("Bin-partOfBin", "bin", "partOfBin bin:good", "partOfBin dim:good"),
    Case("Base-status", "base", "base-status:stated", "status:published"),
    Case("Base-n", "base", "praxis:n 271", "praxis:n 0"),
    Case("KnownBaseShape", "base", "praxis:n 271 ;"),
    Case("UnknownBaseShape", "unknown base", "", "praxis:n 271"),
    Case("InferredBaseShape", "inferred base", 'skos:editorialNote "The shares fit."@en ;'),
    # -- observations --
    Case("Observation-study", "observation", "prov:wasDerivedFrom study:good ;"),
    Case("Observation-study", "observation", "wasDerivedFrom study:good", "wasDerivedFrom work:good"),
    Case("Observation-locator", "observation", 'praxis:locator "Table 1" ;'),
    Case("Observation-base", "observation", "praxis:base base:good ;"),
    Case("Observation-base", "observation", "praxis:base base:good", "praxis:base base:good, base:good-unknown"),
    Case("Observation-qualifier", "observation", "praxis:qualifier qualifier:as-printed ;"),
    Case("Observation-status", "observation", "praxis:status status:published ;"),
    Case("Observation-kind", "value", "kind:statistic", "role:research"),
    Case("Observation-role", "dash", "praxis:role role:research ;"),
    Case("Observation-printedAs", "observation", 'praxis:printedAs "12.5%" ;'),
    Case("Observation-figure", "observation", "praxis:share 12.5", "praxis:count 12 ; praxis:share 12.5"),
    Case(
        "Observation-figure",
        "upper bound",
        "praxis:shareUpperBound 10.7",
        "praxis:shareUpperBound 10.7 ; praxis:share 10.6",
    ),
    Case("Observation-count", "count", "praxis:count 11", "praxis:count -1"),
    Case("Observation-count", "count", "praxis:count 11", "praxis:count 11.0"),
    Case("Observation-share", "observation", "praxis:share 12.5", "praxis:share 125.0"),
    Case("Observation-share", "observation", "praxis:share 12.5", 'praxis:share "12.5"'),
    Case(
        "Observation-share",
        "upper bound",
        "praxis:shareUpperBound 10.7",
        "praxis:shareUpperBound 10.7 ; praxis:share 10.7",
    ),
    Case("Observation-shareUpperBound", "upper bound", "praxis:shareUpperBound 10.7", "praxis:shareUpperBound -1.0"),
    Case("Observation-value", "value", "praxis:value 6.0", 'praxis:value "6"'),
    Case("UpperBound-qualifier", "upper bound", "qualifier:upper-bound", "qualifier:as-printed"),
    Case("Value-unit", "value", 'praxis:unit "percentage points" ;'),
    Case("Observation-attack", "observation", "attack:good", "model:good"),
    Case("Observation-dimension", "value", "", "praxis:onDimension bin:good"),
    Case("Observation-bin", "observation", "praxis:bin bin:good", "praxis:bin dim:good"),
    Case("Observation-withBin", "combination", "withBin bin:good", "withBin dim:good"),
    Case("Observation-givenBin", "combination", "givenBin bin:good", "givenBin dim:good"),
    Case("Observation-condition", "combination", "underCondition access:good", "underCondition asset:good"),
    Case("Observation-standpoint", "observation", "standpoint:outsider", "role:practice"),
    Case("Observation-corpus", "observation", "onCorpusOf study:good", "onCorpusOf work:good"),
    Case("Observation-within", "observation", "within obs:good", "within base:good"),
    Case("Observation-conflictsWith", "observation", "conflictsWith obs:good", "conflictsWith base:good"),
    Case("Observation-accessClass", "combination", "access-class:obsolete", "level:public"),
    Case("Observation-question", "observation", '"Q1"', '"Q1"@en'),
    Case("Observation-reproducible", "observation", "praxis:reproducible true", 'praxis:reproducible "yes"'),
    Case("BinObservationShape", "observation", "praxis:bin bin:good ;"),
    Case("BinObservationShape", "observation", "praxis:onDimension dim:good ;"),
    Case("NoBinObservationShape", "count", "", "praxis:bin bin:good"),
    Case("TotalObservationShape", "count", "praxis:onDimension dim:good ;"),
    Case("CombinationObservationShape", "combination by bin", "praxis:withBin bin:good ;"),
    Case("PracticeObservationShape", "observation", "praxis:standpoint standpoint:outsider ;"),
    Case("Conflict-note", "observation", 'skos:editorialNote "Why not."@en ;'),
    # -- claims and responses --
    Case("Claim-kind", "claim", "praxis:claimKind claim-kind:finding ;"),
    Case("Claim-source", "claim", "prov:wasDerivedFrom study:good ;"),
    Case("Claim-locator", "claim", 'praxis:locator "Table 1" ;'),
    Case("Claim-status", "claim", "praxis:status status:published ;"),
    Case("Claim-attack", "claim", "attack:good", "stage:good"),
    Case("Claim-concerns", "claim", "", "praxis:concerns attack:good"),
    Case("Claim-supportedBy", "claim", "obs:good", "claim:good"),
    Case("Response-source", "framework", "prov:wasDerivedFrom study:good ;"),
    Case("Defence-mitigates", "defence", "attack:good", "stage:good"),
    Case("Defence-defendsAt", "defence", "stage:good", "attack:good"),
    Case("Tool-implements", "tool", "attack:good", "stage:good"),
    Case("Incident-exemplifies", "incident", "attack:good", "stage:good"),
    Case("Ranked-rank", "level", "praxis:rank 1", 'praxis:rank "1"'),
    # -- crosswalks --
    Case("Mapping-subject", "mapping", "attack:good", "stage:good"),
    Case("Mapping-subject", "mapping", "owl:annotatedSource attack:good ;"),
    Case("Mapping-predicate", "mapping", "skos:closeMatch", "skos:broader"),
    Case("Mapping-object", "mapping", "owl:annotatedTarget <https://example.org/catalogue#good> ;"),
    Case("Mapping-object", "mapping", "<https://example.org/catalogue#good>", '"X1"'),
    Case("Mapping-justification", "mapping", "sssom:mapping_justification semapv:ManualMappingCuration ;"),
    Case("Mapping-justification", "mapping", "semapv:ManualMappingCuration", "status:curator"),
    Case("Mapping-confidence", "mapping", "0.80", "1.80"),
    Case("Mapping-confidence", "mapping", "sssom:confidence 0.80 ;"),
    Case("Mapping-status", "mapping", "praxis:status status:curator ;"),
    Case("Mapping-status", "mapping", "status:curator", "status:published"),
    Case("Mapping-source", "mapping", "scheme:good", "attack:good"),
    Case("Mapping-versions", "mapping", 'sssom:object_source_version "2023" ;'),
    Case("CatalogueEntry-notation", "catalogue entry", 'skos:notation "X1" ;'),
    Case("CatalogueEntry-notation", "catalogue entry", 'skos:notation "X1"', 'skos:notation "X1", "X7"'),
    Case("CatalogueEntry-scheme", "catalogue entry", "skos:inScheme scheme:good ;"),
    Case("CatalogueEntry-scheme", "catalogue entry", "scheme:good", "attack:good"),
    Case("RetiredEntry-lastRelease", "retired entry", 'praxis:lastRelease "4.4.0" ;'),
    Case("RetiredEntry-deprecated", "retired entry", "owl:deprecated true ;"),
    Case("Release-first", "catalogue entry", '"3.0.0"', '"third"'),
    Case("Release-last", "retired entry", '"4.4.0"', '"last"'),
    Case("Release-nameSince", "catalogue entry", '"4.0"', '"v4"'),
    Case("FormerName", "catalogue entry", '"An older name"@en', '"An entry"@en'),
    Case("Claim-shownBy", "demand", '"gaps/query-budget"', '"Query budget"'),
    Case("DemandClaimShape", "demand", "praxis:concerns framework:good ;"),
    Case("DemandClaimShape", "demand", "framework:good", "stage:good"),
    # -- the catalogue of MITRE ATLAS --
    Case("AtlasEntry-notation", "technique", '"AML.T0001.001"', '"T0001"'),
    Case("AtlasEntry-notation", "tactic", 'skos:notation "AML.TA0001" ;'),
    Case("AtlasEntry-scheme", "mitigation", "skos:inScheme scheme:good ;"),
    Case("AtlasEntry-scheme", "case study", "scheme:good", "stage:good"),
    Case("AtlasEntry-created", "technique", '"2025-03-12"^^xsd:date', '"2025-03-12"'),
    Case("AtlasEntry-modified", "technique", '"2025-04-09"^^xsd:date', '"spring 2025"'),
    Case("AtlasEntry-adaptedFrom", "technique", "<https://example.org/T1>", '"T1"'),
    Case("AtlasTactic-position", "tactic", "praxis:position 1 ;"),
    Case("AtlasTechnique-servesTactic", "technique", "tactics/good", "techniques/good"),
    Case("AtlasTechnique-subTechniqueOf", "technique", "techniques/good", "tactics/good"),
    Case("AtlasTechnique-maturity", "technique", '"realized"', '"seen"'),
    Case("AtlasMitigation-mitigatesTechnique", "mitigation", "techniques/good", "tactics/good"),
    Case("AtlasMitigation-lifecycleStage", "mitigation", '"Deployment"', '"Deployment"@en'),
    Case("AtlasMitigation-category", "mitigation", '"Policy"', "stage:good"),
    Case("AtlasCaseStudy-type", "case study", '"incident"', '"rumour"'),
    Case("AtlasCaseStudy-date", "case study", '"2020-01-01"^^xsd:date', '"2020"'),
    Case("AtlasCaseStudy-granularity", "case study", '"YEAR"', '"DECADE"'),
    Case(
        "AtlasCaseStudy-step",
        "case study",
        "praxis:hasStep step:ME-of-case",
        "praxis:hasStep step:ME-of-case, stage:good",
    ),
    Case("AtlasStep-position", "step", "praxis:position 1 ;"),
    Case("AtlasStep-technique", "step", "techniques/good", "tactics/good"),
    Case("AtlasStep-tactic", "step", "tactics/good", "techniques/good"),
    Case("AtlasStep-caseStudy", "step", "<https://atlas.mitre.org/studies/good> praxis:hasStep step:ME ."),
    # -- changes to a workspace --
    Case("AddressShape", "change", "change:ME", "change:ME_Bad"),
    Case("Change-title", "change", 'dcterms:title "A thing"@en ;'),
    Case("Change-title", "change", '"A thing"@en', '"A thing"'),
    Case("Change-creator", "change", 'dcterms:creator "curator" ;'),
    Case("Change-creator", "change", '"curator"', '""'),
    Case("Change-time", "change", '"2027-01-31T23:59:59Z"^^xsd:dateTime', '"2027-01-31"^^xsd:date'),
    Case("Change-time", "change", 'prov:endedAtTime "2027-01-31T23:59:59Z"^^xsd:dateTime ;'),
    Case("Change-kind", "change", '"changed"', '"altered"'),
    Case("Change-kind", "change", 'praxis:changeKind "changed" ;'),
    Case("Change-file", "change", '"ontology/attack-thing.ttl"', '"../attack-thing.ttl"'),
    Case("Change-source", "change", '"thing.yaml"', '"thing.yaml", "other.yaml"'),
    Case("Change-module", "change", "<https://example.org/module>", '"module"'),
    Case("Change-module", "change", "", "prov:invalidated <https://example.org/other>"),
    Case("Change-before", "change", f"sha256:{_ZEROS}", _ZEROS),
    Case("Change-after", "change", f"sha256:{_EFFS}", "md5:ffff"),
    Case("Change-undoes", "change", "praxis:undoes change:good", "praxis:undoes attack:good"),
]
