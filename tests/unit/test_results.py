"""Tables as text: rounding, escaping, width, and the unbound cell."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from kg.results import Column, Table, Term, Triple, iri, literal, show_number
from kg.turtle import write_found

XSD = "http://www.w3.org/2001/XMLSchema#"


def decimal(text: str) -> Term:
    return Term("literal", text, XSD + "decimal")


@pytest.fixture
def table() -> Table:
    rows: list[tuple[Term | None, ...]] = [
        (iri("https://w3id.org/threatpraxis/id/attack/evasion"), decimal("18.181818181818"), None),
        (iri("http://example.org/x y"), decimal("0"), literal('a "quoted", | piped\n<b>cell</b>')),
    ]
    return Table(["thing", "share", "note"], rows, columns={"share": Column("Share", "%", 1)})


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [("18.15", 1, "18.2"), ("18.25", 1, "18.3"), ("-0.05", 1, "-0.1"), ("0", 1, "0.0"), ("2.5", 0, "3"),
     ("7.400", None, "7.4"), ("0.0000000001", None, "0"), ("1E+2", None, "100")],
)  # fmt: skip
def test_numbers_are_rounded_half_up_and_only_for_display(value: str, digits: int | None, shown: str) -> None:
    assert show_number(Decimal(value), digits) == shown


def test_csv_keeps_full_iris_and_can_be_read_back(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(table.render("csv"))))
    assert rows[0] == ["thing", "share", "note"]
    assert rows[1] == ["https://w3id.org/threatpraxis/id/attack/evasion", "18.2", ""]
    assert rows[2][2] == 'a "quoted", | piped\n<b>cell</b>'


def test_json_tells_missing_from_zero(table: Table) -> None:
    first, second = json.loads(table.render("json"))["rows"]
    assert first["note"] is None
    assert second["share"] == 0
    assert first["share"] == pytest.approx(18.181818181818)


def test_markdown_cells_cannot_break_the_table_or_carry_html(table: Table) -> None:
    lines = table.render("md").splitlines()
    assert len(lines) == 4
    assert "\\|" in lines[3]
    assert "<b>" not in lines[3]


def test_a_table_fits_the_width_of_the_terminal() -> None:
    rows: list[tuple[Term | None, ...]] = [(literal("x" * 200), literal("short"), decimal("1"))]
    lines = Table(["long", "note", "n"], rows).render("table", 40).splitlines()
    assert max(len(line) for line in lines) <= 40
    assert "…" in lines[2]
    assert "short" in lines[2]


def test_control_characters_of_a_label_do_not_reach_the_terminal() -> None:
    text = Table(["label"], [(literal("a\x1b[2Jb\rc"),)]).render("table")
    assert "\x1b" not in text
    assert "\r" not in text


def test_an_ill_typed_number_is_shown_and_does_not_end_the_program() -> None:
    assert Term("literal", "ten", XSD + "integer").python() == "ten"


def test_pandas_gets_numbers_as_numbers(table: Table) -> None:
    frame = table.to_pandas()
    assert list(frame.columns) == ["thing", "share", "note"]
    assert frame["share"].tolist() == pytest.approx([18.181818181818, 0.0])


def test_turtle_can_be_read_back_with_hostile_texts() -> None:
    import rdflib

    hostile = 'a"b\\c\nd\te<script>'
    subject = iri("https://w3id.org/threatpraxis/id/attack/x")
    triples = [
        Triple(subject, iri("http://www.w3.org/2004/02/skos/core#prefLabel"), Term("literal", hostile, lang="en"))
    ]
    graph = rdflib.Graph().parse(data=write_found(triples), format="turtle")
    assert [str(o) for o in graph.objects()] == [hostile]


def test_what_was_found_is_written_alike_in_whatever_order_and_under_whatever_labels() -> None:
    import random

    import rdflib
    from rdflib.compare import isomorphic

    def at(name: str) -> Term:
        return iri(f"https://w3id.org/threatpraxis/id/attack/{name}")

    said = iri("https://w3id.org/threatpraxis/ontology#position")
    triples = [
        Triple(at("b"), said, literal(2)), Triple(at("b"), said, literal(10)),
        Triple(at("a"), said, Term("blank", "x")),
        Triple(Term("blank", "x"), said, literal("one")), Triple(Term("blank", "y"), said, literal("two")),
        Triple(Term("blank", "y"), said, Term("blank", "x")), Triple(at("a"), iri("urn:not-ours"), at("b")),
    ]  # fmt: skip
    first = write_found(triples)
    for seed in range(20):
        dice = random.Random(seed)  # noqa: S311  # shuffles, hides nothing
        names = dict(zip("xy", dice.sample(["n1", "n2", "0a"], 2), strict=True))
        other = [
            Triple(*(t._replace(value=names[t.value]) if t.kind == "blank" else t for t in one)) for one in triples
        ]
        dice.shuffle(other)
        assert write_found(other + other[:3]) == first
    lines = "".join(f"{s.sparql()} {p.sparql()} {o.sparql()} .\n" for s, p, o in triples)
    assert isomorphic(rdflib.Graph().parse(data=first, format="turtle"), rdflib.Graph().parse(data=lines, format="nt"))
    assert "attack:b\n    praxis:position 10, 2 .\n" in first


@pytest.mark.parametrize("odd", ["no scheme", "http://e.org/a b", 'http://e.org/"<x>"', "http://e.org/\\u0020\n`{|}^"])
def test_what_is_no_iri_is_written_so_that_it_ends_where_it_ends(odd: str) -> None:
    import pyoxigraph as ox

    text = write_found([Triple(iri(odd), iri("urn:p"), literal(1)), Triple(iri("urn:s"), iri("urn:p"), iri(odd))])
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, lenient=True))) == 2
