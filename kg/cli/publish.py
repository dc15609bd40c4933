"""``threatpraxis publish``: put the modules into a SPARQL store elsewhere."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import modules, shipped
from kg.cli.output import login_for, write_table
from kg.errors import ModuleError, ParameterError
from kg.results import FORMATS, Table, Triple, iri, literal
from kg.shipped import GivenWorkspace

if TYPE_CHECKING:
    from kg.publish import Step

_GUARANTEES = """\
Each module is sent into a graph on its way, read back there, compared by number of triples and digest, then moved into
the graph that bears the module's name, and compared again. Only what differs from the note of the last run is sent;
the note lies in the graph https://w3id.org/threatpraxis/published. A run that broke off is gone on with by running it
again.

what those see who read meanwhile:
  Oxigraph    The old module or the new one: the move and the note are one transaction. Checked by our tests.
  Virtuoso    The standard asks for no transaction, and Virtuoso gives none to readers: while a graph is moved, a
              query may see part of it. The default graph shows what is on its way, too.
  others      Whatever the engine promises for one update request of several operations; most make it a transaction.

addresses:
  Oxigraph    threatpraxis publish http://HOST:7878/query     (updates then go to /update)
  Virtuoso    threatpraxis publish http://HOST:8890/sparql-auth --login
"""


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.epilog, sub.formatter_class = _GUARANTEES, argparse.RawDescriptionHelpFormatter
    sub.add_argument("url", metavar="URL", help="the SPARQL endpoint of the store")
    sub.add_argument("--update", metavar="URL", help="where it takes updates (default: URL, with /update for /query)")
    sub.add_argument(
        "--graph-store", metavar="URL", help="send modules by the Graph Store Protocol to this address (quicker)"
    )
    sub.add_argument("--dry-run", action="store_true", help="tell what would be done and change nothing")
    sub.add_argument("--login", action="store_true", help="ask for user and password")
    sub.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS", help="for a request (default: 300)")
    sub.add_argument("--format", choices=FORMATS, default="table", help="form of the answer (default: table)")


def run(options: Namespace) -> int:
    """Publish, and print what was done with each module."""
    from kg.publish import Publisher
    from kg.store.remote.address import check_address

    if not options.timeout > 0:
        raise ParameterError("--timeout must be above 0.")
    query = check_address(options.url, "URL")
    update = check_address(options.update, "--update") if options.update else _update_beside(query)
    graph_store = check_address(options.graph_store, "--graph-store") if options.graph_store else ""
    publisher = Publisher(query, update, graph_store, login_for(options), options.timeout)
    here = modules_here(options.workspace)
    plan = publisher.plan(here)

    def tell(step: Step) -> None:
        print(f"threatpraxis: {step.action} {step.module} ({step.triples:,} triples)", file=sys.stderr, flush=True)

    steps = plan if options.dry_run else list(publisher.carry_out(plan, here, tell))
    write_table(_table(steps, dry=options.dry_run), options.format)
    changes = sum(step.action != "keep" for step in steps)
    verb = "would be changed" if options.dry_run else "changed and verified"
    print(f"threatpraxis: {changes} of {len(steps)} modules {verb}", file=sys.stderr)
    return 0


def _update_beside(query: str) -> str:
    return query.removesuffix("/query") + "/update" if query.endswith("/query") else query


def modules_here(workspace: GivenWorkspace) -> dict[str, list[Triple]]:
    """The triples of all modules here by IRI.

    :raises ModuleError: for a file that cannot be read: nothing is published by halves
    """
    from kg.store.embedded import EmbeddedEngine
    from kg.store.formats import Dataset

    engine = EmbeddedEngine.load(modules.shipped_inventory(shipped.workspace_dirs(workspace)))
    for problem in engine.report.problems:
        if problem.severity == "error":
            raise ModuleError(Path(problem.path), problem.line, problem.message, remedy=problem.remedy)
    everything = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    found = {}
    for module in engine.report.modules:
        answer = engine.run(everything, row_limit=module.triples + 1, dataset=Dataset(default=(module.iri,)))
        assert isinstance(answer, list)
        found[module.iri] = answer
    return found


def _table(steps: list[Step], *, dry: bool) -> Table:
    words = {"send": "send" if dry else "sent", "keep": "unchanged", "remove": "remove" if dry else "removed"}
    rows = [(iri(s.module), literal(words[s.action]), literal(s.triples), literal(s.why)) for s in steps]
    return Table(["module", "action", "triples", "why"], list(rows), empty_because="There is no module here.")
