"""From what a person gave to an entry: each value is understood by its field; what does not fit is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from re import compile as pattern

from kg import terms
from kg.author.entry import Entry
from kg.author.faults import Fault
from kg.author.fields import Field, Form
from kg.author.forms import NOTHING
from kg.author.given import Given
from kg.author.known import Known, Thing
from kg.author.names import brought
from kg.author.texts import SLUG_LIMIT, fault_in, is_slug, plain, tidy
from kg.errors import did_you_mean, shorten
from kg.search import normalise

_NUMBER = pattern(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_DIGITS = pattern(r"[0-9]+(\.[0-9]+)?")
_WHOLE = pattern(r"[0-9]{1,9}")
#: Values of one field, and parts of one form.
_MOST = 100
#: Known things that are listed where none of them looks like what was given.
_LISTED = 40
#: Words by which something may be found: years and short words lead anywhere.
_WORD = re.compile(r"[a-z]{4,}")
#: Characters of an address or label by which a thing is chosen.
_ADDRESS = 400


class Reader:
    """Reads entries and gathers faults.

    :param known: what may be chosen
    :param also: things that the addition itself brings, such as new works, by kind and end of address
    """

    def __init__(self, known: Known, also: Mapping[str, Mapping[str, Thing]] | None = None) -> None:
        self._known = known
        self._also = {kind: dict(own) for kind, own in (also or {}).items()}
        self.faults: list[Fault] = []

    def bring(self, kind: str, slug: str, label: str) -> None:
        """Let other fields choose a thing that the addition itself brings."""
        iri = terms.individual(kind, slug)
        self._also.setdefault(kind, {})[slug] = Thing(iri, terms.compact(iri), label)

    def read(self, form: Form, given: Given, path: str = "") -> Entry:
        """The entry; what could not be understood is left out of it and told in :attr:`faults`."""
        if given.shape != "mapping":
            example = next(f.name for f in form.fields)
            remedy = f"Write '{example}: …', a field on each line."
            self._fault(path, f"this must be fields with values, not a {given.shape}.", remedy, given.line)
            return Entry(form, {})
        values: dict[str, object] = {}
        lines = {name: value.line for name, value in given.value.items()}
        for name, value in given.value.items():
            if name not in form.names:
                self._unknown_field(form, _join(path, plain(name)), name, value.line)
        for field in sorted(form.fields, key=lambda f: not f.brings):  # what is brought can be chosen by the others
            value = given.value.get(field.name)
            if value is None or value.empty:
                if field.required:
                    self._fault(_join(path, field.name), "it is missing.", f"Give {_what(field)}.",
                                value.line if value else given.line)  # fmt: skip
                continue
            if (understood := self._value(field, value, _join(path, field.name))) is not None:
                values[field.name] = understood
        return Entry(form, values, lines)

    # -- values by type --

    def _value(self, field: Field, given: Given, path: str) -> object | None:
        if field.type == "parts":
            return self._parts(field, given, path)
        if field.type == "groups":
            return self._groups(field, given, path)
        if field.several:
            return self._several(field, given, path)
        if given.shape != "text":
            self._fault(path, f"this must be one value, not a {given.shape}.", f"Give {_what(field)}.", given.line)
            return None
        return self._single(field, given, path)

    def _single(self, field: Field, given: Given, path: str) -> object | None:
        if field.type in ("one", "many", "groups"):
            return self._thing(field, given, path)
        text = self._text(field, given, path)
        if text is None:
            return None
        if field.type == "slug":
            return self._slug(text, given, path)
        if field.type == "choice":
            return self._choice(field, text, given, path)
        if field.type == "number":
            return self._number(text, given, path)
        if field.type == "whole":
            return self._whole(text, given, path)
        if field.type == "entry":
            return self._entry(text, given, path)
        return text

    def _text(self, field: Field, given: Given, path: str) -> str | None:
        raw = str(given.value)
        if field.type != "text" and "\n" in raw.strip():
            self._fault(path, "it has more than one line.", "Write it on one line.", given.line)
            return None
        text = tidy(raw)
        limit = SLUG_LIMIT if field.type == "slug" else field.limit
        if wrong := fault_in(raw if len(raw) > 2 * limit else text, limit):
            self._fault(path, *wrong, given.line)
            return None
        return text

    def _slug(self, text: str, given: Given, path: str) -> str | None:
        if is_slug(text):
            return text
        remedy = f"Use lower-case letters, digits and single hyphens, at most {SLUG_LIMIT}: sponge-early-exit."
        self._fault(path, f"{shorten(text, 60)!r} cannot be the end of an address.", remedy, given.line)
        return None

    def _choice(self, field: Field, text: str, given: Given, path: str) -> str | None:
        options = [name for name, _ in field.options]
        if text in options:
            return text
        self._fault(path, f"unknown value {shorten(text, 40)!r}.", f"One of {', '.join(options)}.", given.line)
        return None

    def _number(self, text: str, given: Given, path: str) -> Decimal | None:
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        if _DIGITS.fullmatch(text):
            self._fault(path, "it has more than 12 digits or more than 6 decimals.", "Round it.", given.line)
            return None
        self._fault(path, f"{shorten(text, 40)!r} is no number.", "Write digits such as 50 or 0.8.", given.line)
        return None

    def _whole(self, text: str, given: Given, path: str) -> int | None:
        if _WHOLE.fullmatch(text):
            return int(text)
        self._fault(path, f"{shorten(text, 40)!r} is no whole number.", "Write digits such as 2021.", given.line)
        return None

    def _entry(self, text: str, given: Given, path: str) -> str | None:
        if text.lower() == NOTHING:
            return NOTHING
        entries = self._known.entries
        found = entries.get(text.upper().removeprefix("ATLAS:"))
        if found is None:
            near = self._near(text, [e.id for e in entries.values()])
            remedy = f"Did you mean {' or '.join(near)}?" if near else "Give an id of ATLAS, NIST AI 100-2 or OWASP."
            self._fault(path, f"no catalogue has the id {shorten(text, 40)!r}.", remedy, given.line)
            return None
        if found.retired:
            self._fault(path, f"{found.id} was withdrawn by its catalogue.", "Choose what took its place.", given.line)
            return None
        return found.iri

    # -- several values --

    def _several(self, field: Field, given: Given, path: str) -> tuple[str, ...] | None:
        items = given.value if given.shape == "list" else [given]
        if given.shape == "mapping":
            self._fault(path, "this must be a list.", "Write '- ' before each value.", given.line)
            return None
        found: list[str] = []
        for number, item in enumerate(items[:_MOST], 1):
            inner = f"{path}[{number}]" if given.shape == "list" else path
            if item.shape != "text" or item.empty:
                self._fault(inner, "this must be one value.", f"Give {_what(field)}.", item.line)
                continue
            value = self._single(field, item, inner)
            if isinstance(value, str) and value in found:
                self._fault(inner, f"{shorten(str(item.value), 40)!r} stands there already.", "Keep one.", item.line)
            elif isinstance(value, str):
                found.append(value)
        self._too_many(items, given, path)
        return tuple(found)

    def _groups(self, field: Field, given: Given, path: str) -> tuple[tuple[str, ...], ...] | None:
        if given.shape != "list":
            self._fault(path, "this must be a list of lists.", "Write '- [first, second]'.", given.line)
            return None
        items = given.value
        if items and all(item.shape == "text" for item in items):  # one set, written without the outer list
            items = [given]
        found = []
        for number, item in enumerate(items[:_MOST], 1):
            inner = f"{path}[{number}]"
            group = self._several(field, item, inner) if item.shape == "list" else ()
            if group is not None and len(group) < 2:
                message = "a choice needs at least two that differ."
                self._fault(inner, message, "Give more, or put the one under 'requires'.", item.line)
            elif group:
                found.append(group)
        self._too_many(items, given, path)
        return tuple(found)

    def _parts(self, field: Field, given: Given, path: str) -> tuple[Entry, ...] | None:
        assert field.form is not None, "parts have a form"
        items = given.value if given.shape == "list" else [given]
        if given.shape == "text":
            remedy = f"Write '- {field.form.fields[0].name}: …'."
            self._fault(path, "this must be a list of entries.", remedy, given.line)
            return None
        several = given.shape == "list"
        entries = [
            self.read(field.form, item, f"{path}[{i}]" if several else path) for i, item in enumerate(items[:_MOST], 1)
        ]
        self._too_many(items, given, path)
        if field.brings:
            for entry in entries:
                self.bring(field.brings, *brought(entry))
        return tuple(entries)

    def _too_many(self, items: Iterable[Given], given: Given, path: str) -> None:
        if (count := len(list(items))) > _MOST:
            self._fault(path, f"there are {count} values; {_MOST} are allowed.", "Split the addition.", given.line)

    # -- things of the graph --

    def _thing(self, field: Field, given: Given, path: str) -> str | None:
        text = tidy(str(given.value))
        candidates = self._candidates(field.kinds)
        found = _matching(text, field.kinds, candidates) if len(text) <= _ADDRESS else []
        if not found and (wrong := fault_in(text, _ADDRESS)):
            self._fault(path, *wrong, given.line)
            return None
        if len(found) > 1:
            names = " or ".join(t.id for t in found)
            self._fault(path, f"{shorten(text, 60)!r} may mean {names}.", "Write which.", given.line)
            return None
        if not found:
            remedy = _in_a_list(text) if field.several and "," in text else self._known_ones(text, candidates)
            self._fault(path, f"unknown {_kind(field)} {shorten(text, 60)!r}.", remedy, given.line)
            return None
        if found[0].deprecated:
            instead = f"Use {found[0].instead}." if found[0].instead else "Choose another."
            self._fault(path, f"{found[0].id} is deprecated.", instead, given.line)
            return None
        return found[0].iri

    def _candidates(self, kinds: Iterable[str]) -> list[Thing]:
        return [
            thing
            for kind in kinds
            for thing in {**self._known.things.get(kind, {}), **self._also.get(kind, {})}.values()
        ]

    # -- faults --

    def _near(self, text: str, names: Iterable[str]) -> list[str]:
        """Names that may have been meant; none where there are so many faults that looking for them takes long."""
        return did_you_mean(text, names) if len(self.faults) < _MOST else []

    def _known_ones(self, text: str, candidates: list[Thing]) -> str:
        ends = {t.id.partition(":")[2]: t for t in candidates if not t.deprecated}
        by_label = {t.label: t for t in ends.values()}
        bare = text.rpartition(":")[2].rpartition("/")[2]
        near = self._near(bare, ends) or [by_label[n].id.partition(":")[2] for n in self._near(text, by_label)]
        if near:
            return f"Did you mean {' or '.join(near)}?"
        if len(ends) <= _LISTED:
            return f"Known: {', '.join(sorted(ends))}."
        words = set(_WORD.findall(text.lower()))
        sharing = sorted(end for end, t in ends.items() if words & set(_WORD.findall(f"{end} {t.label}".lower())))
        perhaps = f"Perhaps {' or '.join(sharing[:3])}? " if sharing else ""
        return f"{perhaps}'threatpraxis search WORDS' finds the {len(ends):,} that are known."

    def _unknown_field(self, form: Form, path: str, name: str, line: int) -> None:
        near = self._near(name, form.names)
        remedy = f"Did you mean {' or '.join(near)}?" if near else f"Fields: {', '.join(form.names)}."
        self._fault(shorten(path, 60), "there is no such field.", remedy, line)

    def _fault(self, field: str, message: str, remedy: str, line: int) -> None:
        self.faults.append(Fault(field, message, remedy, line))


def _matching(text: str, kinds: Iterable[str], candidates: list[Thing]) -> list[Thing]:
    """The things that a text names by address, prefixed name or end of the address; else by label."""
    meant = {terms.resolve(text, kind) for kind in kinds} - {None}
    return [t for t in candidates if t.iri in meant] or [t for t in candidates if normalise(t.label) == normalise(text)]


def _in_a_list(text: str) -> str:
    return f"Write several as [{shorten(', '.join(part.strip() for part in text.split(',')))}]."


def _kind(field: Field) -> str:
    return " or ".join({"asset": "asset", "dim": "dimension"}.get(kind, kind) for kind in field.kinds)


def _what(field: Field) -> str:
    if field.help and not field.example and not field.kinds:
        return f"a text: {field.help[0].lower()}{field.help[1:].rstrip('.')}"
    article = {"slug": "an id", "number": "a number", "whole": "a whole number", "lines": "short texts"}
    of_kinds = f"{'at least one' if field.several else 'an' if _kind(field)[:1] in 'aeiou' else 'a'} {_kind(field)}"
    what = article.get(field.type, of_kinds if field.kinds else "a text")
    return f"{what}, such as {field.example!r}" if field.example else what


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
