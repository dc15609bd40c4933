"""An engine elsewhere behind the same interface as ours."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING, Any

from kg.errors import EndpointError, ParameterError, QueryRefusedError, QueryStoppedError, shorten
from kg.modules import INFERRED, Problem
from kg.results import Table, Triple
from kg.store import dataset as datasets
from kg.store import guard
from kg.store.engine import Answer, EngineBase, LoadedModule, LoadReport
from kg.store.formats import TABLE_FORMS, Dataset, Document, forms_for, query_form
from kg.store.handle import Handle
from kg.store.limits import ROW_LIMIT
from kg.store.remote import text
from kg.store.remote.address import Login, check_address
from kg.store.remote.client import Client, Reply
from kg.store.remote.results import BrokenAnswerError, read_table, read_triples, read_truth
from kg.store.remote.scope import Scope, read_scope
from kg.store.writers import write_rows, write_truth
from kg.turtle import write_found

if TYPE_CHECKING:
    import rdflib

#: Seconds a query may take there; the way and a load that is not ours take their part.
TIME_LIMIT = 60.0
#: Seconds for which it is not asked again what lies there.
SCOPE_AGE = 10.0
_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
#: Servers that cut answers do so after a round number of rows.
_ROUND = 500
#: Servers whose default graph is the union of all graphs, and which answer a query over many graphs that are named one
#: by one a hundred times more slowly, or not at all.
_UNION = ("Virtuoso",)


class RemoteEngine(EngineBase):
    """A SPARQL 1.1 endpoint.

    Where modules were published there, queries see these and nothing else that the store holds, whatever the store
    takes for its default graph.

    :param address: the endpoint, http or https
    :param login: for an endpoint that asks for one; by default what the environment variables say
    :param seconds: for each query altogether, with all tries
    :param inferred: whether what the reasoner inferred is seen too
    :raises ParameterError: for an address that cannot be one
    """

    def __init__(
        self, address: str, login: Login | None = None, seconds: float = TIME_LIMIT, *, inferred: bool = True
    ) -> None:
        self.address = check_address(address)
        self._client = Client(self.address, login if login is not None else Login.from_environment())
        self._seconds, self._inferred = seconds, inferred
        self._lock = threading.Lock()
        self._scope: Scope | None = None
        self._scope_read = 0.0
        self._product = ""
        self._counts = {"served": 0, "failed": 0}

    @property
    def name(self) -> str:
        """The server's own name for itself, and its address."""
        return f"{self._product or 'a SPARQL endpoint'} at {self.address}"

    @property
    def report(self) -> LoadReport:
        """What lies there.

        :raises EndpointError: where it cannot be reached
        """
        start = time.perf_counter()
        scope = self._seen()
        modules = tuple(LoadedModule(iri, self.address, "endpoint", count) for iri, count in scope.modules.items())
        problems = () if modules else (_nothing_there(self.address),)
        return LoadReport(modules, problems, (time.perf_counter() - start) * 1000)

    def run(
        self, sparql: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None, seconds: float | None = None,
    ) -> Answer:  # fmt: skip
        """See :class:`~kg.store.engine.Engine`.

        :raises EndpointError: when the endpoint cannot be reached or answers with something else
        :raises QueryStoppedError: when it takes too long or is cancelled
        """
        start = time.perf_counter()
        guard.check(sparql)
        forms_for(sparql)
        form = query_form(sparql)
        graphs = self._graphs(dataset or datasets.stated(sparql))
        limit = min(seconds or self._seconds, self._seconds)
        answer = self._answer(sparql, form, graphs, row_limit, limit, handle)
        if isinstance(answer, Table):
            answer.milliseconds = (time.perf_counter() - start) * 1000
        return answer

    def run_briefly(self, sparql: str, seconds: float, *, row_limit: int = ROW_LIMIT) -> Answer:
        """See :class:`~kg.store.engine.Engine`."""
        return self.run(sparql, row_limit=row_limit, seconds=seconds)

    def graphs(self) -> list[str]:
        """See :class:`~kg.store.engine.Engine`."""
        return sorted(self._seen().modules)

    def document(
        self, sparql: str, form: str, *, row_limit: int = ROW_LIMIT, dataset: Dataset | None = None,
        handle: Handle | None = None,
    ) -> Document:  # fmt: skip
        """See :class:`~kg.store.engine.Engine`."""
        if form not in (forms := forms_for(sparql)):
            raise QueryRefusedError(f"This query has no answer in the form {form!r}.", remedy=f"One of {list(forms)}.")
        start = time.perf_counter()
        answer = self.run(sparql, row_limit=row_limit, dataset=dataset, handle=handle)
        rows, cut = 1, False
        if isinstance(answer, Table):
            rows, cut = len(answer), answer.cut
        elif isinstance(answer, list):
            rows, cut = len(answer), len(answer) == row_limit
        body = _written(answer, form)
        return Document(form, rows, cut, len(body), io.BytesIO(body), (time.perf_counter() - start) * 1000)

    def select_all(self, sparql: str) -> Table:
        """The answer of a SELECT over all that the store holds, whether ours or not."""
        table = self._answer(sparql, "SELECT", (), 100_000, self._seconds, None)
        assert isinstance(table, Table)
        return table

    def construct_all(self, sparql: str, *, row_limit: int) -> list[Triple]:
        """The answer of a CONSTRUCT over all that the store holds, whether ours or not."""
        triples = self._answer(sparql, "CONSTRUCT", (), row_limit, self._seconds, None)
        assert isinstance(triples, list)
        return triples

    def as_dataset(self) -> rdflib.Dataset:
        """All modules, fetched one by one into an rdflib Dataset whose default graph is their union."""
        import rdflib

        whole = rdflib.Dataset(default_union=True)
        for module in self._seen().modules:
            triples = self.construct(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{module}> {{ ?s ?p ?o }} }}", row_limit=10_000_000
            )
            lines = _graph_document(triples, "nt").decode()
            whole.graph(rdflib.URIRef(module)).parse(data=lines, format="nt")
        return whole

    def metrics(self) -> dict[str, Any]:
        """Which endpoint answers, and how often it did."""
        with self._lock:
            return {"endpoint": self.address, "product": self._product, **self._counts}

    def _answer(
        self, sparql: str, form: str, graphs: tuple[tuple[str, str], ...], row_limit: int, seconds: float,
        handle: Handle | None,
    ) -> Answer:  # fmt: skip
        sent = text.declared(sparql)
        accept = _JSON if form in ("SELECT", "ASK") else _NTRIPLES
        words = text.outermost(sparql)
        if form == "SELECT" and not words & {"LIMIT", "VALUES", "ORDER"}:
            # Not where rows are ordered: Virtuoso refuses to sort for a limit above 10 000, and sorts without one.
            sent += f"\nLIMIT {row_limit + 1}"
        reply = self._ask(sparql, sent, accept, seconds, graphs, handle)
        try:
            if form == "ASK":
                return read_truth(reply.body)
            if form != "SELECT":
                return read_triples(reply.body)[:row_limit]
            table = read_table(reply.body)
        except BrokenAnswerError as error:
            raise QueryStoppedError(
                f"{self.address} broke off its answer or sent none that can be read: {error}.",
                remedy="Most servers do so when a query reaches a time limit of theirs. Narrow the query.",
            ) from error  # fmt: skip
        if len(table.rows) > row_limit:
            table.rows, table.cut = table.rows[:row_limit], True
        else:
            table.cut = self._was_cut(reply, table, sparql, words, graphs, seconds)
        return table

    def _ask(
        self, sparql: str, sent: str, accept: str, seconds: float, graphs: tuple[tuple[str, str], ...],
        handle: Handle | None,
    ) -> Reply:  # fmt: skip
        reply = None
        try:
            reply = self._client.query(sent, accept, seconds, graphs=graphs, handle=handle)
            self._check(reply, sparql, accept)
        finally:
            with self._lock:
                self._counts["served" if reply is not None else "failed"] += 1
                if reply is not None and reply.headers.get("Server"):
                    self._product = shorten(reply.headers["Server"], 60)
        return reply

    def _check(self, reply: Reply, sparql: str, accept: str) -> None:
        if reply.status == 400:
            raise text.complaint(sparql, reply.body.decode("utf-8", "replace"))
        if not 200 <= reply.status < 300:
            raise EndpointError(f"{self.address} answers with error {reply.status}: {reply.text()}")
        if reply.media not in (accept, "application/json", "text/plain" if accept == _NTRIPLES else accept):
            raise EndpointError(
                f"{self.address} answers with {reply.media or 'no content type'} instead of {accept}.",
                remedy="This is no SPARQL endpoint. Oxigraph answers at /query, Virtuoso and most others at /sparql.",
            )

    def _was_cut(
        self, reply: Reply, table: Table, sparql: str, words: set[str], graphs: tuple[tuple[str, str], ...],
        seconds: float,
    ) -> bool:  # fmt: skip
        """Whether the server left out rows by a limit of its own: it says so, or has more when asked for them."""
        if reply.headers.get("X-SPARQL-MaxRows") or reply.status == 206:
            return True
        if not table.rows or len(table) % _ROUND or words & {"LIMIT", "OFFSET", "VALUES"}:
            return False
        following = text.declared(sparql) + f"\nOFFSET {len(table)} LIMIT 1"
        try:
            return bool(read_table(self._ask(sparql, following, _JSON, seconds, graphs, None).body).rows)
        except (EndpointError, BrokenAnswerError, QueryStoppedError, QueryRefusedError):
            return True  # not known to be whole

    def _graphs(self, chosen: Dataset | None) -> tuple[tuple[str, str], ...]:
        scope = self._seen()
        if chosen:
            if scope.modules:
                datasets.must_hold(chosen, scope.modules)
            default, named = chosen.default, chosen.named
        elif self._inferred and self._product.startswith(_UNION):
            return ()
        else:
            default = named = tuple(scope.modules)
        if not self._inferred:
            if not scope.modules:
                raise ParameterError("What is inferred cannot be told from the rest there: no module was published.")
            default, named = (tuple(g for g in part if g != INFERRED) for part in (default, named))
        return (*(("default-graph-uri", g) for g in default), *(("named-graph-uri", g) for g in named))

    def _seen(self) -> Scope:
        with self._lock:
            known, age = self._scope, time.monotonic() - self._scope_read
        if known is not None and age < SCOPE_AGE:
            return known
        scope = read_scope(self.select_all)
        with self._lock:
            self._scope, self._scope_read = scope, time.monotonic()
        return scope


def _nothing_there(address: str) -> Problem:
    return Problem(
        address, 0, "no module of ThreatPraxis is known to lie here; queries see what the store shows by default",
        "'threatpraxis publish ADDRESS' puts them there.", severity="warning",
    )  # fmt: skip


def _written(answer: Answer, form: str) -> bytes:
    pieces: list[str] = []
    if isinstance(answer, bool):
        write_truth(form, answer, pieces.append)
    elif isinstance(answer, Table):
        assert form in TABLE_FORMS
        write_rows(form, answer.names, answer.rows, pieces.append)
    elif form == "ttl":
        pieces.append(write_found(answer))
    else:
        return _graph_document(answer, form)
    return "".join(pieces).encode()


def _graph_document(triples: list[Triple], form: str) -> bytes:
    lines = "".join(f"{s.sparql()} {p.sparql()} {o.sparql()} .\n" for s, p, o in triples)
    if form == "nt":
        return lines.encode()
    import rdflib

    graph = rdflib.Graph().parse(data=lines, format="nt")
    return graph.serialize(format={"rdf": "xml", "jsonld": "json-ld"}[form], encoding="utf-8")
