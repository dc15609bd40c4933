"""Checks: queries below ``queries/checks`` whose every row is a fault; and whether queries can be run at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.errors import SparqlSyntaxError, ThreatPraxisError, did_you_mean, shorten
from kg.places import Places
from kg.question import Query
from kg.results import Scalar, Table
from kg.store.embedded import EmbeddedEngine
from kg.terms import compact, is_iri
from kg.validate.findings import Finding, Severity, named, without_place

#: Queries below this folder are checks.
CHECKS = "checks/"
#: Columns of a check that are not details of the fault.
_ROLES = {"subject", "message", "severity", "module", "other"}
#: Rows of one check that are told; thousands of the same fault help nobody.
_ROW_LIMIT = 200


def fault_of(query: Query, empty: EmbeddedEngine) -> Finding | None:
    """What is wrong with the text of a query. It is run without data, which costs nothing, however heavy it is."""
    line, rule, remedy = 1, "query", "Compare with a query of the library."
    try:
        answer = empty.run(query.text)
    except SparqlSyntaxError as error:
        return Finding(
            "error", rule, "", without_place(error.message), error.remedy, str(query.path), _line_of(query, error.line)
        )
    except ThreatPraxisError as error:
        return Finding("error", rule, "", error.message, error.remedy, str(query.path), line)
    names = answer.names if isinstance(answer, Table) else []
    if query.id.startswith(CHECKS) and not {"subject", "message"} <= set(names):
        return Finding("error", rule, "", "a check must return ?subject and ?message", remedy, str(query.path), line)
    for column in query.columns:
        if column not in names:
            message = f"the front matter describes the column {column!r}, which the query does not return"
            return Finding("warning", rule, "", message, f"It returns: {', '.join(names)}.", str(query.path), line)
    return None


def _line_of(query: Query, line: int) -> int:
    """The line in the file of a line in the text, which has no front matter; 1 where the text stands elsewhere."""
    source = query.path.read_text(encoding="utf-8")
    start = source.find(query.text.rstrip("\n"))
    return source[:start].count("\n") + max(line, 1) if start >= 0 else 1


def run_check(query: Query, engine: EmbeddedEngine, places: Places) -> Iterator[Finding]:
    try:
        table = engine.select(query.text, row_limit=_ROW_LIMIT)
    except ThreatPraxisError as error:
        yield Finding("error", "query", "", error.message, error.remedy, str(query.path), 1)
        return
    for row in table:
        subject = str(row["subject"] or "")
        subject = subject if is_iri(subject) else ""  # a blank node has no name that anybody could look for
        modules = [str(row[name]) for name in ("module", "other") if row.get(name)]
        others = [str(value) for name, value in row.items() if name not in _ROLES and is_iri(str(value))]
        path, line = places.find(subject, modules, str(row.get("property") or ""), others)
        severity: Severity = "warning" if row.get("severity") == "warning" else "error"
        message = f"{named(subject)}: {row['message']}{_details(query, row, subject)}"
        about = str(row.get("property") or "")
        yield Finding(severity, query.id, subject, message, _remedy(query, row, engine), path, line, about)
    if table.cut:
        message = f"{query.title}: only the first {_ROW_LIMIT} faults of this kind are told."
        yield Finding("warning", query.id, "", message, "Mend these and check again.")


def _details(query: Query, row: Mapping[str, Scalar], subject: str) -> str:
    parts = [
        f"{query.columns[name].label.lower() if name in query.columns else name} {shorten(_shown(value), 120)}"
        for name, value in row.items()
        if name not in _ROLES and value not in (None, "", subject)
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _shown(value: Scalar) -> str:
    return compact(value) if isinstance(value, str) else f"{value:f}" if hasattr(value, "quantize") else str(value)


def _remedy(query: Query, row: Mapping[str, Scalar], engine: EmbeddedEngine) -> str:
    missing = str(row.get("missing") or "")
    if not is_iri(missing):
        return query.note
    # A name that nothing describes is most often a misspelt one.
    namespace = missing[: max(missing.rfind("/"), missing.rfind("#")) + 1]
    table = engine.select(
        f'SELECT DISTINCT ?known WHERE {{ ?known a ?type . FILTER(STRSTARTS(STR(?known), "{namespace}")) }}'
    )
    known = [str(name).removeprefix(namespace) for name in table.column("known")]
    near = [compact(namespace + name) for name in did_you_mean(missing.removeprefix(namespace), known)]
    return f"Did you mean {' or '.join(near)}? {query.note}" if near else query.note
