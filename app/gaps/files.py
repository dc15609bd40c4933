"""Files of the gaps page: ``/api/gaps/bins.csv?attack=…``, ``picture.svg``, ``sources.bib`` and the other views."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app import session
from app.components.svg import document
from app.gaps import address, picture, words
from app.gaps.address import BASES, State
from app.gaps.bins import total_of
from app.gaps.layout import WIDE
from kg import gaps
from kg.errors import ParameterError, ThreatPraxisError, UnknownNameError
from kg.gaps import Comparison, tables
from kg.results import Table

_MEDIA = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
    "bib": "application/x-bibtex; charset=utf-8",
}  # fmt: skip


async def file(request: Request) -> Response:
    """A view of the gaps page as a file."""
    return await run_in_threadpool(_file, request.path_params["name"], dict(request.query_params))


def _file(name: str, given: dict[str, str]) -> Response:
    stem, _, form = name.partition(".")
    unknown = given.keys() - {"attack", "dimension", "base", "survey"}
    try:
        if unknown:
            raise ParameterError(
                f"There is no parameter {min(unknown)!r}.", remedy="Give attack, dimension, base or survey."
            )
        state = address.state("", *(given.get(n, "") for n in ("attack", "dimension", "base", "survey")))
        body = _body(stem, form, state)
    except UnknownNameError as error:
        return PlainTextResponse(f"{error}\n", 404)
    except ThreatPraxisError as error:
        return PlainTextResponse(f"{error}\n", 400)
    shown = "-".join(filter(None, ("gaps", stem, state.attack, state.dimension, state.survey, state.base)))
    safe = re.sub(r"[^a-z0-9-]", "", shown)
    headers = {"Content-Disposition": f'attachment; filename="{safe}.{form}"'}
    return Response(body, media_type=_MEDIA[form], headers=headers)


def _body(stem: str, form: str, state: State) -> str:
    if (stem, form) == ("picture", "svg"):
        return picture_file(_one(state), state)
    if (stem, form) == ("sources", "bib"):
        return gaps.sources(session.graph(), _one(state))
    if stem in _TABLES and form in ("csv", "json"):
        return _TABLES[stem](state).render(form)  # type: ignore[arg-type]
    offered = ["picture.svg", "sources.bib", *(f"{t}.csv" for t in _TABLES)]
    raise UnknownNameError("file", f"{stem}.{form}", offered)


def picture_file(one: Comparison, state: State) -> str:
    """The mirrored picture as a file that says by itself what it shows and where that stands."""
    totals = session.ask("evidence/totals")
    title = f"{one.attack_label}: {one.dimension_label.lower()}, research against practice"
    shown = gaps.works(session.graph(), one.studies)
    cited = ", ".join(f"{w.authors.partition(',')[0]} et al. {w.year}" for w in shown if w.authors and w.year)
    source = f"Sources: {cited}. Practice {BASES[state.base]}. Computed with ThreatPraxis."
    drawn = picture.mirror(one, state.base, total_of(totals, one), title, source)
    return document(picture.draw(drawn, WIDE))


def _one(state: State) -> Comparison:
    found = _comparisons(state)
    if len(found) == 1:
        return found[0]
    pairs = ", ".join(_named(c, several=len({c.survey for c in found}) > 1) for c in found)
    if not found:
        raise UnknownNameError("comparison", f"{state.attack} {state.dimension}".strip(), [])
    raise ParameterError("Several comparisons fit.", remedy=f"Name one of: {pairs}.")


def _named(one: Comparison, *, several: bool) -> str:
    named = f"attack={words.slug(one.attack)}&dimension={words.slug(one.dimension)}"
    return f"{named}&survey={words.slug(one.survey)}" if several else named


def _comparisons(state: State) -> tuple[Comparison, ...]:
    found = gaps.comparisons(session.graph(), state.attack, state.dimension)
    return tuple(c for c in found if words.slug(c.survey) == (state.survey or words.slug(c.survey)))


def _bins(state: State) -> Table:
    return tables.bins(_comparisons(state), state.base)


def _reach(state: State) -> Table:
    return tables.reach(_comparisons(state), state.base)


def _ranking(state: State) -> Table:
    found = _comparisons(state)
    return tables.ranking(gaps.rank_bins(found, state.base), found, state.base)


_TABLES: dict[str, Callable[[State], Table]] = {
    "bins": _bins,
    "reach": _reach,
    "ranking": _ranking,
    "attention": lambda _: tables.attention(gaps.attention(session.graph())),
    "knowledge": lambda state: tables.knowledge(gaps.knowledge(session.graph(), state.attack)),
    "benchmarks": lambda state: tables.benchmarks(gaps.benchmarks(session.graph(), state.attack, state.dimension)),
    "awareness": lambda _: tables.awareness(gaps.awareness(session.graph())),
}
