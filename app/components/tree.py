"""A tree of links with counts; a branch that holds many can be folded."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.components.dom import Node, el


@dataclass(slots=True)
class Branch:
    """A node of the tree.

    :param kind: the class by which it is styled: stage, step or attack
    :param count: shown behind the label where not None
    :param folds: what to call its children where they are folded away; empty where they are always shown
    """

    label: str
    href: str | None
    kind: str
    current: bool = False
    count: int | None = None
    children: list[Branch] = field(default_factory=list)
    folds: str = ""

    @property
    def leads_to_current(self) -> bool:
        """Whether it or anything below it is the current one."""
        return self.current or any(c.leads_to_current for c in self.children)


def tree(branches: list[Branch], label: str) -> Node:
    """The tree as nested lists."""
    return el("nav", el("ul.tree", [_item(b) for b in branches]), aria_label=label)


def _item(branch: Branch) -> Node:
    return el(
        f"li.{branch.kind}",
        el("a", branch.label, href=branch.href, aria_current="page" if branch.current else None)
        if branch.href
        else el("span.muted", branch.label),
        el("span.count", str(branch.count)) if branch.count is not None else None,
        _children(branch) if branch.children else None,
    )


def _children(branch: Branch) -> Node:
    items = el("ul", [_item(c) for c in branch.children])
    if not branch.folds:
        return items
    # A link may not stand within a summary, so the branch keeps its own link and the summary says what it unfolds.
    return el("details.fold", el("summary", branch.folds), items, open=True if branch.leads_to_current else None)
