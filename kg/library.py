"""The query library: one file per question, ours and those of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg import shipped
from kg.errors import QueryFileError, UnknownNameError
from kg.modules import Problem
from kg.queryfile import read_query
from kg.question import Query

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")


class Library:
    """All queries of the library and of a workspace.

    :param folders: folder and origin, later ones take precedence
    :ivar problems: files of one workspace that have the id of a file of another, which is used
    """

    def __init__(self, folders: Iterable[tuple[Path, str]]) -> None:
        self._paths: dict[str, tuple[Path, str]] = {}
        self.problems: list[Problem] = []
        for folder, origin in folders:
            if folder.is_dir():
                for path in sorted(folder.rglob("*.rq")):
                    self._put(path.relative_to(folder).with_suffix("").as_posix(), path, origin)
        self._read: dict[str, Query] = {}

    def _put(self, query_id: str, path: Path, origin: str) -> None:
        earlier = self._paths.get(query_id)
        if earlier is not None and earlier[1] == origin:  # ours may be replaced, those of another workspace not
            message = f"{path} is the same question of another workspace and is used instead"
            self.problems.append(Problem(str(earlier[0]), 1, message, "Rename or remove one of the two."))
        self._paths[query_id] = (path, origin)

    def ids(self) -> list[str]:
        """The ids of all queries, sorted: the path below the folder without the ending."""
        return sorted(self._paths)

    def get(self, query_id: str) -> Query:
        """The query with an id.

        :raises UnknownNameError: where there is none
        :raises QueryFileError: where its file is not as it must be
        """
        if query_id not in self._paths:
            raise UnknownNameError("query", query_id, self._paths, remedy="'threatpraxis queries' lists all.")
        if query_id not in self._read:
            path, origin = self._paths[query_id]
            self._read[query_id] = read_query(path, query_id, origin, self._general)
        return self._read[query_id]

    def find(self, query_id: str) -> Query | None:
        """The query with an id, or None where there is none."""
        return self.get(query_id) if query_id in self._paths else None

    def _general(self, query_id: str) -> Query | None:
        """The query another one builds on; one that itself builds on another cannot serve."""
        if query_id not in self._paths:
            return None
        path, origin = self._paths[query_id]
        return read_query(path, query_id, origin)

    def all(self) -> tuple[list[Query], list[QueryFileError]]:
        """All queries that can be read, and what is wrong with the others."""
        good, bad = [], []
        for query_id in self.ids():
            try:
                good.append(self.get(query_id))
            except QueryFileError as error:
                bad.append(error)
        return good, bad


def open_library(workspaces: Sequence[Path]) -> Library:
    """Our queries and those of workspaces; of one id, that of the first workspace that has it."""
    own = [(folder / "queries", "workspace") for folder in reversed(workspaces)]
    return Library([(shipped.queries_dir(), "shipped"), *own])


def is_query_id(text: str) -> bool:
    """Whether a text has the form of a query id."""
    return _ID.fullmatch(text) is not None
