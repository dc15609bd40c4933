"""The views of the gaps page: each takes figures of :mod:`kg.gaps` and draws them."""
