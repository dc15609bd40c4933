"""An engine elsewhere: what it answers, and what is said when it does not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.cli.entry import main
from kg.errors import EndpointError, ParameterError, QueryRefusedError, QueryStoppedError, SparqlSyntaxError
from kg.graph import open_graph
from kg.results import Table, Term
from kg.store.handle import Handle
from kg.store.remote.address import ENDPOINT_VARIABLE, Login, check_address
from kg.store.remote.client import Client
from kg.store.remote.engine import RemoteEngine
from kg.store.remote.results import read_table, read_triples, read_truth
from tests.remote import servers
from tests.remote.servers import Server

EMPTY = b'{"head":{"vars":["g","n"]},"results":{"bindings":[]}}'
JSON = "application/sparql-results+json"


class Front:
    """A server on this machine that answers as it is told, to see what the engine makes of it."""

    def __init__(self, answer: Callable[[int], tuple[int, dict[str, str], bytes]]) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                front.asked.append((body, dict(self.headers)))
                status, headers, content = answer(len(front.asked))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_PUT(self) -> None:
                self.do_POST()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/sparql"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def front() -> Iterator[Callable[..., Front]]:
    made: list[Front] = []

    def make(answer: Callable[[int], tuple[int, dict[str, str], bytes]]) -> Front:
        made.append(Front(answer))
        return made[-1]

    yield make
    for each in made:
        each.server.shutdown()
        each.server.server_close()


def engine(front: Front, seconds: float = 5.0) -> RemoteEngine:
    return RemoteEngine(front.address, Login(), seconds)


def test_a_busy_server_is_asked_again(front: Callable[..., Front]) -> None:
    busy = front(lambda n: (503, {}, b"") if n < 3 else (200, {"Content-Type": JSON}, EMPTY))
    assert engine(busy).select_all("SELECT ?g ?n {}").rows == []
    assert len(busy.asked) == 3


def test_a_server_that_stays_busy_is_given_up(front: Callable[..., Front]) -> None:
    busy = front(lambda _: (503, {}, b"come later"))
    with pytest.raises(EndpointError, match="error 503: come later"):
        engine(busy).select_all("SELECT ?g ?n {}")
    assert len(busy.asked) == 3


def test_an_internal_error_is_not_tried_again(front: Callable[..., Front]) -> None:
    broken = front(lambda _: (500, {}, b"out of order"))
    with pytest.raises(EndpointError, match="error 500: out of order"):
        engine(broken).select_all("SELECT ?g ?n {}")
    assert len(broken.asked) == 1


def test_a_web_page_is_no_endpoint(front: Callable[..., Front]) -> None:
    page = front(lambda _: (200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>"))
    with pytest.raises(EndpointError, match="text/html instead of application/sparql-results"):
        engine(page).select_all("SELECT ?g ?n {}")


def test_json_that_breaks_off_is_no_answer(front: Callable[..., Front]) -> None:
    # What an Oxigraph server sends with status 200 when its own time limit ends a query.
    half = front(lambda _: (200, {"Content-Type": JSON}, EMPTY[:-8]))
    with pytest.raises(QueryStoppedError, match="broke off its answer"):
        engine(half).select_all("SELECT ?g ?n {}")


def test_a_slow_server_is_left_after_the_time_limit(front: Callable[..., Front]) -> None:
    def slow(_: int) -> tuple[int, dict[str, str], bytes]:
        time.sleep(2)
        return 200, {"Content-Type": JSON}, EMPTY

    start = time.monotonic()
    with pytest.raises(QueryStoppedError, match=r"did not answer within 0.3 s") as caught:
        engine(front(slow), 0.3).select_all("SELECT ?g ?n {}")
    assert caught.value.reason == "time"
    assert time.monotonic() - start < 1.0


def test_a_query_can_be_cancelled_while_the_server_is_silent(front: Callable[..., Front]) -> None:
    def slow(n: int) -> tuple[int, dict[str, str], bytes]:
        time.sleep(2 if n > 2 else 0)
        return 200, {"Content-Type": JSON}, EMPTY

    asked = engine(front(slow))
    _ = asked.report
    handle = Handle()
    threading.Timer(0.2, handle.cancel).start()
    start = time.monotonic()
    with pytest.raises(QueryStoppedError, match="cancelled"):
        asked.run("SELECT * { ?s ?p ?o }", handle=handle)
    assert time.monotonic() - start < 1.0


def test_nothing_is_sent_on_to_another_address(front: Callable[..., Front]) -> None:
    other = front(lambda _: (200, {"Content-Type": JSON}, EMPTY))
    leading = front(lambda _: (302, {"Location": other.address}, b""))
    with pytest.raises(EndpointError, match="leads on to"):
        engine(leading).select_all("SELECT ?g ?n {}")
    assert other.asked == []


def test_a_password_is_sent_only_when_it_is_asked_for(front: Callable[..., Front]) -> None:
    locked = front(
        lambda n: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"") if n == 1
        else (200, {"Content-Type": JSON}, EMPTY)
    )  # fmt: skip
    RemoteEngine(locked.address, Login("ann", "secret"), 5).select_all("SELECT ?g ?n {}")
    assert ["Authorization" in headers for _, headers in locked.asked] == [False, True]


def test_a_long_document_is_sent_with_the_password_at_once_where_it_was_asked_for(front: Callable[..., Front]) -> None:
    locked = front(lambda n: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"") if n == 1 else (201, {}, b""))
    client = Client(locked.address, Login("ann", "secret"))
    for document in (b"x" * 100_000, b"y" * 100_000, b"z"):
        assert client.put(locked.address, document, "application/n-triples", 5).status == 201
    sent = [(len(body), "Authorization" in headers) for body, headers in locked.asked]
    # Refused while empty; again with the password; then the long ones with it at once; a short one may be asked again.
    assert sent == [(0, False), (0, True), (100_000, True), (0, False), (100_000, True), (1, False)]


def test_a_password_appears_in_no_message(front: Callable[..., Front]) -> None:
    locked = front(lambda _: (401, {"WWW-Authenticate": 'Basic realm="x"'}, b""))
    login = Login("ann", "hunter2")
    with pytest.raises(EndpointError) as caught:
        RemoteEngine(locked.address, login, 5).select_all("SELECT ?g ?n {}")
    assert "hunter2" not in str(caught.value) + repr(login)
    with pytest.raises(ParameterError) as refused:
        check_address("http://ann:hunter2@example.org/sparql")
    assert "hunter2" not in str(refused.value)


def test_rows_that_a_server_cut_are_found_by_asking_for_more(front: Callable[..., Front]) -> None:
    cell = {"x": {"type": "literal", "value": "v"}}

    def thousand(_: int) -> tuple[int, dict[str, str], bytes]:
        body = cutter.asked[-1][0]
        rows = 0 if "void" in body or "threatpraxis" in body else 1 if "OFFSET" in body else 1000
        data = {"head": {"vars": ["x"]}, "results": {"bindings": [cell] * rows}}
        return 200, {"Content-Type": JSON}, json.dumps(data).encode()

    cutter = front(thousand)
    assert engine(cutter).select("SELECT ?x { ?s ?p ?x } ORDER BY ?x").cut


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "http://x:99999/", "http://a b/"]
)
def test_only_http_addresses_are_taken(address: str) -> None:
    with pytest.raises(ParameterError, match="address"):
        check_address(address)


def test_nobody_listening_is_said_with_the_address() -> None:
    port = servers.free_port()
    with pytest.raises(EndpointError, match=f"127.0.0.1:{port}/query cannot be reached: Connection refused"):
        RemoteEngine(f"http://127.0.0.1:{port}/query", Login(), 5).graphs()


def test_terms_are_read_from_json_as_engines_write_them() -> None:
    boolean = "http://www.w3.org/2001/XMLSchema#boolean"
    cells = {
        "a": {"type": "typed-literal", "value": "1", "datatype": boolean},
        "b": {"type": "literal", "value": "Grüße", "xml:lang": "de"},
        "c": {"type": "bnode", "value": "_:n1"},
    }
    table = read_table(json.dumps({"head": {"vars": list("abcd")}, "results": {"bindings": [cells]}}).encode())
    assert table.rows == [
        (Term("literal", "true", boolean), Term("literal", "Grüße", "", "de"), Term("blank", "n1"), None)
    ]


def test_both_ways_of_telling_a_truth_value_are_read() -> None:
    assert read_truth(b'{"head":{},"boolean":true}')
    virtuoso = (
        b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"literal","value":"0"}}]}}'
    )
    assert not read_truth(virtuoso)


def test_n_triples_are_read_with_their_escapes() -> None:
    text = r'<http://x/s>	<http://x/p> "a\"b\\\n\u00e9"@en .' + "\n# note\n_:b <http://x/p> <http://x/o> .\n"
    first, second = read_triples(text.encode())
    assert first.object == Term("literal", 'a"b\\\né', "", "en")
    assert second.subject == Term("blank", "b")


@pytest.mark.remote
def test_the_command_line_asks_the_endpoint(oxigraph: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["query", "gaps/query-budget", "attack=evasion"], ["show", "dim:query-budget"], ["search", "evasion"],
        ["gaps", "--attack", "evasion"], ["query", "ASK { attack:evasion a praxis:Attack }"],
    ):  # fmt: skip
        assert main(command) == 0
        inside = capsys.readouterr().out
        assert main([*command, "--endpoint", oxigraph.query]) == 0
        there = capsys.readouterr().out
        # Of a thing its statements are shown, which stand in no order.
        assert sorted(there.splitlines()) == sorted(inside.splitlines())


@pytest.mark.remote
def test_the_variable_names_the_endpoint(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, oxigraph.query)
    with open_graph() as graph:
        assert graph.engine.name == f"a SPARQL endpoint at {oxigraph.query}"
        assert graph.engine.report.triples > 30_000
        assert graph.engine.name.startswith("Oxigraph/0.5")


@pytest.mark.remote
def test_syntax_errors_name_the_place_in_the_query_as_it_was_given(oxigraph: Server) -> None:
    query = "SELECT ?x WHERE {\n  ?x a praxis:Attack .\n  FLTER(?x) }"
    with pytest.raises(SparqlSyntaxError) as caught:
        RemoteEngine(oxigraph.query, Login()).select(query)
    assert (caught.value.line, caught.value.word) == (3, "FLTER")


@pytest.mark.remote
def test_syntax_errors_of_virtuoso_name_the_line(virtuoso: Server) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        RemoteEngine(virtuoso.query, Login()).select("SELECT ?x WHERE {\n  ?x a praxis:Attack .\n  FLTER(?x) }")
    assert caught.value.line == 3


@pytest.mark.remote
def test_only_published_modules_are_seen(oxigraph: Server) -> None:
    engine = RemoteEngine(oxigraph.query, Login())
    assert not engine.ask("ASK { GRAPH <https://w3id.org/threatpraxis/published> { ?s ?p ?o } }")
    with pytest.raises(QueryRefusedError, match="no graph"):
        engine.select("SELECT * FROM <https://w3id.org/threatpraxis/published> { ?s ?p ?o }")


@pytest.mark.remote
def test_without_what_is_inferred_there_is_less(oxigraph: Server) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole = RemoteEngine(oxigraph.query, Login()).select(count).column("n")[0]
    stated = RemoteEngine(oxigraph.query, Login(), inferred=False).select(count).column("n")[0]
    assert int(str(stated)) < int(str(whole))


@pytest.mark.remote
def test_documents_have_all_forms(oxigraph: Server) -> None:
    engine = RemoteEngine(oxigraph.query, Login())
    for form, begins in (("ttl", b"@prefix"), ("nt", b"<http"), ("rdf", b"<?xml"), ("jsonld", b"[")):
        assert engine.document("DESCRIBE attack:evasion", form).read().startswith(begins), form
    assert engine.document("SELECT ?x { ?x a praxis:Attack }", "csv").read().startswith(b"x\r\nhttps://w3id.org/")


@pytest.mark.remote
def test_virtuoso_says_that_it_cut_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = servers.virtuoso(tmp_path_factory.mktemp("small"), rows=100)
    try:
        table = RemoteEngine(server.query, Login()).run("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o")
        assert isinstance(table, Table)
        assert (len(table), table.cut) == (100, True)
    finally:
        server.kill()


@pytest.mark.parametrize("command", ["show", "export"])
def test_what_is_known_of_a_thing_reads_alike_wherever_it_comes_from(
    oxigraph: Server, virtuoso: Server, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for where in ([], ["--endpoint", oxigraph.query], ["--endpoint", virtuoso.query]):
        assert main([command, "attack:evasion", "--format", "ttl", *where]) == 0
        told.append(capsys.readouterr().out)
    assert told[0].startswith("@prefix")
    assert told[1:] == told[:1] * 2
