"""The mirrored picture as a table: every number with its interval, base, status and place in cells."""

from __future__ import annotations

from app import links
from app.components.dom import Child, Node, el
from app.gaps import words
from app.gaps.picture import Mirror, Row
from app.widgets import source_line
from kg.gaps import Interval, Share
from kg.terms import expand


def twin(picture: Mirror) -> Node:
    """The table beside the picture."""
    caption = f"{picture.comparison.attack_label}: {picture.comparison.dimension_label.lower()}, as a table"
    groups = el(
        "tr", el("th", scope="col"), el("th", "Research", scope="colgroup", colspan=3),
        el("th", "Practice", scope="colgroup", colspan=3), el("th", "Research − practice", scope="colgroup", colspan=2),
        el("th", scope="col"),
    )  # fmt: skip
    unit = picture.comparison.unit
    names = (unit[:1].upper() + unit[1:] or "Bin", "Share", "95% interval", "Base", "Share", "95% interval", "Base",
             "Gap", "95% interval", "Reach")  # fmt: skip
    plain = ("th", "th.num", "th.num", "th", "th.num", "th.num", "th", "th.num", "th.num", "th.num")
    head = el("tr", [el(tag, name, scope="col") for tag, name in zip(plain, names, strict=True)])
    body = [el("tr", _cells(picture, row)) for row in picture.rows]
    table = el("table.table.figures-table", el("caption", caption), el("thead", groups, head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label=caption)


def _cells(picture: Mirror, row: Row) -> list[Node]:
    gap = row.bin.gap_on(picture.base)
    reach = words.span(row.reach) if row.reach else ""
    missing = words.missing(row.bin, picture.total)
    return [
        el("th", row.bin.label, scope="row"),
        *_side(row.bin.research, missing),
        *_side(row.practice, "no figure"),
        el("td.num", words.points(gap.points) if gap else ""),
        el("td.num", _interval(gap.interval, gap.no_interval, sign=True) if gap else None),
        el("td.num", reach),
    ]


def _side(share: Share | None, missing: str) -> list[Node]:
    if share is None:
        return [el("td.muted", missing, colspan=3)]
    value = words.percent(share.percent)
    printed = el("small", f" printed {share.printed}") if share.printed and share.printed != value else None
    base: list[Child] = [words.of_base(share)]
    if share.base.n is not None and share.base.status != "stated":
        base.append(el("small", f", base {share.base.status}"))
    return [
        el("td.num", value, printed, " ", words.status(share)),
        el("td.num", _interval(share.interval, share.no_interval)),
        el("td", base),
    ]


def _interval(found: Interval | None, why: str, *, sign: bool = False) -> Child:
    if found is None:
        return el("small", f"none: {why}") if why else None
    return [words.ends(found, sign=sign), el("small", f" {', '.join(found.marks)}") if found.marks else None]


def notes(picture: Mirror) -> Node | None:
    """What the sources say of single figures: estimates, derived zeros, bases that no count gives."""
    items: list[Child] = []
    for row in picture.rows:
        for side, share in (("research", row.bin.research), ("practice", row.practice)):
            formula = f"Computed: {share.formula}." if share and share.formula and share.status == "derived" else ""
            said = " ".join(filter(None, (*share.notes, formula))) if share else ""
            if share and (said or share.status != "published"):
                study = expand(share.source.study) or share.source.study
                place = [" ", source_line(study, share.source.locator)]
                items.append(
                    el("li", el("strong", f"{row.bin.label}, {side}"), " ", words.status(share), f" {said}", place)
                )
    return (
        el("details.query", el("summary", f"Notes on {len(items)} figures"), el("ul.small", items)) if items else None
    )


def sources(picture: Mirror) -> Node:
    """Where both sides stand."""
    research = next((r.bin.research for r in picture.rows if r.bin.research), None)
    practice = next((r.practice for r in picture.rows if r.practice), None)
    corpus = expand(picture.comparison.corpus) or ""
    survey = expand(picture.comparison.survey) or ""
    counted = research.source.study if research else ""
    parts: list[Child] = ["Research: papers of ", source_line(corpus, "")]
    if research and counted != picture.comparison.corpus:
        parts += [", counted by ", source_line(expand(counted) or counted, _first(research))]
    parts += [". Practice: ", source_line(survey, _first(practice) if practice else ""), "."]
    return el("p.small.muted", parts)


def _first(share: Share) -> str:
    return share.source.locator.split(";")[0]


def attack_link(short: str, label: str) -> Node:
    """A label that leads to the card of its attack."""
    return el("a", label, href=links.page("/attack", id=words.slug(short))) if short else el("span", label)
