"""Sentences to cite, and BibTeX that LaTeX can set."""

from __future__ import annotations

import pytest

from kg import gaps
from kg.errors import ParameterError
from kg.exporters.bibtex import Work, bibtex, escape
from kg.graph import Graph


def sentence(graph: Graph, attack: str, dimension: str, label: str, base: gaps.Normalisation = "published") -> str:
    (comparison,) = gaps.comparisons(graph, attack, dimension)
    return gaps.sentence(graph, comparison, {b.label: b for b in comparison.bins}[label], base)


def test_a_sentence_tells_numbers_bases_interval_source_place_and_version(graph: Graph) -> None:
    text = sentence(graph, "evasion", "query-budget", "100-1k")
    for part in (
        "72.7 % of papers (8 of 11, base inferred)",
        "4.8 % of practice (13 of 271, base inferred",
        "67.9 percentage points (95 % interval 38.5 to 85.6, Newcombe hybrid score, base inferred, as if sampled)",
        "queries are counted is not stated",
        "Source: Grosse et al. 2024, Table 3; Sect. 3.2, Evasion, which counts the papers of Mahmood et al. 2021.",
        "version 0.1.0.",
    ):
        assert part in text


def test_a_sentence_on_a_bound_says_at_most_and_never_a_point(graph: Graph) -> None:
    text = sentence(graph, "backdoor", "altered-data", "10-30%")
    assert "at most 10.7 % of practice" in text
    assert "51.8 to 62.5 percentage points (no interval" in text
    assert "never asked how much data can be altered" in text


def test_a_sentence_on_those_who_answered_says_so(graph: Graph) -> None:
    text = sentence(graph, "evasion", "query-budget", "100-1k", "answered")
    assert "5.9 % of practice (13 of 219, base inferred; among those who answered)" in text


def test_no_sentence_is_made_of_a_gap_that_is_none(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="no gap in the bin 'none'"):
        sentence(graph, "evasion", "query-budget", "none")
    with pytest.raises(ParameterError, match="among those who answered"):
        sentence(graph, "backdoor", "third-party-models", "fine-tuned third-party models", "answered")


def test_the_sources_of_a_figure_are_all_its_works_and_only_fields_that_were_looked_up(graph: Graph) -> None:
    (comparison,) = gaps.comparisons(graph, "model-stealing")
    text = gaps.sources(graph, comparison)
    assert text.startswith("@misc{grosse2024,\n  author = {Grosse and Bieringer and Besold and Alahi},\n")
    survey = text[text.index("@misc{oliynyk2023,") :]
    assert "  pages = {1--41},\n  doi = {10.1145/3595292},\n  eprint = {2206.08451},\n" in survey
    assert "doi" not in text[: text.index("@misc{oliynyk2023,")]  # the short version has none


def test_a_study_known_from_an_account_cites_both(graph: Graph) -> None:
    assert [w.key for w in gaps.works(graph, ["study:bieringer2022"])] == ["bieringer2022", "bieringer2022-commentary"]


def test_no_character_of_a_field_reaches_latex_as_a_command() -> None:
    assert escape(r"50 % of A_B & C # $1") == r"50 \% of A\_B \& C \# \$1"
    assert escape(r"^ ~ \x") == r"\textasciicircum{} \textasciitilde{} \textbackslash{}x"
    assert escape("{y}") == r"\textbraceleft{}y\textbraceright{}"


def test_braces_of_an_entry_are_in_balance_whatever_a_title_holds() -> None:
    hostile = Work(
        'a"b}, c',
        "A } title {{ \\",
        "Doe, Research and Risk, Roe et al.",
        2024,
        "V}",
        "1-2",
        "10.1/a}b",
        "",
        "http://x/{y}",
    )
    text = bibtex([hostile])
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert text.startswith("@misc{a-b---c,\n")
    assert "author = {Doe and {Research and Risk} and Roe and others}" in text
    assert "doi = {10.1/a%7Db}" in text
    assert "url = {http://x/%7By%7D}" in text


def test_a_work_stands_once() -> None:
    work = Work("k", "T")
    assert bibtex([work, work]) == "@misc{k,\n  title = {{T}}\n}\n"
    assert bibtex([]) == ""


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("A. Salem, Y. Zhang, and M. Backes", "A. Salem and Y. Zhang and M. Backes"),
        ("S. Ma and Y. Liu", "S. Ma and Y. Liu"),
        ("Biggio, Roli", "Biggio and Roli"),
        ("Bureau of Weights and Measures", "{Bureau of Weights and Measures}"),
        ("J.-P. Who and A. K. RoyChowdhury", "J.-P. Who and A. K. RoyChowdhury"),
    ],
)
def test_people_are_parted_and_institutions_are_kept_whole(printed: str, authors: str) -> None:
    assert f"author = {{{authors}}}" in bibtex([Work("key", "Title", printed)])
