"""The limit that a person states by its ends."""

from __future__ import annotations

from decimal import Decimal

from kg.exposure.profile import UNLIMITED, Limit

#: What people write for no limit.
UNLIMITED_WORD = "unlimited"


def limit_between(least: Decimal | None, most: Decimal | None) -> Limit:
    """``most`` alone is the exact amount; ``least`` alone has no upper end; an infinite end is no limit.

    >>> str(limit_between(None, Decimal(1000)))
    '1000'
    """
    if most == UNLIMITED:
        return Limit(UNLIMITED if least is None else least, None)
    if least is None:
        if most is None:
            raise ValueError("a limit has at least one end")
        return Limit(most, most)
    return Limit(least, most)
