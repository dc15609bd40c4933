"""The JSON Schema of an addition, with the values that the graph offers: editors complete and check files with it."""

from __future__ import annotations

from typing import Any

from kg.author.fields import Field, Form
from kg.author.known import Known
from kg.author.texts import SLUG_LIMIT

Schema = dict[str, Any]


def schema(form: Form, known: Known) -> Schema:
    """A JSON Schema (draft 2020-12) for one kind of addition."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"ThreatPraxis: {form.title}",
        "description": form.intro, **_object(form, known),
    }  # fmt: skip


def _object(form: Form, known: Known) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [f.name for f in form.fields if f.required],
        "properties": {f.name: _field(f, known) for f in form.fields},
    }


def _field(field: Field, known: Known) -> Schema:
    said = {"title": field.label, "description": field.help or known.definitions.get(field.term, "")}
    single = _single(field, known)
    if not field.several:
        return {**said, **single}
    items = {"type": "array", "items": single, "minItems": 2} if field.type == "groups" else single
    several: Schema = {"type": "array", "items": items}
    return {**said, **several} if field.type == "groups" else {**said, "anyOf": [several, single]}


def _single(field: Field, known: Known) -> Schema:
    if field.type in ("one", "many", "groups"):
        things = known.of_kinds(field.kinds)
        return {"oneOf": [{"const": t.id.partition(":")[2], "title": t.label} for t in things]
                + [{"const": t.id, "title": t.label} for t in things]}  # fmt: skip
    if field.type == "choice":
        return {"oneOf": [{"const": name, "description": meaning} for name, meaning in field.options]}
    if field.type == "number":
        return {"type": "number", "minimum": 0}
    if field.type == "whole":
        return {"type": "integer", "minimum": 0}
    if field.type == "slug":
        return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": SLUG_LIMIT}
    if field.type == "parts" and field.form:
        return _object(field.form, known)
    return {"type": "string", "maxLength": field.limit}
