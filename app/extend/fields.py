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
Told = Mapping[str, Sequence[Fault]]


def draw(draft: Draft, faults: Told) -> None:
    """All fields of a draft.

    :param faults: what is wrong, by the path of the field
    """
    _form(draft, draft.form, draft.values, "", faults)


def _form(draft: Draft, form: Form, values: Values, prefix: str, faults: Told) -> None:
    for field in form.fields:
        path = prefix + field.name
        if field.name == "id" and draft.own and not prefix:
            continue  # an address never changes
        if field.type == "parts":
            _parts(draft, field, values, path, faults)
            continue
        value = _widget(draft, field, values, path)
        if value:
            values[field.name] = value
        else:
            values.pop(field.name, None)
        _told(draft, path, faults.get(path, ()))


def _told(draft: Draft, path: str, faults: Sequence[Fault]) -> None:
    if faults:
        lines = [el("p.fault.small", f"{f.message} {f.remedy}".strip()) for f in faults]
        put(el("div", lines, role="alert"), key=f"extend-fault-{draft.key}-{path}")


# -- parts --


def _parts(draft: Draft, field: Field, values: Values, path: str, faults: Told) -> None:
    assert field.form is not None, "parts have a form"
    parts: list[Values] = values.setdefault(field.name, [])
    head = "h3" if "." in path else "h2"
    put(
        el(head, field.label),
        el("p.small.muted", field.help) if field.help else None,
        key=f"extend-head-{draft.key}-{path}",
    )
    _told(draft, path, faults.get(path, ()))
    for number, part in enumerate(parts, 1):
        place = f"{path}[{number}]"
        with st.container(border=True, key=f"extend-part-{draft.key}-{place}"):
            _form(draft, field.form, part, f"{place}.", faults)
            st.button(
                f"Remove {field.label.lower()} {number}", key=f"extend-remove-{draft.key}-{place}", on_click=_remove,
                args=(draft, parts, number - 1, path),
            )  # fmt: skip
    st.button(
        f"Add: {field.label.lower()}", key=f"extend-more-{draft.key}-{path}", on_click=parts.append, args=({},),
    )  # fmt: skip


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
        return [*st.multiselect(label, list(options), key=key, format_func=name, help=told), *kept]
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
            format_func=lambda option: options[option].label,
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
