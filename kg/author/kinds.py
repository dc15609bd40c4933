"""All kinds of things that can be added by a form."""

from __future__ import annotations

from kg.author.evidence_forms import SINGLE_MAPPING, SINGLE_OBSERVATION, STUDY
from kg.author.forms import ATTACK, THREAT_MODEL, WORK

FORMS = {form.kind: form for form in (ATTACK, THREAT_MODEL, WORK, STUDY, SINGLE_OBSERVATION, SINGLE_MAPPING)}
