"""What readers copy from the query page, run as it stands by curl, Python and R."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.query import snippets
from tests.endpoint.conftest import Server

REQUIRED = bool(os.environ.get("THREATPRAXIS_REQUIRE_REMOTE"))
LANGUAGES = ("curl", "Python", "R")
ODD = """SELECT ?label { attack:evasion skos:prefLabel ?label  # it's a "comment" with )-" and \\ and é
  FILTER(?label != \"\"\"x)-"y\"\"\" && ?label != 'ü%&+$HOME') }"""

pytestmark = pytest.mark.slow


def run(language: str, code: str, folder: Path) -> str:
    """What a snippet prints."""
    program = {"curl": "curl", "Python": sys.executable, "R": "Rscript"}[language]
    if shutil.which(program) is None:
        (pytest.fail if REQUIRED else pytest.skip)(f"{program} is missing: apt-get install curl r-cran-httr2")
    file = folder / "snippet"
    file.write_text(code, encoding="utf-8")
    done = subprocess.run(
        ["bash" if language == "curl" else program, str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_copied_as_code_gives_its_rows(server: Server, language: str, tmp_path: Path) -> None:
    code = snippets.of_text(f"http://127.0.0.1:{server.port}", ODD)[language]
    printed = run(language, code, tmp_path)
    assert "Evasion" in printed
    if language == "curl":
        assert list(csv.DictReader(io.StringIO(printed))) == [{"label": "Evasion"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_triples_copied_as_code_come_as_turtle(server: Server, language: str, tmp_path: Path) -> None:
    query = "CONSTRUCT { attack:evasion skos:prefLabel ?label } WHERE { attack:evasion skos:prefLabel ?label }"
    code = snippets.of_text(f"http://127.0.0.1:{server.port}", query, rows=False)[language]
    assert '"Evasion"@en' in run(language, code, tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_copied_as_code_gives_its_rows(server: Server, language: str, tmp_path: Path) -> None:
    code = snippets.of_question(f"http://127.0.0.1:{server.port}", "gaps/query-budget", {"attack": "evasion"})[language]
    printed = run(language, code, tmp_path)
    assert "attack/evasion" in printed
    if language == "curl":
        papers = {row["label"]: row["papers"] for row in csv.DictReader(io.StringIO(printed))}
        assert papers["100-1k"] == "8"  # Table 3 of the study
