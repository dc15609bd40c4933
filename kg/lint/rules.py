"""What may be wrong with an id, and with an id and a name that stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lint.ids import Mention, kind_of
from kg.lint.knowledge import Entry, Knowledge, normalise
from kg.lint.pairs import Partner

#: Rule and what it tells, for the reader of a finding.
RULES = {
    "malformed-id": "an id that is not written as its catalogue writes it",
    "unknown-id": "an id that no entry of the catalogue has",
    "retired-id": "an id that the release no longer has",
    "not-yet": "an id that is younger than the release",
    "wrong-kind": "an id of another kind than the place calls for",
    "edition-missing": "an id of OWASP without its edition",
    "edition-unknown": "an id of OWASP with an edition that is not described",
    "other-edition": "a name that belongs to this number in another edition",
    "renamed": "a name that the id had in earlier releases",
    "name-mismatch": "a name that belongs to another id",
    "unknown-name": "a name that no entry has",
}
#: Rule, message and suggestion.
Told = tuple[str, str, str]


def judge(mention: Mention, partners: Sequence[Partner], expected: str, knowledge: Knowledge) -> Iterator[Told]:
    """What is wrong with one id and the names beside it; a wrong id hides what else may be wrong with its names.

    :param expected: the kind of id that the place calls for; empty where it calls for none
    """
    told = _of_id(mention, partners, expected, knowledge)
    if told is not None:
        yield told
        return
    entry = knowledge.entries[mention.id]
    if any(_fits(entry, p.text, knowledge) for p in partners):
        return
    for partner in partners:
        if (found := _of_name(entry, partner, knowledge)) is not None:
            yield found
            return


def _of_id(mention: Mention, partners: Sequence[Partner], expected: str, knowledge: Knowledge) -> Told | None:
    entry = knowledge.entries.get(mention.id)
    if mention.without_edition:
        return _edition_missing(mention, partners, knowledge)
    by_name = _by_name(mention, partners, knowledge)
    if entry is None:
        return _unknown(mention, by_name, knowledge)
    if not mention.well_formed:
        return "malformed-id", f"{mention.text} is not how the id is written", _shown(by_name or mention.id, knowledge)
    if not knowledge.begun(entry):
        message = f"{entry.id} is there since release {entry.first}, not in {knowledge.release}"
        return "not-yet", message, _shown(by_name, knowledge)
    if not knowledge.present(entry):
        message = f"{entry.id} {knowledge.name(entry).text!r} is last in release {entry.last}"
        return "retired-id", message, _shown(entry.successor or by_name, knowledge)
    if expected and mention.kind and expected != mention.kind:
        message = f"{entry.id} {knowledge.name(entry).text!r} is a {mention.kind}, where a {expected} is called for"
        return "wrong-kind", message, _shown(_of_kind(mention, expected, by_name, knowledge), knowledge)
    return None


def _by_name(mention: Mention, partners: Sequence[Partner], knowledge: Knowledge) -> str:
    """The id that the names beside an id belong to; empty where they belong to none."""
    edition = mention.id.partition(":")[2]
    for partner in partners:
        owners = [o for o in knowledge.owners(partner.text, mention.family) if knowledge.present(knowledge.entries[o])]
        if mention.id in owners:
            return mention.id
        if owners:
            return next((o for o in owners if o.partition(":")[2] == edition), owners[0])
    return ""


def _unknown(mention: Mention, by_name: str, knowledge: Knowledge) -> Told:
    known = [i for i, e in knowledge.entries.items() if e.family == mention.family and knowledge.present(e)]
    if mention.family.startswith("owasp") and not any(i.endswith(mention.id.partition(":")[2]) for i in known):
        editions = sorted({i.partition(":")[2] for i in known})
        message = f"{mention.id}: only {' and '.join(editions)} are described" if len(editions) > 1 else (
            f"{mention.id}: only the edition of {editions[0]} is described")  # fmt: skip
        return "edition-unknown", message, _shown(by_name, knowledge)
    rule = "unknown-id" if mention.well_formed else "malformed-id"
    suggestion = by_name or _nearest(mention, known)
    what = f"no {mention.kind} of ATLAS" if mention.kind else "no entry of the catalogue"
    other = suggestion if kind_of(suggestion) != mention.kind and suggestion.endswith(mention.id[-4:]) else ""
    hint = f"; {other} is a {kind_of(other)}" if other else ""
    return rule, f"{mention.text}: {what} has that id{hint}", _shown(suggestion, knowledge)


def _nearest(mention: Mention, known: Sequence[str]) -> str:
    """The id that was most likely meant; empty where several are equally near, so that nobody is misled.

    The same number under another kind or padded otherwise, the parent of a sub-technique that is not there, or the one
    id that differs in one digit.
    """
    digits = _digits(mention.id)
    same = [i for i in known if _digits(i) == digits]
    if not same and mention.family == "nistaml":
        same = [i for i in known if _digits(i).lstrip("0") == digits.lstrip("0")]
    if same:
        return min(same, key=lambda i: (kind_of(i) != "technique", i))
    parent = mention.id.rpartition(".")[0]
    if parent in known:
        return parent
    near = [i for i in known if _one_digit_apart(i, mention.id)]
    return near[0] if len(near) == 1 else ""


def _digits(identifier: str) -> str:
    """The number of an id, with that of a sub-technique."""
    return identifier.lstrip("AMLNISTC.")


def _one_digit_apart(one: str, other: str) -> bool:
    """Whether two ids differ in one character, or by two neighbours in the wrong order."""
    if len(one) != len(other):
        return False
    places = [i for i, (a, b) in enumerate(zip(one, other)) if a != b]
    if len(places) == 2 and places[1] == places[0] + 1:
        return one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    return len(places) == 1


def _of_kind(mention: Mention, expected: str, by_name: str, knowledge: Knowledge) -> str:
    if by_name:  # where the name is that of the id, the two belong elsewhere together
        return by_name if kind_of(by_name) == expected else ""
    return next((i for i in knowledge.entries if kind_of(i) == expected and _digits(i) == _digits(mention.id)), "")


def _edition_missing(mention: Mention, partners: Sequence[Partner], knowledge: Knowledge) -> Told:
    editions = [i for i, e in knowledge.entries.items() if e.family == mention.family and i.startswith(mention.id)]
    named = [o for p in partners for o in knowledge.owners(p.text, mention.family)]
    fitting = [i for i in editions if i in named] or list(dict.fromkeys(named)) or editions
    message = (
        f"{mention.text} does not say of which edition" if editions else f"{mention.text}: no list has that number"
    )
    return "edition-missing", message, " or ".join(_shown(i, knowledge) for i in sorted(fitting))


def _fits(entry: Entry, text: str, knowledge: Knowledge) -> bool:
    return normalise(text) == normalise(knowledge.name(entry).text)


def _of_name(entry: Entry, partner: Partner, knowledge: Knowledge) -> Told | None:
    wanted, now = normalise(partner.text), knowledge.name(entry)
    own = next((n for n in entry.names if normalise(n.text) == wanted), None)
    if own is not None and own.last:
        return "renamed", f"{entry.id} is called {now.text!r} since release {now.first}", now.text
    if own is not None:
        return (
            "renamed",
            f"{entry.id} is not yet called {own.text!r} in {knowledge.release}, but {now.text!r}",
            now.text,
        )
    owners = knowledge.owners(partner.text, entry.family)
    if owners:
        return _mismatch(entry, partner.text, owners, knowledge)
    if partner.strict:
        return "unknown-name", f"no entry is called {partner.text!r}; {entry.id} is {now.text!r}", now.text
    return None


def _mismatch(entry: Entry, text: str, owners: Sequence[str], knowledge: Knowledge) -> Told:
    number, _, edition = entry.id.partition(":")
    elsewhere = next((o for o in owners if edition and o.startswith(number + ":")), "")
    best = next((o for o in owners if edition and o.endswith(":" + edition)), owners[0])
    message = f"{entry.id} is {knowledge.name(entry).text!r}; {text!r} is {' or '.join(owners)}"
    return "other-edition" if elsewhere else "name-mismatch", message, _shown(best, knowledge)


def _shown(identifier: str, knowledge: Knowledge) -> str:
    """An id with its name; empty where there is none."""
    entry = knowledge.entries.get(identifier)
    return f"{identifier} {knowledge.name(entry).text}" if entry else identifier
