"""``/attack?id=``: everything the graph says of one attack; without an id, the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import gapview, links, session
from app.card import classes, crosswalk
from app.components.dom import Child, Node, el
from app.components.dom import draw as put
from app.components.matrix import legend, needs_matrix
from app.components.pipeline import ROLES, pipeline
from app.session import Asked
from app.widgets import empty, heading, id_line, label_link, show_query, source_line
from kg import terms
from kg.author.deprecation import WITHDRAWN
from kg.errors import did_you_mean

Row = dict[str, Any]

#: Properties shown as facts, in this order.
_FACTS = {
    "hasObjective": "Violates",
    "targets": "Targets",
    "viaChannel": "Reaches by",
    "altLabel": "Also called",
    "hiddenLabel": "Practitioners say",
    "subAttackOf": "Special form of",
    "related": "Related",
    "harmedParty": "Harmed",
}


def draw() -> None:
    """The page."""
    slug = session.state("id")
    if not slug:
        _all()
        return
    resolved = terms.resolve(slug, "attack")
    known = dict(session.graph().individuals("attack"))
    slug = links.slug(resolved) if resolved else slug
    if slug not in known:
        _unknown(slug, known)
        return
    _card(slug, known[slug])


def _all() -> None:
    heading("Attacks", "The attacks of the graph with their definitions, in the order of the pipeline they strike.")
    asked = session.ask("taxonomy/attacks-by-stage")
    blocks: list[Node] = []
    for stage in dict.fromkeys(r["stage_label"] for r in asked.rows):
        own = [r for r in asked.rows if r["stage_label"] == stage]
        items = [[el("dt", label_link(r["attack"], r["label"])), el("dd", str(r["definition"]))] for r in own]
        blocks += [el("h2", str(stage)), el("dl.facts", items)]
    grouped = {links.slug(r["attack"]) for r in asked.rows}
    others = {s: label for s, label in session.graph().individuals("attack") if s not in grouped}
    if others:
        blocks.append(el("h2", "Outside the published grouping"))
        blocks.append(
            el("ul", [el("li", el("a", label, href=links.page("/attack", id=s))) for s, label in others.items()])
        )
    put(blocks, key="list")
    show_query(asked)


def _unknown(slug: str, known: dict[str, str]) -> None:
    heading("No such attack", f"The graph holds no attack with the id “{slug}”.")
    words = {label: s for s, label in known.items()} | {s: s for s in known}
    close = list(dict.fromkeys(words[w] for w in did_you_mean(slug, words)))
    hints: Child = el(
        "p", "Did you mean ", _listed([el("a", known[s], href=links.page("/attack", id=s)) for s in close]), "?"
    )
    put(
        hints if close else None,
        el(
            "p",
            el("a", "All attacks", href="/attack"),
            " or ",
            el("a", f"search for “{slug}”", href=links.page("/", search=slug)),
            ".",
        ),
        key="unknown",
    )


def _card(slug: str, label: str) -> None:
    facts, stages = session.ask("taxonomy/attack-facts", attack=slug), session.ask("taxonomy/stages")
    by_name: dict[str, list[Row]] = {}
    for row in facts.rows:
        by_name.setdefault(links.slug_of(row["property"]), []).append(row)
    definition = next((str(r["value"]) for r in by_name.get("definition", [])), "")
    heading(label, definition, over=el("a", "Attacks", href="/attack"))
    put(_withdrawn(by_name), id_line(terms.individual("attack", slug)), _facts(by_name), _extend(slug, facts.rows),
        el("h2", "On the pipeline"), pipeline(stages.rows, _roles(by_name)), _placement(slug), key="facts")  # fmt: skip
    _formula(by_name.get("formalProblem", []))
    asked = [
        facts,
        stages,
        *_needs(slug, label),
        *_classes(slug),
        *_gaps(slug, label),
        *_claims(slug),
        *_elsewhere(slug),
    ]
    show_query(*{(a.id, tuple(a.values.items())): a for a in asked}.values())


def _withdrawn(by_name: dict[str, list[Row]]) -> Node | None:
    """That the attack was withdrawn, and what takes its place."""
    if not any(str(row["value"]).startswith(WITHDRAWN) for row in by_name.get("editorialNote", [])):
        return None
    instead = [
        el("a", str(r["value_label"]), href=links.thing(str(r["value"]))) for r in by_name.get("isReplacedBy", [])
    ]
    told: Child = ["Use ", _listed(instead), " instead."] if instead else "Nothing takes its place."
    return el("div.box.warn", el("p", el("strong", "This attack was withdrawn. "), told))


def _extend(slug: str, rows: list[Row]) -> Node:
    """The ways to say more of it."""
    more = el("a", "Add what another source says it needs", href=links.page("/extend", kind="model", attack=slug))
    own = f"{terms.MODULE}workspace/attack-{slug}"
    edit = el("a", "Edit", href=links.page("/extend", edit=f"attack:{slug}"))
    return el("p.small", more, [" · ", edit] if any(str(r["module"]) == own for r in rows) else None)


def _facts(by_name: dict[str, list[Row]]) -> Node:
    items: list[Child] = []
    for name, title in _FACTS.items():
        values = by_name.get(name, [])
        if values:
            items += [el("dt", title), el("dd", _listed([_value(v) for v in values]))]
    notes = [
        el("p.muted.small", str(r["value"])) for name in ("scopeNote", "editorialNote") for r in by_name.get(name, [])
    ]
    return el("div", el("dl.facts", items), notes)


def _value(row: Row) -> Child:
    if row["value_label"] is None:
        return str(row["value"])
    address = links.thing(str(row["value"])) if "/id/attack/" in str(row["value"]) else None
    return el("a", str(row["value_label"]), href=address) if address else str(row["value_label"])


def _listed(items: Sequence[Child]) -> list[Child]:
    """Items with commas between them."""
    found: list[Child] = []
    for item in items:
        found += [", ", item] if found else [item]
    return found


def _roles(by_name: dict[str, list[Row]]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for name, words in ROLES.items():
        for row in by_name.get(name, []):
            roles.setdefault(str(row["value"]), []).append(words)
    return roles


def _placement(slug: str) -> Node | None:
    rows = [r for r in session.ask("taxonomy/attacks-by-stage").rows if links.slug(r["attack"]) == slug]
    if not rows:
        return el("p.small.muted", "The published taxonomy does not group this attack.")
    return el("p.small.muted", "Grouped by ", source_line(rows[0]["source"], rows[0]["locator"]), ".")


def _formula(rows: list[Row]) -> None:
    if not rows:
        return
    put(el("h2", "Formal problem"), key="formula-title")
    for row in rows:
        st.latex(safe_latex(str(row["value"])))
        if row["locator"]:
            put(el("p.small.muted", source_line(row["source"], row["locator"])), key="formula-source")


def safe_latex(text: str) -> str:
    """A formula that cannot end its own block and go on as Markdown."""
    return " ".join(text.replace("$", "").replace("`", "").split())


def _needs(slug: str, label: str) -> list[Asked]:
    asked = session.ask("taxonomy/needs", attack=slug)
    if not asked.rows:
        put(el("h2", "What the attacker needs"), empty(asked.table.empty_because), key="needs")
        return [asked]
    by_standing = _by_standing(asked.rows)
    put(
        el("h2", "What the attacker needs"),
        needs_matrix(asked.rows, {}, f"{label}: {_and([words for words, _ in by_standing])}", link=False),
        legend(),
        [el("p.small.muted", w[:1].upper() + w[1:], ": ", _listed(sources), ".") for w, sources in by_standing],
        key="needs",
    )
    return [asked]


#: What the threat models of a status are called; a variant is derived from the model it spells out.
_STANDINGS = {
    "published": "published threat model", "variant": "derived variants", "estimated": "estimated threat model",
    "derived": "threat model derived from what a source says",
    "curator": "our own reading, which no source we have seen states",
}  # fmt: skip


def _by_standing(rows: list[Row]) -> list[tuple[str, list[Child]]]:
    """Who vouches for the threat models, in words, each with its sources."""
    found: dict[str, dict[tuple[object, object], Child]] = {}
    for row in rows:
        status = links.slug(row["model_status"])
        kind = "variant" if row["variant_of"] is not None and status != "published" else status
        source: Child = source_line(row["study"], row["locator"])
        if kind == "curator":
            source = str(row["locator"])
        found.setdefault(kind, {})[row["study"], row["locator"]] = source
    kinds = sorted(found, key=lambda kind: list(_STANDINGS).index(kind))
    return [(_STANDINGS[kind], list(found[kind].values())) for kind in kinds]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _classes(slug: str) -> list[Asked]:
    nodes, asked = classes.section(slug)
    put(el("h2", "Classes"), nodes, key="classes")
    return asked


def _gaps(slug: str, label: str) -> list[Asked]:
    bins = session.ask("gaps/by-bin", attack=slug)
    labels = {slug: label} | dict(session.graph().individuals("dim"))
    pairs = gapview.dimensions(bins.rows)
    asked: list[Asked] = []
    put(el("h2", "Research against practice"), empty(bins.table.empty_because) if not pairs else None, key="gaps")
    for attack, dimension in pairs:
        nodes, more = gapview.picture(attack, dimension, labels)
        address = links.page("/gaps", attack=attack, dimension=dimension)
        put(el("h3", el("a", labels.get(dimension, dimension), href=address)), nodes, key=f"gap-{dimension}")
        asked += more
    nodes, more = gapview.combinations(slug, label)
    put(el("h2", "Access combinations in practice"), nodes, key="combinations")
    return [*(asked or [bins]), *more]


def _claims(slug: str) -> list[Asked]:
    asked = session.ask("evidence/claims", attack=slug)
    if asked.rows:
        put(el("h2", "What sources say"), el("ul", [_claim(r) for r in asked.rows]), key="claims")
    return [asked] if asked.rows else []


def _claim(row: Row) -> Node:
    kind = el("span.mark", links.slug(row["kind"]))
    place = source_line(row["study"], row["locator"])
    return el("li", el("strong", str(row["label"])), ". ", str(row["definition"]), " ", kind, " ", place)


def _elsewhere(slug: str) -> list[Asked]:
    nodes, asked = crosswalk.counterparts(slug)
    put(el("h2", "In other catalogues"), nodes, key="crosswalk")
    more, also = crosswalk.atlas(slug)
    put(el("h2", "ATLAS techniques, mitigations, case studies"), more, key="atlas")
    return [*asked, *also]
