"""``/``: what this is, the three largest gaps, search, six numbers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import gapview, links, session
from app.components.bars import mini, percent
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.widgets import empty, show_query, source_line
from kg import terms
from kg.search import Hit, search

#: Observations shown as numbers: id and the sentence they complete.
NUMBERS = {
    "grosse2024-participants": "practitioners answered the questionnaire",
    "grosse2024-table3-practice-none": "grant no queries at all",
    "grosse2024-fig2-black-box": "grant what black-box evasion assumes",
    "grosse2024-fig2-white-box": "grant what white-box evasion assumes",
    "grosse2024-fig3-outputs-and-queries": "grant what model stealing assumes",
    "grosse2024-fig1-training-and-test-data": "grant what backdoors assume",
}
STUDY = "grosse2024"


def _hero() -> None:
    """The sentence that says what this is."""
    put(
        el(
            "header.head.hero",
            el("h1", "What attack research assumes, and what practice grants"),
            el(
                "p.lead",
                "ThreatPraxis is a knowledge graph of attacks on machine-learning systems. It sets the threat models "
                "of the literature beside what practitioners say their systems grant, number by number, each with its "
                "source.",
            ),
        ),
        key="hero",
    )


def draw() -> None:
    """The page."""
    _hero()
    _search()
    ranked = session.ask("gaps/largest")
    put(el("h2", "The largest gaps"), _cards(ranked.rows), key="gaps")
    numbers = session.ask("evidence/statements", study=STUDY)
    put(
        el("h2", "Six numbers from practice"),
        _numbers(numbers.rows),
        el("p.small.muted", el("a", "All numbers, with base and status", href=links.page("/sources", study=STUDY))),
        key="numbers",
    )
    show_query(ranked, numbers)


def _search() -> None:
    text = st.text_input(
        "Search attacks, stages, accesses, studies and terms",
        key="search",
        bind="query-params",
        placeholder="trojan, adversarial examples, know-parameters …",
    )
    if not (text or "").strip():
        return
    hits = search(session.graph(), text or "", limit=12)
    put(_hits(hits) if hits else empty(f"Nothing is called {text!r}, nor anything like it."), key="hits")


def _hits(hits: list[Hit]) -> Node:
    return el(
        "ul.hits",
        [
            el(
                "li",
                el("a", el("strong", h.label), href=links.thing(h.iri)),
                el("span.mark", h.kind),
                el("span.muted.small", f"matched “{h.matched}”") if h.matched != h.label else None,
                el("code.right", terms.compact(h.iri)),
            )
            for h in hits
        ],
    )


def _cards(ranked: list[dict[str, Any]]) -> Node:
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for row in ranked:
        chosen.setdefault((row["attack"], row["dimension"]), row)
    return el("div.cards", [_card(row) for row in list(chosen.values())[:3]])


def _card(row: dict[str, Any]) -> Node:
    attack, dimension = links.slug(row["attack"]), links.slug(row["dimension"])
    bins = session.ask("gaps/by-bin", attack=attack, dimension=dimension).rows
    bins = [b for b in bins if b["survey"] == row["survey"]]
    hit = next(b for b in bins if b["bin"] == row["bin"])
    practice = (
        percent(row["practice_pct"]) if row["practice_pct"] is not None else f"< {percent(row['practice_below_pct'])}"
    )
    bound = row["practice_pct"] is None
    title = f"{row['attack_label']}: {row['dimension_label'].lower()}"
    return el(
        "article.card",
        el("h3", el("a", title, href=links.page("/gaps", attack=attack, dimension=dimension))),
        el(
            "div.versus",
            el("span.r", el("b", percent(row["research_pct"])), f"of {hit['of_papers']} papers"),
            el("span.p", el("b", practice), "of practice"),
        ),
        el("p", f"in the bin {row['label']}. ", el("span.mark.estimated", "upper bound") if bound else None),
        mini(bins, row["bin"], f"{title}, research and practice by bin"),
        el("p.small.muted", gapview.note(dimension).partition(". ")[0].rstrip(".") + "."),
        el("p.small", source_line(hit["corpus"], ""), el("span.source", " and "),
           source_line(hit["survey"], str(hit["locator"]).split(";")[0]), el("span.source", f"; {_base(hit)}")),
    )  # fmt: skip


def _base(row: dict[str, Any]) -> str:
    return f"base n = {row['base_n']}, {links.slug(row['base_status'])}" if row["base_n"] else "base unknown"


def _numbers(rows: list[dict[str, Any]]) -> Node:
    found = {links.slug(r["statement"]): r for r in rows}
    return el("div.figures", [_number(found[i], words) for i, words in NUMBERS.items() if i in found])


def _number(row: dict[str, Any], words: str) -> Node:
    base = links.slug(row["base_status"])
    shown = str(row["printed"])
    return el(
        "div.figure",
        el("b", shown),
        el("span", words, title=str(row["label"])),
        el("span.source", source_line(row["study"], str(row["locator"]).split(";")[0])),
        el("span.source", f"n = {row['base_n']}, {base}") if row["unit"] == "%" else None,
    )
