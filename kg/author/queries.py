"""A question of one's own for the library of the workspace."""

from __future__ import annotations

from pathlib import Path

from kg.author.faults import AdditionError, Fault
from kg.author.given import SIZE_LIMIT
from kg.author.proposal import Proposal
from kg.errors import QueryFileError
from kg.library import Library, is_query_id
from kg.queryfile import read_query
from kg.store.embedded import load_files
from kg.validate.checks import fault_of


def propose_query(path: Path, query_id: str, library: Library) -> Proposal:
    """The file that a question becomes: as it is, when it can be read and asked.

    :param path: a ``.rq`` file with front matter
    :param query_id: such as ``mine/attacks-at-night``
    :raises AdditionError: where the id cannot be one or is taken, or the file has a fault, with its line
    """
    if not is_query_id(query_id):
        remedy = "Give --id FOLDER/NAME of small letters, digits and hyphens, such as mine/by-night."
        raise AdditionError([Fault("id", f"{query_id!r} is no id of a question.", remedy)], str(path))
    if path.stat().st_size > SIZE_LIMIT:
        message = f"the file has more than {SIZE_LIMIT // 1024} kB."
        raise AdditionError([Fault("", message, "Put one question into a file.", 1)], str(path))
    if query_id in library.ids():
        raise AdditionError([Fault("id", f"there is a question {query_id} already.", "Choose another id.")], str(path))
    try:
        query = read_query(path, query_id, "workspace", library.find)
    except QueryFileError as error:
        message = error.message.split(": ", 1)[-1]
        raise AdditionError([Fault("", f"{message}.", error.remedy, error.line)], str(path)) from error
    if (found := fault_of(query, load_files(()))) is not None and found.severity == "error":
        raise AdditionError([Fault("", f"{found.message}.", found.remedy, found.line)], str(path))
    text = path.read_text(encoding="utf-8-sig")
    return Proposal(f"queries/{query_id}.rq", text.replace("\r\n", "\n"), "added", query.title, path.name)
