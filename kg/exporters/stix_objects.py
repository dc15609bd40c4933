"""Objects of STIX 2.1 as every bundle of ours makes them."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kg import terms

Object = dict[str, Any]
_HOME = terms.BASE.rstrip("/")


def identifier(kind: str, *parts: str) -> str:
    """A name-based id (RFC 4122, version 5): what it names has the same id in every bundle."""
    return f"{kind}--{uuid5(NAMESPACE_URL, ' '.join((kind, _HOME, *parts)))}"


#: Who says what stands in a bundle.
AUTHOR = identifier("identity", "threatpraxis")


def author(at: str) -> Object:
    """The identity behind a bundle.

    :param at: the time, as STIX writes it
    """
    return stamped("identity", AUTHOR, at, name="ThreatPraxis", identity_class="system")


def stamped(kind: str, id_: str, at: str, **properties: Any) -> Object:
    """An object with what all objects have."""
    by = {} if id_ == AUTHOR else {"created_by_ref": AUTHOR}
    return {"type": kind, "spec_version": "2.1", "id": id_, **by, "created": at, "modified": at, **properties}


def reference(source: str, number: str, url: str, description: str = "") -> Object:
    """An external reference."""
    found = {"source_name": source, "external_id": number} | ({"url": url} if url else {})
    return found | ({"description": description} if description else {})
