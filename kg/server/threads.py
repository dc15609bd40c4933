"""Threads in which queries wait and run, so that the server goes on answering; a client who leaves ends his query."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from kg.store.handle import Handle
from kg.store.limits import Limits

#: Seconds between two looks at whether the client is still there.
_INTERVAL = 0.25
T = TypeVar("T")


class Threads:
    """More threads than queries can run and wait: what is too much is refused by the engine, and never waits here."""

    def __init__(self, limits: Limits) -> None:
        self._pool = ThreadPoolExecutor(limits.slots + limits.waiting + 8, thread_name_prefix="query")

    async def run(self, request: Request, handle: Handle, act: Callable[..., T], *arguments: Any) -> T:
        """Do something in a thread; cancel it by its handle when the client goes away."""
        task = asyncio.get_running_loop().run_in_executor(self._pool, act, *arguments)
        while not (await asyncio.wait({task}, timeout=_INTERVAL))[0]:
            if not handle.cancelled and await request.is_disconnected():
                handle.cancel()
        return task.result()
