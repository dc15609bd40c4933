"""Reads :class:`~kg.exposure.knowledge.Knowledge` from the graph, by questions of the library."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from kg.exposure import knowledge as k
from kg.exposure.limits import limit_between
from kg.exposure.model import Amount, Control, Technique, Thing
from kg.exposure.profile import DEFAULT_STANDPOINT, UNLIMITED, GrantLine, Limit, Profile
from kg.graph import Graph
from kg.terms import compact

Row = dict[str, Any]
T = TypeVar("T")


def load(graph: Graph) -> k.Knowledge:
    """The facts of a graph and its workspace; a handful of queries, to be done once for any number of profiles."""

    def rows(query: str) -> list[Row]:
        table = graph.query(f"exposure/{query}")
        cells = zip(table.names, zip(*table.rows, strict=True), strict=True) if table.rows else ()
        columns = {n: [_value(t) for t in column] for n, column in cells}
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    grants = _grants(rows("grants"))
    ranked = rows("levels")
    return k.Knowledge(
        accesses=_accesses(rows("accesses")),
        levels={r["thing"]: k.Level(r["thing"], r["label"], r["rank"]) for r in ranked if r["kind"] == "level"},
        standpoints={
            r["thing"]: k.Standpoint(r["thing"], r["label"], r["rank"])
            for r in ranked
            if r["kind"] == "standpoint" and r["rank"] is not None
        },
        questions=_questions(rows("questions"), grants),
        attacks=_attacks(rows("attacks")),
        models=_models(rows("requirements")),
        figures=_figures(rows("figures")),
        corpora=_corpora(rows("papers")),
        **_controls(rows("controls")),
        stages=_stages(rows("stages")),
        examples=_profiles(rows("profiles"), rows("questions"), grants),
    )


def _value(term: Any) -> Any:
    if term is None:
        return None
    return compact(term.value) if term.kind == "iri" else term.python()


def _grouped(rows: Iterable[Row], *names: str) -> list[tuple[tuple[Any, ...], list[Row]]]:
    """Rows that share the values of ``names``, in the order of the query."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[n] for n in names), []).append(row)
    return list(found.items())


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _accesses(rows: list[Row]) -> dict[str, k.Access]:
    found = {}
    for (id_,), group in _grouped(rows, "access"):

        def to(*relations: str, group: list[Row] = group) -> tuple[str, ...]:
            return _once(r["other"] for r in group if r["relation"] in relations)

        first = group[0]
        found[id_] = k.Access(id_, first["label"], first["definition"], to("confers", "includes"), to("opens path to"))
    return found


def _grants(rows: list[Row]) -> dict[str, list[k.AnswerGrant]]:
    found: dict[str, list[k.AnswerGrant]] = {}
    for row in rows:
        grant = k.AnswerGrant(row["access"], row["level"], _limit(row), row["bin"] or "")
        if grant not in found.setdefault(row["holder"], []):
            found[row["holder"]].append(grant)
    return found


def _limit(row: Row) -> Limit | None:
    least, most = row["at_least"], row["at_most"]
    if least is None and most is None:
        if not row["bin"]:
            return None
        least, most = row["bin_least"], row["bin_most"]
        if (
            least is None and most is None
        ):  # the last bin of an ordered dimension has no ends; elsewhere it says nothing
            return Limit(UNLIMITED, None) if row["ordered"] else None
        return Limit(least or Decimal(0), most)
    return limit_between(least, most)


def _questions(rows: list[Row], grants: dict[str, list[k.AnswerGrant]]) -> tuple[k.Question, ...]:
    found = []
    for (id_,), group in _grouped(rows, "question"):
        answers = tuple(
            k.Answer(
                answer, a[0]["code"], a[0]["answer_label"], a[0]["note"] or "", tuple(grants.get(answer, ())),
                _once(r["bin"] for r in a if r["bin"]),
            )
            for (answer,), a in _grouped(group, "answer")
        )  # fmt: skip
        q = group[0]
        found.append(
            k.Question(id_, q["label"], q["short"] or q["label"], q["help"], q["example"] or "", q["section"], answers)
        )
    return tuple(found)


def _attacks(rows: list[Row]) -> dict[str, k.Attack]:
    found = {}
    for (id_,), group in _grouped(rows, "attack"):

        def to(relation: str, group: list[Row] = group) -> tuple[Thing, ...]:
            return _once(Thing(r["other"], r["other_label"]) for r in group if r["relation"] == relation)

        found[id_] = k.Attack(
            id_, group[0]["label"], group[0]["definition"],
            concerns=tuple(k.slug(t.id) for t in to("concern")),
            acts_at=to("acts at"), effect_at=to("takes effect at"), objectives=to("has objective"),
            parents=to("sub-attack of"), yields=tuple(t.id for t in to("yields")),
        )  # fmt: skip
    return found


def _models(rows: list[Row]) -> dict[str, tuple[k.ThreatModel, ...]]:
    found: dict[str, list[k.ThreatModel]] = {}
    for (attack, id_), group in _grouped(rows, "attack", "model"):
        m = group[0]
        found.setdefault(attack, []).append(
            k.ThreatModel(
                id_, m["model_label"], attack, _requirements(group),
                sometimes=_once(_need(r) for r in group if r["need"] == "sometimes"),
                without=_once(r["access"] for r in group if r["need"] == "does without"),
                source=Thing(m["source"], m["source_label"]), locator=m["locator"], status=k.slug(m["status"]),
                variant_of=m["variant_of"] or "",
            )
        )  # fmt: skip
    return {attack: tuple(models) for attack, models in found.items()}


def _requirements(rows: list[Row]) -> tuple[k.Requirement, ...]:
    single = [
        k.Requirement((_need(group[0]),))
        for _, group in _grouped((r for r in rows if r["need"] == "requires"), "access")
    ]
    either = [
        k.Requirement(
            _once(_need(r) for r in group),
            Thing(alternative, group[0]["alternative_label"]),
            group[0]["alternative_locator"] or "",
        )
        for (alternative,), group in _grouped((r for r in rows if r["need"] == "one of"), "alternative")
    ]
    return tuple(single + either)


def _need(row: Row) -> k.Need:
    amount = None
    if row["at_least"] is not None:
        amount = Amount(Decimal(row["at_least"]), row["unit"] or "", row["need_locator"] or "")
    return k.Need(row["access"], amount)


def _figures(rows: list[Row]) -> tuple[k.JointFigure, ...]:
    found = []
    for (id_,), group in _grouped(rows, "observation"):
        f = group[0]

        def of(relation: str, group: list[Row] = group) -> tuple[str, ...]:
            return _once(r["other"] for r in group if r["relation"] == relation)

        found.append(
            k.JointFigure(
                id_, f["label"], f["attack"], Decimal(f["share"]), f["n"], k.slug(f["base_status"]),
                k.slug(f["standpoint"]), Thing(f["source"], f["source_label"]), f["locator"], k.slug(f["status"]),
                k.slug(f["qualifier"]), of("with answer") + of("among those with answer"), of("under condition"),
                of("without condition"), _once(_condition(r) for r in group),
            )
        )  # fmt: skip
    return tuple(found)


def _condition(row: Row) -> str:
    text = row["other_label"] if not row["dimension_label"] else f"{row['dimension_label']}: {row['other_label']}"
    return f"not: {text}" if row["relation"] == "without condition" else text


def _corpora(rows: list[Row]) -> dict[str, tuple[k.Corpus, ...]]:
    found: dict[str, list[k.Corpus]] = {}
    for (attack, study), group in _grouped(rows, "attack", "study"):
        papers = tuple(
            k.CodedPaper(paper, tuple(_answers(d) for _, d in _grouped(p, "dimension")))
            for (paper,), p in _grouped(group, "paper")
        )
        found.setdefault(attack, []).append(k.Corpus(Thing(study, group[0]["study_label"]), papers))
    return {attack: tuple(corpora) for attack, corpora in found.items()}


def _answers(rows: list[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(r["access"] for r in bins if r["access"]) for _, bins in _grouped(rows, "bin"))


def _controls(rows: list[Row]) -> dict[str, Any]:
    techniques: dict[str, tuple[Technique, ...]] = {}
    defences: dict[str, tuple[Control, ...]] = {}
    for (attack,), group in _grouped(rows, "attack"):
        mapped = [r for r in group if r["technique"]]
        techniques[attack] = tuple(
            Technique(t, g[0]["technique_label"], mapping, _once(_control(r) for r in g if r["control"]))
            for (t, mapping), g in _grouped(mapped, "technique", "mapping")
        )
        defences[attack] = _once(_control(r) for r in group if not r["technique"])
    return {"techniques": techniques, "defences": defences}


def _stages(rows: list[Row]) -> tuple[k.Stage, ...]:
    return tuple(
        k.Stage(id_, g[0]["label"], g[0]["position"], g[0]["phase"], _once(_control(r) for r in g if r["control"]))
        for (id_,), g in _grouped(rows, "stage")
    )


def _control(row: Row) -> Control:
    return Control(row["control"], row["control_label"], row["definition"] or "")


def _profiles(rows: list[Row], questions: list[Row], grants: dict[str, list[k.AnswerGrant]]) -> dict[str, Profile]:
    codes = {r["answer"]: (k.slug(r["question"]), r["code"]) for r in questions}
    found = {}
    for (id_,), group in _grouped(rows, "profile"):
        p = group[0]
        own = (GrantLine(k.slug(g.access), k.slug(g.level), g.limit) for g in grants.get(id_, ()) if g.level)
        found[k.slug(id_)] = Profile(
            title=p["label"], standpoint=k.slug(p["standpoint"] or DEFAULT_STANDPOINT), id=id_,
            answers=dict(codes[r["answer"]] for r in group if r["answer"] in codes),
            grants={line.access: line for line in own}, description=p["definition"] or "", note=p["note"] or "",
            source=p["source"] or "",
        )  # fmt: skip
    return found
