"""The canonical form of Turtle, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import ModuleError
from kg.formatter.iris import resolve
from kg.formatter.reading import DEEPEST
from kg.formatter.text import format_text
from kg.formatter.tokens import FormatError
from kg.results import Term, Triple
from kg.store import sameness
from kg.turtle import Note, write

P = "@prefix e: <http://example.org/> .\n"


def formatted(text: str) -> str:
    """The canonical form, which is its own canonical form."""
    once = format_text(text, "t.ttl")
    assert format_text(once, "t.ttl") == once
    return once


def body(text: str) -> str:
    """The canonical form of blocks that use the prefix ``e``, without its declaration."""
    return formatted(P + text).removeprefix(P + "\n")


def test_properties_and_values_are_sorted_with_what_a_thing_is_first() -> None:
    text = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix unused: <http://example.org/unused#> .
        @prefix e: <http://example.org/> .
        e:x e:p 2, 1 ; skos:definition "Said."@en ; e:a e:c,
            e:b ; skos:prefLabel "X"@en ; rdf:type e:Thing .
        <http://example.org/y> a <http://example.org/Thing>
        .
    """
    assert formatted(text) == (
        "@prefix e: <http://example.org/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        "e:x\n"
        "    a e:Thing ;\n"
        '    skos:prefLabel "X"@en ;\n'
        '    skos:definition "Said."@en ;\n'
        "    e:a e:b, e:c ;\n"
        "    e:p 1, 2 .\n\n"
        "e:y\n"
        "    a e:Thing .\n"
    )


@pytest.mark.parametrize(
    "literal",
    [
        "8.50", "-8.50", "+1", ".5", "1.5e3", "1e-3", "true", "false", '"1"^^e:t', '"a"@en-GB', "'single'", "'it\\'s'",
        "'''it's'''", '"""say "no" twice"""', '"tab\\tquote\\"\\u00e9\\U0001F600"', '"caf\u00e9 \U0001f600"', '""',
        '"# no comment"', '"<no> ; [iri] ."', '"""two\n# lines"""',
    ],
)  # fmt: skip
def test_literals_stay_as_they_are_printed(literal: str) -> None:
    assert body(f"e:x a e:T;e:p {literal}.") == f"e:x a e:T ; e:p {literal} .\n" or "\n" in literal
    assert f"    e:p {literal} .\n" in body(f"e:x\na e:T;e:p {literal}.")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("e:x e:p 1.", "e:x e:p 1 .\n"),
        ("e:x e:p 1.0.", "e:x e:p 1.0 .\n"),
        ("e:x e:p 1.e1.", "e:x e:p 1.e1 .\n"),
        ("e:x e:p e:a.b.", "e:x e:p e:a.b .\n"),
        ("e:x e:p ().", "e:x e:p () .\n"),
        ("e:x e:p [].", "e:x e:p [] .\n"),
        ("e:x e:p [ ], [ ] .", "e:x e:p [], [] .\n"),
        ("e:x e:p (1(2 ())'a') .", "e:x e:p ( 1 ( 2 () ) 'a' ) .\n"),
        ("e:x e:q [e:q e:b;e:p e:c,e:a;;] .", "e:x e:q [ e:p e:a, e:c ; e:q e:b ] .\n"),
        ("[ e:p 1 ; a e:T ] .", "[] a e:T ; e:p 1 .\n"),
        ("[ e:q 1 ] e:p 1 .", "[] e:p 1 ; e:q 1 .\n"),
        ("(1 2) e:p 1 .", "( 1 2 ) e:p 1 .\n"),
        ("_:b e:p _:c .", "_:b e:p _:c .\n"),
        ("e:x e:p e:a, e:a ; e:p e:a .", "e:x e:p e:a .\n"),
        ("e:x e:p 01, 1, '1' .", "e:x e:p '1', 01, 1 .\n"),
        ("e:x e:p e:a\\,b, e:c%20d, e:, e:\u00e9 .",
         "e:x e:p <http://example.org/>, <http://example.org/a,b>, <http://example.org/c%20d>, "
         "<http://example.org/\u00e9> .\n"),
        ("e:x e:p <http://example.org/a#b>, <http://example.org/\\u0061> .",
         "e:x e:p <http://example.org/a#b>, e:a .\n"),
        ('e:x e:p "1"^^<http://example.org/t> .', 'e:x e:p "1"^^e:t .\n'),
        ("e:x e:p e:b . e:x e:p e:a .", "e:x\n    e:p e:a, e:b .\n"),
        ("e:x e:p e:a .\ne:y e:p e:a .", "e:x e:p e:a .\ne:y e:p e:a .\n"),
        ("e:x e:p e:a .\n\n\ne:y e:p e:a .", "e:x e:p e:a .\n\ne:y e:p e:a .\n"),
        ("e:x e:p e:a .\ne:x e:q e:b .", "e:x\n    e:p e:a ;\n    e:q e:b .\n"),
        ("e:x\n  e:p e:a .\ne:y e:p e:b .", "e:x\n    e:p e:a .\n\ne:y e:p e:b .\n"),
    ],
)  # fmt: skip
def test_small_things_have_one_form(given: str, shown: str) -> None:
    assert body(given) == shown
    before, after = rdflib.Graph().parse(data=P + given), rdflib.Graph().parse(data=P + shown)
    assert isomorphic(before, after)


def test_values_have_a_line_each_where_one_line_is_too_long() -> None:
    names = [f"e:{letter * 30}" for letter in "cab"]  # with commas 100 characters, and 20 around them
    exact = f"e:x\n    e:{'p' * 11} {', '.join(sorted(names))} ;\n    e:q 1 .\n"
    assert len(exact.splitlines()[1]) == 120
    assert body(exact) == exact
    longer = exact.replace("e:p", "e:pp", 1)
    assert body(longer) == longer.replace(", ", ",\n        ")


def test_brackets_that_are_too_long_are_opened() -> None:
    text = f"""e:x e:list ( e:{"a" * 60} [ e:q ( 1 2 ) ; a e:T ] e:{"b" * 60} ) ; e:both [ e:p "{"c" * 60}" ; e:q 1 ],
        [ e:p "{"d" * 60}" ; e:q 2 ; e:r 3 ], [ e:p "{"e" * 110}" ] ; e:short [ e:p 1 ], [] ."""
    assert body(text) == (
        "e:x\n"
        "    e:both [\n"
        f'        e:p "{"c" * 60}" ;\n'
        "        e:q 1\n"
        "    ], [\n"
        f'        e:p "{"d" * 60}" ;\n'
        "        e:q 2 ;\n"
        "        e:r 3\n"
        "    ], [\n"
        f'        e:p "{"e" * 110}"\n'
        "    ] ;\n"
        "    e:list (\n"
        f"        e:{'a' * 60}\n"
        "        [ a e:T ; e:q ( 1 2 ) ]\n"
        f"        e:{'b' * 60}\n"
        "    ) ;\n"
        "    e:short [ e:p 1 ], [] .\n"
    )


def test_a_shape_says_what_it_looks_at_first_and_its_message_last() -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
        e:S sh:message "Not so. Do this."@en ; sh:class e:T ; sh:severity sh:Warning ; sh:minCount 1 ;
        sh:path ( e:p [ sh:zeroOrMorePath e:q ] ) ; a sh:PropertyShape ; sh:targetClass e:T ."""
    assert formatted(text).partition("\n\n")[2] == (
        "e:S\n    a sh:PropertyShape ;\n    sh:targetClass e:T ;\n    sh:path ( e:p [ sh:zeroOrMorePath e:q ] ) ;\n"
        "    sh:minCount 1 ;\n    sh:class e:T ;\n    sh:severity sh:Warning ;\n"
        '    sh:message "Not so. Do this."@en .\n'
    )


def test_references_are_resolved_and_the_first_meaning_of_a_prefix_is_written() -> None:
    text = """BASE <http://example.org/a/b> PREFIX e: <../> PREFIX : <#>
        e:x :p <c>, <//other.org/d>, <?q>, <> .
        @prefix e: <http://other.org/> .
        e:x :p e:y ."""
    assert formatted(text) == (
        "@prefix : <http://example.org/a/b#> .\n@prefix e: <http://example.org/> .\n\n"
        "e:x :p <http://example.org/a/b>, <http://example.org/a/b?q>, <http://example.org/a/c>, "
        "<http://other.org/d> .\n"
        "<http://other.org/x> :p <http://other.org/y> .\n"
    )


@pytest.mark.parametrize(
    ("reference", "absolute"),
    [  # from RFC 3986, section 5.4
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
        ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
        ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
    ],
)  # fmt: skip
def test_references_are_resolved_as_the_standard_says(reference: str, absolute: str) -> None:
    assert resolve(reference, "http://a/b/c/d;p?q") == absolute


def test_what_says_nothing_yet_keeps_its_prefixes() -> None:
    assert formatted("") == ""
    assert formatted(" \n\n") == ""
    assert formatted("# mine\n" + P) == "# mine\n\n" + P


def test_line_ends_of_other_systems_go_and_those_in_a_literal_are_kept_by_name() -> None:
    assert formatted(P.replace("\n", "\r\n") + '# c\r\ne:x e:p """a\r\nb""" .\r\n') == (
        P + '\n# c\ne:x\n    e:p """a\\r\nb""" .\n'
    )
    assert formatted(P + "# old Mac\re:x e:p 1 .") == P + "\n# old Mac\ne:x e:p 1 .\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [("e:x e:p", "t.ttl:2:"), ("e:x e:p 'a\n' .", "t.ttl:2:"), ("f:x e:p 1 .", "t.ttl:2:1"),
     ("<x> e:p 1 .", "t.ttl:2:1"),
     ("e:x e:p 1 .\n\n e:y 2 .", "t.ttl:4:")],
)  # fmt: skip
def test_broken_turtle_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(ModuleError, match="no valid Turtle") as caught:
        format_text(P + text, "t.ttl")
    assert str(caught.value).startswith(place)
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["<< e:a e:b e:c >> e:p 1 .", "e:a e:b e:c {| e:p 1 |} .", 'VERSION "1.2"'])
def test_what_is_newer_than_turtle_1_1_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match=r"t\.ttl:2:.* not of Turtle 1\.1"):
        format_text(P + text, "t.ttl")


def test_brackets_may_stand_deep_but_not_without_end() -> None:
    def nested(depth: int) -> str:
        return "e:x e:p " + "[ e:p " * depth + "1" + " ]" * depth + " ."

    assert body(nested(DEEPEST)).count("[") == DEEPEST
    with pytest.raises(FormatError, match="deep"):
        body(nested(DEEPEST + 1))


def test_what_the_writer_of_modules_makes_is_canonical() -> None:
    def iri(name: str) -> Term:
        return Term("iri", f"http://example.org/{name}")

    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [
        Term("literal", 'a "b" \\ \n\t\r c \x07 \u0085'), Term("literal", "8.50", xsd + "decimal"), iri("a.b"),
        Term("literal", "x", xsd + "integer"), Term("literal", "-1", xsd + "integer"), iri("caf\u00e9"), iri(""),
        Term("literal", "true", xsd + "boolean"), Term("literal", "colour", "", "en-GB"), iri("long" * 40),
    ]  # fmt: skip
    triples = [Triple(iri(s), iri(p), v) for s in ("y", "x") for p in ("q", "p") for v in values]
    notes = [Note(triples[0], ((iri("p"), values[0]),)), Note(triples[1], ((iri("p"), values[3]),))]
    text = write(triples, {"e": "http://example.org/", "xsd": xsd}, "Made by hand.\nTwo lines.", notes)
    assert format_text(text, "t.ttl") == text


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("e:a e:p [ e:q 1 ], [ e:q 2 ] .", "e:a e:p [ e:q 2 ], [ e:q 1 ] .", True),
        ("e:a e:p [ e:q 1 ], [ e:q 1 ] .", "e:a e:p [ e:q 1 ] .", False),
        ("e:a e:p [ e:q ( 1 2 ) ] .", "e:a e:p [ e:q ( 2 1 ) ] .", False),
        ("e:a e:p [], [] .", "e:a e:p [], [] .", True),
        ("e:a e:p [] .", "e:a e:p [], [] .", False),
        ("[] e:p [ e:q [] ] .", "[] e:p [] . [] e:q [] .", False),
        ("e:a e:p _:x . e:b e:p _:x .", "e:a e:p [] . e:b e:p [] .", False),
        ("_:x e:p _:y . _:y e:p _:x .", "_:x e:p _:y . _:y e:p _:x .", True),
        ("_:x e:p _:y . _:y e:p _:x .", "_:v e:p _:w . _:w e:p _:v .", False),  # refused, though it would do
        ("e:a e:p 1 .", "e:a e:p 1.0 .", False),
        ("e:a e:p 1 .", "e:a e:p '1'^^<http://www.w3.org/2001/XMLSchema#integer> .", True),
    ],
)
def test_sameness_is_that_of_graphs(left: str, right: str, same: bool) -> None:
    def parse(text: str) -> list[object]:
        return sameness.parse(P + text, Path("t.ttl"))

    assert sameness.same(parse(left), parse(right)) is same
    if same:
        assert isomorphic(rdflib.Graph().parse(data=P + left), rdflib.Graph().parse(data=P + right))


def test_a_long_list_is_compared_in_no_time() -> None:
    text = f"e:x e:p ( {'1 ' * 3000}) ."
    assert body(text).count("\n        1") == 3000
