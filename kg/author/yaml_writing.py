"""An addition as the YAML file that would give it."""

from __future__ import annotations

from typing import Any

from kg.author.fields import Form


class _Number(str):
    """Digits that stand without quotes."""

    __slots__ = ()


def to_yaml(form: Form, given: dict[str, Any]) -> str:
    """A file that gives exactly these values, in the order of the form.

    :param given: texts, lists and mappings by field
    """
    import yaml

    whole = _ordered(form, given)

    class Dumper(yaml.SafeDumper):
        """Writes what YAML's safe writer writes, numbers as they were given, and each field on a line of its own."""

        def represent_mapping(self, tag: Any, mapping: Any, flow_style: Any = None) -> Any:
            return super().represent_mapping(tag, mapping, False if mapping is whole else flow_style)

    def number(dumper: Any, value: _Number) -> Any:
        return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in value else 'int'}", str(value))

    Dumper.add_representer(_Number, number)
    text: str = yaml.dump(whole, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None)
    return f"# {form.title[0].upper()}{form.title[1:]}. {form.intro}\n{text}"


def _ordered(form: Form, given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in form.fields:
        value = given.get(field.name)
        if field.form and isinstance(value, list):
            found[field.name] = [_ordered(field.form, part) for part in value]
        elif value:
            found[field.name] = _Number(value) if field.type in ("number", "whole") else value
    return {name: value for name, value in found.items() if value}
