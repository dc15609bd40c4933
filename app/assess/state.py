"""The system on the page: it stands in the address, so that every state can be shared and restored.

One parameter for each answer, as :func:`kg.exposure.writing.to_parameters` writes them; beside them what is looked at.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from app import links, session
from kg.exposure import Assessment, Profile, assess, load
from kg.exposure.knowledge import Knowledge
from kg.exposure.writing import from_parameters, to_parameters
from kg.graph import Graph

PATH = "/assess"
#: Parameters that are no part of the system: the other system of a comparison, the chosen view, attack and filters.
LOOK = ("vs", "view", "attack", "verdict", "concern")

_known: weakref.WeakKeyDictionary[Graph, Knowledge] = weakref.WeakKeyDictionary()


def knowledge() -> Knowledge:
    """What assessments use, read once for each state of the graph."""
    graph = session.graph()
    found = _known.get(graph)
    if found is None:
        found = _known[graph] = load(graph)
    return found


@dataclass(frozen=True, slots=True)
class Looked:
    """What the address says.

    :param other: the system to compare with, or None
    :param look: the parameters of :data:`LOOK` that are set
    """

    profile: Profile
    other: Profile | None
    look: dict[str, str]

    def assessment(self) -> Assessment:
        """All attacks against the system."""
        return assess(knowledge(), self.profile)

    def other_assessment(self) -> Assessment | None:
        """All attacks against the system of the comparison."""
        return assess(knowledge(), self.other) if self.other else None

    def address(self, profile: Profile | None = None, **look: str | None) -> str:
        """The address of this page with another system, or with something else looked at; empty values go."""
        shown: dict[str, str | None] = {**self.look, **look}
        return links.page(PATH, **to_parameters(profile or self.profile), **shown)

    def with_other(self, other: Profile) -> str:
        """The address at which this system is compared with another."""
        return self.address(vs=packed(other), view="compare", attack=None)


def packed(profile: Profile) -> str:
    """A system as one parameter."""
    return urlencode(to_parameters(profile))


def looked() -> Looked:
    """What stands in the address.

    :raises UnknownNameError: for a question, an answer or a standpoint that does not exist
    :raises ParameterError: for a limit that is no number
    """
    given = st.query_params.to_dict()
    look = {name: given.pop(name) for name in LOOK if given.get(name)}
    other = from_parameters(dict(parse_qsl(look["vs"])), knowledge()) if "vs" in look else None
    return Looked(from_parameters(given, knowledge()), other, look)
