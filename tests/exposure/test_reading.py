"""Profile files: what is read, what is refused and in which line, and the way back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ParameterError, ProfileError, UnknownNameError
from kg.exposure import GrantLine, Limit, Profile
from kg.exposure.knowledge import Knowledge
from kg.exposure.profile import UNLIMITED
from kg.exposure.reading import SIZE_LIMIT, parse_profile, read_profile
from kg.exposure.schema import schema
from kg.exposure.writing import from_parameters, to_parameters, to_yaml

GOOD = """\
title: Credit scoring
standpoint: client
answers:
  model-parameters: none
  training-data-share: 10-30
  queries: unknown
grants:
  query-model: {level: public, at-most: 1000}
  alter-training-samples: {level: access-control, at-least: 10, at-most: 30}
  observe-outputs: public
"""


def test_a_file_is_read_as_it_stands(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "credit.yaml"
    path.write_text(GOOD, encoding="utf-8")
    profile = read_profile(path, knowledge)
    assert (profile.title, profile.standpoint) == ("Credit scoring", "client")
    assert profile.answers == {"model-parameters": "none", "training-data-share": "10-30"}
    assert profile.grants == {
        "query-model": GrantLine("query-model", "public", Limit(Decimal(1000), Decimal(1000))),
        "alter-training-samples": GrantLine(
            "alter-training-samples", "access-control", Limit(Decimal(10), Decimal(30))
        ),
        "observe-outputs": GrantLine("observe-outputs", "public"),
    }


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("title: A\nanswers:\n  model-parameter: none\n", "p:3", "model-parameters"),
        ("title: A\nanswers:\n  model-parameters: nobody\n", "p:3", "unknown answer to model-parameters 'nobody'"),
        ("title: A\nanswers:\n  model-parameters: no\n", "p:3", "'no'"),
        ("title: A\ngrants:\n  query-modle: public\n", "p:3", "query-model"),
        ("title: A\ngrants:\n  query-model: pubic\n", "p:3", "public"),
        ("title: A\nstandpoint: hacker\n", "p:2", "outsider, client, insider"),
        ("title: A\nanswer: {}\n", "p:2", "answers"),
        ("title: A\nanswers:\n  queries: public\n  queries: none\n", "p:4", "line 3"),
        ("title: A\nanswers: [queries]\n", "p:2", "answers must be lines"),
        ("title: A\nanswers:\n  queries: [public]\n", "p:3", "not a list"),
        ("title: A\nanswers:\n  queries:\n", "p:3", "no value"),
        ("title: A\ngrants:\n  query-model: {level: public, at-most: many}\n", "p:3", "no amount"),
        ("title: A\ngrants:\n  query-model: {level: public, at-most: -1}\n", "p:3", "no amount"),
        ("title: A\ngrants:\n  query-model: {level: public, at-most: 1e999999999}\n", "p:3", "no amount"),
        ("title: A\ngrants:\n  query-model: {level: public, at-least: 9, at-most: 3}\n", "p:3", "more than"),
        ("title: A\ngrants:\n  query-model: {at-most: 3}\n", "p:3", "no level"),
        ("title: A\ngrants:\n  query-model: {level: public, limit: 3}\n", "p:3", "unknown field 'limit'"),
        ("standpoint: client\n", "p:1", "no title"),
        ("", "p:1", "empty"),
        ("- a\n- b\n", "p:1", "must be lines"),
        ("title: A\n---\ntitle: B\n", "p:2", "document"),
        ("title: [\n", "p:2", ""),
        ("title: &x A\nnote: *x\n", "p:2", "references"),
        ("title: !!python/object/apply:os.system [id]\n", "p:1", "not a list"),
        ("title: A\n? [a, b]\n: c\n", "p:2", "plain word"),
        ("title: \x00A\n", "p:1", ""),
        ("[" * 5000, "p:1", "nested too deeply"),
        ("[" * 30000 + "]" * 30000, "p:1", "nested too deeply"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(knowledge: Knowledge, text: str, place: str, says: str) -> None:
    with pytest.raises(ProfileError) as error:
        parse_profile(text, knowledge, name="p")
    assert error.value.faults[0].startswith(f"{place}: ")
    assert says in error.value.faults[0]


def test_all_faults_are_told_at_once(knowledge: Knowledge) -> None:
    with pytest.raises(ProfileError) as error:
        parse_profile("standpoint: x\nanswers:\n  a: b\n  queries: c\n", knowledge, name="p")
    assert [f.partition(": ")[0] for f in error.value.faults] == ["p:1", "p:1", "p:3", "p:4"]


def test_a_file_that_is_too_large_or_no_text_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"title: A #" + b"x" * SIZE_LIMIT)
    with pytest.raises(ProfileError, match="larger than 64 kB"):
        read_profile(path, knowledge)
    path.write_bytes(b"title: \xff")
    with pytest.raises(ParameterError, match="UTF-8"):
        read_profile(path, knowledge)
    with pytest.raises(ParameterError, match="cannot be read"):
        read_profile(tmp_path, knowledge)


def profiles(knowledge: Knowledge) -> list[Profile]:
    odd = Profile(
        'A "title": with # and \\ \u2028 é',
        "insider",
        {"queries": "public", "training-data-share": "10-30"},
        {
            "query-model": GrantLine("query-model", "public", Limit(UNLIMITED, None)),
            "observe-scores": GrantLine("observe-scores", "unknown"),
            "alter-training-samples": GrantLine("alter-training-samples", "none", Limit(Decimal("2.5"), None)),
        },
    )
    return [*knowledge.examples.values(), parse_profile(GOOD, knowledge), odd]


def test_what_is_written_as_yaml_is_read_back(knowledge: Knowledge) -> None:
    for profile in profiles(knowledge):
        back = parse_profile(to_yaml(profile, knowledge), knowledge)
        assert (back.standpoint, back.answers, back.grants) == (profile.standpoint, profile.answers, profile.grants)
        assert back.title.split() == profile.title.split()


def test_what_a_link_holds_is_read_back(knowledge: Knowledge) -> None:
    for profile in profiles(knowledge):
        back = from_parameters(to_parameters(profile), knowledge)
        assert (back.title, back.standpoint) == (profile.title, profile.standpoint)
        assert (back.answers, back.grants) == (profile.answers, profile.grants)


@pytest.mark.parametrize(
    "parameters",
    [
        {"query": "public"},
        {"queries": "everybody"},
        {"standpoint": "hacker"},
        {"grant.query": "public"},
        {"grant.query-model": "open"},
        {"grant.query-model": "public,x,1"},
        {"grant.query-model": "public,,"},
        {"grant.query-model": "public,1"},
    ],
)
def test_a_link_with_an_unknown_part_is_refused(knowledge: Knowledge, parameters: dict[str, str]) -> None:
    with pytest.raises((UnknownNameError, ParameterError)):
        from_parameters(parameters, knowledge)


def test_the_schema_accepts_what_is_read_and_names_every_answer(knowledge: Knowledge) -> None:
    made: dict[str, Any] = schema(knowledge)
    assert json.loads(json.dumps(made)) == made
    answers = made["properties"]["answers"]["properties"]
    codes = {slug: [c["const"] for c in question["oneOf"]] for slug, question in answers.items()}
    for profile in knowledge.examples.values():
        assert all(code in codes[question] for question, code in profile.answers.items())
    assert made["properties"]["standpoint"]["enum"] == ["outsider", "client", "insider"]
    assert set(made["properties"]["grants"]["properties"]) == {a.partition(":")[2] for a in knowledge.accesses}
