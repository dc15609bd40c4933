"""Content negotiation: which of the offered forms a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Names under which clients also ask for a form; the answer is called by its own name.
ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
#: Names a person may give in ``format=``, and what SPARQLWrapper gives there.
FORMAT_NAMES = {
    "json": ("json", "jsonld"), "sparql-results+json": ("json",), "application/sparql-results+json": ("json",),
    "xml": ("xml", "rdf"), "application/sparql-results+xml": ("xml",), "csv": ("csv",), "text/csv": ("csv",),
    "tsv": ("tsv",), "text/tab-separated-values": ("tsv",), "ttl": ("ttl",), "turtle": ("ttl",),
    "text/turtle": ("ttl",), "nt": ("nt",), "ntriples": ("nt",), "n-triples": ("nt",),
    "application/n-triples": ("nt",), "rdf": ("rdf",), "rdfxml": ("rdf",), "rdf+xml": ("rdf",),
    "application/rdf+xml": ("rdf",), "jsonld": ("jsonld",), "json-ld": ("jsonld",), "application/ld+json": ("jsonld",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header: type, subtype, and how much it is wanted, from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def fits(self, media: str) -> int:
        """How exactly a media type fits: 0 not at all, 1 ``*/*``, 2 ``text/*``, 3 by name."""
        kind, _, subtype = media.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == subtype)


def ranges(accept: str) -> list[Range]:
    """The media ranges of an Accept header; what cannot be read is taken for ``not wanted``, as browsers expect."""
    found = []
    for part in accept.split(","):
        media, *parameters = (p.strip() for p in part.split(";"))
        kind, slash, subtype = media.lower().partition("/")
        if not slash or not kind or not subtype:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _quality(value)
        found.append(Range(kind, subtype, quality))
    return found


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), 1.0) if value == value else 0.0


def choose(accept: str | None, offered: Mapping[str, str], aliases: Mapping[str, str] = ALIASES) -> str | None:
    """The offered form that a client wants most; among equals the first. None where it wants none of them.

    :param accept: the header, None or empty where there is none: then anything will do
    :param offered: media types, which may have parameters, by short name
    """
    if not accept or not accept.strip():
        return next(iter(offered))
    wanted = ranges(accept)
    best, chosen = 0.0, None
    for name, media in offered.items():
        bare = media.partition(";")[0]
        quality = _wanted(wanted, [bare, *(a for a, of in aliases.items() if of == bare)])
        if quality > best:
            best, chosen = quality, name
    return chosen


def _wanted(wanted: Iterable[Range], names: Sequence[str]) -> float:
    # By name counts before by kind before anything; under several names, the kindest counts. Aliases have to be named.
    qualities = []
    for name in names:
        fitting = [(f, r.quality) for r in wanted if (f := r.fits(name)) and (f == 3 or name == names[0])]
        if fitting:
            exact = max(fit for fit, _ in fitting)
            qualities.append((exact, max(q for fit, q in fitting if fit == exact)))
    if not qualities:
        return 0.0
    closest = max(fit for fit, _ in qualities)
    return max(q for fit, q in qualities if fit == closest)


def wants_html(accept: str | None) -> bool:
    """Whether a client would rather have a page than data: browsers say so by name."""
    pages = [r for r in ranges(accept or "") if (r.type, r.subtype) in (("text", "html"), ("application", "xhtml+xml"))]
    return any(r.quality > 0 for r in pages)


def named(name: str, offered: Iterable[str]) -> str | None:
    """The offered form meant by a value of ``format=``; None where it is unknown or not offered."""
    meant = FORMAT_NAMES.get(name.strip().lower(), ())
    return next((form for form in offered if form in meant), None)
