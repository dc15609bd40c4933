"""The YAML of an addition to be filled in, with what each field is for; and an entry as such a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from textwrap import wrap

from kg.author.fields import Field, Form

_WIDTH = 100


def template(form: Form) -> str:
    """A file to be filled in: what must be given stands free, everything else behind ``#``."""
    head = [f"# {line}" for line in wrap(f"{form.title[0].upper()}{form.title[1:]}. {form.intro}", _WIDTH)]
    return "\n".join([*head, "# Lines that begin with '#' are not read. Remove it where you fill something in.", "",
                      *_fields(form, "")]) + "\n"  # fmt: skip


def _fields(form: Form, indent: str) -> Iterator[str]:
    for field in form.fields:
        note = f"{field.label}{' (needed)' if field.required else ''}. {field.help}".strip()
        yield from (f"{indent}# {line}" for line in wrap(note, _WIDTH))
        for name, meaning in field.options:
            yield f"{indent}#   {name} = {meaning}"
        yield from _value(field, indent)
        if not indent:
            yield ""


def _value(field: Field, indent: str) -> Iterator[str]:
    mark = indent if field.required else f"{indent}# "
    if not (field.type == "parts" and field.form):
        yield f"{mark}{field.name}: {_example(field)}".rstrip()
        return
    yield f"{mark}{field.name}:"
    for dash, inner in zip(_dashes(), field.form.fields, strict=False):
        if not inner.form:
            yield f"{mark}  {dash}{inner.name}: {_example(inner)}".rstrip()
            continue
        yield f"{mark}    {inner.name}:"
        for inner_dash, least in zip(_dashes(), inner.form.fields, strict=False):
            yield f"{mark}      {inner_dash}{least.name}: {_example(least)}".rstrip()


def _dashes() -> Iterator[str]:
    """What begins each line of an item of a list."""
    return chain(["- "], repeat("  "))


def _example(field: Field) -> str:
    example = f'"{field.example}"' if any(c in field.example for c in ":#") else field.example
    return f"[{example}]" if field.several else example
