"""An assessment as text for a terminal: the counts, the worries apart, then one line for each attack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.exposure.model import Assessment, AttackVerdict, ConcernGroup, Cut, Step
from kg.results import Table, literal

_SHOWN = 6


def render(assessment: Assessment, width: int = 0) -> str:
    """The assessment for people.

    :param width: characters that a line of the table may have; 0 for any number
    """
    return "\n".join([*_head(assessment), *_concerns(assessment), *_table(assessment.verdicts, width)]).rstrip() + "\n"


def _head(assessment: Assessment) -> Iterator[str]:
    profile = assessment.profile
    yield f"{_clean(profile.title)}, seen by: {assessment.standpoint.label.lower()}"
    counts = assessment.counts()
    yield "; ".join(f"{n} {verdict.words}" for verdict, n in counts.items() if n)
    if assessment.unanswered:
        yield f"Not answered: {'; '.join(t.label for t in assessment.unanswered)}"
    yield "What an attack requires is what papers assumed, no law of nature: nothing here says that a system is safe."


def _concerns(assessment: Assessment) -> Iterator[str]:
    for group in assessment.concerns.groups:
        yield ""
        yield from _group(group)
    if assessment.concerns.pipeline:
        yield ""
        yield "Pipeline: where attackers act, and what they have to get past"
        yield from map(_step, assessment.concerns.pipeline)


def _group(group: ConcernGroup) -> Iterator[str]:
    yield f"{group.label}: {len(group.attacks)} with assumptions met"
    yield f"  attacks:  {_some([a.label for a in group.attacks])}"
    if group.defences:
        yield f"  defences: {_some([c.label for c in group.defences])}"
    if group.mitigations:
        yield f"  ATLAS:    {_some([c.label for c in group.mitigations])}"


def _step(step: Step) -> str:
    parts = [f"{len(things)} {word}" for things, word in ((step.acting, "act"), (step.passing, "pass")) if things]
    defences = f"; defences: {_some([c.label for c in step.defences])}" if step.defences else ""
    return f"  {step.stage.label + ':':<17} {', '.join(parts)}{defences}"


def _table(verdicts: Sequence[AttackVerdict], width: int) -> Iterator[str]:
    names = ["attack", "verdict", "concern", "why", "single change that blocks it", "notes"]
    rows = [tuple(literal(cell) for cell in _row(v)) for v in verdicts]
    yield ""
    yield Table(names, list(rows)).render("table", width)


def _row(verdict: AttackVerdict) -> tuple[str, ...]:
    return (
        verdict.id.partition(":")[2] or verdict.id, verdict.verdict.value, ", ".join(verdict.concerns),
        verdict.because, _cuts(verdict.cuts), "; ".join(_notes(verdict)),
    )  # fmt: skip


def _cuts(cuts: Sequence[Cut]) -> str:
    single = [c.changes[0] for c in cuts if len(c.changes) == 1]
    if single:
        return " or ".join(f"{c.unit}: {c.to_answer or c.becomes.lower()}" for c in single)
    return f"none; {len(cuts[0].changes)} changes needed" if cuts else ""


def _notes(verdict: AttackVerdict) -> Iterator[str]:
    if verdict.disagree:
        yield "sources disagree"
    if verdict.under_studied:
        yield "under-studied"
    for figure in verdict.figures[:1]:
        yield f"{figure.share} % of {figure.base or 'an unknown number'} share this ({figure.locator})"
    for papers in verdict.papers:
        yield f"{len(papers.fit)} of {papers.counted} papers fit"


def _some(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest


def _clean(text: str) -> str:
    # A title from a file must not move the cursor of a terminal.
    return "".join(c if c.isprintable() else " " for c in text)
