"""BibTeX and the BibTeX of biblatex, as works. With ``people`` the home of bibtexparser.

The library finds entries, fields and their lines and parts names; macros, ``#`` and cross-references are put together
here, because it leaves them as they stand where one is unknown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.importers.works import people
from kg.importers.works.identifiers import is_arxiv, plain_arxiv
from kg.importers.works.judge import judge
from kg.importers.works.latex import LatexError, to_text
from kg.importers.works.model import Fault, Record, WorkEntry
from kg.importers.works.values import FieldValueError, evaluate

if TYPE_CHECKING:
    from bibtexparser.library import Library

#: Entries of one text; a larger one is a library, not what one addition brings.
ENTRY_LIMIT = 2_000
#: Where a work may have come out, by the fields that tell it, the most telling first.
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "howpublished", "school", "institution", "publisher")
#: What a cross-reference may lead to that is no work of its own here.
_CONTAINERS = {"proceedings", "mvproceedings", "collection", "mvcollection", "reference", "mvreference", "xdata", "set"}
#: What is read of an entry, and the fields that tell it, the most telling first.
_FIELDS = {
    "title": ("title",), "subtitle": ("subtitle",), "year": ("year", "date"), "venue": _VENUES, "volume": ("volume",),
    "pages": ("pages",), "doi": ("doi",), "arxiv": ("eprint",), "url": ("url",), "language": ("langid", "language"),
}  # fmt: skip
#: What is set as it stands.
_VERBATIM = {"doi", "arxiv", "url"}
#: What a volume does not hand down to what is printed in it.
_PECULIAR = {"author", "title", "subtitle", "doi", "url", "pages", "eprint"}
#: All fields that are read; an abstract with an unknown macro does no harm.
_READ = {"author", "crossref", "xdata", "archiveprefix", "eprinttype", *(f for own in _FIELDS.values() for f in own)}
_MEND = "Close every brace and quotation mark, put a comma between fields, and begin no line within a field with '@'."
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    kind: str
    line: int
    values: Mapping[str, str]
    lines: Mapping[str, int]

    def fault(self, field: str, message: str, remedy: str) -> Fault:
        return Fault(self.lines.get(field, self.line), field, message, remedy, self.key)


def read_bibtex(text: str) -> tuple[list[WorkEntry], list[Fault]]:
    """The works of a BibTeX text in its order, and all that is wrong with the others."""
    library = _split(text)
    faults = list(_unreadable(library))
    if len(library.entries) > ENTRY_LIMIT:
        message = f"there are {len(library.entries):,} entries; {ENTRY_LIMIT:,} are taken at a time."
        return [], [Fault(1, "", message, "Export the works you cite.")]
    macros, wrong = _macros(library)
    faults += wrong
    entries, broken, wrong = _entries(library, macros)
    faults += wrong
    records = []
    for key, entry in entries.items():
        if key in broken or _is_container(entry, entries):
            continue
        record, wrong = _record(entry, entries)
        faults += wrong
        if not wrong:
            records.append(record)
    works, wrong = judge(records)
    faults += wrong
    if not works and not faults:
        faults.append(Fault(1, "", "there is no entry.", "An entry looks like @article{key, title = {…}, …}."))
    return works, sorted(faults, key=lambda fault: fault.line)


def _split(text: str) -> Library:
    from bibtexparser.entrypoint import parse_string

    # What it would write to the log is told as a fault.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return parse_string(text.replace("\r\n", "\n").replace("\r", "\n"), parse_stack=[])


def _unreadable(library: Library) -> Iterator[Fault]:
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ImplicitComment

    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            yield _twice(line, block.key, (block.previous_block.start_line or 0) + 1)
        elif isinstance(block, DuplicateFieldKeyBlock):
            entry: Any = block.ignore_error_block
            twice = ", ".join(sorted(block.duplicate_keys))
            message = "a field stands twice in this entry."
            yield Fault(line, twice, message, "Keep one of the two.", entry.key if entry else "")
        else:
            reason = str(getattr(block.error, "abort_reason", "") or block.error).replace("`", "'").strip().rstrip(".")
            yield Fault(line, "", f"what begins here cannot be read: {reason}.", _MEND)
    for comment in library.comments:
        if isinstance(comment, ImplicitComment) and (found := re.search(r"^\s*\w+\s*\{[^\n]*", comment.comment)):
            line = (comment.start_line or 0) + 1
            message = f"{found[0].strip()[:40]!r} is no entry, and was not read."
            yield Fault(line, "", message, "Begin an entry with '@', as in @article{key, …}.")


def _macros(library: Library) -> tuple[dict[str, str], list[Fault]]:
    macros, faults = dict(zip(_MONTHS, _MONTHS)), []
    for block in library.strings:
        try:
            macros[block.key.lower()] = evaluate(str(block.value), macros)
        except FieldValueError as error:
            line = (block.start_line or 0) + 1
            faults.append(Fault(line, "@string", f"{block.key}: {error}.", "Define it before it is used."))
    return macros, faults


def _entries(library: Library, macros: Mapping[str, str]) -> tuple[dict[str, _Entry], set[str], list[Fault]]:
    """The entries by their keys in lower case, as BibTeX compares them, and which of them cannot be used."""
    entries: dict[str, _Entry] = {}
    broken: set[str] = set()
    faults: list[Fault] = []
    for block in library.entries:
        entry, wrong = _evaluated(block, macros)
        key = entry.key.lower()
        if key in entries:
            wrong.append(_twice(entry.line, entry.key, entries[key].line))
        else:
            entries[key] = entry
        broken |= {key} if wrong else set()
        faults += wrong
    return entries, broken, faults


def _twice(line: int, key: str, first: int) -> Fault:
    message = f"the key {key!r} stands twice; first on line {first}."
    return Fault(line, "", message, "Give each entry its own key.", key)


def _evaluated(block: Any, macros: Mapping[str, str]) -> tuple[_Entry, list[Fault]]:
    values: dict[str, str] = {}
    lines = {field.key.lower(): field.start_line + 1 for field in block.fields}
    entry = _Entry(block.key, block.entry_type.lower(), (block.start_line or 0) + 1, values, lines)
    faults = []
    if not entry.key:
        faults.append(entry.fault("", "the entry has no key.", "Write one behind the brace, as in @article{key, …}."))
    for field in block.fields:
        name = field.key.lower()
        if name in values:
            faults.append(entry.fault(name, "the field stands twice in this entry.", "Keep one of the two."))
        try:
            values[name] = evaluate(str(field.value), macros)
        except FieldValueError as error:
            if name in _READ:
                faults.append(entry.fault(name, f"{error}.", "Put text into braces; define a macro with @string."))
    return entry, faults


def _is_container(entry: _Entry, entries: Mapping[str, _Entry]) -> bool:
    """Whether an entry is there only for others to refer to; its fields are read with theirs."""
    if entry.kind in ("xdata", "set"):
        return True
    key = entry.key.lower()
    return entry.kind in _CONTAINERS and any(
        e.values.get("crossref", "").strip().lower() == key for e in entries.values()
    )


def _record(entry: _Entry, entries: Mapping[str, _Entry]) -> tuple[Record, list[Fault]]:
    values, faults = _with_references(entry, entries)
    texts, lines = {}, dict(entry.lines)
    for name, fields in _FIELDS.items():
        field = next((f for f in fields if values.get(f, "").strip()), "")
        lines[name] = entry.lines.get(field, entry.line)
        try:
            texts[name] = _plain(values[field]) if name in _VERBATIM else to_text(values.get(field, ""))
        except KeyError:
            continue
        except LatexError as error:
            faults.append(entry.fault(field, f"{error}.", "Write the character itself, in UTF-8."))
    _put_together(texts, values)
    families, more, wrong = people.of_bibtex(values.get("author", ""))
    faults += [entry.fault("author", message, remedy) for message, remedy in wrong]
    return Record(entry.key, entry.line, families, more, {n: t for n, t in texts.items() if t}, lines), faults


def _with_references(entry: _Entry, entries: Mapping[str, _Entry]) -> tuple[dict[str, str], list[Fault]]:
    """The fields of an entry and those that it has from the entries it refers to."""
    values, faults = dict(entry.values), []
    for reference in ("crossref", "xdata"):
        if not (key := values.get(reference, "").strip()):
            continue
        if (parent := entries.get(key.lower())) is None:
            faults.append(entry.fault(reference, f"there is no entry {key[:60]!r}.", "Add it to the text."))
        else:
            values = _inherited(parent, whole=reference == "xdata") | values
    return values, faults


def _inherited(parent: _Entry, *, whole: bool) -> dict[str, str]:
    """What an entry has from another: of a volume all but what is peculiar to it, and its title as that of the book."""
    if whole:
        return dict(parent.values)
    own = {name: value for name, value in parent.values.items() if name not in _PECULIAR}
    title = parent.values.get("booktitle") or parent.values.get("title", "")
    return own | ({"booktitle": title} if title else {})


def _put_together(texts: dict[str, str], values: Mapping[str, str]) -> None:
    """Make one of what BibTeX holds in several fields."""
    volume, subtitle = texts.pop("volume", ""), texts.pop("subtitle", "")
    if subtitle:
        texts["title"] = f"{texts.get('title', '')}: {subtitle}"
    if re.match(r"https?://\S+$", texts.get("venue", "")):
        venue = texts.pop("venue")
        texts["url"] = texts.get("url") or venue
    elif volume and texts.get("venue") and ("journal" in values or "journaltitle" in values):
        texts["venue"] += f" {volume}"
    archive = values.get("archiveprefix", values.get("eprinttype", "")).strip().lower()
    # An eprint of an archive that is not named is taken for what it looks like.
    if archive != "arxiv" and (archive or not is_arxiv(plain_arxiv(texts.get("arxiv", "")))):
        texts.pop("arxiv", None)


def _plain(value: str) -> str:
    r"""An identifier or address, which is set as it stands; some write ``\_`` all the same."""
    bare = re.sub(r"\\url\s*\{(.*)\}", r"\1", value.strip())
    bare = re.sub(r"\\([_%&#~{}$])(?:\{\})?", r"\1", bare.replace(r"\textasciitilde{}", "~"))
    return bare.strip().removeprefix("{").removesuffix("}").strip()
