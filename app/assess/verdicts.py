"""The verdicts: counts, where on the pipeline, the list, and the reasons of the one that is chosen."""

from __future__ import annotations

from collections import Counter

from app import links, session
from app.assess.state import Looked
from app.components.dom import Child, Node, el
from app.components.pipeline import pipeline
from app.widgets import label_link
from kg import terms
from kg.exporters.report import change_name, technique_thing
from kg.exposure.model import (
    Assessment,
    AttackVerdict,
    Clause,
    Cut,
    Figure,
    ModelVerdict,
    Papers,
    Technique,
    Thing,
    Value,
    Verdict,
)  # fmt: skip

_MET = (Verdict.FEASIBLE, Verdict.INDIRECT)
#: How a verdict is drawn: its class, and a word short enough for a list.
SHOWN = {
    Verdict.FEASIBLE: ("met", "met"),
    Verdict.INDIRECT: ("detour", "met by a detour"),
    Verdict.UNKNOWN: ("open", "open"),
    Verdict.BLOCKED: ("blocked", "not met"),
    Verdict.POINTLESS: ("blocked", "pointless"),
    Verdict.NOT_STATED: ("open", "needs not stated"),
}
CONCERNS = {"aml": "Adversarial ML", "both": "Both", "classical": "Classical security"}


def badge(verdict: Verdict) -> Node:
    """The verdict as a mark."""
    kind, word = SHOWN[verdict]
    return el(f"span.verdict.{kind}", word)


def picture(assessment: Assessment) -> Node:
    """The pipeline, with how many attacks have their assumptions met at each phase."""
    stages = session.ask("taxonomy/stages").rows
    phase = {str(s["stage"]): str(s["parent"] or s["stage"]) for s in stages}
    counts: Counter[str] = Counter()
    for verdict in assessment.verdicts:
        if verdict.verdict in _MET:
            counts.update({phase.get(terms.expand(s.id) or s.id, s.id) for s in verdict.acts_at})
    return pipeline(stages, {iri: [f"{n} met here"] for iri, n in counts.items()})


def counted(looked: Looked, assessment: Assessment) -> Node:
    """How many attacks have each verdict; each count filters the list."""
    chosen = looked.look.get("verdict", "")
    chips = [_chip(looked, "verdict", "", f"All {len(assessment.verdicts)}", chosen)]
    chips += [
        _chip(looked, "verdict", v.value, f"{n} {SHOWN[v][1]}", chosen) for v, n in assessment.counts().items() if n
    ]
    own = looked.look.get("concern", "")
    concerns = [_chip(looked, "concern", key, words, own) for key, words in {"": "Any concern", **CONCERNS}.items()]
    return el(
        "div", el("nav.tabs", chips, aria_label="Verdict"), el("nav.tabs", concerns, aria_label="Concern"),
    )  # fmt: skip


def _chip(looked: Looked, name: str, value: str, words: str, chosen: str) -> Node:
    look: dict[str, str | None] = {name: value}
    return el("a", words, href=looked.address(None, **look), aria_current="true" if value == chosen else None)


def listed(looked: Looked, assessment: Assessment) -> Node:
    """The attacks that pass the filters, best verdict for the attacker first."""
    verdict, concern = looked.look.get("verdict", ""), looked.look.get("concern", "")
    own = [
        v for v in assessment.verdicts
        if (not verdict or v.verdict.value == verdict) and (not concern or concern in v.concerns)
    ]  # fmt: skip
    if not own:
        return el("p.empty", "No attack has this verdict and this concern. ",
                  el("a", "Show all", href=looked.address(verdict="", concern="")))  # fmt: skip
    return el("ul.verdicts", [_item(looked, v) for v in own])


def _item(looked: Looked, verdict: AttackVerdict) -> Node:
    slug = links.slug(verdict.iri)
    marks = [el("span.mark", CONCERNS.get(c, c)) for c in verdict.concerns if c != "aml"]
    marks += [el("span.mark.conflict", "sources disagree")] if verdict.disagree else []
    marks += [el("span.mark.variant", "under-studied")] if verdict.under_studied else []
    return el(
        "li",
        badge(verdict.verdict),
        el(
            "div",
            el("a.strong", verdict.label, href=looked.address(attack=slug),
               aria_current="true" if looked.look.get("attack") == slug else None),
            " ", marks, el("small", f" {verdict.because}"),
        ),
    )  # fmt: skip


# -- one attack --


def detail(looked: Looked, verdict: AttackVerdict) -> Node:
    """Why the verdict on one attack is what it is, and what stands beside it."""
    return el(
        "section.box.note",
        el("h2", badge(verdict.verdict), f" {verdict.label}"),
        el("p", verdict.definition, " ", el("a", "Card of the attack", href=links.thing(verdict.iri))),
        el("p.strong", verdict.because),
        el("p.small", "The sources come to different verdicts; each stands below.") if verdict.disagree else None,
        [_model(m) for m in verdict.models],
        _cuts(looked, verdict),
        _beside(verdict),
        el("p.small", el("a", "Close", href=looked.address(attack=None))),
        aria_label=f"Reasons for {verdict.label}",
    )


def _model(model: ModelVerdict) -> Node:
    source = el("span.source", _thing(model.source), f", {model.locator}; {model.status}")
    rows = [_clause(c) for c in model.clauses]
    rows += [
        el("tr", el("td", line.access.label), el("td", "sometimes required"), el("td", line.value.word))
        for line in model.sometimes
    ]
    head = el("tr", [el("th", n, scope="col") for n in ("Required", "Here", "Because")])
    return el(
        "div",
        el("h3", badge(model.verdict), f" {model.label} ", source),
        el("div.scroll", el("table.table", el("thead", head), el("tbody", rows)), tabindex="0", role="region",
           aria_label=f"Requirements of {model.label}") if rows else None,
    )  # fmt: skip


def _clause(clause: Clause) -> Node:
    required = " or ".join(line.access.label for line in clause.lines)
    grounds = list(dict.fromkeys(r.text for line in clause.lines for r in line.reasons))
    kind = {Value.YES: "met", Value.INDIRECT: "detour", Value.UNKNOWN: "open", Value.NO: "blocked"}[clause.value]
    return el(
        "tr",
        el("td", required),
        el("td", el(f"span.verdict.{kind}", clause.value.word)),
        el("td.long", [el("div", g) for g in grounds]),
    )


def _cuts(looked: Looked, verdict: AttackVerdict) -> Node | None:
    if not verdict.cuts:
        return el("p.small.muted", verdict.no_cut) if verdict.no_cut else None
    return el("div", el("h3", "What would block it"), el("ul", [_cut(looked, c) for c in verdict.cuts]))


def _cut(looked: Looked, cut: Cut) -> Node:
    words = "; and ".join(f"{change_name(c)}: {c.was} → {c.becomes}" for c in cut.changes)
    address = after(looked, cut)
    return el("li", words, " ", el("a", "Try it", href=address) if address else None)


def after(looked: Looked, cut: Cut) -> str | None:
    """The address at which a cut is made, compared with the system as it is."""
    changed = looked.profile
    for change in cut.changes:
        if change.question:
            changed = changed.with_answer(links.slug(terms.expand(change.question.id)), change.to_answer)
        elif change.grant:
            changed = changed.with_grant(change.grant)
        else:
            return None
    return Looked(changed, None, {}).with_other(looked.profile)


def _beside(verdict: AttackVerdict) -> Node:
    lines: list[Child] = [_figure(f) for f in verdict.figures] or [f"No joint figure. {verdict.no_figure}"]
    lines += [_papers(p) for p in verdict.papers]
    lines += [_technique(t) for t in verdict.techniques]
    if verdict.defences:
        lines.append(f"Defences of this graph: {', '.join(d.label for d in verdict.defences)}.")
    return el("div", el("h3", "Beside it"), el("ul", [el("li", line) for line in lines]))


def _figure(figure: Figure) -> Child:
    base = f"of {figure.base} ({figure.base_status} base)" if figure.base else "(base not known)"
    return [el("b", f"{figure.share} %"), f" {base} share this combination: {figure.label}. ",
            el("span.source", _thing(figure.source), f", {figure.locator}")]  # fmt: skip


def _papers(papers: Papers) -> Child:
    return [
        el("b", f"{len(papers.fit)} of {papers.counted}"),
        f" papers that the source counts under {papers.under.label} assume no more than is granted here. ",
        el("span.source", _thing(papers.source)),
    ]


def _technique(technique: Technique) -> Child:
    relation = technique.mapping.rpartition(":")[2].removesuffix("Match")
    controls = ", ".join(c.label for c in technique.mitigations) or "none in the catalogue"
    return [f"MITRE ATLAS, {relation} match: ", _thing(technique_thing(technique)), f". Mitigations: {controls}."]


def _thing(thing: Thing) -> Node:
    return label_link(terms.expand(thing.id) or thing.id, thing.label)
