"""Research against practice: gaps, reach, distance and attention, with what each figure rests on.

Everything is computed from observations in the graph. Numbers are :class:`~decimal.Decimal` percentages or percentage
points and are rounded only where they are shown; an upper bound stays a range through every step.

>>> from kg import gaps
>>> from kg.graph import open_graph
>>> from kg.results import show_number
>>> with open_graph(in_process=True) as graph:
...     evasion = gaps.comparisons(graph, "evasion", "query-budget")[0]
>>> show_number(evasion.distance.value.low, 3), show_number(evasion.reach.percent.high, 1)
('0.561', '31.2')
"""

from kg.gaps.attention import Attention, AttentionColumn, AttentionRow, attention
from kg.gaps.bins import comparisons, normalisation
from kg.gaps.cite import sentence, sources, works
from kg.gaps.figures import FigureError
from kg.gaps.model import (
    AS_IF_SAMPLED,
    NORMALISATIONS,
    Base,
    BinGap,
    BinReach,
    Comparison,
    Distance,
    Gap,
    Interval,
    JointFigure,
    Normalisation,
    Range,
    Reach,
    Share,
    Source,
)
from kg.gaps.ranking import RankedAttack, RankedBin, rank_bins, rank_by_distance, rank_by_reach
from kg.gaps.sides import Answer, Awareness, BenchmarkBin, awareness, benchmarks, knowledge

__all__ = [
    "AS_IF_SAMPLED",
    "NORMALISATIONS",
    "Answer",
    "Attention",
    "AttentionColumn",
    "AttentionRow",
    "Awareness",
    "Base",
    "BenchmarkBin",
    "BinGap",
    "BinReach",
    "Comparison",
    "Distance",
    "FigureError",
    "Gap",
    "Interval",
    "JointFigure",
    "Normalisation",
    "Range",
    "RankedAttack",
    "RankedBin",
    "Reach",
    "Share",
    "Source",
    "attention",
    "awareness",
    "benchmarks",
    "comparisons",
    "knowledge",
    "normalisation",
    "rank_bins",
    "rank_by_distance",
    "rank_by_reach",
    "sentence",
    "sources",
    "works",
]
