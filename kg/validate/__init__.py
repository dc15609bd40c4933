"""What is wrong with knowledge files: files that cannot be read, check queries, and SHACL shapes.

Nothing here reaches for the network: imports are not followed.
"""

from __future__ import annotations

from kg import modules
from kg.errors import ModuleError
from kg.library import Library
from kg.modules import Inventory
from kg.places import Places
from kg.store.embedded import EmbeddedEngine, load_files
from kg.validate.checks import CHECKS, fault_of, run_check
from kg.validate.findings import Finding, of_module_error, of_problem, of_query_file
from kg.validate.shapes import apply_shapes

__all__ = ["CHECKS", "Finding", "validate", "validate_module"]


def validate(inventory: Inventory, library: Library, *, shapes: bool = True) -> list[Finding]:
    """Everything that is wrong with modules and queries, errors first.

    :param inventory: the modules that are checked together
    :param library: the queries; those below ``checks/`` are put to the modules
    :param shapes: whether to apply the SHACL shapes of the inventory too
    """
    queries, broken = library.all()
    findings = [*map(of_query_file, broken), *map(of_problem, library.problems)]
    try:
        engine = EmbeddedEngine.load(inventory)
    except ModuleError as error:  # nothing can be asked of knowledge whose core is missing
        return [*findings, of_module_error(error), *map(of_problem, inventory.problems)]
    findings += [of_problem(problem) for problem in engine.report.problems]
    places = Places(engine)
    empty = load_files(())
    for query in queries:
        fault = fault_of(query, empty)
        if fault is not None:
            findings.append(fault)
        elif query.id.startswith(CHECKS):
            findings += run_check(query, engine, places)
    if shapes:
        findings += apply_shapes(inventory, engine, places)
    return _sorted(findings)


#: What shapes look at when they are put to the things of one module: its statements, the classes and attacks they
#: refer to by paths, and the types of whatever is mentioned.
_PART = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ GRAPH <{module}> {{ ?s ?p ?o }} }}
  UNION {{ VALUES ?kept {{ <{ontology}> <{attacks}> }} GRAPH ?kept {{ ?s ?p ?o }} }}
  UNION {{ GRAPH <{module}> {{ ?any ?mentions ?s }} ?s ?p ?o }}
  UNION {{ GRAPH <{module}> {{ ?s ?mentioned ?thing }} ?s ?p ?o }}
  UNION {{ GRAPH <{module}> {{ ?described ?in ?words }} ?described ?elsewhere ?s . ?s a ?o . BIND(rdf:type AS ?p) }}
}}"""
_SUBJECTS = "SELECT DISTINCT ?s WHERE {{ GRAPH <{module}> {{ ?s ?p ?o }} FILTER(isIRI(?s)) }} ORDER BY ?s"


def validate_module(inventory: Inventory, engine: EmbeddedEngine, library: Library, module: str) -> list[Finding]:
    """What is wrong with the things of one module, much quicker than looking at all.

    :param engine: the inventory, loaded
    :param module: the ontology IRI of the module
    :returns: faults whose file is the module's; those of other files are left for :func:`validate`
    """
    own = next((m.path for m in engine.report.modules if m.iri == module), "")
    findings = [of_problem(problem) for problem in engine.report.problems]
    places = Places(engine)
    for query in library.all()[0]:
        if query.id.startswith(CHECKS) and query.origin == "shipped":
            findings += run_check(query, engine, places)
    subjects = [str(s) for s in engine.select(_SUBJECTS.format(module=module)).column("s")]
    part = _PART.format(module=module, ontology=modules.ONTOLOGY, attacks=modules.ATTACKS)
    findings += apply_shapes(inventory, engine, places, part, subjects)
    return _sorted([f for f in findings if f.path == own or f.subject in subjects])


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(dict.fromkeys(findings), key=lambda f: (f.severity, f.path, f.line, f.rule, f.subject, f.message))
