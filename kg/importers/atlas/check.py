"""What must hold between the objects of a release, whichever file it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from kg.errors import shorten
from kg.importers.atlas.model import (
    CaseStudy,
    Irregularity,
    Item,
    Mitigation,
    Reference,
    Release,
    Tactic,
    Technique,
    web_address,
)

I = TypeVar("I", bound=Item)  # noqa: E741

_MATURITY = {"feasible", "demonstrated", "realized"}
_GRANULARITY = {"DATE", "MONTH", "YEAR"}
_TYPES = {"incident", "exercise"}
#: What fields are called where a person reads of them.
_FIELDS = {
    "created": "date of creation", "modified": "date of change", "lifecycle": "life-cycle stage",
    "categories": "category", "links": "techniques",
}  # fmt: skip


def finish(release: Release) -> Release:
    """Put objects in order, join those that share an id, and note what refers to nothing or disagrees."""
    joined: list[Irregularity] = []
    tactics = tuple(replace(t, position=n) for n, t in enumerate(_join(release.tactics, joined), 1))
    ordered = replace(
        release, tactics=tactics, techniques=_sorted(_join(release.techniques, joined)),
        mitigations=_sorted(_join(release.mitigations, joined)),
        case_studies=_sorted(_join(release.case_studies, joined)),
    )  # fmt: skip
    found = [*release.irregularities, *joined, *_references(ordered), *_links(ordered), *_steps(ordered)]
    found += [*_values(ordered), *_gaps(ordered), *_names(ordered)]
    return replace(ordered, irregularities=tuple(sorted(found, key=lambda i: (i.line, i.rule, i.place, i.message))))


def _sorted(items: Iterable[I]) -> tuple[I, ...]:
    return tuple(sorted(items, key=lambda item: item.id))


# -- objects that share an id --


def _join(items: Sequence[I], found: list[Irregularity]) -> Iterator[I]:
    groups: dict[str, list[I]] = {}
    for item in items:
        groups.setdefault(item.id, []).append(item)
    for identifier, group in groups.items():
        first = group[0]
        for other in group[1:]:
            first, lost = _merge(first, other)
            differing = f"; of the second, not kept: {shorten(', '.join(lost), 200)}" if lost else ""
            message = f"the id {identifier} occurs again (first in line {first.line}); the two were joined{differing}"
            found.append(Irregularity("duplicate-id", identifier, other.line, message, (identifier,)))
        yield first


def _merge(first: I, second: I) -> tuple[I, list[str]]:
    """One object out of two, and what of the second it does not hold."""
    changes: dict[str, object] = {}
    lost = []
    for f in fields(first):
        mine, theirs = getattr(first, f.name), getattr(second, f.name)
        if f.name == "line" or mine == theirs or not theirs:
            continue
        if not mine:
            changes[f.name] = theirs
        elif isinstance(mine, tuple) and f.name != "steps":
            changes[f.name] = (*mine, *(value for value in theirs if value not in mine))
        else:
            lost.append(f"{f.name} {theirs!r}" if isinstance(theirs, str) else f.name)
    return replace(first, **changes), lost  # type: ignore[arg-type]


# -- references --


def _references(release: Release) -> Iterator[Irregularity]:
    tactics = {t.id for t in release.tactics}
    techniques = {t.id: t for t in release.techniques}
    for technique in release.techniques:
        for tactic in technique.tactics:
            if tactic not in tactics:
                yield _dangling(technique, tactic, "tactic")
        parent = techniques.get(technique.parent)
        if technique.parent and parent is None:
            yield _dangling(technique, technique.parent, "technique")
        elif parent is not None and parent.parent:
            yield _about("nested-sub-technique", technique, f"its parent {parent.id} is itself a sub-technique")
        yield from _parenthood(technique)


def _parenthood(technique: Technique) -> Iterator[Irregularity]:
    stem, _, number = technique.id.rpartition(".")
    is_numbered = number.isdecimal()
    if technique.parent and (not is_numbered or stem != technique.parent):
        yield _about("parent-disagrees", technique, f"its id does not begin with that of its parent {technique.parent}")
    if is_numbered and not technique.parent:
        yield _about("no-parent", technique, "its id is that of a sub-technique, and it names no parent")
    if not technique.parent and not technique.tactics:
        yield _about("no-tactic", technique, "it names neither a tactic nor a parent")


def _links(release: Release) -> Iterator[Irregularity]:
    techniques = {t.id for t in release.techniques}
    for mitigation in release.mitigations:
        for name in mitigation.techniques():
            if name not in techniques:
                yield _dangling(mitigation, name, "technique", _line(mitigation, name))
        for name, n in Counter(link.technique for link in mitigation.links).items():
            if n > 1:
                message = f"it names {name} {n} times"
                yield _about("duplicate-link", mitigation, message, _line(mitigation, name, last=True))


def _line(mitigation: Mitigation, technique: str, *, last: bool = False) -> int:
    lines = [link.line for link in mitigation.links if link.technique == technique]
    return lines[-1 if last else 0]


def _steps(release: Release) -> Iterator[Irregularity]:
    tactics = {t.id for t in release.tactics}
    techniques = {t.id: t for t in release.techniques}
    for study in release.case_studies:
        for step in study.steps:
            if step.tactic and step.tactic not in tactics:
                yield _dangling(study, step.tactic, "tactic", step.line)
            technique = techniques.get(step.technique)
            if step.technique and technique is None:
                yield _dangling(study, step.technique, "technique", step.line)
            if technique is None or step.tactic not in tactics:
                continue
            parent = techniques.get(technique.parent)
            served = {*technique.tactics, *(parent.tactics if parent else ())}
            if step.tactic not in served:
                message = f"step {step.position} uses {technique.id} for {step.tactic}, which it does not serve"
                yield _about("tactic-disagrees", study, message, step.line)


# -- values --


def _values(release: Release) -> Iterator[Irregularity]:
    for technique in release.techniques:
        if technique.maturity and technique.maturity not in _MATURITY:
            yield _about("unknown-value", technique, f"maturity {shorten(technique.maturity)!r}")
    for study in release.case_studies:
        if study.type and study.type not in _TYPES:
            yield _about("unknown-value", study, f"case-study-type {shorten(study.type)!r}")
        if study.granularity and study.granularity not in _GRANULARITY:
            yield _about("unknown-value", study, f"incident-date-granularity {shorten(study.granularity)!r}")
    for _, item in release.items():
        if item.created and item.modified and item.modified < item.created:
            yield _about("dates-disagree", item, f"modified {item.modified}, before it was created {item.created}")
        for reference in item.references:
            if not reference.url or not reference.title:
                yield _about("incomplete-reference", item, _lack(reference))
            if reference.url and not web_address(reference.url):
                yield _about("bad-address", item, f"{shorten(reference.url)!r} is no web address")
        reference_to = item.attack_reference
        if reference_to and not (reference_to.id and reference_to.id.replace(".", "/") in reference_to.url):
            message = f"its ATT&CK reference {reference_to.id!r} does not fit the address {shorten(reference_to.url)!r}"
            yield _about("reference-disagrees", item, message)


def _lack(reference: Reference) -> str:
    if not reference.url and not reference.title:
        return "a reference that is empty"
    missing = "title" if reference.url else "address"
    return f"a reference without {missing}: {shorten(reference.title or reference.url)!r}"


def _gaps(release: Release) -> Iterator[Irregularity]:
    """What a release lacks altogether is told once; what single objects lack, with their ids."""
    yield from _gap("tactics", release.tactics, ("created", "modified"))
    yield from _gap("techniques", release.techniques, ("maturity", "created", "modified"))
    yield from _gap("mitigations", release.mitigations, ("lifecycle", "categories", "links", "created", "modified"))
    yield from _gap("case studies", release.case_studies, ("type", "date", "granularity", "target", "actor", "steps"))
    if release.tactics and not any(item.attack_reference for _, item in release.items()):
        yield Irregularity("absent", "ATLAS", 0, "no object has an ATT&CK reference")
    if not release.version:
        yield Irregularity("absent", "ATLAS", 0, "the file states no version")


def _gap(what: str, items: Sequence[Item], names: Sequence[str]) -> Iterator[Irregularity]:
    if not items:
        yield Irregularity("absent", "ATLAS", 0, f"there are no {what}")
        return
    for name in names:
        field = _FIELDS.get(name, name)
        lacking = [item for item in items if not getattr(item, name)]
        if len(lacking) == len(items):
            yield Irregularity("absent", "ATLAS", 0, f"the {what} have no {field}")
        elif lacking:
            ids = shorten(", ".join(item.id for item in lacking), 300)
            message = f"{len(lacking)} of {len(items)} {what} have no {field}: {ids}"
            yield Irregularity("missing", lacking[0].id, lacking[0].line, message)


def _names(release: Release) -> Iterator[Irregularity]:
    seen: dict[tuple[str, str], Item] = {}
    for kind, item in release.items():
        if isinstance(item, Tactic | Technique | Mitigation | CaseStudy):
            other = seen.setdefault((kind, item.name.lower()), item)
            if other is not item:
                yield _about("same-name", item, f"it has the same name as {other.id}: {shorten(item.name)!r}")


def _dangling(item: Item, target: str, what: str, line: int = 0) -> Irregularity:
    message = f"{target} is no {what} of this release"
    return Irregularity("dangling-id", item.id, line or item.line, message, (item.id,))


def _about(rule: str, item: Item, message: str, line: int = 0) -> Irregularity:
    return Irregularity(rule, item.id, line or item.line, message, (item.id,))
