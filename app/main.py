"""The script behind every page: it finds the page for the address and draws it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if sys.path[:1] != [ROOT]:
    sys.path.insert(0, ROOT)

from app.frame import run  # noqa: E402

run()
