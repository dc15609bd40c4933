"""What a mapping set must be beyond well-formed: known ids with their own names, sound values, no contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from kg.errors import did_you_mean, shorten
from kg.importers.sssom.model import NO_TERM, Fault, MappingSet, Row, status_of
from kg.terms import PREFIXES, is_iri

#: Who may vouch for a mapping: the keeper of the catalogue or the curators of the file.
STATUSES = ("curator", "official")
PREDICATES = tuple(
    f"skos:{name}" for name in
    ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "mappingRelation")
)  # fmt: skip
JUSTIFICATIONS = tuple(
    f"semapv:{name}" for name in
    ("ManualMappingCuration", "MappingReview", "LexicalMatching", "SemanticSimilarityThresholdMatching",
     "MappingChaining", "MappingInversion", "BackgroundKnowledgeBasedMatching", "UnspecifiedMatching")
)  # fmt: skip
#: Namespaces that predicates and justifications are read with, whatever the file declares.
VOCABULARIES = {prefix: PREFIXES[prefix] for prefix in ("skos", "semapv")}
#: The things that rows may name, with their labels; what a catalogue has given up is none of them.
LABELS = """SELECT ?thing (MIN(STR(?name)) AS ?label) WHERE {
  VALUES ?class { praxis:Attack praxis:Tactic praxis:Technique praxis:Mitigation praxis:CaseStudy
                  praxis:CatalogueEntry }
  ?thing a ?class ; skos:prefLabel ?name .
} GROUP BY ?thing"""
_NEEDED = (
    "curie_map", "mapping_set_id", "mapping_set_version", "mapping_set_title", "mapping_set_description", "license",
    "subject_source", "subject_source_version", "object_source", "object_source_version", "other",
)  # fmt: skip
_KNOWN = (*_NEEDED, "sssom_version", "creator_label", "creator_id", "mapping_date", "publication_date", "comment")
_IRIS = ("mapping_set_id", "license", "subject_source", "object_source")


def faults(mapping_set: MappingSet, labels: Mapping[str, str] | None) -> Iterator[Fault]:
    """Everything wrong with metadata and rows.

    :param labels: preferred labels by IRI of what rows may name; None leaves out the check of ids and labels
    """
    yield from _metadata(mapping_set)
    seen: dict[tuple[str, str], Row] = {}
    for row in mapping_set.rows:
        yield from _values(row)
        yield from _ids(row, mapping_set, labels)
        yield from _repeated(row, seen)
    yield from _contradictions(mapping_set)


def _metadata(mapping_set: MappingSet) -> Iterator[Fault]:
    for field in _NEEDED:
        if not mapping_set.text(field):
            yield Fault(1, 1, field, f"the metadata do not say {field!r}", f"Add a line '# {field}: …' at the top.")
    for field, line in mapping_set.lines.items():
        if field not in _KNOWN:
            close = did_you_mean(field, _KNOWN)
            hint = f"Did you mean {close[0]!r}?" if close else f"One of: {', '.join(_KNOWN)}."
            yield Fault(line, 3, field, f"the metadata {field!r} would be lost", hint)
        elif field in _IRIS and not is_iri(mapping_set.text(field)):
            yield Fault(line, 3, field, f"{mapping_set.text(field)!r} is no absolute IRI", "Write it in full.")
    line = mapping_set.lines.get("curie_map", 1)
    for prefix, namespace in mapping_set.curies.items():
        if not isinstance(namespace, str) or not is_iri(namespace):
            yield Fault(line, 3, "curie_map", f"{prefix}: {namespace!r} is no namespace", "Write an absolute IRI.")
    if mapping_set.text("other") and status_of(mapping_set.text("other")) not in STATUSES:
        yield Fault(mapping_set.lines["other"], 3, "other", "it says no known status", _one_of("status=", STATUSES))


def _values(row: Row) -> Iterator[Fault]:
    predicate, justification = row.cells.get("predicate_id", ""), row.cells.get("mapping_justification", "")
    if "predicate_id" in row.cells and predicate not in PREDICATES:
        yield row.fault("predicate_id", f"{predicate!r} is no mapping relation of SKOS", _one_of("", PREDICATES))
    if "mapping_justification" in row.cells and justification not in JUSTIFICATIONS:
        remedy = _one_of("", JUSTIFICATIONS)
        yield row.fault("mapping_justification", f"{justification!r} is no known justification", remedy)
    if "confidence" in row.cells and confidence_of(row) is None:
        message = f"{row.cells['confidence']!r} is no number from 0 to 1"
        yield row.fault("confidence", message, "Write 0.8, with at most two digits after the point.")
    if "other" in row.cells and (status := status_of(row.cells["other"])) not in STATUSES:
        message = f"the status {status!r} is unknown" if status else "the row does not say its status"
        yield row.fault("other", message, _one_of("status=", STATUSES))


def confidence_of(row: Row) -> Decimal | None:
    """The confidence of a row from 0 to 1 with two digits after the point; None where it is no such number."""
    try:
        value = Decimal(row.cells.get("confidence", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= 1 or value != round(value, 2):
        return None
    return value.quantize(Decimal("0.01"))


def _ids(row: Row, mapping_set: MappingSet, labels: Mapping[str, str] | None) -> Iterator[Fault]:
    for side in ("subject", "object"):
        curie, label = row.cells.get(f"{side}_id"), row.cells.get(f"{side}_label", "")
        if curie is None:
            continue
        iri = mapping_set.expand(curie)
        if iri is None or not is_iri(iri):
            known = ", ".join(mapping_set.curies)
            yield row.fault(f"{side}_id", f"the prefix of {curie!r} is not in the curie_map", f"It has: {known}.")
        elif iri == NO_TERM and side == "object":
            if label:
                message = f"nothing corresponds, and yet it is called {shorten(label)!r}"
                yield row.fault("object_label", message, "Leave the label empty, or name the object.")
        elif labels is not None and iri not in labels:
            remedy = _nearest(curie, label, mapping_set, labels)
            yield row.fault(f"{side}_id", f"{curie!r} is described nowhere", remedy)
        elif labels is not None and label and label != labels[iri]:
            owner = _owner(label, curie, mapping_set, labels)
            remedy = f"Its name is {labels[iri]!r}." + (f" {owner} is the id of {label!r}." if owner else "")
            yield row.fault(f"{side}_label", f"{curie} is not called {shorten(label)!r}", remedy)
    nothing = mapping_set.expand(row.cells.get("object_id", "")) == NO_TERM
    if nothing and row.cells.get("predicate_id") != "skos:mappingRelation":
        remedy = "Write skos:mappingRelation beside sssom:NoTermFound."
        yield row.fault("predicate_id", "nothing corresponds, so no closer relation can hold", remedy)


def _nearest(curie: str, label: str, mapping_set: MappingSet, labels: Mapping[str, str]) -> str:
    prefix = curie.partition(":")[0]
    namespace = mapping_set.curies[prefix]
    known = {f"{prefix}:{iri[len(namespace) :]}": name for iri, name in labels.items() if iri.startswith(namespace)}
    owner = _owner(label, curie, mapping_set, labels)
    close = [owner] if owner else did_you_mean(curie, known)
    offered = " or ".join(f"{c} ({known[c]})" for c in close)
    return f"Did you mean {offered}?" if offered else "Describe it in a module of its catalogue, or correct the id."


def _owner(label: str, curie: str, mapping_set: MappingSet, labels: Mapping[str, str]) -> str:
    """The id that bears a label in the namespace of another id; empty where none does."""
    prefix = curie.partition(":")[0]
    namespace = mapping_set.curies[prefix]
    bearers = (iri for iri, known in labels.items() if known == label and iri.startswith(namespace))
    return next((f"{prefix}:{iri[len(namespace) :]}" for iri in bearers), "")


def _repeated(row: Row, seen: dict[tuple[str, str], Row]) -> Iterator[Fault]:
    pair = (row.cells.get("subject_id", ""), row.cells.get("object_id", ""))
    if (other := seen.setdefault(pair, row)) is not row:
        yield row.fault("object_id", f"line {other.line} maps the same two already", "Keep one of the two rows.")


def _contradictions(mapping_set: MappingSet) -> Iterator[Fault]:
    none_found = {
        row.cells["subject_id"]: row for row in mapping_set.rows
        if "subject_id" in row.cells and mapping_set.expand(row.cells.get("object_id", "")) == NO_TERM
    }  # fmt: skip
    for row in mapping_set.rows:
        other = none_found.get(row.cells.get("subject_id", ""))
        if other is not None and mapping_set.expand(row.cells.get("object_id", "")) != NO_TERM:
            message = f"line {other.line} says that nothing corresponds to it"
            yield row.fault("object_id", message, "Remove one of the two rows.")


def _one_of(before: str, names: tuple[str, ...]) -> str:
    return f"Write one of: {', '.join(before + name for name in names)}."
