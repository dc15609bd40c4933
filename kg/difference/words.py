"""A change as a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.difference.change import Change, Value
from kg.difference.shown import BARE
from kg.terms import compact

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words(change: Change, labels: Mapping[str, str]) -> str:
    """A change in a sentence without a full stop.

    :param labels: what things and properties are called, by IRI; those that lack are called by their short names
    """
    if change.thing.kind == "blank":
        name = f"Unnamed {change.label or 'axiom'}"
    else:
        name = change.label or _called(change.thing.value, labels)
    return f"{name}: {_told(change, labels)}"


def _told(change: Change, labels: Mapping[str, str]) -> str:
    old, new = _list(change.old, labels), _list(change.new, labels)
    if change.field and change.change in ("added", "removed"):
        return f"{_field(change, labels)}: {new or old}"
    match change.change:
        case "added":
            if change.thing.kind == "blank":
                return f"added, {new}"
            return f"added under {_list(change.under, labels)}" if change.under else "added"
        case "removed":
            return f"removed, {old}" if change.thing.kind == "blank" else "removed"
        case "retired":
            return f"deprecated, replaced by {new}" if new else "deprecated, nothing takes its place"
        case "renamed":
            return f"renamed from {old} to {new}"
        case "moved":
            return _moved(change, old, new)
    return f"{_field(change, labels)} {_became(old, new)}"


def _moved(change: Change, old: str, new: str) -> str:
    where = "the module " if change.field == "module" else ""
    if old and new:
        return f"moved from {where}{old} to {where}{new}"
    if change.field == "module":
        return f"stands in {where}{new} too" if new else f"no longer stands in {where}{old} too"
    return f"moved under {new}" if new else f"no longer under {old}"


def _became(old: str, new: str) -> str:
    if old and new:
        return f"changed from {old} to {new}"
    return f"{new} added" if new else f"{old} removed" if old else "changed"


def _field(change: Change, labels: Mapping[str, str]) -> str:
    first, _, inner = change.field.partition("/")
    name = labels.get(change.predicate) or _spelled(change.predicate or first)
    if change.about is None:
        return f"{name} ({inner})" if inner else name
    value = change.about.object
    target = _called(value.value, labels) if value.kind == "iri" else f"“{value.value}”"
    return f"note on {name} {target}:"


def _list(values: Iterable[Value], labels: Mapping[str, str]) -> str:
    return _and([_value(value, labels) for value in values])


def _and(texts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def _value(value: Value, labels: Mapping[str, str]) -> str:
    text = _called(value.term.value, labels) if value.term.kind == "iri" else value.text
    if value.term.kind == "literal" and not text.startswith('"'):
        text = text if value.term.datatype in BARE else f"“{text}”"
    return f"{labels.get(value.property) or _spelled(value.property)} {text}" if value.property else text


def _called(iri: str, labels: Mapping[str, str]) -> str:
    return labels.get(iri) or compact(iri)


def _spelled(iri: str) -> str:
    """The end of an IRI as words: ``actsAt`` is "acts at"."""
    local = re.split(r"[/#:]", iri)[-1]
    return _HUMP.sub(" ", local).lower() or iri
