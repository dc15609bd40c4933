"""Where things are described: from an IRI back to the file and line that a person mends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.store.engine import Engine, LoadedModule
from kg.terms import is_iri

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


class Places:
    """Where things are described: file and line. Lines are found by reading the text, so they are a good guess."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._modules = {module.iri: module for module in engine.report.modules}
        self._sources: dict[str, tuple[list[str], list[tuple[str, str]]]] = {}

    def find(
        self, iri: str, modules: Sequence[str] = (), about: str = "", others: Sequence[str] = ()
    ) -> tuple[str, int]:
        """The file to mend and the line in it.

        :param modules: the modules in question; by default those that describe the thing, or mention it
        :param about: a property of the thing; its line is preferred to the thing's
        :param others: further things that take part in the fault
        """
        known = [self._modules[m] for m in modules if m in self._modules]
        if not known and is_iri(iri):
            known = self._describing(iri)
        # What came with ThreatPraxis was right before the user's file joined it.
        if not any(module.origin == "workspace" for module in known):
            for other in others:
                if own := [m for m in self._describing(other) if m.origin == "workspace"]:
                    return own[0].path, self._line(own[0].path, other, about)
        if not known:
            return "", 0
        module = min(known, key=lambda m: m.origin != "workspace")
        return module.path, self._line(module.path, iri, about) if is_iri(iri) else 0

    def _describing(self, iri: str) -> list[LoadedModule]:
        told = self._graphs(f"<{iri}> ?p ?o")
        own = [module for module in told if module.origin == "workspace"]
        mentioned = f"{{ ?s ?p <{iri}> }} UNION {{ ?s <{iri}> ?o }}"
        return own or self._graphs(f"<{iri}> a ?o") or told or self._graphs(mentioned)

    def _graphs(self, pattern: str) -> list[LoadedModule]:
        table = self._engine.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?g")
        return [self._modules[str(iri)] for iri in table.column("g") if str(iri) in self._modules]

    def _line(self, path: str, iri: str, about: str) -> int:
        lines, prefixes = self._read(path)
        name = _mention(iri, prefixes)
        hits = [number for number, text in enumerate(lines, 1) if name.search(text)]
        starts = [number for number in hits if name.match(lines[number - 1])]
        if not hits:
            return 0
        first = (starts or hits)[0]
        for number in range(first, len(lines) + 1) if starts and is_iri(about) else ():
            if _mention(about, prefixes).search(lines[number - 1]):
                return number
            if lines[number - 1].rstrip().endswith("."):
                break
        return first

    def _read(self, path: str) -> tuple[list[str], list[tuple[str, str]]]:
        if path not in self._sources:
            lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
            self._sources[path] = lines, [(m[1], m[2]) for m in map(_PREFIX.match, lines) if m]
        return self._sources[path]


def _mention(iri: str, prefixes: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """How a Turtle file with these prefixes may write an IRI."""
    names = [f"<{iri}>", *(f"{p}:{iri[len(base) :]}" for p, base in prefixes if base and iri.startswith(base))]
    return re.compile(rf"(?<![\w:/-])(?:{'|'.join(re.escape(name) for name in names)})(?![\w-])")
