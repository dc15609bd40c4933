"""The questions of the library over HTTP, and the document that describes them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openapi_spec_validator
import pytest
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from kg import shipped
from tests.endpoint.conftest import Server


def test_every_question_is_listed_with_its_parameters(server: Server) -> None:
    listed = json.loads(server.send("GET", "/api/queries").body)
    files = {
        p.relative_to(shipped.queries_dir()).with_suffix("").as_posix() for p in shipped.queries_dir().rglob("*.rq")
    }
    assert listed["broken"] == []
    assert {q["id"] for q in listed["queries"]} == files
    budget = next(q for q in listed["queries"] if q["id"] == "gaps/query-budget")
    assert budget["address"].endswith("/api/queries/gaps/query-budget")
    assert "attack" in {p["name"] for p in budget["parameters"]}


def test_a_question_answers_in_every_form(server: Server) -> None:
    path = "/api/queries/gaps/query-budget?attack=evasion"
    plain = json.loads(server.send("GET", path).body)
    rows = {row["label"]: row for row in plain["rows"]}
    # Printed in Table 3 of the study: 8 of 11 papers and 4.8 % of practice for 100 to 1 000 queries.
    assert (rows["100-1k"]["papers"], rows["100-1k"]["practice_printed"]) == (8, "4.8%")
    assert plain["parameters"] == {"attack": "evasion"}
    table = server.send("GET", path, Accept="text/csv")
    assert {r["label"]: r["papers"] for r in csv.DictReader(io.StringIO(table.text))}["100-1k"] == "8"
    standard = json.loads(server.send("GET", path, Accept="application/sparql-results+json").body)
    assert len(standard["results"]["bindings"]) == len(plain["rows"])
    assert server.send("GET", f"{path}&format=md").text.startswith("| attack |")


@pytest.mark.parametrize("form", ["csv", "json", "md", "xml"])
def test_an_answer_whose_form_is_in_the_address_is_kept_under_its_name(server: Server, form: str) -> None:
    reply = server.send("GET", f"/api/queries/gaps/query-budget?attack=evasion&format={form}")
    assert reply.headers["content-disposition"] == f'attachment; filename="gaps-query-budget-evasion.{form}"'
    assert "content-disposition" not in server.send("GET", "/api/queries/gaps/query-budget?attack=evasion").headers


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/api/queries/gaps/query-budge", 404, "'gaps/query-budget'"),
        ("/api/queries/gaps/query-budget?atack=evasion", 400, "'attack'"),
        ("/api/queries/gaps/query-budget?attack=evason", 400, "'evasion'"),
        ("/api/queries/gaps/query-budget?attack=a&attack=b", 400, "twice"),
        ("/api/queries/gaps/query-budget?attack=<script>", 400, "attack"),
        ("/api/queries/gaps/query-budget?format=exe", 406, "csv"),
        ("/api/queries/../checks", 404, "query"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(server: Server, path: str, status: int, text: str) -> None:
    reply = server.send("GET", path.replace("<", "%3C").replace(">", "%3E"))
    assert reply.status == status
    assert text in reply.text


def test_the_openapi_document_is_valid(server: Server) -> None:
    document = openapi(server)
    # The validator takes a tenth of a second for each path; the slow test gives it all of them.
    document["paths"] = {p: document["paths"][p] for p in ("/sparql", "/api/queries", "/api/queries/gaps/query-budget")}
    openapi_spec_validator.validate(document)
    document["paths"]["/sparql"]["get"]["responses"] = {}
    with pytest.raises(OpenAPIValidationError):
        openapi_spec_validator.validate(document)


@pytest.mark.slow
def test_the_whole_openapi_document_is_valid(server: Server) -> None:
    openapi_spec_validator.validate(openapi(server))


def openapi(server: Server) -> Any:
    return json.loads(server.send("GET", "/api/openapi.json").body)


def test_the_openapi_document_names_every_question_and_its_parameters(server: Server) -> None:
    document = openapi(server)
    assert document["openapi"] == "3.1.0"
    listed = json.loads(server.send("GET", "/api/queries").body)["queries"]
    assert {p for p in document["paths"] if p.startswith("/api/queries/")} == {
        f"/api/queries/{q['id']}" for q in listed
    }
    assert document["servers"] == [{"url": f"http://127.0.0.1:{server.port}"}]
    parameters = document["paths"]["/api/queries/gaps/query-budget"]["get"]["parameters"]
    attack = next(p for p in parameters if p["name"] == "attack")
    assert "examples" in attack["schema"]
