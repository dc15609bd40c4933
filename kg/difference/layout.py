"""Where the modules lie among the files of a folder, an archive or a revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.modules import CATALOG

#: Folders of modules: of a checkout or workspace, and of an installed package.
INSIDE = ("ontology", "kg/_shipped/ontology")
_END = ".ttl"


def modules_among(names: Sequence[str]) -> dict[str, str]:
    """The Turtle files that are modules: name among ``names`` by path below the folder of modules.

    That is the folder with a catalog that lies highest, else the folder ``ontology``, else all of it.
    """
    start = _start(names)
    return {name.removeprefix(start): name for name in sorted(names) if name.startswith(start) and name.endswith(_END)}


def _start(names: Sequence[str]) -> str:
    catalogs = sorted((n.removesuffix(CATALOG) for n in names if _is_catalog(n)), key=lambda n: (n.count("/"), n))
    inside = [f"{folder}/" for folder in INSIDE if any(n.startswith(f"{folder}/") for n in names)]
    # A workspace may hold other folders; what it knows lies in the one that has the name.
    return next(iter([c for c in catalogs if c in ("", *inside)] or inside or catalogs), "")


def _is_catalog(name: str) -> bool:
    return name == CATALOG or name.endswith(f"/{CATALOG}")


def folders_above(path: str) -> Iterable[str]:
    """A folder below the top and all that hold it, the innermost first; the top is the empty text."""
    parts = [part for part in path.split("/") if part]
    return ["/".join(parts[:count]) for count in range(len(parts), -1, -1)]
