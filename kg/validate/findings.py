"""One fault in knowledge files, as every check tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.errors import ModuleError, QueryFileError
from kg.modules import Problem
from kg.terms import compact, is_iri

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    :param rule: what found it: ``load``, ``query``, ``format``, ``checks/NAME`` or ``shapes/NAME``
    :param subject: the IRI of the thing at fault; empty where it is a file
    :param message: what is wrong
    :param remedy: what to do
    :param path: the file to mend; empty where none is known
    :param line: the line in it, from 1; 0 where it is not known
    :param property: the IRI of the property at fault; empty where none is, or several are
    """

    severity: Severity
    rule: str
    subject: str
    message: str
    remedy: str
    path: str = ""
    line: int = 0
    property: str = ""


def of_problem(problem: Problem) -> Finding:
    """A fault of a file that was found while loading."""
    return Finding(problem.severity, "load", "", problem.message, problem.remedy, problem.path, problem.line)


def of_module_error(error: ModuleError) -> Finding:
    """A fault that keeps a file from being loaded."""
    return Finding("error", "load", "", without_place(error.message), error.remedy, str(error.path), error.line)


def of_query_file(error: QueryFileError) -> Finding:
    """A fault that keeps a query from being read."""
    return Finding("error", "query", "", without_place(error.message), error.remedy, str(error.path), error.line)


def without_place(message: str) -> str:
    """A message without the file and line it begins with."""
    return message.split(": ", 1)[-1]


def named(iri: str) -> str:
    """How a thing is called in a message."""
    return compact(iri) if is_iri(iri) else "something without a name"
