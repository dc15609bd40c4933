"""An addition as a patch in the form of git, to be sent in a pull request."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from xml.sax.saxutils import quoteattr

from kg.author.proposal import Proposal
from kg.author.writing import module_iri
from kg.modules import CATALOG

#: Where changes to terms are told, and the line below which they stand there.
CHANGELOG, _TERMS = "CHANGELOG.md", "### Terms"


def patch(proposal: Proposal, root: Path) -> str:
    """What ``git apply`` takes: the new file, its line in the catalog where it is a module, and one for the change log.

    Where there is no change log, as in an installed package, its line stands above the patch alone.

    :param root: the folder with ``ontology`` and perhaps the change log
    """
    line = f"- {proposal.title}: {proposal.kind} (`{proposal.path}`).\n"
    catalog, changes = root / "ontology" / CATALOG, root / CHANGELOG
    parts = [_new(proposal)]
    if catalog.is_file() and proposal.path.startswith("ontology/"):
        old = _read(catalog)
        parts.append(_changed(f"ontology/{CATALOG}", old, _listed(old, proposal.path)))
    if changes.is_file():
        old = _read(changes)
        parts.append(_changed(CHANGELOG, old, _told(old, line)))
    return f"Subject: {proposal.title}\n\n{line}---\n{''.join(parts)}"


def _new(proposal: Proposal) -> str:
    path = proposal.path
    lines = unified_diff([], (proposal.text or "").splitlines(keepends=True), "/dev/null", f"b/{path}")
    return f"diff --git a/{path} b/{path}\nnew file mode 100644\n{''.join(lines)}"


def _changed(path: str, old: str, new: str) -> str:
    lines = unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}")
    body = "".join(lines)
    return f"diff --git a/{path} b/{path}\n{body}" if body else ""


def _listed(catalog: str, path: str) -> str:
    name = path.removeprefix("ontology/")
    if f'uri="{name}"' in catalog:
        return catalog
    entry = f"    <uri name={quoteattr(module_iri(path))} uri={quoteattr(name)}/>\n"
    return catalog.replace("</catalog>", f"{entry}</catalog>", 1)


def _told(changes: str, line: str) -> str:
    head, found, rest = changes.partition(f"{_TERMS}\n\n")
    return f"{head}{found}{line}{rest}" if found else f"{changes.rstrip()}\n\n{_TERMS}\n\n{line}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
