"""An addition tried out before anything is written: what is wrong with it, and what would follow from it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import modules
from kg.author.consequences import Consequence, changed_answers, filled, verdicts
from kg.author.faults import Fault
from kg.author.fields import Form
from kg.author.proposal import Proposal
from kg.author.writing import module_iri
from kg.graph import Graph
from kg.library import open_library
from kg.modules import Folders, Inventory, ModuleFile
from kg.store.embedded import EmbeddedEngine
from kg.terms import expand
from kg.validate import Finding, validate_module

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Trial:
    """The knowledge as it would be with a proposal, loaded beside the knowledge as it is.

    :param module: the ontology IRI of the proposed file
    :param before: the knowledge now
    :param after: the knowledge with the proposal
    """

    proposal: Proposal
    module: str
    inventory: Inventory
    before: Graph
    after: Graph

    def findings(self) -> list[Finding]:
        """What shapes and checks find in the proposed file, with the path that it would have."""
        engine = self.after.engine
        assert isinstance(engine, EmbeddedEngine), "a trial is loaded into this process"
        found = validate_module(self.inventory, engine, self.after.library, self.module)
        return [replace(f, path=self.proposal.path) for f in found]

    def consequences(self) -> list[Consequence]:
        """What would follow, apart from what the reasoner infers: gaps filled, verdicts, answers that change."""
        return [*filled(self.before, self.after, self.module), *verdicts(self.after, self.module),
                *changed_answers(self.before, self.after)]  # fmt: skip


@contextmanager
def trial(proposal: Proposal, workspace: Folders, before: EmbeddedEngine | None = None) -> Iterator[Trial]:
    """Load the knowledge with a proposal in place of the file it replaces. Nothing in the workspace is touched.

    :param workspace: the folder it goes to, or several, of which it goes to the first
    :param before: the knowledge as it is, where it is loaded already
    """
    now = modules.shipped_inventory(workspace)
    library = open_library(modules.as_folders(workspace))
    with tempfile.TemporaryDirectory(prefix="threatpraxis-") as folder:
        path = Path(folder) / proposal.path
        path.parent.mkdir(parents=True)
        path.write_text(proposal.text or "", encoding="utf-8", newline="\n")
        inventory = _with(now, path, proposal, modules.as_folders(workspace)[0])
        yield Trial(
            proposal, module_iri(proposal.path), inventory,
            Graph(before or EmbeddedEngine.load(now, trusting=True), library, workspace),
            Graph(EmbeddedEngine.load(inventory, trusting=True), library, workspace),
        )  # fmt: skip


def _with(inventory: Inventory, path: Path, proposal: Proposal, workspace: Path) -> Inventory:
    kept = [file for file in inventory.files if file.path != workspace / proposal.path]
    proposed = ModuleFile(path, None, "workspace", proposal.path.removeprefix("ontology/"))
    return replace(inventory, files=(*kept, proposed))


def faults_of(findings: Sequence[Finding], form: Form) -> list[Fault]:
    """Findings as faults of the fields that a person filled in, errors only."""
    by_property: dict[str, str] = {}
    for path, field in form.walk():
        if field.term and (iri := expand(field.term)):
            by_property.setdefault(iri, path)
    return [
        Fault(by_property.get(f.property, ""), f.message, f"{f.remedy} [{f.rule}]", 0)
        for f in findings
        if f.severity == "error"
    ]


#: Tells how far a longer examination is.
Progress = Callable[[str], object]
