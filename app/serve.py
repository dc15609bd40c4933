"""The server: the pages and our own routes in one process. Started by ``threatpraxis app``."""

from __future__ import annotations

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parent.parent)
# First of all: 'app' is a generic name, and another package of that name must not be taken for ours.
if sys.path[:1] != [ROOT]:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.routing import Route  # noqa: E402

from app import routes, session, shell  # noqa: E402
from app.addresses import PAGES  # noqa: E402


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    threading.Thread(target=session.warm_up, daemon=True).start()
    yield
    session.close()


app = st.App(
    Path(__file__).resolve().parent / "main.py",
    lifespan=_lifespan,
    routes=[
        Route("/api/health", routes.health),
        Route("/api/answer/{name:path}", routes.answer),
        Route("/id/{kind}/{slug}", routes.identify),
        Route("/overview", routes.overview),
        *(Route(f"/{path}", shell.page) for path in PAGES),
    ],
    middleware=[Middleware(routes.TrustedHosts), Middleware(shell.Strict)],
)
