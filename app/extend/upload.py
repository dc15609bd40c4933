"""Additions out of files: YAML goes into the form, everything else is checked, shown, and saved as it is."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from app import links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.extend import draft as drafts
from app.extend import saving
from app.widgets import error_box, escape_markdown
from kg.author import service, uploads
from kg.author.faults import AdditionError, Fault
from kg.author.fitting import fitted, kinds_of
from kg.author.given import from_yaml
from kg.author.kinds import FORMS
from kg.author.uploads import Release, Upload
from kg.errors import ParameterError, ThreatPraxisError

#: Megabytes that an upload may have.
_MOST = uploads.SIZE_LIMIT // 1_000_000
_KINDS = (
    ("YAML", "an attack, threat model, work, study, number or counterpart, as 'threatpraxis add KIND --template' "
     "prints it: it goes into the form"),
    ("Turtle", "knowledge that you wrote yourself"),
    ("A system in YAML", "as Assess or 'threatpraxis assess' saves it: it stands among the examples then"),
    ("A question in SPARQL (.rq)", "with front matter: it stands in your library then"),
    ("BibTeX or CSL-JSON", "works, from a reference manager"),
    ("CSV with a codebook", "the answers to a survey of yours, exported from REDCap or LimeSurvey: only counts are "
     "kept, small ones hidden"),
    ("ATLAS.yaml or its STIX bundle", "a release of MITRE ATLAS: what would change against the one that is there"),
)  # fmt: skip
#: What becomes of files that are saved as they are.
_PROPOSED = {
    "turtle": uploads.propose_turtle,
    "works": uploads.propose_bibliography,
    "profile": uploads.propose_system,
    "query": uploads.propose_question,
}
#: Faults that are told one by one.
_TOLD = 50
_ROUND = "extend-upload-round"


def draw() -> None:
    """Choose a file, see what it would do, save it."""
    kinds = [el("li", el("strong", name), ": ", words) for name, words in _KINDS]
    put(el("ul.small", kinds), el("p.small.muted", "It is checked as the form is. Nothing leaves this machine."),
        key="extend-upload-lead")  # fmt: skip
    given = st.file_uploader("A file", type=[s[1:] for s in uploads.SUFFIXES], max_upload_size=_MOST,
                             key=f"extend-upload-{st.session_state.get(_ROUND, 0)}")  # fmt: skip
    if given is None:
        return
    name = uploads.name_of(given.name)
    try:
        _file(given.getvalue(), name)
    except AdditionError as error:
        put(refused(name, error.faults), key="extend-upload-faults")
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)


def refused(name: str, faults: tuple[Fault, ...]) -> Node:
    """What is wrong with a file, with lines."""
    more = el("p", f"and {len(faults) - _TOLD:,} more") if len(faults) > _TOLD else None
    return el(
        "div.box.bad", el("p.strong", f"{name} cannot be taken; nothing was saved."),
        el("ul", [el("li", fault.told(name)) for fault in faults[:_TOLD]]), more, role="alert",
    )  # fmt: skip


def _file(data: bytes, name: str) -> None:
    what = uploads.what_is(data, name)
    folders = session.graph().workspaces
    if what == "addition":
        _yaml(data, name)
    elif what == "answers":
        _survey(data, name)
    elif what == "codebook":
        raise ParameterError(f"{name} is a codebook.", remedy="Choose the CSV with the answers first, then this file.")
    elif what == "atlas":
        _release(_once(lambda: uploads.read_release(data, name, drafts.known()), data, name.encode()))
    else:
        propose = _PROPOSED[what]
        _ready(_once(lambda: propose(data, name, folders), data, name.encode()))


def _once(make: Any, *what: bytes) -> Any:
    """What was made of these bytes with this state of the graph, made once; so are its faults."""
    state = f"{session.live.swaps} {hashlib.sha256(b'|'.join(what)).hexdigest()}"
    kept, outcome = st.session_state.get("extend-upload-made", ("", None))
    if kept != state:
        with st.spinner("Checking it against everything that is known …"):
            try:
                outcome = make()
            except AdditionError as error:
                outcome = error
        st.session_state["extend-upload-made"] = (state, outcome)
    if isinstance(outcome, AdditionError):
        raise outcome
    return outcome


# -- files of the form --


def _yaml(data: bytes, name: str) -> None:
    given = from_yaml(data, name)
    kinds = kinds_of(given)
    kind = st.selectbox(
        "It describes", kinds, format_func=lambda k: drafts.KINDS[k],
        key=f"extend-upload-kind-{hashlib.sha256(data).hexdigest()[:12]}",
    )  # fmt: skip
    form = FORMS[kind]
    _, faults = service.judge(form, given, drafts.known())
    values, left_out = fitted(form, given)
    if faults:
        put(
            el("div.box.warn", el("p.strong", f"{name} needs another look."),
               el("ul", [el("li", fault.told(name)) for fault in faults[:_TOLD]]),
               el("p.small", "You can mend it in the form.") if values else None, role="alert"),
            key="extend-upload-faults",
        )  # fmt: skip
    else:
        put(el("p", "Nothing is wrong with it. See in the form what would follow, and save it there."),
            key="extend-upload-good")  # fmt: skip
    if left_out:
        words = f"The form has no place for {', '.join(f.field or 'the whole' for f in left_out[:_TOLD])}."
        put(el("p.small", words), key="extend-upload-left")
    if values and st.button("Put it into the form", type="primary", key="extend-upload-take"):
        drafts.take(form, values)
        st.session_state["extend-upload-taken"] = kind
    if st.session_state.get("extend-upload-taken") == kind:
        put(el("p", "It stands in the form now: ", el("a", "look at it", href=links.page(drafts.PATH, kind=kind)), "."),
            key="extend-upload-there")  # fmt: skip


# -- files that are saved as they are --


def _survey(data: bytes, name: str) -> None:
    book = st.file_uploader(
        f"The codebook of {escape_markdown(name)}, in YAML", type=["yaml", "yml"], max_upload_size=_MOST,
        key=f"extend-upload-book-{st.session_state.get(_ROUND, 0)}",
    )  # fmt: skip
    if book is None:
        put(el("p.small.muted", "It says what the columns mean; ",
               el("code", "threatpraxis import survey --schema"), " describes such a file."),
            key="extend-upload-book-lead")  # fmt: skip
        return
    folders, meanings, called = session.graph().workspaces, book.getvalue(), book.name
    _ready(_once(lambda: uploads.propose_survey(data, name, meanings, called, folders), data, meanings))


def _release(release: Release) -> None:
    changes = _listed("What would change", release.changes, "Nothing: it is the release that is there.")
    put(
        el("p.strong", release.summary), changes, _listed("Irregular in it", release.notes, ""),
        el("div.box.note", el("p", "A workspace adds to ATLAS and does not replace it. To bring a release into "
           "ThreatPraxis, put this module in the place of ", el("code", "ontology/atlas.ttl"), ".")),
        key="extend-upload-release",
    )  # fmt: skip
    st.download_button("The module, as Turtle", release.text, file_name="atlas.ttl", mime="text/turtle",
                       on_click="ignore", key="extend-upload-module")  # fmt: skip


def _ready(found: Upload) -> None:
    put(
        _listed("Worth a look", found.notes, ""), _listed("What changes", found.changes, "Nothing."),
        el("p.small.muted", "The file: ", el("code", found.proposal.path)),
        el("pre", found.proposal.text or "", tabindex="0", aria_label="The file"),
        key="extend-upload-ready",
    )  # fmt: skip
    saving.name_field()
    if st.button("Save to my workspace", type="primary", key="extend-upload-save"):
        saving.saved(saving.write(found.proposal))
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # an empty place for the next file
        st.rerun()
    saving.where_it_goes()
    with st.container(horizontal=True):
        saving.downloads(found.proposal, {})


def _listed(title: str, items: tuple[str, ...], nothing: str) -> list[Node]:
    if not items:
        return [el("h3", title), el("p.muted", nothing)] if nothing else []
    rest = el("details", el("summary", f"{len(items) - 8:,} more"), el("ul", [el("li", i) for i in items[8:500]]))
    return [el("h3", title), el("ul", [el("li", i) for i in items[:8]]), *([rest] if len(items) > 8 else [])]
