"""Reads a codebook: what the columns of a survey mean. Everything that is wrong is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.importers.survey.data import read_text
from kg.importers.survey.faults import SurveyError, quoted
from kg.importers.survey.model import SUPPRESS_BELOW, Answer, Codebook, Column, Condition, Dimension, Known
from kg.importers.survey.nodes import Node, Reader, compose

#: Bytes of a codebook; a long one has twenty thousand.
SIZE_LIMIT = 256 * 1024
#: The most that numbers may be hidden below; more would hide everything of most surveys.
SUPPRESS_MOST = 100
FIELDS = ("study", "id-column", "missing", "suppress-below", "standpoint", "rows", "columns", "ignore")
STUDY_FIELDS = ("id", "title", "definition", "who", "when", "published-in", "rights", "note")
COLUMN_FIELDS = (
    "wording", "header", "dimension", "question", "several", "numbers", "standpoint", "asked-if", "answers",
)  # fmt: skip
ANSWER_FIELDS = ("label", "bin", "bins", "answer")
CONDITION_FIELDS = ("column", "is")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Characters of an id: names of files and of every figure begin with it.
_SLUG_LIMIT = 40
_WHEN = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(/[0-9]{4}(-[0-9]{2}){0,2})?")
_PARAGRAPH = 1000


def read_codebook(path: Path, known: Known) -> Codebook:
    """The codebook in a file.

    :raises SurveyError: with everything that is wrong
    """
    return parse_codebook(read_text(path, SIZE_LIMIT, "codebook"), str(path), known)


def parse_codebook(text: str, file: str, known: Known) -> Codebook:
    """The codebook in a text; ``file`` stands for it in messages.

    :raises SurveyError: with everything that is wrong
    """
    reader = _Reader(file, known)
    codebook = reader.codebook(compose(text, file))
    if reader.faults:
        raise SurveyError(reader.faults)
    return codebook


def slug_of(text: str) -> str:
    """The part of an address that a code or a heading becomes; empty where nothing of it can stand there."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:_SLUG_LIMIT].strip("-")


class _Reader(Reader):
    def __init__(self, file: str, known: Known) -> None:
        super().__init__(file)
        self.graph = known

    def codebook(self, root: Node) -> Codebook:
        fields = self.fields(root, "a codebook", FIELDS)
        study = self.fields(fields["study"], "study", STUDY_FIELDS) if "study" in fields else {}
        line = fields["study"].line if "study" in fields else 1
        standpoint = self._standpoint(fields.get("standpoint"), "not-stated")
        columns = tuple(self._columns(fields.get("columns"), standpoint, root.line))
        book = Codebook(
            self.file, self._id(study, line), self._needed(study, "title", line),
            self._needed(study, "definition", line, _PARAGRAPH), self._needed(study, "who", line), self._when(study),
            columns, self.text(fields.get("id-column"), "id-column"), self._work(study), self.text(
                study.get("rights"), "rights", _PARAGRAPH), self.text(study.get("note"), "note", _PARAGRAPH),
            frozenset(self.texts(fields.get("missing"), "missing")), self._threshold(fields.get("suppress-below")),
            self._condition(fields.get("rows"), "rows"), self.texts(fields.get("ignore"), "ignore"),
        )  # fmt: skip
        self._check_conditions(book, fields)
        return book

    # -- the study --

    def _needed(self, study: dict[str, Node], name: str, line: int, limit: int = 200) -> str:
        if name not in study:
            self.fault(line, f"the study has no {name}.", f"Write '{name}: …' below 'study:'.")
        return self.text(study.get(name), name, limit)

    def _id(self, study: dict[str, Node], line: int) -> str:
        slug = self._needed(study, "id", line)
        at = study["id"].line if "id" in study else line
        if slug and not (_SLUG.fullmatch(slug) and len(slug) <= _SLUG_LIMIT):
            self.fault(at, f"{quoted(slug)} is no id.",
                       f"Write at most {_SLUG_LIMIT} lower-case letters, digits and single hyphens.")  # fmt: skip
        module = self.graph.studies.get(slug)
        if module and not module.endswith(f"/module/workspace/study-{slug}"):
            self.fault(at, f"study:{slug} is there already.", "Give your survey another id.")
        return slug

    def _when(self, study: dict[str, Node]) -> str:
        when = self.text(study.get("when"), "when")
        if when and not _WHEN.fullmatch(when):
            self.fault(study["when"].line, f"{quoted(when)} is no period.", "Write ISO dates: 2026-03/2026-05.")
        return when

    def _work(self, study: dict[str, Node]) -> str:
        if "published-in" not in study:
            return ""
        slug = self.text(study["published-in"], "published-in").removeprefix("work:")
        self.known(study["published-in"].line, "work", slug, self.graph.works)
        return slug

    def _threshold(self, node: Node | None) -> int:
        if node is None:
            return SUPPRESS_BELOW
        text = self.text(node, "suppress-below")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if number == 0 or SUPPRESS_BELOW <= number <= SUPPRESS_MOST:
            return number
        remedy = f"Write {SUPPRESS_BELOW} to {SUPPRESS_MOST}, or 0 to tell every number, however small."
        self.fault(node.line, f"suppress-below is {quoted(text)}.", remedy)
        return SUPPRESS_BELOW

    def _standpoint(self, node: Node | None, default: str) -> str:
        given = self.text(node, "standpoint") or default
        if node is not None and given:
            self.known(node.line, "standpoint", given, self.graph.standpoints)
        return given

    # -- columns --

    def _columns(self, node: Node | None, standpoint: str, line: int) -> Iterator[Column]:
        columns = self.mapping(node, "columns")
        if not columns:
            self.fault(node.line if node else line, "no column is described.", "Write 'columns:' and below it each.")
        taken: dict[str, str] = {}
        for name, one in columns.items():
            slug = slug_of(name)
            if not slug:
                self.fault(one.line, "no address can be made of its name.", "Rename it, with letters or digits.", name)
            elif slug in taken:
                self.fault(one.line, f"it has the same address as {quoted(taken[slug])}.", "Rename one.", name)
            taken[slug] = name
            yield self._column(name, slug, one, standpoint)

    def _column(self, name: str, slug: str, node: Node, standpoint: str) -> Column:
        fields = self.fields(node, f"column {name!r}", COLUMN_FIELDS)
        several, numbers = self.yes(fields.get("several"), "several"), self.yes(fields.get("numbers"), "numbers")
        column = Column(
            name, slug, node.line, (), self.text(fields.get("wording"), "wording", _PARAGRAPH),
            self.text(fields.get("header"), "header", _PARAGRAPH), None, several, numbers,
            self._standpoint(fields.get("standpoint"), standpoint), self._condition(fields.get("asked-if"), "asked-if"),
        )  # fmt: skip
        if "dimension" in fields and "question" in fields:
            self.fault(
                node.line, "it names a dimension and a question.", "A question has its dimension; keep one.", name
            )
        if several and (numbers or "dimension" in fields or "question" in fields):
            remedy = "Bins exclude each other: leave dimension, question and numbers out, and it is counted by itself."
            self.fault(node.line, "several answers can be ticked.", remedy, name)
            return column
        dimension, answers = self._answers(name, fields)
        if numbers and not (dimension and any(b.lower is not None or b.upper is not None for b in dimension.bins)):
            self.fault(node.line, "numbers fall into bins that have ends.", "Name a dimension with such bins.", name)
        if not answers and not numbers:
            self.fault(node.line, "it has no answers.", "Write 'answers:' and below it 'CODE: label'.", name)
        self._check_answers(name, answers, self.mapping(fields.get("answers"), "answers"))
        return replace(column, answers=answers, dimension=dimension)

    def _answers(self, name: str, fields: dict[str, Node]) -> tuple[Dimension | None, tuple[Answer, ...]]:
        given = self.mapping(fields.get("answers"), f"answers of {name}")
        if "question" in fields:
            return self._of_question(fields["question"], given)
        if "dimension" not in fields:
            return None, tuple(self._own(code, one) for code, one in given.items())
        slug = self.text(fields["dimension"], "dimension").removeprefix("dim:")
        if not self.known(fields["dimension"].line, "dimension", slug, self.graph.dimensions):
            return None, ()
        dimension = self.graph.dimensions[slug]
        return dimension, tuple(self._in_bins(code, one, dimension) for code, one in given.items())

    def _own(self, code: str, node: Node) -> Answer:
        if node.shape == "mapping":
            label = self.text(self.fields(node, "an answer", ("label",)).get("label"), "label")
        else:
            label = self.text(node, f"answer {code}")
        return Answer(code, label or code)

    def _in_bins(self, code: str, node: Node, dimension: Dimension) -> Answer:
        """An answer of a column on a dimension: ``CODE: BIN``, or a mapping with label and bins."""
        labels = {b.id: b.label for b in dimension.bins}
        if node.shape == "mapping":
            fields = self.fields(node, "an answer", ("label", "bin", "bins"))
            bins = tuple(b.removeprefix("bin:") for b in self.texts(fields.get("bins") or fields.get("bin"), "bins"))
            label = self.text(fields.get("label"), "label")
        else:
            bins, label = (self.text(node, f"answer {code}").removeprefix("bin:"),), ""
        fitting = tuple(b for b in bins if b and self.known(node.line, f"bin of dim:{dimension.id}", b, labels))
        order = [b.id for b in dimension.bins]
        return Answer(code, label or " or ".join(labels[b] for b in fitting) or code,
                      tuple(sorted(set(fitting), key=order.index)))  # fmt: skip

    def _of_question(self, node: Node, given: dict[str, Node]) -> tuple[Dimension | None, tuple[Answer, ...]]:
        """Answers that stand for those of a question about one system, and so for bins."""
        slug = self.text(node, "question").removeprefix("question:")
        if not self.known(node.line, "question", slug, self.graph.questions):
            return None, ()
        choices = {choice.code: choice for choice in self.graph.questions[slug]}
        dimensions = {d.id: d for c in choices.values() for b in c.bins if (d := self.graph.dimension_of(b))}
        dimension = next(iter(dimensions.values())) if len(dimensions) == 1 else None
        answers = []
        for code, one in given.items():
            label, wanted = "", one
            if one.shape == "mapping":
                fields = self.fields(one, "an answer", ("label", "answer"))
                label, wanted = self.text(fields.get("label"), "label"), fields.get("answer", Node("", one.line))
            name = str(wanted.value) if wanted.shape == "text" else ""
            if self.known(one.line, f"answer to question:{slug}", name, choices):
                bins = choices[name].bins if dimension else ()
                answers.append(Answer(code, label or choices[name].label, bins))
        return dimension, tuple(answers)

    def _check_answers(self, name: str, answers: tuple[Answer, ...], given: dict[str, Node]) -> None:
        """A cell may hold the code of an answer or its label, so no two answers may share one."""
        owner: dict[str, str] = {}
        for answer in answers:
            line = given[answer.code].line
            if answer.code == "" or not answer.code.isprintable():
                self.fault(line, f"{quoted(answer.code)} is no code.", "Empty cells are missing answers.", name)
            for word in {answer.code, answer.label}:
                if owner.setdefault(word, answer.code) != answer.code:
                    message = f"{quoted(word)} stands for two answers, {quoted(owner[word])} and {quoted(answer.code)}."
                    self.fault(line, message, "Give them labels that differ.", name)

    # -- conditions --

    def _condition(self, node: Node | None, what: str) -> Condition | None:
        if node is None:
            return None
        fields = self.fields(node, what, CONDITION_FIELDS)
        column = self.text(fields.get("column"), "column")
        if "column" not in fields:
            self.fault(node.line, f"{what} names no column.", f"Write '{what}: {{column: NAME, is: [CODE]}}'.")
        return Condition(column, self.texts(fields.get("is"), "is"), node.line)

    def _check_conditions(self, book: Codebook, fields: dict[str, Node]) -> None:
        columns = {c.name: c for c in book.columns}
        for column in book.columns:
            asked = column.asked
            if asked is None:
                continue
            if asked.column == column.name:
                self.fault(asked.line, "it is asked depending on itself.", "Name another column.", column.name)
            elif self.known(asked.line, f"column in asked-if of {column.name}", asked.column, columns):
                codes = [a.code for a in columns[asked.column].answers]
                for code in asked.codes:
                    self.known(asked.line, f"answer to {asked.column} in asked-if", code, codes)
                self._check_split(column, columns[asked.column], asked)
        self._check_lists(book, fields)

    def _check_split(self, column: Column, other: Column, asked: Condition) -> None:
        """Answers that are counted together cannot be told apart by a condition."""
        for answer in other.answers:
            named = {a.code in asked.codes for a in other.answers if a.bins and a.bins == answer.bins}
            if answer.code in asked.codes and len(named) > 1:
                message = f"asked-if names the answer {quoted(answer.code)} and not all that are counted with it."
                self.fault(asked.line, message, "Name all answers of the bin.", column.name)

    def _check_lists(self, book: Codebook, fields: dict[str, Node]) -> None:
        columns = {c.name for c in book.columns}
        for name in book.missing & {a.code for c in book.columns for a in c.answers}:
            self.fault(fields["missing"].line, f"{quoted(name)} is a missing answer and the code of one.", "Keep one.")
        for name in set(book.ignore) & columns:
            self.fault(fields["ignore"].line, f"{quoted(name)} is described and ignored.", "Keep one.")
