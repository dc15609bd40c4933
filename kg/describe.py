"""The graph as data sets: what each module is, in VoID and DCAT, for catalogues and for the endpoint alike.

Every module is a data set with title, description, licence, sources, size and file, and a part of the whole. The
description is a module itself, generated and shipped; the endpoint tells the same of what it has loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import kg
from kg import terms
from kg.importers.triples import is_a, link, name, text
from kg.modules import Inventory, ModuleFile
from kg.results import Term, Triple, iri, literal
from kg.store.embedded import EmbeddedEngine, load_files
from kg.turtle import write

#: The file of the module that describes all modules, and its name.
FILE = "description.ttl"
MODULE = terms.MODULE + "description"
#: All modules together.
WHOLE = terms.BASE + "dataset"

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TURTLE = "https://www.iana.org/assignments/media-types/text/turtle"
_TITLE, _TEXT = (
    "The modules as data sets",
    "What each module is, in VoID and DCAT: title, licence, sources, size, file.",
)
_COMMENT = "Made by 'threatpraxis describe --write': do not edit."
_HEADER = ("title", "description", "license", "source")
_NAMESPACE = re.compile(r".*[#/]")


def dataset(module: str) -> str:
    """The IRI of a module as a data set; the module's own IRI names the ontology and the graph."""
    if module == terms.ONTOLOGY:
        return f"{WHOLE}/core"
    return module.replace(terms.MODULE, f"{WHOLE}/", 1) if module.startswith(terms.MODULE) else f"{module}#dataset"


def sizes(modules: Iterable[tuple[str, int]]) -> Iterator[Triple]:
    """The whole, its parts, and how many triples each has.

    :param modules: ontology IRI and number of triples
    """
    counted = list(modules)
    whole = iri(WHOLE)
    yield is_a(whole, "void:Dataset")
    yield text(whole, "dcterms:title", "ThreatPraxis", "en")
    yield text(whole, "void:uriSpace", terms.BASE)
    yield Triple(whole, name("void:triples"), literal(sum(triples for _, triples in counted)))
    for module, triples in counted:
        yield link(whole, "void:subset", dataset(module))
        yield is_a(iri(dataset(module)), "void:Dataset")
        yield Triple(iri(dataset(module)), name("void:triples"), literal(triples))


def turtle(inventory: Inventory) -> str:
    """The module that describes the shipped modules; the same files give the same bytes.

    :raises ModuleError: where a module cannot be read
    """
    files = [f for f in inventory.files if f.origin == "shipped" and f.name != FILE]
    # Shapes are no part of the data, but they are modules.
    engine = load_files(replace(f, name=f"modules/{f.name}") for f in files)
    described = [*_own_header(), *_whole()]
    for file in files:
        described += _module(engine, file)
    described += _own_dataset()
    counted = [(m.iri, m.triples) for m in engine.report.modules]
    # The module counts itself; the number of triples does not depend on what they count.
    own = len({*described, *sizes([*counted, (MODULE, 0)])})
    return write([*described, *sizes([*counted, (MODULE, own)])], terms.PREFIXES, _COMMENT)


def _own_header() -> Iterator[Triple]:
    module = iri(MODULE)
    yield is_a(module, "owl:Ontology")
    yield link(module, "owl:imports", terms.ONTOLOGY)
    yield link(module, "owl:versionIRI", f"{terms.BASE}{kg.__version__}/{MODULE.removeprefix(terms.BASE)}")
    yield text(module, "owl:versionInfo", kg.__version__)
    yield text(module, "dcterms:title", _TITLE, "en")
    yield text(module, "dcterms:description", _TEXT, "en")
    yield link(module, "dcterms:license", _LICENCE)
    yield link(module, "praxis:moduleStatus", terms.PREFIXES["status"] + "derived")


def _whole() -> Iterator[Triple]:
    whole = iri(WHOLE)
    yield is_a(whole, "dcat:Dataset")
    description = "Attacks on machine-learning systems: what research assumes and what practice grants."
    yield text(whole, "dcterms:description", description, "en")


def _own_dataset() -> Iterator[Triple]:
    subject = iri(dataset(MODULE))
    yield text(subject, "dcterms:title", _TITLE, "en")
    yield text(subject, "dcterms:description", _TEXT, "en")
    yield link(subject, "dcterms:license", _LICENCE)
    yield from _file(MODULE, FILE)
    for prefix in ("dcat", "dcterms", "owl", "praxis", "void"):
        yield link(subject, "void:vocabulary", terms.PREFIXES[prefix])


def _module(engine: EmbeddedEngine, file: ModuleFile) -> Iterator[Triple]:
    module = file.iri or file.fallback_iri()
    subject = iri(dataset(module))
    for short in _HEADER:
        for value in _column(engine, f"GRAPH <{module}> {{ <{module}> dcterms:{short} ?it }}"):
            yield Triple(subject, name(f"dcterms:{short}"), value)
    yield from _file(module, file.name)
    used = _column(engine, f"GRAPH <{module}> {{ {{ ?s ?it ?o }} UNION {{ ?s a ?it }} }}")
    for namespace in sorted({m[0] for term in used if term.kind == "iri" and (m := _NAMESPACE.match(term.value))}):
        yield link(subject, "void:vocabulary", namespace)


def _file(module: str, path: str) -> Iterator[Triple]:
    subject, distribution = iri(dataset(module)), iri(f"{dataset(module)}/turtle")
    yield is_a(subject, "dcat:Dataset")
    yield link(subject, "void:dataDump", module)
    yield link(subject, "dcat:distribution", distribution.value)
    yield is_a(distribution, "dcat:Distribution")
    yield text(distribution, "dcterms:identifier", path)
    yield link(distribution, "dcat:downloadURL", module)
    yield link(distribution, "dcat:mediaType", _TURTLE)


def _column(engine: EmbeddedEngine, pattern: str) -> list[Term]:
    table = engine.select(f"SELECT DISTINCT ?it WHERE {{ {pattern} }}", row_limit=1_000_000)
    return [row[0] for row in table.rows if row[0] is not None]
