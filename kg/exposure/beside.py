"""What stands beside a verdict: joint figures that were printed, and papers whose assumptions are met."""

from __future__ import annotations

from kg.exposure.knowledge import Attack, CodedPaper, JointFigure, Knowledge, slug
from kg.exposure.model import Figure, Papers, Value, Verdict
from kg.exposure.standing import Standing

#: At most so many papers make a feasible attack an under-studied one.
FEW_PAPERS = 1


def figures(standing: Standing, attack: Attack) -> tuple[tuple[Figure, ...], str]:
    """The printed shares of organisations in the same situation, most specific first; else why there is none.

    A share is shown only for the standpoint that was asked and where every condition of that very combination is met.
    """
    printed = [f for f in standing.knowledge.figures if f.attack == attack.id]
    if not printed:
        return (), _printed_elsewhere(standing.knowledge, attack)
    asked = {f.standpoint for f in printed}
    here = [f for f in printed if f.standpoint == slug(standing.standpoint.id)]
    if not here:
        return (), f"The study asked from another standpoint: {', '.join(sorted(asked))}."
    met = [f for f in here if _met(standing, f)]
    if not met:
        return (), "The study printed no figure for this combination of answers."
    met.sort(key=lambda f: (-len(f.conditions), f.status != "published", f.id))
    return tuple(_shown(f) for f in met), ""


def _printed_elsewhere(knowledge: Knowledge, attack: Attack) -> str:
    near = [p.label for p in attack.parents if any(f.attack == p.id for f in knowledge.figures)]
    if near:
        return f"Figures were printed for {near[0]}, of which this is a form; see there."
    return "No study printed a figure on combinations of access for this attack."


def _met(standing: Standing, figure: JointFigure) -> bool:
    return (
        all(_in_bin(standing, b) for b in figure.bins)
        and all(standing.plainly(a) is Value.YES for a in figure.granted)
        and all(standing.plainly(a) is Value.NO for a in figure.refused)
    )


def _in_bin(standing: Standing, bin_: str) -> bool:
    """Whether the profile says, by an answer or by lines of its own, what an answer with this bin of a survey says."""
    for question in standing.knowledge.questions:
        for answer in question.answers:
            if bin_ not in answer.bins:
                continue
            if standing.answers.get(question.slug) is answer:
                return True
            levels = [g for g in answer.grants if g.level is not None]
            lines = standing.lines
            if levels and all(any(ln.level == g.level for ln in lines.get(g.access, ())) for g in levels):
                return True
    return False


def _shown(figure: JointFigure) -> Figure:
    return Figure(
        figure.id, figure.label, figure.share, figure.base, figure.base_status, figure.source, figure.locator,
        figure.status, figure.qualifier, figure.conditions,
    )  # fmt: skip


def papers(standing: Standing, attack: Attack) -> tuple[Papers, ...]:
    """Per survey, the papers coded under the attack, or else under the attack it is a form of, that fit the profile."""
    knowledge = standing.knowledge
    found = _counted_under(knowledge, attack)
    if found is None:
        return ()
    return tuple(
        Papers(len(c.papers), tuple(p.id for p in c.papers if _fits(standing, p)), knowledge.thing(found.id), c.source)
        for c in knowledge.corpora[found.id]
    )


def _counted_under(knowledge: Knowledge, attack: Attack) -> Attack | None:
    """The attack itself, or the nearest of those it is a form of, that some survey counts papers under."""
    front, seen = [attack], {attack.id}
    while front:
        for candidate in front:
            if knowledge.corpora.get(candidate.id):
                return candidate
        above = [p.id for a in front for p in a.parents if p.id not in seen]
        seen.update(above)
        front = [knowledge.attacks[a] for a in dict.fromkeys(above) if a in knowledge.attacks]
    return None


def _fits(standing: Standing, paper: CodedPaper) -> bool:
    """Whether for every question some answer of the paper assumes only what is granted."""
    return all(
        any(all(standing.line(a).value is Value.YES for a in accesses) for accesses in answers)
        for answers in paper.assumes
    )


def under_studied(verdict: Verdict, counted: tuple[Papers, ...]) -> bool | None:
    """Whether the attack is feasible here and hardly a coded paper assumes such conditions; None without paper data."""
    if not counted:
        return None
    few = sum(len(p.fit) for p in counted) <= FEW_PAPERS
    return verdict in (Verdict.FEASIBLE, Verdict.INDIRECT) and few
