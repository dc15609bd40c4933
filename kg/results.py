"""Answers to queries: terms, tables, and the text forms in which they leave the library."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.terms import compact

if TYPE_CHECKING:
    import pandas

_XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = _XSD + "string"
_INTEGERS = {_XSD + "integer", _XSD + "int", _XSD + "long", _XSD + "nonNegativeInteger", _XSD + "positiveInteger"}
_DECIMALS = {_XSD + "decimal", _XSD + "double", _XSD + "float"}

Scalar = str | int | Decimal | bool | None
Format = Literal["table", "csv", "json", "md"]
FORMATS: tuple[Format, ...] = ("table", "csv", "json", "md")


class Term(NamedTuple):
    """An RDF term. ``kind`` is ``"iri"``, ``"literal"`` or ``"blank"``; datatype and lang belong to literals."""

    kind: str
    value: str
    datatype: str = ""
    lang: str = ""

    def python(self) -> str | int | Decimal | bool:
        """The value as a Python object: numbers and booleans as such, everything else as text."""
        try:
            if self.datatype in _INTEGERS:
                return int(self.value)
            if self.datatype in _DECIMALS:
                return Decimal(self.value)
        except (ValueError, InvalidOperation):  # an ill-typed literal is still data: show what it says
            return self.value
        if self.datatype == _XSD + "boolean":
            return self.value in ("true", "1")
        return self.value

    def sparql(self) -> str:
        """The term as it stands in SPARQL and N-Triples; nothing in its value can end the term early."""
        if self.kind == "iri":
            return f"<{self.value}>"
        if self.kind == "blank":
            return f"_:{self.value}"
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        if self.lang:
            return f'"{escaped}"@{self.lang}'
        if self.datatype and self.datatype != XSD_STRING:
            return f'"{escaped}"^^<{self.datatype}>'
        return f'"{escaped}"'


def iri(value: str) -> Term:
    """An IRI as a term."""
    return Term("iri", value)


def literal(value: str | int | Decimal) -> Term:
    """A Python value as a literal."""
    if isinstance(value, int):
        return Term("literal", str(value), _XSD + "integer")
    if isinstance(value, Decimal):
        return Term("literal", format(value, "f"), _XSD + "decimal")
    return Term("literal", value, XSD_STRING)


class Triple(NamedTuple):
    """One statement."""

    subject: Term
    predicate: Term
    object: Term


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is shown: heading, unit, and digits after the point (None: as it is)."""

    label: str
    unit: str = ""
    digits: int | None = None


@dataclass(slots=True)
class Table:
    """The rows of a SELECT query.

    :param names: variable names in the order of the query
    :param rows: one term or None (unbound) per name
    :param cut: whether rows beyond the limit were left out
    :param columns: how the columns are shown, by name; may lack some
    :param empty_because: what to tell a reader where there is no row
    """

    names: list[str]
    rows: list[tuple[Term | None, ...]]
    cut: bool = False
    columns: Mapping[str, Column] = field(default_factory=dict)
    empty_because: str = ""
    milliseconds: float = 0.0

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Scalar]]:
        """The rows as dictionaries of Python values; IRIs in full."""
        for row in self.rows:
            yield {n: None if t is None else t.python() for n, t in zip(self.names, row, strict=True)}

    def column(self, name: str) -> list[Scalar]:
        """All values of one column."""
        return [row[name] for row in self]

    def shown(self, name: str) -> Column:
        """How a column is shown."""
        return self.columns.get(name) or Column(label=name)

    def cells(self, *, short_iris: bool) -> list[list[str]]:
        """The rows as the text a person reads; unbound is the empty text."""
        return [[self._cell(n, t, short_iris) for n, t in zip(self.names, row, strict=True)] for row in self.rows]

    def _cell(self, name: str, term: Term | None, short_iris: bool) -> str:
        if term is None:
            return ""
        if term.kind == "iri":
            return compact(term.value) if short_iris else term.value
        value = term.python()
        return show_number(value, self.shown(name).digits) if isinstance(value, Decimal) else term.value

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame: decimals as floats, IRIs in full, unbound as missing."""
        import pandas

        def value(item: Scalar) -> Scalar | float:
            return float(item) if isinstance(item, Decimal) else item

        rows = [{name: value(item) for name, item in row.items()} for row in self]
        return pandas.DataFrame(rows, columns=self.names)

    def render(self, form: Format, width: int = 0) -> str:
        """The table as text in one of :data:`FORMATS`, ending in a newline.

        :param width: characters a line of form ``table`` may have; 0 for any number
        """
        if form == "csv":
            return self._csv()
        if form == "json":
            return self._json()
        cells = self.cells(short_iris=True)
        return _markdown(self.names, cells) if form == "md" else _aligned(self.names, cells, width)

    def _csv(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.names)
        writer.writerows(self.cells(short_iris=False))
        return out.getvalue()

    def _json(self) -> str:
        def value(item: Scalar) -> Any:
            return float(item) if isinstance(item, Decimal) else item

        rows = [{name: value(item) for name, item in row.items()} for row in self]
        return json.dumps({"columns": self.names, "rows": rows, "cut": self.cut}, ensure_ascii=False, indent=2) + "\n"


def show_number(value: Decimal, digits: int | None) -> str:
    """A decimal rounded half up to ``digits`` after the point, or with at most nine where none are asked for.

    >>> show_number(Decimal(200) / 11, 1)
    '18.2'
    """
    if digits is not None:
        return format(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), "f")
    text = format(value.quantize(Decimal("1e-9"), ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _clean(text: str) -> str:
    # Control characters in a label must not move a terminal's cursor or break a row.
    return "".join(c if c.isprintable() else " " for c in text)


_NARROWEST = 6


def _aligned(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    body = [[_clean(c) for c in row] for row in cells]
    widths = [max([len(n), *(len(r[i]) for r in body)]) for i, n in enumerate(names)]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1  # the widest column gives way first

    def line(parts: Sequence[str]) -> str:
        return "  ".join(_clip(p, w).ljust(w) for p, w in zip(parts, widths, strict=True)).rstrip()

    return "\n".join([line(names), "  ".join("-" * w for w in widths), *map(line, body)]) + "\n"


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _markdown(names: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    def escape(text: str) -> str:
        return _clean(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")

    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(escape(c) for c in row) + " |" for row in cells]
    return "\n".join(lines) + "\n"
