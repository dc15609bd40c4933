"""``/sources?study=``: every study with what it states, where, how it was seen, and what does not add up."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.gapview import download, merged
from app.widgets import empty, heading, id_line, show_query, status_mark
from kg import terms
from kg.errors import UnknownNameError

Row = dict[str, Any]


def draw() -> None:
    """The page."""
    studies = session.ask("evidence/studies")
    rows = merged(studies.rows, "study")
    chosen = links.slug(terms.resolve(session.state("study"), "study") or session.state("study"))
    if chosen:
        row = next((r for r in rows if links.slug(r["study"]) == chosen), None)
        if row is None:
            raise UnknownNameError("study", chosen, [links.slug(r["study"]) for r in rows])
        _study(row, chosen)
        return
    heading("Sources", "Every number stands in a study, at a place that is named. What was not seen, or follows only by inference, is marked.")
    put(el("div.cards", [_card(r) for r in rows]), key="cards")
    show_query(studies)


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
    facts: list[Child] = [el("dt", "Printed in"), el("dd", _citation(row)), el("dt", "Kind"), el("dd", _marks(row))]
    if row["period"]:
        facts += [el("dt", "Data from"), el("dd", str(row["period"]).replace("/", " to "))]
    facts += [el("dt", "Statements"), el("dd", _counts(row))]
    put(id_line(str(row["study"])), el("dl.facts", facts), key="facts")
    asked = {name: session.ask(f"evidence/{name}", study=slug) for name in ("statements", "totals", "estimates", "conflicts")}
    statements = merged(asked["statements"].rows, "statement")
    for kind, title in (("observation", "Numbers"), ("claim", "Claims")):
        own = [r for r in statements if r["type"] == kind]
        if own:
            put(_statements(own, kind, f"{title} ({len(own)})", slug), key=kind)
    if not statements:
        put(empty(asked["statements"].table.empty_because + " Others quote it; see the study that does."), key="none")
    _doubts(asked)
    show_query(*asked.values())


def _statements(rows: list[Row], kind: str, title: str, slug: str) -> list[Node]:
    names = ("Printed", "What", "Status", "Base", "Where") if kind == "observation" else ("Claim", "In our words", "Kind", "Where")
    head = el("tr", [el("th", n, scope="col") for n in names])
    cells = _number if kind == "observation" else _claim
    table = el("table.table", el("thead", head), el("tbody", [el("tr", cells(r)) for r in rows]))
    return [
        el("h2", title),
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


def _doubts(asked: dict[str, session.Asked]) -> None:
    totals, conflicts = asked["totals"].rows, merged(asked["conflicts"].rows, "observation")
    estimates = [r for r in merged(asked["estimates"].rows, "observation") if not str(r["reason"]).startswith("base inferred")]
    if conflicts:
        items = [el("li", el("strong", f"{r['label']} ({r['printed']})"), " against ", f"{r['other_label']} ({r['other_printed']}). ",
                    " ".join(r["notes"])) for r in conflicts]  # fmt: skip
        put(el("h2", f"Figures that contradict each other ({len(conflicts)})"), el("ul", items), key="conflicts")
    if estimates:
        items = [el("li", el("strong", f"{r['label']} ({r['printed']})"), f": {r['reason']}. ", " ".join(r["notes"])) for r in estimates]
        put(el("h2", f"Estimated, derived or irreproducible ({len(estimates)})"), el("ul", items), key="estimates")
    if totals:
        items = [el("li", el("strong", str(r["label"])), f": {r['total']} = sum of the bins {r['sum_of_bins']}. ", str(r["note"] or ""))
                 for r in totals]  # fmt: skip
        put(el("h2", "Totals that are no bins"), el("ul", items), key="totals")
