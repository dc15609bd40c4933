"""How many gave the same answer: the 271, and whoever answered a survey that was imported, each by itself."""

from __future__ import annotations

from typing import Any

from app import links, session
from app.components.bars import percent
from app.components.dom import Node, el
from app.widgets import label_link, status_mark


def same_answer(question: str, code: str) -> Node | None:
    """The shares of those who were asked the same and answered so; None where no survey asked.

    :param question: the end of its address; ``code``: the answer that is given
    """
    rows = [
        r for r in session.ask("exposure/same-answer").rows
        if links.slug(r["question"]) == question and r["code"] == code
    ]  # fmt: skip
    if not rows:
        return None
    rows.sort(key=lambda r: links.slug(r["status"]) == "derived")  # printed ones first
    return el("ul.small.muted.same", [el("li", _line(row)) for row in rows])


def _line(row: dict[str, Any]) -> list[Any]:
    share = percent(row["share_pct"]) if row["share_pct"] is not None else f"Less than {percent(row['below_pct'])}"
    base = (
        f"{row['n']} ({links.slug(row['base_status'])} base)" if row["n"] is not None else "those asked (base unknown)"
    )
    status = links.slug(row["status"])
    return [
        el("b", share), f" of {base} said “{row['said']}”. ", label_link(row["study"], row["study_label"]),
        [" ", status_mark(row["status"])] if status != "published" else None,
    ]  # fmt: skip
