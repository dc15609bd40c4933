"""BibTeX as works. All works here are made up; what a field must become was written down by hand."""

from __future__ import annotations

import time

import pytest

from kg.exporters.bibtex import Work, bibtex
from kg.graph import Graph
from kg.importers.works import Fault, WorkEntry, form_of, read_bibtex
from kg.importers.works.latex import LatexError, to_text

MADE_UP = r"""A line outside of entries is a remark in BibTeX.
@string{conf = "Conference on " # "Made-Up Examples"}
@inproceedings{one,
  author    = {M{\"u}ller, J{\"o}rg and Jan van der Berg and Erd{\H o}s, P. and {The {E}xample Society} and others},
  title     = {A {LaTeX} study --- 50\% \& more of \emph{$\epsilon$}-cases},
  booktitle = conf # { 2021},
  year      = 2021, month = mar,
  pages     = {1--10},
  doi       = {https://doi.org/10.5555/Made\_Up.1},
}
@ARTICLE(two,
  Author = "Ana Example",
  Title = "A second made-up study",
  Journal = {Journal of Examples}, Volume = 7,
  Date = {2022-03-04},
  URL = {https://example.org/two}
)
"""


def entry(fields: str) -> str:
    return "@misc{key,\n  author = {Example, Ana},\n  title = {A made-up study},\n  year = {2021},\n" + fields + "}\n"


def one(fields: str) -> WorkEntry:
    works, faults = read_bibtex(entry(fields))
    assert faults == []
    return works[0]


def fault(text: str) -> Fault:
    works, faults = read_bibtex(text)
    assert len(faults) == 1, faults
    assert works == [] or all(w.key != faults[0].key for w in works)
    return faults[0]


def test_an_entry_becomes_a_work_with_accents_macros_and_page_range() -> None:
    works, faults = read_bibtex(MADE_UP)
    assert faults == []
    assert works[0] == WorkEntry(
        slug="muller2021", label="Müller et al. 2021", title="A LaTeX study — 50% & more of ϵ-cases",
        authors=("Müller", "van der Berg", "Erdős", "The Example Society"), year=2021, more=True,
        venue="Conference on Made-Up Examples 2021", pages="1-10", doi="10.5555/Made_Up.1", key="one", line=3,
    )  # fmt: skip
    assert works[0].author_text == "Müller, van der Berg, Erdős, The Example Society et al."
    assert works[1] == WorkEntry(
        slug="example2022", label="Example 2022", title="A second made-up study", authors=("Example",), year=2022,
        venue="Journal of Examples 7", url="https://example.org/two", key="two", line=11,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}del", "Gödel"), (r"G\"odel", "Gödel"), (r"{\'E}mile", "Émile"), (r"\'{\i}", "í"), (r"\v{S}", "Š"),
        (r"{\L}ukasz", "Łukasz"), (r"\o re", "øre"), (r"Stra{\ss}e", "Straße"), (r"\c{c}a", "ça"), (r"\aa", "å"),
        ("e\u0301", "é"), ("``a'' -- b", "“a” – b"), ("O'Neil", "O'Neil"), ("A & B", "A & B"), ("50% of", "50% of"),
        (r"a\_b \# \$5", "a_b # $5"), (r"x\textsuperscript{2}", "x2"), (r"{\bf A} b", "A b"), ("a~b", "a b"),
        (r"\textbraceleft{}a\textbraceright{}", "{a}"), (r"$l_\infty$", "l_∞"), ("two\n   lines", "two lines"),
    ],
)  # fmt: skip
def test_latex_becomes_the_characters_it_means(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        (r"\mymacro{x}", r"\mymacro is not known"), (r"\input{/etc/passwd}", r"\input is not known"),
        (r"\newcommand{\a}{b}", r"\newcommand is not known"), ("costs $5", "no partner"), ("{" * 21 + "}" * 21, "deep"),
        ("}{", "no partner"), ("a\\", "backslash"), (r"\'", "no partner"), ("x" * 20_001, "20,001 characters"),
    ],
)  # fmt: skip
def test_latex_that_would_lose_something_is_refused(latex: str, why: str) -> None:
    with pytest.raises(LatexError, match=why.replace("\\", r"\\")):
        to_text(latex)


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2101.99999}, archivePrefix = {arXiv}", "eprint = {arXiv:2101.99999v3}, eprinttype = {arxiv}",
        "doi = {10.48550/arXiv.2101.99999}", "url = {https://arxiv.org/pdf/2101.99999v2.pdf}",
        "journal = {arXiv preprint arXiv:2101.99999}", "eprint = {2101.99999}",
    ],
)  # fmt: skip
def test_an_arxiv_id_is_found_wherever_people_write_it(fields: str) -> None:
    work = one(fields)
    assert (work.arxiv, work.venue, work.url) == ("2101.99999", "arXiv", "")


def test_an_eprint_of_another_archive_is_no_arxiv_id() -> None:
    assert one("eprint = {123456}, eprinttype = {jstor}").arxiv == ""
    assert one("eprint = {123456}").arxiv == ""


def test_two_arxiv_ids_in_one_record_are_told() -> None:
    found = fault(entry("eprint = {2101.99999}, archiveprefix = {arXiv}, url = {https://arxiv.org/abs/2101.88888}"))
    assert "2101.99999, 2101.88888" in found.message


@pytest.mark.parametrize(
    ("text", "line", "field", "says"),
    [
        ("@misc{k,\n author={A},\n year=2021}", 1, "title", "missing"),
        ("@misc{k,\n author={A}, title={T}}", 1, "year", "missing"),
        ("@misc{k,\n title={T}, year=2021}", 1, "author", "missing"),
        ("@misc{k,\n author={A}, title={T},\n year={in press}}", 3, "year", "'in press' is no year"),
        ("@misc{k,\n author={A}, title={T},\n year={20222}}", 3, "year", "no year"),
        ("@misc{k,\n author={A}, title={T},\n year=soon}", 3, "year", "macro 'soon' is not defined"),
        ("@misc{k,\n author={A},\n title={T} {U}, year=2021}", 3, "title", "not joined"),
        ("@misc{k,\n author={A},\n title={\\mine x}, year=2021}", 3, "title", r"\mine is not known"),
        ("@misc{k,\n author={A}, title={T}, year=2021,\n doi={11.5/x}}", 3, "doi", "no DOI"),
        ("@misc{k,\n author={A}, title={T}, year=2021,\n url={javascript:alert(1)}}", 3, "url", "no address"),
        ("@misc{k,\n author={A, B, C, D}, title={T}, year=2021}", 2, "author", "cannot be read"),
        ("@misc{k,\n author={A and }, title={T}, year=2021}", 2, "author", "missing beside"),
        ("@misc{k,\n author={A and {} and B}, title={T}, year=2021}", 2, "author", "empty"),
        ("@misc{k,\n author={A}, title={T}, year=2021,\n crossref={gone}}", 3, "crossref", "no entry 'gone'"),
        ("@misc{,\n author={A}, title={T}, year=2021}", 1, "", "no key"),
        ("@misc{k,\n author={A}, title={T}, TITLE={U}, year=2021}", 2, "title", "twice"),
        ("@misc{k,\n author={A}, title={T}, title={U}, year=2021}", 1, "title", "twice"),
        ("misc{k, author={A}}\n" + entry(""), 1, "", "no entry"),
        ("no entry at all", 1, "", "no entry"),
        ("@xdata{x, title={T}}", 1, "", "no entry"),
    ],
)
def test_what_is_wrong_is_told_with_line_field_and_remedy(text: str, line: int, field: str, says: str) -> None:
    found = fault(text)
    assert (found.line, found.field) == (line, field)
    assert says in found.message
    assert found.remedy


def test_a_key_that_stands_twice_names_both_lines() -> None:
    works, faults = read_bibtex(entry("") + entry(""))
    assert [(w.key, w.line) for w in works] == [("key", 1)]
    assert [(f.line, f.message) for f in faults] == [(6, "the key 'key' stands twice; first on line 1.")]
    _, faults = read_bibtex(entry("") + entry("").replace("{key", "{KEY"))  # BibTeX takes them for the same
    assert [(f.line, f.message) for f in faults] == [(6, "the key 'KEY' stands twice; first on line 1.")]


def test_an_unclosed_brace_is_told_and_the_entries_after_it_are_read() -> None:
    works, faults = read_bibtex("@misc{broken,\n  title = {never closed,\n  year = 2020\n}\n\n" + entry(""))
    assert [w.key for w in works] == ["key"]
    assert (faults[0].line, len(faults)) == (1, 1)
    assert "brace" in faults[0].remedy


def test_a_paper_has_title_and_year_of_the_volume_it_refers_to() -> None:
    text = """@inproceedings{paper, author={Example, Ana}, title={A made-up paper}, crossref={volume}}
    @proceedings{volume, title={Made-Up Proceedings}, editor={Nobody}, year=2020, doi={10.5555/volume}}"""
    works, faults = read_bibtex(text)
    assert faults == []
    assert [(w.key, w.venue, w.year, w.doi) for w in works] == [("paper", "Made-Up Proceedings", 2020, "")]


def test_works_of_one_author_and_year_get_letters_in_their_order() -> None:
    text = "".join(entry("").replace("{key", f"{{key{n}") for n in range(28))
    slugs = [w.slug for w in read_bibtex(text)[0]]
    assert slugs[:3] == ["example2021", "example2021b", "example2021c"]
    assert slugs[25:] == ["example2021z", "example2021-27", "example2021-28"]
    assert [w.label for w in read_bibtex(text)[0]][:2] == ["Example 2021", "Example 2021b"]


@pytest.mark.parametrize(
    ("author", "slug"),
    [("{\\O}rsted, H.", "orsted2021"), ("Łoś, Jan", "los2021"), ("{王} and Other, B.", "2021-a-made-up-study")],
)
def test_an_address_has_latin_letters_alone(author: str, slug: str) -> None:
    works, faults = read_bibtex(entry("").replace("Example, Ana", author))
    assert faults == []
    assert works[0].slug == slug


def test_what_is_exported_as_bibtex_is_read_back_as_it_was(graph: Graph) -> None:
    rows = list(graph.engine.select("""SELECT ?work ?title ?authors ?year ?pages ?doi ?arxiv ?url WHERE {
        ?work a praxis:Work ; dcterms:title ?title ; praxis:authors ?authors ; praxis:year ?year
        OPTIONAL { ?work bibo:pages ?pages } OPTIONAL { ?work bibo:doi ?doi } OPTIONAL { ?work praxis:arxiv ?arxiv }
        OPTIONAL { ?work foaf:homepage ?url } }"""))  # fmt: skip
    said = [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    shipped = [
        Work(str(r["work"]).rpartition("/")[2], str(r["title"]), str(r["authors"]), int(str(r["year"])),
             pages=str(r["pages"]), doi=str(r["doi"]), arxiv=str(r["arxiv"]), url=str(r["url"]))
        for r in said
    ]  # fmt: skip
    assert len(shipped) > 100
    works, faults = read_bibtex(bibtex(shipped))
    assert faults == []
    for before, after in zip(shipped, works, strict=True):
        assert (before.key, before.title, before.year, before.pages, before.doi, before.arxiv, before.url) == (
            after.key, after.title, after.year, after.pages, after.doi, after.arxiv, after.url,
        )  # fmt: skip


# -- hostile texts --


def test_markup_in_a_title_stays_the_text_it_is() -> None:
    work, _ = read_bibtex(entry("").replace("A made-up study", "<script>alert(1)</script>"))
    assert work[0].title == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "value",
    [
        "x " * 500_000,
        "{" * 300_000 + "}" * 300_000,
        r"\'e " * 250_000,
        "$" * 1_000_001,
        "{\\" * 400_000 + "}" * 400_000,
    ],
    ids=["words", "braces", "accents", "dollars", "backslashes"],
)
def test_a_field_of_a_megabyte_is_refused_at_once(value: str) -> None:
    begun = time.monotonic()
    works, faults = read_bibtex(entry("").replace("A made-up study", value))
    assert works == []
    assert faults
    assert time.monotonic() - begun < 10
    assert all(len(f.message) < 300 for f in faults)


def test_macros_made_of_macros_do_not_grow_without_bound() -> None:
    doubling = "".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" for n in range(1, 40))
    _, faults = read_bibtex('@string{m0 = "0123456789"}\n' + doubling + entry("venue = m39"))
    assert "characters" in faults[0].message


def test_thousands_of_broken_entries_are_told_and_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    works, faults = read_bibtex("@misc{a, title={\n" * 500)
    assert (works, len(faults)) == ([], 500)
    assert capfd.readouterr() == ("", "")


def test_too_many_entries_are_refused_as_a_whole() -> None:
    text = "".join(f"@misc{{k{n}, author={{A}}, title={{T}}, year=2020}}\n" for n in range(2_001))
    assert "2,001 entries" in fault(text).message


@pytest.mark.parametrize(
    ("text", "form"),
    [(MADE_UP, "bibtex"), (' [{"title": 1}]', "csl"), ("# of a survey\n10.5555/one\n", "doi"), ("label: x\n", None),
     ("https://doi.org/10.5555/one", "doi"), ("", None), ("\ufeff@misc{a,", "bibtex")],
)  # fmt: skip
def test_the_form_of_a_text_is_known_by_its_looks(text: str, form: str | None) -> None:
    assert form_of(text) == form
