"""The house rules: which way imports point, and where each foreign library lives."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from kg import shipped

ROOT = Path(shipped.import_root())
LEAVES = {"errors", "shipped", "terms", "results"}
#: Each library and the only files that may import it.
HOMES = {
    "pyoxigraph": {f"kg/store/{name}.py" for name in ("bulk", "disk", "embedded", "rows", "sameness", "statements")},
    "oxrdflib": {"kg/store/embedded.py"},
    "pyshacl": {"kg/validate/shapes.py"},
    "streamlit": {"app/"},
    "starlette": {"app/", "kg/server/"},
    "uvicorn": {"kg/cli/serve.py"},
    "SPARQLWrapper": {"kg/store/remote/client.py"},
    "owlready2": {"kg/reason/worker.py"},
    "scipy": {"kg/gaps/intervals.py"},
    "bibtexparser": {"kg/importers/works/bibtex.py", "kg/importers/works/people.py"},
    "pylatexenc": {"kg/importers/works/latex.py"},
}
#: What a module of kg may import from kg; anything not listed here is a face or asks a face's questions.
LAYERS = {
    "leaves": LEAVES,
    "author": LEAVES
    | {"difference", "durable", "exposure", "graph", "importers", "library", "modules", "queryfile", "question"}
    | {"reason", "search", "store", "turtle", "validate"},
    "turtle": LEAVES,
    "difference": LEAVES | {"modules", "store"},
    "modules": LEAVES,
    "durable": LEAVES,
    "formatter": LEAVES | {"durable", "store", "turtle"},
    "importers": LEAVES | {"durable", "turtle"},
    "lint": LEAVES | {"importers", "modules", "store"},
    "describe": LEAVES | {"__version__", "importers", "modules", "store", "turtle"},
    "reason": LEAVES | {"modules", "store", "turtle"},
    "store": LEAVES | {"__version__", "modules", "store", "turtle"},
    "question": LEAVES,
    "queryfile": LEAVES | {"question"},
    "library": LEAVES | {"modules", "question", "queryfile"},
    "graph": LEAVES | {"modules", "store", "library", "question"},
    "search": LEAVES | {"graph"},
    "server": LEAVES | {"__version__", "describe", "modules", "store", "library", "question", "graph"},
    "exposure": LEAVES | {"graph"},
    "exporters": LEAVES | {"graph", "exposure", "turtle"},
    "gaps": LEAVES | {"graph", "exporters"},
    "publish": LEAVES | {"store"},
    "places": LEAVES | {"store"},
    "sparql": LEAVES | {"store", "graph", "search"},
    "validate": LEAVES | {"modules", "store", "library", "question", "places"},
}


def files(*folders: str) -> list[Path]:
    return [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py"))]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a file consists of."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> set[str]:
    """All modules that a file imports, wherever the statement stands."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("library", HOMES)
def test_a_foreign_library_has_one_home(library: str) -> None:
    users = {name(p) for p in files("kg", "app") if any(i.split(".")[0] == library for i in imports(p))}
    assert {u for u in users if not any(u.startswith(home) for home in HOMES[library])} == set()


@pytest.mark.parametrize("path", files("kg"), ids=name)
def test_the_library_knows_neither_app_nor_tests(path: Path) -> None:
    assert {i for i in imports(path) if i.split(".")[0] in ("app", "tests")} == set()


@pytest.mark.parametrize("path", [p for p in files("kg") if "cli" not in p.parts], ids=name)
def test_imports_within_the_library_point_downwards(path: Path) -> None:
    parts = path.relative_to(ROOT / "kg").parts
    own = parts[0].removesuffix(".py")
    if own == "__init__":
        return
    allowed = LAYERS["leaves" if own in LEAVES else own]
    source = path.read_text(encoding="utf-8")
    used = {i.split(".")[1] for i in imports(path) if i.startswith("kg.")}
    assert used - allowed - {own} == set(), source[:80]


@pytest.mark.parametrize("path", [p for p in files("kg") if "cli" not in p.parts], ids=name)
def test_the_library_never_prints(path: Path) -> None:
    calls = [n.func for n in nodes(path) if isinstance(n, ast.Call)]
    assert not [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]


def test_views_ask_questions_of_the_library_and_write_no_sparql() -> None:
    editor = "app/views/query.py"  # offers examples to begin with
    users = {name(p) for p in files("app") if "SELECT ?" in p.read_text(encoding="utf-8")}
    assert users <= {editor}


@pytest.mark.parametrize(
    "heavy", ["pyoxigraph", "rdflib", "streamlit", "pandas", "pyshacl", "scipy", "yaml", "subprocess"]
)
def test_the_help_text_needs_no_heavy_import(heavy: str) -> None:
    code = f"import sys, kg.cli.entry as m; m.build_parser(); raise SystemExit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


def test_the_version_is_said_once_for_package_and_citation() -> None:
    import tomllib

    import kg

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kg.__version__
    assert f"\nversion: {kg.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_folder_or_file_shadows_the_app() -> None:
    for forbidden in ("app/pages", "app/app.py", "app/kg.py", "tests/kg"):
        assert not (ROOT / forbidden).exists()


def test_help_and_version_load_no_command() -> None:
    code = (
        "import sys; from kg.cli import main\ntry: main([sys.argv[1]])\nexcept SystemExit: pass\nraise SystemExit(%s)"
    )
    loaded = "[m for m in sys.modules if m.startswith('kg.cli.') and m != 'kg.cli.entry'] != []"
    for option in ("--help", "--version"):
        subprocess.run([sys.executable, "-c", code % loaded, option], check=True, capture_output=True)
