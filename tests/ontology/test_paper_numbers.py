"""Every number the short paper prints, looked up in the graph by what it means.

`paper_grosse2024` was written from the paper alone. Here each of its statements gets a way to be
found: by question, answers, attack and role, or by name where the meaning does not single it out.
A failure says that graph and paper disagree; the remedy is never to change the expected number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph import Graph
from tests.ontology.paper_grosse2024 import (
    BY_KEY,
    COUNT_MENTIONS,
    OCCURRENCES,
    PRINTED_TOGETHER,
    STATEMENTS,
    TABLE_2_CELLS,
    TABLE_3_CELLS,
    Statement,
    sections_of,
)

Value = str | int | Decimal | bool | None
Node = dict[str, set[Value]]
"""What is said of one thing: property to values, both by their short names."""

PAPER = Path(__file__).resolve().parents[3] / "shared" / "sources" / "grosse2024_short_paper.txt"
STUDY = "study:grosse2024"
STUDIES = {
    "Cinà et al. 2023": "study:cina2023",
    "Mahmood et al. 2021": "study:mahmood2021",
    "Oliynyk et al. 2023": "study:oliynyk2023",
    "Grosse et al. 2023b": "study:grosse2023b",
    "Kaggle 2021": "study:kaggle2021",
}
ATTACKS = {"backdoor": "attack:backdoor", "evasion": "attack:evasion", "model stealing": "attack:model-stealing"}
NUMBERS = ("share", "shareUpperBound", "count", "value")

_SHORT = (
    ("https://w3id.org/threatpraxis/ontology#", ""),
    ("http://www.w3.org/2004/02/skos/core#", "skos:"),
    ("http://www.w3.org/ns/prov#", "prov:"),
    ("http://purl.org/dc/terms/", "dcterms:"),
)


def short(value: Value) -> Value:
    """`bin:queries-none` for the IRI of that bin, other values as they are."""
    if not isinstance(value, str):
        return value
    if found := re.fullmatch(r"https://w3id\.org/threatpraxis/id/([a-z-]+)/([^/]+)", value):
        return f"{found[1]}:{found[2]}"
    for namespace, prefix in _SHORT:
        if value.startswith(namespace):
            return prefix + value.removeprefix(namespace)
    return value


def read_nodes(graph: Graph, class_name: str, source: str = "") -> dict[str, Node]:
    """All things of a class, those of one study where a source is named."""
    of_source = f"?thing prov:wasDerivedFrom <https://w3id.org/threatpraxis/id/study/{source}> ." if source else ""
    table = graph.engine.select(
        f"""
        PREFIX praxis: <https://w3id.org/threatpraxis/ontology#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT DISTINCT ?thing ?property ?value
        WHERE {{ ?thing a praxis:{class_name} ; ?property ?value . {of_source} }}
        """
    )
    assert not table.cut, "the answer was cut short; the tests would miss things"
    nodes: dict[str, Node] = {}
    for row in table:
        node = nodes.setdefault(str(short(row["thing"])), {})
        node.setdefault(str(short(row["property"])), set()).add(short(row["value"]))
    return nodes


def only(node: Node, name: str) -> Value:
    """The one value of a property."""
    values = node.get(name, set())
    assert len(values) == 1, f"expected one {name}, found {sorted(map(str, values)) or 'none'}"
    return next(iter(values))


def text_of(node: Node, name: str) -> str:
    """All values of a property as one text."""
    return " ".join(sorted(str(value) for value in node.get(name, set())))


@dataclass(frozen=True)
class Meaning:
    """What singles out one observation. A property left empty must be absent from the observation."""

    kind: str
    role: str = "practice"
    attack: str = ""
    on: tuple[str, ...] = ()
    bin: str = ""
    together: tuple[str, ...] = ()
    given: str = ""
    under: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    corpus: str = ""
    status: str = "published"

    def fits(self, node: Node) -> bool:
        """Whether the observation means this."""
        return all(
            node.get(name, set()) == set(wanted)
            for name, wanted in (
                ("observationKind", (f"kind:{self.kind}",)),
                ("role", (f"role:{self.role}",)),
                ("aboutAttack", _if(self.attack, "attack:")),
                ("onDimension", tuple(f"dim:{name}" for name in self.on)),
                ("bin", _if(self.bin, "bin:")),
                ("withBin", tuple(f"bin:{name}" for name in self.together)),
                ("givenBin", _if(self.given, "bin:")),
                ("underCondition", tuple(f"access:{name}" for name in self.under)),
                ("withoutCondition", tuple(f"access:{name}" for name in self.without)),
                ("onCorpusOf", _if(self.corpus, "study:")),
                ("status", (f"status:{self.status}",)),
            )
        )


@dataclass(frozen=True)
class Named:
    """One observation by its name: there is no answer or bin that would tell it from others."""

    name: str
    status: str = "published"


@dataclass(frozen=True)
class Ends:
    """The ends of a bin, for percentages that name an answer or a row rather than a result."""

    bin: str
    dimension: str
    lower: int | None
    upper: int | None


@dataclass(frozen=True)
class Whole:
    """The group that shares given an answer are shares of."""

    given: str


Way = Meaning | Named | Ends | Whole


def _if(name: str, prefix: str) -> tuple[str, ...]:
    return (prefix + name,) if name else ()


def _answer(dimension: str, name: str) -> Meaning:
    return Meaning("bin", on=(dimension,), bin=f"{dimension}-{name}")


_SAMPLE_BINS: dict[str, tuple[str, str]] = {
    "2.3 / gender / male": ("gender", "male"),
    "2.3 / gender / female": ("gender", "female"),
    "2.3 / location / Southern Europe": ("location", "southern-europe"),
    "2.3 / location / Northern Europe": ("location", "northern-europe"),
    "2.3 / location / North America": ("location", "north-america"),
    "2.3 / location / Central America": ("location", "central-america"),
    "2.3 / location / Russia and Mongolia": ("location", "russia-mongolia"),
    "2.3 / location / South America": ("location", "south-america"),
    "2.3 / location / not given": ("location", "not-provided"),
    "2.3 / degree / master": ("degree", "master"),
    "2.3 / AI background / trained only": ("ai-experience", "trained-only"),
    "2.3 / AI background / 2 to 5 years": ("ai-experience", "2-5"),
    "2.3 / AI background / over 5 years": ("ai-experience", "gt-5"),
    "2.3 / team size / 6 to 9": ("team-size", "6-9"),
    "2.3 / team size / 3 to 5": ("team-size", "3-5"),
    "2.3 / team size / below 3": ("team-size", "lt-3"),
    "2.3 / team size / 10 to 15": ("team-size", "10-15"),
    "2.3 / team size / above 15": ("team-size", "gt-15"),
    "2.3 / headquarters / North America or Europe": ("company-headquarters", "north-america-or-europe"),
    "2.3 / headquarters / Africa": ("company-headquarters", "africa"),
    "2.3 / headquarters / Latin America": ("company-headquarters", "latin-america"),
    "2.3 / industry / health care": ("industry", "healthcare"),
    "2.3 / industry / cybersecurity": ("industry", "cybersecurity"),
    "2.3 / industry / automotive": ("industry", "automotive"),
    "2.3 / industry / education": ("industry", "education"),
    "2.3 / industry / arts and entertainment": ("industry", "arts-entertainment"),
    "2.3 / industry / finance and insurance": ("industry", "finance-insurance"),
    "2.3 / company size / below 50": ("company-size", "lt-50"),
    "2.3 / company size / above 1000": ("company-size", "gt-1000"),
    "2.3 / AI maturity / indirect work": ("ai-maturity", "indirect"),
    "2.3 / AI maturity / in production": ("ai-maturity", "in-production"),
    "2.3 / AI maturity / getting into production": ("ai-maturity", "getting-into-production"),
    "2.3 / AI maturity / starting development": ("ai-maturity", "starting"),
    "2.3 / AI maturity / evaluating use cases": ("ai-maturity", "evaluating"),
}

_SHARES_OF_SOURCES = {
    "none": "none",
    "1 to 5 per cent": "1-5",
    "5 to 10 per cent": "5-10",
    "10 to 15 per cent": "10-15",
    "25 to 50 per cent": "25-50",
    "50 to 75 per cent": "50-75",
    "over 75 per cent": "gt-75",
}
_LEVELS = {"not accessible": "none", "under access control": "access-control", "public": "public"}
_BUDGETS = {
    "no queries": "queries-none",
    "below 100 queries": "queries-lt-100",
    "100 to 1000 queries": "queries-100-1k",
    "1000 to 100000 queries": "queries-1k-100k",
    "above 100000 queries": "queries-gt-100k",
}
_ALTERED = {
    "over 30 per cent": ("altered-gt-30", 30, None),
    "10 to 30 per cent": ("altered-10-30", 10, 30),
    "below 10 per cent": ("altered-lt-10", None, 10),
}
_PUBLIC_MODEL = {
    "unlimited queries": "unconstrained",
    "10 to 100 queries": "10-100",
    "100 to 1000 queries": "100-1k",
    "100000 to 100 million queries": "100k-100m",
}
_SIZES_AND_QUERIES = {
    "size 100 to 1000, below 10 queries": ("100-1k", "lt-10"),
    "size 10 to 100, below 10 queries": ("10-100", "lt-10"),
    "size not applicable, below 10 queries": ("not-applicable", "lt-10"),
    "size 10 to 100, 10 to 100 queries": ("10-100", "10-100"),
    "size not applicable, unlimited queries": ("not-applicable", "unconstrained"),
}


def _altered(name: str, *, status: str = "published", research: bool = False) -> Meaning:
    return Meaning(
        "bin",
        role="research" if research else "practice",
        attack="backdoor" if research else "",
        on=("altered-data",),
        bin=name,
        corpus="cina2023" if research else "",
        status=status,
    )


def _budget(name: str, attack: str = "", corpus: str = "", *, status: str = "published") -> Meaning:
    return Meaning(
        "bin",
        role="research" if attack else "practice",
        attack=attack,
        on=("query-budget",),
        bin=name,
        corpus=corpus,
        status=status,
    )


def _budget_total(attack: str, corpus: str) -> Meaning:
    return Meaning("total", role="research", attack=attack, on=("query-budget",), corpus=corpus)


def _third_party(attack: str, *under: str, without: tuple[str, ...] = ()) -> Meaning:
    return Meaning("combination", attack=attack, under=under, without=without)


WAYS: dict[str, Way] = {
    # -- Sect. 2.3 --
    "2.3 / sample / size": Named("participants"),
    **{key: _answer(*names) for key, names in _SAMPLE_BINS.items()},
    "2.3 / gender / male in the earlier industry survey": Named("grosse2023b-gender-male"),
    "2.3 / gender / female in the earlier industry survey": Named("grosse2023b-gender-female"),
    "2.3 / gender / male in Kaggle": Named("kaggle2021-gender-male"),
    "2.3 / gender / female in Kaggle": Named("kaggle2021-gender-female"),
    # -- Sect. 3.1, data --
    **{f"3.1 / Q23 / training data {said}": _answer("training-data-access", name) for said, name in _LEVELS.items()},
    "3.1 / Q23 x Q28 / the whole": Whole("bin:training-data-access-none"),
    **{
        f"3.1 / Q23 x Q28 / closed data, {said} from public sources": Meaning(
            "combination",
            on=("public-training-data",),
            together=(f"public-training-data-{name}",),
            given="training-data-access-none",
        )
        for said, name in _SHARES_OF_SOURCES.items()
    },
    "3.1 / Q28 / the answer 1 to 5 per cent": Ends("public-training-data-1-5", "public-training-data", 1, 5),
    "3.1 / Q28 / the answer 5 to 10 per cent": Ends("public-training-data-5-10", "public-training-data", 5, 10),
    "3.1 / Q28 / the answer 10 to 15 per cent": Ends("public-training-data-10-15", "public-training-data", 10, 15),
    "3.1 / Q28 / the answer 25 to 50 per cent": Ends("public-training-data-25-50", "public-training-data", 25, 50),
    "3.1 / Q28 / the answer 50 to 75 per cent": Ends("public-training-data-50-75", "public-training-data", 50, 75),
    "3.1 / Q28 / the answer over 75 per cent": Ends("public-training-data-gt-75", "public-training-data", 75, None),
    "3.1 / Q28 / over half public or unsure": Meaning("statistic", on=("public-training-data",)),
    "3.1 / Q28 / the threshold of that sum": Ends("public-training-data-50-75", "public-training-data", 50, 75),
    # -- Table 2 --
    **{
        f"3.1 / Table 2 / the row {said}": Ends(name, "altered-data", lower, upper)
        for said, (name, lower, upper) in _ALTERED.items()
    },
    **{f"3.1 / Table 2 / papers {said}": _altered(name, research=True) for said, (name, _, _) in _ALTERED.items()},
    "3.1 / Table 2 / papers that alter nothing": _altered("altered-none", research=True),
    "3.1 / Table 2 / practice over 30 per cent": _altered("altered-gt-30", status="estimated"),
    "3.1 / Table 2 / practice 10 to 30 per cent": _altered("altered-10-30", status="estimated"),
    "3.1 / Table 2 / practice below 10 per cent": _altered("altered-lt-10"),
    "3.1 / Table 2 / practice none": _altered("altered-none"),
    # -- Sect. 3.1, backdoors --
    "3.1 / Cinà / papers systematised": Named("cina2023-papers"),
    "3.1 / Cinà / papers that alter training data only": Named("no-test-alteration-papers"),
    "3.1 / Cinà / papers with fine-tuning": Meaning(
        "bin",
        role="research",
        attack="backdoor",
        on=("third-party-models",),
        bin="third-party-fine-tuned",
        corpus="cina2023",
    ),
    "3.1 / Cinà / share of papers with fine-tuning": Meaning(
        "statistic", role="research", attack="backdoor", on=("third-party-models",), corpus="cina2023"
    ),
    "3.1 / Figure 1 / training data reached by a third party": Meaning(
        "combination", attack="backdoor", on=("training-data-access",), together=("training-data-access-public",)
    ),
    "3.1 / Figure 1 / training and test data reached by a third party": Meaning(
        "combination",
        attack="backdoor",
        on=("training-data-access", "test-data-access"),
        together=("training-data-access-public", "test-data-access-public"),
    ),
    "3.1 / Q21 / third-party model fine-tuned": Meaning(
        "bin", on=("third-party-models",), bin="third-party-fine-tuned"
    ),
    "3.1 / Q21 / no third-party model": Meaning("bin", on=("third-party-models",), bin="third-party-none"),
    "3.1 / exceptions / very small backdoor shares": Meaning(
        "statistic", role="research", attack="backdoor", on=("altered-data",)
    ),
    "3.1 / take-away / third-party models fine-tuned, roughly": Meaning("statistic", on=("third-party-models",)),
    # -- Table 3 --
    **{
        f"3.2 / Table 3 / evasion papers, {said}": _budget(
            # The dash is read as 0 only because the column's total leaves nothing for it.
            name,
            "evasion",
            "mahmood2021",
            status="derived" if name == "queries-gt-100k" else "published",
        )
        for said, name in _BUDGETS.items()
    },
    "3.2 / Table 3 / evasion papers, unlimited queries": _budget_total("evasion", "mahmood2021"),
    **{
        f"3.2 / Table 3 / stealing papers, {said}": _budget(name, "model-stealing", "oliynyk2023")
        for said, name in _BUDGETS.items()
    },
    "3.2 / Table 3 / stealing papers, unlimited queries": _budget_total("model-stealing", "oliynyk2023"),
    **{f"3.2 / Table 3 / practice, {said}": _budget(name) for said, name in _BUDGETS.items()},
    "3.2 / Table 3 / practice, unlimited queries": _budget("queries-unlimited"),
    "3.2 / Oliynyk / papers surveyed": Named("oliynyk2023-papers"),
    # -- Sect. 3.2 --
    **{f"3.2 / Q26 / test data {said}": _answer("test-data-access", name) for said, name in _LEVELS.items()},
    **{f"3.2 / Q24 / model {said}": _answer("model-access", name) for said, name in _LEVELS.items()},
    **{f"3.2 / Q25 / outputs {said}": _answer("output-access", name) for said, name in _LEVELS.items()},
    **{
        f"3.2 / Q26 x Q27 / closed test data, {said} from public sources": Meaning(
            "combination",
            on=("test-data-access", "public-test-data"),
            together=("test-data-access-none", f"public-test-data-{name}"),
        )
        for said, name in (("none", "none"), ("over 75 per cent", "gt-75"))
    },
    "3.2 / Q27 / the answer over 75 per cent": Ends("public-test-data-gt-75", "public-test-data", 75, None),
    "3.2 / Q26 x Q27 / any other combination": Meaning("statistic", on=("test-data-access", "public-test-data")),
    **{
        f"3.2 / Q24 x Q33 / public model, {said}": Meaning(
            "combination",
            on=("model-access", "query-limit-detailed"),
            together=("model-access-public", f"query-limit-{name}"),
        )
        for said, name in _PUBLIC_MODEL.items()
    },
    "3.2 / Figure 2 / white-box evasion": _third_party("evasion", "alter-test-samples", "know-parameters"),
    "3.2 / Figure 2 / black-box evasion": _third_party("evasion", "alter-test-samples"),
    "3.2 / Figure 3 / outputs": _third_party("model-stealing", "observe-outputs"),
    "3.2 / Figure 3 / outputs and queries": _third_party("model-stealing", "observe-outputs", "query-model"),
    "3.2 / Figure 3 / outputs, queries and the model itself": _third_party(
        "model-stealing", "observe-outputs", "query-model", "know-parameters"
    ),
    "3.2 / Figure 3 / outputs without queries, roughly": _third_party(
        "model-stealing", "observe-outputs", without=("query-model",)
    ),
    **{
        f"3.2 / Q29 x Q33 / {said}": Meaning(
            "combination",
            on=("input-size", "query-limit-detailed"),
            together=(f"input-size-{size}", f"query-limit-{queries}"),
        )
        for said, (size, queries) in _SIZES_AND_QUERIES.items()
    },
    "3.2 / Q29 x Q33 / missing data": Meaning("statistic", on=("input-size", "query-limit-detailed")),
    # -- Sect. 4 --
    "4 / confidence level": Named("confidence-level"),
    "4 / margin of error": Named("margin-of-error"),
    "4 / margin of error out of reach": Named("margin-of-error-wanted"),
    "4 / participants, rounded down": Named("recruited-at-least"),
    "4 / population assumed": Named("population-size"),
}

NOT_PRINTED = {
    # Differences of two printed figures; the graph marks them as derived.
    "obs:grosse2024-fig1-training-data-only",
    "obs:grosse2024-fig3-outputs-only-derived",
}

Observations = dict[str, Node]


@pytest.fixture(scope="module")
def observations(graph: Graph) -> Observations:
    """What the graph holds of the study's numbers."""
    return read_nodes(graph, "Observation", "grosse2024")


@pytest.fixture(scope="module")
def bins(graph: Graph) -> dict[str, Node]:
    """All bins."""
    return read_nodes(graph, "Bin")


def find(way: Meaning | Named, observations: Observations) -> str:
    """The name of the one observation that a way leads to."""
    if isinstance(way, Named):
        name = f"obs:grosse2024-{way.name}"
        assert name in observations, f"there is no {name}"
        return name
    found = [name for name, node in observations.items() if way.fits(node)]
    assert len(found) == 1, f"expected one observation with this meaning, found {found or 'none'}: {way}"
    return found[0]


def _printed_forms(node: Node) -> set[str]:
    """The printed form whole, and its parts: a count may carry its share in brackets, an estimate its 'about'."""
    whole = str(only(node, "printedAs"))
    return {whole, *re.split(r"[\s()]+", whole)}


def _numbers(node: Node) -> dict[str, Decimal]:
    return {name: Decimal(str(only(node, name))) for name in NUMBERS if name in node}


def _check_number(statement: Statement, node: Node) -> None:
    numbers = _numbers(node)
    if statement.kind == "nothing":
        # A dash or a star is no number. Where a 0 is given, a formula or the text must carry it.
        assert set(numbers) <= {"count"}
        if numbers:
            assert numbers["count"] == 0
            assert "formula" in node or "Sect." in text_of(node, "locator")
        return
    wanted = {"share": "share", "upper bound": "shareUpperBound", "count": "count", "value": "value"}
    expected = statement.number
    assert expected is not None
    if statement.kind == "boundary":
        # A bound in words: on a value or on shares, but always marked as one.
        assert list(numbers.values()) == [expected]
        assert set(numbers) <= {"value", "shareUpperBound"}
        assert only(node, "qualifier") in {"qualifier:upper-bound", "qualifier:lower-bound"}
    else:
        assert numbers == {wanted[statement.kind]: expected}


def _check_ends(statement: Statement, way: Ends, bins: dict[str, Node]) -> None:
    node = bins[f"bin:{way.bin}"]
    assert only(node, "ofDimension") == f"dim:{way.dimension}"
    for name, end in (("lower", way.lower), ("upper", way.upper)):
        assert node.get(name, set()) == (set() if end is None else {Decimal(end)})
    assert statement.printed.strip("<>%").split("-")[0].rstrip("%") in text_of(node, "skos:prefLabel")


def _check_whole(way: Whole, observations: Observations) -> None:
    parts = [node for node in observations.values() if node.get("givenBin") == {way.given}]
    bases = {only(node, "base") for node in parts}
    assert len(parts) == 7
    assert len(bases) == 1, "shares of one group must have one base"
    elsewhere = [node for node in observations.values() if node.get("base") == bases and "givenBin" not in node]
    assert not elsewhere, "the base of a sub-group belongs to shares of this sub-group alone"


@pytest.mark.parametrize("key", list(BY_KEY))
def test_the_graph_says_what_the_paper_prints(key: str, observations: Observations, bins: dict[str, Node]) -> None:
    statement, way = BY_KEY[key], WAYS[key]
    if isinstance(way, Ends):
        _check_ends(statement, way, bins)
        return
    if isinstance(way, Whole):
        _check_whole(way, observations)
        return
    node = observations[find(way, observations)]

    _check_number(statement, node)
    assert statement.printed in _printed_forms(node)
    assert only(node, "status") == f"status:{way.status}"
    assert node["prov:wasDerivedFrom"] == {STUDY}
    assert node.get("onCorpusOf", set()) == ({STUDIES[statement.cites]} if statement.cites else set())
    assert set(statement.questions) <= node.get("question", set())
    if statement.attack:
        assert node["aboutAttack"] == {ATTACKS[statement.attack]}

    locator = str(only(node, "locator"))
    if statement.place:
        assert statement.place in locator
    for section in sections_of(key) or ({statement.section} if not statement.place else set()):
        assert f"Sect. {section}" in locator


def _practice(statements: Iterable[Statement]) -> list[str]:
    of_practice = []
    for statement in statements:
        way = WAYS[statement.key]
        if isinstance(way, Meaning) and way.role == "practice":
            of_practice.append(statement.key)
    return of_practice


@pytest.mark.parametrize("key", _practice(STATEMENTS))
def test_a_standpoint_is_the_one_the_paper_names_or_none(key: str, observations: Observations) -> None:
    way = WAYS[key]
    assert isinstance(way, Meaning)
    node = observations[find(way, observations)]
    assert only(node, "standpoint") == f"standpoint:{BY_KEY[key].standpoint or 'not-stated'}"


def test_research_has_no_standpoint(observations: Observations) -> None:
    research = [node for node in observations.values() if node["role"] == {"role:research"}]
    assert research
    assert not [node for node in research if "standpoint" in node]


def test_no_two_statements_lead_to_the_same_observation(observations: Observations) -> None:
    found = [find(way, observations) for way in WAYS.values() if isinstance(way, Meaning | Named)]
    assert len(found) == len(set(found))


def test_every_observation_of_the_study_is_printed_or_derived(observations: Observations) -> None:
    found = {find(way, observations) for way in WAYS.values() if isinstance(way, Meaning | Named)}
    assert set(observations) - found == NOT_PRINTED
    for name in NOT_PRINTED:
        assert observations[name]["status"] == {"status:derived"}
        assert "formula" in observations[name]


# -- the table of statements against the paper itself --


def test_every_statement_has_one_key_and_one_way_to_be_found() -> None:
    assert len(BY_KEY) == len(STATEMENTS)
    assert set(WAYS) == set(BY_KEY)


def test_every_occurrence_belongs_to_a_statement_with_that_number() -> None:
    for _, printed, key in OCCURRENCES:
        statement = BY_KEY[key]
        assert printed.strip("<>") in {statement.printed.lstrip("* <>")} or statement.kind == "boundary", key
    for _, _, key in COUNT_MENTIONS:
        assert BY_KEY[key].kind in {"count", "boundary"}, key


def test_every_statement_is_printed_somewhere() -> None:
    mentioned = {key for _, _, key in (*OCCURRENCES, *COUNT_MENTIONS)} | set(PRINTED_TOGETHER)
    in_a_table_only = {s.key for s in STATEMENTS if s.place.startswith("Table") and s.kind in {"count", "nothing"}}
    assert {s.key for s in STATEMENTS} - mentioned - in_a_table_only == {"4 / population assumed"}
    assert set(PRINTED_TOGETHER.values()) <= mentioned


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """Sections 2.3, 3, 3.1, 3.2 and 4 of the paper, where its text is at hand."""
    if not PAPER.is_file():
        pytest.skip("the text of the paper is not shipped; this test needs it beside the repository")
    parts = re.split(r"(?m)^(2\.3|3|3\.1|3\.2|4|5) (?=[A-Z])", PAPER.read_text(encoding="utf-8"))
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    del found["5"]
    return found


def test_every_percentage_of_the_paper_is_covered(sections: dict[str, str]) -> None:
    printed = [
        (section, found.group())
        for section, text in sections.items()
        for found in re.finditer(r"[<>]?(?:\d+%?-)?\d+(?:\.\d+)?%", text)
    ]
    assert len(printed) == 117
    assert printed == [(section, form) for section, form, _ in OCCURRENCES]


def test_every_count_in_the_text_is_covered(sections: dict[str, str]) -> None:
    # A number before papers or participants, alone in brackets, or with what the papers do.
    counts = re.compile(
        r"\b(?:\d+|one|five)(?= (?:\w+ )?(?:papers?|participants)\b)"
        r"|(?<=\()\d{1,2}(?=\))"
        r"|\b\d+(?= (?:rely|dealt)\b)"
        r"|(?<= in )\d+(?= \()",
        re.IGNORECASE,
    )
    printed = [
        (section, found.group().lower()) for section, text in sections.items() for found in counts.finditer(text)
    ]
    assert printed == [(section, form) for section, form, _ in COUNT_MENTIONS]


def test_the_cells_of_both_tables_are_the_ones_printed(sections: dict[str, str]) -> None:
    lines = [tuple(line.split("\t")) for line in sections["3.1"].splitlines() if line.count("\t") in {2, 3}]
    assert [row for row in lines if len(row) == 3][1:] == list(TABLE_2_CELLS)
    without_markup = [tuple(cell.replace("\\emptyset", "∅") for cell in row) for row in lines if len(row) == 4]
    assert without_markup[1:] == list(TABLE_3_CELLS)
    for row, *cells in TABLE_2_CELLS:
        assert row  # the first cell names the row; the others are statements
        assert set(cells) <= {s.printed for s in STATEMENTS if s.place == "Table 2"}
    for _, *cells in TABLE_3_CELLS:
        assert set(cells) <= {s.printed for s in STATEMENTS if s.place == "Table 3"}
