"""What the graph offers to compare a survey with, asked for in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from kg.importers.survey.model import Bin, Choice, Combination, Dimension, Known
from kg.results import Scalar

Row = Mapping[str, Scalar]
Ask = Callable[[str], Iterable[Row]]

DIMENSIONS = """SELECT ?dimension ?dimension_label ?bin ?label ?position ?lower ?upper WHERE {
  ?dimension a praxis:Dimension ; skos:prefLabel ?dimension_label .
  ?bin praxis:ofDimension ?dimension ; praxis:position ?position ; skos:prefLabel ?label .
  OPTIONAL { ?bin praxis:lower ?lower }
  OPTIONAL { ?bin praxis:upper ?upper }
} ORDER BY ?dimension ?position"""
QUESTIONS = """SELECT ?question ?code ?label ?bin ?position WHERE {
  ?answer praxis:answerOf ?question ; skos:notation ?code ; skos:prefLabel ?label ; praxis:position ?position .
  OPTIONAL { ?answer praxis:inBin ?bin }
} ORDER BY ?question ?position ?bin"""
NAMES = """SELECT ?thing ?module WHERE {
  { ?thing a praxis:Standpoint . BIND("" AS ?module) }
  UNION { ?thing a praxis:Work . BIND("" AS ?module) }
  UNION { GRAPH ?module { ?thing praxis:publishedIn ?work } }
} ORDER BY ?thing ?module"""
COMBINATIONS = """SELECT ?thing ?label ?attack ?standpoint ?bin WHERE {
  ?thing praxis:observationKind <https://w3id.org/threatpraxis/id/kind/combination> ; praxis:aboutAttack ?attack ;
         praxis:role <https://w3id.org/threatpraxis/id/role/practice> ; skos:prefLabel ?label ;
         praxis:status <https://w3id.org/threatpraxis/id/status/published> ; praxis:standpoint ?standpoint ;
         praxis:withBin ?bin .
  FILTER NOT EXISTS { ?thing praxis:underCondition ?granted }
  FILTER NOT EXISTS { ?thing praxis:withoutCondition ?refused }
  FILTER NOT EXISTS { ?thing praxis:givenBin ?given }
} ORDER BY ?attack ?thing ?bin"""


def load(ask: Ask) -> Known:
    """Everything that a codebook may name.

    :param ask: runs SPARQL and gives its rows
    """
    standpoints, works, studies = _names(ask(NAMES))
    return Known(
        _dimensions(ask(DIMENSIONS)), _questions(ask(QUESTIONS)), standpoints, works, studies,
        _combinations(ask(COMBINATIONS)),
    )  # fmt: skip


def _slug(row: Row, name: str) -> str:
    return str(row[name] or "").rpartition("/")[2]


def _dimensions(rows: Iterable[Row]) -> dict[str, Dimension]:
    found: dict[str, Dimension] = {}
    for row in rows:
        slug = _slug(row, "dimension")
        bin_ = Bin(_slug(row, "bin"), str(row["label"]), _whole(row), _number(row, "lower"), _number(row, "upper"))
        before = found[slug].bins if slug in found else ()
        found[slug] = Dimension(slug, str(row["dimension_label"]), (*before, bin_))
    return found


def _questions(rows: Iterable[Row]) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, dict[str, Choice]] = {}
    for row in rows:
        answers = found.setdefault(_slug(row, "question"), {})
        code, bins = str(row["code"]), (_slug(row, "bin"),) if row["bin"] else ()
        before = answers[code].bins if code in answers else ()
        answers[code] = Choice(code, str(row["label"]), (*before, *bins))
    return {question: tuple(answers.values()) for question, answers in found.items()}


def _names(rows: Iterable[Row]) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    things = [(str(row["thing"]), str(row["module"] or "")) for row in rows]
    standpoints = tuple(t.rpartition("/")[2] for t, _ in things if "/id/standpoint/" in t)
    works = tuple(t.rpartition("/")[2] for t, _ in things if "/id/work/" in t)
    return standpoints, works, {t.rpartition("/")[2]: module for t, module in things if module}


def _combinations(rows: Iterable[Row]) -> tuple[Combination, ...]:
    found: dict[str, Combination] = {}
    for row in rows:
        slug = _slug(row, "thing")
        before = found[slug].bins if slug in found else ()
        bins = tuple(dict.fromkeys((*before, _slug(row, "bin"))))
        found[slug] = Combination(slug, str(row["label"]), _slug(row, "attack"), _slug(row, "standpoint"), bins)
    return tuple(found.values())


def _whole(row: Row) -> int:
    value = row["position"]
    return value if isinstance(value, int) else 0


def _number(row: Row, name: str) -> Decimal | None:
    value = row[name]
    return Decimal(value) if isinstance(value, (int, Decimal)) else None
