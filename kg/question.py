"""A question of the library: its text, its parameters, and how values are bound.

A parameter is bound at places the author marks: ``VALUES ?attack { UNDEF }``. Given a value, the mark becomes
``VALUES ?attack { <IRI> }``; without one it is left out. So every file is valid SPARQL as it stands, and the text that
was run can be copied to any engine. Values are written as RDF terms, never pasted as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg import terms
from kg.errors import ParameterError, UnknownNameError, shorten
from kg.results import Column, Term, iri, literal

#: Parameter types beside the kinds of individuals (``attack``, ``stage`` …).
SCALAR_TYPES = ("string", "integer", "decimal", "iri")
#: How the place of a parameter is marked, for :func:`str.format` with its name.
MARK = r"VALUES\s+\?{name}\s*\{{\s*UNDEF\s*\}}[ \t]*\.?[ \t]*\n?"


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
            text = re.sub(MARK.format(name=re.escape(name)), lambda _, bound=bound: bound, text)  # type: ignore[misc]
        return text
