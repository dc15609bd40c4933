"""The inferred graph as a module: Turtle whose bytes depend on nothing but what follows and from what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rdflib import RDF

import kg
from kg import terms
from kg.modules import Inventory, ModuleFile
from kg.reason.knowledge import Triple, is_reasoned
from kg.terms import compact

FILE = "inferred.ttl"
_DIGEST = re.compile(r"^#   ([0-9a-f]{64})  (\S+)$", re.MULTILINE)

_HEAD = """\
# Made by 'threatpraxis reason --write': do not edit. What HermiT infers from these files, and what they do not state:
{digests}

{prefixes}

<{iri}>
    a owl:Ontology ;
    owl:imports <{core}> ;
    owl:versionIRI <{version_iri}> ;
    owl:versionInfo "{version}" ;
    dcterms:title "Inferred statements"@en ;
    dcterms:description "{description}"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:source {sources} ;
    praxis:moduleStatus status:derived .
"""
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
    triples = sorted({tuple(compact(str(t)) for t in triple) for triple in inferred})
    blocks: dict[str, dict[str, list[str]]] = {}
    for s, p, o in triples:
        relation = "a" if p == compact(str(RDF.type)) else _term(p)
        blocks.setdefault(_term(s), {}).setdefault(relation, []).append(_term(o))
    body = "\n".join(_block(subject, values) for subject, values in blocks.items())
    sources = ", ".join(f"<{module}>" for module, _ in sorted(modules, key=lambda m: m[0]))
    text = body + " owl: dcterms: praxis: status: "
    used = {p: ns for p, ns in sorted(terms.PREFIXES.items()) if re.search(rf"(?<![\w<-]){p}:", text)}
    prefixes = [f"@prefix {p}: <{ns}> ." for p, ns in used.items()]
    head = _HEAD.format(
        digests="\n".join(f"#   {digest}  {name}" for name, digest in sorted(digests(f for _, f in modules).items())),
        prefixes="\n".join(prefixes), iri=iri, core=terms.ONTOLOGY, version=kg.__version__, sources=sources,
        version_iri=f"{terms.BASE}{kg.__version__}/{iri.removeprefix(terms.BASE)}", description=_DESCRIPTION,
    )  # fmt: skip
    return f"{head}\n{body}" if body else head


def _term(short: str) -> str:
    return f"<{short}>" if "://" in short or short.partition(":")[0] not in terms.PREFIXES else short


def _block(subject: str, values: dict[str, list[str]]) -> str:
    lines = [f"{relation} {', '.join(objects)}" for relation, objects in values.items()]
    return f"{subject}\n    " + " ;\n    ".join(lines) + " .\n"


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
