"""SSSOM TSV to Turtle: each mapping as a triple, and again as an owl:Axiom that carries what the row says about it.

    python sssom_to_turtle.py FILE.sssom.tsv …        writes FILE.ttl beside each
    python sssom_to_turtle.py --check FILE.sssom.tsv … writes nothing, fails where FILE.ttl is not what would be written

The same input gives the same bytes. "No counterpart" (sssom:NoTermFound) becomes an axiom alone: a plain triple would
say that attacks without a counterpart in different catalogues match one and the same thing.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

NO_TERM = "sssom:NoTermFound"
#: Columns that become annotations of the axiom, in this order, and the property each becomes.
ANNOTATIONS = {
    "mapping_justification": "sssom:mapping_justification",
    "confidence": "sssom:confidence",
    "subject_label": "sssom:subject_label",
    "object_label": "sssom:object_label",
    "comment": "rdfs:comment",
}
_ENTITIES = {"mapping_justification"}
_STATUS = re.compile(r"(?:^|\|)\s*status=([a-z-]+)\s*(?:\||$)")
_VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "praxis": "https://w3id.org/threatpraxis/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "status": "https://w3id.org/threatpraxis/id/status/",
}


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The metadata and the rows of an SSSOM TSV file whose metadata stands in its first lines, each after a ``#``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("#").removeprefix(" ") for line in lines if line.startswith("#")]
    body = [line for line in lines if not line.startswith("#")]
    rows = list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_MINIMAL))
    return yaml.safe_load("\n".join(head)), rows


def expand(curie: str, curies: Mapping[str, str]) -> str:
    """The IRI of a CURIE; what stands after the first colon may hold colons itself."""
    prefix, _, rest = curie.partition(":")
    if prefix not in curies:
        raise ValueError(f"the prefix of {curie!r} is not in the curie_map")
    return curies[prefix] + rest


def notation(curie: str) -> str:
    """The identifier by which a catalogue calls its entry: ``AML.T0015`` of ``ATLAS:AML.T0015``."""
    return curie.partition(":")[2]


def to_turtle(meta: Mapping[str, Any], rows: Sequence[Mapping[str, str]], name: str) -> str:
    """The Turtle text of a mapping set.

    :param name: the name of the file it is derived from, for the header
    """
    curies: dict[str, str] = meta["curie_map"]
    parts = [_prefixes(), _header(meta, name)]
    parts += ["# -- the entries, as their catalogue calls them --\n", *_entries(meta, rows, curies)]
    parts += ["# -- mappings --\n", *(_mapping(row, meta, curies) for row in rows)]
    return "\n".join(parts)


def _prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(_VOCABULARIES.items()))


def _header(meta: Mapping[str, Any], name: str) -> str:
    return _block(
        f"# Derived from {name} by sssom_to_turtle.py. Do not edit.\n\n<{meta['mapping_set_id']}>",
        [
            "a owl:Ontology, sssom:MappingSet",
            "owl:imports <https://w3id.org/threatpraxis/ontology>",
            f"owl:versionIRI <{_version_iri(meta)}>",
            f"owl:versionInfo {_text(meta['mapping_set_version'])}",
            f"dcterms:title {_text(meta['mapping_set_title'])}@en",
            f"dcterms:description {_text(meta['mapping_set_description'])}@en",
            f"dcterms:license <{meta['license']}>",
            f"sssom:subject_source <{meta['subject_source']}>",
            f"sssom:subject_source_version {_text(meta['subject_source_version'])}",
            f"sssom:object_source <{meta['object_source']}>",
            f"sssom:object_source_version {_text(meta['object_source_version'])}",
            f"praxis:moduleStatus status:{_status(meta.get('other'), name)}",
        ],
    )


def _version_iri(meta: Mapping[str, Any]) -> str:
    return str(meta["mapping_set_id"]).replace("/threatpraxis/", f"/threatpraxis/{meta['mapping_set_version']}/", 1)


def _entries(meta: Mapping[str, Any], rows: Iterable[Mapping[str, str]], curies: Mapping[str, str]) -> Iterable[str]:
    entries = {row["object_id"]: row["object_label"] for row in rows if row["object_id"] != NO_TERM}
    for curie, label in sorted(entries.items()):
        yield _block(
            f"<{expand(curie, curies)}>",
            [
                f"skos:prefLabel {_text(label)}@en",
                f"skos:notation {_text(notation(curie))}",
                f"rdfs:isDefinedBy <{meta['object_source']}>",
            ],
        )


def _mapping(row: Mapping[str, str], meta: Mapping[str, Any], curies: Mapping[str, str]) -> str:
    subject, predicate, target = (f"<{expand(row[c], curies)}>" for c in ("subject_id", "predicate_id", "object_id"))
    said = [
        "a owl:Axiom",
        f"owl:annotatedSource {subject}",
        f"owl:annotatedProperty {predicate}",
        f"owl:annotatedTarget {target}",
    ]
    for column, term in ANNOTATIONS.items():
        value = row.get(column)
        if value:
            said.append(f"{term} {_value(column, value, curies)}")
    said.append(f"sssom:object_source <{meta['object_source']}>")
    said.append(f"sssom:object_source_version {_text(meta['object_source_version'])}")
    said.append(f"praxis:status status:{_status(row.get('other'), row['subject_id'])}")
    triple = "" if row["object_id"] == NO_TERM else f"{subject} {predicate} {target} .\n"
    return triple + _block("[]", said)


def _value(column: str, value: str, curies: Mapping[str, str]) -> str:
    if column in _ENTITIES:
        return f"<{expand(value, curies)}>"
    if column == "confidence":
        return f"{float(value):.2f}"  # a decimal, not a double
    return _text(value) + ("@en" if column == "comment" else "")


def _status(other: str | None, where: str) -> str:
    found = _STATUS.search(other or "")
    if not found:
        raise ValueError(f"{where}: the column 'other' does not say status=curator or another status")
    return found[1]


def _text(value: object) -> str:
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _block(subject: str, predicates: Sequence[str]) -> str:
    return f"{subject}\n    " + " ;\n    ".join(predicates) + " .\n"


def main(arguments: Sequence[str]) -> int:
    check = "--check" in arguments
    stale = 0
    for path in (Path(a) for a in arguments if a != "--check"):
        target = path.with_name(path.name.removesuffix(".sssom.tsv") + ".ttl")
        text = to_turtle(*read(path), name=path.name)
        if not check:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{target} is not what {path} gives", file=sys.stderr)
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
