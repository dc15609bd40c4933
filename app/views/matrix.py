"""``/matrix``: attacks by stage, threat models by access, and the matrix of ATLAS."""

from __future__ import annotations

from app import links, session
from app.components.dom import draw as put
from app.components.dom import el
from app.matrix import atlas, stages, threats
from app.widgets import heading

#: By value of ``view`` in the address: the name of the tab, and what draws it.
TABS = {
    "": ("Attacks by stage", stages.draw),
    "threats": ("Threat models by access", threats.draw),
    "atlas": ("ATLAS matrix", atlas.draw),
}


def draw() -> None:
    """The page."""
    view = session.state("view") if session.state("view") in TABS else ""
    heading("Matrix", "Where in the pipeline attacks strike, and what their authors let the attacker know and do.")
    tabs = [
        el("a", name, href=links.page("/matrix", view=key), aria_current="page" if key == view else None)
        for key, (name, _) in TABS.items()
    ]
    put(el("nav.tabs", tabs, aria_label="View"), key="tabs")
    TABS[view][1]()
