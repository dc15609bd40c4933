"""Where in a workspace a file may lie, and where a name in it leads."""

from __future__ import annotations

import re
from pathlib import Path

from kg.author.history import FOLDER
from kg.errors import ParameterError, shorten

#: Characters of a path below the workspace: names of records and unfinished files, which are made of it and longer by
#: some fifty characters, stay below the 255 that file systems allow.
LENGTH_LIMIT = 190
_RECORDS = f"ontology/{FOLDER}/"
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = re.compile(rf"(?:ontology/(?:{_SLUG}/)*{_SLUG}\.ttl|queries/(?:{_SLUG}/)*{_SLUG}\.rq)")


def is_path(path: str) -> bool:
    """Whether a text is the path of a file that may be changed."""
    return len(path) <= LENGTH_LIMIT and _PATH.fullmatch(path) is not None and not path.startswith(_RECORDS)


def check_path(path: str) -> None:
    """Refuse what is no path of a file that may be changed.

    :raises ParameterError: saying what a path looks like
    """
    if len(path) > LENGTH_LIMIT:
        message = f"The path {shorten(path, 60)!r} has {len(path)} characters; {LENGTH_LIMIT} are allowed."
        raise ParameterError(message, remedy="Choose a shorter id.")
    if path.startswith(_RECORDS):
        message = f"{shorten(path)!r} lies where the records of changes are kept."
        raise ParameterError(message, remedy="Choose another folder; changes write their records themselves.")
    if not is_path(path):
        remedy = "Write ontology/SOME-NAME.ttl or queries/SOME-NAME.rq: lower-case letters, digits, single hyphens."
        raise ParameterError(f"{shorten(path)!r} is no path of a workspace's file.", remedy=remedy)


def locate(folder: Path, path: str) -> Path:
    """The file that a path below a workspace means, with links followed.

    :raises ParameterError: where a link leads out of the workspace
    """
    target, home = (folder / path).resolve(), folder.resolve()
    if not target.is_relative_to(home):
        message = f"{path} leads out of the workspace, to {target}."
        raise ParameterError(message, remedy="Remove the link, or give the folder it leads to as the workspace.")
    return target
