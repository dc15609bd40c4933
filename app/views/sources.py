"""``/sources?study=&view=``: every study with what it states and where; across studies, what is not plainly printed."""

from __future__ import annotations

from typing import Any

from app import links, session, standing
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.gapview import download, merged
from app.widgets import choice, empty, heading, id_line, show_query, status_mark
from kg import terms
from kg.errors import UnknownNameError

Row = dict[str, Any]
Answer = tuple[standing.Block, session.Asked, list[Row]]


def draw() -> None:
    """The page."""
    studies = session.ask("evidence/studies")
    rows = merged(studies.rows, "study")
    given, view = session.state("study"), session.state("view")
    chosen = links.slug(terms.resolve(given, "study") or given)
    row = next((r for r in rows if links.slug(r["study"]) == chosen), None)
    if chosen and row is None:
        raise UnknownNameError("study", chosen, [links.slug(r["study"]) for r in rows])
    if view and view not in standing.PARTS:
        raise UnknownNameError("view", view, list(standing.PARTS))
    if row is not None and not view:
        _study(row, chosen)
        return
    heading(
        "Sources",
        "Every number stands in a study, at a place that is named. What was not seen, or follows only by inference, is "
        "marked.",
    )
    found = {name: standing.answers(part, chosen) for name, part in standing.PARTS.items()}
    _tabs(view, chosen, found, len(rows))
    if view:
        _part(view, chosen, found[view], rows)
        return
    put(el("div.cards", [_card(r) for r in rows]), key="cards")
    show_query(studies)


def _tabs(view: str, study: str, found: dict[str, list[Answer]], studies: int) -> None:
    tabs = [el("a", f"Studies {studies}", href="/sources", aria_current=None if view else "page")]
    for name, part in standing.PARTS.items():
        count = sum(len(rows) for _, _, rows in found[name])
        href = links.page("/sources", view=name, study=study)
        tabs.append(el("a", f"{part.name} {count}", href=href, aria_current="page" if name == view else None))
    put(el("nav.tabs", tabs, aria_label="View"), key="tabs")


def _part(view: str, study: str, answers: list[Answer], studies: list[Row]) -> None:
    import streamlit as st

    choice(st, "Study", "study", {links.slug(r["study"]): str(r["label"]) for r in studies}, placeholder="all studies")
    back = el("a", "All of this study", href=links.page("/sources", study=study)) if study else None
    put(el("p", standing.PARTS[view].lead, " ", back), key="lead")
    for number, (block, asked, rows) in enumerate(answers):
        put(standing.table(block, asked, rows), key=f"{view}-{number}")
    show_query(*(asked for _, asked, _ in answers))


def _card(row: Row) -> Node:
    slug = links.slug(row["study"])
    count = _counts(row)
    return el(
        "article.card",
        el("h2.plain", el("a", str(row["label"]), href=links.page("/sources", study=slug))),
        el("p.small", _marks(row)),
        el("p", str(row["definition"])),
        el("p.small.muted", _citation(row)),
        el("p.small", el("strong", count) if count != "no numbers of its own" else el("span.muted", count)),
    )


def _counts(row: Row) -> str:
    counted = ((int(row["observations"]), "number"), (int(row["claims"]), "claim"))
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counted if n]
    return ", ".join(parts) or "no numbers of its own"


def _marks(row: Row) -> list[Child]:
    kind = links.slug_of(row["type"])
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()
    seen = row["source_type"]
    return [el("span.mark", words), " ", el("span.mark.secondary", f"seen as {seen} source") if seen else None]


def _citation(row: Row) -> list[Child]:
    doi, arxiv = row["doi"], row["arxiv"]
    return [
        f"{row['authors']}: " if row["authors"] else None,
        el("em", str(row["citation"])),
        f", {row['venue']}" if row["venue"] else None,
        f" {row['year']}" if row["year"] else None,
        ". ",
        el("a", f"doi:{doi}", href=f"https://doi.org/{doi}") if doi else None,
        " " if doi and arxiv else None,
        el("a", f"arXiv:{arxiv}", href=f"https://arxiv.org/abs/{arxiv}") if arxiv else None,
    ]


def _study(row: Row, slug: str) -> None:
    heading(str(row["label"]), str(row["definition"]), over=el("a", "Sources", href="/sources"))
    asked = [session.ask(f"evidence/{name}", study=slug) for name in ("statements", "conflicts", "estimates", "totals")]
    sections = _sections(asked, slug)
    jumps = [el("a", name, href=f"#{place}") for place, (name, _) in sections.items()]
    put(
        id_line(str(row["study"])),
        el("dl.facts", _facts(row)),
        el("nav.tabs", jumps, aria_label="On this page") if len(jumps) > 1 else None,
        key="facts",
    )
    if not sections:
        put(empty(f"{asked[0].table.empty_because} Others quote it; see the study that does."), key="none")
    for place, (_, nodes) in sections.items():
        put(nodes, key=place)
    show_query(*asked)


def _facts(row: Row) -> list[Child]:
    facts: list[Child] = [el("dt", "Printed in"), el("dd", _citation(row)), el("dt", "Kind"), el("dd", _marks(row))]
    if row["period"]:
        facts += [el("dt", "Data from"), el("dd", str(row["period"]).replace("/", " to "))]
    facts += [el("dt", "Licence"), el("dd", _licence(row))]
    return [*facts, el("dt", "Statements"), el("dd", _counts(row))]


def _licence(row: Row) -> list[Child]:
    """Under which terms the source is published: of the source, not of what the graph says about it."""
    licence, rights = row["licence"], row["rights"]
    if not licence and not rights:
        return [el("span.muted", "not seen, which is no permission")]
    return [el("a", str(licence), href=str(licence)) if licence else None, " " if licence and rights else None,
            str(rights) if rights else None]  # fmt: skip


def _sections(asked: list[session.Asked], slug: str) -> dict[str, tuple[str, list[Node]]]:
    """The parts of the page that are not empty: place, name for the jump list, nodes."""
    statements = merged(asked[0].rows, "statement")
    conflicts, estimates, totals = (merged(a.rows, "observation") for a in asked[1:])
    numbers = [r for r in statements if r["type"] == "observation"]
    claims = [r for r in statements if r["type"] == "claim"]
    doubts = {
        "conflicts": ("Contradictions", "Figures that contradict each other", [_conflict(r) for r in conflicts]),
        "estimates": (
            "Estimates",
            "Estimated, derived or irreproducible",
            [_estimate(r) for r in estimates if _is_doubt(r)],
        ),
        "totals": ("Totals", "Totals that are no bins", [_total(r) for r in totals]),
    }
    found = {}
    if numbers:
        found["numbers"] = ("Numbers", _statements(numbers, "numbers", f"Numbers ({len(numbers)})", slug))
    if claims:
        found["claims"] = ("Claims", _statements(claims, "claims", f"Claims ({len(claims)})", slug))
    for place, (name, title, items) in doubts.items():
        if items:
            found[place] = (name, [el("h2", f"{title} ({len(items)})", id=place), el("ul", items)])
    return found


def _statements(rows: list[Row], place: str, title: str, slug: str) -> list[Node]:
    names = (
        ("Printed", "What", "Status", "Base", "Where")
        if place == "numbers"
        else ("Claim", "In our words", "Kind", "Where")
    )
    head = el("tr", [el("th", n, scope="col") for n in names])
    cells = _number if place == "numbers" else _claim
    table = el("table.table", el("thead", head), el("tbody", [el("tr", cells(r)) for r in rows]))
    return [
        el("h2", title, id=place),
        el("p.small", el("a", "Download CSV", href=download("evidence/statements", {"study": slug}))),
        el("div.scroll", table, tabindex="0", role="region", aria_label=title),
    ]


def _number(row: Row) -> list[Node]:
    notes = [el("br"), el("small", " ".join(row["notes"]))] if row["notes"] else []
    base = links.slug(row["base_status"])
    return [
        el("td.num", el("strong", str(row["printed"]))),
        el("td.long", str(row["label"]), notes),
        el("td", status_mark(row["status"]) or el("span.muted.small", "published")),
        el("td.small", f"n = {row['base_n']}, " if row["base_n"] else "", base),
        el("td.small", str(row["locator"])),
    ]


def _claim(row: Row) -> list[Node]:
    return [
        el("td", el("strong", str(row["label"]))),
        el("td.long", " ".join(row["notes"])),
        el("td.small", links.slug(row["kind"])),
        el("td.small", str(row["locator"])),
    ]


def _is_doubt(row: Row) -> bool:
    # Nearly every base is inferred and marked beside its number; the list is for what is rarer.
    return not str(row["reason"]).startswith("base inferred")


def _figure(row: Row, label: str, printed: str) -> str:
    return f"{row[label]} ({row[printed]})"


def _conflict(row: Row) -> Node:
    other = _figure(row, "other_label", "other_printed")
    return el("li", el("strong", _figure(row, "label", "printed")), f" against {other}. ", " ".join(row["notes"]))


def _estimate(row: Row) -> Node:
    return el("li", el("strong", _figure(row, "label", "printed")), f": {row['reason']}. ", " ".join(row["notes"]))


def _total(row: Row) -> Node:
    sums = f": {row['total']}, the sum of the bins {row['sum_of_bins']}. "
    return el("li", el("strong", str(row["label"])), sums, str(row["note"] or ""))
