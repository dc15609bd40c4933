"""The server without a browser: routes, host names, ports, start and end."""

from __future__ import annotations

import csv
import http.client
import io
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

START = "import sys; from kg.cli import main; sys.exit(main())"


def get(server: Any, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    """The answer to a GET request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def test_health_tells_what_is_loaded(server: Any) -> None:
    response, body = get(server, "/api/health")
    report = json.loads(body)
    assert response.status == 200
    assert report["status"] == "ok"
    assert report["triples"] > 1000
    assert set(report) == {"status", "version", "modules", "triples", "problems", "engine", "inferred"}


@pytest.mark.parametrize(
    "path", ["/", "/matrix", "/api/health", "/id/attack/evasion", "/_stcore/health", "/static/none.js"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]:80", ""]
)
def test_other_host_names_are_refused_on_every_route(server: Any, path: str, host: str) -> None:
    assert get(server, path, Host=host)[0].status == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "LOCALHOST:8501", "[::1]", "[::1]:80"])
def test_the_names_of_this_machine_are_served(server: Any, host: str) -> None:
    assert get(server, "/api/health", Host=host)[0].status == 200


def test_a_websocket_under_another_name_is_refused(server: Any) -> None:
    headers = {
        "Host": "evil.example", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    assert get(server, "/_stcore/stream", **headers)[0].status in (400, 403)


def test_an_identifier_leads_people_to_a_page(server: Any) -> None:
    response, _ = get(server, "/id/attack/evasion", Accept="text/html")
    assert response.status == 303
    assert response.headers["Location"] == "/attack?id=evasion"
    assert get(server, "/id/study/grosse2024")[0].headers["Location"] == "/sources?study=grosse2024"


@pytest.mark.parametrize(
    ("path", "accept"), [("/id/attack/evasion", "text/turtle"), ("/id/attack/evasion?format=ttl", "*/*")]
)
def test_an_identifier_answers_programs_in_turtle(server: Any, path: str, accept: str) -> None:
    import rdflib

    response, body = get(server, path, Accept=accept)
    assert response.headers["Content-Type"].startswith("text/turtle")
    graph = rdflib.Graph().parse(data=body, format="turtle")
    label = rdflib.Literal("Evasion", lang="en")
    assert (rdflib.URIRef("https://w3id.org/threatpraxis/id/attack/evasion"), rdflib.SKOS.prefLabel, label) in graph


@pytest.mark.parametrize("path", ["/id/nothing/evasion", "/id/attack/none?format=ttl", "/api/queries/none?format=csv"])
def test_what_does_not_exist_is_not_found(server: Any, path: str) -> None:
    assert get(server, path)[0].status == 404


def test_an_answer_can_be_fetched_as_a_file(server: Any) -> None:
    response, body = get(server, "/api/queries/gaps/query-budget?attack=evasion&format=csv")
    rows = {row["label"]: row for row in csv.DictReader(io.StringIO(body))}
    assert response.headers["Content-Type"].startswith("text/csv")
    assert rows["100-1k"]["papers"] == "8"
    assert rows["100-1k"]["practice_printed"] == "4.8%"
    assert response.headers["Content-Disposition"] == 'attachment; filename="gaps-query-budget-evasion.csv"'


def test_the_endpoint_stands_beside_the_pages(server: Any) -> None:
    response, body = get(server, "/sparql?query=ASK%7B%20attack:evasion%20a%20praxis:Attack%20%7D", Accept="*/*")
    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert json.loads(body)["boolean"] is True
    browser, _ = get(server, "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (browser.status, browser.headers["Location"]) == (303, "/query")
    assert "sparql-service-description#" in get(server, "/sparql", Accept="text/turtle")[1]
    assert get(server, "/api/openapi.json")[0].status == 200


def test_pages_may_load_from_this_server_only(server: Any) -> None:
    response, body = get(server, "/matrix")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "<title>ThreatPraxis</title>" in body
    assert "BACKEND_BASE_URL" in body


def test_it_listens_on_this_machine_only(server: Any) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("/proc/net/tcp is missing: only Linux tells addresses this way")
    port = f"{server.port:04X}"
    addresses = {
        line.split()[1]
        for line in listening.read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port}") and line.split()[3] == "0A"
    }
    assert addresses == {f"0100007F:{port}"}


def test_a_port_in_use_is_told_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-P", "-c", START, "app", "--no-browser", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 2
    assert f"Port {port} is in use." in done.stderr
    assert "--port" in done.stderr


def test_it_starts_beside_modules_of_the_same_names_and_ends_with_ctrl_c(tmp_path: Path, starting: Any) -> None:
    for name in ("app", "kg", "queries", "streamlit"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the wrong package')\n")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[server]\naddress = '0.0.0.0'\nport = 1\n")
    running = starting.start(tmp_path / "workspace", cwd=tmp_path)
    assert get(running, "/api/health")[0].status == 200
    assert get(running, "/")[0].status == 200
    assert starting.stop(running) == 0
