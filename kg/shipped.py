"""Where the files of ThreatPraxis lie: in a checkout beside ``kg``, in an installed package below ``kg/_shipped``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ParameterError

_PACKAGE = Path(__file__).resolve().parent

#: Names the workspace, or several with ``os.pathsep`` between them.
WORKSPACE_VARIABLE = "THREATPRAXIS_WORKSPACE"
GivenWorkspace = str | Path | Sequence[str | Path] | None


def import_root() -> Path:
    """The folder that must be on ``sys.path`` so that ``import kg`` finds this very package."""
    return _PACKAGE.parent


def root() -> Path:
    """The folder that holds ``ontology``, ``queries`` and ``app``."""
    installed = _PACKAGE / "_shipped"
    return installed if installed.is_dir() else _PACKAGE.parent


def ontology_dir() -> Path:
    """The folder of the shipped knowledge files."""
    return root() / "ontology"


def queries_dir() -> Path:
    """The folder of the shipped query files."""
    return root() / "queries"


def app_dir() -> Path:
    """The folder of the browser app."""
    return root() / "app"


def user_data_dir() -> Path:
    """The user's folder for application data, by the custom of the platform."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "threatpraxis"


def workspace_dirs(given: GivenWorkspace = None) -> tuple[Path, ...]:
    """The workspaces: those given, else those of the environment variable, else a folder in the user's data.

    Additions go to the first, and it wins where two have the same. None need exist.

    :raises ParameterError: where one is a file
    """
    chosen: list[str | Path] = [given] if isinstance(given, str | Path) else list(given or ())
    chosen = chosen or [part for part in os.environ.get(WORKSPACE_VARIABLE, "").split(os.pathsep) if part]
    folders = [Path(one).expanduser().absolute() for one in chosen or [user_data_dir() / "workspace"]]
    if wrong := next((folder for folder in folders if folder.is_file()), None):
        remedy = f"Give a folder with --workspace or {WORKSPACE_VARIABLE}; it need not exist yet."
        raise ParameterError(f"The workspace {wrong} is a file, not a folder.", remedy=remedy)
    return tuple(dict.fromkeys(folders))


def workspace_dir(given: GivenWorkspace = None) -> Path:
    """The workspace that additions go to: the first of :func:`workspace_dirs`."""
    return workspace_dirs(given)[0]
