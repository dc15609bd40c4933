"""The syntax check of an editor: the engine's own parser, in a process of its own, over no data at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.errors import EngineBusyError, QueryRefusedError, QueryStoppedError, SparqlSyntaxError
from kg.sparql.fixes import Mistake, mistake, whole
from kg.store.limits import Limits
from kg.store.sandbox import SandboxedEngine

#: Seconds a check may take. There are no data, so only a query that computes much from nothing reaches it.
LIMIT = 1.0
_NO_MODULES = '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>\n'


class Checker:
    """Tells what is wrong with a query without running it on the data; safe for texts from strangers.

    The engine can parse a query only by running it. Over an empty store there is nothing to find, and what still takes
    its time is stopped.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="threatpraxis-check-")
        (Path(self._folder.name) / "catalog-v001.xml").write_text(_NO_MODULES, encoding="utf-8")
        self._engine = SandboxedEngine(Path(self._folder.name), limits=Limits(seconds=LIMIT, waiting=8, patience=LIMIT))

    def check(self, sparql: str) -> Mistake | None:
        """The first mistake in a query; None where it can be run."""
        try:
            self._engine.run(sparql, row_limit=0)
        except SparqlSyntaxError as error:
            return mistake(sparql, error)
        except QueryRefusedError as error:
            return whole(sparql, error)
        except (QueryStoppedError, EngineBusyError):  # it was parsed, or could not be: running it will tell
            return None
        return None

    def close(self) -> None:
        """End the process."""
        self._engine.close()
        self._folder.cleanup()
