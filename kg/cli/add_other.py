"""``threatpraxis add profile`` and ``add query``: what has files of its own form."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg import shipped
from kg.cli.output import must_be_file
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.author.proposal import Proposal

KINDS = ("profile", "query")
_GIVE = {
    "profile": "Give a file such as 'threatpraxis assess --write-example credit-scoring' prints.",
    "query": "Give a .rq file with front matter; 'threatpraxis queries gaps/reach' shows one.",
}


def propose(options: Namespace) -> Proposal:
    """The file that a profile or a question of one's own becomes.

    :raises ParameterError: where no file was given
    :raises ProfileError: where the profile has faults
    :raises AdditionError: where it cannot be taken
    """
    if not options.file:
        raise ParameterError("Nothing to add was given.", remedy=_GIVE[options.kind])
    must_be_file(Path(options.file), _GIVE[options.kind])
    return _profile(options) if options.kind == "profile" else _query(options)


def _profile(options: Namespace) -> Proposal:
    from kg import exposure
    from kg.author.profiles import propose_profile
    from kg.author.service import load_known
    from kg.graph import Graph
    from kg.library import open_library

    workspaces = shipped.workspace_dirs(options.workspace)
    knowledge = exposure.load(Graph(load_known(workspaces)[0], open_library(workspaces), workspaces))
    profile = exposure.read_profile(options.file, knowledge)
    return propose_profile(profile, knowledge, Path(options.file).name, options.id)


def _query(options: Namespace) -> Proposal:
    from kg.author.queries import propose_query
    from kg.library import open_library

    path = Path(options.file)
    library = open_library(shipped.workspace_dirs(options.workspace))
    return propose_query(path, options.id or f"mine/{path.stem.lower()}", library)
