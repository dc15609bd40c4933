"""Attention by attack class: papers, worries, incidents, tools. Each column keeps its own base; there is no total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.gaps.bins import gap
from kg.gaps.figures import HUNDRED, Row, base_of, text, whole, with_interval
from kg.gaps.model import Base, Gap, Range, Share, Source
from kg.graph import Graph

#: Columns that ask a sample of organisations; all others count every thing there is.
_SAMPLED = ("organisations",)


@dataclass(frozen=True, slots=True)
class AttentionColumn:
    """What a column counts and where that stands."""

    id: str
    counts: str
    base: Base
    study: str
    study_label: str
    period: str
    locator: str


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """One attack class, or a label that counts as none.

    :param attack: short id; empty for a label, whose list is named in ``label_of``
    :param cells: shares by id of their column; a column without one has no data, which is not 0
    :param gap: share of papers minus share of organisations that name it the top threat
    :param join_status: who says which labels count as this attack: ``curator``, or empty for a label
    """

    attack: str
    label: str
    label_of: str
    cells: Mapping[str, Share]
    gap: Gap | None
    join_status: str


@dataclass(frozen=True, slots=True)
class Attention:
    """The table of attention with what must be said beside it."""

    columns: tuple[AttentionColumn, ...]
    rows: tuple[AttentionRow, ...]
    note: str


def attention(graph: Graph) -> Attention:
    """Attention by attack class."""
    columns = tuple(_column(row) for row in graph.query("gaps/attention-columns"))
    table = graph.query("gaps/attention")
    rows = tuple(_row(row, columns) for row in table)
    return Attention(columns, rows, graph.library.get("gaps/attention").note)


def _column(row: Row) -> AttentionColumn:
    base = base_of(row)
    note = text(row, "note")
    return AttentionColumn(
        text(row, "column"), text(row, "counts"), Base(base.id, base.label, base.n, base.status, note),
        text(row, "study"), text(row, "study_label"), text(row, "period"), text(row, "locator"),
    )  # fmt: skip


def _row(row: Row, columns: tuple[AttentionColumn, ...]) -> AttentionRow:
    found = {c.id: share for c in columns if (share := _cell(row, c)) is not None}
    return AttentionRow(
        attack=text(row, "attack"),
        label=text(row, "label"),
        label_of=text(row, "label_of"),
        cells=found,
        gap=gap(found.get("papers"), found.get("organisations")),
        join_status=text(row, "join_status").rpartition(":")[2],
    )


def _cell(row: Row, column: AttentionColumn) -> Share | None:
    count = whole(row, column.id)
    if count is None or not column.base.n:
        return None
    share = Share(
        percent=Range.point(HUNDRED * Decimal(count) / column.base.n),
        count=count,
        base=column.base,
        status="derived",
        printed=str(count),
        source=Source("", column.study, (column.locator,)),
        formula=f"{count} / {column.base.n}",
    )
    return with_interval(share, census=column.id not in _SAMPLED)
