"""``/gaps?view=&attack=&dimension=&base=``: research against practice, rankings, attention, benchmarks, awareness."""

from __future__ import annotations

from collections.abc import Callable

from app.components.dom import draw as put
from app.components.dom import el
from app.gaps import address, attention, bins, ranking, sides
from app.gaps.address import State
from app.widgets import heading
from kg.errors import UnknownNameError

#: By value of ``view`` in the address: the name of the tab, and what draws it.
TABS: dict[str, tuple[str, Callable[[State], None]]] = {
    "": ("Research and practice", bins.draw),
    "ranking": ("Ranking", ranking.draw),
    "attention": ("Attention", attention.draw),
    "benchmarks": ("Benchmarks", sides.benchmarks),
    "knowledge": ("Knowledge", sides.knowledge),
    "awareness": ("Awareness", sides.awareness),
}
#: Views that can be narrowed to an attack keep it when the tab changes.
_NARROWED = {"", "benchmarks"}


def draw() -> None:
    """The page."""
    state = address.read()
    heading(
        "Gaps",
        "How often research assumes what practice grants. Left: the share of papers. Right: the share of "
        "practitioners. The gap is the one minus the other, in percentage points.",
    )
    if state.view not in TABS:
        raise UnknownNameError("view", state.view, TABS)
    tabs = []
    for key, (name, _) in TABS.items():
        kept = {} if key in _NARROWED else {"attack": "", "dimension": ""}
        href = state.address(view=key, **kept)
        tabs.append(el("a", name, href=href, aria_current="page" if key == state.view else None))
    put(el("nav.tabs", tabs, aria_label="View"), key="tabs")
    TABS[state.view][1](state)
