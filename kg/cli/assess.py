"""``threatpraxis assess``: which attacks find their assumptions met by one system, and a policy to fail on."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.cli.output import open_for
from kg.errors import ParameterError, UnknownNameError

if TYPE_CHECKING:
    from kg.exposure import Assessment, AttackVerdict, Profile
    from kg.exposure.compare import Flip
    from kg.exposure.knowledge import Knowledge

#: What --fail-on takes, from the strictest meaning to the widest; each includes those before it.
POLICIES = ("feasible", "feasible-indirectly", "unknown")


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("profile", nargs="?", metavar="FILE", help="a profile as YAML")
    sub.add_argument("--example", metavar="NAME", help="assess an example of the graph, such as credit-scoring")
    sub.add_argument("--write-example", metavar="NAME", help="print an example as YAML, to be edited; 'empty' for none")
    sub.add_argument("--questions", action="store_true", help="list the questions and their answers")
    sub.add_argument("--schema", action="store_true", help="print the JSON Schema of a profile file")
    sub.add_argument("--standpoint", metavar="NAME", help="from where the attacker comes: outsider, client or insider")
    sub.add_argument("--attack", action="append", default=[], metavar="NAME", help="only this attack; may be repeated")
    sub.add_argument("--fail-on", choices=POLICIES, help="exit with 1 where an attack has this verdict or a worse one")
    sub.add_argument("--compare", metavar="FILE", help="show what changes from this profile to the assessed one")
    sub.add_argument(
        "--format", default="table", help="form of the assessment: table, json or another (default: table)"
    )


def run(options: Namespace) -> int:
    """Assess; 1 where the policy of ``--fail-on`` is broken."""
    with open_for(options) as graph:
        from kg.exposure import load

        knowledge = load(graph)
    if options.questions or options.schema or options.write_example:
        sys.stdout.write(_printed(knowledge, options))
        return 0
    from kg.exposure import assess

    assessment = _narrowed(assess(knowledge, _seen(_profile(knowledge, options), options)), options.attack)
    if options.compare:
        before = assess(knowledge, _seen(_read(options.compare, knowledge), options))
        sys.stdout.write(_comparison(_narrowed(before, options.attack), assessment, options.format))
    else:
        sys.stdout.write(_rendered(assessment, options.format))
    sys.stdout.flush()
    return _judge(assessment, options.fail_on)


def _rendered(assessment: Assessment, form: str) -> str:
    if form == "table" and sys.stdout.isatty():
        from kg.exporters import assessment_table

        return assessment_table.render(assessment, shutil.get_terminal_size().columns)
    from kg.exporters.assessments import render

    return render(assessment, form)


def _printed(knowledge: Knowledge, options: Namespace) -> str:
    if options.schema:
        from kg.exposure.schema import schema

        return json.dumps(schema(knowledge), ensure_ascii=False, indent=2) + "\n"
    if options.write_example:
        from kg.exposure import Profile
        from kg.exposure.writing import to_yaml

        empty = options.write_example == "empty"
        return to_yaml(Profile("My system") if empty else _example(knowledge, options.write_example), knowledge)
    return "\n".join(_questions(knowledge)) + "\n"


def _questions(knowledge: Knowledge) -> Iterator[str]:
    for question in knowledge.questions:
        yield f"{question.slug}: {question.label}"
        yield f"  {question.help}"
        width = max(len(a.code) for a in question.answers)
        yield from (f"    {a.code.ljust(width)}  {a.label}" for a in question.answers)


def _profile(knowledge: Knowledge, options: Namespace) -> Profile:
    if bool(options.profile) == bool(options.example):
        raise ParameterError(
            "Give a profile or an example." if not options.profile else "Give a profile or an example, not both.",
            remedy="'threatpraxis assess --example credit-scoring' shows one; --write-example prints a file to edit.",
        )
    return _example(knowledge, options.example) if options.example else _read(options.profile, knowledge)


def _example(knowledge: Knowledge, name: str) -> Profile:
    if name not in knowledge.examples:
        raise UnknownNameError(
            "example", name, knowledge.examples, remedy=f"Examples: {', '.join(knowledge.examples)}."
        )
    return knowledge.examples[name]


def _read(path: str, knowledge: Knowledge) -> Profile:
    from kg.exposure.reading import read_profile

    return read_profile(path, knowledge)


def _seen(profile: Profile, options: Namespace) -> Profile:
    return profile.seen_from(options.standpoint) if options.standpoint else profile


def _narrowed(assessment: Assessment, attacks: Sequence[str]) -> Assessment:
    if not attacks:
        return assessment
    from kg.exposure.narrow import narrow

    return narrow(assessment, attacks)


def _judge(assessment: Assessment, policy: str | None) -> int:
    if policy is None:
        return 0
    refused = POLICIES[: POLICIES.index(policy) + 1]
    broken = [v for v in assessment.verdicts if v.verdict.value in refused]
    for verdict in broken:
        print(f"threatpraxis: {_name(verdict)}: {verdict.verdict.value}. {verdict.because}", file=sys.stderr)
    total = f"{len(broken)} of {len(assessment.verdicts)} attacks"
    print(f"threatpraxis: policy --fail-on {policy} {'broken by' if broken else 'kept:'} {total}", file=sys.stderr)
    return 1 if broken else 0


def _comparison(before: Assessment, after: Assessment, form: str) -> str:
    from kg.exposure.compare import compare
    from kg.exposure.plain import plain

    flips = compare(before, after)
    if form == "json":
        return json.dumps([plain(f) for f in flips], ensure_ascii=False, indent=2) + "\n"
    if form != "table":
        raise ParameterError(f"A comparison has no form {form!r}.", remedy="Use --format table or json.")
    return "\n".join(_flips(before, after, flips)) + "\n"


def _flips(before: Assessment, after: Assessment, flips: Sequence[Flip]) -> Iterator[str]:
    yield f"{len(flips)} of {len(after.verdicts)} verdicts differ from {before.profile.title} to {after.profile.title}"
    for flip in flips:
        yield f"{_name(after[flip.attack.id])}: {flip.before.value} -> {flip.after.value}"
        for moved in flip.moved:
            yield f"  {moved.access.label}: {moved.before.word} -> {moved.after.word}. {moved.reason_after}"
        if not flip.moved:
            yield f"  {flip.because_after}"


def _name(verdict: AttackVerdict) -> str:
    return verdict.id.partition(":")[2] or verdict.id
