"""What the axioms of the ontology say of an addition: classes it falls into, and statements that exclude each other.

The rules are those that explain what HermiT says (:mod:`kg.reason.derive`, :mod:`kg.reason.clash`). They need no Java
and take less than a second, so they can answer while somebody fills in a form; HermiT itself has the last word
(:func:`ask_hermit`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg import terms
from kg.author.consequences import Consequence
from kg.author.examine import trial
from kg.author.faults import Fault
from kg.author.proposal import Proposal
from kg.modules import Folders, Inventory

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from kg.reason import Knowledge
    from kg.reason.explain import Explainer

#: Kinds of things of which there are many and which do not classify each other.
_OTHERS = tuple(terms.PREFIXES[kind] for kind in ("attack", "model", "alt", "need", "placement"))


@dataclass(frozen=True, slots=True)
class Inferred:
    """What follows from a module, and what contradicts.

    :param classes: the defined classes that its things fall into, each with its reason
    :param contradictions: statements of the module that cannot be true together, or not with what is known
    """

    classes: tuple[Consequence, ...]
    contradictions: tuple[Fault, ...]


def infer(inventory: Inventory, module: str) -> Inferred:
    """Apply the rules to a module of an inventory. Evidence and unrelated attacks decide nothing and are left out."""
    from kg.reason import assemble
    from kg.reason.explain import Explainer
    from kg.reason.knowledge import is_reasoned

    files = tuple(f for f in inventory.files if is_reasoned(f) or f.origin == "workspace")
    knowledge = assemble(replace(inventory, files=files))
    path = next((f.path for iri, f in knowledge.modules if iri == module), None)
    own = {t[0] for t in knowledge.added if knowledge.source(t) == path}
    explainer = Explainer(replace(knowledge, shipped=_without_others(knowledge, own)))
    return Inferred(tuple(_classes(explainer, own)), tuple(_contradictions(explainer, own)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What HermiT said of a proposal.

    :param not_asked: why it could not be asked; empty where it was
    :param contradictions: each in words, on several lines
    """

    not_asked: str = ""
    contradictions: tuple[str, ...] = ()


def ask_hermit(proposal: Proposal, workspace: Folders) -> Asked:
    """Let HermiT look for contradictions between a proposal and what is known: some seconds, and Java.

    :raises ReasonerStoppedError: out of time, or where HermiT refuses the input
    """
    from kg import reason

    if hint := reason.missing():
        return Asked(str(hint))
    with trial(proposal, workspace) as tried:
        reasoned = reason.reason(tried.inventory)
    return Asked("", tuple("\n".join(c.lines) for c in reasoned.contradictions))


def _classes(explainer: Explainer, own: set[Node]) -> list[Consequence]:
    from rdflib import RDF

    found = []
    for triple in explainer.derivation.steps:
        subject, predicate, kind = triple
        if predicate == RDF.type and subject in own and str(kind).startswith(terms.PREFIXES["praxis"]):
            told = explainer.explain(triple)
            found.append(Consequence("class", told.claim, told.because, str(subject)))
    return sorted(found, key=lambda c: (c.subject, c.text))


def _contradictions(explainer: Explainer, own: set[Node]) -> list[Fault]:
    from kg.reason.clash import clashes

    found = []
    for clash in clashes(explainer.derivation.facts, explainer.derivation, explainer.words):
        leaves = [leaf for statement in clash.statements for leaf in explainer.derivation.leaves(statement)]
        if any(leaf[0] in own for leaf in leaves):
            facts = " and ".join(dict.fromkeys(explainer.words.fact(leaf) for leaf in leaves))
            message = f"this contradicts the ontology: {facts}, but {clash.words}."
            found.append(Fault("", message, f"Take one of the statements back. [{clash.axiom}]"))
    return found


def _without_others(knowledge: Knowledge, own: set[Node]) -> rdflib.Graph:
    """The shipped logic without the attacks and threat models that the own things do not mention."""
    from rdflib import URIRef

    from kg.reason.knowledge import PRAXIS, new_graph

    kept: set[Node] = set()
    ahead = {o for s, _, o in knowledge.added if s in own}
    while ahead:  # the more general attacks are inherited from
        kept |= ahead
        ahead = {o for s in ahead for o in knowledge.shipped.objects(s, PRAXIS.subAttackOf)} - kept
    part = new_graph()
    for triple in knowledge.shipped:
        subject = triple[0]
        if subject in kept or not (isinstance(subject, URIRef) and str(subject).startswith(_OTHERS)):
            part.add(triple)
    return part
