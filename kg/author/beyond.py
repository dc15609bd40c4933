"""What the file of an addition says beyond its form, because somebody edited it by hand: the form would lose it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.author.fields import Form
from kg.author.given import plain
from kg.author.known import Known
from kg.author.refusals import ConflictError
from kg.author.service import judge
from kg.author.writing import propose
from kg.difference.compare import difference
from kg.difference.words import words


def beyond_form(form: Form, given: dict[str, Any], path: str, text: str, known: Known) -> list[str]:
    """What would be lost if the form wrote the file anew, a sentence each; empty where nothing would.

    :param given: what the form shows of the file, as :func:`kg.author.reverse.given_again` tells it
    :param path: below the workspace
    :param text: of the file
    """
    entry, faults = judge(form, plain(given), known, own=path)
    if faults:  # the file breaks a rule: it is told where it is saved anew
        return [fault.told() for fault in faults]
    anew = propose(entry, known, "").text or ""
    if text == anew:
        return []
    changes = difference(anew, text)
    labels = {**known.labels, **{c.thing.value: c.label for c in changes if c.label}}
    told = [f"{words(change, labels)}." for change in changes]
    comments = sum(line.lstrip().startswith("#") for line in text.splitlines())
    return [*told, f"{comments} {'line' if comments == 1 else 'lines'} of comment."] if comments else told


def refuse_loss(form: Form, given: dict[str, Any], workspace: Path, path: str, known: Known) -> None:
    """Refuse to write a file anew that says more than its form shows.

    :raises ConflictError: naming what would be lost
    """
    if lost := beyond_form(form, given, path, (workspace / path).read_text(encoding="utf-8"), known):
        told = "\n".join(f"  {one}" for one in lost[:_TOLD])
        more = f"\n  … and {len(lost) - _TOLD} more" if len(lost) > _TOLD else ""
        message = f"{path} was edited by hand and says what the form does not show:\n{told}{more}\nNothing was written."
        raise ConflictError(path, message, remedy="Edit the file by hand, or give that up with --overwrite.")


_TOLD = 10
