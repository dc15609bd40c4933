"""A process that adds attacks to a workspace, one line on standard output for each that is there for good."""

from __future__ import annotations

import sys
from pathlib import Path

TEXT = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix scheme: <https://w3id.org/threatpraxis/id/scheme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
@prefix status: <https://w3id.org/threatpraxis/id/status/> .
@prefix objective: <https://w3id.org/threatpraxis/id/objective/> .

<https://w3id.org/threatpraxis/module/workspace/attack-SLUG>
    a owl:Ontology ;
    owl:imports <https://w3id.org/threatpraxis/ontology> ;
    dcterms:title "Attack SLUG"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    praxis:moduleStatus status:curator .

attack:SLUG
    a praxis:Attack ;
    skos:prefLabel "Attack SLUG"@en ;
    skos:definition "An attack to be added: SLUG."@en ;
    skos:inScheme scheme:attacks ;
    skos:broader attack:sponge ;
    praxis:subAttackOf attack:sponge ;
    praxis:strikesAt stage:deployment ;
    praxis:actsAt stage:deployment ;
    praxis:takesEffectAt stage:deployment ;
    praxis:hasObjective objective:availability .
"""


def text_of(slug: str, note: str = "") -> str:
    """The Turtle of one attack."""
    return TEXT.replace("SLUG", slug) + note


def main() -> None:
    """Add attacks: arguments are the workspace, a name, and the numbers of the first and behind the last."""
    from kg.author.proposal import Proposal
    from kg.author.refusals import ConflictError
    from kg.author.workspace import Workspace

    place, name = Workspace(Path(sys.argv[1]), patience=60), sys.argv[2]
    for number in range(int(sys.argv[3]), int(sys.argv[4])):
        slug = f"{name}-{number}"
        path = f"ontology/attack-{slug}.ttl"
        try:
            digest = place.save(Proposal(path, text_of(slug), "added", f"Attack {slug}", "made.yaml"), by=name).after
        except ConflictError:  # it was there for good before this process could say so
            digest = place.digest(path)
        sys.stdout.write(f"{number} {digest}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
