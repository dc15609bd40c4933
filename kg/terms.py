"""IRIs: the one base address, the prefixes, and the way between full and short forms."""

from __future__ import annotations

import re

#: Everything ThreatPraxis names lies below this address.
BASE = "https://w3id.org/threatpraxis/"
ONTOLOGY = BASE + "ontology"
ID = BASE + "id/"
MODULE = BASE + "module/"

#: Kinds of individuals; each has the namespace ``ID + kind + "/"`` and a prefix of the same name.
KINDS = (
    "access", "access-class", "alt", "answer", "asset", "attack", "base", "base-status", "bin", "change", "channel",
    "claim", "claim-kind", "concern", "defence", "dim", "framework", "grant", "incident", "kind", "level", "model",
    "need", "objective", "obs", "placement", "profile", "qualifier", "question", "role", "scheme", "stage",
    "standpoint", "status", "step", "study", "tool", "work",
)  # fmt: skip

PREFIXES: dict[str, str] = {
    "praxis": ONTOLOGY + "#",
    **{kind: f"{ID}{kind}/" for kind in KINDS},
    "tactic": "https://atlas.mitre.org/tactics/",
    "technique": "https://atlas.mitre.org/techniques/",
    "mitigation": "https://atlas.mitre.org/mitigations/",
    "casestudy": "https://atlas.mitre.org/studies/",
    "atlas": "https://atlas.mitre.org/",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# The characters SPARQL allows between < and >: an IRI made of them cannot end its brackets early.
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*""")


def is_iri(text: str) -> bool:
    """Whether ``text`` is an absolute IRI that may stand between angle brackets."""
    return _IRI.fullmatch(text) is not None


def expand(name: str) -> str | None:
    """The full IRI of a prefixed name such as ``attack:evasion``; None where the prefix is not ours.

    >>> expand("attack:evasion")
    'https://w3id.org/threatpraxis/id/attack/evasion'
    """
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES or not _LOCAL.fullmatch(local):
        return None
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> compact("https://w3id.org/threatpraxis/id/attack/evasion")
    'attack:evasion'
    """
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def individual(kind: str, slug: str) -> str:
    """The IRI of the individual ``slug`` of ``kind``."""
    return PREFIXES[kind] + slug


def resolve(text: str, kind: str | None = None) -> str | None:
    """The IRI a person meant by a full IRI, ``<IRI>``, a prefixed name or, where ``kind`` is given, a bare slug."""
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if (iri := expand(text)) is not None:
        return iri
    if "://" in text and is_iri(text):
        return text
    if kind and _LOCAL.fullmatch(text):
        return individual(kind, text)
    return None
