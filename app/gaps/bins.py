"""The first view of the gaps page: research against practice, bin by bin."""

from __future__ import annotations

from collections.abc import Sequence

from app import gapview, links, session
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.gaps import beside, known, picture, twin, words
from app.gaps.address import BASES, State
from app.gaps.layout import NARROW, WIDE
from app.session import Asked
from app.widgets import empty, show_query
from kg import gaps
from kg.gaps import Comparison


def draw(state: State) -> None:
    """The view."""
    found = known.comparisons()
    chosen = _chosen(found, state)
    put(_choices(found, chosen, state), key="choices")
    asked: list[Asked] = []
    if not chosen:
        why, more = _why_empty(found, state)
        put(why, key="nothing")
        asked += more
    totals = session.ask("evidence/totals")
    surveys = beside.names(chosen)
    for number, one in enumerate(chosen):
        more = _section(one, state, total_of(totals, one), surveys[one.survey] if len(surveys) > 1 else "")
        asked += [a for a in more if (a.id, a.values) not in [(b.id, b.values) for b in asked]]
        alike = [c for c in chosen if (c.attack, c.dimension) == (one.attack, one.dimension)]
        if one is alike[-1]:
            put(beside.side_by_side(alike, state), key=f"beside-{number}")
    attacks = dict.fromkeys(words.slug(c.attack) for c in chosen) or ([state.attack] if state.attack else [])
    labels = dict(session.graph().individuals("attack"))
    for slug in attacks:
        figures_, more = gapview.combinations(slug, labels.get(slug, slug))
        put(el("h2", f"{labels.get(slug, slug)}: access combinations"), figures_, key=f"combinations-{slug}")
        asked += more
    show_query(*asked, totals)


def total_of(totals: Asked, one: Comparison) -> str:
    """The printed total of the papers of a comparison; empty where none is printed."""
    about = (words.slug(one.attack), words.slug(one.dimension))
    rows = (r for r in totals.rows if (links.slug(r["attack"]), links.slug(r["dimension"])) == about)
    return next((str(r["printed"]) for r in rows), "")


def _chosen(found: Sequence[Comparison], state: State) -> list[Comparison]:
    if state.attack or state.dimension:
        return [
            c
            for c in found
            if words.slug(c.attack) == (state.attack or words.slug(c.attack))
            and words.slug(c.dimension) == (state.dimension or words.slug(c.dimension))
            and words.slug(c.survey) == (state.survey or words.slug(c.survey))
        ]
    # Nothing is asked for: begin with what stands apart the most.
    ranked = gaps.rank_bins(found, state.base)
    first = ranked[0].comparison if ranked else next(iter(found), None)
    return [c for c in found if first and (c.attack, c.dimension) == (first.attack, first.dimension)]


def _choices(found: Sequence[Comparison], chosen: Sequence[Comparison], state: State) -> list[Child]:
    attacks = {words.slug(c.attack): c.attack_label for c in found}
    current = {words.slug(c.attack) for c in chosen} or {state.attack}
    if state.attack and state.attack not in attacks:
        attacks[state.attack] = dict(session.graph().individuals("attack"))[state.attack]
    dimensions = {
        words.slug(c.dimension): c.dimension_label for c in found if words.slug(c.attack) in current or not current
    }
    if state.dimension and state.dimension not in dimensions:
        dimensions[state.dimension] = dict(session.graph().individuals("dim"))[state.dimension]
    shown = {words.slug(c.dimension) for c in chosen} or {state.dimension}
    own = [
        (name, state.address(attack=next(iter(current), ""), dimension=s), {s} == shown)
        for s, name in dimensions.items()
    ]
    return [
        chips("Attack", [(name, state.address(attack=s, dimension=""), {s} == current) for s, name in attacks.items()]),
        chips("Dimension", own) if own else None,
        _surveys(found, chosen, state),
        bases(state),
    ]


def _surveys(found: Sequence[Comparison], chosen: Sequence[Comparison], state: State) -> Node | None:
    """The switch between surveys, where several ask about what is shown."""
    about = {(c.attack, c.dimension) for c in chosen}
    names = beside.names([c for c in found if (c.attack, c.dimension) in about])
    if len(names) < 2:
        return None
    options = [
        (label, state.address(survey=words.slug(s)), words.slug(s) == state.survey) for s, label in names.items()
    ]
    return chips("Survey", [("All, side by side", state.address(survey=""), not state.survey), *options])


def bases(state: State) -> Node:
    """The switch between the two normalisations."""
    return chips("Practice", [(name, state.address(base=key), key == state.base) for key, name in BASES.items()])


def chips(label: str, options: Sequence[tuple[str, str, bool]]) -> Node:
    """A labelled row of links of which one is the current."""
    links_ = [el("a", name, href=href, aria_current="true" if on else None) for name, href, on in options]
    return el("nav.tabs.choices", el("span.muted.small", label), links_, aria_label=label)


def _section(one: Comparison, state: State, total: str, survey: str) -> list[Asked]:
    """One comparison.

    :param survey: the name of its survey where others stand beside it
    """
    attack, dimension = words.slug(one.attack), words.slug(one.dimension)
    exact = State(state.view, attack, dimension, state.base, words.slug(one.survey) if survey else state.survey)
    drawn = picture.mirror(one, state.base, total)
    key = f"{attack}-{dimension}-{words.slug(one.survey)}"
    title = el(
        "h2",
        twin.attack_link(one.attack, one.attack_label),
        f": {one.dimension_label.lower()}",
        el("small.muted", f" {survey}") if survey else None,
    )
    if state.base == "answered" and one.no_answered:
        why = f"Shares among those who answered cannot be given: {one.no_answered}."
        put(title, empty(why), el("p", el("a", "Show it as published", href=exact.address(base="published"))), key=key)
        return []
    put(
        title,
        figures(one, state),
        el("div.wide", picture.draw(drawn, WIDE)),
        el("div.narrow", picture.draw(drawn, NARROW)),
        files(exact),
        _cautions(drawn),
        twin.sources(drawn),
        el("details.query", el("summary", "The same as a table"), twin.twin(drawn)),
        twin.notes(drawn),
        _cite(one, state),
        key=key,
    )
    return [session.ask("gaps/figures", attack=attack, dimension=dimension)]


def figures(one: Comparison, state: State) -> Node | None:
    """Distance and reach in large numbers."""
    parts: list[Node] = []
    widest = _widest(one, state)
    if widest is not None:
        parts.append(_figure(words.points(widest[1]), f"the widest gap, in the bin {widest[0]}"))
    if one.distance:
        value = one.distance.value
        shown = words.number(value.low, 3) + ("" if value.is_point else f"–{words.number(value.high, 3)}")
        said = f"total variation distance over the {len(one.distance.bins)} bins in common; 0 alike, 1 apart"
        parts.append(_figure(shown, said))
    if one.reach and (reach := one.reach.on(state.base)):
        joint = " A published joint figure stands below and is to be preferred." if one.reach.joint else ""
        parts.append(
            _figure(words.span(reach), f"reach: granted what the {one.reach.papers} papers need, on average.{joint}")
        )
        if state.base == "published" and one.reach.if_silent_grant is not None and one.reach.silent:
            silent = words.number(one.reach.silent)
            parts.append(
                _figure(f"≤ {words.number(one.reach.if_silent_grant)}%",
                        f"reach if the {silent}% without an answer all granted enough")
            )  # fmt: skip
    return el("div.figures", parts) if parts else None


def _widest(one: Comparison, state: State) -> tuple[str, gaps.Range] | None:
    ranked = gaps.rank_bins([one], state.base)
    return (ranked[0].bin.label, ranked[0].gap.points) if ranked else None


def _figure(value: str, words_: str) -> Node:
    return el("div.figure", el("b", value), el("span", words_))


def files(state: State) -> Node:
    """What can be taken away: the picture, the figures, the sources."""
    name = "-".join(filter(None, ("gaps", state.attack, state.dimension, state.survey, state.base)))
    svg = state.file("picture.svg")
    return el(
        "div.bar.takeaway",
        el("span.muted.small", "Download"),
        el("button.small", "Picture as PNG", type="button", data_png=svg, data_name=f"{name}.png"),
        el("a", "Picture as SVG", href=svg),
        el("a", "CSV", href=state.file("bins.csv")),
        el("a", "JSON", href=state.file("bins.json")),
        el("a", "BibTeX of the sources", href=state.file("sources.bib")),
    )


def _cautions(drawn: picture.Mirror) -> Node | None:
    one = drawn.comparison
    said = [*one.cautions, *(one.reach.cautions if one.reach else ())]
    if one.distance and one.distance.reason:
        said.append(one.distance.reason)
    said += _how_to_read(drawn)
    return el("ul.small.cautions", [el("li", part) for part in dict.fromkeys(said)]) if said else None


def _how_to_read(drawn: picture.Mirror) -> list[str]:
    said = [gaps.AS_IF_SAMPLED]
    marks = {r.bin.mark for r in drawn.rows if r.bin.research is None}
    if "*" in marks:
        said.append(
            "A star means that attacks may be possible by transfer from another model; it is no count of papers."
        )
    if any(s and s.printed == "—" for r in drawn.rows for s in (r.bin.research,)) or "—" in marks:
        said.append("A dash is kept as printed; it is read as 0 only where the source proves it.")
    if drawn.total:
        said.append(f"The {drawn.total} papers printed beside the last bin are the total of the column, not a bin.")
    if any(r.practice and not r.practice.percent.is_point for r in drawn.rows):
        said.append("Hatched bars are upper bounds: the share lies somewhere below their end, and the gap is a range.")
    return said


def _cite(one: Comparison, state: State) -> Node | None:
    said = known.sentences(one, state.base)
    if not said:
        return None
    items = [_sentence(f"Sentence on {label}", text) for label, text in said]
    return el("details.query", el("summary", "Cite it"), items, _bibtex(one))


def _sentence(label: str, text: str) -> Node:
    return el(
        "blockquote.cite", el("p.small", text), el("button.small", "Copy", type="button", data_copy=text,
                                                    aria_label=f"Copy: {label}")
    )  # fmt: skip


def _bibtex(one: Comparison) -> Node:
    text = gaps.sources(session.graph(), one)
    return el("div", el("button.small", "Copy BibTeX", type="button", data_copy=text),
              el("pre", text, tabindex="0", aria_label="BibTeX of the sources"))  # fmt: skip


def _why_empty(found: Sequence[Comparison], state: State) -> tuple[list[Child], list[Asked]]:
    """Why there is nothing, and where there is something."""
    attack = dict(session.graph().individuals("attack")).get(state.attack, "")
    dimension = dict(session.graph().individuals("dim")).get(state.dimension, "")
    asked = session.ask("gaps/figures", attack=state.attack, dimension=state.dimension)
    about = (f" for {attack.lower()}" if attack else "") + (f" on the dimension “{dimension}”" if dimension else "")
    why = (
        f"No source in the graph has figures of both research and practice{about}. A gap needs both, on the same bins."
    )
    others = [
        el("li", el("a", f"{c.attack_label}: {c.dimension_label.lower()}",
                    href=state.address(attack=words.slug(c.attack), dimension=words.slug(c.dimension))))
        for c in found
    ]  # fmt: skip
    places: list[Child] = []
    if attack:
        places.append(el("a", f"What is known of {attack.lower()}", href=links.page("/attack", id=state.attack)))
    if dimension:
        thing = links.query("evidence/thing", {"thing": f"dim:{state.dimension}"})
        places.append(el("a", f"What the graph holds on “{dimension}”", href=thing))
    more = el("ul", [el("li", one) for one in places])
    return [empty(why), more, el("p", "There are figures for:"), el("ul", others)], [asked]
