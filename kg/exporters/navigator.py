"""An assessment as a layer for the ATT&CK Navigator, drawn over the matrix of MITRE ATLAS.

Layer format 4.5 as the Navigator's repository specifies it; ``atlas-atlas`` is the domain that the layers published
with ATLAS carry.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from kg.exporters.report import technique_thing
from kg.exposure.model import Assessment, AttackVerdict, Technique, Verdict

#: Score and colour of a technique: those of the best verdict on an attack that is mapped to it.
SHADES = {
    Verdict.FEASIBLE: (3, "#d1495b"),
    Verdict.INDIRECT: (2, "#edae49"),
    Verdict.UNKNOWN: (1, "#c9ccd1"),
    Verdict.BLOCKED: (0, "#66a182"),
}


def layer(assessment: Assessment, release: str = "") -> str:
    """The layer as JSON text.

    :param release: release of ATLAS the ids come from, such as ``5.6.0``; empty where not known
    """
    found: dict[str, tuple[Technique, list[AttackVerdict]]] = {}
    for verdict in assessment.verdicts:
        for technique in verdict.techniques:
            if verdict.verdict in SHADES:
                found.setdefault(technique.id, (technique, []))[1].append(verdict)
    facts = [("threatpraxis", assessment.version), ("standpoint", assessment.standpoint.label)]
    facts += [("atlas_data_version", release)] if release else []
    scores = [score for score, _ in SHADES.values()]
    return json.dumps(
        {
            "name": f"Exposure of {assessment.profile.title}",
            "versions": {"layer": "4.5", "navigator": "5.2.0"},
            "domain": "atlas-atlas",
            "description": "A technique is coloured by the attack mapped to it whose assumptions are met best. It says "
            "what is granted, not what is vulnerable; the mapping is the curators' judgement.",
            "sorting": 3,
            "layout": {"layout": "side", "showID": True, "showName": True, "expandedSubtechniques": "annotated"},
            "hideDisabled": False,
            "techniques": [_technique(*found[key]) for key in sorted(found)],
            "gradient": {"colors": [c for _, c in reversed(SHADES.values())],
                         "minValue": min(scores), "maxValue": max(scores)},
            "legendItems": [{"label": verdict.words, "color": colour} for verdict, (_, colour) in SHADES.items()],
            "metadata": [{"name": name, "value": value} for name, value in facts],
        },
        indent=2,
        ensure_ascii=False,
    ) + "\n"  # fmt: skip


def _technique(technique: Technique, verdicts: list[AttackVerdict]) -> dict[str, Any]:
    best = max((v.verdict for v in verdicts), key=lambda v: SHADES[v][0])
    score, colour = SHADES[best]
    by_verdict: dict[Verdict, list[str]] = defaultdict(list)
    for verdict in verdicts:
        by_verdict[verdict.verdict].append(verdict.label)
    ordered = sorted(by_verdict, key=lambda v: -SHADES[v][0])
    return {
        "techniqueID": technique_thing(technique).label.partition(" ")[0],
        "score": score,
        "color": colour,
        "comment": "; ".join(f"{v.words}: {', '.join(by_verdict[v])}" for v in ordered),
        "metadata": [{"name": v.label, "value": v.because or v.verdict.words} for v in verdicts],
        "links": [{"label": v.label, "url": v.iri} for v in verdicts],
    }
