"""Reading query files: SPARQL with front matter in ``#+`` lines that says what is asked and how to show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg import terms
from kg.errors import QueryFileError
from kg.question import MARK, SCALAR_TYPES, Parameter, Query
from kg.results import Column

CHARTS = ("mirrored-bars", "bars", "matrix", "tree")
Lookup = Callable[[str], Query | None]


def read_query(path: Path, query_id: str, origin: str = "shipped", lookup: Lookup | None = None) -> Query:
    """Read a query file.

    :param lookup: finds the query named by ``uses``

    :raises QueryFileError: with file and line
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(path, 1, f"cannot be read: {error}", remedy="Query files are UTF-8 text.") from error
    return parse_query(text, path, query_id, origin, lookup)


def has_front_matter(text: str) -> bool:
    """Whether a query text begins with ``#+`` lines."""
    return text.lstrip().startswith("#+")


_FIELDS = {"title", "question", "parameters", "columns", "chart", "sources", "note", "empty", "uses", "set"}
_PARAMETER_FIELDS = {"type", "label", "default", "allowed", "required"}
_COLUMN_FIELDS = {"label", "unit", "digits"}


def parse_query(text: str, path: Path, query_id: str, origin: str = "shipped", lookup: Lookup | None = None) -> Query:
    """Read a query from its text; the path serves for messages.

    A file whose front matter says ``uses`` has no SPARQL of its own: it is another query with some parameters set.

    :raises QueryFileError: with file and line
    """
    front, body = _split(text)
    reader = _FrontMatter(path, front)
    reader.only("front matter", reader.data, _FIELDS)
    if "uses" in reader.data:
        return _specialise(reader, query_id, body, origin, lookup)
    parameters = {n: reader.parameter(n, p) for n, p in reader.mapping("parameters").items()}
    columns = {n: reader.column(n, c) for n, c in reader.mapping("columns").items()}
    chart = reader.text("chart", required=False)
    if chart and chart not in CHARTS:
        raise reader.fault("chart", f"unknown chart {chart!r}", f"One of: {', '.join(CHARTS)}.")
    query = Query(
        query_id, path, reader.text("title"), reader.text("question"), body, parameters, columns, chart,
        reader.sources(), reader.text("note", required=False), reader.text("empty", required=False), origin,
    )  # fmt: skip
    _check_marks(query, path, len(front))
    return query


def _specialise(reader: _FrontMatter, query_id: str, body: str, origin: str, lookup: Lookup | None) -> Query:
    name = reader.text("uses")
    general = lookup(name) if lookup else None
    if general is None:
        raise reader.fault("uses", f"there is no query {name!r}", "Name a query of the same library.")
    if body.strip():
        raise reader.fault("uses", "a query that uses another has no SPARQL of its own", "Remove one of the two.")
    chosen = reader.data.get("set") or {}
    if not isinstance(chosen, dict) or not chosen:
        raise reader.fault("set", "'set' must give values to parameters", "Write '#+ set: {dimension: query-budget}'.")
    if unknown := [n for n in chosen if n not in general.parameters]:
        raise reader.fault(
            "set", f"{name} has no parameter {unknown[0]!r}", f"One of: {', '.join(general.parameters)}."
        )
    text = general.fill({n: general.parameters[n].term(str(v)) for n, v in chosen.items()})
    return Query(
        query_id, reader.path, reader.text("title"), reader.text("question"), text,
        {n: p for n, p in general.parameters.items() if n not in chosen}, general.columns,
        reader.text("chart", required=False) or general.chart, reader.sources() or general.sources,
        reader.text("note", required=False) or general.note,
        reader.text("empty", required=False) or general.empty, origin,
    )  # fmt: skip


def _split(text: str) -> tuple[list[str], str]:
    lines = text.lstrip("\ufeff").splitlines()
    front = []
    for line in lines:
        if not line.startswith("#+"):
            break
        front.append(line[2:].removeprefix(" "))
    return front, "\n".join(lines[len(front) :]).strip() + "\n"


def _check_marks(query: Query, path: Path, offset: int) -> None:
    rest = query.text
    for name in query.parameters:
        rest, marks = re.subn(MARK.format(name=re.escape(name)), "", rest)
        if not marks:
            raise QueryFileError(
                path, offset + 1, f"the parameter {name!r} is bound nowhere",
                remedy=f"Write VALUES ?{name} {{ UNDEF }} where it belongs.",
            )  # fmt: skip
    if stray := re.search(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}", rest):
        raise QueryFileError(
            path, offset + 1, f"?{stray[1]} is marked as a parameter and not declared",
            remedy="Add it to the parameters of the front matter.",
        )  # fmt: skip


class _FrontMatter:
    """Typed access to the front matter of one file, with the line of each field for messages."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        if not lines:
            raise QueryFileError(
                path, 1, "there is no front matter", remedy="Begin with '#+ title:' and '#+ question:'."
            )
        import yaml  # here, so that the query process is loading meanwhile

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            data = yaml.load("\n".join(lines), Loader=loader)  # noqa: S506  # safe, and ten times quicker in C
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + 1
            problem = getattr(error, "problem", None) or "no valid YAML"
            raise QueryFileError(path, line, f"front matter: {problem}", remedy="Quote texts with a colon.") from error
        if not isinstance(data, dict):
            raise QueryFileError(path, 1, "the front matter is no list of fields", remedy="Write '#+ title: …'.")
        self.data: dict[str, Any] = data

    def fault(self, key: str, message: str, remedy: str) -> QueryFileError:
        """A complaint about a field, at its line."""
        pattern = re.compile(rf"\s*{re.escape(str(key))}\s*:")
        line = next((i for i, text in enumerate(self.lines, 1) if pattern.match(text)), 1)
        return QueryFileError(self.path, line, message, remedy=remedy)

    def only(self, where: str, data: Mapping[str, Any], known: set[str]) -> None:
        """Refuse fields that are not known: a misspelt one would be lost in silence."""
        for key in data:
            if key not in known:
                raise self.fault(key, f"unknown field {key!r} in the {where}", f"One of: {', '.join(sorted(known))}.")

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.data.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.fault(key, f"{key!r} must be a text", f"Write '#+ {key}: …'.")
        return " ".join(value.split())

    def mapping(self, key: str) -> dict[str, dict[str, Any]]:
        value = self.data.get(key) or {}
        if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            raise self.fault(key, f"{key!r} must map names to fields", f"Write '#+ {key}:' and '#+   name: {{…}}'.")
        return value

    def sources(self) -> tuple[str, ...]:
        value = self.data.get("sources") or []
        if not isinstance(value, list) or not all(isinstance(s, str) and terms.expand(s) for s in value):
            raise self.fault("sources", "'sources' must list ids", "Write '#+ sources: [study:grosse2024]'.")
        return tuple(value)

    def parameter(self, name: str, data: dict[str, Any]) -> Parameter:
        self.only(f"parameter {name!r}", data, _PARAMETER_FIELDS)
        kind = data.get("type")
        if kind not in SCALAR_TYPES and kind not in terms.KINDS:
            raise self.fault(name, f"unknown type {kind!r}", f"One of: {', '.join((*SCALAR_TYPES, *terms.KINDS))}.")
        default, allowed = data.get("default"), data.get("allowed") or []
        if not isinstance(allowed, list):
            raise self.fault(name, "'allowed' must be a list", "Write allowed: [one, two].")
        return Parameter(
            name, kind, str(data.get("label") or name), None if default is None else str(default),
            tuple(str(a) for a in allowed), bool(data.get("required", False)),
        )  # fmt: skip

    def column(self, name: str, data: dict[str, Any]) -> Column:
        self.only(f"column {name!r}", data, _COLUMN_FIELDS)
        digits = data.get("digits")
        if digits is not None and not (isinstance(digits, int) and 0 <= digits <= 9):
            raise self.fault(name, "'digits' must be a whole number from 0 to 9", "Write digits: 1.")
        return Column(str(data.get("label") or name), str(data.get("unit") or ""), digits)
