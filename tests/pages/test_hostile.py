"""Labels are hostile until shown as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import links
from app.components.dom import el, safe_href
from app.frame import guarded
from app.views.attack import safe_latex
from app.widgets import escape_markdown
from kg import shipped

Open = Any

MODULE = """@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/hostile> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:hostile a praxis:Attack ;
    skos:prefLabel "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png) [y](javascript:alert(2))"@en ;
    skos:definition "<script>alert(3)</script>"@en ;
    skos:altLabel "</textarea><b>bold"@en ;
    praxis:formalProblem "x$$ ![z](http://evil.example/z.png) $$" .
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a module that tries to run things."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "hostile.ttl").write_text(MODULE, encoding="utf-8")
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_hostile_label_is_shown_as_text_everywhere(page: Open, hostile: Path) -> None:
    for view, address in (
        ("attack", {"id": "hostile"}),
        ("attack", {}),
        ("taxonomy", {"id": "hostile"}),
        ("matrix", {}),
        ("overview", {"search": "hostile"}),
    ):
        seen = page(view, **address)
        assert "onerror=alert(1)" in seen.text
        assert not any(n["t"] in ("img", "script") for n in seen.nodes())
        assert not any("javascript:" in link or "evil.example" in link for link in seen.links)
        for formula in seen.test.latex:
            assert formula.value.strip().count("$") == 4
            assert not formula.proto.allow_html


def test_a_broken_file_is_named_with_its_line_and_the_rest_is_loaded(page: Open, hostile: Path) -> None:
    (hostile / "ontology" / "broken.ttl").write_text("@prefix a: <http://a/> .\na:b a:c .\n", encoding="utf-8")
    seen = page("gaps", attack="evasion")
    assert any(t.startswith("broken.ttl:2") for t in seen.texts)
    assert "72.7%" in seen.texts


def test_an_edit_of_the_workspace_shows_at_once(page: Open, hostile: Path) -> None:
    assert "brand-new" not in page("attack").text
    more = MODULE.replace("hostile", "brand-new").replace("<img", "brand-new <img")
    (hostile / "ontology" / "more.ttl").write_text(more, encoding="utf-8")
    assert "brand-new" in page("attack").text


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "vbscript:x",
        "http://[",
        "",
    ],
)
def test_addresses_that_run_or_mislead_are_dropped(href: str) -> None:
    assert safe_href(href) is None
    assert "href" not in el("a", "text", href=href).get("a", {})


@pytest.mark.parametrize("href", ["/attack?id=evasion", "https://doi.org/10.1", "#top", "mailto:a@b.example"])
def test_addresses_of_ours_and_of_the_web_are_kept(href: str) -> None:
    assert el("a", "text", href=href)["a"]["href"] == href


def test_nodes_carry_text_as_text() -> None:
    assert json.dumps(el("p", "<b>")) == '{"t": "p", "k": ["<b>"]}'


@pytest.mark.parametrize(
    "text", ["![x](http://e/x.png)", "[a](b)", "**b**", "$x$", ":red[x]", "<b>", "`c`", "http://e.example"]
)
def test_escaped_markdown_has_no_live_mark_left(text: str) -> None:
    escaped = escape_markdown(text)
    bare = escaped.replace("\\\\", "")
    for index, letter in enumerate(bare):
        if letter in "![]()*$<>`:":
            assert bare[index - 1] == "\\"


def test_a_formula_cannot_end_its_block() -> None:
    assert "$" not in safe_latex("x $$ ![a](b) $$")
    assert "\n" not in safe_latex("a\n\nb")


def test_values_in_addresses_are_encoded() -> None:
    assert links.page("/attack", id="a&b=c d") == "/attack?id=a%26b%3Dc%20d"


def test_an_unforeseen_error_shows_its_class_and_no_traceback(page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.views import gaps

    def fail() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(gaps, "draw", fail)
    seen = page("gaps")
    assert any("RuntimeError" in t for t in seen.texts)
    assert "secret detail" not in seen.text
    assert "Traceback" not in seen.text
    assert guarded
