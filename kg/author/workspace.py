"""A folder of one's own knowledge, to which changes are made safely.

A change touches one file and happens whole or not at all: its record is written first, under a name that nothing reads
(``….ttl.pending``); then the file is put in its place; then the record gets its name. Whoever comes next, after a
process that was killed in between, finishes or clears away what it finds. So what :meth:`Workspace.save` has returned
is there for good, and what it has not is there with its record or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kg.author import catalog, history
from kg.author.history import Record
from kg.author.naming import UNNAMED
from kg.author.place import check_path, is_path, locate
from kg.author.proposal import Proposal
from kg.author.refusals import (
    ConflictError,
    WorkspaceBusyError,
    WorkspaceError,
    changed_meanwhile,
    changed_since,
    in_words,
    there_already,
)
from kg.author.texts import plain
from kg.durable import UNFINISHED, locked, make_folder, prepare, put_in_place, sync_folder, write_whole
from kg.errors import ModuleError, ParameterError
from kg.modules import ModuleFile, Problem

#: Bytes that one addition may have.
SIZE_LIMIT = 20_000_000
#: Seconds to wait for somebody else who writes.
PATIENCE = 10.0
#: Where contents of before are kept, by their digests.
_KEPT = "history"
#: Where the lock lies. Nothing in it belongs into version control.
_OWN = ".threatpraxis"


class Workspace:
    """Changes to one workspace.

    :param folder: it need not exist yet
    """

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self.folder = folder.absolute()
        self._patience = patience
        self._records = self.folder / "ontology" / history.FOLDER

    # -- to look at --

    def files(self) -> list[str]:
        """The files of knowledge and questions, as paths below the workspace, without the records."""
        found = [*self.folder.glob("ontology/**/*.ttl"), *self.folder.glob("queries/**/*.rq")]
        return sorted(p.relative_to(self.folder).as_posix() for p in found if p.is_file() and p.parent != self._records)

    def digest(self, path: str) -> str:
        """SHA-256 of a file as it stands, in hexadecimal digits, for ``expecting``; empty where there is none."""
        target = locate(self.folder, path)
        with in_words(self.folder):
            return _digest(_content(target))

    def log(self) -> list[Record]:
        """All changes that were made, the oldest first."""
        return self.history()[0]

    def history(self) -> tuple[list[Record], tuple[Problem, ...]]:
        """All changes, and what is wrong with the files of those that cannot be read."""
        # What is being made is looked at first: its name changes when it is done.
        pending = [record for _, record in self._pending() if record and self._came(record)]
        records, problems = history.read(sorted(self._records.glob("*.ttl")))
        known = {record.id for record in records}
        return records + [r for r in pending if r.id not in known], problems

    # -- to change --

    def save(
        self, proposal: Proposal, *, by: str, when: datetime | None = None, expecting: str | None = None
    ) -> Record:
        """Make a change; it is there for good when this returns.

        :param by: who makes it
        :param when: by default now
        :param expecting: :meth:`digest` of the file that the change was made for; None for whatever is there
        :raises ParameterError: for a path that is none of a workspace's files, or a text that cannot be kept
        :raises ConflictError: where something else is there than was thought
        :raises WorkspaceBusyError: where another holds the lock for too long
        :raises WorkspaceError: where the disk does not take it; then all is as before
        """
        check_path(proposal.path)
        data = _bytes(proposal)
        with self._writing(by):
            target = locate(self.folder, proposal.path)
            content = _content(target)
            self._must_fit(proposal, data, content, expecting)
            return self._change(proposal, data, content, target, by, when)

    def undo(self, record_id: str | None = None, *, by: str, when: datetime | None = None) -> Record:
        """Take a change back: the file gets the content it had before, or goes where there was none.

        :param record_id: by default the last change that was not taken back; a change of kind ``undone`` can be undone
        :raises UnknownNameError: where there is no such change
        :raises ConflictError: where the file was changed since
        """
        with self._writing(by):
            records = self.log()
            record = history.choose(records, record_id)
            check_path(record.path)  # somebody may have written into the record
            target = locate(self.folder, record.path)
            content = _content(target)
            if _digest(content) != record.after:
                raise changed_since(record, records)
            before = self._kept(record) if record.before else None
            back = Proposal(record.path, None, "undone", record.title, "")
            return self._change(back, before, content, target, by, when, record.id)

    @contextmanager
    def _writing(self, by: str) -> Iterator[None]:
        """Be the only one who writes, in a workspace that is in order."""
        with in_words(self.folder):
            own = self.folder / _OWN
            make_folder(own)
            if not (ignored := own / ".gitignore").exists():
                ignored.write_text("*\n", encoding="utf-8")
            holder = f"{plain(by)}, process {os.getpid()} on {platform.node()}, since {datetime.now(UTC):%H:%M:%S} UTC"
            try:
                with locked(own / "lock", holder, self._patience):
                    self._recover()
                    yield
            except TimeoutError as error:
                raise WorkspaceBusyError(
                    f"{self.folder} is being written by {error or 'somebody else'}.", remedy="Try again in a moment."
                ) from error

    def _must_fit(self, proposal: Proposal, data: bytes | None, content: bytes | None, expecting: str | None) -> None:
        path = proposal.path
        if expecting is not None and expecting != _digest(content):
            raise changed_meanwhile(path, _digest(content), self.log())
        if proposal.kind == "added" and content is not None:
            raise there_already(path)
        if data is None and content is None:
            raise ConflictError(path, f"There is no {path} to remove.", remedy="Look again at what is there.")
        if data == content:
            message = f"{path} says just that already; nothing was written."
            raise ConflictError(path, message, remedy="There is nothing to do.")

    def _change(
        self, proposal: Proposal, data: bytes | None, content: bytes | None, target: Path, by: str,
        when: datetime | None, undoes: str = "",
    ) -> Record:  # fmt: skip
        """Put ``data`` where ``content`` is, with its record: what may fail comes first."""
        moment = (when or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        record = Record(
            history.name_record(moment, proposal.path, history.names(self._records)), plain(by) or UNNAMED, moment,
            proposal.kind, plain(proposal.title), proposal.path, plain(proposal.origin), "", _digest(content),
            _digest(data), undoes,
        )  # fmt: skip
        for folder in (target.parent, self._records):
            make_folder(folder)
        if content is not None:
            self._keep(record, content)
        unfinished = prepare(target, data, record.id) if data is not None else None
        pending = self._records / f"{record.id}.ttl{history.PENDING}"
        try:
            record = replace(record, module=self._module_iri(proposal.path, unfinished or target))
            coming = {proposal.path: record.module if data is not None else ""}
            catalog.rewrite(self.folder / "ontology", coming, f"{record.id}-catalog")
            write_whole(pending, history.render(record).encode(), record.id)
            _place(unfinished, target)
        except BaseException:
            self._settle(pending, record)
            if unfinished is not None:
                unfinished.unlink(missing_ok=True)
            raise
        self._settle(pending, record)
        return record

    def _module_iri(self, path: str, content: Path) -> str:
        """The named graph a file is; empty for a question."""
        if not path.startswith("ontology/"):
            return ""
        from kg.store.embedded import module_iri

        file = ModuleFile(content, None, "workspace", path.removeprefix("ontology/"))
        try:
            return module_iri(file)
        except ModuleError:  # what was broken before may be put back, or be removed
            return file.fallback_iri()

    # -- contents of before --

    def _keep(self, record: Record, content: bytes) -> None:
        kept = self.folder / _KEPT / f"{record.before}{Path(record.path).suffix}"
        if not kept.exists():
            make_folder(kept.parent)
            write_whole(kept, content, record.id)

    def _kept(self, record: Record) -> bytes:
        kept = self.folder / _KEPT / f"{record.before}{Path(record.path).suffix}"
        content = _content(kept)
        if content is None or _digest(content) != record.before:
            what = "missing" if content is None else "not what it was: its digest differs"
            raise WorkspaceError(f"{kept} is {what}.", remedy=f"Fetch it from version control, or edit {record.path}.")
        return content

    # -- after a process that did not come to its end --

    def _recover(self) -> None:
        """Finish or clear away what another left behind; only for who holds the lock."""
        for pending, record in self._pending():
            self._settle(pending, record)
        for part in ("ontology", "queries", _KEPT):
            for left_behind in (self.folder / part).rglob(UNFINISHED.format("*")):
                if history.is_name(left_behind.name.removeprefix(".threatpraxis-").removesuffix(".tmp")):
                    left_behind.unlink(missing_ok=True)

    def _settle(self, pending: Path, record: Record | None) -> None:
        """Give a pending record its name where the change was made, and remove it where it was not."""
        if record is None or not self._came(record):
            pending.unlink(missing_ok=True)
            return
        pending.replace(pending.with_name(pending.name.removesuffix(history.PENDING)))
        sync_folder(pending.parent)

    def _pending(self) -> Iterator[tuple[Path, Record | None]]:
        """Records whose change is being made, or was; None for what is no record."""
        for path in sorted(self._records.glob(f"*.ttl{history.PENDING}")):
            found = history.read([path])[0]
            yield path, found[0] if len(found) == 1 and is_path(found[0].path) else None

    def _came(self, record: Record) -> bool:
        """Whether the content of a pending record took its place; somebody may have edited it since."""
        target = locate(self.folder, record.path)
        now = _digest(_content(target))
        unfinished = target.with_name(UNFINISHED.format(record.id))
        return now == record.after or (now != record.before and not unfinished.exists())


def _place(unfinished: Path | None, target: Path) -> None:
    if unfinished is not None:
        put_in_place(unfinished, target)
        return
    target.unlink()
    sync_folder(target.parent)


def _content(path: Path) -> bytes | None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return path.read_bytes()
    return None


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _bytes(proposal: Proposal) -> bytes | None:
    if proposal.text is None:
        return None
    try:
        data = proposal.text.encode()
    except UnicodeEncodeError as error:
        message = (
            f"The text for {proposal.path} holds a character that is none: U+{ord(proposal.text[error.start]):04X}."
        )
        raise ParameterError(message, remedy="Remove it.") from error
    if len(data) > SIZE_LIMIT:
        message = f"The text for {proposal.path} has {len(data):,} bytes; {SIZE_LIMIT:,} are allowed."
        raise ParameterError(message, remedy="Split the addition.")
    return data
