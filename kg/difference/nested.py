"""Where within two blank nodes they differ, so that not all of both has to be told."""

from __future__ import annotations

from kg.difference.shown import items, listed
from kg.difference.state import State
from kg.results import Term

Differing = tuple[tuple[str, ...], list[Term], list[Term]]


def narrowed(old: Term, old_state: State, new: Term, new_state: State) -> Differing:
    """The way to the one place where two values differ, with what is only in the old and only in the new one there.

    Where they differ in several places, it is the place that holds them all. Of lists in another order all is told.

    :return: properties as IRIs, none where the values themselves differ; members of a list count as its own values
    """
    way: tuple[str, ...] = ()
    seen = set[Term]()
    while old.kind == new.kind == "blank" and old not in seen:
        seen.add(old)
        if (step := _step(old, old_state, new, new_state)) is None:
            break
        name, gone, come = step
        way += (name,) if name else ()
        if len(gone) != 1 or len(come) != 1:
            return way, gone, come
        (old,), (new,) = gone, come
    return way, [old], [new]


def _step(old: Term, old_state: State, new: Term, new_state: State) -> tuple[str, list[Term], list[Term]] | None:
    """The one property in which two blank nodes differ, and how; None where it is more, or the order of a list."""
    if listed(old, old_state) and listed(new, new_state):
        before, after = items(old, old_state), items(new, new_state)
        gone, come = [t for t in before if t not in after], [t for t in after if t not in before]
        same_order = [t for t in before if t in after] == [t for t in after if t in before]
        return ("", gone, come) if same_order and (gone or come) else None
    was, now = old_state.things.get(old, {}), new_state.things.get(new, {})
    names = [name for name in was.keys() | now.keys() if set(was.get(name, ())) != set(now.get(name, ()))]
    if len(names) != 1:
        return None
    before, after = old_state.values(old, *names), new_state.values(new, *names)
    return names[0], [t for t in before if t not in after], [t for t in after if t not in before]
