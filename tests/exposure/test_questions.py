"""The questionnaire: what it must settle, and that its wording and its survey answers hold together."""

from __future__ import annotations

from kg.exposure import Profile, assess
from kg.exposure.knowledge import Knowledge
from kg.exposure.profile import UNLIMITED
from kg.exposure.standing import Standing
from kg.graph import Graph


def test_every_access_that_a_threat_model_names_is_settled_by_a_question(knowledge: Knowledge) -> None:
    models = [m for of_attack in knowledge.models.values() for m in of_attack]
    named = {n.access for m in models for r in m.requirements for n in r.needs}
    named |= {n.access for m in models for n in m.sometimes}
    assert named
    assert named - knowledge.settles.keys() == set()


def test_a_question_opens_each_access_that_no_other_question_opens(knowledge: Knowledge) -> None:
    # Two questions may say that a thing is not there; only one may say how widely it is open.
    opened = [
        (access, q.slug)
        for q in knowledge.questions
        for access in {g.access for a in q.answers for g in a.grants if g.level not in (None, "level:absent")}
    ]
    assert len(opened) == len({access for access, _ in opened})


def test_every_answer_of_a_question_speaks_of_the_same_accesses(knowledge: Knowledge) -> None:
    # Otherwise a change of answer would leave an access open that was settled before.
    for question in knowledge.questions:
        for answer in question.answers:
            spoken = {g.access for g in answer.grants}
            only_absent = all(g.level == "level:absent" for g in answer.grants)
            assert spoken == set(question.accesses) or only_absent or question.slug == "prompts", answer.id


def test_no_generative_model_settles_all_that_only_such_a_model_has(knowledge: Knowledge) -> None:
    standing = Standing(knowledge, Profile("classical", answers={"prompts": "absent"}))
    settled = {a for a, lines in standing.lines.items() if lines}
    for question in ("retrieval", "tools", "memory", "system-prompt"):
        assert set(knowledge.question(question).accesses) <= settled
    open_ = {t.id for t in assess(knowledge, standing.profile).unanswered}
    assert "question:retrieval" not in open_
    assert "question:embeddings" in open_


def test_a_question_is_put_in_plain_words(knowledge: Knowledge) -> None:
    for question in knowledge.questions:
        assert question.label.endswith("?")
        assert len(question.help) > 60
        assert question.example
        jargon = (
            "adversar",
            "federated learning model",
            "poison attack",
            "inference attack",
            "threat model",
            "vector space",
        )
        text = f"{question.label} {question.help}".lower()
        assert not [word for word in jargon if word in text], question.slug


def test_the_budgets_are_those_that_the_survey_prints(knowledge: Knowledge) -> None:
    # G24, Table 3.
    limits = {a.code: a.grants[0].limit for a in knowledge.question("query-limit").answers}
    assert {code: (limit.least, limit.most) for code, limit in limits.items() if limit} == {
        "lt-100": (0, 100),
        "100-1k": (100, 1000),
        "1k-100k": (1000, 100000),
        "gt-100k": (100000, None),
        "unlimited": (UNLIMITED, None),
    }


def test_every_answer_that_the_survey_prints_on_the_seven_dimensions_can_be_given(
    graph: Graph, knowledge: Knowledge
) -> None:
    given = {b for q in knowledge.questions for a in q.answers for b in a.bins}
    dimensions = ("training-data-access", "test-data-access", "model-access", "output-access", "third-party-models")
    for dimension in (*dimensions, "public-training-data", "query-budget"):
        rows = graph.sparql(f"SELECT ?b WHERE {{ ?b praxis:ofDimension dim:{dimension} }}")
        bins = {row[0] for row in rows.cells(short_iris=True)}  # type: ignore[union-attr]
        # No queries at all is what the question before says by 'nobody'.
        assert bins - {"bin:queries-none"} <= given, dimension
