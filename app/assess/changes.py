"""What changing answers does: single changes ranked, two systems compared, and the three worries apart."""

from __future__ import annotations

from app import links
from app.assess import state
from app.assess.state import Looked
from app.assess.verdicts import after, badge
from app.components.dom import Child, Node, el
from app.widgets import empty
from kg.exporters.report import change_name, single_changes
from kg.exposure.compare import Flip, compare
from kg.exposure.model import Assessment, ConcernGroup, Control, Cut, Step


def singles(looked: Looked, assessment: Assessment) -> list[Node]:
    """The changes of one answer, by how many attacks each blocks."""
    found = single_changes(assessment)
    if not found:
        return [empty("No single change of an answer blocks an attack that is met or open now.")]
    items = [
        el(
            "li",
            el("span.verdict.blocked", f"blocks {len(stopped)}"),
            el(
                "div",
                el("span.strong", change_name(change)),
                f": {change.was} → {change.becomes} ",
                el("a", "Try it", href=after(looked, Cut((change,)))),
                el("small", ", ".join(v.label for v in stopped)),
            ),
        )
        for change, stopped in found
    ]
    return [
        el("p.small.muted", "One answer changed, and the attacks that are blocked by that alone. Some attacks need "
           "several changes: their reasons say which."),
        el("ul.verdicts", items),
    ]  # fmt: skip


def compared(looked: Looked, assessment: Assessment) -> list[Child]:
    """What differs from the other system, and links to choose one."""
    other = looked.other_assessment()
    known = state.knowledge()
    choose = el(
        "p", "Compare with: ",
        [[el("a.chip", p.title, href=looked.with_other(p)), " "] for p in known.examples.values()],
        el("a.chip", "this system as it is now", href=looked.with_other(looked.profile)),
    )  # fmt: skip
    if other is None or looked.other is None:
        return [el("p", "Keep the system as it is now, then change an answer: what flips is listed here."), choose]
    flips = compare(other, assessment)
    names = (looked.other.title or "the other", looked.profile.title or "this system")
    same = names[0] == names[1]
    before, now = (f"{names[0]} before", f"{names[1]} now") if same else names
    swap = Looked(looked.other, None, {}).with_other(looked.profile)
    lead = el(
        "p", el("b", f"{len(flips)} of {len(assessment.verdicts)}"), f" verdicts differ from “{before}” to “{now}”. ",
        el("a", "Swap", href=swap), " · ", el("a", "Stop comparing", href=looked.address(vs=None, view=None)),
    )  # fmt: skip
    if not flips:
        return [lead, _answers(looked), choose]
    head = el("tr", [el("th", n, scope="col") for n in ("Attack", before, now, "What moved")])
    table = _table(f"Verdicts that differ: {before}, {now}", head, [_flip(looked, f) for f in flips])
    return [lead, _answers(looked), table, choose]


def _answers(looked: Looked) -> Node | None:
    """The answers in which the two systems differ."""
    if looked.other is None:
        return None
    lines: list[Node] = []
    for question in state.knowledge().questions:
        codes = [p.answers.get(question.slug) for p in (looked.other, looked.profile)]
        if codes[0] != codes[1]:
            words = [question.answer(c).label if c else "not answered" for c in codes]
            lines.append(el("li", f"{question.short or question.label}: {words[0]} → {words[1]}"))
    if looked.other.standpoint != looked.profile.standpoint:
        lines.append(el("li", f"Standpoint: {looked.other.standpoint} → {looked.profile.standpoint}"))
    if not lines:
        return el("p.muted", "No answer differs.")
    summary = f"{len(lines)} answers differ" if len(lines) > 1 else "One answer differs"
    return el("details.query", el("summary", summary), el("ul", lines), open=True if len(lines) < 6 else None)


def _flip(looked: Looked, flip: Flip) -> Node:
    moved = [
        el("div", f"{m.access.label}: {m.before.word} → {m.after.word}. ", el("small", m.reason_after))
        for m in flip.moved
    ]
    slug = flip.attack.id.partition(":")[2]
    return el(
        "tr",
        el("td", el("a", flip.attack.label, href=looked.address(attack=slug, view=None))),
        el("td", badge(flip.before)),
        el("td", badge(flip.after)),
        el("td.long", moved or flip.because_after),
    )


def worries(assessment: Assessment) -> list[Child]:
    """The worries apart, each with its own controls: of machine learning, classical, and of the pipeline."""
    groups = [_group(g) for g in assessment.concerns.groups]
    steps = [_step(s) for s in assessment.concerns.pipeline]
    return [
        el("div.cards", groups),
        el("h2", "The pipeline"),
        el("p.muted", "Where attackers would act, and what they would have to get past unnoticed."),
        el("dl.facts", steps) if steps else empty("No attack whose assumptions are met acts at a single step."),
    ]  # fmt: skip


def _group(group: ConcernGroup) -> Node:
    attacks = [[el("a", v.label, href=links.thing(v.iri)), ", "] for v in group.attacks]
    if attacks:
        attacks[-1].pop()
    return el(
        "article.card",
        el("h3", group.label),
        el("p", el("b", str(len(group.attacks))), f" with assumptions met{':' if attacks else '.'} ", attacks),
        _controls("Defences", group.defences),
        _controls("MITRE ATLAS mitigations", group.mitigations),
    )  # fmt: skip


def _step(step: Step) -> list[Node]:
    parts = [
        f"{word}: {', '.join(t.label for t in things)}."
        for word, things in (("Attackers act here", step.acting), ("Must get past", step.passing))
        if things
    ]
    return [
        el("dt", step.stage.label),
        el("dd", el("span.small", " ".join(parts)), _controls("Defences", step.defences)),
    ]


def _controls(name: str, controls: tuple[Control, ...]) -> Node | None:
    if not controls:
        return None
    items = [el("li", c.label, el("small", f" {c.definition}") if c.definition else None) for c in controls]
    return el("details", el("summary", f"{name}: {len(controls)}"), el("ul", items))


def _table(caption: str, head: Node, rows: list[Node]) -> Node:
    return el(
        "div.scroll", el("table.table", el("caption", caption), el("thead", head), el("tbody", rows)),
        tabindex="0", role="region", aria_label=caption,
    )  # fmt: skip
