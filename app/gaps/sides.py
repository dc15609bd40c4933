"""What stands side by side without one scale: benchmark defaults, knowledge and access, and awareness."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from app import session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.gaps import twin, words
from app.gaps.address import State
from app.gaps.lanes import lane
from app.widgets import empty, show_query, source_line
from kg import gaps
from kg.gaps import Answer, Awareness, BenchmarkBin, Share
from kg.results import show_number
from kg.terms import expand


def benchmarks(state: State) -> None:
    """Default budgets of benchmark suites beside what practice grants."""
    rows = gaps.benchmarks(session.graph(), state.attack, state.dimension)
    asked = session.ask("gaps/benchmarks", attack=state.attack, dimension=state.dimension)
    put(
        el("h2", "What benchmark suites allow, and what practice grants"),
        _only(state),
        _benchmarks(rows) if rows else empty(asked.table.empty_because),
        el("p.small.muted", session.graph().library.get("gaps/benchmarks").note),
        _files(state, "benchmarks"),
        key="benchmarks",
    )
    show_query(asked)


def _benchmarks(rows: Iterable[BenchmarkBin]) -> Node:
    names = ("Attack", "Suite", "Bin", "Values printed", "Default settings", "Practice in the bin", "Reach")
    rows = tuple(rows)
    surveys = _several(r.practice for r in rows)
    body = [
        el(
            "tr",
            el("td", twin.attack_link(r.attack, r.attack_label)),
            el("td", r.suite_label, el("small", " ", _place(r.settings))),
            el("th", r.label, scope="row"),
            el("td", _values(r), el("small", f" {r.unit}; per: {r.settings.unit_basis or 'not stated'}")),
            _share(r.settings, "research"),
            _share(r.practice, "practice", surveys) if r.practice else el("td.none", el("small", "no figure")),
            el("td", lane(r.reach.percent, 100, words.span(r.reach.percent), "reach"))
            if r.reach
            else el("td.none", el("small", "no figure")),
        )
        for r in rows
    ]
    return _table("Default settings by suite and bin", names, body)


def _values(row: BenchmarkBin) -> str:
    least, most = show_number(row.least, None), show_number(row.most, None)
    return least if least == most else f"{least}–{most}"


def knowledge(state: State) -> None:
    """What papers let the attacker know beside what practice opens."""
    rows = gaps.knowledge(session.graph(), state.attack)
    asked = session.ask("gaps/knowledge-assumed", attack=state.attack)
    put(
        el("h2", "What papers let the attacker know, and what practice opens"),
        _only(state),
        el("div.pairs", [_access(list(own)) for _, own in groupby(rows, lambda r: r.access)])
        if rows
        else empty(asked.table.empty_because),
        el("p.small.muted", session.graph().library.get("gaps/knowledge-assumed").note),
        _files(state, "knowledge"),
        key="knowledge",
    )
    show_query(asked)


def _access(rows: list[Answer]) -> Node:
    research = [r for r in rows if r.side == "research"]
    practice = [r for r in rows if r.side == "practice"]
    granted = [_answers("Participants say it is", own, study) for own, study in _by_study(practice)]
    sides = (_answers("Papers assume", research, ""), el("div", granted))
    return el("section", el("h2", rows[0].access_label), el("div.two.even", sides))


def _answers(title: str, rows: list[Answer], study: str) -> Node:
    """One side, or one survey of it.

    :param study: its name where others stand below it
    """
    if not rows:
        return el("div", el("h3", title), empty("No figures: nobody was asked about this access."))
    body = [el("tr", el("th", r.answer, scope="row"), _share(r.share, r.side)) for r in rows]
    first = rows[0].share
    place = source_line(expand(first.source.study) or "", first.source.locator.split(";")[0])
    caption = f"{rows[0].access_label}: {rows[0].side}" + (f", {study}" if study else "")
    return el(
        "div", el("h3", title, el("small.muted", f" {study}") if study else None),
        _table(caption, ("Answer", "Share"), body, hidden=True), el("p.small.muted", f"{words.base(first)}; ", place),
    )  # fmt: skip


def _by_study(rows: list[Answer]) -> list[tuple[list[Answer], str]]:
    """Practice once per survey, printed ones first; the name of the survey only where there are several."""
    printed = {r.share.source.study for r in rows if r.share.status != "derived"}
    studies = sorted(dict.fromkeys(r.share.source.study for r in rows), key=lambda s: s not in printed)
    if len(studies) < 2:
        return [(rows, "")]
    labels = dict(session.graph().individuals("study"))
    return [([r for r in rows if r.share.source.study == s], labels.get(words.slug(s), s)) for s in studies]


def awareness(state: State) -> None:
    """How familiar practitioners are with attacks."""
    things = gaps.awareness(session.graph())
    asked = session.ask("gaps/awareness")
    put(
        el("h2", "How familiar practitioners are with attacks"),
        _awareness(things) if things else empty(asked.table.empty_because),
        el("p.small.muted", session.graph().library.get("gaps/awareness").note),
        _files(state, "awareness"),
        key="awareness",
    )
    show_query(asked)


def _awareness(things: Iterable[Awareness]) -> Node:
    things = tuple(things)
    answers = list(dict.fromkeys(answer for t in things for answer, _ in t.answers))
    body = [
        el(
            "tr",
            el("th", t.label, el("small", " as ", twin.attack_link(t.attack, words.slug(t.attack))) if t.attack
               else el("small", " none of our attacks"), scope="row"),
            [_share(dict(t.answers)[a], "practice") if a in dict(t.answers) else el("td.none") for a in answers],
        )
        for t in things
    ]  # fmt: skip
    first = things[0].answers[0][1]
    caption = [f"{words.base(first)}, asked {things[0].period}; ",
               source_line(expand(first.source.study) or "", first.source.locator.split(";")[0])]  # fmt: skip
    return _table(caption, ("Asked about", *answers), body)


def _several(shares: Iterable[Share | None]) -> dict[str, str]:
    """The names of the surveys behind some shares, where there are several."""
    studies = {s.source.study for s in shares if s}
    labels = dict(session.graph().individuals("study")) if len(studies) > 1 else {}
    return {s: labels.get(words.slug(s), s) for s in studies} if labels else {}


def _share(share: Share, hue: str, names: dict[str, str] | None = None) -> Node:
    ends = el("small.ends", f"95% {words.ends(share.interval)}") if share.interval else None
    marks = f" ({', '.join(share.interval.marks)})" if share.interval and share.interval.marks else ""
    status = words.status(share) if share.status != "derived" else None
    bar = lane(share.percent, 100, words.percent(share.percent), hue)
    name = (names or {}).get(share.source.study, "")
    named = el("small", f" {name}") if name else None
    return el("td", bar, el("small", words.of_base(share) + marks + " ", status), ends, named)


def _place(share: Share) -> Child:
    return source_line(expand(share.source.study) or share.source.study, share.source.locator.split(";")[0])


def _only(state: State) -> Node | None:
    """What the address narrows the view to, and the way out."""
    if not state.attack and not state.dimension:
        return None
    named = ", ".join(filter(None, (state.attack, state.dimension)))
    return el("p.small", f"Only {named}. ", el("a", "Show all", href=state.address(attack="", dimension="")))


def _files(state: State, name: str) -> Node:
    return el(
        "div.bar.takeaway", el("span.muted.small", "Download"), el("a", "CSV", href=state.file(f"{name}.csv")),
        el("a", "JSON", href=state.file(f"{name}.json")),
    )  # fmt: skip


def _table(caption: Child, names: Iterable[str], body: list[Node], hidden: bool = False) -> Node:
    from app.components.dom import text_of

    head = el("tr", [el("th", name, scope="col") for name in names])
    table = el("table.table.side", el("caption.hidden" if hidden else "caption", caption), el("thead", head),
               el("tbody", body))  # fmt: skip
    return el("div.scroll", table, tabindex="0", role="region", aria_label=text_of(caption))
