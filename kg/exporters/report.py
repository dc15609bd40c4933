"""What a report on one system says, from the assessment; as Markdown or as one HTML page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg import terms
from kg.exporters.document import Block, Grid, Heading, Inline, Items, Line, Link, Paragraph, Strong, html, markdown
from kg.exposure.model import (
    Assessment,
    AttackVerdict,
    Change,
    Control,
    Figure,
    ModelVerdict,
    Technique,
    Thing,
    Verdict,
)

#: Verdicts whose attacks deserve a chapter: somebody may be able to act on them.
OPEN = (Verdict.FEASIBLE, Verdict.INDIRECT, Verdict.UNKNOWN)
CONCERNS = {
    "aml": "Adversarial machine learning: they use how models learn or decide",
    "both": "Both: they need a weakness of the model and one of the system around it",
    "classical": "Classical security: they would be the same if no model were there",
}
_SAID = (
    "A verdict compares what a source says an attack needs with what was answered for this system. “Assumptions met” "
    "means just that: it says neither that the attack would succeed nor that it would do harm. What papers require is "
    "what they assumed, not a law of nature."
)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1, h2, h3 { line-height: 1.2; margin: 2rem 0 .5rem; }
h1 { margin-top: 0; }
h3 { border-top: 1px solid #8886; padding-top: 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0; }
th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #8882; }
.quiet { font-size: .9rem; opacity: .85; }
@media print { a { color: inherit; } h3 { break-after: avoid; } }
"""


def as_markdown(assessment: Assessment) -> str:
    """The report as GitHub-flavoured Markdown."""
    return markdown(report(assessment))


def as_html(assessment: Assessment) -> str:
    """The report as one self-contained HTML page: no script, no picture, no address that is fetched."""
    return html(report(assessment), f"Exposure of {assessment.profile.title}", _STYLE)


def report(assessment: Assessment) -> Iterator[Block]:
    """The blocks of the report, from the summary down to the last note."""
    yield Heading(1, f"Exposure of {assessment.profile.title}")
    if assessment.profile.description:
        yield Paragraph(assessment.profile.description)
    yield Paragraph(("Seen from the standpoint: ", Strong(assessment.standpoint.label), "."))
    yield Paragraph(_SAID, quiet=True)
    yield from _summary(assessment)
    yield from _answers(assessment)
    yield from _single_changes(assessment)
    yield from _by_concern(assessment)
    yield from _chapters(assessment)
    yield from _closed(assessment)
    yield Paragraph(f"Made with ThreatPraxis {assessment.version} from the files of its knowledge graph.", quiet=True)


def _summary(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, "Summary")
    per_concern: dict[tuple[Verdict, str], int] = defaultdict(int)
    for verdict in assessment.verdicts:
        for concern in verdict.concerns:
            per_concern[verdict.verdict, concern] += 1
    rows = [
        (v.words, str(n), *(str(per_concern[v, c]) for c in CONCERNS))
        for v, n in assessment.counts().items()
    ]  # fmt: skip
    yield Grid(("Verdict", "Attacks", "Adversarial ML", "Both", "Classical"), tuple(rows))


def _answers(assessment: Assessment) -> Iterator[Block]:
    """What was answered, as far as a verdict rests on it, and what is still open."""
    seen: dict[str, str] = {}
    for verdict in assessment.verdicts:
        for model in verdict.models:
            for line in (line for clause in model.clauses for line in clause.lines):
                for reason in line.reasons:
                    if reason.origin.question and reason.origin.answer:
                        seen[reason.origin.question.label] = reason.origin.answer.label
    yield Heading(2, "Answers")
    if seen:
        yield Grid(("Question", "Answer"), tuple(sorted(seen.items())))
    lines = [(f"{line.access}: {line.level}" + (f", {line.limit}" if line.limit else ""))
             for line in assessment.profile.grants.values()]  # fmt: skip
    if lines:
        yield Paragraph("Stated line by line:")
        yield Items(tuple(lines))
    if assessment.unanswered:
        yield Paragraph("Not answered; no verdict takes silence for a no:")
        yield Items(tuple(q.label for q in assessment.unanswered))


def single_changes(assessment: Assessment) -> list[tuple[Change, list[AttackVerdict]]]:
    """The changes of one answer that block an attack each by itself, those that block most attacks first."""
    blocked: dict[tuple[str, str], tuple[Change, list[AttackVerdict]]] = {}
    for verdict in assessment.verdicts:
        for cut in verdict.cuts:
            if len(cut.changes) == 1:
                change = cut.changes[0]
                blocked.setdefault((change.unit, change.becomes), (change, []))[1].append(verdict)
    return sorted(blocked.values(), key=lambda found: (-len(found[1]), found[0].unit))


def _single_changes(assessment: Assessment) -> Iterator[Block]:
    found = single_changes(assessment)
    if not found:
        return
    yield Heading(2, "What one change would stop")
    yield Paragraph("Each line is one answer changed. Several attacks may also need several changes: see below.", True)
    rows = [
        (change_name(change), change.was, change.becomes, str(len(stopped)), ", ".join(v.label for v in stopped))
        for change, stopped in found
    ]
    yield Grid(("What", "Now", "Instead", "Stops", "Attacks"), tuple(rows))


def change_name(change: Change) -> str:
    """What a change is about: the question, or else the accesses."""
    return change.question.label if change.question else ", ".join(a.label for a in change.accesses)


def _by_concern(assessment: Assessment) -> Iterator[Block]:
    yield Heading(2, "By concern")
    for group in assessment.concerns.groups:
        yield Paragraph((Strong(group.label), f": {_attacks(len(group.attacks))} with assumptions met."))
        lines: list[Line] = [[_name(v), f": {v.verdict.words}"] for v in group.attacks]
        lines += [_controls("Defences", group.defences), _controls("Mitigations of MITRE ATLAS", group.mitigations)]
        yield Items(tuple(lines))
    steps = [(s.stage.label, _labels(s.acting), _labels(s.passing), _labels(s.defences))
             for s in assessment.concerns.pipeline]  # fmt: skip
    if steps:
        yield Paragraph((Strong("The pipeline"), ": where attackers would act, and what they would have to get past."))
        yield Grid(("Step", "Attackers act", "Must get past", "Defences"), tuple(steps))


def _controls(name: str, controls: tuple[Control, ...]) -> str:
    return f"{name}: {_labels(controls) or 'none in the graph'}."


def _labels(things: Iterable[Thing | Control]) -> str:
    return ", ".join(t.label for t in things)


def _attacks(count: int) -> str:
    return {0: "no attack", 1: "1 attack"}.get(count, f"{count} attacks")


def _chapters(assessment: Assessment) -> Iterator[Block]:
    for group in OPEN:
        own = [v for v in assessment.verdicts if v.verdict is group]
        if own:
            yield Heading(2, f"{group.words[0].upper()}{group.words[1:]}")
        for verdict in own:
            yield from _chapter(verdict)


def _chapter(verdict: AttackVerdict) -> Iterator[Block]:
    yield Heading(3, verdict.label)
    yield Paragraph(verdict.definition)
    yield Paragraph((Strong(verdict.because), " ", *_flags(verdict)))
    for model in verdict.models:
        yield from _model(model)
    if verdict.cuts:
        yield Paragraph("Smallest changes after which it is blocked:")
        yield Items(tuple(_cut(cut.changes) for cut in verdict.cuts))
    elif verdict.no_cut:
        yield Paragraph(verdict.no_cut, quiet=True)
    yield from _beside(verdict)


def _flags(verdict: AttackVerdict) -> Iterator[Inline]:
    if verdict.disagree:
        yield "Sources come to different verdicts. "
    if verdict.under_studied:
        yield "Under-studied: at most one coded paper assumes such conditions. "
    if verdict.acts_at:
        yield f"The attacker acts at: {', '.join(s.label for s in verdict.acts_at)}."


def _model(model: ModelVerdict) -> Iterator[Block]:
    yield Paragraph(
        (Strong(model.label), f" ({model.status}; ", _thing(model.source), f", {model.locator}): {model.verdict.words}")
    )
    lines: list[Line] = []
    for clause in model.clauses:
        options = " or ".join(line.access.label for line in clause.lines)
        grounds = " ".join(dict.fromkeys(r.text for line in clause.lines for r in line.reasons[:2]))
        lines.append((Strong(f"{options}: {clause.value.word}."), f" {grounds}"))
    lines += [f"Sometimes required: {line.access.label} ({line.value.word})." for line in model.sometimes]
    if lines:
        yield Items(tuple(lines))


def _cut(changes: tuple[Change, ...]) -> str:
    return "; and ".join(f"{change_name(c)}: {c.was} → {c.becomes}" for c in changes)


def _beside(verdict: AttackVerdict) -> Iterator[Block]:
    """Figures, papers and techniques that stand beside a verdict."""
    lines: list[Line] = [_figure(f) for f in verdict.figures]
    if not verdict.figures and verdict.no_figure:
        lines.append(f"How many organisations are like this: no figure. {verdict.no_figure}")
    for papers in verdict.papers:
        lines.append(
            f"{len(papers.fit)} of {papers.counted} papers that {papers.source.label} counts under "
            f"{papers.under.label} assume no more than is granted here."
        )
    lines += [_technique(t) for t in verdict.techniques]
    if lines:
        yield Items(tuple(lines))


def _figure(figure: Figure) -> Line:
    base = "base not known" if figure.base is None else f"of {figure.base} ({figure.base_status} base)"
    return (f"{figure.share} % {base} share this combination: {figure.label}. ", _thing(figure.source),
            f", {figure.locator}; {figure.status}.")  # fmt: skip


def _technique(technique: Technique) -> Line:
    controls = ", ".join(c.label for c in technique.mitigations)
    relation = technique.mapping.rpartition(":")[2].removesuffix("Match")
    set_against = f". Mitigations: {controls}." if controls else ". The catalogue sets no mitigation against it."
    return (f"MITRE ATLAS ({relation} match): ", _thing(technique_thing(technique)), set_against)


def technique_thing(technique: Technique) -> Thing:
    """A technique under its id and name, such as ``AML.T0051 LLM Prompt Injection``."""
    return Thing(technique.id, f"{technique.id.rpartition(':')[2]} {technique.label}")


def _closed(assessment: Assessment) -> Iterator[Block]:
    """The attacks that need no chapter, one line each."""
    for group in (Verdict.BLOCKED, Verdict.POINTLESS, Verdict.NOT_STATED):
        own = [v for v in assessment.verdicts if v.verdict is group]
        if own:
            yield Heading(2, f"{group.words[0].upper()}{group.words[1:]}")
            yield Items(tuple((_name(v), f": {v.because}") for v in own))


def _name(verdict: AttackVerdict) -> Inline:
    return Link(verdict.label, verdict.iri)


def _thing(thing: Thing) -> Inline:
    return Link(thing.label, terms.expand(thing.id) or thing.id)
