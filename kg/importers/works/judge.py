"""From a record to a work: what must be there is there, and identifiers are what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from kg.importers.works import naming
from kg.importers.works.identifiers import arxiv_in, is_arxiv, is_doi, plain_arxiv, plain_doi
from kg.importers.works.model import Fault, Record, WorkEntry
from kg.terms import is_iri

#: As in shapes:Work-year.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LANGUAGES = {
    "english": "en", "american": "en", "british": "en", "usenglish": "en", "ukenglish": "en", "german": "de",
    "ngerman": "de", "deutsch": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "chinese": "zh", "japanese": "ja", "korean": "ko",
}  # fmt: skip
#: What stands for the venue of a preprint.
_PREPRINT = re.compile(
    r"arxiv(?:\.org)?(?: e-?prints?| preprints?)?(?:,? ?(?:abs/|arxiv:)\S+)?(?: \[.*\])?", re.IGNORECASE
)
_TAG = re.compile(r"([a-z]{2})(?:[-_][A-Za-z0-9]+)*")
_MISSING = {
    "author": "Add who wrote it; the name of an institution stands in braces in BibTeX and under 'literal' in CSL.",
    "title": "Add it as it is printed.",
    "year": "Add when it came out, such as 2021.",
}


def judge(records: Iterable[Record], looked_up: bool = False) -> tuple[list[WorkEntry], list[Fault]]:
    """The works of records, and all faults; a record with an error is no work.

    :param looked_up: whether a resolver was asked for them
    """
    entries, faults = [], []
    for record in records:
        entry, wrong = _judge(record, looked_up)
        faults += wrong
        if entry is not None:
            entries.append(entry)
    return naming.unlike(entries), faults


def _judge(record: Record, looked_up: bool) -> tuple[WorkEntry | None, list[Fault]]:
    faults = [
        record.fault(name, "it is missing.", _MISSING[name])
        for name, there in (("author", record.families), ("title", record.texts.get("title")))
        if not there
    ]
    year, wrong = _year(record)
    faults += wrong
    doi, wrong = _doi(record)
    faults += wrong
    arxiv, wrong = _arxiv(record, doi)
    faults += wrong
    url, wrong = _url(record, doi, arxiv)
    faults += wrong
    language, wrong = _language(record)
    faults += wrong
    if year is None or any(f.severity == "error" for f in faults):
        return None, faults
    entry = WorkEntry(
        "", "", record.texts["title"], record.families, year, record.more, _venue(record, arxiv),
        re.sub(r"(?<=\w)\s*[-–—]+\s*(?=\w)", "-", record.texts.get("pages", "")), doi, arxiv, url, language, looked_up,
        record.key, record.line,
    )  # fmt: skip
    return entry, faults


def _year(record: Record) -> tuple[int | None, list[Fault]]:
    text = record.texts.get("year", "")
    if not text:
        return None, [record.fault("year", "it is missing.", _MISSING["year"])]
    found = re.fullmatch(r"([0-9]{4})(?:-[0-9]{2}){0,2}(?:/.*)?", text, re.ASCII)
    if found and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return int(found[1]), []
    message = f"{text[:40]!r} is no year from {_FIRST_YEAR} to {_LAST_YEAR}."
    return None, [record.fault("year", message, "Write four digits, such as 2021.")]


def _doi(record: Record) -> tuple[str, list[Fault]]:
    doi = plain_doi(record.texts.get("doi", ""))
    if not doi or is_doi(doi):
        return doi, []
    remedy = "Write it as in 10.1000/182, or remove it if there is none."
    return "", [record.fault("doi", f"{doi[:80]!r} is no DOI.", remedy)]


def _arxiv(record: Record, doi: str) -> tuple[str, list[Fault]]:
    given = plain_arxiv(record.texts.get("arxiv", ""))
    if given and not is_arxiv(given):
        remedy = "Write it as in 2311.09994, or remove it if there is none."
        return "", [record.fault("arxiv", f"{given[:80]!r} is no arXiv id.", remedy)]
    mentioned = arxiv_in(doi, *(record.texts.get(name, "") for name in ("url", "venue")))
    found = list(dict.fromkeys([*([given] if given else []), *mentioned]))
    if len(found) > 1:
        message = f"the record names more than one arXiv id: {', '.join(found[:4])}."
        return "", [record.fault("arxiv", message, "Keep the one of this work.")]
    return (found[0] if found else ""), []


def _url(record: Record, doi: str, arxiv: str) -> tuple[str, list[Fault]]:
    """An address that says more than the identifiers do."""
    url = record.texts.get("url", "")
    if not url or (doi and plain_doi(url).lower() == doi.lower()) or (arxiv and arxiv in arxiv_in(url)):
        return "", []
    if urlsplit(url).scheme.lower() in ("http", "https") and is_iri(url):
        return url, []
    message = f"{url[:80]!r} is no address of a page."
    return "", [record.fault("url", message, "Write an address that begins with https://, or remove it.")]


def _language(record: Record) -> tuple[str, list[Fault]]:
    given = record.texts.get("language", "").strip()
    known = _LANGUAGES.get(given.lower())
    if not given or known:
        return known or "en", []
    if found := _TAG.fullmatch(given):
        return found[1], []
    message = f"the language {given[:40]!r} is not known; the title is recorded as English."
    return "en", [record.fault("language", message, "Write a tag such as 'de'.", warning=True)]


def _venue(record: Record, arxiv: str) -> str:
    venue = record.texts.get("venue", "")
    return "arXiv" if arxiv and (not venue or _PREPRINT.fullmatch(venue)) else venue
