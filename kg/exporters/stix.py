"""An assessment as a STIX 2.1 bundle: the system, attacks, what is set against them, and a note for each verdict.

Only objects and relationships of the standard, so that any STIX tool can read them: a verdict is a ``note`` on the
attack and the system; an attack whose assumptions are met ``targets`` the system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kg import terms
from kg.exporters.report import technique_thing
from kg.exporters.stix_objects import Object, author, identifier, reference, stamped
from kg.exposure.model import Assessment, AttackVerdict, Control, Thing, Verdict

_MET = (Verdict.FEASIBLE, Verdict.INDIRECT)


def bundle(assessment: Assessment, now: datetime | None = None) -> str:
    """The bundle as JSON text.

    Ids follow from what they name, so that a second export of the same system replaces the first.

    :param now: the time written into the objects; the present where None
    """
    at = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    objects = {o["id"]: o for o in _Writer(assessment, at).objects()}
    title = assessment.profile.title
    found = {
        "type": "bundle",
        "id": identifier("bundle", title, assessment.standpoint.id, at),
        "objects": [*objects.values()],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


class _Writer:
    def __init__(self, assessment: Assessment, at: str) -> None:
        self.assessment = assessment
        self.at = at
        self.system = identifier("identity", "system", assessment.profile.title)

    def objects(self) -> Iterator[Object]:
        profile = self.assessment.profile
        yield author(self.at)
        described = {"description": profile.description} if profile.description else {}
        yield self._object("identity", self.system, name=profile.title, identity_class="system", **described)
        for verdict in self.assessment.verdicts:
            yield from self._attack(verdict)

    def _attack(self, verdict: AttackVerdict) -> Iterator[Object]:
        attack = identifier("attack-pattern", verdict.id)
        references = [reference("threatpraxis", verdict.id, verdict.iri)]
        for technique in verdict.techniques:
            name = technique_thing(technique).label
            relation = technique.mapping.rpartition(":")[2]
            references.append(
                reference("mitre-atlas", name.partition(" ")[0], _address(technique.id), f"{name} ({relation})")
            )
        yield self._object(
            "attack-pattern", attack, name=verdict.label, description=verdict.definition,
            external_references=references,
        )  # fmt: skip
        yield self._object(
            "note", identifier("note", verdict.id, self.system, self.assessment.standpoint.id),
            abstract=f"{verdict.label}: {verdict.verdict.words}", content=_content(verdict, self.assessment.standpoint),
            labels=[f"verdict-{verdict.verdict.value}", *(f"concern-{c}" for c in verdict.concerns)],
            object_refs=[attack, self.system],
        )  # fmt: skip
        if verdict.verdict in _MET:
            yield self._relation(attack, "targets", self.system, verdict.because)
        controls = {c.id: c for t in verdict.techniques for c in t.mitigations} | {d.id: d for d in verdict.defences}
        for control in controls.values():
            yield from self._control(control, attack)

    def _control(self, control: Control, attack: str) -> Iterator[Object]:
        action = identifier("course-of-action", control.id)
        source = "mitre-atlas" if control.id.startswith("mitigation:") else "threatpraxis"
        number = control.id.rpartition(":")[2]
        described = {"description": control.definition} if control.definition else {}
        yield self._object(
            "course-of-action", action, name=control.label, **described,
            external_references=[reference(source, number, _address(control.id))],
        )  # fmt: skip
        yield self._relation(action, "mitigates", attack, "Set against a technique to which the attack is mapped.")

    def _relation(self, source: str, kind: str, target: str, description: str) -> Object:
        found = self._object(
            "relationship", identifier("relationship", source, kind, target), relationship_type=kind, source_ref=source,
            target_ref=target,
        )  # fmt: skip
        return found | ({"description": description} if description else {})

    def _object(self, kind: str, id_: str, **properties: Any) -> Object:
        return stamped(kind, id_, self.at, **properties)


def _content(verdict: AttackVerdict, standpoint: Thing) -> str:
    lines = [f"From the standpoint {standpoint.label}: {verdict.verdict.words}. {verdict.because}"]
    lines += [f"{m.label} ({m.status}; {m.source.label}, {m.locator}): {m.verdict.words}" for m in verdict.models]
    for cut in verdict.cuts:
        lines.append("Blocked if " + " and ".join(f"{c.was} becomes {c.becomes}" for c in cut.changes))
    return "\n".join(lines)


def _address(id_: str) -> str:
    found = terms.expand(id_) or id_
    return found if found.startswith("https://") else ""
