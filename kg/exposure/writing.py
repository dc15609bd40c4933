"""Writes an access profile: as YAML that a person goes on editing, and as plain parameters for a link."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kg.errors import ParameterError, UnknownNameError
from kg.exposure.knowledge import Knowledge, ident, slug
from kg.exposure.limits import UNLIMITED_WORD, limit_between
from kg.exposure.profile import DEFAULT_STANDPOINT, UNLIMITED, GrantLine, Limit, Profile

#: How the parameter of an explicit grant begins in a link; what follows is the slug of the access.
GRANT_PREFIX = "grant."
#: Characters that a title from a link may have.
TITLE_LIMIT = 200


def to_yaml(profile: Profile, knowledge: Knowledge) -> str:
    """The profile as YAML, each question above its answer; unanswered ones stand as comments to be filled in."""
    lines = [f"title: {_quoted(profile.title)}", f"standpoint: {profile.standpoint}"]
    for name in ("description", "note", "source"):
        if text := getattr(profile, name):
            lines.append(f"{name}: {_quoted(text)}")
    lines += ["", "answers:  # leave a line out where you do not know", *_answer_lines(profile, knowledge)]
    if profile.grants:
        lines += ["", "grants:  # each overrides what the answers say about this access"]
        lines += [f"  {line.access}: {_grant(line)}" for line in profile.grants.values()]
    return "\n".join(lines) + "\n"


def _answer_lines(profile: Profile, knowledge: Knowledge) -> Iterator[str]:
    section = ""
    for question in knowledge.questions:
        if question.section != section:
            section = question.section
            yield f"  # == {section} =="
        yield f"  # {question.label}"
        codes = " | ".join(a.code for a in question.answers)
        if question.slug in profile.answers:
            yield f"  {question.slug}: {profile.answers[question.slug]}  # {codes}"
        else:
            yield f"  # {question.slug}:  # {codes}"


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)  # a JSON string is a YAML string


def _grant(line: GrantLine) -> str:
    if line.limit is None:
        return line.level
    return "{level: " + line.level + "".join(f", {end}: {amount}" for end, amount in _ends(line.limit)) + "}"


def _ends(limit: Limit) -> Iterator[tuple[str, str]]:
    if limit.least == UNLIMITED:
        yield "at-most", UNLIMITED_WORD
        return
    yield "at-least", format(limit.least, "f")
    if limit.most is not None:
        yield "at-most", format(limit.most, "f")


def to_parameters(profile: Profile) -> dict[str, str]:
    """The profile as parameters of a link: ``title``, ``standpoint``, one per answer, ``grant.ACCESS`` per line.

    >>> to_parameters(Profile("Mine", answers={"queries": "public"}))
    {'title': 'Mine', 'queries': 'public'}
    """
    found = {"title": profile.title}
    if profile.standpoint != DEFAULT_STANDPOINT:
        found["standpoint"] = profile.standpoint
    found.update(profile.answers)
    for line in profile.grants.values():
        ends = dict(_ends(line.limit)) if line.limit else {}
        amounts = f",{ends.get('at-least', '')},{ends.get('at-most', '')}" if ends else ""
        found[GRANT_PREFIX + line.access] = line.level + amounts
    return found


def from_parameters(given: Mapping[str, str], knowledge: Knowledge) -> Profile:
    """The profile that a link holds; parameters that name no question are refused.

    :raises UnknownNameError: for a question, an answer, an access, a level or a standpoint that does not exist
    :raises ParameterError: for a limit that is no number
    """
    answers, grants = {}, {}
    for name, value in given.items():
        if name.startswith(GRANT_PREFIX):
            line = _grant_from(name.removeprefix(GRANT_PREFIX), value, knowledge)
            grants[line.access] = line
        elif name not in ("title", "standpoint"):
            answers[name] = knowledge.question(name).answer(value).code
    standpoint = given.get("standpoint", DEFAULT_STANDPOINT)
    _must_be_known("standpoint", standpoint, knowledge.standpoints)
    return Profile(given.get("title", "")[:TITLE_LIMIT], standpoint, answers, grants)


def _grant_from(access: str, value: str, knowledge: Knowledge) -> GrantLine:
    level, *ends = value.split(",")
    _must_be_known("access", access, knowledge.accesses)
    _must_be_known("level", level, knowledge.levels)
    if len(ends) not in (0, 2) or not any([*ends, not ends]):
        raise ParameterError(
            f"{value!r} is no grant of {access}.",
            remedy="Write LEVEL or LEVEL,AT-LEAST,AT-MOST, such as public,10,100.",
        )
    return GrantLine(access, level, limit_between(*(_amount(e) for e in ends)) if ends else None)


def _amount(text: str) -> Decimal | None:
    if text == UNLIMITED_WORD:
        return UNLIMITED
    if text and not (text.replace(".", "", 1).isdecimal() and text.isascii() and len(text) <= 20):
        raise ParameterError(f"{text[:40]!r} is no amount.", remedy=f"Write digits or '{UNLIMITED_WORD}'.")
    return Decimal(text) if text else None


def _must_be_known(kind: str, name: str, known: Mapping[str, object]) -> None:
    if ident(kind, name) not in known:
        raise UnknownNameError(kind, name, map(slug, known))
