"""The literature modules hold what their sources hold: counts and rows worked out from the fact tables by hand.

The numbers below were counted in the tables of facts that the modules were made from, before and apart from the Turtle.
"""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
import rdflib
from rdflib import DCTERMS, RDF, SKOS

from kg import shipped, terms
from kg.graph import Graph

PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
PROV = rdflib.Namespace(terms.PREFIXES["prov"])
LITERATURE = shipped.ontology_dir() / "literature"
MODULES = ("apruzzese2023", "membership-inference", "backdoor-papers", "benchmarks", "tools", "attention")
MISSING = [name for name in MODULES if not (LITERATURE / f"{name}.ttl").is_file()]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not among the shipped modules yet: {', '.join(MISSING)}")

# 88 papers by answer, counted in Table IV row by row.
ANSWERS = {
    "focus": {"attack": 64, "defence": 24},
    "family": {"evasion": 46, "poisoning": 18, "membership-inference": 16, "model-stealing": 8},
    "paradigm": {"deep": 78, "deep-and-shallow": 8, "shallow": 2},
    "cost": {"measured": 51, "none": 24, "mentioned": 13},
    "data": {
        "image": 56, "text": 15, "audio": 8, "more": 6, "malware": 5, "network": 5, "graph": 5, "finance": 2,
        "phishing": 2, "location": 1, "ratings": 1, "games": 1,
    },
    "code": {"yes": 45, "no": 43},
    "pipeline": {"no": 68, "yes": 16, "other-layer": 4},
    "real-system": {"none": 72, "closed": 9, "open": 6, "both": 1},
    "parameters": {"none": 59, "full": 22, "partial": 7},
    "semantics": {"yes": 85, "no": 3},
    "output": {"probability": 58, "none": 18, "label": 8, "system-decision": 4},
    "training-data": {"none": 45, "subset": 11, "surrogate": 10, "distribution": 9, "read-write": 8, "read": 5},
}  # fmt: skip

# What the text prints in percent, what the rows count, and whether the one rounds to the other.
PRINTED = {
    "focus-attack": ("72", 64, False),
    "focus-defence": ("28", 24, False),
    "family-evasion": ("52", 46, True),
    "family-poisoning": ("20", 18, True),
    "family-model-stealing": ("10", 8, False),
    "family-membership-inference": ("20", 16, False),
    "paradigm-deep": ("89", 78, True),
    "cost-none": ("27", 24, True),
    "cost-measured": ("57", 51, False),
    "code-yes": ("51", 45, True),
    "data-image": ("63", 56, False),
    "data-malware-phishing-intrusion": ("5", 7, False),
    "pipeline-yes": ("20", 16, False),
    "real-system-any": ("20", 16, False),
}
APPROXIMATE = {"family-poisoning", "family-model-stealing", "family-membership-inference"}


@cache
def module(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(LITERATURE / f"{name}.ttl", format="turtle")


def iri(kind: str, slug: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{terms.BASE}id/{kind}/{slug}")


def slugs(name: str, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> set[str]:
    return {str(value).rsplit("/", 1)[-1] for value in module(name).objects(subject, predicate)}


def coded(name: str, prefix: str) -> Counter[str]:
    """How many things carry each code that begins with the prefix."""
    codes = (str(code).rsplit("/", 1)[-1] for code in module(name).objects(None, PRAXIS.codedAs))
    return Counter(code.removeprefix(prefix) for code in codes if code.startswith(prefix))


def papers() -> set[rdflib.term.Node]:
    return set(module("apruzzese2023").subjects(PRAXIS.codedAs))


# -- the 88 papers --


def test_there_are_88_papers_and_each_has_its_twelve_answers() -> None:
    assert len(papers()) == 88
    for paper in papers():
        codes = slugs("apruzzese2023", paper, PRAXIS.codedAs)
        for question in ANSWERS:
            mine = {code for code in codes if code.startswith(f"apruzzese2023-{question}-")}
            assert mine if question == "data" else len(mine) == 1, (paper, question)


@pytest.mark.parametrize("question", ANSWERS)
def test_the_answers_of_the_88_papers_count_as_the_table_does(question: str) -> None:
    assert coded("apruzzese2023", f"apruzzese2023-{question}-") == Counter(ANSWERS[question])


def test_six_papers_put_their_own_solution_to_the_attack() -> None:
    assert coded("apruzzese2023", "apruzzese2023-evaluated-") == {"yes": 6}


def test_the_88_papers_by_year_and_venue() -> None:
    graph = module("apruzzese2023")
    years = Counter(int(str(graph.value(paper, PRAXIS.year))) for paper in papers())
    assert years == {2019: 23, 2020: 24, 2021: 41}
    venues = Counter(str(graph.value(paper, PRAXIS.venue)) for paper in papers())
    assert venues == {"USENIX Security": 38, "ACM CCS": 29, "IEEE S&P": 12, "NDSS": 9}


def test_all_but_one_of_the_papers_with_public_code_say_where_it_is() -> None:
    assert len(list(module("apruzzese2023").subject_objects(PRAXIS.codeAt))) == 44


# Four rows of Table IV, in the order of the questions above.
ROWS = {
    "batina2019csi": "attack model-stealing deep mentioned image no other-layer none none yes probability none",
    "zanella2020analyzing": "attack membership-inference deep measured text yes no none none yes probability none",
    "jia2021entangled": "defence model-stealing deep measured image audio yes no none partial yes label subset",
    "wu2021adversarial": "attack poisoning deep measured games yes no none none yes system-decision none",
}


@pytest.mark.parametrize("citekey", ROWS)
def test_single_papers_carry_the_answers_of_their_row(citekey: str) -> None:
    held = slugs("apruzzese2023", iri("work", f"apruzzese2023-{citekey}"), PRAXIS.codedAs)
    answers = [a for question, options in ANSWERS.items() for a in options if f"apruzzese2023-{question}-{a}" in held]
    assert answers == ROWS[citekey].split()


def test_accents_stand_on_their_letters() -> None:
    authors = module("apruzzese2023").value(iri("work", "apruzzese2023-zanella2020analyzing"), PRAXIS.authors)
    assert str(authors).startswith("S. Zanella-Béguelin, L. Wutschitz, S. Tople, V. Rühle")
    assert not any(set("´¨˜`") & set(str(names)) for names in module("apruzzese2023").objects(None, PRAXIS.authors))


def test_a_title_with_quotation_marks_in_it_is_whole() -> None:
    title = module("apruzzese2023").value(iri("work", "apruzzese2023-abdullah2021hear"), DCTERMS.title)
    assert str(title).startswith("Hear “no evil,” see “Kenansville”")
    assert str(title).endswith("voice identification systems")


# -- printed percentages beside the rows --


def half_up(count: int) -> int:
    return int((Decimal(100 * count) / 88).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_share_stands_beside_what_the_rows_give(name: str) -> None:
    graph, (share, count, agrees) = module("apruzzese2023"), PRINTED[name]
    printed, rows = iri("obs", f"apruzzese2023-{name}-printed"), iri("obs", f"apruzzese2023-{name}-rows")
    assert Decimal(str(graph.value(printed, PRAXIS.share))) == Decimal(share)
    assert str(graph.value(printed, PRAXIS.printedAs)) == f"{share}%"
    assert slugs("apruzzese2023", printed, PRAXIS.status) == {"published"}
    assert int(str(graph.value(rows, PRAXIS["count"]))) == count
    assert slugs("apruzzese2023", rows, PRAXIS.status) == {"derived"}
    assert graph.value(rows, PRAXIS.formula) is not None
    assert (half_up(count) == int(share)) is agrees
    # A difference is told; one that rounding in words does not explain is a conflict.
    assert ((printed, SKOS.editorialNote, None) in graph) is not agrees
    conflict = {rows} if not agrees and name not in APPROXIMATE else set()
    assert set(graph.objects(printed, PRAXIS.conflictsWith)) == conflict


def test_the_report_of_percentages_that_differ_is_complete() -> None:
    rows = module("apruzzese2023").query(
        """SELECT ?printed ?share ?count ?n {
             ?printed praxis:share ?share ; praxis:base ?base . ?base praxis:n ?n .
             ?rows praxis:count ?count . FILTER(STRENDS(STR(?rows), "-rows"))
             FILTER(STR(?rows) = REPLACE(STR(?printed), "-printed$", "-rows")) }""",
        initNs={"praxis": PRAXIS},
    )
    report = {}
    for printed, share, count, _ in rows:  # type: ignore[misc]
        if half_up(int(count)) != int(Decimal(str(share))):
            name = str(printed).rsplit("/", 1)[-1].removeprefix("apruzzese2023-").removesuffix("-printed")
            report[name] = (str(int(Decimal(str(share)))), int(count))
    assert report == {name: (share, count) for name, (share, count, agrees) in PRINTED.items() if not agrees}
    assert len(report) == 9


# -- lists of papers --


def test_the_list_on_membership_inference_is_whole() -> None:
    # 224 rows with 221 titles; three titles stand twice with the same heading and knowledge.
    assert len(set(module("membership-inference").subjects(PRAXIS.codedAs))) == 221
    assert coded("membership-inference", "mia-list-kind-") == {"attack": 164, "defence": 57}
    # 155 + 1 misspelt black-box, 38 white-box, 29 both and one without access, less three rows that repeat black-box.
    assert coded("membership-inference", "mia-list-knowledge-") == {"black-box": 182, "white-box": 67, "none": 1}
    assert coded("membership-inference", "mia-list-target-")["llm"] == 13


def test_the_list_on_backdoors_is_whole() -> None:
    # 514 rows with 485 titles (one of them in two spellings of case); two titles share an arXiv id and are one work.
    assert len(set(module("backdoor-papers").subjects(PRAXIS.codedAs))) == 484
    sections = coded("backdoor-papers", "backdoor-list-section-")
    assert sections["poisoning-based-attack"] == 74
    assert sections["sample-filtering-based-empirical-defense"] == 36
    assert sections["federated-learning"] == 59
    assert sections["backdoor-attack-for-positive-purposes"] == 15


def test_a_paper_of_several_lists_is_one_work() -> None:
    for name in ("membership-inference", "backdoor-papers"):
        described = set(module(name).subjects(RDF.type, PRAXIS.Work))
        elsewhere = set(module(name).subjects(PRAXIS.codedAs)) - described
        assert len(elsewhere) == {"membership-inference": 12, "backdoor-papers": 18}[name]
    neural_cleanse = iri("work", "apruzzese2023-wang2019neural")
    assert (neural_cleanse, PRAXIS.codedAs, None) in module("backdoor-papers")


@pytest.mark.parametrize("name", ["apruzzese2023", "membership-inference", "backdoor-papers"])
def test_no_identifier_is_called_seen_without_being_there(name: str) -> None:
    graph = module(name)
    for work in graph.subjects(PRAXIS.identifierStatus, rdflib.Literal("seen")):
        assert graph.value(work, PRAXIS.arxiv) or graph.value(work, rdflib.URIRef(terms.PREFIXES["bibo"] + "doi"))


# -- benchmarks and tools --


def test_every_default_of_the_benchmarks_stands_with_its_file() -> None:
    graph = module("benchmarks")
    files: dict[str, Counter[str]] = {}
    for observation in graph.subjects(RDF.type, PRAXIS.Observation):
        suite = next(iter(slugs("benchmarks", observation, PROV.wasDerivedFrom)))
        value = str(graph.value(observation, PRAXIS.value)).removesuffix(".0")
        files.setdefault(suite, Counter())[value] += len(list(graph.objects(observation, PRAXIS.locator)))
    assert files == {
        "blackboxbench": {"10000": 43, "1000": 2},
        "backdoorbench": {"0.1": 20, "0.2": 1, "0.05": 1, "0.0012": 1},
        "model-extraction-benchmark": {"20000": 32, "100000": 24, "10000": 16, "1000": 16},
    }


def test_the_tools_ship_as_many_attacks_as_were_counted() -> None:
    graph = module("tools")
    counts = {
        "art-evasion": 47, "art-poisoning": 15, "art-attribute-inference": 6, "art-extraction": 3,
        "art-membership-inference": 3, "art-model-inversion": 1, "art-reconstruction": 1, "cleverhans-evasion": 19,
    }  # fmt: skip
    assert {name: int(str(graph.value(iri("obs", name), PRAXIS["count"]))) for name in counts} == counts
    shipped_parts = Counter(
        f"{next(iter(slugs('tools', part, PRAXIS.partOfTool)))}-"
        f"{next(iter(slugs('tools', part, PRAXIS.codedAs))).removeprefix('tool-class-')}"
        for part in graph.subjects(RDF.type, PRAXIS.Implementation)
    )
    assert shipped_parts == counts
    assert len({path for _, path in graph.subject_objects(PRAXIS.locator) if str(path).endswith(".py")}) == 120


def test_what_a_tool_implements_is_said_of_it_and_marked_as_our_judgement() -> None:
    assert slugs("tools", iri("tool", "art"), PRAXIS.implements) == {
        "backdoor", "evasion", "membership-inference", "model-stealing", "poisoning",
    }  # fmt: skip
    assert slugs("tools", iri("tool", "cleverhans"), PRAXIS.implements) == {"evasion"}
    for part in module("tools").subjects(RDF.type, PRAXIS.Implementation):
        assert slugs("tools", part, PRAXIS.status) == {"curator"}


# -- questions --


def test_the_papers_of_a_family_come_with_their_answers(graph: Graph) -> None:
    table = graph.query("evidence/papers", attack="model-stealing")
    assert len(table.rows) == 8
    answer = dict(zip(table.names, next(row for row in table.cells(short_iris=True) if "entangled" in row[0].lower())))
    assert (answer["focus"], answer["data"], answer["parameters"]) == ("defence", "audio, image", "partial")
    assert len(graph.query("evidence/papers").rows) == 88


def test_knowledge_assumed_stands_beside_access_granted_with_bases_apart(graph: Graph) -> None:
    table = graph.query("gaps/knowledge-assumed")
    rows = {tuple(dict(zip(table.names, row))[c] for c in ("access", "side", "answer", "pct", "of_n"))
            for row in table.cells(short_iris=True)}  # fmt: skip
    # 59 / 88 = 67.0, 22 / 88 = 25.0, 58 / 88 = 65.9, 45 / 88 = 51.1; the practice side is printed.
    assert {
        ("access:know-parameters", "research", "none", "67.0", "88"),
        ("access:know-parameters", "research", "full", "25.0", "88"),
        ("access:know-parameters", "practice", "public", "7.7", "271"),
        ("access:observe-outputs", "research", "probabilities", "65.9", "88"),
        ("access:observe-outputs", "practice", "not accessible", "23.6", "271"),
        ("access:know-training-data", "research", "none", "51.1", "88"),
        ("access:know-training-data", "practice", "access control", "34.4", "212"),
    } <= rows
