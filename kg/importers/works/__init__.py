"""Bibliographic records of others, read as works: BibTeX, CSL-JSON, and DOIs that a resolver is asked for.

Every reader takes a text and gives the works it could read and all that is wrong with the rest. Nothing is guessed: a
work has a title, an author and a year, and an identifier is either well formed or a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

from kg.importers.works.bibtex import read_bibtex
from kg.importers.works.csl import read_csl
from kg.importers.works.dois import read_dois
from kg.importers.works.identifiers import is_doi, plain_doi
from kg.importers.works.model import Fault, WorkEntry
from kg.importers.works.writer import entries_to_triples

__all__ = [
    "FORMS", "RECORDS", "Fault", "Form", "WorkEntry", "entries_to_triples", "form_of", "read_bibtex", "read_csl",
    "read_dois",
]  # fmt: skip

Form = Literal["bibtex", "csl", "doi"]
FORMS: tuple[Form, ...] = get_args(Form)
#: The readers of the forms that hold whole records.
RECORDS: dict[Form, Callable[[str], tuple[list[WorkEntry], list[Fault]]]] = {"bibtex": read_bibtex, "csl": read_csl}

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)


def form_of(text: str) -> Form | None:
    """What a text is, by its looks; None where it is none of the three.

    >>> form_of("@misc{key,")
    'bibtex'
    >>> form_of("# two works\\ndoi:10.5555/one 10.5555/two")
    'doi'
    """
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith(("[", "{")):
        return "csl"
    if _ENTRY.search(begin):
        return "bibtex"
    lines = [line for line in begin.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "doi" if lines and is_doi(plain_doi(lines[0].split()[0].rstrip(",;"))) else None
