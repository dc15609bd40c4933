"""The query cases of the W3C test suite "SPARQL 1.1 Protocol" (sparql11/protocol), by the names they have there.

The suite's data lie at addresses that have to be fetched; ours are modules of a workspace. Its update cases end in a
refusal here, because the endpoint only reads.

=========================================  ==================================================================
case of the suite                          here
=========================================  ==================================================================
query_get, query_post_form,                pass
query_post_direct
query_dataset_default_graphs_get, _post    pass; also in a form
query_dataset_named_graphs_get, _post      pass; also in a form
query_dataset_full                         pass; also in a form
query_multiple_dataset                     pass: the request wins over the query
query_content_type_select, _ask,           pass, for every form of answer
_describe, _construct
bad_query_method                           pass: 405
bad_multiple_queries                       pass: 400, in address, form, and both
bad_query_wrong_media_type,                pass: 415
_missing_form_type, _missing_direct_type
bad_query_non_utf8, bad_query_syntax       pass: 400, 415 where another charset is declared
update_post_form, update_post_direct,      cannot apply, the endpoint only reads: 403, and nothing is changed
update_base_uri, update_dataset_*
bad_update_get, bad_multiple_updates,      refused, as the suite asks, but with 403 or 415 before the text of the
bad_update_*                               update is looked at
=========================================  ==================================================================
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest

from tests.endpoint.conftest import G, Server

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
BOTH = f"ASK {{ <{G}1/thing> a ?t . <{G}2/thing> a ?u }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{G}1/thing> a ?t }} GRAPH ?h {{ <{G}2/thing> a ?u }} }}"
FULL = f"ASK {{ <{G}3/thing> a ?s GRAPH ?g {{ <{G}1/thing> a ?t }} GRAPH ?h {{ <{G}2/thing> a ?u }} }}"


def truth(body: bytes) -> bool:
    answer = json.loads(body)["boolean"]
    assert isinstance(answer, bool)
    return answer


def uris(name: str, *numbers: int) -> str:
    return "&".join(f"{name}-graph-uri={quote(f'{G}{n}', safe='')}" for n in numbers)


def test_query_get(server: Server) -> None:
    assert truth(server.send("GET", "/sparql?query=ASK%20%7B%7D").body) is True


def test_query_post_form(server: Server) -> None:
    reply = server.send("POST", f"/sparql/?{uris('default', 1)}", "query=ASK%20%7B%7D", Content_Type=FORM)
    assert (reply.status, truth(reply.body)) == (200, True)


def test_query_post_direct(server: Server) -> None:
    reply = server.send("POST", "/sparql", "ASK {}", Content_Type=DIRECT)
    assert (reply.status, truth(reply.body)) == (200, True)


@pytest.mark.parametrize(("graphs", "expected"), [((1, 2), True), ((1,), False), ((2, 3), False)])
def test_query_dataset_default_graphs(server: Server, graphs: tuple[int, ...], expected: bool) -> None:
    got = server.send("GET", f"/sparql?query={quote(BOTH)}&{uris('default', *graphs)}")
    posted = server.send("POST", f"/sparql?{uris('default', *graphs)}", BOTH, Content_Type=DIRECT)
    form = server.send("POST", "/sparql", f"query={quote(BOTH)}&{uris('default', *graphs)}", Content_Type=FORM)
    assert [truth(r.body) for r in (got, posted, form)] == [expected] * 3


@pytest.mark.parametrize(("graphs", "expected"), [((1, 2), True), ((1,), False)])
def test_query_dataset_named_graphs(server: Server, graphs: tuple[int, ...], expected: bool) -> None:
    got = server.send("GET", f"/sparql?query={quote(NAMED)}&{uris('named', *graphs)}")
    posted = server.send("POST", f"/sparql?{uris('named', *graphs)}", NAMED, Content_Type=DIRECT)
    form = server.send("POST", "/sparql", f"query={quote(NAMED)}&{uris('named', *graphs)}", Content_Type=FORM)
    assert [truth(r.body) for r in (got, posted, form)] == [expected] * 3


def test_query_dataset_full(server: Server) -> None:
    full = server.send("POST", f"/sparql?{uris('default', 3)}&{uris('named', 1, 2)}", FULL, Content_Type=DIRECT)
    lacking = server.send("POST", f"/sparql?{uris('default', 2)}&{uris('named', 1, 2)}", FULL, Content_Type=DIRECT)
    both = f"{uris('default', 3)}&{uris('named', 1, 2)}"
    form = server.send("POST", "/sparql", f"query={quote(FULL)}&{both}", Content_Type=FORM)
    assert [truth(r.body) for r in (full, lacking, form)] == [True, False, True]


def test_query_multiple_dataset_the_request_wins_over_the_query(server: Server) -> None:
    query = f"ASK FROM <{G}3> {{ <{G}1/thing> a ?t . <{G}2/thing> a ?u }}"
    assert truth(server.ask(query).body) is False
    assert truth(server.send("GET", f"/sparql?query={quote(query)}&{uris('default', 1, 2)}").body) is True


@pytest.mark.parametrize("clause", ["FROM <3>", "FROM </data/3>", "FROM NAMED <../data/3>", "FROM <#x> FROM <3>"])
def test_a_relative_name_of_a_graph_is_read_beside_its_base(server: Server, clause: str) -> None:
    # RFC 3986, section 5.4: a reference without a scheme stands beside the last part of its base.
    reply = server.ask(f"BASE <{G}other> ASK {clause} {{ {{ <{G}3/thing> a ?t }} UNION {{ GRAPH ?g {{ ?s a ?t }} }} }}")
    if "#x" in clause:
        assert (reply.status, f"<{G}other#x>" in reply.text) == (400, True)
    else:
        assert truth(reply.body) is True
    nested = server.ask(f"BASE <http://example.org/> BASE <data/> ASK FROM <3> {{ <{G}3/thing> a ?t }}")
    assert truth(nested.body) is True


def test_a_query_may_name_its_own_dataset(server: Server) -> None:
    assert truth(server.ask(f"ASK FROM <{G}1> FROM <{G}2> {{ <{G}1/thing> a ?t . <{G}2/thing> a ?u }}").body) is True
    assert truth(server.ask(f"ASK FROM NAMED <{G}1> {{ <{G}1/thing> a ?t }}").body) is False
    assert truth(server.ask(f"ASK FROM NAMED <{G}1> {{ GRAPH ?g {{ <{G}1/thing> a ?t }} }}").body) is True


@pytest.mark.parametrize("place", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://example.org/data/4", "file:///etc/passwd", "http://127.0.0.1:1/x"])
def test_a_graph_that_is_not_here_is_refused_and_never_fetched(server: Server, place: str, graph: str) -> None:
    reply = server.ask("ASK {}", **{place: graph})
    assert reply.status == 400
    assert graph in reply.text
    assert server.ask(f"ASK FROM <{graph}> {{ ?s ?p ?o }}").status == 400


def test_query_content_type_select(server: Server) -> None:
    reply = server.ask("SELECT (1 AS ?v) {}", "application/sparql-results+xml")
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert reply.type == "application/sparql-results+xml"
    results = ET.fromstring(reply.body)  # noqa: S314  # our own server wrote it
    assert [e.text for e in results.iter(f"{space}literal")] == ["1"]


def test_query_content_type_ask(server: Server) -> None:
    for accept in ("application/sparql-results+json", "application/sparql-results+xml"):
        reply = server.ask("ASK {}", accept)
        assert reply.type == accept
        assert "true" in reply.text


@pytest.mark.parametrize("query", ["CONSTRUCT { <s> <p> 1 } {}", f"DESCRIBE <{G}1/thing>"])
def test_query_content_type_construct_and_describe(server: Server, query: str) -> None:
    query = query.replace("<s> <p>", "<http://a/s> <http://a/p>")
    for accept in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
        reply = server.ask(query, accept)
        assert (reply.status, reply.type) == (200, accept)
        assert reply.body


def test_bad_query_method(server: Server) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        reply = server.send(method, "/sparql?query=ASK%20%7B%7D")
        assert reply.status == 405
        assert {"GET", "POST"} <= set(reply.headers["allow"].split(", "))


def test_bad_multiple_queries(server: Server) -> None:
    assert server.send("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D").status == 400
    twice = server.send("POST", "/sparql?query=ASK%20%7B%7D", "ASK {}", Content_Type=DIRECT)
    assert twice.status == 400
    form = server.send("POST", "/sparql", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", Content_Type=FORM)
    assert form.status == 400


@pytest.mark.parametrize("body", ["", "qurey=ASK%20%7B%7D", "query="])
def test_a_form_without_a_query_is_refused(server: Server, body: str) -> None:
    assert server.send("POST", "/sparql", body, Content_Type=FORM).status == 400


def test_an_empty_text_is_no_query(server: Server) -> None:
    assert server.send("POST", "/sparql", "", Content_Type=DIRECT).status == 400
    assert server.send("GET", "/sparql?query=").status == 400


def test_bad_query_wrong_media_type(server: Server) -> None:
    assert server.send("POST", "/sparql", "ASK {}", Content_Type="text/plain").status == 415


def test_bad_query_missing_form_type(server: Server) -> None:
    assert server.send("POST", "/sparql", "query=ASK%20%7B%7D").status == 415


def test_bad_query_missing_direct_type(server: Server) -> None:
    assert server.send("POST", "/sparql", "ASK {}").status == 415


def test_bad_query_non_utf8(server: Server) -> None:
    utf16 = "ASK {}".encode("utf-16")
    assert server.send("POST", "/sparql", utf16, Content_Type=DIRECT).status == 400
    assert server.send("POST", "/sparql", utf16, Content_Type=f"{DIRECT}; charset=UTF-16").status == 415
    assert server.send("GET", "/sparql?query=%FF%FE").status == 400


def test_bad_query_syntax(server: Server) -> None:
    reply = server.ask("ASK { ?s ?p ", "application/json")
    told = json.loads(reply.body)
    assert reply.status == 400
    assert told["line"] == 1
    assert "not closed" in told["message"]


UPDATE = "INSERT DATA { <http://a/s> <http://a/p> 1 }"
SPARQL_UPDATE = "application/sparql-update"
USING = f"using-graph-uri={quote(G, safe='')}1"
UPDATES: dict[str, tuple[str, str, str | bytes | None, str]] = {
    "update_post_form": ("POST", "/sparql", f"update={quote(UPDATE)}", FORM),
    "update_post_direct": ("POST", "/sparql", UPDATE, SPARQL_UPDATE),
    "update in the address": ("GET", f"/sparql?update={quote(UPDATE)}", None, ""),
    "bad_update_dataset_conflict": ("POST", "/sparql", f"update={quote(UPDATE)}&using-graph-uri=http%3A%2F%2Fa", FORM),
    "update as query": ("POST", "/sparql", UPDATE, DIRECT),
    "update_base_uri": ("POST", "/sparql", f"BASE <http://a/> {UPDATE}", SPARQL_UPDATE),
    "update_dataset_default_graphs": ("POST", f"/sparql?{USING}", UPDATE, SPARQL_UPDATE),
    "update_dataset_named_graphs": ("POST", f"/sparql?using-named-{USING[6:]}", UPDATE, SPARQL_UPDATE),
    "update_dataset_full": ("POST", "/sparql", f"update={quote(UPDATE)}&{USING}&using-named-{USING[6:]}", FORM),
    "bad_multiple_updates": ("POST", "/sparql", f"update={quote(UPDATE)}&update={quote(UPDATE)}", FORM),
    "bad_update_syntax": ("POST", "/sparql", "update=INSERT%20DATA%20%7B", FORM),
    "bad_update_non_utf8": ("POST", "/sparql", UPDATE.encode("utf-16"), SPARQL_UPDATE),
}
UNREAD = {
    "bad_update_wrong_media_type": {"Content-Type": "text/plain"},
    "bad_update_missing_form_type": {},
}


@pytest.mark.parametrize(("method", "path", "body", "media"), UPDATES.values(), ids=UPDATES)
def test_updates_are_refused(server: Server, method: str, path: str, body: str | bytes | None, media: str) -> None:
    reply = server.send(method, path, body, **({"Content-Type": media} if media else {}))
    assert reply.status == 403
    assert truth(server.ask("ASK { <http://a/s> ?p ?o }").body) is False


@pytest.mark.parametrize("headers", UNREAD.values(), ids=UNREAD)
def test_updates_of_no_known_media_type_are_refused_unread(server: Server, headers: dict[str, str]) -> None:
    assert server.send("POST", "/sparql", f"update={quote(UPDATE)}", **headers).status == 415
    assert truth(server.ask("ASK { <http://a/s> ?p ?o }").body) is False


def test_head_gives_the_headers_of_get_and_no_body(server: Server) -> None:
    path = f"/sparql?query={quote('SELECT ?s { ?s ?p ?o } LIMIT 3')}"
    head, got = server.send("HEAD", path), server.send("GET", path)
    assert head.body == b""
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.body))


def test_options_tells_the_methods(server: Server) -> None:
    reply = server.send("OPTIONS", "/sparql")
    assert reply.status == 204
    assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_pages_of_other_origins_may_read_answers_only_where_that_is_configured(server: Server) -> None:
    friend, stranger = "https://friend.example", "https://stranger.example"
    allow = "access-control-allow-origin"
    assert server.send("GET", "/sparql?query=ASK%7B%7D", Origin=friend).headers[allow] == friend
    assert allow not in server.send("GET", "/sparql?query=ASK%7B%7D", Origin=stranger).headers
    preflight = {"Access-Control-Request-Method": "POST"}
    assert server.send("OPTIONS", "/sparql", Origin=friend, **preflight).headers[allow] == friend
    assert allow not in server.send("OPTIONS", "/sparql", Origin=stranger, **preflight).headers


def test_other_host_names_are_refused(server: Server) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/api/queries", "/api/health"):
        assert server.send("GET", path, Host="evil.example").status == 400


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "application/sparql-results+json;q=0"])
def test_a_form_that_is_not_there_is_told_with_those_that_are(server: Server, accept: str) -> None:
    reply = server.ask("SELECT * { ?s ?p ?o } LIMIT 1", accept)
    assert reply.status == 406
    assert "text/csv" in reply.text


def test_too_much_is_refused_before_it_is_read(server: Server) -> None:
    assert server.send("POST", "/sparql", "#" * 1_600_000, Content_Type=DIRECT).status == 413
    assert server.send("POST", "/sparql", "#" * 200_000 + "\nASK {}", Content_Type=DIRECT).status == 413


def test_rows_beyond_the_limit_are_cut_with_a_mark(server: Server) -> None:
    cut = server.ask("SELECT ?s { ?s ?p ?o }", "text/csv")
    assert cut.headers["x-cut-after-rows"] == "2000"
    assert len(cut.text.splitlines()) == 2001
    assert "x-cut-after-rows" not in server.ask("SELECT ?s { ?s ?p ?o } LIMIT 2000", "text/csv").headers


def test_a_query_that_runs_away_is_an_error_and_never_half_an_answer(server: Server) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?g != ?d) }"
    reply = server.ask(query, "application/json")
    assert reply.status == 500
    assert json.loads(reply.body)["reason"] == "time"


def test_the_service_describes_itself_with_its_true_address(server: Server) -> None:
    import rdflib

    sd, void = (
        rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#"),
        rdflib.Namespace("http://rdfs.org/ns/void#"),
    )
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        reply = server.send("GET", "/sparql", Accept=accept)
        assert reply.type == accept
        graph = rdflib.Graph().parse(data=reply.body, format=form)
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert graph.value(service, sd.endpoint) == rdflib.URIRef(server.url)
        assert sd.UnionDefaultGraph in set(graph.objects(service, sd.feature))
        names = set(graph.objects(None, sd.name))
        assert {rdflib.URIRef(f"{G}{n}") for n in (1, 2, 3)} <= names
        first = graph.value(predicate=sd.name, object=rdflib.URIRef(f"{G}1"))
        assert graph.value(graph.value(first, sd.graph), void.triples) == rdflib.Literal(3)


def test_health_tells_what_the_processes_do(server: Server) -> None:
    before = json.loads(server.send("GET", "/api/health").body)["engine"]
    server.ask("ASK {}")
    after = json.loads(server.send("GET", "/api/health").body)["engine"]
    assert after["served"] == before["served"] + 1
    assert after["slots"] == 2
    assert set(after["stopped"]) == {"time", "memory", "cancelled", "crash"}
    assert len(after["generation"]) == 12
