"""Where the panels of the mirrored picture stand, on a wide page and on a narrow one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in pixels. Panels stand left and right of the names of the bins.

    :param gap: width of a column for the gap at the right; 0 puts it below the bars
    :param row: height of a bin
    """

    width: float
    panel: float
    centre: float
    gap: float
    row: float
    size: float
    margin: float = 8

    @property
    def left(self) -> float:
        """Where the left panel has its 0."""
        return self.margin + self.panel

    @property
    def right(self) -> float:
        """Where the right panel has its 0."""
        return self.left + self.centre

    @property
    def edge(self) -> float:
        """Where the right panel ends."""
        return self.right + self.panel


WIDE = Layout(width=1010, panel=356, centre=124, gap=158, row=58, size=13.5)
NARROW = Layout(width=358, panel=130, centre=82, gap=0, row=82, size=11.5)
