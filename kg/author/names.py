"""The addresses and labels that things of an addition get from what was said of them."""

from __future__ import annotations

import re

from kg import terms
from kg.author.entry import Entry
from kg.author.texts import slug_of

#: Whose judgement it is where no source is named.
OWN_JUDGEMENT = terms.individual("work", "threatpraxis")


def attack_slug(entry: Entry) -> str:
    """The end of the address of an attack: the id, or what the name gives; empty where it gives nothing."""
    return entry.text("id") or slug_of(entry.text("label"))


def work_slug(entry: Entry) -> str:
    """The end of the address of a work: the id, or the first author's family name and the year.

    >>> from kg.author.forms import WORK
    >>> work_slug(Entry(WORK, {"authors": "Author, Other", "year": 2021}))
    'author2021'
    """
    if entry.text("id"):
        return entry.text("id")
    first = slug_of(_authors(entry)[0]).replace("-", "") if _authors(entry) else ""
    return first + _year(entry) if first else slug_of(entry.text("title"))


def work_label(entry: Entry) -> str:
    """How a work is cited: family names and year, or the title where there are none."""
    authors = _authors(entry)
    if not authors:
        return entry.text("title")
    who = authors[0] if len(authors) == 1 else " and ".join(authors) if len(authors) == 2 else f"{authors[0]} et al."
    return f"{who} {_year(entry)}".strip()


def model_slug(attack: str, entry: Entry) -> str:
    """The end of the address of a threat model: attack, source and case.

    :param attack: the end of the attack's address
    """
    source = entry.text("source").rpartition("/")[2]
    parts = [attack, source if source and entry.text("source") != OWN_JUDGEMENT else "curator"]
    return "-".join([*parts, slug_of(entry.text("variant"))] if entry.text("variant") else parts)


def brought(entry: Entry) -> tuple[str, str]:
    """End of the address and label of a thing that an addition brings along."""
    if entry.form.kind == "work":
        return work_slug(entry), work_label(entry)
    return entry.text("id"), entry.text("label")


def _authors(entry: Entry) -> list[str]:
    return [name for name in (part.strip() for part in re.split(r",|;|\band\b", entry.text("authors"))) if name]


def _year(entry: Entry) -> str:
    year = entry.values.get("year")
    return str(year) if isinstance(year, int) else ""
