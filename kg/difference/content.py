"""Whether something is knowledge in Turtle or a release of MITRE ATLAS."""

from __future__ import annotations

import re
from pathlib import Path

#: Bytes of a file that tell what it is.
_ENOUGH = 20_000
_ENDINGS = (".yaml", ".yml", ".json")
_DECLARATION = re.compile(r"^\s*@?(?:prefix\s+[\w.-]*:|base)\s*<", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(r"(?:---|%YAML|[\w-]+:(?:\s|$))")


def is_turtle(source: str) -> bool:
    """Whether a source is Turtle, or a folder or an archive of it, rather than YAML or a STIX bundle.

    The content decides; where there is none or it says nothing, the ending of the name does.
    """
    path = Path(source)
    start = ""
    if "\0" not in source and path.is_file():
        try:
            with path.open("rb") as file:
                start = file.read(_ENOUGH).decode("utf-8-sig", "replace")
        except OSError:  # whoever reads it will say why not
            start = ""
    first = next((line for line in start.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    if _DECLARATION.search(start) or first.startswith("<"):
        return True
    if first.lstrip().startswith("{") or _KEY.match(first):
        return False
    return path.suffix.lower() not in _ENDINGS
