"""Reasoning: consistency, what follows, why it follows, and why a contradiction is one.

Only the taxonomy and the user's files enter; evidence does not. HermiT runs in a limited process of its own. Nothing
here is needed to answer queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, RDFS
from rdflib.term import Node

from kg.modules import INFERRED, Inventory
from kg.reason import hermit, module
from kg.reason.contradiction import Contradiction, contradictions
from kg.reason.explain import Explainer, Explanation
from kg.reason.knowledge import WORKSPACE_INFERRED_IRI, Knowledge, Triple, assemble
from kg.reason.process import ReasonerMissingError, ReasonerStoppedError, missing
from kg.reason.profile import ProfileReport, Violation, check_profile, unreadable

__all__ = [
    "Contradiction", "Explanation", "Knowledge", "ProfileReport", "Reasoned", "ReasonerMissingError",
    "ReasonerStoppedError", "Violation", "assemble", "check_profile", "missing", "reason", "unreadable",
]  # fmt: skip


@dataclass(frozen=True)
class Reasoned:
    """What the reasoner says of an inventory.

    :param inferred: statements that follow and that no module states; empty where inconsistent
    :param empty: classes that can have no member
    :param contradictions: why it is inconsistent
    :param seconds: what the first run took
    """

    knowledge: Knowledge
    consistent: bool
    inferred: tuple[Triple, ...]
    empty: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    seconds: float

    @cached_property
    def explainer(self) -> Explainer:
        """Tells why statements hold."""
        return Explainer(self.knowledge)

    def explain(self, thing: Node) -> list[Explanation]:
        """Why each inferred statement holds that has a thing as subject, or as class."""
        return [self.explainer.explain(t) for t in self.inferred if thing in (t[0], t[2])]

    def turtle(self) -> str:
        """The inferred graph as a module; with files of the user's, only what the shipped one lacks."""
        if not self.knowledge.has_additions:
            return module.render(self.inferred, self.knowledge.modules, iri=INFERRED)
        new = [t for t in self.inferred if t not in self.knowledge.known]
        return module.render(new, self.knowledge.modules, iri=WORKSPACE_INFERRED_IRI)


def reason(source: Inventory | Knowledge) -> Reasoned:
    """Reason over the shipped taxonomy and the user's files of an inventory, or over what was assembled from one.

    The files are tested as a candidate: where they contradict, nothing is inferred, and the search for the reason
    starts from the shipped knowledge without them.

    :raises ModuleError: where a file cannot be read
    :raises ReasonerMissingError: without Java or owlready2
    :raises ReasonerStoppedError: out of time, or where HermiT refuses the input
    """
    knowledge = source if isinstance(source, Knowledge) else assemble(source)
    outcome = hermit.infer(knowledge.logic(knowledge.all))
    if not outcome.consistent:
        return Reasoned(knowledge, False, (), (), tuple(contradictions(knowledge)), outcome.seconds)
    new = sorted(t for t in outcome.inferred if not _stated_elsewhere(t, knowledge))
    return Reasoned(knowledge, True, tuple(new), outcome.empty, (), outcome.seconds)


def _stated_elsewhere(statement: Triple, knowledge: Knowledge) -> bool:
    """Whether a module that stays out of the reasoner states it, itself or by a sub-class."""
    s, p, o = statement
    if statement in knowledge.rest or p != RDF.type:
        return statement in knowledge.rest
    kinds = knowledge.rest.objects(s, RDF.type)
    return any(o in set(knowledge.all.transitive_objects(kind, RDFS.subClassOf)) for kind in kinds)
