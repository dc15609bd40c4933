"""DOI and arXiv id: found in what people write, without resolver and version, and judged by their syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/|doi\s*:\s*", re.IGNORECASE)
#: As in shapes:Work-doi and shapes:Work-arxiv.
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_ARXIV = re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}")
_ARXIV_PREFIX = re.compile(
    r"(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv\s*:\s*|10\.48550/arxiv\.)", re.IGNORECASE
)
_VERSION = re.compile(r"(?:v[0-9]+)?(?:\.pdf)?$", re.IGNORECASE)
# In running text, such as "arXiv preprint arXiv:2101.00001 [cs.CR]".
_MENTIONED = re.compile(
    _ARXIV_PREFIX.pattern + r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})", re.IGNORECASE
)


def plain_doi(text: str) -> str:
    """A DOI without the address of its resolver.

    >>> plain_doi("https://doi.org/10.5555/A%3C1")
    '10.5555/A<1'
    >>> plain_doi("doi:10.5555/a")
    '10.5555/a'
    """
    found = _RESOLVER.match(text.strip())
    rest = text.strip()[found.end() :] if found else text.strip()
    return unquote(rest) if found and found[0].lower().startswith("http") else rest


def is_doi(text: str) -> bool:
    """Whether a text has the form of a DOI; whether it is registered, only a resolver knows."""
    return _DOI.fullmatch(text) is not None and text.isprintable()


def plain_arxiv(text: str) -> str:
    """An arXiv id without address and version.

    >>> plain_arxiv("https://arxiv.org/pdf/2101.00001v2.pdf")
    '2101.00001'
    """
    stripped = text.strip()
    found = _ARXIV_PREFIX.match(stripped)
    return _VERSION.sub("", stripped[found.end() :] if found else stripped)


def is_arxiv(text: str) -> bool:
    """Whether a text has the form of an arXiv id, of before or after 2007."""
    return _ARXIV.fullmatch(text) is not None


def arxiv_in(*texts: str) -> Iterator[str]:
    """The arXiv ids that texts mention by address, by DOI, or after ``arXiv:``.

    >>> list(arxiv_in("arXiv preprint arXiv:2101.00001v3", "10.48550/ARXIV.2101.00002"))
    ['2101.00001', '2101.00002']
    """
    for text in texts:
        for found in _MENTIONED.finditer(text):
            yield found[1]
