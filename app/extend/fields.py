"""One widget for each field of a form, with what is wrong beside it. What is typed goes into the draft at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app.components.dom import draw as put
from app.components.dom import el
from app.extend.draft import Draft, known
from app.widgets import escape_markdown
from kg.author.faults import Fault
from kg.author.fields import Field, Form
from kg.author.forms import NOTHING
from kg.author.known import Thing

Values = dict[str, Any]


class Fields:
    """The widgets of a draft. Beside each a place is kept for what is wrong: that is known when all are drawn."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._places: dict[str, Any] = {}

    def draw(self) -> None:
        """All fields; what is typed is in the draft afterwards."""
        self._form(self._draft.form, self._draft.values, "")

    def tell(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        """Show what is wrong.

        :param faults: by the path of the field
        """
        for path, place in self._places.items():
            if own := faults.get(path):
                told = [f"{f.message[:1].upper()}{f.message[1:]} {f.remedy}".strip() for f in own]
                lines = [el("p.fault.small", text) for text in told]
                with place:
                    put(el("div", lines, role="alert"), key=f"extend-fault-{self._draft.key}-{path}")

    def _form(self, form: Form, values: Values, prefix: str) -> None:
        asked = [f for f in form.fields if not (f.name == "id" and self._draft.own and not prefix)]
        for field in asked:
            if not field.rare and field.type != "parts":
                self._field(field, values, prefix + field.name)
        if rare := [f for f in asked if f.rare]:
            given = sum(bool(values.get(f.name)) for f in rare)
            names = ", ".join(f.label.lower() for f in rare)
            with st.expander(f"More: {names}", expanded=given > 0):
                for field in rare:
                    self._field(field, values, prefix + field.name)
        for field in asked:
            if not field.rare and field.type == "parts":
                self._field(field, values, prefix + field.name)

    def _field(self, field: Field, values: Values, path: str) -> None:
        if field.type == "parts":
            self._parts(field, values, path)
            return
        if value := _widget(self._draft, field, values, path):
            values[field.name] = value
        else:
            values.pop(field.name, None)
        self._places[path] = st.empty()

    def _parts(self, field: Field, values: Values, path: str) -> None:
        assert field.form is not None, "parts have a form"
        parts: list[Values] = values.setdefault(field.name, [])
        key = f"{self._draft.key}-{path}"
        put(
            el("h3" if "." in path else "h2", field.label), el("p.small.muted", field.help) if field.help else None,
            key=f"extend-head-{key}",
        )  # fmt: skip
        self._places[path] = st.empty()
        for number, part in enumerate(parts, 1):
            with st.container(border=True, key=f"extend-part-{key}[{number}]"):
                self._form(field.form, part, f"{path}[{number}].")
                st.button(
                    f"Remove: {field.label.lower()} {number}", key=f"extend-remove-{key}[{number}]", on_click=_remove,
                    args=(self._draft, parts, number - 1, path),
                )  # fmt: skip
        st.button(f"Add: {field.label.lower()}", key=f"extend-more-{key}", on_click=parts.append, args=({},))


def _remove(draft: Draft, parts: list[Values], index: int, path: str) -> None:
    del parts[index]
    # The widgets behind move up by one: they are filled from the draft again.
    for name in list(st.session_state):
        if isinstance(name, str) and name.startswith(f"extend-field-{draft.key}-{path}["):
            del st.session_state[name]


# -- single fields --


def _widget(draft: Draft, field: Field, values: Values, path: str) -> Any:
    key = f"extend-field-{draft.key}-{path}"
    label = escape_markdown(field.label) + (" (needed)" if field.required else "")
    told = field.help or known().definitions.get(field.term, "")
    helped = escape_markdown(told) if told else None
    if field.type in ("one", "many"):
        return _things(field, values, key, label, helped)
    if field.type == "groups":
        return _groups(field, values, key, label, helped)
    if field.type == "choice":
        return _choice(field, values, key, label, helped)
    if field.type == "entry":
        return _entry(field, values, key, label, helped)
    _begin(key, _shown(values.get(field.name)))
    if field.type in ("text", "lines"):
        hint = "one to a line" if field.type == "lines" else field.example
        text = st.text_area(label, key=key, help=helped, placeholder=hint, height=80)
        return [line.strip() for line in text.splitlines() if line.strip()] if field.type == "lines" else text.strip()
    return st.text_input(label, key=key, help=helped, placeholder=field.example).strip()


def _shown(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _begin(key: str, value: Any) -> None:
    """Fill a widget from the draft where it is new on the page."""
    if key not in st.session_state:
        st.session_state[key] = value


def _options(field: Field) -> dict[str, Thing]:
    """What a field chooses from, by the text that a file would hold."""
    several = len(field.kinds) > 1
    options = {t.id if several else t.id.partition(":")[2]: t for t in known().of_kinds(field.kinds)}
    if field.name == "catalogue":
        return {name: thing for name, thing in options.items() if thing.iri in known().catalogues}
    return options


def _things(field: Field, values: Values, key: str, label: str, told: str | None) -> Any:
    options = _options(field)

    def name(option: str) -> str:
        thing = options.get(option)
        return f"{thing.label} ({thing.id.partition(':')[2]})" if thing else option

    given = values.get(field.name)
    if field.type == "many":
        chosen = given if isinstance(given, list) else [given] if given else []
        _begin(key, [c for c in chosen if c in options])
        kept = [c for c in chosen if c not in options]  # what the graph does not know is told, not lost
        return [
            *st.multiselect(label, list(options), key=key, format_func=name, help=told, placeholder="choose"),
            *kept,
        ]
    brought = [str(given)] if given and given not in options else []
    _begin(key, given or None)
    return st.selectbox(
        label, [*options, *brought], key=key, index=None, format_func=name, help=told, placeholder="choose or type",
        accept_new_options=field.name == "source",
    )  # fmt: skip


def _groups(field: Field, values: Values, key: str, label: str, told: str | None) -> list[list[str]]:
    options = _options(field)
    groups = [g for g in values.get(field.name, []) if isinstance(g, list)]
    found = []
    for number in range(len(groups) + 1):
        inner = f"{key}-{number}"
        _begin(inner, groups[number] if number < len(groups) else [])
        chosen = st.multiselect(
            label if not number else f"{label}, set {number + 1}", list(options), key=inner, help=told,
            format_func=lambda option: options[option].label, placeholder="choose",
        )  # fmt: skip
        if chosen:
            found.append(chosen)
    return found


def _choice(field: Field, values: Values, key: str, label: str, told: str | None) -> str | None:
    meanings = dict(field.options)
    given = values.get(field.name)
    _begin(key, given if given in meanings else None)
    return st.selectbox(
        label, list(meanings), key=key, index=None, format_func=lambda o: f"{o}: {meanings[o]}", help=told,
        placeholder="choose",
    )  # fmt: skip


def _entry(field: Field, values: Values, key: str, label: str, told: str | None) -> str | None:
    entries = {e.id: f"{e.id} {e.label}" for e in known().entries.values() if not e.retired}
    options = {NOTHING: "none: nothing corresponds", **dict(sorted(entries.items()))}
    given = values.get(field.name)
    _begin(key, given if given in options else None)
    return st.selectbox(
        label,
        list(options),
        key=key,
        index=None,
        format_func=lambda o: options[o],
        help=told,
        placeholder="choose or type",
    )
