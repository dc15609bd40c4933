"""The questions about the system, section by section; each answer goes into the address at once."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from app.assess import state
from app.assess.same import same_answer
from app.assess.state import Looked
from app.components.dom import draw as put
from app.components.dom import el
from app.widgets import choice, error_box, escape_markdown
from kg.errors import ThreatPraxisError
from kg.exposure.knowledge import Knowledge, Question, slug
from kg.exposure.profile import DEFAULT_STANDPOINT, Profile
from kg.exposure.reading import SIZE_LIMIT, parse_profile
from kg.exposure.writing import to_parameters, to_yaml

#: The question whose answer "nothing of the kind" spares the others of its section.
_GATE = "prompts"


def draw(looked: Looked) -> None:
    """The form."""
    known = state.knowledge()
    _examples(known)
    _title()
    standpoints = {slug(s.id): s.label for s in sorted(known.standpoints.values(), key=lambda s: s.rank)}
    choice(
        st, "Whom do you think of as the attacker?", "standpoint", standpoints,
        placeholder=standpoints[DEFAULT_STANDPOINT],
        help="An outsider is anybody; a client or partner has a login; an insider works for you.",
    )  # fmt: skip
    for section, questions in groupby(known.questions, key=lambda q: q.section):
        _section(section, list(questions), looked.profile)
    _files(looked.profile, known)


def _examples(known: Knowledge) -> None:
    chips = [
        el("a.chip", p.title, href=Looked(p, None, {}).address(), title=p.description) for p in known.examples.values()
    ]
    lead = el("p.small.muted", "Start from an example, or answer what you know:")
    put(lead, el("nav.tabs", chips, aria_label="Examples"), key="examples")


def _title() -> None:
    wanted = st.query_params.get("title", "")
    if st.session_state.get("system-title-seen") != wanted:
        st.session_state["system-title"] = st.session_state["system-title-seen"] = wanted
    st.text_input("Name of the system", key="system-title", max_chars=120, placeholder="My system", on_change=_titled)


def _titled() -> None:
    title = " ".join(st.session_state["system-title"].split())
    kept = {n: v for n, v in st.query_params.to_dict().items() if n != "title"}
    st.session_state["system-title-seen"] = title
    st.query_params.from_dict(({"title": title} if title else {}) | kept)


def _section(name: str, questions: list[Question], profile: Profile) -> None:
    spared = any(q.slug == _GATE for q in questions) and profile.answers.get(_GATE) == "absent"
    asked = [q for q in questions if not spared or q.slug == _GATE or q.slug in profile.answers]
    done = sum(q.slug in profile.answers for q in asked)
    with st.expander(f"{escape_markdown(name)} — {done} of {len(asked)} answered", expanded=done < len(asked)):
        for question in asked:
            _question(question, profile)


def _question(question: Question, profile: Profile) -> None:
    answers = {a.code: a.label for a in question.answers}
    told = f"{question.help}\n\n{question.example}" if question.example else question.help
    choice(
        st, escape_markdown(question.label), question.slug, answers, placeholder="not answered",
        help="\n\n".join(escape_markdown(part) for part in told.split("\n\n")),
    )  # fmt: skip
    given = profile.answers.get(question.slug)
    note = question.answer(given).note if given else ""
    if note:
        put(el("p.small.muted", note), key=f"note-{question.slug}")
    if given and (same := same_answer(question.slug, given)):
        put(same, key=f"same-{question.slug}")


def _files(profile: Profile, known: Knowledge) -> None:
    with st.expander("Save and load"):
        st.download_button(
            "Save as YAML", to_yaml(profile, known), file_name="system.yaml", mime="application/yaml",
            on_click="ignore", help="The file that the command line reads: threatpraxis assess system.yaml",
        )  # fmt: skip
        put(el("p.small.muted", "The address of this page holds every answer: keep it, or send it to somebody who runs "
               "ThreatPraxis too."), key="link")  # fmt: skip
        given = st.file_uploader("Load a YAML file", type=["yaml", "yml"], max_upload_size=1, key="system-file")
        if given is not None and st.session_state.get("system-file-seen") != given.file_id:
            st.session_state["system-file-seen"] = given.file_id
            _load(given.name, given.read(SIZE_LIMIT + 1), known)


def _load(name: str, content: bytes, known: Knowledge) -> None:
    try:
        profile = parse_profile(content.decode("utf-8-sig"), known, name=name)
    except UnicodeDecodeError as error:
        error_box(f"{name} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.")
    except ThreatPraxisError as error:
        error_box(error.message, error.remedy)
    else:
        st.query_params.from_dict(to_parameters(profile))
        st.rerun()
