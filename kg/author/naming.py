"""By which name somebody's changes are recorded."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

from kg.author.texts import plain
from kg.durable import make_folder, write_whole
from kg.errors import ParameterError

#: The environment variable and the file of a workspace that tell the name.
NAME_VARIABLE, SETTINGS = "THREATPRAXIS_NAME", "workspace.toml"
#: The line of the settings that tells it.
_NAME_LINE = re.compile(r"^name *=.*\n?", re.MULTILINE)
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)
#: What stands in the record where no name was told.
UNNAMED = "name not stated"
#: How to tell one.
HINT = f'Tell your name with --by NAME, the variable {NAME_VARIABLE}, or a line name = "NAME" in {SETTINGS}.'


def author_name(workspace: Path, given: str | None = None) -> str:
    """The name for the records: as given, else of the environment, else of the workspace's settings.

    :returns: :data:`UNNAMED` where none is told
    :raises ParameterError: where the settings cannot be read, or the name has no letter to show
    """
    chosen = given or os.environ.get(NAME_VARIABLE) or _configured(workspace / SETTINGS)
    if not chosen:
        return UNNAMED
    if not (name := plain(chosen)):
        raise ParameterError(f"The name {chosen!r} shows as nothing.", remedy=HINT)
    return name


def remember_name(workspace: Path, name: str) -> None:
    """Write a name into the settings of a workspace, where :func:`author_name` finds it from now on.

    :raises ParameterError: where the settings cannot be read or written, or the name has no letter to show
    """
    settings = workspace / SETTINGS
    if not (chosen := plain(name)):
        raise ParameterError(f"The name {name!r} shows as nothing.", remedy=HINT)
    if chosen == _configured(settings):
        return
    line = f"name = {json.dumps(chosen, ensure_ascii=False)}\n"  # such a text of JSON is one of TOML too
    try:
        old = settings.read_text(encoding="utf-8") if settings.exists() else ""
        make_folder(workspace)
        begin = _TABLE.search(old)  # a name within a table is another
        top, tables = (old[: begin.start()], old[begin.start() :]) if begin else (old, "")
        write_whole(settings, f"{line}{_NAME_LINE.sub('', top)}{tables}".encode())
    except OSError as error:
        message = f"{settings} cannot be written: {error.strerror or error}."
        raise ParameterError(message, remedy="Give the name with each change.") from error


def _configured(settings: Path) -> str:
    try:
        name = tomllib.loads(settings.read_text(encoding="utf-8")).get("name", "")
    except FileNotFoundError:
        return ""
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ParameterError(f"{settings} cannot be read: {error}.", remedy='Write name = "NAME" into it.') from error
    if not isinstance(name, str):
        raise ParameterError(f"{settings}: name is no text.", remedy='Write name = "NAME", in quotes.')
    return name
