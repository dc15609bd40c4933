"""Explanations: why an inferred statement holds, as a short text with the axiom and the stated facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.reason.derive import Derivation
from kg.reason.knowledge import Knowledge, Triple
from kg.reason.words import Words


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one statement holds.

    :param claim: the statement in words
    :param because: the axiom applied last, in words; empty where the rules do not reach the statement
    :param axioms: the names of all axioms used, such as ``praxis:actsAt owl:propertyChainAxiom``
    :param facts: the stated facts in the order of the argument: for a chain, the path
    :param lines: the whole argument, indented, one step a line
    """

    statement: Triple
    claim: str
    because: str
    axioms: tuple[str, ...]
    facts: tuple[Triple, ...]
    lines: tuple[str, ...]


class Explainer:
    """Explains statements about one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.words = Words(knowledge.everything)
        self.derivation = Derivation(knowledge.logic(knowledge.all), self.words)

    def explain(self, statement: Triple) -> Explanation:
        """Why a statement holds; a statement that nothing derives is told to be the reasoner's alone."""
        claim, step = self.words.fact(statement), self.derivation.steps.get(statement)
        if step is None and not self.derivation.asserted(statement):
            line = "HermiT infers it from the class hierarchy as a whole; no single rule with stated facts gives it."
            return Explanation(statement, claim, "", (), (), (claim, f"  {line}"))
        return Explanation(
            statement, claim, step.words if step else "", tuple(self.derivation.axioms(statement)),
            tuple(self.derivation.leaves(statement)), tuple(self._lines(statement, 0)),
        )  # fmt: skip

    def stated(self, fact: Triple) -> str:
        """A stated fact with the file that states it."""
        path = self._knowledge.source(fact)
        return f"{self.words.fact(fact)}, stated in {near(path)}" if path else self.words.fact(fact)

    def _lines(self, statement: Triple, depth: int) -> Iterable[str]:
        indent = "  " * depth
        step = self.derivation.steps.get(statement)
        if step is None:
            yield f"{indent}{self.stated(statement)}"
            return
        yield f"{indent}{self.words.fact(statement)}"
        yield f"{indent}  because {step.words} [{step.axiom}]"
        for premise in step.premises:
            yield from self._lines(premise, depth + 1)


def near(path: Path) -> str:
    """The path from the working directory, where the file lies below it; else its name."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else path.name
