"""Surveys of practice side by side on one dimension, each with its own base; never pooled."""

from __future__ import annotations

from collections.abc import Sequence

from app import session
from app.components.dom import Node, el
from app.gaps import words
from app.gaps.address import State
from app.gaps.lanes import lane
from app.widgets import source_line
from kg.gaps import Comparison, Share
from kg.terms import expand


def names(comparisons: Sequence[Comparison]) -> dict[str, str]:
    """The surveys behind comparisons, by short id, with their labels."""
    labels = dict(session.graph().individuals("study"))
    return {c.survey: labels.get(words.slug(c.survey), c.survey) for c in comparisons}


def side_by_side(comparisons: Sequence[Comparison], state: State) -> Node | None:
    """One column per survey; None where there are not two.

    :param comparisons: of one attack and one dimension
    """
    if len(comparisons) < 2:
        return None
    label = comparisons[0].dimension_label
    head = el("tr", el("th", "Answer", scope="col"), [_head(c, state) for c in comparisons])
    bins = {b.bin: b for c in comparisons for b in sorted(c.bins, key=lambda b: b.position)}
    body = [
        el("tr", el("th", one.label, scope="row"), [_cell(_share(c, name, state)) for c in comparisons])
        for name, one in sorted(bins.items(), key=lambda item: (item[1].position, item[0]))
    ]
    caption = f"{label}: what each survey found, with its own base and Wilson’s 95% interval; nothing is pooled"
    table = el("table.table.side", el("caption", caption), el("thead", head), el("tbody", body))
    return el(
        "section", el("h2", f"{label}: practice side by side"),
        el("div.scroll", table, tabindex="0", role="region", aria_label=caption),
    )  # fmt: skip


def _head(one: Comparison, state: State) -> Node:
    share = next((s for b in one.bins if (s := b.side(state.base))), None)
    base = words.base(share) if share else "no figures"
    return el("th", source_line(expand(one.survey) or one.survey, ""), el("br"), el("small", base), scope="col")


def _share(one: Comparison, name: str, state: State) -> Share | None:
    return next((b.side(state.base) for b in one.bins if b.bin == name), None)


def _cell(share: Share | None) -> Node:
    if share is None:
        return el("td.none", el("small", "no figure"))
    ends = f"95% {words.ends(share.interval)}" if share.interval else f"no interval: {share.no_interval}"
    return el("td", lane(share.percent, 100, words.percent(share.percent), "practice"),
              el("small", words.of_base(share), " ", words.status(share)), el("small.ends", ends))  # fmt: skip
