"""The inferred graph as a module: Turtle whose bytes depend on nothing but what follows and from what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rdflib import RDF

import kg
from kg import results, terms
from kg.modules import Inventory, ModuleFile
from kg.reason.knowledge import Triple, is_reasoned
from kg.results import Term, literal
from kg.results import iri as term
from kg.terms import compact
from kg.turtle import write

FILE = "inferred.ttl"
_OWL = "http://www.w3.org/2002/07/owl#"
_DCTERMS = terms.PREFIXES["dcterms"]
_DIGEST = re.compile(r"^#   ([0-9a-f]{64})  (\S+)$", re.MULTILINE)

_MADE = (
    "Made by 'threatpraxis reason --write': do not edit. "
    "What HermiT infers from these files, and what they do not state:"
)
_DESCRIPTION = (
    "Types, values and sub-classes that the reasoner HermiT infers from the taxonomy and that no module states; "
    "'threatpraxis reason --explain THING' tells why each holds."
)


def render(inferred: Iterable[Triple], modules: Sequence[tuple[str, ModuleFile]], *, iri: str) -> str:
    """The module as Turtle.

    :param inferred: statements between IRIs
    :param modules: ontology IRI and file of what they follow from; the digests of the files are recorded
    :param iri: the name of the module
    """
    subject = term(iri)
    header = [
        (RDF.type, term(_OWL + "Ontology")),
        (_OWL + "imports", term(terms.ONTOLOGY)),
        (_OWL + "versionIRI", term(f"{terms.BASE}{kg.__version__}/{iri.removeprefix(terms.BASE)}")),
        (_OWL + "versionInfo", literal(kg.__version__)),
        (_DCTERMS + "title", Term("literal", "Inferred statements", lang="en")),
        (_DCTERMS + "description", Term("literal", _DESCRIPTION, lang="en")),
        (_DCTERMS + "license", term("https://creativecommons.org/licenses/by/4.0/")),
        *((_DCTERMS + "source", term(module)) for module, _ in modules),
        (terms.ONTOLOGY + "#moduleStatus", term(terms.individual("status", "derived"))),
    ]
    followed = sorted({tuple(map(str, triple)) for triple in inferred}, key=lambda t: [compact(name) for name in t])
    known = sorted(digests(f for _, f in modules).items())
    return write(
        [results.Triple(subject, term(str(p)), o) for p, o in header]
        + [results.Triple(term(s), term(p), term(o)) for s, p, o in followed],
        terms.PREFIXES, "\n".join([_MADE, *(f"  {digest}  {name}" for name, digest in known)]),
    )  # fmt: skip


def digests(files: Iterable[ModuleFile]) -> dict[str, str]:
    """SHA-256 by name, of the text with line ends as on Unix: a checkout on Windows has the same."""
    return {f.name: hashlib.sha256(f.path.read_bytes().replace(b"\r\n", b"\n")).hexdigest() for f in files}


def recorded(path: Path) -> dict[str, str]:
    """The digests that a written module records, by file name."""
    return {m[2]: m[1] for m in _DIGEST.finditer(path.read_text(encoding="utf-8"))}


def outdated(inventory: Inventory) -> list[str]:
    """The shipped files that are not those the shipped inferred module was made from; needs no reasoner."""
    shipped = [f for f in inventory.data() if f.origin == "shipped"]
    written = next((f for f in shipped if f.name == FILE), None)
    if written is None:
        return [FILE]
    now = digests(filter(is_reasoned, shipped))
    then = recorded(written.path)
    return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
