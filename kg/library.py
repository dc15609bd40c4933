"""The query library: one SPARQL file per question, with front matter that says what it asks and how to show it.

A parameter is bound at places the author marks: ``VALUES ?attack { UNDEF }``. Given a value, the mark becomes
``VALUES ?attack { <IRI> }``; without one it is left out. So every file is valid SPARQL as it stands, and the text that
was run can be copied to any engine. Values are written as RDF terms, never pasted as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from kg import terms
from kg.errors import ParameterError, QueryFileError, UnknownNameError, shorten
from kg.results import Column, Term, iri, literal

#: Parameter types beside the kinds of individuals (``attack``, ``stage`` …).
SCALAR_TYPES = ("string", "integer", "decimal", "iri")
CHARTS = ("mirrored-bars", "bars", "matrix", "tree")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_MARK = r"VALUES\s+\?{name}\s*\{{\s*UNDEF\s*\}}[ \t]*\.?[ \t]*\n?"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query.

    :param type: a kind of individual such as ``attack``, or one of :data:`SCALAR_TYPES`
    :param default: the value used where none is given; None leaves the parameter free
    :param allowed: the only values accepted; empty for any of the type
    :param required: whether the query makes no sense without a value
    """

    name: str
    type: str
    label: str
    default: str | None = None
    allowed: tuple[str, ...] = ()
    required: bool = False

    def term(self, text: str) -> Term:
        """The RDF term for what a person typed.

        :raises ParameterError: where it does not fit the type
        :raises UnknownNameError: where it is not among the allowed values
        """
        if self.allowed and text not in self.allowed:
            raise UnknownNameError(
                f"value of {self.name}", text, self.allowed, remedy=f"Allowed: {', '.join(self.allowed)}."
            )
        if self.type == "string":
            return literal(text)
        if self.type in ("integer", "decimal"):
            try:
                return literal(int(text) if self.type == "integer" else Decimal(text))
            except (ValueError, InvalidOperation):
                raise self._misfit(text, f"Give {'a whole' if self.type == 'integer' else 'a'} number.") from None
        found = terms.resolve(text, None if self.type == "iri" else self.type)
        if found is None:
            example = "attack:evasion or a full IRI" if self.type == "iri" else f"a slug such as {self.type}:name"
            raise self._misfit(text, f"Give {example}.")
        if self.type != "iri" and not found.startswith(terms.PREFIXES[self.type]):
            raise self._misfit(text, f"Give the id of a thing of kind {self.type!r}.")
        return iri(found)

    def _misfit(self, text: str, remedy: str) -> ParameterError:
        return ParameterError(f"{shorten(text)!r} is no value for {self.name} ({self.type}).", remedy=remedy)


@dataclass(frozen=True, slots=True)
class Query:
    """A question of the library."""

    id: str
    path: Path
    title: str
    question: str
    text: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    chart: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    empty: str = ""
    origin: str = "shipped"

    def bind(self, values: Mapping[str, str]) -> str:
        """The SPARQL text with parameters filled in, as it is run and shown.

        :param values: what a person gave, by parameter name
        :raises ParameterError: for an unknown, missing or unfitting one
        """
        for name in values:
            if name not in self.parameters:
                raise UnknownNameError(
                    f"parameter of {self.id}", name, self.parameters,
                    remedy=f"It has: {', '.join(self.parameters) or 'none'}.",
                )  # fmt: skip
        terms_given: dict[str, Term | None] = {}
        for name, parameter in self.parameters.items():
            given = values.get(name, parameter.default)
            if (given is None or given == "") and parameter.required:
                raise ParameterError(f"{self.id} needs a value for {name}.", remedy=f"Add {name}=…")
            terms_given[name] = parameter.term(given) if given else None
        return self.fill(terms_given)

    def fill(self, given: Mapping[str, Term | None]) -> str:
        """The text with the marks of these parameters replaced by their terms, or left out where there is none."""
        text = self.text
        for name, term in given.items():
            bound = f"VALUES ?{name} {{ {term.sparql()} }}\n" if term else ""
            text = re.sub(_MARK.format(name=re.escape(name)), lambda _, bound=bound: bound, text)  # type: ignore[misc]
        return text


class Library:
    """All queries of the library and of a workspace.

    :param folders: folder and origin, later ones take precedence
    """

    def __init__(self, folders: Iterable[tuple[Path, str]]) -> None:
        self._paths: dict[str, tuple[Path, str]] = {}
        for folder, origin in folders:
            if folder.is_dir():
                for path in sorted(folder.rglob("*.rq")):
                    self._paths[path.relative_to(folder).with_suffix("").as_posix()] = (path, origin)
        self._read: dict[str, Query] = {}

    def ids(self) -> list[str]:
        """The ids of all queries, sorted: the path below the folder without the ending."""
        return sorted(self._paths)

    def get(self, query_id: str) -> Query:
        """The query with an id.

        :raises UnknownNameError: where there is none
        :raises QueryFileError: where its file is not as it must be
        """
        if query_id not in self._paths:
            raise UnknownNameError("query", query_id, self._paths, remedy="'threatpraxis queries' lists all.")
        if query_id not in self._read:
            path, origin = self._paths[query_id]
            self._read[query_id] = read_query(path, query_id, origin, self._general)
        return self._read[query_id]

    def _general(self, query_id: str) -> Query | None:
        """The query another one builds on; one that itself builds on another cannot serve."""
        if query_id not in self._paths:
            return None
        path, origin = self._paths[query_id]
        return read_query(path, query_id, origin)

    def all(self) -> tuple[list[Query], list[QueryFileError]]:
        """All queries that can be read, and what is wrong with the others."""
        good, bad = [], []
        for query_id in self.ids():
            try:
                good.append(self.get(query_id))
            except QueryFileError as error:
                bad.append(error)
        return good, bad


def is_query_id(text: str) -> bool:
    """Whether a text has the form of a query id."""
    return _ID.fullmatch(text) is not None


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
        rest, marks = re.subn(_MARK.format(name=re.escape(name)), "", rest)
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
        try:
            data = yaml.load("\n".join(lines), Loader=_LOADER)  # noqa: S506  # safe, and ten times quicker in C
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
