"""The JSON Schema of a codebook, made from the dimensions and questions of the graph."""

from __future__ import annotations

from typing import Any

from kg.importers.survey.codebook import SUPPRESS_MOST
from kg.importers.survey.model import SUPPRESS_BELOW, Known

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_CODE: Schema = {"type": ["string", "integer"]}
_CONDITION: Schema = {
    "type": "object", "additionalProperties": False, "required": ["column"],
    "properties": {"column": _TEXT, "is": {"type": "array", "items": _CODE,
                                           "description": "Answers; left out: any answer."}},
}  # fmt: skip


def schema(known: Known) -> Schema:
    """A JSON Schema (draft 2020-12) that editors use to complete and check codebooks."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ThreatPraxis codebook of a survey",
        "type": "object",
        "additionalProperties": False,
        "required": ["study", "columns"],
        "properties": {
            "study": _study(),
            "id-column": {**_TEXT, "description": "The column that tells people apart; not kept."},
            "missing": {"type": "array", "items": _CODE, "description": "Cells that are no answer, beside empty ones."},
            "suppress-below": {
                "description": "Smaller numbers are hidden; 0 tells all.", "default": SUPPRESS_BELOW,
                "anyOf": [{"const": 0}, {"type": "integer", "minimum": SUPPRESS_BELOW, "maximum": SUPPRESS_MOST}],
            },
            "standpoint": _standpoint(known),
            "rows": {**_CONDITION, "description": "Only rows with these answers count."},
            "columns": {"type": "object", "minProperties": 1, "additionalProperties": _column(known)},
            "ignore": {"type": "array", "items": _TEXT, "description": "Columns not counted; * stands for any."},
        },
    }  # fmt: skip


def _study() -> Schema:
    return {
        "type": "object", "additionalProperties": False, "required": ["id", "title", "definition", "who"],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 40},
            "title": _TEXT,
            "definition": {**_TEXT, "description": "What was done, in a sentence."},
            "who": {**_TEXT, "description": "Who answered, such as 'Engineers of three companies'."},
            "when": {**_TEXT, "description": "ISO dates, such as 2026-03/2026-05."},
            "published-in": {**_TEXT, "description": "A work of the graph, if the survey is printed in one."},
            "rights": _TEXT,
            "note": _TEXT,
        },
    }  # fmt: skip


def _standpoint(known: Known) -> Schema:
    return {"enum": list(known.standpoints), "description": "Whose access was asked about."}


def _column(known: Known) -> Schema:
    dimensions = [{"const": d.id, "description": d.label} for d in known.dimensions.values()]
    return {
        "type": "object", "additionalProperties": False,
        "properties": {
            "wording": {**_TEXT, "description": "The question as it was put."},
            "header": {**_TEXT, "description": "The heading in the file, if it is not the name here."},
            "dimension": {"oneOf": dimensions, "description": "What its answers are compared on."},
            "question": {"enum": list(known.questions), "description": "The question of an assessment that it asks."},
            "several": {"type": "boolean", "description": "Several answers could be ticked: one column each."},
            "numbers": {"type": "boolean", "description": "Cells hold numbers, ranges or bounds."},
            "standpoint": _standpoint(known),
            "asked-if": {**_CONDITION, "description": "Who was asked; left out: everybody."},
            "answers": {"type": "object", "additionalProperties": _answer()},
        },
    }  # fmt: skip


def _answer() -> Schema:
    fields = {"label": _TEXT, "bin": _TEXT, "bins": {"type": "array", "items": _TEXT}, "answer": _TEXT}
    detailed = {"type": "object", "additionalProperties": False, "properties": fields}
    return {"anyOf": [_CODE, detailed], "description": "A label; with a dimension a bin; with a question its answer."}
