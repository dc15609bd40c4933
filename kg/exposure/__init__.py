"""What an attacker of one system can do: from an access profile to verdicts with reasons.

>>> from kg import open_graph
>>> from kg.exposure import assess, load, read_profile
>>> knowledge = load(open_graph())                                          # doctest: +SKIP
>>> assessment = assess(knowledge, read_profile("my-system.yaml"))          # doctest: +SKIP
>>> assessment["poisoning"].verdict                                         # doctest: +SKIP
<Verdict.BLOCKED: 'blocked'>
"""

from __future__ import annotations

from kg.exposure.assess import assess
from kg.exposure.load import load
from kg.exposure.model import Assessment, AttackVerdict, Verdict
from kg.exposure.profile import GrantLine, Limit, Profile
from kg.exposure.reading import read_profile

__all__ = ["Assessment", "AttackVerdict", "GrantLine", "Limit", "Profile", "Verdict", "assess", "load", "read_profile"]
