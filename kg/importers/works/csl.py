"""CSL-JSON, as Zotero and other reference managers export it and resolvers of DOIs answer it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from kg.importers.works import people
from kg.importers.works.judge import judge
from kg.importers.works.latex import tidy
from kg.importers.works.model import Fault, Record, WorkEntry

#: Items of one text, as of BibTeX.
ITEM_LIMIT = 2_000
#: Typography that CSL allows in a text, and what publishers deposit beside it; the words between are kept.
_TYPOGRAPHY = re.compile(
    r"</?(?:i|b|em|strong|sup|sub|sc|scp|tt|u|span(?:\s+(?:class|style)=\"[^\"<>]*\")?|(?:jats|mml):[a-z]+[^<>]*)\s*/?>",
    re.IGNORECASE,
)
_NO_LIST = "A CSL-JSON text is a list of records: [{…}, {…}]. Export it as 'CSL JSON'."


def read_csl(text: str, *, looked_up: bool = False) -> tuple[list[WorkEntry], list[Fault]]:
    """The works of a CSL-JSON text in its order, and all that is wrong with the others.

    :param looked_up: whether a resolver answered it
    """
    items, fault = _items(text)
    if fault:
        return [], [fault]
    records, faults = [], []
    for line, item in items:
        record, wrong = _record(line, item)
        faults += wrong
        if not wrong:
            records.append(record)
    works, wrong = judge(records, looked_up)
    return works, sorted(faults + wrong, key=lambda f: f.line)


def _items(text: str) -> tuple[list[tuple[int, Any]], Fault | None]:
    """The records with the lines where they begin, or what is wrong with the whole."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        return [], Fault(error.lineno, "", f"this is no JSON: {error.msg}.", "Export it again as 'CSL JSON'.")
    except RecursionError:
        return [], Fault(1, "", "its lists are nested too deep.", _NO_LIST)
    except ValueError as error:  # a number of thousands of digits
        return [], Fault(1, "", f"this cannot be read: {error}.", _NO_LIST)
    if isinstance(whole, dict) and ("title" in whole or "DOI" in whole):
        return [(1, whole)], None
    if not isinstance(whole, list):
        return [], Fault(1, "", "there is no list of records.", _NO_LIST)
    if not whole:
        return [], Fault(1, "", "the list is empty.", "Choose what to export.")
    if len(whole) > ITEM_LIMIT:
        message = f"there are {len(whole):,} records; {ITEM_LIMIT:,} are taken at a time."
        return [], Fault(1, "", message, "Export the works you cite.")
    return list(_placed(text)), None


def _placed(text: str) -> Iterator[tuple[int, Any]]:
    """The items of a list that is known to be one, each with its line."""
    decoder, between = json.JSONDecoder(), re.compile(r"[\s,]*")
    place = text.index("[") + 1
    while True:
        found = between.match(text, place)
        assert found is not None, "the pattern matches nothing too"
        place = found.end()
        if text[place] == "]":
            return
        item, end = decoder.raw_decode(text, place)
        yield text.count("\n", 0, place) + 1, item
        place = end


def _record(line: int, item: Any) -> tuple[Record, list[Fault]]:
    if not isinstance(item, dict):
        return Record("", line), [Fault(line, "", f"{str(item)[:40]!r} is no record.", _NO_LIST)]
    key = item.get("id", item.get("DOI", ""))
    bare = Record(tidy(str(key))[:80] if isinstance(key, str | int) else "", line)
    texts, faults = {}, []
    for name, (field, alternatives) in _FIELDS.items():
        value = next((item[a] for a in (field, *alternatives) if item.get(a)), None)
        text = _text(value)
        if text is None:
            faults.append(bare.fault(name, f"{str(value)[:60]!r} is no text.", f"Write '{field}' as one text."))
        elif text:
            texts[name] = text
    texts["year"] = _year(item)
    _mend(texts, item)
    families, more, wrong = people.of_csl(item.get("author"))
    faults += [bare.fault("author", message, remedy) for message, remedy in wrong]
    return Record(bare.key, line, families, more, texts), faults


def _text(value: Any) -> str | None:
    """A text without typography; the first of several; None for what is none."""
    if value is None:
        return ""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return tidy(html.unescape(_TYPOGRAPHY.sub("", value))) if isinstance(value, str) else None


def _year(item: dict[str, Any]) -> str:
    """The year as far as it is told; what is no year is given back for the message."""
    issued = item.get("issued") or item.get("published") or item.get("original-date")
    if not isinstance(issued, dict):
        return tidy(str(issued)) if issued else ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return tidy(str(parts[0][0] if parts[0][0] is not None else ""))
    said = issued.get("raw") or issued.get("literal") or issued.get("string-date") or ""
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", said) if isinstance(said, str) else None
    return found[0] if found else tidy(str(said))


def _mend(texts: dict[str, str], item: dict[str, Any]) -> None:
    """Put together what CSL holds in several fields."""
    if texts.get("venue") and item.get("type") == "article-journal" and (volume := _text(item.get("volume"))):
        texts["venue"] += f" {volume}"
    texts.setdefault("venue", _text(item.get("publisher")) or "")
    number = texts.pop("number", "")
    archive = (_text(item.get("archive")) or _text(item.get("publisher")) or "").lower()
    if re.match(r"arxiv\s*:", number, re.IGNORECASE):
        texts["arxiv"] = number
    elif archive != "arxiv":
        texts.pop("arxiv", None)


_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "title": ("title", ()),
    "venue": ("container-title", ("event-title", "event", "collection-title")),
    "pages": ("page", ()),
    "doi": ("DOI", ()),
    "arxiv": ("archive_location", ("archive-location",)),
    "number": ("number", ()),
    "url": ("URL", ()),
    "language": ("language", ()),
}
