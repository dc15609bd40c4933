"""An addition as it was understood: each field's value with its meaning in the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import overload

from kg.author.fields import Form


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said in one form.

    :param values: by field, only what was given: texts for ``line``, ``text``, ``slug`` and ``choice``; IRIs for
        ``one`` and ``entry`` (:data:`kg.author.forms.NOTHING` for none); tuples for what takes several; ``int`` for
        ``whole`` and ``Decimal`` for ``number``
    :param lines: the line of each field in its file; 0 or missing where there is none
    """

    form: Form
    values: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text or an IRI; empty where nothing was given."""
        found = self.values.get(name, "")
        return found if isinstance(found, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Several texts or IRIs."""
        found = self.values.get(name, ())
        return tuple(v for v in found if isinstance(v, str)) if isinstance(found, tuple) else ()

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Sets of IRIs of which one each is enough."""
        found = self.values.get(name, ())
        return tuple(v for v in found if isinstance(v, tuple)) if isinstance(found, tuple) else ()

    def parts(self, name: str) -> tuple[Entry, ...]:
        """The smaller forms."""
        found = self.values.get(name, ())
        return tuple(v for v in found if isinstance(v, Entry)) if isinstance(found, tuple) else ()

    @overload
    def number(self, name: str) -> Decimal | None: ...
    @overload
    def number(self, name: str, default: Decimal) -> Decimal: ...
    def number(self, name: str, default: Decimal | None = None) -> Decimal | None:
        """A number; ``default`` where none was given."""
        found = self.values.get(name)
        return Decimal(found) if isinstance(found, int | Decimal) else default
