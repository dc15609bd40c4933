"""Writes a counted survey as a module of the graph: a study, its bases, dimensions of its own, and its figures.

Figures have the status *derived*: no document prints them; they follow from counted answers by the formula that is
given, ``10 / 24``. What the codebook says of its own, labels and which answer belongs into which bin, is the judgement
of whoever wrote it: the status of the module is *curator*.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from kg import terms
from kg.importers.survey.model import Codebook, Column, Joint, Question, Result, Told
from kg.importers.triples import is_a, link, name, text
from kg.results import Term, Triple, iri, literal
from kg.terms import PREFIXES, individual
from kg.turtle import write

#: Under which terms a module may be passed on, if nothing else is said: those of the graph it joins.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
UNPUBLISHED = "No document prints it: its figures were counted from the answers when they were imported."
RULE = "Numbers from 1 to {most} are hidden, and so many more that none of them can be had by subtraction."
BOUND = "Hidden, since a small number might tell who it was: at least 1 and at the most {most}."
SPANNING = "An upper bound: {count} gave answers that fit several bins."
_HUNDRED = Decimal(100)


def turtle(result: Result) -> str:
    """The module of a survey; the same answers and codebook always give the same bytes."""
    return write(_Writer(result).triples(), PREFIXES)


def module_iri(study: str) -> str:
    """The named graph of a survey."""
    return f"{terms.MODULE}workspace/study-{study}"


def share(count: int, n: int) -> Decimal:
    """A share in percent, with so many digits that no other number of people gives the same."""
    return (_HUNDRED * count / n).quantize(_step(n), ROUND_HALF_UP)


def bound(most: int, n: int) -> Decimal:
    """A share in percent below which ``most`` of ``n`` lies."""
    return min(_HUNDRED, (_HUNDRED * (most + 1) / n).quantize(_step(n), ROUND_CEILING)) + Decimal("0.0")


def _step(n: int) -> Decimal:
    digits = 1
    while Decimal(10) ** -digits >= _HUNDRED / n:
        digits += 1
    return Decimal(10) ** -digits


class _Writer:
    def __init__(self, result: Result) -> None:
        self.result = result
        self.book: Codebook = result.codebook
        self.study = iri(individual("study", self.book.id))
        self.work = iri(individual("work", self.book.published_in or self.book.id))
        self.told = [q for q in result.questions if not q.left_out and q.cells]

    def triples(self) -> Iterator[Triple]:
        """All statements of the module."""
        yield from self._header()
        yield from self._study()
        yield from self._bases()
        for question in self.told:
            if question.counted.column.dimension is None:
                yield from self._dimension(question.counted.column)
        for question in self.told:
            yield from self._figures(question)
        for joint in self.result.joints:
            if joint.count is not None:
                yield from self._joint(joint, joint.count)

    def _header(self) -> Iterator[Triple]:
        module = iri(module_iri(self.book.id))
        yield is_a(module, "owl:Ontology")
        yield link(module, "owl:imports", terms.ONTOLOGY)
        yield text(module, "dcterms:title", self.book.title, "en")
        yield link(module, "dcterms:license", LICENCE)
        yield link(module, "praxis:moduleStatus", individual("status", "curator"))

    def _study(self) -> Iterator[Triple]:
        book, study = self.book, self.study
        yield is_a(study, "praxis:PractitionerSurvey")
        yield text(study, "skos:prefLabel", book.title, "en")
        yield text(study, "skos:definition", book.definition, "en")
        yield link(study, "praxis:publishedIn", self.work.value)
        yield text(study, "praxis:licenceStatus", "seen" if book.rights else "not seen")
        if book.rights:
            yield text(study, "dcterms:rights", book.rights, "en")
        if book.when:
            yield text(study, "dcterms:temporal", book.when)
        for note in self._notes():
            yield text(study, "skos:editorialNote", note, "en")
        if not book.published_in:
            yield is_a(self.work, "praxis:Work")
            yield text(self.work, "skos:prefLabel", book.title, "en")
            yield text(self.work, "dcterms:title", book.title, "en")
            yield text(self.work, "praxis:identifierStatus", "not seen")
            yield text(self.work, "skos:editorialNote", UNPUBLISHED, "en")
            if book.when:
                yield Triple(self.work, name("praxis:year"), literal(int(book.when.rpartition("/")[2][:4])))

    def _notes(self) -> Iterator[str]:
        if self.book.note:
            yield self.book.note
        if self.book.suppress_below:
            yield RULE.format(most=self.book.suppress_below - 1)
        if self.result.passed_over:
            yield f"Rows of the data that do not count, by the rule of the codebook: {self.result.passed_over}."
        for question in self.result.questions:
            if question.left_out:
                yield f"Nothing is told of {question.counted.column.name!r}: {question.left_out}."
                continue
            told = {t.cell.key for t in question.cells}
            for cell in question.counted.cells:
                if cell.key not in told:
                    yield f"{question.counted.column.name!r}, {cell.label}: not told, since few did not tick it."

    # -- bases --

    def _base(self, column: Column) -> str:
        return f"{self.book.id}-{column.slug}-asked" if column.asked else f"{self.book.id}-respondents"

    def _bases(self) -> Iterator[Triple]:
        everybody = iri(individual("base", f"{self.book.id}-respondents"))
        yield from self._one_base(everybody, self.result.rows, f"{self.book.who} ({self.result.rows})", "")
        for question in self.told:
            column = question.counted.column
            if column.asked:
                base = iri(individual("base", self._base(column)))
                note = f"Asked were those who answered {column.asked.column!r}"
                note += f" with {' or '.join(map(repr, column.asked.codes))}." if column.asked.codes else "."
                label = f"{self.book.who}, those asked ({question.counted.n}), {column.name}"
                yield from self._one_base(base, question.counted.n, label, note)

    def _one_base(self, base: Term, n: int, label: str, note: str) -> Iterator[Triple]:
        yield is_a(base, "praxis:Base")
        yield text(base, "skos:prefLabel", label, "en")
        yield link(base, "praxis:baseStatus", individual("base-status", "stated"))
        yield Triple(base, name("praxis:n"), literal(n))
        if note:
            yield text(base, "skos:editorialNote", note, "en")

    # -- dimensions of its own --

    def _dimension(self, column: Column) -> Iterator[Triple]:
        dimension = iri(self._own_dimension(column))
        yield is_a(dimension, "praxis:Dimension")
        yield text(dimension, "skos:prefLabel", f"{column.name} ({self.book.title})", "en")
        yield text(dimension, "skos:definition", column.wording or f"The question {column.name!r} of the survey.", "en")
        yield text(dimension, "praxis:unit", "answer")
        yield link(dimension, "prov:wasDerivedFrom", self.study.value)
        if column.several:
            return
        for position, answer in enumerate(column.answers):
            bin_ = iri(self._own_bin(column, position))
            yield is_a(bin_, "praxis:Bin")
            yield text(bin_, "skos:prefLabel", answer.label, "en")
            yield link(bin_, "praxis:ofDimension", dimension.value)
            yield Triple(bin_, name("praxis:position"), literal(position))

    def _own_dimension(self, column: Column) -> str:
        return individual("dim", f"{self.book.id}-{column.slug}")

    def _own_bin(self, column: Column, position: int) -> str:
        return individual("bin", f"{self.book.id}-{column.slug}-{position + 1}")

    # -- figures --

    def _figures(self, question: Question) -> Iterator[Triple]:
        """One figure per bin or box, and one per answer that fits no bin."""
        column, n = question.counted.column, question.counted.n
        dimension = individual("dim", column.dimension.id) if column.dimension else self._own_dimension(column)
        places = {f"answer:{a.code}": i for i, a in enumerate(column.answers)}
        for told in question.cells:
            if len(told.cell.bins) > 1:
                continue  # counted among each of its bins
            slug = told.cell.bins[0] if told.cell.bins else f"answer-{places[told.cell.key[0]] + 1}"
            label = f"{self.book.title}: {column.name}, {told.cell.label}"
            figure = iri(individual("obs", f"{self.book.id}-{column.slug}-{slug}"))
            yield from self._figure(figure, label, column, self._base(column))
            yield link(figure, "praxis:onDimension", dimension)
            if told.cell.bins:
                yield from self._binned(figure, individual("bin", told.cell.bins[0]))
                also = [t for t in question.cells if len(t.cell.bins) > 1 and told.cell.bins[0] in t.cell.bins]
                yield from _number(figure, told, also, n)
                continue
            if column.dimension is None and not column.several:
                yield from self._binned(figure, self._own_bin(column, places[told.cell.key[0]]))
            else:
                yield link(figure, "praxis:observationKind", individual("kind", "statistic"))
            yield from _number(figure, told, [], n)

    def _figure(self, figure: Term, label: str, column: Column, base: str) -> Iterator[Triple]:
        yield is_a(figure, "praxis:Observation")
        yield text(figure, "skos:prefLabel", label, "en")
        yield link(figure, "prov:wasDerivedFrom", self.study.value)
        yield link(figure, "praxis:base", individual("base", base))
        yield link(figure, "praxis:role", individual("role", "practice"))
        yield link(figure, "praxis:standpoint", individual("standpoint", column.standpoint))
        yield link(figure, "praxis:status", individual("status", "derived"))
        yield text(figure, "praxis:question", column.name)
        yield text(figure, "praxis:locator", f"column {column.name!r}")

    def _binned(self, figure: Term, bin_: str) -> Iterator[Triple]:
        yield link(figure, "praxis:observationKind", individual("kind", "bin"))
        yield link(figure, "praxis:bin", bin_)

    def _joint(self, joint: Joint, count: int) -> Iterator[Triple]:
        combination = joint.combination
        figure = iri(individual("obs", f"{self.book.id}-joint-{combination.id}"))
        columns = [q.counted.column for q in self.told if q.counted.column.dimension and any(
            b.id in combination.bins for b in q.counted.column.dimension.bins)]  # fmt: skip
        yield is_a(figure, "praxis:Observation")
        yield text(figure, "skos:prefLabel", f"{self.book.title}: {combination.label}", "en")
        yield link(figure, "prov:wasDerivedFrom", self.study.value)
        yield link(figure, "praxis:aboutAttack", individual("attack", combination.attack))
        yield link(figure, "praxis:base", individual("base", f"{self.book.id}-respondents"))
        yield link(figure, "praxis:role", individual("role", "practice"))
        yield link(figure, "praxis:standpoint", individual("standpoint", combination.standpoint))
        yield link(figure, "praxis:status", individual("status", "derived"))
        yield link(figure, "praxis:observationKind", individual("kind", "combination"))
        yield text(figure, "praxis:locator", f"columns {', '.join(repr(c.name) for c in columns)}")
        for bin_ in combination.bins:
            yield link(figure, "praxis:withBin", individual("bin", bin_))
        yield from _exact(figure, count, joint.n)


def _number(figure: Term, told: Told, also: list[Told], n: int) -> Iterator[Triple]:
    """The share of a cell, or its bound.

    :param also: the cells of those whose answers may lie in this bin too
    """
    if not told.hidden and not also:
        yield from _exact(figure, told.cell.count, n)
        return
    most = min(n, told.most + sum(t.most for t in also))
    yield Triple(figure, name("praxis:shareUpperBound"), literal(bound(most, n)))
    yield link(figure, "praxis:qualifier", individual("qualifier", "upper-bound"))
    yield text(figure, "praxis:printedAs", f"at most {most} of {n}")
    yield text(figure, "praxis:formula", f"at most {most} / {n}")
    if told.hidden or any(t.hidden for t in also):
        yield text(figure, "skos:editorialNote", BOUND.format(most=most), "en")
    else:
        spanning = sum(t.cell.count for t in also)
        yield text(figure, "skos:editorialNote", SPANNING.format(count=spanning), "en")


def _exact(figure: Term, count: int, n: int) -> Iterator[Triple]:
    percent = share(count, n)
    yield Triple(figure, name("praxis:share"), literal(percent))
    yield link(figure, "praxis:qualifier", individual("qualifier", "as-printed"))
    yield text(figure, "praxis:printedAs", f"{percent}%")
    yield text(figure, "praxis:formula", f"{count} / {n}")
