"""What studies and numbers must fulfil beyond their single fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from kg import terms
from kg.author.entry import Entry
from kg.author.evidence_forms import FIGURES
from kg.author.evidence_writing import observation_slug
from kg.author.faults import Fault

_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_PERIOD = re.compile(rf"{_DATE}(/{_DATE})?")
Taken = Callable[[str], bool]


def study_faults(entry: Entry, slug: str, taken: Taken) -> Iterator[Fault]:
    """The faults of a study, its bases, dimensions and numbers.

    :param slug: the end of its address
    :param taken: whether another module speaks of an IRI already
    """
    when, licence = entry.text("when"), entry.text("licence")
    if when and not _PERIOD.fullmatch(when):
        yield _fault(entry, "when", f"{when!r} is no period.", "Write ISO dates: 2026, 2026-04 or 2026-04/2026-07.")
    elif when and _before(when.rpartition("/")[2], when.partition("/")[0]):
        yield _fault(entry, "when", f"{when!r} ends before it begins.", "Swap the two.")
    if licence and not (licence.startswith(("https://", "http://")) and terms.is_iri(licence)):
        yield _fault(entry, "licence", "this is no address.", "Write https://…, or leave it out if you did not see it.")
    seen: dict[str, str] = {}
    yield from _parts(entry, "bases", "base", slug, taken, seen)
    yield from _parts(entry, "dimensions", "dim", slug, taken, seen)
    for number, dimension in enumerate(entry.parts("dimensions"), 1):
        yield from _parts(dimension, "bins", "bin", slug, taken, seen, f"dimensions[{number}].")
        yield from _ends(dimension, f"dimensions[{number}].")
    for number, observation in enumerate(entry.parts("observations"), 1):
        prefix = f"observations[{number}]."
        yield from number_faults(observation, prefix)
        name = observation_slug(observation, slug)
        yield from _new(observation, "obs", name, "id", prefix, taken, seen)


def _before(one: str, other: str) -> bool:
    """Whether an ISO date is before another, as far as both are exact."""
    exact = min(len(one), len(other))
    return one[:exact] < other[:exact]


def single_faults(entry: Entry, taken: Taken) -> Iterator[Fault]:
    """The faults of a number for a study that the graph has."""
    slug = entry.text("study").rpartition("/")[2]
    seen: dict[str, str] = {}
    yield from _parts(entry, "bases", "base", slug, taken, seen)
    yield from number_faults(entry, "")
    yield from _new(entry, "obs", observation_slug(entry, slug), "id", "", taken, seen)


def number_faults(entry: Entry, prefix: str) -> Iterator[Fault]:
    """The faults of one number.

    :param prefix: the path of what it is part of
    """
    given = [name for name in FIGURES if name in entry.values]
    if len(given) != 1:
        found = " and ".join(given) if given else "none"
        yield _fault(entry, given[-1] if given else "share", f"a number has one figure; {found} is given.",
                     f"Give one of {', '.join(FIGURES)}.", prefix)  # fmt: skip
    for name in ("share", "share-below"):
        if entry.number(name, Decimal(0)) > 100:
            yield _fault(entry, name, "a share is at most 100 percent.", "Write percent, such as 36.5.", prefix)
    if "value" in entry.values and not entry.text("unit"):
        yield _fault(entry, "unit", "a value has a unit.", "Write what is counted.", prefix)
    if entry.text("status") == "derived" and not entry.text("formula"):
        yield _fault(entry, "formula", "what is derived says how.", "Write it as '6.6 - 4.7 = 1.9'.", prefix)
    kind = entry.text("kind").rpartition("/")[2]
    if kind == "bin" and not entry.text("bin"):
        yield _fault(entry, "bin", "a number of the kind 'bin' belongs to a bin.", "Name it.", prefix)
    if kind == "combination" and not entry.many("with-bins"):
        yield _fault(entry, "with-bins", "a combination is made of bins.", "Name them.", prefix)


def _parts(
    entry: Entry, field: str, kind: str, slug: str, taken: Taken, seen: dict[str, str], prefix: str = ""
) -> Iterator[Fault]:
    for number, part in enumerate(entry.parts(field), 1):
        path, name = f"{prefix}{field}[{number}].", part.text("id")
        if name and not name.startswith(f"{slug}-"):
            yield _fault(part, "id", f"it does not begin with {slug}-.", f"Write {slug}-{name}.", path)
        elif name:
            yield from _new(part, kind, name, "id", path, taken, seen)


def _new(
    entry: Entry, kind: str, name: str, field: str, prefix: str, taken: Taken, seen: dict[str, str]
) -> Iterator[Fault]:
    iri = terms.individual(kind, name)
    if iri in seen:
        yield _fault(entry, field, f"{seen[iri]} has the same address.", "Give an id that differs.", prefix)
    elif taken(iri):
        yield _fault(entry, field, f"{kind}:{name} is there already.", "Give another id or name.", prefix)
    seen.setdefault(iri, prefix.rstrip("."))


def _ends(dimension: Entry, prefix: str) -> Iterator[Fault]:
    for number, part in enumerate(dimension.parts("bins"), 1):
        lower, upper = part.number("lower"), part.number("upper")
        if lower is not None and upper is not None and lower > upper:
            yield _fault(part, "lower", f"{lower} is more than the upper end, {upper}.", "Swap them.",
                         f"{prefix}bins[{number}].")  # fmt: skip


def _fault(entry: Entry, field: str, message: str, remedy: str, prefix: str = "") -> Fault:
    line = entry.lines.get(field, 0) or min((n for n in entry.lines.values() if n), default=0)
    return Fault(prefix + field, message, remedy, line)
