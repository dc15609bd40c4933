"""``/assess``: answer questions about a system, read which attacks find their assumptions met, change an answer."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from app import links
from app.assess import changes, form, verdicts
from app.assess.state import PATH, Looked, looked
from app.components.dom import draw as put
from app.components.dom import el
from app.widgets import error_box, heading
from kg.errors import ThreatPraxisError, UnknownNameError
from kg.exporters.assessments import FORMS
from kg.exposure.model import Assessment

VIEWS = {
    "": "Verdicts",
    "changes": "What one change blocks",
    "worries": "Worries apart",
    "compare": "Compare",
    "report": "Report",
}
_WORDS = (
    "“Met” means that what a source says an attack needs is granted by your answers: not that the attack would succeed "
    "or do harm. “Open” means that an answer is missing; silence never counts as a no."
)


def draw() -> None:
    """The page."""
    heading(
        "Assess",
        "Which attacks find their assumptions met by your system, why, and which single change would stop them.",
    )
    try:
        here = looked()
    except ThreatPraxisError as error:
        error_box(f"This address describes no system: {error.message}", error.remedy)
        put(el("p", el("a", "Begin with an empty form", href=PATH)), key="anew")
        return
    left, right = st.columns([5, 8], gap="large")
    with left:
        form.draw(here)
    with right:
        _result(here)


def _result(here: Looked) -> None:
    if not here.profile.answers and not here.profile.grants:
        put(el("p.empty", "No question is answered yet, so every verdict is open. Choose an example, or start with the "
               "questions: each answer is taken at once."), key="start")  # fmt: skip
    assessment = here.assessment()
    view = here.look.get("view", "")
    view = view if view in VIEWS else ""
    tabs = [
        el("a", name, href=here.address(view=key or None, attack=None), aria_current="page" if key == view else None)
        for key, name in VIEWS.items()
    ]
    put(el("nav.tabs", tabs, aria_label="View", id="verdicts"), key="tabs")
    if view == "changes":
        put(changes.singles(here, assessment), key="changes")
    elif view == "worries":
        put(changes.worries(assessment), key="worries")
    elif view == "compare":
        put(changes.compared(here, assessment), key="compare")
    elif view == "report":
        _report(assessment)
    else:
        _verdicts(here, assessment)


def _verdicts(here: Looked, assessment: Assessment) -> None:
    put(
        verdicts.picture(assessment),
        el("p.small.muted", f"Seen from the standpoint: {assessment.standpoint.label}. {_WORDS}"),
        verdicts.counted(here, assessment),
        key="counts",
    )
    if slug := here.look.get("attack"):
        found = assessment.by_id.get(f"attack:{slug}")
        if found is None:
            raise UnknownNameError("attack", slug, [links.slug(v.iri) for v in assessment.verdicts])
        put(verdicts.detail(here, found), key="detail")
    put(verdicts.listed(here, assessment), key="list")


def _report(assessment: Assessment) -> None:
    put(el("p", "The whole assessment, to keep, to send or to feed to other tools."), key="why")
    name = re.sub("[^a-z0-9]+", "-", assessment.profile.title.lower()).strip("-") or "system"
    for key, kind in FORMS.items():
        if key != "table":
            st.download_button(
                kind.label, partial(kind.render, assessment), file_name=f"{name}{kind.suffix}", mime=kind.media_type,
                on_click="ignore", key=f"report-{key}",
            )  # fmt: skip
