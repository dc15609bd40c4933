"""Comments stay, each at what it belongs to: worked out by hand."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.formatter.text import format_text

P = "@prefix e: <http://example.org/> .\n"


def formatted(text: str) -> str:
    """The canonical form, which is its own canonical form."""
    once = format_text(text, "t.ttl")
    assert format_text(once, "t.ttl") == once
    return once


def test_header_sections_and_what_stands_above_a_block_keep_their_place() -> None:
    text = (
        "# Header, first line\n# second line\n\n# after a gap\n\n" + P + "\n"
        "# -- section --\n# with a remark\n\n"
        "# About x.\ne:x\n    e:p 1 .\n\n"
        "# -- another section --\n\n"
        "e:y\n    e:p 1 .\n\n"
        "# the end\n"
    )
    assert formatted(text) == text
    squeezed = (
        text.replace("\n\n# -- s", "\n# -- s").replace("\n\n# -- a", "\n\n\n\n# -- a").replace("\n\n# the", "\n# the")
    )
    assert formatted(squeezed) == text


def test_comments_within_a_block_stand_above_the_property_they_belong_to() -> None:
    text = """
e:x # the subject
    # before q
    e:q 1 ; # after q
    e:p e:b, # after b
        # before a
        e:a
    ; # after the mark
    # e:r 3 ;
    a e:T . # the type
# next
e:y e:p 1 . # beside y
"""
    assert formatted(P + text) == P + (
        "\n# the subject\ne:x\n    # e:r 3 ;\n    # the type\n    a e:T ;\n"
        "    # after b\n    # before a\n    # after the mark\n    e:p e:a, e:b ;\n"
        "    # before q\n    # after q\n    e:q 1 .\n\n"
        "# next\n# beside y\ne:y e:p 1 .\n"
    )


def test_comments_within_brackets_open_them() -> None:
    text = """e:x e:p [ # of the value
        e:b 2 ; # of b
        # of a
        e:a ( 1 # of the list
              2 )
        # at the end
    ] ; e:q ( # of q
    1 ) .
[ # of nobody
  a e:T ] .
"""
    assert formatted(P + text) == P + (
        "\n# of the value\ne:x\n    e:p [\n        # of a\n        # of the list\n        # at the end\n"
        "        e:a ( 1 2 ) ;\n        # of b\n        e:b 2\n    ] ;\n    # of q\n    e:q ( 1 ) .\n\n"
        "# of nobody\n[]\n    a e:T .\n"
    )


def test_comments_at_prefixes_go_with_the_prefix_and_none_is_lost_with_it() -> None:
    text = """# header
@prefix f: <http://example.org/f#> . # of f
# of e
@prefix e: <http://example.org/> .
# of the unused
@prefix u: <http://example.org/u#> . # unused too
# of the base
@base <http://example.org/> .
# about x
e:x e:p f:y .
"""
    assert formatted(text) == (
        "# header\n# of the base\n# of e\n# of the unused\n# unused too\n\n"
        "@prefix e: <http://example.org/> .\n# of f\n@prefix f: <http://example.org/f#> .\n\n"
        "# about x\ne:x e:p f:y .\n"
    )


def test_a_comment_between_two_blocks_of_a_subject_keeps_them_apart() -> None:
    text = P + "\ne:x\n    e:p 1 .\n\n# ours\ne:x\n    e:p 2 .\n"
    assert formatted(text) == text
    assert formatted(text.replace("# ours", "")) == P + "\ne:x\n    e:p 1, 2 .\n"


def test_notes_on_statements_stay_behind_what_they_are_about() -> None:
    text = (
        P + "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "\ne:y\n    e:p 1 .\n\n# why\n[]\n    a owl:Axiom ;\n    owl:annotatedSource e:y ;\n    e:q 2 .\n\n"
        "e:a\n    e:p 3 .\n"
    )
    assert formatted(text) == text


@pytest.mark.parametrize(
    "comment", ['# "quoted', "# <open", "#", "# [ ( '''", '# """', "# it's; over. # twice", "#é ✓"]
)
def test_what_a_comment_says_is_no_turtle(comment: str) -> None:
    text = f"e:x\n    {comment}\n    e:p <http://example.org/a#b>, 'no # comment' ; {comment}\n    e:q 1 .\n"
    assert formatted(P + text) == (
        f"{P}\ne:x\n    {comment}\n    {comment}\n    e:p 'no # comment', <http://example.org/a#b> ;\n    e:q 1 .\n"
    )


# -- many texts --

_IRIS = ["e:a", "e:b.c", "<http://example.org/d#e>", "<http://example.org/x>", "f:é", "_:l1", "_:l2"]
_LITERALS = ['"x"', "'it\\'s'", '"""a\n"b" # no"""', "1", "-2.50", "1e3", "true", '"v"@en', '"3"^^e:t', "'''q'''"]


def _value(random_: random.Random, depth: int) -> list[str]:
    kind = random_.random()
    if depth and kind < 0.2:
        return ["[", *_pairs(random_, depth - 1, at_least=0), "]"]
    if depth and kind < 0.35:
        return ["(", *(t for _ in range(random_.randrange(4)) for t in _value(random_, depth - 1)), ")"]
    return [random_.choice(_IRIS if kind < 0.7 else _LITERALS)]


def _pairs(random_: random.Random, depth: int, at_least: int = 1) -> list[str]:
    made: list[str] = []
    for _ in range(random_.randrange(at_least, 4)):
        made += [";"] * random_.randrange(1, 3) if made else []
        made.append(random_.choice(["a", "e:p", "e:q", "f:r", "<http://example.org/p>"]))
        made += _value(random_, depth)
        for _ in range(random_.randrange(3)):
            made += [",", *_value(random_, depth)]
    return [*made, ";"] if made and random_.random() < 0.2 else made


def _statement(random_: random.Random) -> list[str]:
    kind = random_.random()
    if kind < 0.1:
        return [random_.choice(["@prefix g: <http://example.org/g#> .", "PREFIX f: <http://example.org/x/>"])]
    subject = [random_.choice(_IRIS)]
    if kind < 0.25:
        subject = ["[", *_pairs(random_, 1), "]"]
        return [*subject, *(_pairs(random_, 1, at_least=0)), "."]
    if kind < 0.3:
        subject = ["(", *_value(random_, 1), ")"]
    return [*subject, *_pairs(random_, 2), "."]


def _text(random_: random.Random) -> tuple[str, list[str]]:
    """Some Turtle, and the comments in it, each of which occurs once."""
    pieces = ["@prefix e: <http://example.org/> .", "@prefix f: <http://example.org/f/> ."]
    for _ in range(random_.randrange(1, 6)):
        pieces += _statement(random_)
    text, comments = "", []
    for piece in pieces:
        if random_.random() < 0.15:
            comments.append(f'# comment {len(comments)} "<[')
            text += comments[-1] + "\n"
        text += piece + random_.choice([" ", " ", "\n", "\n\n", "\t"])
    return text, comments


@pytest.mark.parametrize("seed", range(60))
def test_any_text_keeps_triples_and_comments_and_is_stable(seed: int) -> None:
    text, comments = _text(random.Random(seed))  # noqa: S311  # no secret: the same texts each time
    result = formatted(text)
    before, after = rdflib.Graph().parse(data=text), rdflib.Graph().parse(data=result)
    assert isomorphic(before, after)
    assert Counter(re.findall(r"^ *(# comment .*)$", result, re.MULTILINE)) == Counter(comments)
