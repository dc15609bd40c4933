"""The wheel built from the sdist: it holds everything and runs from any folder, whatever lies around."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import shipped

pytestmark = pytest.mark.slow
ROOT = shipped.import_root()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the sdist as the registry would."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    program = folder / ("Scripts" if os.name == "nt" else "bin")
    site = next((folder / "lib").glob("python*")) / "site-packages"
    # The dependencies come from here; the path file is read after the environment's own packages.
    own = [p for p in sys.path if p.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(own))
    subprocess.run([program / "python", "-m", "pip", "install", "--no-deps", "--quiet", str(wheel)], check=True)
    return program


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with modules of the same names as ours, each of which would end the program."""
    for package in ("app", "kg"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise SystemExit('the wrong module was imported')")
    for module in ("frame", "session", "widgets", "views", "main"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('the wrong module was imported')")
    return tmp_path


def test_the_wheel_holds_knowledge_queries_and_app_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries", "app"):
        tracked = subprocess.run(
            ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split()
        expected = {f"kg/_shipped/{path}" for path in tracked}
        assert {n for n in names if n.startswith(f"kg/_shipped/{folder}/")} == expected
    assert not {n for n in names if "test" in n or n.endswith(".pyc")}
    assert {n.split("/")[0] for n in names} == {"kg", next(n for n in names if ".dist-info" in n).split("/")[0]}


def test_the_sdist_holds_what_a_packager_needs(wheel: Path) -> None:
    (sdist,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {n.partition("/")[2] for n in archive.getnames()}
    assert {"LICENSE", "LICENSE-DATA", "README.md", "CHANGELOG.md", "ontology/core.ttl", "tests/conftest.py"} <= names


def test_the_command_runs_from_a_folder_with_foreign_modules(installed: Path, elsewhere: Path) -> None:
    run = subprocess.run(
        [installed / "threatpraxis", "query", "gaps/query-budget", "attack=evasion", "--format", "csv"],
        cwd=elsewhere, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert ",72.7," in run.stdout
    where = subprocess.run(
        [installed / "threatpraxis", "where"], cwd=elsewhere, check=True, capture_output=True, text=True
    )
    assert "_shipped" in where.stdout


@pytest.fixture
def served(installed: Path, elsewhere: Path) -> Iterator[str]:
    """The address of the app, started by the installed command in the folder with foreign modules."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [installed / "threatpraxis", "app", "--no-browser", "--port", str(port)],
        cwd=elsewhere, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert f"127.0.0.1:{port}" in first, first + process.stdout.read()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


def test_the_app_runs_from_a_folder_with_foreign_modules(served: str) -> None:
    with urllib.request.urlopen(f"{served}/api/health") as reply:
        health = json.load(reply)
    assert health["status"] == "ok"
    assert health["triples"] > 5000
