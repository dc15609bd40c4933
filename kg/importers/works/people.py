"""Authors as family names, out of what BibTeX and CSL-JSON say of people and institutions."""

from __future__ import annotations

import re
from typing import Any

from kg.importers.works.latex import LatexError, tidy, to_text

#: What stands in for those who are not named.
_OTHERS = ("others", "et al", "et al.")
_WRITE = "Write names as 'Family, Given and Family, Given'; the name of an institution stands in braces."


def of_bibtex(text: str) -> tuple[tuple[str, ...], bool, list[tuple[str, str]]]:
    """Family names, whether there are more authors, and what is wrong, each with a remedy.

    >>> of_bibtex('van der Berg, Jan and {The Example Society} and others')
    (('van der Berg', 'The Example Society'), True, [])
    """
    if not text.strip():
        return (), False, []
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
    from bibtexparser.middlewares.names import split_multiple_persons_names as split

    families, more, wrong = [], False, []
    for one in split(text):
        if one.strip().lower() in _OTHERS:
            more = True
            continue
        if re.search(r"^and\b|\band$", one.strip(), re.IGNORECASE):
            wrong.append((f"a name is missing beside {one.strip()[:60]!r}.", "Part names by one 'and'."))
            continue
        try:
            parts = parse_single_name_into_parts(one, strict=True)
            family = to_text(" ".join([*parts.von, *parts.last, *parts.jr]))
        except InvalidNameError as error:
            wrong.append((f"the name {one[:60]!r} cannot be read: {error.reason}.", _WRITE))
            continue
        except LatexError as error:
            wrong.append((f"{error}.", "Write the character itself, in UTF-8."))
            continue
        if family:
            families.append(family)
        else:
            wrong.append(("a name is empty.", "Part names by one 'and'."))
    return tuple(families), more, wrong


def of_csl(people: Any) -> tuple[tuple[str, ...], bool, list[tuple[str, str]]]:
    """The same of a CSL-JSON list of names."""
    if people is None:
        return (), False, []
    if not isinstance(people, list):
        return (), False, [("it is no list of names.", 'Write [{"family": "…", "given": "…"}].')]
    families, more, wrong = [], False, []
    for one in people:
        family = _family(one)
        if family is None:
            wrong.append((f"{str(one)[:60]!r} is no name.", 'Write {"family": "…"} or {"literal": "…"}.'))
        elif family.lower() in _OTHERS:
            more = True
        else:
            families.append(family)
    return tuple(families), more, wrong


def _family(person: Any) -> str | None:
    if not isinstance(person, dict):
        return None
    for names in (
        ("dropping-particle", "non-dropping-particle", "family", "suffix"),
        ("literal",),
        ("name",),
        ("given",),
    ):
        said = [person[name] for name in names if person.get(name)]
        if not all(isinstance(part, str) for part in said):
            return None
        if ("family" not in names or person.get("family")) and (family := tidy(" ".join(said))):
            return family
    return None
