"""Syntax errors in words: where, which word, what was expected, and what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import SparqlSyntaxError, did_you_mean, shorten
from kg.store.guard import tokens
from kg.terms import PREFIXES

#: The words of SPARQL 1.1: what may stand in a query outside names, texts and variables.
KEYWORDS = (
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "AS", "FILTER",
    "OPTIONAL", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "IN", "GROUP", "BY", "HAVING", "ORDER",
    "ASC", "DESC", "LIMIT", "OFFSET", "UNDEF", "NAMED", "TRUE", "FALSE", "A",
    "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "SEPARATOR",
    "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND",
    "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER",
    "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1",
    "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI", "ISURI", "ISBLANK",
    "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE",
)  # fmt: skip
#: Namespaces that people use beside ours, each by the prefix its own documentation gives it.
WELL_KNOWN = {
    "dbo": "http://dbpedia.org/ontology/", "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/", "dcat": "http://www.w3.org/ns/dcat#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#", "org": "http://www.w3.org/ns/org#",
    "schema": "http://schema.org/", "sd": "http://www.w3.org/ns/sparql-service-description#",
    "time": "http://www.w3.org/2006/time#", "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#", "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}  # fmt: skip
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_DECLARED = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)


def explain(sparql: str, message: str) -> SparqlSyntaxError:
    """The parser's message as an error a person can act on.

    :param sparql: the query, in which the place is looked up
    :param message: as pyoxigraph words it: ``error at LINE:COLUMN: expected one of …``
    """
    match = _PLACE.search(message)
    if match is None:
        return SparqlSyntaxError(shorten(message, 300), remedy="Compare with the SPARQL 1.1 grammar.")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    if not _begins_well(sparql):
        return no_form(sparql)
    if misspelt := _misspelt_word(sparql, line, column):
        return misspelt
    if undeclared := _undeclared_prefix(sparql, line, column):
        return undeclared
    word = word_at(sparql, line, column)
    names = _expected_words(expected)
    if unclosed := _unclosed(sparql, line, column):
        return SparqlSyntaxError(
            f"the query ends too early; {unclosed} not closed", line=line, column=column,
            remedy="Close every bracket that was opened.",
        )  # fmt: skip
    found = f"{word!r} does not belong here" if word else "the query ends too early"
    remedy = f"Expected {', '.join(names)}." if names else "Compare with the SPARQL 1.1 grammar."
    return SparqlSyntaxError(found, line=line, column=column, remedy=remedy, word=word, expected=names)


_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)


def _begins_well(sparql: str) -> bool:
    return _first_word(sparql)[0].upper() in _FORMS


def _first_word(sparql: str) -> tuple[str, int]:
    """The first word behind the declarations, and its place."""
    start = _PROLOGUE.match(sparql).end()  # type: ignore[union-attr]  # it matches the empty text too
    return re.match(r"\w*", sparql[start:])[0], start  # type: ignore[index]


def no_form(sparql: str) -> SparqlSyntaxError:
    """The error for a text that does not begin as a query does."""
    # The parser complains far behind a misspelt SELECT, about what it would have wanted there.
    word, start = _first_word(sparql)
    near = did_you_mean(word, (*_FORMS, "PREFIX", "BASE")) if word else []
    remedy = (f"Did you mean {' or '.join(near)}? " if near else "") + f"A query begins with {', '.join(_FORMS)}."
    found = f"{shorten(word, 40)!r} begins no query" if word else "there is no query"
    return _at(sparql, start, found, remedy, word=word, expected=_FORMS, fixes=near)


def _at(
    sparql: str, offset: int, message: str, remedy: str, word: str = "", expected: Iterable[str] = (),
    fixes: Iterable[str] = (),
) -> SparqlSyntaxError:  # fmt: skip
    before = sparql[:offset]
    line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
    return SparqlSyntaxError(
        message, line=line, column=column, remedy=remedy, word=word, expected=expected, fixes=fixes
    )


def _offset(sparql: str, line: int, column: int) -> int:
    return sum(len(text) + 1 for text in sparql.split("\n")[: line - 1]) + column - 1


def _misspelt_word(sparql: str, line: int, column: int) -> SparqlSyntaxError | None:
    # The parser goes on behind a word it does not know and complains about what follows: FLTER(?x) is blamed on ?x.
    place = _offset(sparql, line, column)
    for token in tokens(sparql):
        if token.lastgroup == "other" and token[0] in "\"'" and token.start() <= place:
            return _at(sparql, token.start(), "the text that begins here is not closed", "Add the closing quote.")
    for token in reversed([t for t in tokens(sparql) if t.lastgroup == "word" and t.start() <= place]):
        if token[0].upper() in KEYWORDS or token[0][0].isdigit():
            continue
        near = did_you_mean(token[0], KEYWORDS)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "Variables begin with ?, names have a prefix."
        found = f"{shorten(token[0], 40)!r} is no word of SPARQL"
        return _at(sparql, token.start(), found, remedy, word=token[0], fixes=near)
    return None


def _unclosed(sparql: str, line: int, column: int) -> str:
    """How many brackets are open where the query ends, if it is the end that the parser complains of."""
    rest = [
        t for t in tokens(sparql) if t.end() > _offset(sparql, line, column) and t.lastgroup not in ("space", "comment")
    ]
    if len(rest) > 1:
        return ""
    kinds = [t.lastgroup for t in tokens(sparql)]
    missing = kinds.count("open") - kinds.count("close")
    return "" if missing < 1 else f"{missing} bracket{'s are' if missing > 1 else ' is'}"


def word_at(sparql: str, line: int, column: int) -> str:
    """The word that a place in a text lies in or before; empty at the end of the text."""
    lines = sparql.split("\n")
    if line > len(lines):
        return ""
    rest = lines[line - 1]
    start = column - 1
    while 0 < start <= len(rest) and re.match(r"[\w:?$.-]", rest[start - 1]):
        start -= 1
    text = (rest[start:] + "\n" + "\n".join(lines[line:])).strip()
    match = re.match(r"[\w:?$.-]+|<[^>\s]*>|.", text)
    return shorten(match[0], 40) if match else ""


def _undeclared_prefix(sparql: str, line: int, column: int) -> SparqlSyntaxError | None:
    # The parser goes on behind such a name, and may complain about what follows: in { ?x foo:bar ?y } about ?y.
    place, declared = _offset(sparql, line, column), set(_DECLARED.findall(sparql))
    for token in tokens(sparql):
        prefix, colon, _ = token[0].partition(":")
        if token.lastgroup != "name" or not colon or token.start() > place:
            continue
        if prefix == "_" or prefix in PREFIXES or prefix in declared:
            continue
        known = did_you_mean(prefix, PREFIXES)
        hint = f"Did you mean {' or '.join(k + ':' for k in known)}? " if known else ""
        declaration = f"PREFIX {prefix}: <{WELL_KNOWN.get(prefix.lower(), '…')}>"
        fixes = [declaration] if prefix.lower() in WELL_KNOWN else [k + ":" for k in known]
        remedy = f"{hint}Declare it: {declaration}. Ours are there without declaration."
        found = f"the prefix {prefix + ':'!r} is not declared"
        return _at(sparql, token.start(), found, remedy, word=prefix + ":", fixes=fixes)
    return None


def _expected_words(expected: str) -> list[str]:
    # Single characters and character classes say little; keywords and what is meant in words say a lot.
    words = re.findall(r"\b[A-Z][A-Z_]{1,}\b|\"[({})]\"|A dot[^,]*|SELECT \*[^,]*", re.sub(r"\[[^\]]*\]", "", expected))
    return list(dict.fromkeys(w for w in words if w in KEYWORDS or not w.isupper()))[:8]
