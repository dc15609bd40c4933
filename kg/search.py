"""One search over labels, synonyms, practitioners' words and ids."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg import terms
from kg.graph import Graph

#: What a person most likely looks for comes first among equal matches.
_KINDS_FIRST = ("attack", "stage", "access", "model", "dim", "study", "tool", "framework", "defence", "claim", "work")
#: What repeats the names of other things.
_BOOKKEEPING = ("change", "module")
_WEIGHTS = {"prefLabel": 1.0, "label": 1.0, "altLabel": 0.97, "hiddenLabel": 0.95, "title": 0.9, "notation": 0.97}
_LABELS = """SELECT ?iri ?property ?text WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel skos:hiddenLabel skos:notation rdfs:label dcterms:title }
  ?iri ?property ?text . FILTER(isIRI(?iri))
}"""
_MAX_LABELS = 200_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found.

    :param id: prefixed name such as ``attack:evasion``
    :param label: its preferred label
    :param kind: its kind, such as ``attack``; ``term`` for classes and properties
    :param matched: the text that matched; differs from the label where a synonym did
    :param score: from 0 to 1
    """

    iri: str
    id: str
    label: str
    kind: str
    matched: str
    score: float


def search(graph: Graph, text: str, kind: str | None = None, limit: int = 20) -> list[Hit]:
    """The things whose labels or ids fit a text, best first.

    Accents and case do not matter. Spelling mistakes are forgiven where nothing fits exactly. Modules, and records of
    changes, which repeat the names of what they hold, are found only where they are asked for.

    :param kind: only things of this kind
    """
    wanted = normalise(text)
    if not wanted:
        return []
    labels: dict[str, str] = {}
    texts: dict[str, list[tuple[str, float]]] = {}
    for row in graph.engine.select(_LABELS, row_limit=_MAX_LABELS):
        iri, shown = str(row["iri"]), str(row["text"])
        name = str(row["property"]).rpartition("#")[2].rpartition("/")[2]
        if name in ("prefLabel", "label") or iri not in labels:
            labels[iri] = shown
        texts.setdefault(iri, []).append((shown, _WEIGHTS[name]))
    found = _score(wanted, texts, exact=True) or _score(wanted, texts, exact=False)
    hits = [
        Hit(iri, terms.compact(iri), labels[iri], kind_of(iri), matched, round(score, 3))
        for iri, (score, matched) in found.items()
    ]
    chosen = [h for h in hits if (h.kind == kind if kind else h.kind not in _BOOKKEEPING)]
    # Among fits of about the same worth, an attack is what people look for rather than a claim about it.
    return sorted(chosen, key=lambda h: (-round(h.score, 1), _order(h.kind), -h.score, len(h.label), h.id))[:limit]


def _score(wanted: str, texts: dict[str, list[tuple[str, float]]], *, exact: bool) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    for iri, candidates in texts.items():
        own = [*candidates, (terms.compact(iri), 0.98), (iri.rpartition("/")[2].rpartition("#")[2], 0.98)]
        best = max(((_fit(wanted, normalise(t), exact) * w, t) for t, w in own), key=lambda pair: pair[0])
        if best[0] > 0:
            found[iri] = best
    return found


def _fit(wanted: str, text: str, exact: bool) -> float:
    if not exact:
        ratio = SequenceMatcher(None, wanted, text).ratio()
        return ratio * 0.5 if ratio >= 0.7 else 0.0
    if wanted == text:
        return 1.0
    if text.startswith(wanted):
        return 0.9
    if f" {wanted}" in f" {text}":
        return 0.8
    if wanted in text:
        return 0.6
    words = wanted.split()
    return 0.5 if len(words) > 1 and all(w in text for w in words) else 0.0


def normalise(text: str) -> str:
    """A text without accents, case and hyphens, for comparison."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").replace("_", " ").split())


def kind_of(iri: str) -> str:
    """The kind in an IRI of ours, ``module``, or ``term``."""
    if iri.startswith(terms.ID):
        return iri[len(terms.ID) :].partition("/")[0]
    return "module" if iri.startswith(terms.MODULE) else "term"


def _order(kind: str) -> int:
    return _KINDS_FIRST.index(kind) if kind in _KINDS_FIRST else len(_KINDS_FIRST)
