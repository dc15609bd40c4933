"""The editor's bundle is what its sources make, and says what is in it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg import shipped

ROOT = Path(shipped.import_root())
SOURCES, STATIC = ROOT / "app" / "editor", ROOT / "app" / "static"
LICENCES = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}


def digest() -> str:
    """Written a second time, beside the one in build.mjs."""
    names = ["build.mjs", "package-lock.json", *(f"src/{p.name}" for p in (SOURCES / "src").iterdir())]
    whole = "".join(f"{n}\0{(SOURCES / n).read_text(encoding='utf-8')}\0" for n in sorted(names))
    return hashlib.sha256(whole.encode()).hexdigest()


def test_the_bundle_is_built_from_the_sources_as_they_are() -> None:
    first = (STATIC / "editor.js").read_text(encoding="utf-8").partition("\n")[0]
    assert f"sources {digest()}." in first, "app/editor has changed: run 'make editor' and commit what it writes"


def test_every_package_is_pinned_to_one_version_and_one_content() -> None:
    stated = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))
    versions = {**stated["dependencies"], **stated["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", v) for v in versions.values())
    locked = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {n: locked[f"node_modules/{n}"]["version"] for n in versions} == versions
    assert all(p["integrity"].startswith("sha512-") for n, p in locked.items() if n)
    assert not any("resolved" in p for p in locked.values())


def test_every_bundled_package_is_listed_with_a_free_licence_and_its_text() -> None:
    text = (STATIC / "editor.licences.txt").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^(\S+) \S+ \(([^)]+)\)$", text, re.MULTILINE))
    assert set(json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))["dependencies"]) <= set(listed)
    assert set(listed.values()) <= LICENCES
    assert text.count("Permission is hereby granted") == len([v for v in listed.values() if v == "MIT"])


def test_the_bundle_reaches_for_nothing_elsewhere() -> None:
    code = (STATIC / "editor.js").read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+)", code))
    assert hosts <= {"www.w3.org"}  # the namespace of SVG
    assert "eval(" not in code
    assert "new Function" not in code


@pytest.mark.slow
def test_building_it_anew_gives_the_same_bytes(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("Node.js with npm is missing: apt-get install nodejs npm")
    work, out = tmp_path / "editor", tmp_path / "out"
    shutil.copytree(SOURCES, work)
    out.mkdir()
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--silent"], cwd=work, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    subprocess.run([node, "build.mjs", str(out)], cwd=work, capture_output=True, timeout=120, check=True)
    for name in ("editor.js", "editor.licences.txt"):
        assert (out / name).read_bytes() == (STATIC / name).read_bytes(), name
