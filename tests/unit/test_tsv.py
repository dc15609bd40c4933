"""Rows as TSV: what the engine writes is read back as it was, and no more of it is written than was wanted."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from kg.results import XSD_STRING, Term
from kg.store import tsv

XSD = "http://www.w3.org/2001/XMLSchema#"


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


# By hand, from section 4 of the W3C Recommendation and the grammar of Turtle.
@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("<http://x/ä>", Term("iri", "http://x/ä")),
        ("_:b0", Term("blank", "b0")),
        ('"x"', Term("literal", "x", XSD_STRING)),
        ('""', Term("literal", "", XSD_STRING)),
        ('"a\\tb\\nc\\r\\"d\\" \\\\n \\u00e4 \\U0001F600"', Term("literal", 'a\tb\nc\r"d" \\n ä 😀', XSD_STRING)),
        ('"say \\"@en\\""', Term("literal", 'say "@en"', XSD_STRING)),
        ('"x\u2028y"@en-gb', Term("literal", "x\u2028y", "", "en-gb")),
        ('"x"@en--ltr', Term("literal", "x", "", "en")),
        ('"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', Term("literal", "2020-01-01", XSD + "date")),
        ("5", Term("literal", "5", XSD + "integer")),
        ("-5", Term("literal", "-5", XSD + "integer")),
        ("-0.5", Term("literal", "-0.5", XSD + "decimal")),
        ("true", Term("literal", "true", XSD + "boolean")),
        ('<<( <http://a> <http://b> "x" )>>', Term("literal", '<<( <http://a> <http://b> "x" )>>')),
        ("", None),
    ],
)
def test_a_cell_is_the_term_that_the_standard_says(cell: str, term: Term | None) -> None:
    names, rows = tsv.read(f"?a\t?b\n{cell}\t{cell}\n".encode())
    assert names == ["a", "b"]
    assert rows == [(term, term)]


@pytest.mark.parametrize(
    ("data", "names", "rows"),
    [
        (b"?a\t?b\n", ["a", "b"], []),
        (b"?a\n\n", ["a"], [(None,)]),
        (b"?a\n\n\n", ["a"], [(None,), (None,)]),
        (b"\n\n", [], [()]),
        (b"\n", [], []),
    ],
)
def test_a_table_without_rows_values_or_columns_is_read_as_one(
    data: bytes, names: list[str], rows: list[tsv.Row]
) -> None:
    assert tsv.read(data) == (names, rows)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(
    ("limit", "kept", "cut"), [(0, 0, True), (1, 1, True), (2, 2, True), (3, 3, False), (9, 3, False)]
)
def test_just_the_first_rows_are_handed_on_wherever_the_pieces_end(size: int, limit: int, kept: int, cut: bool) -> None:
    lines = [b"?a\n", b'"first"\n', b"\n", b"3\n"]
    output = io.BytesIO()
    written = tsv.FirstRows(output, limit)
    try:
        for piece in _pieces(b"".join(lines), size):
            written.write(piece)
    except tsv.FullError:
        assert cut
    assert output.getvalue() == b"".join(lines[: kept + 1])
    assert (written.rows, written.cut, written.size) == (kept, cut, len(output.getvalue()))


@pytest.mark.parametrize("size", [1, 4, 7, 100])
def test_an_answer_of_too_many_bytes_ends_with_a_whole_row(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsv, "SIZE_LIMIT", 8)
    output = io.BytesIO()
    written = tsv.FirstRows(output, 1000)
    with pytest.raises(tsv.FullError):
        for piece in _pieces(b"?a\n" + b'"row"\n' * 50, size):
            written.write(piece)
    assert written.cut
    assert output.getvalue().endswith(b'"row"\n')
    assert len(output.getvalue()) <= 8 + max(size, len(b'"row"\n'))
