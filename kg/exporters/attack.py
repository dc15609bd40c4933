"""One attack as others take it: a STIX attack pattern, rows of a crosswalk, JSON-LD or Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kg import terms
from kg.errors import ParameterError, UnknownNameError
from kg.exporters.stix_objects import Object, author, identifier, reference, stamped
from kg.graph import Graph
from kg.results import Scalar
from kg.turtle import write_found

FORMS = ("stix", "sssom", "jsonld", "ttl")
#: The chain of phases under which the stages of the pipeline go in STIX.
KILL_CHAIN = "threatpraxis-pipeline"
#: Everything that is said of an attack: itself, its threat models with their parts, and the notes on statements.
_CLOSURE = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{attack}> AS ?s) ?s ?p ?o }}
  UNION {{ ?s praxis:ofAttack <{attack}> ; ?p ?o }}
  UNION {{ ?model praxis:ofAttack <{attack}> ; praxis:requiresOneOf|praxis:hasNeed ?s . ?s ?p ?o }}
  UNION {{ ?s owl:annotatedSource <{attack}> ; ?p ?o }}
}}"""
_FACTS = """SELECT ?label ?definition WHERE {{
  <{attack}> a praxis:Attack ; skos:prefLabel ?label . OPTIONAL {{ <{attack}> skos:definition ?definition }}
}}"""
_ALIASES = "SELECT ?name WHERE {{ <{attack}> skos:altLabel ?name }} ORDER BY ?name"
_STAGES = "SELECT DISTINCT ?stage WHERE {{ <{attack}> praxis:actsAt ?stage }} ORDER BY ?stage"
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence",
    "other", "comment",
)  # fmt: skip
_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What an attack corresponds to in a catalogue; without an entry, that there is nothing."""

    catalogue: str
    catalogue_label: str
    version: str
    predicate: str
    entry: str
    id: str
    label: str
    confidence: Decimal
    justification: str
    status: str
    comment: str


def export(graph: Graph, attack: str, form: str, *, catalogue: str = "", now: datetime | None = None) -> str:
    """An attack in one of :data:`FORMS`, ending in a newline.

    :param attack: a prefixed name, an IRI or the end of one
    :param catalogue: for ``sssom``: the end of the scheme's address, such as ``atlas``; may be left out where the
        attack is mapped to one catalogue alone
    :param now: for ``stix``: the time written into the objects; the present where None
    :raises UnknownNameError: where there is no such attack, form or catalogue
    """
    found = terms.resolve(attack, "attack") or ""
    facts = list(graph.engine.select(_FACTS.format(attack=found))) if found.startswith(terms.ID) else []
    if not facts:
        known = [slug for slug, _ in graph.individuals("attack")]
        raise UnknownNameError("attack", attack.removeprefix("attack:"), known)
    if form == "stix":
        return _stix(graph, found, facts[0], now)
    if form == "sssom":
        return _sssom(graph, found, str(facts[0]["label"]), catalogue)
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS, remedy=f"Formats: {', '.join(FORMS)}.")
    if form == "ttl":
        return write_found(graph.engine.construct(_CLOSURE.format(attack=found), row_limit=_ROWS))
    document = graph.engine.document(_CLOSURE.format(attack=found), form, row_limit=_ROWS)
    with document.body as body:
        return body.read().decode().rstrip("\n") + "\n"


def counterparts(graph: Graph, attack: str) -> list[Counterpart]:
    """What crosswalks say of an attack, in the order of catalogues and ids."""
    table = graph.query("crosswalks/counterparts", attack=attack)
    return [_counterpart(row) for row in table]


def _counterpart(row: dict[str, Scalar]) -> Counterpart:
    def text(name: str) -> str:
        return "" if row[name] is None else str(row[name])

    confidence = row["confidence"]
    return Counterpart(
        text("catalogue"), text("catalogue_label"), text("version"), text("predicate"), text("entry"), text("id"),
        text("label"), confidence if isinstance(confidence, Decimal) else Decimal(str(confidence or 0)),
        text("justification"), text("status"), text("comment"),
    )  # fmt: skip


# -- STIX --


def _stix(graph: Graph, attack: str, facts: dict[str, Scalar], now: datetime | None) -> str:
    at = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    number = terms.compact(attack)
    references = [reference("threatpraxis", number, attack)]
    for found in counterparts(graph, attack):
        if found.entry:
            source = "mitre-atlas" if found.catalogue.endswith("/atlas") else found.catalogue.rpartition("/")[2]
            relation = found.predicate.rpartition("#")[2]
            references.append(reference(source, found.id, found.entry, f"{found.label} ({relation})"))
    pattern: Object = {"name": str(facts["label"]), "external_references": references}
    if facts["definition"] is not None:
        pattern["description"] = str(facts["definition"])
    if aliases := _column(graph, _ALIASES, attack):
        pattern["aliases"] = aliases
    if stages := [stage.rpartition("/")[2] for stage in _column(graph, _STAGES, attack)]:
        pattern["kill_chain_phases"] = [{"kill_chain_name": KILL_CHAIN, "phase_name": stage} for stage in stages]
    objects = [author(at), stamped("attack-pattern", identifier("attack-pattern", number), at, **pattern)]
    found_bundle = {"type": "bundle", "id": identifier("bundle", number, at), "objects": objects}
    return json.dumps(found_bundle, indent=2, ensure_ascii=False) + "\n"


def _column(graph: Graph, query: str, attack: str) -> list[str]:
    table = graph.engine.select(query.format(attack=attack))
    return [str(value) for value in table.column(table.names[0])]


# -- SSSOM --


def _sssom(graph: Graph, attack: str, label: str, catalogue: str) -> str:
    found = counterparts(graph, attack)
    schemes = sorted({c.catalogue.rpartition("/")[2] for c in found})
    if catalogue and catalogue not in schemes:
        raise UnknownNameError("catalogue", catalogue, schemes, remedy=f"It is mapped to: {', '.join(schemes)}.")
    if not catalogue and len(schemes) != 1:
        remedy = f"Name one with --catalogue: {', '.join(schemes)}." if schemes else "Add a mapping first."
        raise ParameterError(f"An SSSOM file maps to one catalogue; {label!r} has {len(schemes)}.", remedy=remedy)
    chosen = catalogue or schemes[0]
    own = [c for c in found if c.catalogue.rpartition("/")[2] == chosen]
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(attack, label, c) for c in own)
    return "".join(f"# {line}\n" for line in _meta(attack, label, own)) + table.getvalue()


def _meta(attack: str, label: str, rows: Sequence[Counterpart]) -> Iterator[str]:
    """The metadata that our own import asks for, and that the sssom library reads."""
    first, slug = rows[0], attack.rpartition("/")[2]
    bases = {c.entry.removesuffix(c.id) for c in rows if c.entry}
    name = first.catalogue.rpartition("/")[2]
    yield 'sssom_version: "1.1"'
    yield "curie_map:"
    yield f"  attack: {terms.PREFIXES['attack']}"
    for base in sorted(bases):
        yield f"  {_prefix(name)}: {base}"
    yield from (f"  {prefix}: {terms.PREFIXES[prefix]}" for prefix in ("semapv", "skos", "sssom"))
    yield f"mapping_set_id: {terms.MODULE}workspace/mappings/{slug}-{name}"
    yield "mapping_set_version: 0.1.0"
    yield f"mapping_set_title: {json.dumps(f'{label} and {first.catalogue_label}', ensure_ascii=False)}"
    yield f"mapping_set_description: {json.dumps(f'What corresponds to {label}.', ensure_ascii=False)}"
    yield "license: https://creativecommons.org/licenses/by/4.0/"
    yield f"subject_source: {terms.individual('scheme', 'attacks')}"
    yield 'subject_source_version: "workspace"'
    yield f"object_source: {first.catalogue}"
    yield f"object_source_version: {json.dumps(first.version, ensure_ascii=False)}"
    yield "other: status=curator"


def _row(attack: str, label: str, found: Counterpart) -> list[Any]:
    name = found.catalogue.rpartition("/")[2]
    entry = f"{_prefix(name)}:{found.id}" if found.entry else "sssom:NoTermFound"
    other = f"status={found.status.rpartition('/')[2]}"
    justification, confidence = terms.compact(found.justification), format(found.confidence.normalize(), "f")
    return [terms.compact(attack), label, terms.compact(found.predicate), entry, found.label if found.entry else "",
            justification, confidence, other, found.comment]  # fmt: skip


def _prefix(catalogue: str) -> str:
    return "ATLAS" if catalogue == "atlas" else catalogue.replace("-", "_")
