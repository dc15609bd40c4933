"""The STIX 2 bundle of an ATLAS release, which has no case studies, maturity or release number."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import shorten
from kg.importers.atlas.model import (
    AttackReference,
    Kind,
    Mitigation,
    MitigationLink,
    Reference,
    Release,
    Tactic,
    Technique,
    address,
    kind_of,
)
from kg.importers.atlas.notes import Notes
from kg.importers.files import Source

_TYPES: dict[str, Kind] = {
    "x-mitre-tactic": "tactic", "attack-pattern": "technique", "course-of-action": "mitigation",
}  # fmt: skip
#: Objects that frame the others; of them only the order of the tactics and the names are read.
_FRAME = {"x-mitre-matrix", "x-mitre-collection", "identity", "marking-definition"}
_COMMON = {
    "type", "id", "spec_version", "name", "description", "created", "modified", "created_by_ref", "revoked",
    "external_references", "object_marking_refs", "x_mitre_version", "x_mitre_deprecated", "x_mitre_domains",
    "x_mitre_modified_by_ref", "x_mitre_attack_spec_version",
}  # fmt: skip
_KEYS = {
    "x-mitre-tactic": _COMMON | {"x_mitre_shortname"},
    "attack-pattern": _COMMON | {"kill_chain_phases", "x_mitre_is_subtechnique", "x_mitre_platforms"},
    "course-of-action": _COMMON,
    "relationship": _COMMON | {"relationship_type", "source_ref", "target_ref"},
}

Object = dict[str, Any]


def read(source: Source) -> Release:
    """Read a bundle; what refers to what is checked by :mod:`kg.importers.atlas.check`.

    :raises SourceFileError: where the file is malformed, cut short or no STIX bundle of ATLAS
    """
    try:
        document = json.loads(source.text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise source.fault(
            error.lineno,
            f"no valid JSON: {error.msg}",
            "Fetch the file again; it may be cut short.",
            column=error.colno,
        ) from error
    except RecursionError:
        raise source.fault(1, "nested too deeply", "This is no STIX bundle of ATLAS.") from None
    objects = document.get("objects") if isinstance(document, dict) else None
    if not isinstance(objects, list) or not any(isinstance(o, dict) and o.get("type") in _TYPES for o in objects):
        raise source.fault(1, "this is no STIX bundle of ATLAS", "Give stix-atlas.json of a release.")
    return _Reader(source, objects).release()


class _Reader:
    def __init__(self, source: Source, objects: list[Any]) -> None:
        self._source, self._notes = source, Notes()
        self._objects = list(self._usable(objects))
        self._ids: dict[str, str] = {}
        self._shared_ids()
        for place, item in self._objects:
            if item["type"] in _TYPES:
                self._ids[item["id"]] = self._atlas_id(place, item)

    def release(self) -> Release:
        tactics, short_names = self._tactics()
        parents, links = self._relationships()
        techniques = {t.id: t for t in self._techniques(short_names, parents)}
        return Release(
            "stix", "", self._source.name, self._source.digest, self._names(), tuple(tactics),
            tuple(_without_inherited(t, techniques) for t in techniques.values()), tuple(self._mitigations(links)), (),
            self._notes.all(),
        )  # fmt: skip

    # -- the bundle --

    def _usable(self, objects: list[Any]) -> Iterator[tuple[str, Object]]:
        for number, item in enumerate(objects):
            place = f"/objects/{number}"
            kind = item.get("type") if isinstance(item, dict) else None
            if not isinstance(kind, str) or not isinstance(item.get("id"), str):
                self._notes.recur("unexpected-entry", "an object without type or id was not read", place, 0)
            elif kind not in {*_TYPES, *_FRAME, "relationship"}:
                self._notes.recur("unknown-type", f"objects of type {shorten(kind, 40)!r} are not read", place, 0)
            elif _truth(item, "revoked") or _truth(item, "x_mitre_deprecated"):
                message = (
                    f"{shorten(str(item.get('name', item['id'])))} is marked as revoked or deprecated; it was left out"
                )
                self._notes.add("revoked", place, 0, message)
            else:
                for key in item:
                    if kind in _KEYS and key not in _KEYS[kind]:
                        message = f"the key {shorten(key, 40)!r} is not known and was not read"
                        self._notes.recur("unknown-key", message, place, 0)
                yield place, item

    def _shared_ids(self) -> None:
        counts = Counter(item["id"] for _, item in self._objects)
        if shared := {identifier: n for identifier, n in counts.items() if n > 1}:
            message = (
                f"{len(self._objects)} objects have {len(counts)} ids: {sum(shared.values())} share {len(shared)}; "
                "each was read by what it says, not by its id"
            )
            self._notes.add("shared-id", "/objects", 0, message)

    def _names(self) -> tuple[str, ...]:
        frames = [
            (p, o) for kind in ("x-mitre-collection", "x-mitre-matrix") for p, o in self._objects if o["type"] == kind
        ]
        return tuple(dict.fromkeys(name for place, item in frames if (name := self._text(item, "name", place))))

    # -- objects --

    def _atlas_id(self, place: str, item: Object) -> str:
        kind = _TYPES[item["type"]]
        for reference in _dictionaries(item.get("external_references")):
            identifier = reference.get("external_id")
            if isinstance(identifier, str) and kind_of(identifier) == kind:
                if reference.get("url") != address(kind, identifier):
                    message = f"its address is given as {shorten(str(reference.get('url')))!r}"
                    self._notes.add("address-disagrees", identifier, 0, message)
                return identifier
        raise self._source.fault(
            1, f"{place}: a {kind} without an ATLAS id", "The file may not be of ATLAS; give stix-atlas.json."
        )

    def _common(self, place: str, item: Object) -> dict[str, Any]:
        identifier = self._ids[item["id"]]
        name = self._text(item, "name", identifier)
        if not name:
            raise self._source.fault(1, f"{place}: {identifier} has no name", "Fetch the file again.")
        attack, others = self._references(item, identifier)
        return {
            "id": identifier, "name": name, "created": self._date(item, "created", identifier),
            "modified": self._date(item, "modified", identifier), "attack_reference": attack, "references": others,
        }  # fmt: skip

    def _of(self, kind: str) -> Iterator[tuple[str, Object]]:
        return ((place, item) for place, item in self._objects if item["type"] == kind)

    def _tactics(self) -> tuple[list[Tactic], dict[str, str]]:
        """The tactics in the order of the matrix, and their ids by short name."""
        order = [ref for _, matrix in self._of("x-mitre-matrix") for ref in _strings(matrix.get("tactic_refs"))]
        found = list(self._of("x-mitre-tactic"))
        for place, item in found:
            if item["id"] not in order:
                self._notes.add(
                    "unordered-tactic", self._ids[item["id"]], 0, f"{place}: no matrix lists it; it comes last"
                )
                order.append(item["id"])
        found.sort(key=lambda entry: order.index(entry[1]["id"]))
        short = {str(item.get("x_mitre_shortname")): self._ids[item["id"]] for _, item in found}
        return [Tactic(**self._common(place, item)) for place, item in found], short

    def _techniques(self, short_names: dict[str, str], parents: dict[str, str]) -> Iterator[Technique]:
        for place, item in self._of("attack-pattern"):
            common = self._common(place, item)
            tactics = []
            for phase in _dictionaries(item.get("kill_chain_phases")):
                name = str(phase.get("phase_name"))
                if name not in short_names:
                    message = f"the kill-chain phase {shorten(name, 40)!r} is no tactic of this bundle"
                    self._notes.add("dangling-id", common["id"], 0, message, subjects=(common["id"],))
                else:
                    tactics.append(short_names[name])
            yield Technique(**common, tactics=tuple(tactics), parent=parents.get(common["id"], ""))

    def _mitigations(self, links: dict[str, list[MitigationLink]]) -> Iterator[Mitigation]:
        for place, item in self._of("course-of-action"):
            common = self._common(place, item)
            yield Mitigation(**common, links=tuple(links.get(common["id"], ())))

    def _relationships(self) -> tuple[dict[str, str], dict[str, list[MitigationLink]]]:
        """Parents by sub-technique, and links by mitigation."""
        parents: dict[str, str] = {}
        links: dict[str, list[MitigationLink]] = {}
        for place, item in self._of("relationship"):
            kind, ends = item.get("relationship_type"), [item.get("source_ref"), item.get("target_ref")]
            names = [self._ids.get(end, "") if isinstance(end, str) else "" for end in ends]
            missing = [str(end) for end, name in zip(ends, names, strict=True) if not name]
            if missing:
                self._notes.add("dangling-id", place, 0, f"{shorten(', '.join(missing))} is no object of this bundle")
            elif kind == "subtechnique-of":
                if parents.setdefault(names[0], names[1]) != names[1]:
                    message = f"a second parent, {names[1]}, was not kept"
                    self._notes.add("second-parent", names[0], 0, message, subjects=(names[0],))
            elif kind == "mitigates":
                links.setdefault(names[0], []).append(MitigationLink(names[1]))
            else:
                message = f"relationships of type {shorten(str(kind), 40)!r} are not read"
                self._notes.recur("unknown-type", message, place, 0)
        return parents, links

    # -- fields --

    def _text(self, item: Object, key: str, place: str) -> str:
        value = item.get(key, "")
        return self._notes.clean(value, place, 0) if isinstance(value, str) else ""

    def _date(self, item: Object, key: str, place: str) -> str:
        text = self._text(item, key, place)
        return self._notes.date(text, place, 0) if text else ""

    def _references(self, item: Object, place: str) -> tuple[AttackReference | None, tuple[Reference, ...]]:
        attack, others = None, []
        for reference in _dictionaries(item.get("external_references")):
            identifier, url = self._text(reference, "external_id", place), self._text(reference, "url", place)
            if reference.get("source_name") == "mitre-attack":
                attack = AttackReference(identifier, url)
            elif kind_of(identifier) is None:
                others.append(Reference(self._text(reference, "source_name", place), url))
        return attack, tuple(others)


def _without_inherited(technique: Technique, techniques: dict[str, Technique]) -> Technique:
    """A sub-technique repeats the tactics of its parent in STIX and leaves them out in YAML: they are left out."""
    parent = techniques.get(technique.parent)
    if parent is None or set(technique.tactics) != set(parent.tactics):
        return technique
    return replace(technique, tactics=())


def _truth(item: Object, key: str) -> bool:
    return item.get(key) is True


def _dictionaries(value: Any) -> Iterator[Object]:
    return (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else iter(())


def _strings(value: Any) -> Iterator[str]:
    return (entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else iter(())
