"""The state of the gaps page: what its address says, checked, and addresses to other states."""

from __future__ import annotations

from dataclasses import dataclass

from app import links, session
from kg import terms
from kg.errors import UnknownNameError
from kg.gaps import NORMALISATIONS, Normalisation, normalisation

#: Names of the two normalisations on chips.
BASES: dict[Normalisation, str] = {"published": "as published", "answered": "among those who answered"}
assert BASES.keys() == NORMALISATIONS.keys()


@dataclass(frozen=True, slots=True)
class State:
    """What is looked at.

    :param attack: slug, or empty for all
    :param dimension: slug, or empty for all
    :param survey: slug of the study that practice comes from, or empty for all
    """

    view: str
    attack: str
    dimension: str
    base: Normalisation
    survey: str = ""

    def address(self, **changes: str) -> str:
        """The address of this state with changes; what is not said elsewhere stands as it is."""
        kept = {"view": self.view, "attack": self.attack, "dimension": self.dimension, "base": self.base}
        kept |= {"survey": self.survey, **changes}
        kept["base"] = "" if kept["base"] == "published" else kept["base"]
        return links.page("/gaps", **kept)

    def file(self, name: str) -> str:
        """The address of a file with the figures of this state, or its picture."""
        base = "" if self.base == "published" else self.base
        given = {"attack": self.attack, "dimension": self.dimension, "base": base, "survey": self.survey}
        return links.page(f"/api/gaps/{name}", **given)


def read() -> State:
    """The state in the address of the page.

    :raises UnknownNameError: for an attack, a dimension or a survey that the graph does not hold
    :raises ParameterError: for a base that is none
    """
    return state(*(session.state(name) for name in ("view", "attack", "dimension", "base", "survey")))


def state(view: str, attack: str, dimension: str, base: str, survey: str = "") -> State:
    """The state with these values, checked."""
    chosen = normalisation(base or "published")
    return State(view, _known("attack", attack), _known("dim", dimension), chosen, _known("study", survey))


def _known(kind: str, given: str) -> str:
    if not given:
        return ""
    resolved = terms.resolve(given, kind)
    slug = links.slug(resolved) if resolved else given
    known = dict(session.graph().individuals(kind))
    if slug not in known:
        raise UnknownNameError({"dim": "dimension"}.get(kind, kind), given, sorted(known))
    return slug
