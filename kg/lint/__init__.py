"""Ids of ATLAS, NIST and OWASP in anybody's files: unknown, retired, renamed, or beside the name of another."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from kg.importers.files import read_source
from kg.lint.knowledge import Knowledge, load
from kg.lint.pairs import pairings
from kg.lint.pieces import pieces
from kg.lint.rules import RULES, judge

__all__ = ["RULES", "Finding", "Knowledge", "lint", "load"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at one place of a file.

    :param line: from 1
    :param column: character in the line, from 1
    :param rule: one of :data:`RULES`
    :param found: the id as it stands there
    :param suggestion: the right id with its name, or the right name; empty where none can be told
    """

    path: str
    line: int
    column: int
    rule: str
    found: str
    message: str
    suggestion: str


def lint(path: Path, knowledge: Knowledge) -> tuple[list[Finding], int]:
    """What is wrong with the ids of a file, in the order of the file, and how many ids it names.

    :raises SourceFileError: where the file cannot be read, or is not what the ending of its name says
    """
    source = read_source(path)
    starts = [0]
    for row in source.text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    found: dict[tuple[int, str], Finding] = {}
    seen: set[int] = set()
    for piece in pieces(source):
        for pairing in pairings(source.text, piece, knowledge):
            mention = pairing.mention
            seen.add(mention.start)
            for rule, message, suggestion in judge(mention, pairing.partners, pairing.expected, knowledge):
                line = bisect_right(starts, mention.start)
                column = mention.start - starts[line - 1] + 1
                finding = Finding(str(path), line, column, rule, mention.text, message, suggestion)
                found.setdefault((mention.start, rule), finding)
    return [found[key] for key in sorted(found)], len(seen)
