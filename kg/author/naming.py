"""By which name somebody's changes are recorded."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from kg.author.texts import plain
from kg.errors import ParameterError

#: The environment variable and the file of a workspace that tell the name.
NAME_VARIABLE, SETTINGS = "THREATPRAXIS_NAME", "workspace.toml"
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
