"""IRIs as Turtle writes them: escapes, and references that are resolved against a base."""

from __future__ import annotations

import re

# RFC 3986, appendix B.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


def unescape(text: str) -> str:
    """The IRI between angle brackets with its ``\\u`` escapes replaced.

    >>> unescape("http://example.org/caf\\\\u00E9")
    'http://example.org/café'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def unescape_local(text: str) -> str:
    r"""The part of a prefixed name behind the colon without its backslashes.

    >>> unescape_local("a\\,b%20c")
    'a,b%20c'
    """
    return _LOCAL_ESCAPE.sub(r"\1", text)


def resolve(reference: str, base: str) -> str:
    """An IRI reference made absolute (RFC 3986, section 5.2); one with a scheme stays as it is, dots and all.

    >>> resolve("../d#e", "http://example.org/a/b/c?q")
    'http://example.org/a/d#e'
    """
    scheme, host, path, query, fragment = _split(reference)
    if scheme is not None:
        return reference
    base_scheme, base_host, base_path, base_query, _ = _split(base)
    if host is not None:
        path = _without_dots(path)
    elif not path:
        host, path, query = base_host, base_path, base_query if query is None else query
    else:
        path = _without_dots(path if path.startswith("/") else _merged(base_host, base_path, path))
        host = base_host
    return "".join((
        f"{base_scheme}:" if base_scheme is not None else "", f"//{host}" if host is not None else "", path,
        f"?{query}" if query is not None else "", f"#{fragment}" if fragment is not None else "",
    ))  # fmt: skip


def _split(text: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    found = _PARTS.fullmatch(text)
    assert found is not None  # every part may be missing, and the path takes what is left
    return found[1], found[2], found[3], found[4], found[5]


def _merged(host: str | None, base_path: str, path: str) -> str:
    if host is not None and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    rooted = path.startswith("/")
    for segment in segments[1:] if rooted else segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return ("/" if rooted else "") + "/".join(kept)
