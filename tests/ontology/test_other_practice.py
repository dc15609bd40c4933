"""The smaller practice modules hold what their sources hold: figures worked out from the fact tables by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache

import pytest
import rdflib
from rdflib import RDF, SKOS

from kg import shipped, terms
from kg.graph import Graph

PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
PROV = rdflib.Namespace(terms.PREFIXES["prov"])
PRACTICE = shipped.ontology_dir() / "practice"
MODULES = ("kumar2020", "boenisch2021", "other-studies", "incidents-avid", "incidents-atlas")
MISSING = [name for name in MODULES if not (PRACTICE / f"{name}.ttl").is_file()]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not among the shipped modules yet: {', '.join(MISSING)}")

KUMAR = {
    "organisation-size": [("large", 18), ("small-and-medium", 10)],
    "organisation-type": [
        ("cybersecurity", 10), ("healthcare", 5), ("government", 4), ("consulting", 2), ("banking", 2),
        ("social-media-analytics", 1), ("publishing", 1), ("agriculture", 1), ("urban-planning", 1),
        ("food-processing", 1), ("translation", 1),
    ],
    "ml-strategy": [
        ("using-ml-frameworks", 16), ("using-ml-as-a-service", 10), ("building-ml-systems-from-scratch", 2),
    ],
    "secures-today": [("yes", 3), ("no", 22)],
    "top-attack": [
        ("poisoning", 10), ("model-stealing", 6), ("model-inversion", 4), ("backdoored-ml", 4),
        ("membership-inference", 3), ("adversarial-examples", 2), ("reprogramming-ml-system", 0),
        ("adversarial-example-in-physical-domain", 0), ("malicious-ml-provider-recovering-training-data", 0),
        ("attacking-the-ml-supply-chain", 0), ("exploit-software-dependencies", 0),
    ],
}  # fmt: skip

# Figures 9a, 9b and 10: implemented or used, familiar only, unfamiliar; each row makes 83.
BOENISCH = {
    "attack-inversion": (9, 42, 32),
    "attack-impersonation": (11, 34, 38),
    "attack-poisoning": (11, 38, 34),
    "attack-evasion": (14, 32, 37),
    "defence-data-sanitization": (43, 17, 23),
    "defence-differential-privacy": (8, 23, 52),
    "defence-adversarial-training": (12, 43, 28),
    "defence-homomorphic-encryption": (2, 31, 50),
    "library-cleverhans": (1, 6, 76),
    "library-art": (3, 11, 69),
    "library-tensorflow-privacy": (12, 28, 43),
}


@cache
def module(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(PRACTICE / f"{name}.ttl", format="turtle")


def obs(slug: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{terms.BASE}id/obs/{slug}")


def slugs(name: str, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> set[str]:
    return {str(value).rsplit("/", 1)[-1] for value in module(name).objects(subject, predicate)}


def count(name: str, slug: str) -> int:
    return int(str(module(name).value(obs(slug), PRAXIS["count"])))


def observations(name: str) -> set[rdflib.term.Node]:
    return set(module(name).subjects(RDF.type, PRAXIS.Observation))


@pytest.mark.parametrize("name", MODULES)
def test_every_figure_says_where_it_stands_and_of_what_it_is_a_part(name: str) -> None:
    for observation in observations(name):
        for needed in (PRAXIS.locator, PRAXIS.base, PRAXIS.qualifier, PRAXIS.status, PRAXIS.printedAs):
            assert (observation, needed, None) in module(name), (observation, needed)
        if slugs(name, observation, PRAXIS.role) == {"practice"}:
            assert (observation, PRAXIS.standpoint, None) in module(name)
        assert len(list(module(name).objects(observation, SKOS.editorialNote))) <= 1


# -- Kumar et al. 2020 --


@pytest.mark.parametrize("question", KUMAR)
def test_the_tables_of_the_28_organisations_are_there_as_printed(question: str) -> None:
    for answer, number in KUMAR[question]:
        slug = f"kumar2020-{question}-{answer}"
        assert count("kumar2020", slug) == number
        assert str(module("kumar2020").value(obs(slug), PRAXIS.printedAs)) == str(number)


def test_two_tables_add_up_to_29_for_28_organisations_and_say_so() -> None:
    assert count("kumar2020", "kumar2020-organisations") == 28
    for question in ("organisation-type", "top-attack"):
        assert sum(number for _, number in KUMAR[question]) == 29
        assert count("kumar2020", f"kumar2020-{question}-sum") == 29
        assert slugs("kumar2020", obs(f"kumar2020-{question}-sum"), PRAXIS.conflictsWith) == {"kumar2020-organisations"}
    for question in ("organisation-size", "ml-strategy"):
        assert sum(number for _, number in KUMAR[question]) == 28


def test_every_figure_of_the_28_organisations_is_secondary() -> None:
    # 29 answers in five tables, five further counts, two sums of ours.
    assert len(observations("kumar2020")) == 29 + 5 + 2
    for observation in observations("kumar2020"):
        assert slugs("kumar2020", observation, PRAXIS.sourceType) == {"secondary"}


# -- Boenisch et al. 2021 --


@pytest.mark.parametrize("item", BOENISCH)
def test_familiarity_is_as_the_bars_have_it(item: str) -> None:
    numbers = tuple(
        count("boenisch2021", f"boenisch2021-{item}-{end}") for end in ("used", "familiar-only", "unfamiliar")
    )
    assert numbers == BOENISCH[item]
    assert sum(numbers) == 83


def test_what_was_read_off_a_figure_is_not_called_published() -> None:
    bars = [
        o for o in observations("boenisch2021") if slugs("boenisch2021", o, PRAXIS.qualifier) == {"read-off-figure"}
    ]
    assert len(bars) == 26 * 3
    for bar in bars:
        assert slugs("boenisch2021", bar, PRAXIS.status) == {"derived"}
        assert len(slugs("boenisch2021", bar, PRAXIS.withBin)) == 2


@pytest.mark.parametrize(
    ("slug", "share", "people"),
    [("securing-important", "65", 54), ("learnt-university", "30", 25), ("learnt-practice", "73.5", 61),
     ("learnt-self-study", "67.5", 56), ("experience-1-3", "59", 49)],
)  # fmt: skip
def test_printed_shares_fit_the_printed_number_of_people(slug: str, share: str, people: int) -> None:
    found = Decimal(str(module("boenisch2021").value(obs(f"boenisch2021-{slug}"), PRAXIS.share)))
    assert found == Decimal(share)
    assert abs(found - Decimal(100 * people) / 83) <= Decimal("0.5")
    assert f"({people})" in str(module("boenisch2021").value(obs(f"boenisch2021-{slug}"), PRAXIS.printedAs))


# -- other studies --


@pytest.mark.parametrize(
    ("slug", "number"),
    [("grosse2023b-participants", 139), ("grosse2023b-evasion-cases", 3), ("grosse2024incidents-incidents", 32),
     ("mink2023-interviews", 21), ("renieris2023-respondents", 1240), ("he2022-attacks", 9), ("he2022-defences", 6),
     ("gap454-papers", 454)],
)  # fmt: skip
def test_counts_of_the_other_studies(slug: str, number: int) -> None:
    assert count("other-studies", slug) == number


@pytest.mark.parametrize(
    ("slug", "share"),
    [("renieris2023-use-third-party", "78"), ("renieris2023-rely-exclusively", "53"), ("renieris2023-failures", "55"),
     ("renieris2023-no-evaluation", "20"), ("gap454-real-system-testing", "5.3"),
     ("gap454-gradient-dependency", "67.8"), ("gap454-white-box-assumptions", "63.2"),
     ("gap454-high-query-budgets", "80.4"),
     ("gap454-agreement-query-budget", "52.0")],
)  # fmt: skip
def test_shares_of_the_other_studies(slug: str, share: str) -> None:
    assert Decimal(str(module("other-studies").value(obs(slug), PRAXIS.share))) == Decimal(share)


def test_what_was_only_relayed_is_secondary() -> None:
    for slug in ("grosse2023b-evasion-cases", "renieris2023-no-evaluation"):
        assert slugs("other-studies", obs(slug), PRAXIS.sourceType) == {"secondary"}


def test_three_barriers_come_from_21_interviews() -> None:
    barriers = [c for c in module("other-studies").subjects(RDF.type, PRAXIS.Claim) if "/mink2023-" in str(c)]
    assert len(barriers) == 3


# -- incidents --


def test_avid_is_counted_whole() -> None:
    graph = module("incidents-avid")
    assert len(observations("incidents-avid")) == 64
    sums: Counter[str] = Counter()
    for observation in observations("incidents-avid"):
        where = str(graph.value(observation, PRAXIS.locator))
        kind = next(iter(slugs("incidents-avid", observation, PRAXIS.base))).removeprefix("avid-")
        sums[f"{where} {kind}"] += int(str(graph.value(observation, PRAXIS["count"])))
    assert sums["year reports"] == 1712 + 25 + 5 + 3 == 1745
    assert sums["year vulnerabilities"] == 27 + 13 == 40
    assert sums["problem_class reports"] == 1098 + 550 + 96 + 1 == 1745
    assert sums["risk_domain reports"] == 1470 + 87 + 56
    assert sums["lifecycle_view vulnerabilities"] == 35 + 9 + 8 + 5 + 3


def test_one_effect_spelt_in_two_ways_is_one_bin() -> None:
    physical = rdflib.URIRef(f"{terms.BASE}id/bin/avid-sep-view-p0402")
    graph = module("incidents-avid")
    labels = {str(v).casefold() for p in (SKOS.prefLabel, SKOS.altLabel) for v in graph.objects(physical, p)}
    assert labels == {"p0402: physical safety"}


@pytest.mark.parametrize(
    ("attack", "incidents", "exercises"),
    [
        ("evasion", 6, 12),
        ("poisoning", 2, 5),
        ("model-stealing", 1, 4),
        ("membership-inference", 0, 0),
        ("sponge", 0, 2),
    ],
)
def test_case_studies_by_attack(attack: str, incidents: int, exercises: int) -> None:
    assert count("incidents-atlas", f"atlas-{attack}-incidents") == incidents
    assert count("incidents-atlas", f"atlas-{attack}-exercises") == exercises


def test_57_case_studies_are_17_incidents_and_40_exercises() -> None:
    assert (count("incidents-atlas", "atlas-incidents"), count("incidents-atlas", "atlas-exercises")) == (17, 40)


def test_attention_is_told_per_attack_with_each_base_apart(graph: Graph) -> None:
    table = graph.query("gaps/attention")
    rows = {row[0]: dict(zip(table.names, row)) for row in table.cells(short_iris=True) if row[0]}
    # 10 poisoning + 4 backdoors = 14 of 28; 46 / 88 = 52.3; 6 / 17 = 35.3; 12 / 40 = 30.
    poisoning, evasion = rows["attack:poisoning"], rows["attack:evasion"]
    assert (poisoning["organisations"], poisoning["organisations_pct"], poisoning["papers"]) == ("14", "50.0", "18")
    assert (evasion["papers_pct"], evasion["incidents_pct"], evasion["exercises_pct"]) == ("52.3", "35.3", "30.0")
    assert (evasion["art"], evasion["cleverhans"], evasion["organisations"]) == ("47", "19", "2")
    assert rows["attack:adversarial-reprogramming"]["organisations"] == "0"
    assert rows["attack:adversarial-reprogramming"]["papers"] == ""
