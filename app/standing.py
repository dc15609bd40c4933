"""The parts of the page of sources: what is estimated, inferred, derived, judged, disputed or second-hand.

Each part is one or more questions of the library, shown as a table whose every row leads to the statement and names the
place in the source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app import links, session
from app.components.dom import Child, Node, el
from app.gapview import download
from app.session import Asked
from app.widgets import empty, label_link, source_line, status_mark

Row = dict[str, Any]
#: Columns of which a thing may have several values, each in a row of its own.
_SEVERAL = ("note", "locator", "reasoning", "read_in_label", "study_label")


@dataclass(frozen=True, slots=True)
class Block:
    """A table of one part.

    :param query: the question and what is given to it
    :param key: the column that names the thing of a row
    :param columns: heading and what makes the cell
    """

    query: str
    given: dict[str, str]
    key: str
    columns: tuple[tuple[str, Callable[[Row], Child]], ...]
    title: str = ""
    by_study: bool = True

    def ask(self, study: str) -> Asked:
        """The answer, of one study where the question can be narrowed to it."""
        return session.ask(self.query, **self.given, study=study if self.by_study else None)


@dataclass(frozen=True, slots=True)
class Part:
    """A tab of the page: its name, what it is for in a sentence, and its tables."""

    name: str
    lead: str
    blocks: tuple[Block, ...]


def things(rows: list[Row], key: str) -> list[Row]:
    """One row per thing; where a thing has several notes, places or sources, they are lists."""
    found: dict[Any, Row] = {}
    for row in rows:
        kept = found.setdefault(row[key], {**row, **{n: [] for n in _SEVERAL if n in row}})
        for name in _SEVERAL:
            if row.get(name) is not None and row[name] not in kept[name]:
                kept[name].append(row[name])
    return list(found.values())


def table(block: Block, asked: Asked, rows: list[Row]) -> list[Node]:
    """A block as nodes: its title, the download, the table, or why there is none."""
    title = el("h2", f"{block.title} ({len(rows)})") if block.title else None
    if not rows:
        return [n for n in (title, empty(asked.table.empty_because)) if n]
    head = el("tr", [el("th", name, scope="col") for name, _ in block.columns])
    body = [el("tr", [el("td.long" if i == 0 else "td.small", cell(r)) for i, (_, cell) in enumerate(block.columns)])
            for r in rows]  # fmt: skip
    name = block.title or "Rows"
    nodes = (
        title,
        el("p.small", el("a", "Download CSV", href=download(asked.id, asked.values))),
        el("div.scroll", el("table.table", el("thead", head), el("tbody", body)), tabindex="0", role="region",
           aria_label=name),
        el("p.small.muted", session.graph().library.get(block.query).note),
    )  # fmt: skip
    return [n for n in nodes if n]


def _thing(name: str, label: str) -> Callable[[Row], Child]:
    return lambda r: label_link(r[name], r[label])


def _texts(name: str) -> Callable[[Row], Child]:
    def cell(row: Row) -> Child:
        value = row.get(name)
        return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)

    return cell


def _where(row: Row) -> Child:
    return source_line(row["study"], _texts("locator")(row))


def _base(row: Row) -> Child:
    size = f"n = {row['n']}, " if row["n"] is not None else ""
    return [size, str(row["base_label"]), " ", status_mark(row["base_status"])]


def _figure(label: str, printed: str, name: str) -> Callable[[Row], Child]:
    return lambda r: [label_link(r[name], r[label]), f" ({r[printed]})"]


def _side(side: str) -> Callable[[Row], Child]:
    says, study, locator = f"{side}_says", f"{side}_study", f"{side}_locator"
    return lambda r: [label_link(r[side], r[says]), el("br"), source_line(r[study], r[locator])]


def _work(row: Row) -> Child:
    homepage = row["address"]
    return [
        label_link(row["work"], row["title"]), f" ({row['year']})" if row["year"] else None,
        [" ", el("a", "address", href=str(homepage))] if homepage else None,
    ]  # fmt: skip


_NAME = ("Statement", _thing("thing", "label"))
_PRINTED, _WHERE = ("Printed", _texts("printed")), ("Where", _where)
_HOW, _NOTE = ("How it follows", _texts("formula")), ("Note", _texts("note"))


def _status(status: str, *columns: tuple[str, Callable[[Row], Child]]) -> Block:
    return Block("evidence/not-published", {"status": status}, "thing", (_NAME, *columns, _WHERE))


#: The tabs by the name that stands in the address.
PARTS = {
    "estimated": Part(
        "Estimated", "Figures that the source itself gives as an estimate or a bound, with its marks.",
        (_status("estimated", _PRINTED, _NOTE),),
    ),
    "bases": Part(
        "Inferred and unknown bases", "Figures of which the source does not say out of how many they are.",
        (Block("evidence/bases", {}, "observation",
               (("Number", _thing("observation", "label")), _PRINTED, ("Base", _base), ("Why", _texts("reasoning")),
                _WHERE)),),
    ),
    "derived": Part(
        "Derived", "What no source prints and what follows from printed statements, with how it follows.",
        (_status("derived", _PRINTED, _HOW, _NOTE),),
    ),
    "curator": Part(
        "Curator judgements",
        "What we judged ourselves. Links of crosswalks are judgements too, and stand on each attack.",
        (_status("curator", ("Reason", _texts("note"))),),
    ),
    "disagreements": Part(
        "Disagreements", "Figures of one source that contradict each other, and sources that disagree.",
        (Block("evidence/conflicts", {}, "pair",
               (("Number", _figure("label", "printed", "observation")),
                ("Against", _figure("other_label", "other_printed", "other")), _NOTE, _WHERE),
               "Figures that contradict each other"),
         Block("evidence/disagreements", {}, "pair",
               (("Attack", _thing("attack", "attack_label")), ("About", _texts("about")), ("One says", _side("one")),
                ("The other says", _side("other"))), "Sources that disagree", by_study=False)),
    ),
    "secondary": Part(
        "Secondary sources", "What was read in an account by others and not in the source itself.",
        (Block("evidence/secondary", {}, "thing",
               (_NAME, _PRINTED, ("Read in", _texts("read_in_label")), _WHERE)),),
    ),
    "unseen": Part(
        "Identifier not seen", "Works without DOI or arXiv id here, because none was looked up, and what names them.",
        (Block("evidence/unseen", {}, "work",
               (("Work", _work), ("Venue", _texts("venue")), ("As cited", _texts("citation")), ("Note", _texts("note")),
                ("Named by", lambda r: [_texts("study_label")(r), ", " if r["locator"] else "",
                                        _texts("locator")(r)]))),
         ),
    ),
}  # fmt: skip


def _paired(row: Row) -> Row:
    """A row with what it tells apart from others: the two things that it is about."""
    return {**row, "pair": tuple(row.get(name) for name in ("observation", "other", "one", "about"))}


def answers(part: Part, study: str) -> list[tuple[Block, Asked, list[Row]]]:
    """The answers to the questions of a part, one row per thing."""
    found = []
    for block in part.blocks:
        asked = block.ask(study)
        rows = asked.rows
        if block.key == "pair":
            rows = [_paired(r) for r in rows]
        if not block.by_study and study:
            rows = [r for r in rows if study in (links.slug(r["one_study"]), links.slug(r["other_study"]))]
        found.append((block, asked, things(rows, block.key)))
    return found
