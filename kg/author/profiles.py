"""A system that was assessed, as an addition: it stands among the examples then."""

from __future__ import annotations

from collections.abc import Iterator

from kg.author.faults import AdditionError, Fault
from kg.author.proposal import Proposal
from kg.author.statements import canonical
from kg.author.texts import fault_in, is_slug, slug_of
from kg.author.writing import header, module_iri
from kg.exposure.knowledge import Knowledge
from kg.exposure.profile import GrantLine, Profile
from kg.importers.triples import is_a, link, name, text
from kg.results import Term, Triple, iri, literal
from kg.terms import PREFIXES, individual
from kg.turtle import write


def propose_profile(profile: Profile, knowledge: Knowledge, origin: str, slug: str = "") -> Proposal:
    """The file that a profile becomes.

    :param profile: as :func:`kg.exposure.reading.read_profile` gives it
    :param slug: the end of its address; made from the title where it is empty
    :raises AdditionError: where the address is taken, a text cannot be taken, or nothing is said of the system
    """
    chosen = slug or slug_of(profile.title)
    faults = list(_faults(profile, knowledge, chosen))
    if faults:
        raise AdditionError(faults, origin)
    path = f"ontology/profile-{chosen}.ttl"
    triples = [*header(module_iri(path), profile.title), *_statements(profile, knowledge, chosen)]
    return Proposal(path, write(triples, PREFIXES), "added", profile.title, origin)


def _faults(profile: Profile, knowledge: Knowledge, slug: str) -> Iterator[Fault]:
    if not is_slug(slug):
        yield Fault("title", "no address can be made from it.", "Give an id with --id, such as my-system.")
    elif slug in knowledge.examples:
        yield Fault("title", f"profile:{slug} is there already.", "Give another title, or an id with --id.")
    for field in ("title", "description", "note"):
        if wrong := fault_in(getattr(profile, field), 2000):
            yield Fault(field, *wrong)
    for line in profile.grants.values():
        if line.limit is not None and not line.limit.least.is_finite():
            remedy = "Answer the question about the limit instead of writing a grant."
            yield Fault(f"grants.{line.access}", "what has no limit cannot be said of a single access.", remedy)
    if not profile.answers and not profile.grants:
        yield Fault("answers", "nothing is said of the system.", "Answer at least one question.")


def _statements(profile: Profile, knowledge: Knowledge, slug: str) -> Iterator[Triple]:
    subject = iri(individual("profile", slug))
    yield is_a(subject, "praxis:AccessProfile")
    yield text(subject, "skos:prefLabel", profile.title, "en")
    yield link(subject, "praxis:status", individual("status", "curator"))
    yield link(subject, "praxis:approachedFrom", individual("standpoint", profile.standpoint))
    if profile.description:
        yield text(subject, "skos:definition", profile.description, "en")
    if profile.note:
        yield text(subject, "skos:editorialNote", profile.note, "en")
    for question, code in profile.answers.items():
        answer = next(a for a in knowledge.by_slug[question].answers if a.code == code)
        yield link(subject, "praxis:hasAnswer", individual("answer", answer.id.partition(":")[2]))
    for line in sorted(profile.grants.values(), key=lambda g: g.access):
        yield from _grant(subject, slug, line)


def _grant(profile: Term, slug: str, line: GrantLine) -> Iterator[Triple]:
    subject = iri(individual("grant", f"{slug}-{line.access}"))
    yield link(profile, "praxis:grants", subject.value)
    yield is_a(subject, "praxis:Grant")
    yield link(subject, "praxis:grantAccess", individual("access", line.access))
    yield link(subject, "praxis:level", individual("level", line.level))
    for end, amount in (("atLeast", line.limit.least), ("atMost", line.limit.most)) if line.limit else ():
        if amount is not None:
            yield Triple(subject, name(f"praxis:{end}"), literal(canonical(amount)))
