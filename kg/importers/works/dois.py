"""A list of DOIs: one or several on a line, with or without the address of a resolver; ``#`` begins a remark."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.importers.works.identifiers import is_doi, plain_doi
from kg.importers.works.model import Fault

#: DOIs of one list; a resolver is asked for one after the other.
DOI_LIMIT = 200


class Asked(NamedTuple):
    """A DOI and the line on which it stands, from 1."""

    doi: str
    line: int


def read_dois(text: str) -> tuple[list[Asked], list[Fault]]:
    """The DOIs of a list in its order, and all that is wrong with the others.

    >>> read_dois("https://doi.org/10.5555/one, 10.5555/two  # of the survey")[0]
    [Asked(doi='10.5555/one', line=1), Asked(doi='10.5555/two', line=1)]
    """
    found: dict[str, Asked] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        said = re.sub(r"(?:^|\s)#.*", "", line)
        for word in re.sub(r"doi:\s+", "doi:", said, flags=re.IGNORECASE).split():
            doi = plain_doi(word.rstrip(",;"))
            if not is_doi(doi):
                faults.append(Fault(number, "doi", f"{word[:80]!r} is no DOI.", "Write it as in 10.1000/182."))
            elif doi.lower() in found:
                first = found[doi.lower()].line
                faults.append(Fault(number, "doi", f"{doi} stands twice; first on line {first}.", "Remove one.", doi))
            else:
                found[doi.lower()] = Asked(doi, number)
    if not found and not faults:
        faults.append(Fault(1, "", "there is no DOI.", "Write one to a line, as in 10.1000/182."))
    if len(found) > DOI_LIMIT:
        message = f"there are {len(found)} DOIs; {DOI_LIMIT} are taken at a time."
        faults.append(Fault(1, "", message, "Part the list."))
    return list(found.values()), faults
