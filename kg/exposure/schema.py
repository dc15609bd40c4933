"""The JSON Schema of a profile file, made from the questions and accesses of the graph."""

from __future__ import annotations

from typing import Any

from kg.exposure.knowledge import Knowledge, Question, slug
from kg.exposure.limits import UNLIMITED_WORD
from kg.exposure.reading import UNANSWERED

Schema = dict[str, Any]
_AMOUNT: Schema = {"type": "number", "minimum": 0}


def schema(knowledge: Knowledge) -> Schema:
    """A JSON Schema (draft 2020-12) that editors use to complete and check profile files."""
    levels = [slug(lv) for lv in knowledge.levels]
    text: Schema = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ThreatPraxis access profile",
        "type": "object",
        "additionalProperties": False,
        "required": ["title"],
        "properties": {
            "title": {**text, "description": "What the system is called."},
            "standpoint": {
                "enum": [slug(s) for s in knowledge.standpoints],
                "description": "From where an attacker comes.",
            },
            "description": text,
            "note": text,
            "source": text,
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {q.slug: _question(q) for q in knowledge.questions},
            },
            "grants": {
                "type": "object",
                "additionalProperties": False,
                "properties": {slug(a.id): _grant(a.label, levels) for a in knowledge.accesses.values()},
            },
        },
    }


def _question(question: Question) -> Schema:
    return {
        "description": f"{question.label} {question.help}",
        "oneOf": [{"const": a.code, "description": a.label} for a in question.answers]
        + [{"const": UNANSWERED, "description": "Not answered"}],
    }


def _grant(label: str, levels: list[str]) -> Schema:
    level: Schema = {"enum": levels}
    limited: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["level"],
        "properties": {
            "level": level,
            "at-least": _AMOUNT,
            "at-most": {"anyOf": [_AMOUNT, {"const": UNLIMITED_WORD}]},
        },
    }
    return {"description": label, "anyOf": [level, limited]}
