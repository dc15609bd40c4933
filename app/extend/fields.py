"""The form of a draft, made from the description of its kind. What is typed goes into the draft at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app import links
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.extend.boxes import Values, box, things
from app.extend.draft import KINDS, PATH, Draft
from app.widgets import escape_markdown
from kg.author.faults import Fault
from kg.author.fields import Field, Form

#: Definitions that stand below a field; of more, the first ones.
_TOLD = 4


class Fields:
    """The widgets of a draft. Below each is room for what it means and what is wrong: that is known when all stand."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._places: dict[str, tuple[Any, list[Node]]] = {}

    def draw(self) -> None:
        """All fields; what is typed is in the draft afterwards."""
        self._form(self._draft.form, self._draft.values, "")

    @property
    def paths(self) -> set[str]:
        """The paths of all fields that stand on the page."""
        return set(self._places)

    def tell(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        """Show what each field means and what is wrong with it.

        :param faults: by the path of the field
        """
        for path, (place, hints) in self._places.items():
            wrong = [el("p.fault", _sentence(fault)) for fault in faults.get(path, ())]
            alert = el("div", wrong, role="alert") if wrong else None
            if wrong or hints:
                with place:
                    put(el("div.below", hints, alert), key=f"extend-below-{self._draft.key}-{path}")

    def _form(self, form: Form, values: Values, prefix: str) -> None:
        asked = [f for f in form.fields if not (f.name == "id" and self._draft.own and not prefix)]
        for field in asked:
            if not field.rare and field.type != "parts":
                self._field(field, values, prefix + field.name)
        if rare := [f for f in asked if f.rare]:
            names = ", ".join(f.label.lower() for f in rare)
            with st.expander(f"More: {escape_markdown(names)}", expanded=any(values.get(f.name) for f in rare)):
                for field in rare:
                    self._field(field, values, prefix + field.name)
        for field in asked:
            if not field.rare and field.type == "parts":
                self._field(field, values, prefix + field.name)

    def _field(self, field: Field, values: Values, path: str) -> None:
        if field.type == "parts":
            self._parts(field, values, path)
            return
        if value := box(self._draft, field, values, path):
            values[field.name] = value
        else:
            values.pop(field.name, None)
        self._places[path] = st.empty(), self._hints(field, value)

    def _hints(self, field: Field, value: Any) -> list[Node]:
        """The definitions of what is chosen; what to write where nothing is."""
        if field.kinds and value:
            options = things(self._draft, field)
            flat = [v for one in (value if isinstance(value, list) else [value])
                    for v in (one if isinstance(one, list) else [one])]  # fmt: skip
            chosen = [options[v] for v in flat if v in options and options[v].definition]
            return [el("p", el("strong", t.label), f": {t.definition}") for t in chosen[:_TOLD]]
        told = field.help or self._draft.known.definitions.get(field.term, "")
        missing = self._if_missing(field)
        return [el("p", told, " " if told and missing else None, missing)] if told or missing else []

    def _if_missing(self, field: Field) -> list[Child]:
        """Where to add what a list lacks; the draft waits meanwhile."""
        if bringing := [f.label for f in self._draft.form.fields if f.brings and f.brings in field.kinds]:
            return [f"Not in the list? Add it under “{bringing[0]}”, then choose it here."]
        kinds = [kind for kind in field.kinds if kind in KINDS and kind != self._draft.form.kind]
        ways = [el("a", KINDS[kind].lower(), href=links.page(PATH, kind=kind)) for kind in kinds]
        return (
            ["Not in the list? First add the ", ways[0], *[[" or the ", way] for way in ways[1:]], "."] if ways else []
        )

    def _parts(self, field: Field, values: Values, path: str) -> None:
        assert field.form is not None, "parts have a form"
        parts: list[Values] = values.setdefault(field.name, [])
        key = f"{self._draft.key}-{path}"
        put(
            el("h3" if "." in path else "h2", field.label), el("p.small.muted", field.help) if field.help else None,
            key=f"extend-head-{key}",
        )  # fmt: skip
        self._places[path] = st.empty(), []
        for number, part in enumerate(parts, 1):
            with st.container(border=True, key=f"extend-part-{key}[{number}]"):
                self._form(field.form, part, f"{path}[{number}].")
                st.button(
                    f"Remove: {field.label.lower()} {number}", key=f"extend-remove-{key}[{number}]", on_click=_remove,
                    args=(self._draft, parts, number - 1, path),
                )  # fmt: skip
        st.button(f"Add: {field.label.lower()}", key=f"extend-more-{key}", on_click=parts.append, args=({},))


def _sentence(fault: Fault) -> str:
    return f"{fault.message[:1].upper()}{fault.message[1:]} {fault.remedy}".strip()


def _remove(draft: Draft, parts: list[Values], index: int, path: str) -> None:
    del parts[index]
    # The widgets behind move up by one: they are filled from the draft again.
    for name in list(st.session_state):
        if isinstance(name, str) and name.startswith(f"extend-field-{draft.key}-{path}["):
            del st.session_state[name]
