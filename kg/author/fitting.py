"""What a file gave, in the shapes that the fields of a form take; what has no such shape is told and left out."""

from __future__ import annotations

from typing import Any

from kg.author.faults import Fault
from kg.author.fields import Field, Form
from kg.author.given import Given
from kg.author.kinds import FORMS
from kg.errors import shorten


def fitted(form: Form, given: Given) -> tuple[dict[str, Any], list[Fault]]:
    """Texts, lists of texts, lists of lists and parts by field, and what could not be taken into the form.

    Whether the values are right is not asked here: a form shows them and tells.
    """
    faults: list[Fault] = []
    return _fields(form, given, "", faults), faults


def kinds_of(given: Given) -> list[str]:
    """The kinds of additions that a file may describe, most likely first: by the fields that it has."""
    names = set(given.value) if given.shape == "mapping" else set()

    def likeness(form: Form) -> tuple[int, int]:
        needed = {f.name for f in form.fields if f.required}
        return len(names - set(form.names)), len(needed - names)

    return [form.kind for form in sorted(FORMS.values(), key=likeness)]


def _fields(form: Form, given: Given, prefix: str, faults: list[Fault]) -> dict[str, Any]:
    if given.shape != "mapping":
        _refuse(prefix.rstrip("."), given, "fields with values", faults)
        return {}
    found: dict[str, Any] = {}
    for name, value in given.value.items():
        path = f"{prefix}{name}"
        if name not in form.names:
            faults.append(Fault(shorten(path, 60), "there is no such field.", "It was left out.", value.line))
        elif not value.empty and (taken := _value(form.field(name), value, path, faults)):
            found[name] = taken
    return found


def _value(field: Field, given: Given, path: str, faults: list[Fault]) -> Any:
    if field.form is not None:
        items = given.value if given.shape == "list" else [given]
        parts = [_fields(field.form, item, f"{path}[{n}].", faults) for n, item in enumerate(items, 1)]
        return [part for part in parts if part]
    if field.type == "groups":
        return _groups(given, path, faults)
    if field.several:
        return _texts(given, path, faults)
    if given.shape != "text":
        _refuse(path, given, "one value", faults)
        return ""
    return given.value.strip()


def _texts(given: Given, path: str, faults: list[Fault]) -> list[str]:
    items = given.value if given.shape == "list" else [given]
    found = []
    for item in items:
        if item.shape != "text":
            _refuse(path, item, "a list of single values", faults)
        elif not item.empty:
            found.append(item.value.strip())
    return list(dict.fromkeys(found))


def _groups(given: Given, path: str, faults: list[Fault]) -> list[list[str]]:
    items = given.value if given.shape == "list" else [given]
    if items and all(item.shape == "text" for item in items):  # one set, written without the outer list
        return [_texts(given, path, faults)]
    return [group for n, item in enumerate(items, 1) if (group := _texts(item, f"{path}[{n}]", faults))]


def _refuse(path: str, given: Given, wanted: str, faults: list[Fault]) -> None:
    faults.append(Fault(path, f"this must be {wanted}, not a {given.shape}.", "It was left out.", given.line))
