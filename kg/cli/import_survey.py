"""``threatpraxis import survey``: count an export of REDCap or LimeSurvey and add the figures to the workspace."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import shipped
from kg.errors import ParameterError
from kg.results import Column, Scalar, Table, Term, literal

if TYPE_CHECKING:
    from kg.importers.survey import Known, Result
    from kg.importers.survey.model import Question, Told

#: Names that a codebook may use; more than any graph has.
_NAMED = 1_000_000
_COLUMNS = ("column", "answer", "count", "of", "told", "where")


def add_arguments(sub: ArgumentParser) -> None:
    """The arguments for surveys alone; nothing heavy is imported for them."""
    sub.add_argument("--codebook", metavar="FILE", help="for survey: what its columns mean, in YAML")
    sub.add_argument("--by", metavar="NAME", help="for survey: who adds it (default: the variable THREATPRAXIS_NAME)")
    sub.add_argument(
        "--template", action="store_true", help="for survey: print a codebook to be filled in, made from FILE"
    )
    sub.add_argument(
        "--schema", action="store_true", help="for survey: print the JSON Schema of codebooks, for editors"
    )


def run(options: Namespace) -> int:
    """Import a survey, or show its counts. Nothing is written where anything is wrong.

    :raises SurveyError: with everything that is wrong with data or codebook
    """
    from kg.importers.survey import read
    from kg.importers.survey.writer import turtle

    if options.schema:
        return _schema(options)
    if not options.file:
        raise ParameterError("No file of answers was given.", remedy="Name the CSV that was exported.")
    if options.template:
        return _template(options)
    if not options.codebook:
        remedy = "Give --codebook FILE; 'threatpraxis import survey FILE --template' prints one to be filled in."
        raise ParameterError("What the columns of a survey mean is not known.", remedy=remedy)
    result = read(Path(options.file), Path(options.codebook), _known(options))
    if options.dry_run:
        _show(result, options.format)
    elif options.output:
        _to_file(turtle(result), options)
    else:
        _save(result, turtle(result), options)
    for line in _summary(result):
        print(f"threatpraxis: {line}", file=sys.stderr)
    return 0


def _known(options: Namespace) -> Known:
    from kg.cli.output import open_for
    from kg.importers.survey import load

    with open_for(options) as graph:

        def ask(sparql: str) -> list[dict[str, Scalar]]:
            table = graph.sparql(sparql, row_limit=_NAMED)
            assert isinstance(table, Table)
            return list(table)

        return load(ask)


def _schema(options: Namespace) -> int:
    import json

    from kg.importers.survey.schema import schema

    print(json.dumps(schema(_known(options)), indent=1, ensure_ascii=False))
    return 0


def _template(options: Namespace) -> int:
    from kg.importers.survey.data import read_data
    from kg.importers.survey.outline import outline

    sys.stdout.write(outline(read_data(Path(options.file)), _known(options)))
    return 0


def _save(result: Result, text: str, options: Namespace) -> None:
    from kg.author.proposal import Proposal
    from kg.author.workspace import Workspace
    from kg.cli.output import name_for

    workspace = shipped.workspace_dir(options.workspace)
    book = result.codebook
    path = f"ontology/study-{book.id}.ttl"
    origin = f"{Path(options.file).name}, {Path(options.codebook).name}"
    proposal = Proposal(path, text, "imported", book.title, origin)
    Workspace(workspace).save(proposal, by=name_for(workspace, options.by))
    print(f"threatpraxis: written to {workspace / path}; 'threatpraxis undo' takes it back", file=sys.stderr)


def _to_file(text: str, options: Namespace) -> None:
    from kg.importers.files import write_atomically

    output = Path(options.output)
    if output.resolve() in (Path(options.file).resolve(), Path(options.codebook).resolve()):
        raise ParameterError("--output names a file that is imported.", remedy="Name another file.")
    write_atomically(output, text)


def _show(result: Result, form: str) -> None:
    """Every count beside what would be told of it. The counts are shown here and nowhere else."""
    from kg.cli.output import write_table

    rows: list[tuple[Term | None, ...]] = []
    for question in result.questions:
        rows += _rows(question)
    for joint in result.joints:
        told = "no: " + joint.left_out if joint.count is None else str(joint.count)
        rows.append(
            _row("together", joint.combination.label, joint.count, joint.n, told, f"attack:{joint.combination.attack}")
        )
    columns = {name: Column(name.capitalize()) for name in _COLUMNS}
    write_table(Table(list(_COLUMNS), rows, columns=columns), form)


def _rows(question: Question) -> list[tuple[Term | None, ...]]:
    counted = question.counted
    told = {t.cell.key: t for t in question.cells}
    rows = []
    for cell in counted.cells:
        where = ", ".join(f"bin:{b}" for b in cell.bins) or "the survey's own"
        if counted.column.dimension and not cell.bins:
            where = "no bin"
        rows.append(
            _row(counted.column.name, cell.label, cell.count, counted.n, _told(told.get(cell.key), question), where)
        )
    rows.append(_row(counted.column.name, "no answer", counted.silent, counted.n, "in the base only", ""))
    return rows


def _told(told: Told | None, question: Question) -> str:
    if told is None:
        return "no: " + (question.left_out or "few gave another answer")
    return f"hidden: at most {told.most}" if told.hidden else str(told.cell.count)


def _row(*values: Scalar | None) -> tuple[Term | None, ...]:
    return tuple(literal(v) if v is not None and v != "" else None for v in values)


def _summary(result: Result) -> list[str]:
    hidden = sum(t.hidden for q in result.questions for t in q.cells)
    figures = sum(len(q.cells) for q in result.questions) + sum(j.count is not None for j in result.joints)
    lines = [
        f"{result.program}: {result.rows} people, {len(result.questions)} questions; {figures} figures, of which "
        f"{hidden} are hidden behind a bound"
    ]
    if result.passed_over:
        lines.append(f"rows that do not count, by the codebook's 'rows': {result.passed_over}")
    lines += [f"nothing is told of {q.counted.column.name!r}: {q.left_out}" for q in result.questions if q.left_out]
    if not result.codebook.suppress_below:
        lines.append("every number is told, however small (suppress-below: 0)")
    return lines
