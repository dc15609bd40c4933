"""A change to one file of a workspace before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What a change does to what is there.
ChangeKind = Literal["added", "changed", "deprecated", "imported", "undone"]
#: Where what was given came from when it was no file.
INTERACTIVE, BROWSER, COMMAND = "answers in a terminal", "form in a browser", "a command"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One file of a workspace as it would be. One change touches one file, so that it happens whole or not at all.

    :param path: below the workspace, with forward slashes: ``ontology/attack-sponge.ttl`` or ``queries/mine.rq``
    :param text: the whole new content; None where the file is to go
    :param kind: what the change does
    :param title: what it is about, in a few words, such as ``Sponge attack on early-exit networks``
    :param origin: the name of the file the content came from, without its folders, or :data:`INTERACTIVE`,
        :data:`BROWSER` or :data:`COMMAND`
    """

    path: str
    text: str | None
    kind: ChangeKind
    title: str
    origin: str
