"""An assessment as JSON: everything it says, for other programs."""

from __future__ import annotations

import json

from kg.exposure.model import Assessment


def render(assessment: Assessment) -> str:
    """The assessment as JSON with verdicts, reasons, cuts and what stands beside."""
    return json.dumps(assessment.to_dict(), ensure_ascii=False, indent=2) + "\n"
