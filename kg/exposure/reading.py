"""Reads an access profile from YAML, and says of every fault in which line it stands.

The nodes of the file are walked, never turned into Python objects, so that each value keeps its line and its text: a
bare ``none`` or ``10-30`` is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import ParameterError, ProfileError, did_you_mean, shorten
from kg.exposure.knowledge import Knowledge, slug
from kg.exposure.limits import UNLIMITED_WORD, limit_between
from kg.exposure.profile import DEFAULT_STANDPOINT, UNLIMITED, GrantLine, Limit, Profile

#: Bytes that a profile may have; a filled one has about two thousand.
SIZE_LIMIT = 64 * 1024
#: What to write for a question that one cannot answer; the same as leaving it out.
UNANSWERED = "unknown"
FIELDS = ("title", "standpoint", "answers", "grants", "description", "note", "source")
GRANT_FIELDS = ("level", "at-least", "at-most")
#: Levels of lists and mappings; a profile has three.
_DEEPEST = 8
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


def read_profile(path: str | Path, knowledge: Knowledge) -> Profile:
    """The profile in a file.

    :raises ParameterError: where the file cannot be read
    :raises ProfileError: with all faults and their lines
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            content = stream.read(SIZE_LIMIT + 1)
        return parse_profile(content.decode("utf-8-sig"), knowledge, name=str(path))
    except OSError as error:
        raise ParameterError(f"{path} cannot be read: {error.strerror}.", remedy="Give a YAML file.") from error
    except UnicodeDecodeError as error:
        raise ParameterError(f"{path} is not UTF-8 text (byte {error.start}).", remedy="Save it as UTF-8.") from error


def parse_profile(text: str, knowledge: Knowledge, *, name: str = "profile") -> Profile:
    """The profile in a text; ``name`` stands for the file in messages.

    :raises ProfileError: with all faults and their lines
    """
    if len(text.encode("utf-8")) > SIZE_LIMIT:
        fault = f"{name}:1: the file is larger than {SIZE_LIMIT // 1024} kB."
        raise ProfileError([fault], remedy="'threatpraxis assess --write-example credit-scoring' prints a profile.")
    reader = _Reader(name, knowledge)
    profile = reader.profile(_compose(text, name))
    if reader.faults:
        raise ProfileError([f"{name}:{line}: {fault}" for line, fault in sorted(reader.faults)])
    return profile


def _compose(text: str, name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        event: Any
        for event in yaml.parse(text, Loader=loader):  # before nodes are made, which recurses
            line = event.start_mark.line + 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise ProfileError([f"{name}:{line}: references (*{event.anchor}) are not allowed. Write it out."])
            if depth > _DEEPEST:
                raise ProfileError([f"{name}:{line}: it is nested too deeply. A profile has three levels."])
        return yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
        where = mark.line + 1 if mark is not None else 1
        raise ProfileError([f"{name}:{where}: {shorten(str(problem))}."]) from error


class _Reader:
    """Walks the nodes of one file and gathers faults by line."""

    def __init__(self, name: str, knowledge: Knowledge) -> None:
        self.name = name
        self.knowledge = knowledge
        self.faults: list[tuple[int, str]] = []

    def profile(self, root: Any) -> Profile:
        fields = dict(self._fields(root, "a profile", FIELDS))
        texts = {n: self._text(fields[n], n) for n in FIELDS if n in fields and n not in ("answers", "grants")}
        if root is not None and "title" not in fields:
            self._fault(root, "there is no title. Write 'title: ' and what the system is called.")
        return Profile(
            title=texts.get("title", ""), standpoint=self._standpoint(fields.get("standpoint"), texts),
            answers=dict(self._answers(fields.get("answers"))),
            grants={line.access: line for line in self._grants(fields.get("grants"))},
            description=texts.get("description", ""), note=texts.get("note", ""), source=texts.get("source", ""),
        )  # fmt: skip

    def _standpoint(self, node: Any, texts: dict[str, str]) -> str:
        given = texts.get("standpoint", DEFAULT_STANDPOINT)
        return self._known(node, "standpoint", given, map(slug, self.knowledge.standpoints)) or given

    def _answers(self, node: Any) -> Iterator[tuple[str, str]]:
        questions = self.knowledge.by_slug
        for key, value in self._pairs(node, "answers", "'model-parameters: none'"):
            question = self._known(key, "question", key.value, questions)
            given = self._text(value, key.value)
            if question and given != UNANSWERED:
                codes = [a.code for a in questions[question].answers]
                if answer := self._known(value, f"answer to {question}", given, codes):
                    yield question, answer

    def _grants(self, node: Any) -> Iterator[GrantLine]:
        for key, value in self._pairs(node, "grants", "'query-model: public'"):
            access = self._known(key, "access", key.value, map(slug, self.knowledge.accesses))
            if _kind(value) == "mapping":
                fields = dict(self._fields(value, "a grant", GRANT_FIELDS))
                if "level" not in fields:
                    self._fault(value, f"the grant of {key.value} has no level. Write 'level: public'.")
                level, limit = fields.get("level"), self._limit(fields)
            else:
                level, limit = value, None
            named = self._level(level)
            if access and named:
                yield GrantLine(access, named, limit)

    def _level(self, node: Any) -> str | None:
        if node is None:
            return None
        return self._known(node, "level", self._text(node, "level"), map(slug, self.knowledge.levels))

    def _limit(self, fields: dict[str, Any]) -> Limit | None:
        least = self._amount(fields.get("at-least"), "at-least")
        most = self._amount(fields.get("at-most"), "at-most")
        if least is None and most is None:
            return None
        if least is not None and most is not None and least > most:
            self._fault(fields["at-least"], f"at-least ({least}) is more than at-most ({most}). Swap them.")
            return None
        return limit_between(least, most)

    def _amount(self, node: Any, field: str) -> Decimal | None:
        if node is None:
            return None
        text = self._text(node, field)
        if text == UNLIMITED_WORD and field == "at-most":
            return UNLIMITED
        if not _AMOUNT.fullmatch(text):
            if text:
                hint = f"Write digits such as 1000, or '{UNLIMITED_WORD}' for at-most."
                self._fault(node, f"{shorten(text, 40)!r} is no amount for {field}. {hint}")
            return None
        return Decimal(text)

    # -- nodes --

    def _fields(self, node: Any, what: str, known: Iterable[str]) -> Iterator[tuple[str, Any]]:
        names = list(known)
        for key, value in self._pairs(node, what, f"'{names[0]}: …'"):
            if self._known(key, "field", key.value, names):
                yield key.value, value

    def _pairs(self, node: Any, what: str, example: str) -> Iterator[tuple[Any, Any]]:
        """The pairs of a mapping whose keys are texts and stand once."""
        if node is None or (_kind(node) == "scalar" and node.value == "" and what in ("answers", "grants")):
            if node is None and what == "a profile":
                self._fault(None, "the file is empty. Begin with 'title: …'.")
            return
        if _kind(node) != "mapping":
            self._fault(node, f"{what} must be lines such as {example}.")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            if _kind(key) != "scalar":
                self._fault(key, "a name must be a plain word.")
            elif key.value in seen:
                first = f"It stands in line {seen[key.value]} already."
                self._fault(key, f"{shorten(key.value, 40)!r} is given twice. {first} Keep one.")
            else:
                seen[key.value] = key.start_mark.line + 1
                yield key, value

    def _text(self, node: Any, field: str) -> str:
        if _kind(node) != "scalar":
            self._fault(node, f"{shorten(field, 40)} must be one word or text, not a {_kind(node)}.")
            return ""
        if node.tag.endswith(":null"):
            self._fault(node, f"{shorten(field, 40)} has no value. Give one, or leave the line out.")
            return ""
        return str(node.value)

    def _known(self, node: Any, what: str, given: str, known: Iterable[str]) -> str | None:
        names = list(known)
        if given in names:
            return given
        if given:  # an empty one has been complained about
            close = did_you_mean(given, names)
            hint = f"Did you mean {' or '.join(close)}?" if close else f"Known: {_some(names)}."
            self._fault(node, f"unknown {what} {shorten(given, 40)!r}. {hint}")
        return None

    def _fault(self, node: Any, text: str) -> None:
        self.faults.append((node.start_mark.line + 1 if node is not None else 1, text))


def _kind(node: Any) -> str:
    return {"ScalarNode": "scalar", "MappingNode": "mapping", "SequenceNode": "list"}.get(type(node).__name__, "")


def _some(names: list[str], limit: int = 8) -> str:
    return ", ".join(names[:limit]) + (" …" if len(names) > limit else "")
