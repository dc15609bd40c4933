"""From an entry to the Turtle of one module. The same entry always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg import terms
from kg.author import evidence_writing as evidence
from kg.author.entry import Entry
from kg.author.forms import NOTHING
from kg.author.known import Known
from kg.author.names import OWN_JUDGEMENT, attack_slug, model_slug, work_label, work_slug
from kg.author.proposal import ChangeKind, Proposal
from kg.author.statements import of_fields
from kg.author.texts import slug_of
from kg.importers.triples import is_a, link, name, text
from kg.results import Term, Triple, iri, literal
from kg.terms import PREFIXES, individual
from kg.turtle import Note, write

#: Under which terms an addition may be passed on, if its author says nothing else: those of the graph it joins.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Where a judgement of one's own stands.
OWN_PLACE = "judgement of whoever added it"
_NO_TERM = PREFIXES["sssom"] + "NoTermFound"
_SCHEME = individual("scheme", "attacks")
#: How sure a mapping is that does not say it.
_CONFIDENCE = Decimal("0.50")


def propose(entry: Entry, known: Known, origin: str, kind: ChangeKind = "added") -> Proposal:
    """The file that an entry becomes.

    :param origin: where what was given came from
    :param kind: what the change does: a new file is added, one that is there is changed
    """
    slug, label = _subject(entry, known)
    file = f"{entry.form.kind}-{slug}"
    return Proposal(path_of(entry, known), _Writer(known).module(entry, file, label), kind, label, origin)


def path_of(entry: Entry, known: Known) -> str:
    """The file of an entry, below the workspace."""
    return f"ontology/{entry.form.kind}-{_subject(entry, known)[0]}.ttl"


def module_iri(path: str) -> str:
    """The ontology IRI of a file of a workspace, such as ``ontology/attack-sponge.ttl``."""
    return f"{terms.MODULE}workspace/{path.removeprefix('ontology/').removesuffix('.ttl')}"


def _subject(entry: Entry, known: Known) -> tuple[str, str]:
    """End of the address and label of the thing an entry describes."""
    if entry.form.kind == "attack":
        return attack_slug(entry), entry.text("label")
    if entry.form.kind == "work":
        return work_slug(entry), work_label(entry)
    if entry.form.kind == "study":
        return evidence.study_slug(entry), entry.text("label")
    if entry.form.kind == "observation":
        return evidence.observation_slug(entry, entry.text("study").rpartition("/")[2]), entry.text("label")
    attack = entry.text("attack")
    if entry.form.kind == "mapping":
        return _mapping_name(entry, known), f"{known.label(attack)}, counterpart"
    slug = model_slug(attack.rpartition("/")[2], entry)
    return slug, _model_label(known.label(attack), entry, known)


class _Writer:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._labels: dict[str, str] = {}
        self._notes: list[Note] = []

    def module(self, entry: Entry, file: str, label: str) -> str:
        for work in entry.parts("works"):
            self._labels[individual("work", work_slug(work))] = work_label(work)
        triples = [*header(module_iri(f"ontology/{file}.ttl"), label), *self._body(entry)]
        return write(triples, PREFIXES, notes=self._notes)

    def _body(self, entry: Entry) -> Iterator[Triple]:
        if entry.form.kind == "attack":
            yield from self._attack(entry)
        elif entry.form.kind == "work":
            yield from _work(entry)
        elif entry.form.kind == "study":
            yield from evidence.study(entry)
            for work in sorted(entry.parts("works"), key=work_slug):
                yield from _work(work)
        elif entry.form.kind == "observation":
            yield from evidence.single(entry)
        elif entry.form.kind == "mapping":
            yield from self._mapping(iri(entry.text("attack")), entry)
        else:
            attack = entry.text("attack")
            yield from self._model(entry, attack, self._known.label(attack))

    def _attack(self, entry: Entry) -> Iterator[Triple]:
        attack = individual("attack", attack_slug(entry))
        subject, label = iri(attack), entry.text("label")
        yield is_a(subject, "praxis:Attack")
        yield link(subject, "skos:inScheme", _SCHEME)
        yield from of_fields(subject, entry)
        if parent := entry.text("form-of"):
            yield link(subject, "skos:broader", parent)
        else:
            yield link(subject, "skos:topConceptOf", _SCHEME)
        for mapping in sorted(entry.parts("mappings"), key=lambda part: (part.text("to"), part.text("catalogue"))):
            yield from self._mapping(subject, mapping)
        # Parts stand in the order of their addresses, so that the order in which they were given makes no difference.
        for needs in sorted(entry.parts("needs"), key=lambda part: model_slug("", part)):
            yield from self._model(needs, attack, label)
        for work in sorted(entry.parts("works"), key=work_slug):
            yield from _work(work)

    def _model(self, entry: Entry, attack: str, label: str) -> Iterator[Triple]:
        slug = model_slug(attack.rpartition("/")[2], entry)
        subject, source = iri(individual("model", slug)), entry.text("source") or OWN_JUDGEMENT
        own = source == OWN_JUDGEMENT
        place = entry.text("locator") or OWN_PLACE
        said = "What we take it to need; no source is named." if own else "What the source says that it needs."
        yield is_a(subject, "praxis:ThreatModel")
        yield text(subject, "skos:prefLabel", self._named(label, entry), "en")
        yield text(subject, "skos:definition", said, "en")
        yield link(subject, "praxis:ofAttack", attack)
        yield link(subject, "prov:wasDerivedFrom", source)
        yield text(subject, "praxis:locator", place)
        yield link(subject, "praxis:status", individual("status", _status(entry)))
        yield from of_fields(subject, entry, without={"source", "locator", "status", "one-of", "limits"})
        yield from _alternatives(subject, slug, entry, place, self._known)
        yield from _limits(subject, slug, entry, place)

    def _named(self, label: str, entry: Entry) -> str:
        return _model_label(label, entry, self._known, self._labels)

    def _mapping(self, subject: Term, mapping: Entry) -> Iterator[Triple]:
        to = mapping.text("to")
        if to == NOTHING:
            statement = Triple(subject, name("skos:mappingRelation"), iri(_NO_TERM))
            scheme = mapping.text("catalogue")
        else:
            statement = Triple(subject, name(f"skos:{mapping.text('relation')}Match"), iri(to))
            scheme = next(e.scheme for e in self._known.entries.values() if e.iri == to)
            yield statement
        self._notes.append(Note(statement, tuple(self._said_of(mapping, scheme))))

    def _said_of(self, mapping: Entry, scheme: str) -> Iterator[tuple[Term, Term]]:
        yield name("sssom:mapping_justification"), name("semapv:ManualMappingCuration")
        yield name("sssom:confidence"), literal(mapping.number("confidence", _CONFIDENCE).quantize(Decimal("0.01")))
        yield name("praxis:status"), iri(individual("status", "curator"))
        yield name("sssom:subject_source"), iri(_SCHEME)
        yield name("sssom:subject_source_version"), Term("literal", "workspace")
        yield name("sssom:object_source"), iri(scheme)
        yield name("sssom:object_source_version"), Term("literal", self._known.catalogues[scheme])
        if why := mapping.text("why"):
            yield name("rdfs:comment"), Term("literal", why, "", "en")


def header(module: str, label: str) -> Iterator[Triple]:
    """What every file of an addition says of itself."""
    subject = iri(module)
    yield is_a(subject, "owl:Ontology")
    yield link(subject, "owl:imports", terms.ONTOLOGY)
    yield text(subject, "dcterms:title", label, "en")
    yield link(subject, "dcterms:license", LICENCE)
    yield link(subject, "praxis:moduleStatus", individual("status", "curator"))


def _work(entry: Entry) -> Iterator[Triple]:
    subject = iri(individual("work", work_slug(entry)))
    seen = "as given" if entry.text("doi") or entry.text("arxiv") else "not seen"
    yield is_a(subject, "praxis:Work")
    yield text(subject, "skos:prefLabel", work_label(entry), "en")
    yield text(subject, "praxis:identifierStatus", seen)
    yield from of_fields(subject, entry)


def _mapping_name(entry: Entry, known: Known) -> str:
    """The end of the name of a file that holds one mapping: attack, catalogue and entry."""
    found = next((e for e in known.entries.values() if e.iri == entry.text("to")), None)
    attack, scheme = entry.text("attack"), found.scheme if found else entry.text("catalogue")
    parts = [attack.rpartition("/")[2], scheme.rpartition("/")[2], slug_of(found.id) if found else NOTHING]
    return "-".join(parts)


def _model_label(attack: str, entry: Entry, known: Known, more: dict[str, str] | None = None) -> str:
    source = entry.text("source") or OWN_JUDGEMENT
    who = "our reading" if source == OWN_JUDGEMENT else (more or {}).get(source) or known.label(source)
    return ", ".join(part for part in (attack, who, entry.text("variant")) if part)


def _status(entry: Entry) -> str:
    own = entry.text("source") in ("", OWN_JUDGEMENT)
    return entry.text("status") or ("curator" if own else "published")


def _alternatives(model: Term, slug: str, entry: Entry, place: str, known: Known) -> Iterator[Triple]:
    groups = sorted(tuple(sorted(group)) for group in entry.groups("one-of"))
    for number, group in enumerate(groups, 1):
        subject = iri(individual("alt", slug if len(groups) == 1 else f"{slug}-{number}"))
        yield link(model, "praxis:requiresOneOf", subject.value)
        yield is_a(subject, "praxis:Alternative")
        first, *others = (known.label(access) for access in group)
        named = " or ".join([first, *(label[:1].lower() + label[1:] for label in others)])
        yield text(subject, "skos:prefLabel", named, "en")
        yield text(subject, "praxis:locator", place)
        for access in group:
            yield link(subject, "praxis:option", access)


def _limits(model: Term, slug: str, entry: Entry, place: str) -> Iterator[Triple]:
    for limit in sorted(entry.parts("limits"), key=lambda part: part.text("access")):
        access = limit.text("access")
        subject = iri(individual("need", f"{slug}-{access.rpartition('/')[2]}"))
        yield link(model, "praxis:hasNeed", subject.value)
        yield is_a(subject, "praxis:Need")
        yield link(subject, "praxis:needAccess", access)
        if not limit.text("locator"):
            yield text(subject, "praxis:locator", place)
        yield from of_fields(subject, limit, without={"access"})
