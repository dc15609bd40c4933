"""A codebook to be filled in, made from the headings and cells of an export.

It is a file that somebody may pass on, so cells stand in it only where a column repeats few of them: codes and choices,
never what people wrote.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from kg.importers.survey.answers import unmasked
from kg.importers.survey.data import written_by_itself
from kg.importers.survey.model import Data, Known

#: More different cells than this are amounts or what people wrote, not choices.
CHOICES_MOST = 12
#: How many people must have given the same cell on average for it to be a choice and not what somebody wrote.
_SHARED_LEAST = 2
_BOX = re.compile(r"(?P<name>.+?)(?:___(?P<code>.+)|\[(?P<sub>[^\]]+)\]| \(choice=(?P<label>.+)\))")
_WIDTH = 100
_HEAD = (
    "A codebook to be filled in: it says what the columns of the export mean. Lines that begin with '#' are not read. "
    "'threatpraxis import survey FILE --codebook THIS --dry-run' tells what is missing."
)
_STUDY = """\
study:
  id:            # a short name in small letters, such as my-survey
  title:
  definition:    # what was done, in a sentence
  who:           # who answered, such as: Engineers of three companies
  # when: 2026-03/2026-05
# missing: ["-99", "N/A"]    # cells that are no answer, beside empty ones
# standpoint: outsider       # whose access was asked about: {standpoints}
# suppress-below: 5          # smaller numbers are hidden
columns:
"""


def outline(data: Data, known: Known) -> str:
    """The codebook in YAML, with what the graph offers to compare answers with."""
    boxes: dict[str, list[tuple[str, str]]] = {}
    ignored, plain = [], []
    for place, heading in enumerate(data.header):
        if written_by_itself(heading):
            ignored.append(heading)
        elif found := _BOX.fullmatch(heading):
            label = found["label"] or ""
            boxes.setdefault(found["name"], []).append((found["code"] or found["sub"] or _code(label), label))
        elif choices := _choices(data, place):
            plain.append((heading, choices))
        else:
            ignored.append(heading)
    lines = [f"# {line}" for line in wrap(_HEAD, _WIDTH)]
    lines += _STUDY.format(standpoints=", ".join(known.standpoints)).splitlines()
    lines += ["  # To compare a column with others, say below its wording what it asks:",
              *_comment("dimension", sorted(known.dimensions)), *_comment("question", sorted(known.questions)),
              "  # and write behind a code which bin or answer of it is meant; else, what the code means."]  # fmt: skip
    for heading, choices in plain:
        lines += _column(heading, [(choice, "") for choice in choices])
    for heading, parts in boxes.items():
        lines += _column(heading, parts, several=True)
    lines += ["# Not counted: what the program adds, amounts, and what people wrote. * stands for any.",
              f"ignore: {json.dumps(ignored, ensure_ascii=False)}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _column(heading: str, answers: list[tuple[str, str]], *, several: bool = False) -> Iterator[str]:
    yield f"  {json.dumps(heading, ensure_ascii=False)}:"
    yield "    # wording: the question as it was put"
    if several:
        yield "    several: yes"
    yield "    answers:"
    for code, label in answers:
        yield f"      {json.dumps(code, ensure_ascii=False)}: {json.dumps(label or code, ensure_ascii=False)}"


def _choices(data: Data, place: int) -> list[str]:
    """The cells of a column where there are few and people share them; else none."""
    cells = Counter(unmasked(r.cells[place].strip()) for r in data.records)
    del cells[""]
    if not cells or len(cells) > CHOICES_MOST or cells.total() < _SHARED_LEAST * len(cells):
        return []
    return sorted(cells, key=lambda c: (len(c), c)) if all(c.isdigit() for c in cells) else sorted(cells)


def _code(label: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", label.lower())) or "x"


def _comment(name: str, values: list[str]) -> list[str]:
    return [
        f"  #   {line}"
        for line in wrap(f"{name}: {' | '.join(values)}", _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    ]
