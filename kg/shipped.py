"""Where the files of ThreatPraxis lie: in a checkout beside ``kg``, in an installed package below ``kg/_shipped``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

WORKSPACE_VARIABLE = "THREATPRAXIS_WORKSPACE"


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


def workspace_dir(given: str | Path | None = None) -> Path:
    """The workspace: ``given``, else the environment variable, else a folder in the user's data. It need not exist."""
    chosen = given or os.environ.get(WORKSPACE_VARIABLE) or user_data_dir() / "workspace"
    return Path(chosen).expanduser().absolute()
