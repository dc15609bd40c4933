"""The official YAML file of an ATLAS release, from 3.0 to 5.6, whatever way its keys are spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import shorten
from kg.importers.atlas.model import (
    AttackReference,
    CaseStudy,
    Item,
    Kind,
    Mitigation,
    MitigationLink,
    Reference,
    Release,
    Step,
    Tactic,
    Technique,
    kind_of,
    web_address,
)
from kg.importers.atlas.notes import Notes
from kg.importers.atlas.tree import Mapping, Node, Scalar, parse
from kg.importers.atlas.tree import Sequence as List
from kg.importers.files import Source

#: The lists of objects, by the spelling :func:`_spell` gives their keys.
_LISTS: dict[str, Kind] = {
    "tactics": "tactic", "techniques": "technique", "mitigations": "mitigation", "case-studies": "case-study",
    "casestudies": "case-study", "studies": "case-study",
}  # fmt: skip
#: Other spellings of a key, as found in older releases and in files of the ATLAS website.
_SYNONYMS = {
    "attack-reference": "att&ck-reference", "created": "created-date", "modified": "modified-date",
    "lifecycle": "ml-lifecycle", "ai-lifecycle": "ml-lifecycle", "categories": "category",
    "dategranularity": "incident-date-granularity", "date-granularity": "incident-date-granularity",
    "reported-by": "reporter", "reporter-name": "reporter", "subtechniqueof": "subtechnique-of",
    "date": "incident-date", "steps": "procedure",
}  # fmt: skip
#: Keys whose text is somebody's prose: seen, and left where it is.
_PROSE = {"description", "summary"}
_COMMON = {"id", "name", "object-type", "created-date", "modified-date", "att&ck-reference", "references", *_PROSE}
_KEYS: dict[Kind, set[str]] = {
    "tactic": _COMMON,
    "technique": _COMMON | {"tactics", "subtechnique-of", "maturity"},
    "mitigation": _COMMON | {"techniques", "ml-lifecycle", "category", "tags"},
    "case-study": _COMMON | {"incident-date", "incident-date-granularity", "procedure", "reporter", "target", "actor",
                             "case-study-type"},
}  # fmt: skip
#: How release 5.6 spells what :func:`_spell` writes in small letters with hyphens.
_CURRENT = {"att&ck-reference": "ATT&CK-reference", "created-date": "created_date", "modified-date": "modified_date"}
_SAFE_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


def read(source: Source) -> Release:
    """Read a release; what refers to what is checked by :mod:`kg.importers.atlas.check`.

    :raises SourceFileError: where the file is malformed, cut short or no ATLAS release
    """
    root = parse(source)
    if not isinstance(root, Mapping) or not any(_spell(key) in {"matrices", *_LISTS} for key, _ in root.entries):
        raise source.fault(
            root.line, "this is no ATLAS release: it has neither 'matrices' nor 'techniques'",
            "Give dist/ATLAS.yaml of a release from 3.0 to 5.6, or its STIX bundle; later formats are not read.",
        )  # fmt: skip
    if not source.text.endswith("\n"):
        raise source.fault(
            source.text.count("\n") + 1, "the file ends in the middle of a line; it is probably cut short",
            "Fetch it again. If it is complete, end its last line.",
        )  # fmt: skip
    return _Reader(source, root).release()


def _spell(key: str) -> str:
    """A key in small letters with hyphens, in the spelling of the current releases.

    >>> _spell("ML-lifecycle"), _spell("reported-by")
    ('ml-lifecycle', 'reporter')
    """
    plain = key.strip().lower().replace("_", "-").replace(" ", "-")
    return _SYNONYMS.get(plain, plain)


class _Reader:
    def __init__(self, source: Source, root: Mapping) -> None:
        self._source, self._root, self._notes = source, root, Notes()

    def release(self) -> Release:
        groups: dict[Kind, list[Any]] = {"tactic": [], "technique": [], "mitigation": [], "case-study": []}
        makers = {"tactic": self._tactic, "technique": self._technique, "mitigation": self._mitigation,
                  "case-study": self._case_study}  # fmt: skip
        self._several_matrices()
        for kind, node in self._objects():
            fields = self._common(kind, node)
            groups[kind].append(makers[kind](node, fields))
        return Release(
            "yaml", self._top("version"), self._source.name, self._source.digest, self._names(),
            tuple(groups["tactic"]), tuple(groups["technique"]), tuple(groups["mitigation"]),
            tuple(groups["case-study"]), self._notes.all(),
        )  # fmt: skip

    # -- the document --

    def _top(self, key: str) -> str:
        node = self._root.get(key)
        return self._notes.clean(node.text, key, node.line) if isinstance(node, Scalar) else ""

    def _containers(self) -> Iterator[Mapping]:
        yield self._root
        for key, value in self._root.entries:
            if _spell(key) != "matrices":
                continue
            for matrix in value.items if isinstance(value, List) else [value]:
                if isinstance(matrix, Mapping):
                    yield matrix
                else:
                    self._notes.add("unexpected-entry", key, matrix.line, f"an entry of {key!r} is no matrix")

    def _names(self) -> tuple[str, ...]:
        names = []
        for container in self._containers():
            node = container.get("name")
            if isinstance(node, Scalar) and node.text:
                names.append(self._notes.clean(node.text, "name", node.line))
        return tuple(dict.fromkeys(names))

    def _several_matrices(self) -> None:
        matrices = [m for m in self._containers() if m is not self._root]
        if len(matrices) > 1:
            ids = [node.text for m in matrices if isinstance(node := m.get("id"), Scalar)]
            message = (
                f"the file has {len(matrices)} matrices ({shorten(', '.join(ids))}); they were read as one catalogue"
            )
            self._notes.add("several-matrices", "matrices", matrices[1].line, message)

    def _objects(self) -> Iterator[tuple[Kind, Mapping]]:
        for container in list(self._containers()):
            self._duplicate_keys(container, "the document")
            for key, value in container.entries:
                kind = _LISTS.get(_spell(key))
                if kind is None:
                    if _spell(key) not in {"id", "name", "version", "matrices", *_PROSE}:
                        self._unknown(key, value, "the document")
                    continue
                if not isinstance(value, List):
                    self._unexpected(key, value, key)
                    continue
                for entry in value.items:
                    if isinstance(entry, Mapping):
                        yield kind, entry
                    else:
                        self._unexpected(key, entry, key)

    # -- objects --

    def _common(self, kind: Kind, node: Mapping) -> dict[str, Any]:
        raw = node.get("id")
        identifier = raw.text.strip() if isinstance(raw, Scalar) else ""
        if not _SAFE_ID.fullmatch(identifier):
            raise self._source.fault(
                node.line, f"a {kind} without a usable id: {shorten(identifier)!r}",
                "Every object has an id such as AML.T0020. The file may be cut short; fetch it again.",
            )  # fmt: skip
        name = self._text(node, identifier, "name")
        if not name:
            raise self._source.fault(
                node.line, f"{identifier} has no name", "The file may be cut short; fetch it again."
            )
        self._check_keys(kind, node, identifier)
        return {
            "id": identifier, "name": name, "line": node.line,
            "created": self._date(node, identifier, "created-date"),
            "modified": self._date(node, identifier, "modified-date"),
            "attack_reference": self._attack_reference(node, identifier),
            "references": tuple(self._references(node, identifier)),
        }  # fmt: skip

    def _check_keys(self, kind: Kind, node: Mapping, place: str) -> None:
        if kind_of(place) != kind:
            self._notes.add("id-of-other-kind", place, node.line, f"the id {place} stands among the objects {kind!r}")
        stated = self._text(node, place, "object-type")
        if stated and stated != kind:
            self._notes.add("type-disagrees", place, node.line, f"object-type is {stated!r}, the list holds {kind!r}")
        self._duplicate_keys(node, place)
        for key, value in node.entries:
            spelt = _spell(key)
            if spelt not in _KEYS[kind]:
                self._unknown(key, value, place)
            elif key != _CURRENT.get(spelt, spelt):
                usual = _CURRENT.get(spelt, spelt)
                self._notes.recur("old-spelling", f"the key {key!r} was read as {usual!r}", place, value.line)

    def _duplicate_keys(self, node: Mapping, place: str) -> None:
        seen: set[str] = set()
        for key, value in node.entries:
            if (spelt := _spell(key)) in seen:
                self._notes.add(
                    "duplicate-key", place, value.line, f"{key!r} stands here a second time; both were read"
                )
            seen.add(spelt)

    def _tactic(self, _node: Mapping, fields: dict[str, Any]) -> Item:
        return Tactic(**fields)

    def _technique(self, node: Mapping, fields: dict[str, Any]) -> Item:
        place = fields["id"]
        names = {key: [n for n in self._texts(node, place, key) if self._usable(n, key, node, place)]
                 for key in ("tactics", "subtechnique-of")}  # fmt: skip
        return Technique(
            **fields, tactics=tuple(names["tactics"]), parent="".join(names["subtechnique-of"][:1]),
            maturity=self._text(node, place, "maturity"),
        )  # fmt: skip

    def _mitigation(self, node: Mapping, fields: dict[str, Any]) -> Item:
        place = fields["id"]
        links = list(self._links(node, place))
        lists = [tuple(self._texts(node, place, key, links)) for key in ("ml-lifecycle", "category", "tags")]
        return Mitigation(**fields, lifecycle=lists[0], categories=lists[1], tags=lists[2], links=tuple(links))

    def _case_study(self, node: Mapping, fields: dict[str, Any]) -> Item:
        place = fields["id"]
        return CaseStudy(
            **fields, type=self._text(node, place, "case-study-type"), date=self._date(node, place, "incident-date"),
            granularity=self._text(node, place, "incident-date-granularity"), target=self._text(node, place, "target"),
            actor=self._text(node, place, "actor"), reporter=self._text(node, place, "reporter"),
            steps=tuple(self._steps(node, place)),
        )  # fmt: skip

    # -- fields --

    def _values(self, node: Mapping, key: str) -> Iterator[Node]:
        """The values of a key in any spelling."""
        for written, value in node.entries:
            if _spell(written) == key and not (isinstance(value, Scalar) and not value.text.strip()):
                yield value

    def _entries(self, node: Mapping, key: str) -> Iterator[Node]:
        """The entries of a list; a single value counts as a list of one."""
        for value in self._values(node, key):
            yield from value.items if isinstance(value, List) else [value]

    def _text(self, node: Mapping, place: str, key: str) -> str:
        texts = []
        for value in self._values(node, key):
            if isinstance(value, Scalar):
                texts.append(self._notes.clean(value.text, place, value.line))
            else:
                self._unexpected(key, value, place)
        return "; ".join(dict.fromkeys(texts))

    def _date(self, node: Mapping, place: str, key: str) -> str:
        text = self._text(node, place, key)
        return self._notes.date(text, place, next(self._values(node, key)).line) if text else ""

    def _texts(self, node: Mapping, place: str, key: str, links: list[MitigationLink] | None = None) -> Iterator[str]:
        for entry in self._entries(node, key):
            target = entry.get("id") if isinstance(entry, Mapping) else None
            if isinstance(entry, Scalar) and entry.text.strip():
                yield self._notes.clean(entry.text, place, entry.line)
            elif links is not None and isinstance(target, Scalar) and kind_of(target.text) == "technique":
                links.append(MitigationLink(target.text, True, entry.line))
                message = f"the link to {target.text} stands in the list {key!r}; it was read as a link"
                self._notes.add("misplaced-link", place, entry.line, message, subjects=(place,))
            else:
                self._unexpected(key, entry, place)

    def _usable(self, name: str, key: str, node: Mapping, place: str) -> bool:
        """Whether a text can be an id; notes those that cannot."""
        if _SAFE_ID.fullmatch(name):
            return True
        self._unexpected(key, Scalar(node.line, name), place)
        return False

    def _links(self, node: Mapping, place: str) -> Iterator[MitigationLink]:
        for entry in self._entries(node, "techniques"):
            target = entry.get("id") if isinstance(entry, Mapping) else entry
            if isinstance(target, Scalar) and _SAFE_ID.fullmatch(target.text) and kind_of(target.text) == "technique":
                yield MitigationLink(target.text, False, entry.line)
                self._inner_keys(entry, place, {"id", "use", *_PROSE})
            else:
                self._unexpected("techniques", entry, place)

    def _steps(self, node: Mapping, place: str) -> Iterator[Step]:
        for position, entry in enumerate(self._entries(node, "procedure"), 1):
            if not isinstance(entry, Mapping):
                self._unexpected("procedure", entry, place)
                continue
            names = [self._text(entry, place, key) for key in ("tactic", "technique")]
            for key, name in zip(("tactic", "technique"), names, strict=True):
                if not _SAFE_ID.fullmatch(name):
                    message = f"step {position} names no usable {key}: {shorten(name)!r}"
                    self._notes.add("incomplete-step", place, entry.line, message, subjects=(place,))
            tactic, technique = (name if _SAFE_ID.fullmatch(name) else "" for name in names)
            self._inner_keys(entry, place, {"tactic", "technique", *_PROSE})
            yield Step(position, tactic, technique, entry.line)

    def _attack_reference(self, node: Mapping, place: str) -> AttackReference | None:
        for value in self._values(node, "att&ck-reference"):
            if isinstance(value, Mapping):
                self._inner_keys(value, place, {"id", "url"})
                return AttackReference(self._text(value, place, "id"), self._text(value, place, "url"))
            self._unexpected("ATT&CK-reference", value, place)
        return None

    def _references(self, node: Mapping, place: str) -> Iterator[Reference]:
        for entry in self._entries(node, "references"):
            if isinstance(entry, Mapping):
                self._inner_keys(entry, place, {"title", "url"})
                yield Reference(self._text(entry, place, "title"), self._text(entry, place, "url"))
            elif isinstance(entry, Scalar) and entry.text.strip():
                text = self._notes.clean(entry.text, place, entry.line)
                yield Reference("", text) if web_address(text) else Reference(text, "")
            else:
                self._unexpected("references", entry, place)

    # -- what does not fit --

    def _inner_keys(self, node: Node, place: str, known: set[str]) -> None:
        for key, value in node.entries if isinstance(node, Mapping) else []:
            if _spell(key) not in known:
                self._unknown(key, value, place)

    def _unknown(self, key: str, value: Node, place: str) -> None:
        shown = f" with the value {shorten(value.text, 40)!r}" if isinstance(value, Scalar) else ""
        self._notes.recur("unknown-key", f"the key {shorten(key, 40)!r}{shown} is not known and was not read", place,
                          value.line)  # fmt: skip

    def _unexpected(self, key: str, value: Node, place: str) -> None:
        shown = repr(shorten(value.text, 40)) if isinstance(value, Scalar) else f"a {type(value).__name__.lower()}"
        message = f"{shown} does not belong in {key!r} and was not read"
        self._notes.add("unexpected-entry", place, value.line, message, subjects=(place,) if kind_of(place) else ())
