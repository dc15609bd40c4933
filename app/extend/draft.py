"""What somebody is filling in. It outlives reruns and changes of pages, and no error takes anything of it away."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from app import session
from kg.author import service
from kg.author.entry import Entry
from kg.author.faults import Fault
from kg.author.fields import Form
from kg.author.given import plain
from kg.author.kinds import FORMS
from kg.author.known import Known, Thing
from kg.author.reverse import given_again
from kg.author.workspace import Workspace
from kg.author.writing import module_iri
from kg.errors import UnknownNameError
from kg.graph import Graph

PATH = "/extend"
#: Kinds with a form of their own on the page, and how they are called there.
KINDS = {
    "attack": "Attack", "model": "Threat model", "work": "Work", "mapping": "Counterpart", "study": "Study",
    "observation": "Number of a study",
}  # fmt: skip

_known: weakref.WeakKeyDictionary[Graph, Known] = weakref.WeakKeyDictionary()


def known() -> Known:
    """What an addition must fit, read once for each state of the graph."""
    graph = session.graph()
    found = _known.get(graph)
    if found is None:
        found = _known[graph] = Known.of(graph.engine)
    return found


@dataclass(frozen=True)
class Draft:
    """One addition in the making.

    :param key: tells drafts apart: the kind, or what is edited
    :param own: the path of the file that is edited; empty for something new
    :param values: what was filled in so far, as a file would give it; changed in place
    :param known: what it must fit
    :param digest: of the file when somebody began to edit it, so that nobody's change since is lost
    """

    key: str
    form: Form
    own: str
    values: dict[str, Any]
    known: Known
    digest: str = ""

    def judged(self) -> tuple[Entry, list[Fault]]:
        """What could be understood, and all that is wrong."""
        return service.judge(self.form, plain(self.values), self.known, own=self.own)

    @cached_property
    def brought(self) -> list[Thing]:
        """What this addition itself adds to the graph, as it stood before this run."""
        return service.brought(self.form, plain(self.values), self.known)

    @property
    def filled(self) -> bool:
        """Whether anything is filled in."""
        return any(self.values.values())

    @property
    def checked(self) -> bool:
        """Whether what is missing is to be told too."""
        return bool(st.session_state.get(f"extend-checked-{self.key}"))

    def check(self) -> None:
        """From now on tell what is missing too."""
        st.session_state[f"extend-checked-{self.key}"] = True

    def clear(self) -> None:
        """Begin anew; :meth:`bring_back` brings back what stood there."""
        if self.filled:
            st.session_state[f"extend-cleared-{self.key}"] = self.values
        self._forget()
        for name in (_name(self.key), f"extend-digest-{self.key}"):
            st.session_state.pop(name, None)

    @property
    def cleared(self) -> bool:
        """Whether there is something to bring back."""
        return f"extend-cleared-{self.key}" in st.session_state and not self.filled

    def bring_back(self) -> None:
        """Fill in what stood there before it was cleared."""
        self._forget()
        st.session_state[_name(self.key)] = st.session_state.pop(f"extend-cleared-{self.key}")

    def done(self) -> None:
        """Begin anew after it was saved."""
        self.clear()
        st.session_state.pop(f"extend-cleared-{self.key}", None)

    def _forget(self) -> None:
        """Let the widgets be filled from the draft again."""
        for name in list(st.session_state):
            if isinstance(name, str) and name.startswith((f"extend-checked-{self.key}", f"extend-field-{self.key}-")):
                del st.session_state[name]


def current() -> Draft:
    """The draft that the address asks for.

    :raises UnknownNameError: for a kind that there is none of, or something to edit that is not there
    :raises ParameterError: where something came with ThreatPraxis and cannot be edited
    """
    if thing := session.state("edit"):
        return _edited(thing if ":" in thing else f"attack:{thing}")
    kind = session.state("kind") or "attack"
    if kind not in KINDS:
        raise UnknownNameError("kind of addition", kind, KINDS, remedy=f"Kinds: {', '.join(KINDS)}.")
    draft = Draft(kind, FORMS[kind], "", st.session_state.setdefault(_name(kind), {}), known())
    attack = session.state("attack").removeprefix("attack:")
    # The address fills the form once: whoever chooses something else then has the last word.
    if attack and "attack" in draft.form.names and st.session_state.get("extend-attack-seen") != (kind, attack):
        st.session_state["extend-attack-seen"] = (kind, attack)
        draft.values["attack"] = attack
        st.session_state.pop(f"extend-field-{kind}-attack", None)
    return draft


def _edited(thing: str) -> Draft:
    fits = known()
    path = service.file_of(thing, fits)
    key = path.removeprefix("ontology/").removesuffix(".ttl")
    if _name(key) not in st.session_state:
        _, values = given_again(session.graph().engine, module_iri(path), fits)
        st.session_state[_name(key)] = values
        st.session_state[f"extend-digest-{key}"] = Workspace(session.graph().workspaces[0]).digest(path)
    digest = st.session_state.get(f"extend-digest-{key}", "")
    return Draft(key, FORMS[key.partition("-")[0]], path, st.session_state[_name(key)], fits, digest)


def take(form: Form, values: dict[str, Any]) -> None:
    """Put values that came from a file into the draft of their kind; what stood there can be brought back."""
    Draft(form.kind, form, "", st.session_state.get(_name(form.kind), {}), known()).clear()
    st.session_state[_name(form.kind)] = values


def _name(key: str) -> str:
    return f"extend-draft-{key}"
