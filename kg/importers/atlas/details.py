"""The fields of ATLAS objects besides name and place, each as a list of texts that two releases can be compared by."""

from __future__ import annotations

from collections.abc import Mapping

from kg.importers.atlas.model import CaseStudy, Item, Kind, Mitigation, Release, Tactic, Technique

Values = tuple[str, ...]


def details(item: Item) -> dict[str, Values]:
    """The fields of an object by the names a reader knows them by; a field that is not stated is an empty list.

    The order of the list tells only where the order is a fact, as of the steps of a case study.
    """
    fields = {
        "created": _one(item.created), "modified": _one(item.modified),
        "ATT&CK reference": _one(item.attack_reference.id if item.attack_reference else ""),
        "references": tuple(sorted(r.url or r.title for r in item.references if r.url or r.title)),
    }  # fmt: skip
    if isinstance(item, Tactic):
        return fields | {"position": _one(str(item.position))}
    if isinstance(item, Technique):
        return fields | {"maturity": _one(item.maturity)}
    if isinstance(item, Mitigation):
        return fields | {
            "techniques": item.techniques(), "life cycle": tuple(sorted(item.lifecycle)),
            "category": tuple(sorted(item.categories)), "tags": tuple(sorted(item.tags)),
        }  # fmt: skip
    return fields | (_case_study(item) if isinstance(item, CaseStudy) else {})


def lacking(release: Release) -> Mapping[Kind, frozenset[str]]:
    """By kind, the fields that no object of it states; a kind of which there is no object is left out."""
    empty: dict[Kind, set[str]] = {}
    for kind, item in release.items():
        fields = details(item)
        empty.setdefault(kind, set(fields)).intersection_update(name for name, values in fields.items() if not values)
    return {kind: frozenset(names) for kind, names in empty.items()}


def _case_study(item: CaseStudy) -> dict[str, Values]:
    steps = (f"{step.technique or 'no technique'} for {step.tactic or 'no tactic'}" for step in item.steps)
    return {
        "type": _one(item.type), "date": _one(item.date), "granularity": _one(item.granularity),
        "target": _one(item.target), "actor": _one(item.actor), "reporter": _one(item.reporter), "steps": tuple(steps),
    }  # fmt: skip


def _one(text: str) -> Values:
    return (text,) if text else ()
