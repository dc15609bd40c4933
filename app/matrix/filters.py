"""The filters of the stage matrix: what was chosen, and which attacks fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from app import links
from app.attacks import Attack
from app.widgets import choice

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen, as slugs; empty where anything will do."""

    objective: str = ""
    concern: str = ""
    needs: str = ""
    without: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))

    @property
    def asks_for_needs(self) -> bool:
        """Whether the answer rests on threat models, which not every attack has."""
        return bool(self.needs or self.without)

    def fits(self, attack: Attack, models: Sequence[dict[str, str]]) -> bool:
        """Whether an attack fits: what it is said to be, and at least one threat model that fits as a whole.

        :param models: for each threat model of the attack, the need by slug of the access
        """
        if self.objective and self.objective not in attack.slugs("violates"):
            return False
        if self.concern and self.concern not in attack.slugs("counts as"):
            return False
        return not self.asks_for_needs or any(
            (not self.needs or model.get(self.needs) in ("required", "sometimes"))
            and (not self.without or model.get(self.without) == "not required")
            for model in models
        )


def models_by_attack(needs: Iterable[Row]) -> dict[str, dict[str, dict[str, str]]]:
    """For each attack its own threat models, and for each of them the need by slug of the access.

    :param needs: of ``taxonomy/needs``; variants are counted under the attack they are stated of
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in needs:
        if row["attack"] == row["of_attack"]:
            model = found.setdefault(str(row["attack"]), {}).setdefault(str(row["model"]), {})
            model[links.slug(row["access"])] = str(row["need"])
    return found


def choose(places: Sequence[Any], attacks: Iterable[Attack], needs: Sequence[Row]) -> Filters:
    """Boxes whose values stand in the address.

    :param places: of Streamlit, one for each box
    """
    known = list(attacks)
    accesses = {links.slug(r["access"]): (str(r["access_kind"]), str(r["access_label"])) for r in needs}
    ordered = sorted(accesses.items(), key=lambda item: item[1])
    anything = {slug: label for slug, (_, label) in ordered}
    knowledge = {slug: label.removeprefix("Know ") for slug, (kind, label) in ordered if kind == "Knowledge"}
    return Filters(
        choice(places[0], "Objective", "objective", _options(known, "violates")),
        choice(places[1], "Concern", "concern", _options(known, "counts as")),
        choice(places[2], "Needs or sometimes needs", "needs", anything),
        choice(places[3], "Does without knowing", "without", knowledge),
    )


def _options(attacks: Iterable[Attack], relation: str) -> dict[str, str]:
    found = {links.slug(iri): label for a in attacks for iri, label in a.related(relation).items()}
    return dict(sorted(found.items(), key=lambda item: item[1]))
