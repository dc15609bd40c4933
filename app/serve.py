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
from app.components.editor import ADDRESS as EDITOR  # noqa: E402
from app.gaps import files  # noqa: E402
from app.query import downloads, editing  # noqa: E402
from kg.server import site  # noqa: E402
from kg.store.limits import Limits  # noqa: E402


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    threading.Thread(target=session.warm_up, daemon=True).start()
    yield
    editing.close()
    session.close()


app = st.App(
    Path(__file__).resolve().parent / "main.py",
    lifespan=_lifespan,
    routes=[
        *site.routes(session.live, site.Settings(Limits(slots=session.SLOTS)), page="/query"),
        Route("/api/download/answer.{form}", downloads.download),
        Route("/api/gaps/{name}", files.file),
        Route("/api/editor/vocabulary", editing.terms_of_graph),
        Route("/api/editor/check", editing.check, methods=["POST"]),
        Route("/api/editor/format", editing.layout, methods=["POST"]),
        Route("/api/editor/stop", editing.stop, methods=["POST"]),
        Route(EDITOR, editing.bundle),
        Route("/id/{kind}/{slug}", routes.identify),
        Route("/overview", routes.overview),
        *(Route(f"/{path}", shell.page) for path in PAGES),
    ],
    middleware=[*site.guards(), Middleware(shell.Strict)],
)
