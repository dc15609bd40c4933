"""Withdrawing a thing: its address keeps answering, and says what took its place and why."""

from __future__ import annotations

from kg import terms
from kg.author.faults import AdditionError, Fault
from kg.author.fields import SENTENCE
from kg.author.known import Known, Thing
from kg.author.proposal import Proposal
from kg.author.texts import fault_in, tidy
from kg.author.writing import header, module_iri
from kg.errors import did_you_mean, shorten
from kg.importers.triples import link, name, text
from kg.results import Term, Triple, iri
from kg.terms import PREFIXES
from kg.turtle import write

#: How the note begins that says why a thing was withdrawn.
WITHDRAWN = "Withdrawn: "
_TRUE = Term("literal", "true", PREFIXES["xsd"] + "boolean")


class DeprecationError(AdditionError):
    """A thing that cannot be withdrawn as it was told. Nothing was written."""

    exit_code = 2


def deprecate(thing: str, known: Known, *, reason: str, instead: str = "", origin: str = "") -> Proposal:
    """The file that withdraws a thing; what is said of it elsewhere stays as it is.

    :param thing: its prefixed name or full IRI
    :param instead: what takes its place; empty where nothing does
    :param reason: why, in a sentence
    :raises DeprecationError: where a thing is not known, withdrawn already, its own replacement, or no reason is given
    """
    faults: list[Fault] = []
    found = _named(thing, known, "thing", faults)
    other = _named(instead, known, "replaced-by", faults) if instead else None
    why = tidy(reason)
    if not why:
        faults.append(Fault("reason", "it is missing.", "Say why in a sentence: readers of old links will see it."))
    elif wrong := fault_in(why, SENTENCE):
        faults.append(Fault("reason", *wrong))
    if found and other:
        faults += _unfit(found, other)
    if found and found.deprecated:
        faults.append(Fault("thing", f"{found.id} is withdrawn already.", "'threatpraxis log' tells by whom."))
    if faults or found is None:
        raise DeprecationError(faults)
    return _proposal(found, other, why, origin)


def _named(given: str, known: Known, field: str, faults: list[Fault]) -> Thing | None:
    things = {t.iri: t for own in known.things.values() for t in own.values()}
    found = things.get(terms.resolve(given) or "")
    if found is None:
        near = did_you_mean(given, [t.id for t in things.values()])
        remedy = f"Did you mean {' or '.join(near)}?" if near else "Give a name such as attack:evasion."
        faults.append(Fault(field, f"there is no {shorten(given, 60)!r}.", remedy))
    return found


def _unfit(found: Thing, other: Thing) -> list[Fault]:
    if found.iri == other.iri:
        return [Fault("replaced-by", "a thing cannot take its own place.", "Name another, or none.")]
    if found.id.partition(":")[0] != other.id.partition(":")[0]:
        return [Fault("replaced-by", f"{other.id} is of another kind than {found.id}.", "Name one of the same kind.")]
    if other.deprecated:
        return [Fault("replaced-by", f"{other.id} is withdrawn itself.", f"Name {other.instead or 'another'}.")]
    return []


def _proposal(found: Thing, other: Thing | None, why: str, origin: str) -> Proposal:
    path = f"ontology/deprecated-{found.id.replace(':', '-').lower()}.ttl"
    subject, title = iri(found.iri), f"{found.label}, withdrawn"
    triples = [*header(module_iri(path), title), Triple(subject, name("owl:deprecated"), _TRUE)]
    if other:
        triples.append(link(subject, "dcterms:isReplacedBy", other.iri))
    triples.append(text(subject, "skos:editorialNote", f"{WITHDRAWN}{why}", "en"))
    return Proposal(path, write(triples, PREFIXES), "deprecated", title, origin)
