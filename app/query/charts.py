"""Charts of answers as ECharts options. No HTML formatter anywhere: ECharts would run what a label holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.results import Column, Table, show_number

#: Bars a chart shows at the most.
LIMIT = 60


def bars(table: Table, label: str, values: list[str]) -> dict[str, Any]:
    """Horizontal bars of one or more numeric columns over the labels of another.

    :param label: name of the column that names the bars
    :param values: names of numeric columns
    """
    rows = list(table)[:LIMIT]
    names = ["" if r[label] is None else str(r[label]) for r in rows]
    return {
        "aria": {"enabled": True},
        "animation": False,
        "grid": {"left": 8, "right": 56, "top": 34 if len(values) > 1 else 8, "bottom": 8, "containLabel": True},
        "legend": {"show": len(values) > 1, "top": 0, "left": 0},
        "xAxis": {"type": "value", "splitNumber": 5},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": names,
            "axisLabel": {"width": 170, "overflow": "truncate"},
        },
        "tooltip": {"trigger": "axis", "valueFormatter": "plain"},
        "series": [_series(table.shown(v), [r[v] for r in rows]) for v in values],
    }


def _series(column: Column, values: list[Any]) -> dict[str, Any]:
    digits = 2 if column.digits is None else column.digits
    data = [None if v is None else float(show_number(Decimal(v), digits)) for v in values]
    return {
        "type": "bar",
        "name": column.label,
        "data": data,
        "barMaxWidth": 18,
        "label": {"show": True, "position": "right"},
    }


def columns(table: Table) -> tuple[list[str], list[str]]:
    """The columns that can name bars, and those that can be their length."""
    texts, numbers = [], []
    for name in table.names:
        found = [v for v in table.column(name) if v is not None]
        if found and all(not isinstance(v, str | bool) for v in found):
            numbers.append(name)
        elif found:
            texts.append(name)
    return texts, numbers
