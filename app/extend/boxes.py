"""The widget of a single field, filled from the draft. What the draft holds is shown even where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.extend.draft import Draft
from app.widgets import escape_markdown
from kg.author.fields import Field
from kg.author.forms import NOTHING
from kg.author.known import Thing

Values = dict[str, Any]
_CHOOSE = "type to search, or choose"


def key_of(draft: Draft, path: str) -> str:
    """The key of the widget of a field."""
    return f"extend-field-{draft.key}-{path}"


def box(draft: Draft, field: Field, values: Values, path: str) -> Any:
    """Draw the widget of a field, and what it holds now: a text, a list, or None."""
    key = key_of(draft, path)
    label = escape_markdown(field.label) + (" (needed)" if field.required else "")
    given = values.get(field.name)
    if field.type == "many":
        return _many(things(draft, field), given, key, label)
    if field.type == "groups":
        return _groups(things(draft, field), given, key, label)
    if field.type in ("one", "choice", "entry"):
        return _one(_names(draft, field), given, key, label)
    _begin(key, "\n".join(given) if isinstance(given, list) else str(given or ""))
    hint = "one to a line" if field.type == "lines" else field.example
    if field.type in ("text", "lines"):
        text = st.text_area(label, key=key, placeholder=hint, height=80)
        return [line.strip() for line in text.splitlines() if line.strip()] if field.type == "lines" else text.strip()
    return st.text_input(label, key=key, placeholder=hint).strip()


def things(draft: Draft, field: Field) -> dict[str, Thing]:
    """What a field chooses from, by the text that a file would hold: what the graph has, and what the draft brings."""
    several = len(field.kinds) > 1
    brought = [t for t in draft.brought if t.id.partition(":")[0] in field.kinds]
    options = {t.id if several else t.id.partition(":")[2]: t for t in [*brought, *draft.known.of_kinds(field.kinds)]}
    if field.name == "catalogue":
        return {name: thing for name, thing in options.items() if thing.iri in draft.known.catalogues}
    return options


def _names(draft: Draft, field: Field) -> dict[str, str]:
    """What a field chooses from, and how it reads."""
    if field.type == "choice":
        return {name: f"{name}: {meaning}" for name, meaning in field.options}
    if field.type == "entry":
        entries = {e.id: f"{e.id} {e.label}" for e in draft.known.entries.values() if not e.retired}
        return {NOTHING: "none: nothing corresponds", **dict(sorted(entries.items()))}
    return {option: _named(thing) for option, thing in things(draft, field).items()}


def _named(thing: Thing) -> str:
    return f"{thing.label} ({thing.id.partition(':')[2]})"


def _one(names: Mapping[str, str], given: Any, key: str, label: str) -> str | None:
    options = list(names)
    if given and str(given) not in names:  # what is not known is shown and told, not lost
        options.insert(0, str(given))
    _begin(key, str(given) if given else None)
    return st.selectbox(label, options, key=key, index=None, format_func=lambda o: names.get(o, o), placeholder=_CHOOSE)


def _many(options: Mapping[str, Thing], given: Any, key: str, label: str) -> list[str]:
    chosen = [str(g) for g in given] if isinstance(given, list) else [str(given)] if given else []
    _begin(key, chosen)
    return list(
        st.multiselect(
            label, [*dict.fromkeys(c for c in chosen if c not in options), *options], key=key, placeholder=_CHOOSE,
            format_func=lambda o: _named(options[o]) if o in options else o,
        )
    )  # fmt: skip


def _groups(options: Mapping[str, Thing], given: Any, key: str, label: str) -> list[list[str]]:
    """One widget for each set, and an empty one for the next."""
    groups = [g for g in given or [] if isinstance(g, list)]
    found = []
    for number in range(len(groups) + 1):
        own = groups[number] if number < len(groups) else []
        name = label if not number else f"{label}, set {number + 1}"
        if chosen := _many(options, own, f"{key}-{number}", name):
            found.append(chosen)
    return found


def _begin(key: str, value: Any) -> None:
    """Fill a widget from the draft where it is new on the page."""
    if key not in st.session_state:
        st.session_state[key] = value
