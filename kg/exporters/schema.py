"""The JSON Schema of data classes as :func:`kg.exposure.plain.plain` writes them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from kg.exposure.model import Assessment, Verdict
from kg.exposure.profile import Limit

Schema = dict[str, Any]


def assessment_schema() -> Schema:
    """The schema of ``threatpraxis assess --format json``: draft 2020-12."""
    definitions: dict[str, Schema] = {}
    hints = get_type_hints(Assessment)
    counts = {v.value: {"type": "integer", "minimum": 0} for v in Verdict}
    parts = ("profile", "standpoint", "unanswered", "verdicts", "concerns")
    properties: dict[str, Schema] = {
        "threatpraxis": {"type": "string", "description": "Version of ThreatPraxis."},
        "counts": {"type": "object", "properties": counts, "required": list(counts), "additionalProperties": False},
        **{name: _of(hints[name], definitions) for name in parts},
    }
    # The attacks of a group stand among the verdicts; here they are named by their ids.
    definitions["ConcernGroup"]["properties"]["attacks"] = {"type": "array", "items": {"type": "string"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assessment of one system by ThreatPraxis",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(a, definitions) for a in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], definitions)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(get_args(hint)[1], definitions)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [e.name.lower() if isinstance(e.value, int) else e.value for e in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass(hint, definitions)
    return _SCALARS[hint]


_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    type(None): {"type": "null"},
}


def _dataclass(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # stands for itself while its fields are looked at
        hints = get_type_hints(kind)
        properties = {f.name: _of(hints[f.name], definitions) for f in fields(kind) if f.init}
        if kind is Limit:  # without a limit both ends are infinite, which JSON has no number for
            properties["least"] = {"type": ["number", "null"]}
            properties["unlimited"] = {"type": "boolean"}
        definitions[kind.__name__] = {
            "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
        }  # fmt: skip
    return {"$ref": f"#/$defs/{kind.__name__}"}
