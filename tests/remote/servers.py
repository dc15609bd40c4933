"""The servers as tests start them: a product that is missing skips the test, or fails it where it is required."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.remote import products
from tests.remote.products import Server, free_port

REQUIRED = bool(os.environ.get("THREATPRAXIS_REQUIRE_REMOTE"))
__all__ = ["REQUIRED", "Server", "free_port", "oxigraph", "virtuoso"]


def oxigraph(folder: Path, *options: str, port: int | None = None) -> Server:
    """See :func:`tests.remote.products.oxigraph`."""
    return _started(lambda: products.oxigraph(folder, *options, port=port))


def virtuoso(folder: Path, rows: int = 1_000_000) -> Server:
    """See :func:`tests.remote.products.virtuoso`."""
    return _started(lambda: products.virtuoso(folder, rows))


def _started(start: Callable[[], Server]) -> Server:
    try:
        return start()
    except products.AbsentError as error:
        (pytest.fail if REQUIRED else pytest.skip)(str(error))
