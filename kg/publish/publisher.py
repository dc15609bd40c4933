"""Module by module: stage, verify, switch over, verify again, note."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from kg.errors import EndpointError, ThreatPraxisError
from kg.publish import text
from kg.publish.digest import digest
from kg.results import Table, Triple
from kg.store.remote.address import Login
from kg.store.remote.client import Client, Reply
from kg.store.remote.engine import RemoteEngine
from kg.store.remote.scope import STAGING

#: Seconds one request may take.
TIME_LIMIT = 300.0
#: Triples of a module from which on it is read back in parts.
LARGE = 500_000
#: Triples of a module that are read back at the most.
_MOST = 50_000_000

Action = Literal["send", "keep", "remove"]


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one module, or was done.

    :param module: the IRI of the module and of its graph
    :param action: ``send`` what is new or changed, ``keep`` what is there already, ``remove`` what is here no more
    :param triples: how many it has here; for one to be removed, how many were noted
    :param why: why it is sent
    """

    module: str
    action: Action
    triples: int
    digest: str = ""
    why: str = ""


class Publisher:
    """Brings a store elsewhere to the state of the modules here.

    :param query: address of its query endpoint
    :param update: address of its update endpoint
    :param graph_store: address by the Graph Store Protocol; without it, triples are sent as updates
    """

    def __init__(
        self, query: str, update: str, graph_store: str = "", login: Login | None = None, seconds: float = TIME_LIMIT
    ) -> None:
        login = login if login is not None else Login.from_environment()
        self._engine = RemoteEngine(query, login, seconds)
        self._client = Client(update, login)
        self._graph_store, self._seconds = graph_store, seconds
        if graph_store:
            self._client.trust(graph_store)

    def plan(self, here: dict[str, list[Triple]]) -> list[Step]:
        """What differs, without changing anything there.

        :param here: the triples of each module by its IRI
        :raises EndpointError: where the store cannot be asked
        """
        noted = {str(r["module"]): (str(r["digest"]), int(str(r["n"]))) for r in self._select(text.RECORDED)}
        steps = []
        for module, triples in here.items():
            own = digest(triples)
            why = ""
            if module not in noted:
                why = "new"
            elif noted[module][0] != own:
                why = "changed here"
            elif self._count(module) != noted[module][1]:
                why = "changed there"
            steps.append(Step(module, "send" if why else "keep", len(set(triples)), own, why))
        gone = (Step(m, "remove", n, d) for m, (d, n) in sorted(noted.items()) if m not in here)
        return [*steps, *gone]

    def carry_out(
        self, plan: list[Step], here: dict[str, list[Triple]], begun: Callable[[Step], None] = lambda _: None
    ) -> Iterator[Step]:
        """Do what was planned, and tell each step when it is done and verified.

        It may end at any point: what was switched over stays, and the next run goes on with the rest.

        :param begun: told before each step that changes something
        :raises EndpointError: naming what is done and what is not
        """
        done: list[str] = []
        todo = [s for s in plan if s.action != "keep"]
        try:
            if todo:
                self._clean()
            for step in plan:
                if step.action != "keep":
                    begun(step)
                if step.action == "send":
                    self._send(step, here[step.module])
                elif step.action == "remove":
                    self._update(text.remove(step.module))
                done += [step.module] if step.action != "keep" else []
                yield step
        except ThreatPraxisError as error:
            raise _stopped(error, done, [s.module for s in todo if s.module not in done]) from error

    def _send(self, step: Step, triples: list[Triple]) -> None:
        staging = f"{STAGING}{secrets.token_hex(8)}"
        self._fill(staging, triples)
        self._verify(staging, step, "on its way; what readers see is as before")
        self._update(text.switch(staging, step.module, step.digest, step.triples))
        self._verify(step.module, step, "after it was switched over")

    def _fill(self, graph: str, triples: list[Triple]) -> None:
        if not self._graph_store:
            for piece in text.pieces(triples):
                self._update(text.insert(graph, piece))
            return
        joint = "&" if "?" in self._graph_store else "?"
        address = f"{self._graph_store}{joint}graph={quote(graph, safe='')}"
        body = text.lines(triples).encode()
        self._must_succeed(self._client.put(address, body, "application/n-triples", self._seconds), address)

    def _verify(self, graph: str, step: Step, when: str) -> None:
        found = self._count(graph)
        if found != step.triples:
            raise EndpointError(
                f"{step.module} has {found:,} triples there instead of {step.triples:,} {when}.",
                remedy="Somebody else may write there too; run it again.",
            )
        queries = [text.content(graph)] if found <= LARGE else text.content_in_parts(graph)
        read = [triple for query in queries for triple in self._engine.construct_all(query, row_limit=_MOST)]
        if len(read) < step.triples:
            raise EndpointError(
                f"The server tells only {len(read):,} of {step.triples:,} triples of {step.module} {when}.",
                remedy="It cuts its answers; raise its limit (Virtuoso: ResultSetMaxRows in virtuoso.ini).",
            )
        if digest(read) != step.digest:
            raise EndpointError(
                f"{step.module} has other content there than here {when}.",
                remedy="The server altered values, or somebody else writes there too.",
            )

    def _clean(self) -> None:
        """Remove what an earlier run left on its way."""
        for row in self._select(text.LEFT_OVER):
            self._update(text.drop(str(row["g"])))

    def _count(self, graph: str) -> int:
        return int(str(self._select(text.count(graph)).column("n")[0]))

    def _select(self, sparql: str) -> Table:
        return self._engine.select_all(sparql)

    def _update(self, sparql: str) -> None:
        self._must_succeed(self._client.update(sparql, self._seconds), self._client.address)

    def _must_succeed(self, reply: Reply, address: str) -> None:
        if not 200 <= reply.status < 300:
            raise EndpointError(
                f"{address} refuses to change anything: error {reply.status}: {reply.text()}",
                remedy="Is it the address for updates, and may the user write?",
            )


def _some(modules: list[str], shown: int = 4) -> str:
    if not modules:
        return "modules"
    more = f" and {len(modules) - shown} more" if len(modules) > shown else ""
    return f"({', '.join(modules[:shown])}{more})"


def _stopped(error: ThreatPraxisError, done: list[str], left: list[str]) -> EndpointError:
    told = f"Done and verified: {len(done)} {_some(done)}."
    rest = f"Not done: {len(left)} {_some(left)}." if left else ""
    message = f"Publishing stopped: {error.message}\n  {told}\n  {rest}"
    return EndpointError(message, remedy=f"{error.remedy} Run it again: it goes on with what is not done.".strip())
