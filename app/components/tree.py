"""A tree of links with counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.components.dom import Node, el


@dataclass(slots=True)
class Branch:
    """A node of the tree.

    :param kind: the class by which it is styled: stage, step or attack
    :param count: shown behind the label where not None
    """

    label: str
    href: str | None
    kind: str
    current: bool = False
    count: int | None = None
    children: list[Branch] = field(default_factory=list)


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
        el("ul", [_item(c) for c in branch.children]) if branch.children else None,
    )
