"""The fields of an entry as statements: most are one property each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.author.entry import Entry
from kg.importers.triples import link, name, text
from kg.results import Term, Triple, literal

#: Properties whose texts have no language: ids, symbols and places read the same in every one.
_PLAIN = {
    "praxis:locator", "praxis:unit", "praxis:extent", "praxis:formalProblem", "praxis:authors", "praxis:venue",
    "praxis:arxiv", "bibo:doi", "bibo:pages", "praxis:printedAs", "praxis:formula", "praxis:question",
    "dcterms:temporal",
}  # fmt: skip


def canonical(number: Decimal) -> Decimal:
    """A number with a point, so that Turtle needs no datatype, and no zero too many: equal ones are the same bytes.

    >>> str(canonical(Decimal("0.50"))), str(canonical(Decimal(1000)))
    ('0.5', '1000.0')
    """
    text = f"{number.normalize():f}"
    return Decimal(text if "." in text else f"{text}.0")


def of_fields(subject: Term, entry: Entry, without: Iterable[str] = ()) -> Iterator[Triple]:
    """The statements of all fields that are one property each."""
    for field in entry.form.fields:
        if not field.term or field.name in without or field.name not in entry.values:
            continue
        value = entry.values[field.name]
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, int):
                yield Triple(subject, name(field.term), literal(one))
            elif isinstance(one, Decimal):
                yield Triple(subject, name(field.term), literal(canonical(one)))
            elif field.type in ("one", "many"):
                yield link(subject, field.term, str(one))
            else:
                yield text(subject, field.term, str(one), "" if field.term in _PLAIN else "en")
