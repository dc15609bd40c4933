"""Broken input by chance: whatever a file holds, it is understood or refused in words, and soon."""

from __future__ import annotations

import time
from random import Random
from typing import Any

import pytest

from kg.author import service
from kg.author.faults import AdditionError
from kg.author.given import SIZE_LIMIT, from_yaml, plain
from kg.author.kinds import FORMS
from kg.author.known import Known
from kg.author.writing import propose
from kg.author.yaml_writing import to_yaml
from tests.unit.additions import GOOD
from tests.unit.additions.generator import WORDS, Chance

SEED = 20260402
#: Pieces that parsers stumble over.
PIECES = [word.encode() for word in WORDS] + [
    b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\r", b"\n", b"\n\n", b"\t", b": ", b"- ", b"? ", b"{", b"}", b"[",
    b"]", b"&a ", b"*a ", b"!!python/object:os.system ", b"!x ", b"<<: ", b"---\n", b"...\n", b"%YAML 9.9\n", b"'",
    b'"', b"\\", b"|\n", b">-\n", b"#", b",", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xf3\xa0\x81\x81", b"null",
    b"a" * 5000,
]  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


def answer(data: bytes, kind: str, known: Known) -> str:
    """What becomes of some bytes: a file, or why not."""
    form = FORMS[kind]
    try:
        entry = service.understand(form, from_yaml(data, "x.yaml"), known, name="x.yaml")
    except AdditionError as error:
        assert all(fault.message and fault.remedy for fault in error.faults), error
        assert str(error).replace("\n", "").isprintable(), ascii(str(error))
        assert len(str(error)) < 20_000
        return str(error)
    return propose(entry, known, "").text or ""


@pytest.mark.slow
def test_files_with_pieces_changed_are_understood_or_refused_in_words(known: Known) -> None:
    random, chance = Random(SEED), Chance(known, SEED)  # noqa: S311
    taken = 0
    for number in range(300):
        data = bytearray(to_yaml(FORMS["attack"], chance.attack(number)).encode())
        for _ in range(random.randint(1, 2)):
            at = random.randrange(len(data))
            data[at : at + random.choice((0, 1, 10))] = random.choice(PIECES)
        kind = random.choice(("attack",) * 9 + tuple(FORMS))
        taken += answer(bytes(data), kind, known).startswith("@prefix")
    assert 10 < taken < 250  # neither all nor nothing: the pieces break some, and some they do not


def test_values_of_any_shape_are_understood_or_refused_in_words(known: Known) -> None:
    random = Random(SEED)  # noqa: S311
    for kind, form in FORMS.items():
        paths = [path for path, _ in form.walk()]
        for _ in range(150):
            given = {
                random.choice(paths).partition(".")[0]: shape(random, 4, paths) for _ in range(random.randint(1, 8))
            }
            entry, faults = service.judge(form, plain(given), known)
            assert all(fault.message and fault.remedy for fault in faults), (kind, given)
            assert faults or propose(entry, known, "").text


def shape(random: Random, depth: int, paths: list[str]) -> Any:
    """A text, a number, nothing, a list or a mapping, with names of fields here and there."""
    if depth == 0 or random.random() < 0.4:
        return random.choice(
            (*WORDS, *paths, "", None, 7, -1, 0.5, float("nan"), True, "query-model", "evasion", "\ud800")
        )
    if random.random() < 0.5:
        return [shape(random, depth - 1, paths) for _ in range(random.randint(0, 4))]
    names = [p.rpartition(".")[2] for p in paths]
    return {random.choice(names): shape(random, depth - 1, paths) for _ in range(random.randint(0, 5))}


ROOM = SIZE_LIMIT - 1000
LARGE = {
    "unknown fields": "".join(f"f{n}: x\n" for n in range(ROOM // 10)),
    "a field again and again": "label: x\n" * (ROOM // 9),
    "unknown values": "acts-at: [" + "deploymen, " * (ROOM // 11) + "]\n",
    "parts": "needs:\n" + "- {requires: [querymodel]}\n" * (ROOM // 27),
    "unknown values in parts": "needs:\n" + ("- requires: [" + "querymodel, " * 200 + "]\n") * (ROOM // 2420),
    "unknown entries": "mappings:\n" + "- {to: AML.T00291, relation: x}\n" * (ROOM // 32),
    "brackets": "label: " + "[" * ROOM,
    "keys of keys": "? " * (ROOM // 2),
    "a long key": "x" * ROOM + ": y\n",
    "quotes": "label: " + "'" * ROOM,
    "an unending tag": "label: !!" + "x" * ROOM,
    "spaces": "label: x\n" + " " * ROOM,
    "angle brackets": "definition: " + "<a " * (ROOM // 3),
    "exclamation marks": "note: \"" + "![" * (ROOM // 2) + "\"\n",
    "combining marks": "label: a" + "\u0301" * (ROOM // 2),
    "digits": "year: " + "9" * ROOM,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_file_as_large_as_may_be_is_refused_soon(known: Known, name: str) -> None:
    begin = time.process_time()
    told = answer(LARGE[name].encode(), "attack", known)
    assert not told.startswith("@prefix")
    assert time.process_time() - begin < 5


def identifiers(known: Known, kind: str) -> tuple[str, str]:
    """A DOI or arXiv id of the graph, and the work that has it."""
    return next(
        (i, w.rpartition("/")[2])
        for i, w in sorted(known.identifiers.items())
        if i.startswith("10.") == (kind == "doi")
    )


@pytest.mark.parametrize("kind", ["doi", "arxiv"])
def test_an_identifier_of_the_graph_is_refused_in_whatever_case(known: Known, kind: str) -> None:
    identifier, work = identifiers(known, kind)
    for text in (identifier, identifier.upper()):
        for form, values, prefix in (
            ("work", {"title": "Made up", "authors": "Nobody", kind: text}, ""),
            ("attack", {"works": [{"title": "Made up", "authors": "Nobody", kind: text}]}, "works[1]."),
        ):
            faults = service.judge(FORMS[form], plain(values), known)[1]
            (fault,) = [f for f in faults if f.field == f"{prefix}{kind}"]
            assert f"work:{work}" in fault.message
            assert "Cite that work instead" in fault.remedy


def test_the_doi_of_an_arxiv_paper_is_the_same_identifier(known: Known) -> None:
    identifier, work = identifiers(known, "arxiv")
    values = {"title": "Made up", "authors": "Nobody", "doi": f"10.48550/arXiv.{identifier}"}
    (fault,) = service.judge(FORMS["work"], plain(values), known)[1]
    assert (fault.field, f"work:{work}" in fault.message) == ("doi", True)


def test_a_work_of_the_graph_under_another_id_is_refused_by_its_title(known: Known) -> None:
    title = "Wild Patterns: Ten Years After the Rise of Adversarial Machine Learning"
    given = {"id": "again", "title": f"{title.upper()}.", "authors": "Biggio, Roli", "year": "2018"}
    (fault,) = service.judge(FORMS["work"], plain(given), known)[1]
    assert (fault.field, "work:biggio2018" in fault.message) == ("title", True)
    assert service.judge(FORMS["work"], plain({**given, "title": "A title of its own"}), known)[1] == []


def test_what_all_cases_vary_is_good(known: Known) -> None:
    assert answer("\n".join(GOOD.values()).encode(), "attack", known).startswith("@prefix")
