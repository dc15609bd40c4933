"""The catalog of a workspace, by which Protégé and ROBOT find its modules and ours without a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from kg import shipped
from kg.author.history import FOLDER
from kg.durable import write_whole
from kg.errors import ModuleError
from kg.modules import CATALOG, GENERATED, ModuleFile, is_generated, read_catalog

_HEAD = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- {GENERATED}. For Protégé and ROBOT; ThreatPraxis itself finds the files
     without it. It names a folder of this machine: leave it out of version control. -->
<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
"""


def rewrite(ontology: Path, coming: Mapping[str, str], name: str) -> None:
    """Write the catalog of an ontology folder anew; one that was written by hand is left alone.

    :param coming: the IRIs of files that are about to be there, by path below the workspace; empty for those that go
    :param name: of the unfinished file
    :raises OSError: where it cannot be written
    """
    path = ontology / CATALOG
    if path.is_file() and not is_generated(path):
        return
    entries = _entries(ontology, path)
    for changed, iri in coming.items():
        if changed.startswith("ontology/"):
            entries.pop(changed.removeprefix("ontology/"), None)
            entries |= {changed.removeprefix("ontology/"): iri} if iri else {}
    lines = [f"    <uri name={quoteattr(iri)} uri={quoteattr(file)}/>\n" for file, iri in sorted(entries.items())]
    ours = quoteattr((shipped.ontology_dir() / CATALOG).as_uri())
    write_whole(path, f"{_HEAD}{''.join(lines)}    <nextCatalog catalog={ours}/>\n</catalog>\n".encode(), name)


def _entries(ontology: Path, path: Path) -> dict[str, str]:
    """The IRIs of the modules that are there, by name; those of files older than the catalog as it tells them."""
    from kg.store.embedded import module_iri

    known: dict[str, str] = {}
    written = 0
    if path.is_file():
        written = path.stat().st_mtime_ns
        try:
            known = {name: iri for iri, name, _ in read_catalog(path)}
        except ModuleError:  # somebody broke it: it is made anew
            known = {}
    found = {}
    for file in sorted(ontology.rglob("*.ttl")):
        name = file.relative_to(ontology).as_posix()
        if name.startswith(f"{FOLDER}/") or not file.is_file():
            continue
        if name in known and file.stat().st_mtime_ns < written:
            found[name] = known[name]
            continue
        try:
            found[name] = module_iri(ModuleFile(file, None, "workspace", name))
        except ModuleError:  # no tool could open it either; 'threatpraxis check' tells what is wrong
            continue
    return found
