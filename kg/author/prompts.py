"""An addition asked for question by question, in a terminal. Answers become what a file would hold."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from kg.author.faults import AdditionError, Fault
from kg.author.fields import Field, Form
from kg.author.given import plain
from kg.author.known import Known
from kg.author.reading import Reader

_HELP = "Enter alone leaves a field out, '?' explains it and lists what may be given."


class Prompts:
    """Asks for the fields of a form.

    :param known: what may be chosen
    :param ask: shows a text and returns the line that is typed
    :param tell: shows a line
    """

    def __init__(self, known: Known, ask: Callable[[str], str], tell: Callable[[str], object]) -> None:
        self._known, self._ask, self._tell = known, ask, tell
        self._brought: list[tuple[Field, Any]] = []
        #: What was answered so far, also where the input ends too early.
        self.answers: dict[str, Any] = {}

    def form(self, form: Form) -> dict[str, Any]:
        """All answers, as a file would give them.

        :raises AdditionError: where the input ends too early
        """
        self._tell(f"{form.title[0].upper()}{form.title[1:]}. {form.intro} {_HELP}")
        return self._fields(form, "", self.answers)

    def _fields(self, form: Form, prefix: str, found: dict[str, Any]) -> dict[str, Any]:
        for field in sorted(form.fields, key=lambda f: not f.brings):
            if field.type == "parts":
                value = self._parts(field, prefix, found.setdefault(field.name, []))
            else:
                value = self._value(form, field, prefix)
            if value:
                found[field.name] = value
                if field.brings:
                    self._brought.append((field, value))
            else:
                found.pop(field.name, None)
        return {name: found[name] for name in form.names if name in found}

    def _parts(self, field: Field, prefix: str, found: list[Any]) -> list[Any]:
        assert field.form is not None, "parts have a form"
        while self._line(f"{prefix}{field.label}: {'another' if found else 'one'}? [y/N] ").lower() in ("y", "yes"):
            part: dict[str, Any] = {}
            found.append(part)
            part.update(self._fields(field.form, f"{prefix}  ", part))
        return found

    def _value(self, form: Form, field: Field, prefix: str) -> Any:
        several = " (parted by commas)" if field.several else ""
        if field.type == "groups":
            several = " (parted by commas; several sets by semicolons)"
        while True:
            needed = "" if not field.required else " *"
            text = self._line(f"{prefix}{field.label}{needed}{several}: ")
            if text == "?":
                self._explain(field, prefix)
                continue
            value = _split(field, text)
            faults = self._faults(form, field, value)
            if not faults:
                return value
            for fault in faults:
                self._tell(f"{prefix}  {fault.message} {fault.remedy}".rstrip())

    def _faults(self, form: Form, field: Field, value: Any) -> list[Fault]:
        reader = Reader(self._known)
        for brings, parts in self._brought:
            assert brings.form is not None, "parts have a form"
            reader.read(Form("", "", "", (brings,)), plain({brings.name: parts}))
        reader.faults.clear()
        reader.read(Form(form.kind, form.title, form.intro, (field,)), plain({field.name: value}))
        return reader.faults

    def _explain(self, field: Field, prefix: str) -> None:
        self._tell(f"{prefix}  {field.help or self._known.definitions.get(field.term, '')}")
        for name, meaning in field.options:
            self._tell(f"{prefix}  {name}: {meaning}")
        for thing in self._known.of_kinds(field.kinds):
            self._tell(f"{prefix}  {thing.id.partition(':')[2] if len(field.kinds) == 1 else thing.id}: {thing.label}")

    def _line(self, prompt: str) -> str:
        try:
            return self._ask(prompt).strip()
        except EOFError as error:
            message = "the input ended before all questions were answered."
            raise AdditionError([Fault("", message, "Start again, or write a file.")]) from error


def _split(field: Field, text: str) -> Any:
    if not field.several:
        return text
    if field.type == "groups":
        return [_parted(group) for group in text.split(";") if group.strip()]
    return _parted(text)


def _parted(text: str) -> list[str]:
    """Values between commas; one that holds a comma stands in double quotes."""
    cells = next(csv.reader([text], skipinitialspace=True), [])
    return [value.strip() for value in cells if value.strip()]
