"""Texts that are more than words: refused in every field of every form, by every way in."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from kg.author import service
from kg.author.fields import Field, Form
from kg.author.given import plain
from kg.author.kinds import FORMS
from kg.author.known import Known
from kg.author.letters import skeleton, stranger
from kg.author.texts import fault_in, slug_of

SCRIPTS = {
    "a script": "<script>alert(1)</script>",
    "a script that does not end": "x <script src=//x",
    "an image": '"><img src=x onerror=alert(1)>',
    "a drawing": "<svg/onload=alert(1)",
    "an unknown element": "<x-y onclick=alert(1)>",
    "an element that does not end": "<details open ontoggle=alert(1)",
    "a comment": "a <!-- b",
    "a declaration": "<!DOCTYPE html>",
    "full-width brackets": "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "references": "&lt;script&gt;",
    "numbered references": "&#60;b&#x3e;",
    "an address that runs": "JaVaScRiPt:alert(1)",
    "an address of Visual Basic": "vbscript:msgbox(1)",
    "a page in an address": "data:text/html,<b>",
    "a drawing in an address": "data:image/svg+xml;base64,PHN2Zz4=",
    "an image of Markdown": "![x](//x/y.png)",
    "a template": "{{constructor.constructor('alert(1)')()}}<b>",
}
FIELDS = [(kind, path, field) for kind, form in FORMS.items() for path, field in form.walk() if field.type != "parts"]
#: Fields whose values are words of one's own; what others take is looked up, or is a number.
WORDS = ("line", "text", "lines")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


def nested(form: Form, path: str, value: str) -> tuple[dict[str, Any], str]:
    """An addition that gives one field, and the path that messages have for it."""
    name, _, rest = path.partition(".")
    field = form.field(name)
    if rest:
        assert field.form is not None
        inner, told = nested(field.form, rest, value)
        return {name: [inner]}, f"{name}[1].{told}"
    if field.type == "groups":
        return {name: [[value, "query-model"]]}, f"{name}[1][1]"
    return {name: [value]} if field.several else {name: value}, f"{name}[1]" if field.several else name


def told(known: Known, kind: str, path: str, value: str) -> list[str]:
    """What is said of one field."""
    given, place = nested(FORMS[kind], path, value)
    return [f"{f.message} {f.remedy}" for f in service.judge(FORMS[kind], plain(given), known)[1] if f.field == place]


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_that_could_run_is_taken_in_any_field(known: Known, script: str) -> None:
    for kind, path, field in FIELDS:
        found = told(known, kind, path, SCRIPTS[script])
        assert found, f"{kind}.{path} takes {SCRIPTS[script]!r}"
        if field.type in WORDS and len(SCRIPTS[script]) <= field.limit:
            assert "it holds markup" in found[0], f"{kind}.{path}: {found}"
            assert "Write plain words" in found[0]


HIDDEN = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]


def test_no_character_that_shows_as_nothing_is_taken_in_any_field(known: Known) -> None:
    for kind, path, _ in FIELDS:
        for character in ("\u200b", "\u202e", "\x00", "\ud800", "\u3164"):
            assert told(known, kind, path, f"a{character}b"), f"{kind}.{path} takes U+{ord(character):04X}"


def test_every_character_that_unicode_calls_hidden_is_refused() -> None:
    spaces = {c for c in HIDDEN if c.isspace()} - {"\u2028", "\u2029"}  # these become single spaces
    visible = {chr(n) for n in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)}
    musical = {c for c in HIDDEN if c in map(chr, range(0x13430, 0x13460)) or c in map(chr, range(0x1BCA0, 0x1BCA4))}
    taken = [c for c in HIDDEN if fault_in(f"a{c}b", 100) is None]
    assert set(taken) - spaces - visible - musical == set()


def test_what_is_long_is_refused_in_every_field_at_once(known: Known) -> None:
    for kind, path, _ in FIELDS:
        found = told(known, kind, path, "a" * 1_000_000)
        assert found, f"{kind}.{path} takes a million characters"
        assert len(found[0]) < 500, f"{kind}.{path} repeats them"


GOOD_TEXTS = [
    "x < y and y > z", "a < b", "p<0.05", "1 << 2", "x <- y", "<3", "a->b", "L<sub", "AT&T & others", "R&D", "Q&A;",
    "\\min_{\\|\\delta\\|\\le\\epsilon} -L(f(x+\\delta), y) \\text{ s.t. } i < n", 'He said "no"', "C:\\temp\\x",
    "it's",
    "Angriff auf frühe Ausgänge", "海绵攻击", "атака", "επίθεση", "ε-greedy", "ΔAUC", "µs", "νSVM", "β-VAE", "L∞ norm",
    "naïve", "100 % of 5 €", "see [3] (p. 4)", "f[x](y)", "training data: text", "the script", "no", "007", "1e3", "~",
    "2021-05-01",
    "- a", "# b", "a: b", "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a`", "null", "'", '"', "a #b", "=",
    "😀 attack", "Ĺ\u0301", "مهاجم", "공격",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD_TEXTS)
def test_plain_words_of_any_language_and_comparisons_are_taken(text: str) -> None:
    assert fault_in(text, 600) is None


def test_words_that_mix_look_alike_letters_are_found_and_others_not() -> None:
    assert stranger("Ev\u0430sion") == "\u0430"
    assert stranger("white-b\u03bfx") == "\u03bf"
    assert stranger("\u0430\u0442\u0430\u043a\u0430 SVM") == ""  # two words, two scripts
    assert stranger("\u0394AUC \u03b5-greedy \u03bdSVM") == ""  # Greek letters of formulas look like no Latin ones


def test_names_that_read_the_same_have_the_same_skeleton() -> None:
    same = ["Back-door Attack", "backdoor  attack", "BACKDOOR_ATTACK", "\uff42\uff41ckdoor attack",
            "b\u00e2ckdoor attack.",
            "\u201cBackdoor\u201d attack", "b\u0430\u0441kd\u043e\u043er attack"]  # fmt: skip
    assert {skeleton(name) for name in same} == {"backdoorattack"}
    assert skeleton("C+W attack") != skeleton("C&W attack")
    assert skeleton("L0 attack") != skeleton("Lo attack")
    assert skeleton("\u6d77\u7ef5") != skeleton("\u6d77")


PATHS = ["../../x", "..\\x", "/etc/passwd", "%2e%2e%2f", "C:\\x", "a/../../b", "\x00x", "x" * 9999]


@pytest.mark.parametrize("name", PATHS)
def test_no_path_comes_of_a_name(name: str) -> None:
    assert set(slug_of(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug_of(name)) <= 60


def test_a_field_of_words_is_in_every_kind_of_addition() -> None:
    """The tests above would find nothing in forms that they do not walk."""
    kinds: dict[str, set[str]] = {}
    for kind, path, field in FIELDS:
        if isinstance(field, Field) and field.type in WORDS:
            kinds.setdefault(kind, set()).add(path)
    assert kinds["attack"] >= {"label", "note", "needs.variant", "needs.limits.unit", "mappings.why", "works.title"}
    assert set(kinds) == set(FORMS)
