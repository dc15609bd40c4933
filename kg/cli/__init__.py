"""The command line: ``threatpraxis``."""

from __future__ import annotations

from kg.cli.entry import main

__all__ = ["main"]
