"""What an entry must fulfil beyond its single fields: names that are free, needs that do not contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from kg import terms
from kg.author.entry import Entry
from kg.author.evidence_rules import single_faults, study_faults
from kg.author.evidence_writing import study_slug
from kg.author.faults import Fault
from kg.author.forms import NOTHING
from kg.author.known import Known
from kg.author.letters import skeleton
from kg.author.names import OWN_JUDGEMENT, attack_slug, model_slug, work_slug
from kg.author.place import LENGTH_LIMIT
from kg.author.texts import is_slug, slug_of

#: A work of before the first journals, or of a later century, is a slip.
_YEARS = (1600, 2100)
#: Characters of the end of an address that becomes the name of a file: so much fits beside folder and ending.
_LONGEST = LENGTH_LIMIT - len("ontology/model-.ttl")
_STATED = ("requires", "sometimes", "not", "one-of", "limits")


class Rules:
    """The rules, against what stands in the graph.

    :param own: the module that the addition replaces when something is edited; what it says is not in the way
    """

    def __init__(self, known: Known, own: str = "") -> None:
        self._known, self._own = known, own

    def faults(self, entry: Entry) -> list[Fault]:
        """All rules that an entry breaks."""
        kinds: dict[str, Callable[[Entry], Iterable[Fault]]] = {
            "attack": self._attack, "model": self._model, "work": lambda e: self._work(e, ""), "study": self._study,
            "observation": self._single, "mapping": self._single_mapping,
        }  # fmt: skip
        return list(kinds[entry.form.kind](entry))

    def taken(self, iri: str) -> bool:
        """Whether another module speaks of a thing already."""
        return bool(self._known.modules.get(iri, frozenset()) - {self._own})

    # -- attacks --

    def _attack(self, entry: Entry) -> Iterator[Fault]:
        slug = attack_slug(entry)
        yield from self._address("attack", slug, entry)
        yield from self._names(entry, terms.individual("attack", slug))
        yield from self._place(entry, terms.individual("attack", slug))
        yield from self._needs(entry, slug)
        yield from self._mappings(entry)
        yield from self._works(entry)

    def _address(self, kind: str, slug: str, entry: Entry, prefix: str = "") -> Iterator[Fault]:
        # The field that the address was made of: where no id was given, that is the name.
        field = "id" if entry.text("id") else next(f.name for f in entry.form.fields if f.name in ("label", "title"))
        if not is_slug(slug) and (slug or entry.text(field)):
            yield _fault(entry, field, "no address can be made of it.", "Give an id, such as my-attack.", prefix)
        elif slug and self.taken(iri := terms.individual(kind, slug)):
            more = " For what one more source says of it, add a threat model." if kind == "attack" else ""
            message = f"{kind}:{slug} is there already ({self._known.label(iri)})."
            yield _fault(entry, field, message, f"Choose another name or id.{more}", prefix)

    def _names(self, entry: Entry, iri: str) -> Iterator[Fault]:
        mine: dict[str, str] = {}
        for path, name in _names(entry):
            plain = skeleton(name)
            other, shown, preferred = self._known.skeletons.get(plain, ("", "", False))
            if plain in mine:
                yield _fault(entry, path, f"{name!r} stands there already, as {mine[plain]}.", "Keep one.")
            elif other and other != iri and (preferred or path == "label"):
                kind = "name" if preferred else "other name"
                yield _fault(entry, path, f"{shown!r} is the {kind} of {terms.compact(other)}.", "If it is the same "
                             "attack, add a threat model to it; if not, say in the name how it differs.")  # fmt: skip
            mine.setdefault(plain, path)

    def _place(self, entry: Entry, iri: str) -> Iterator[Fault]:
        parent = entry.text("form-of")
        if not parent and not entry.many("acts-at"):
            yield _fault(entry, "acts-at", "it is missing, and no more general attack is named either.",
                         "Name the stages at which the attacker must act, such as 'deployment'.")  # fmt: skip
        if parent and (parent == iri or iri in self._known.ancestors(parent)):
            message = f"{terms.compact(parent)} is a form of this attack, or the attack itself."
            yield _fault(entry, "form-of", message, "Choose an attack that is more general.")

    # -- needs --

    def _needs(self, entry: Entry, slug: str) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for number, needs in enumerate(entry.parts("needs"), 1):
            prefix = f"needs[{number}]."
            yield from self._one_model(needs, prefix)
            first = seen.setdefault(model_slug(slug, needs), number)
            if first != number:
                yield _fault(needs, "variant", f"needs[{first}] is from the same source.",
                             "Say which case each is, or put them together.", prefix)  # fmt: skip

    def _model(self, entry: Entry) -> Iterator[Fault]:
        yield from self._one_model(entry, "")
        slug = model_slug(entry.text("attack").rpartition("/")[2], entry)
        if (length := len(slug)) > _LONGEST:
            message = f"the address would have {length} characters; {_LONGEST} are allowed."
            yield _fault(entry, "variant", message, "Say the case in fewer words.")
        if self.taken(terms.individual("model", slug)):
            yield _fault(entry, "source", f"model:{slug} is there already.",
                         "Name another source, or give a 'variant' that says which case it is.")  # fmt: skip

    def _one_model(self, needs: Entry, prefix: str) -> Iterator[Fault]:
        if not any(name in needs.values for name in _STATED):
            yield _fault(needs, "requires", "nothing is said of what the attack needs.",
                         "Give 'requires', 'sometimes', 'not' or 'one-of'.", prefix)  # fmt: skip
        if needs.text("variant") and not slug_of(needs.text("variant")):
            yield _fault(needs, "variant", "no address can be made of it.", "Use Latin letters or digits too.", prefix)
        yield from _source(needs, prefix)
        yield from _contradictions(needs, prefix)
        yield from _limits(needs, prefix)

    # -- mappings and works --

    def _mappings(self, entry: Entry) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for number, mapping in enumerate(entry.parts("mappings"), 1):
            prefix, to = f"mappings[{number}].", mapping.text("to")
            yield from self._mapping(mapping, prefix)
            key = to if to != NOTHING else f"none in {mapping.text('catalogue')}"
            first = seen.setdefault(key, number)
            if first != number:
                yield _fault(mapping, "to", f"mappings[{first}] names it already.", "Keep one.", prefix)
        schemes = {self._scheme(m) for m in entry.parts("mappings") if m.text("to") not in ("", NOTHING)}
        for number, mapping in enumerate(entry.parts("mappings"), 1):
            if mapping.text("to") == NOTHING and mapping.text("catalogue") in schemes:
                yield _fault(mapping, "to", "it says that nothing corresponds, and another line names a counterpart.",
                             "Keep one of the two.", f"mappings[{number}].")  # fmt: skip

    def _mapping(self, mapping: Entry, prefix: str) -> Iterator[Fault]:
        to, catalogue = mapping.text("to"), mapping.text("catalogue")
        if catalogue and catalogue not in self._known.catalogues:
            known = ", ".join(sorted(terms.compact(c).partition(":")[2] for c in self._known.catalogues))
            yield _fault(mapping, "catalogue", "this is no catalogue that is mapped.", f"One of {known}.", prefix)
        if to == NOTHING and not catalogue:
            yield _fault(mapping, "catalogue", "it is not said in which catalogue nothing corresponds.",
                         "Name it, such as 'atlas'.", prefix)  # fmt: skip
        if to == NOTHING and mapping.text("relation"):
            yield _fault(mapping, "relation", "nothing has no relation.", "Leave it out.", prefix)
        if to and to != NOTHING and not mapping.text("relation"):
            yield _fault(mapping, "relation", "it is missing.", "One of exact, close, broad, narrow, related.", prefix)
        if to and to != NOTHING and catalogue and catalogue != self._scheme(mapping):
            yield _fault(mapping, "catalogue", "the entry is of another catalogue.", "Leave 'catalogue' out.", prefix)
        if mapping.number("confidence", Decimal(0)) > 1:
            yield _fault(mapping, "confidence", "it is more than 1.", "Write a number such as 0.8.", prefix)
        elif (sure := mapping.number("confidence", Decimal(0))) != round(sure, 2):
            yield _fault(mapping, "confidence", "it has more than two decimals.", "Round it, such as 0.8.", prefix)

    def _scheme(self, mapping: Entry) -> str:
        by_iri = {e.iri: e.scheme for e in self._known.entries.values()}
        return by_iri.get(mapping.text("to"), "")

    def _works(self, entry: Entry) -> Iterator[Fault]:
        seen: dict[tuple[str, str], int] = {}
        for number, work in enumerate(entry.parts("works"), 1):
            prefix = f"works[{number}]."
            yield from self._work(work, prefix)
            for field, value in (("id", work_slug(work)), ("doi", work.text("doi")), ("arxiv", work.text("arxiv"))):
                first = seen.setdefault((field, value.lower()), number) if value else number
                if first != number and field == "id":
                    yield _fault(work, field, f"works[{first}] has the same address.", "Give ids that differ.", prefix)
                elif first != number:
                    yield _fault(work, field, f"works[{first}] has it too.", "Keep one.", prefix)

    def _work(self, work: Entry, prefix: str) -> Iterator[Fault]:
        yield from self._address("work", work_slug(work), work, prefix)
        year = work.number("year")
        if year is not None and not _YEARS[0] <= year <= _YEARS[1]:
            yield _fault(work, "year", f"{year} is no year of a work.", "Write four digits, such as 2021.", prefix)
        same, when = self._known.titles.get(skeleton(work.text("title")), ("", ""))
        if same and self.taken(same) and (year is None or when in ("", str(year))):
            message = f"{terms.compact(same)} ({self._known.label(same)}) has the same title."
            yield _fault(work, "title", message, "Cite that work instead; give the year, if this is another.", prefix)
        for name in ("doi", "arxiv"):
            value = work.text(name)
            # A DOI of arXiv is its id behind a prefix.
            other = self._known.identifiers.get(value.lower().removeprefix("10.48550/arxiv."), "")
            other = self._known.identifiers.get(value.lower(), other)
            if value and not _IDENTIFIERS[name](value):
                yield _fault(work, name, f"{value!r} is no {_SAID[name]}.", f"Write it as in {_SHOWN[name]}.", prefix)
            elif other and self.taken(other):
                message = f"{terms.compact(other)} ({self._known.label(other)}) has it."
                yield _fault(work, name, message, "Cite that work instead.", prefix)

    def _single_mapping(self, entry: Entry) -> Iterator[Fault]:
        yield from self._mapping(entry, "")
        attack, to = entry.text("attack"), entry.text("to")
        name, mapped = terms.compact(attack), self._known.mapped
        scheme = entry.text("catalogue") if to == NOTHING else self._scheme(entry)
        entries = {e.iri for e in self._known.entries.values() if e.scheme == scheme}
        if (attack, to) in mapped:
            yield _fault(entry, "to", f"{name} is mapped to it already.", "Change that one.")
        elif to and (attack, scheme) in mapped:
            message = f"it is said of {name} already that nothing corresponds there."
            remedy = "Leave this out." if to == NOTHING else "Change that, if it is yours; ask its authors, if not."
            yield _fault(entry, "to", message, remedy)
        elif to == NOTHING and any((attack, one) in mapped for one in entries):
            yield _fault(entry, "to", f"{name} has a counterpart there.", "Leave this out.")

    # -- evidence --

    def _study(self, entry: Entry) -> Iterator[Fault]:
        slug = study_slug(entry)
        yield from self._address("study", slug, entry)
        yield from self._works(entry)
        yield from study_faults(entry, slug, self.taken)

    def _single(self, entry: Entry) -> Iterator[Fault]:
        yield from single_faults(entry, self.taken)


_SAID = {"doi": "DOI", "arxiv": "arXiv id"}
_SHOWN = {"doi": "10.1000/182, without https://doi.org/", "arxiv": "2311.09994, without version"}


def _is_doi(text: str) -> bool:
    prefix, slash, rest = text.partition("/")
    number = prefix.removeprefix("10.")
    return (
        text.isascii() and prefix != number and number.replace(".", "").isdigit() and bool(slash and rest)
        and " " not in text
    )  # fmt: skip


def _is_arxiv(text: str) -> bool:
    new, _, number = text.partition(".")
    if not text.isascii():
        return False
    if new.isdigit() and number.isdigit():
        return len(new) == 4 and 1 <= int(new[2:]) <= 12 and len(number) in (4, 5)
    archive, _, old = text.partition("/")
    return archive.replace("-", "").replace(".", "").isalpha() and old.isdigit() and len(old) == 7


_IDENTIFIERS = {"doi": _is_doi, "arxiv": _is_arxiv}


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.text("label"):
        yield "label", entry.text("label")
    for field in ("also", "said-as"):
        for number, name in enumerate(entry.many(field), 1):
            yield f"{field}[{number}]", name


def _source(needs: Entry, prefix: str) -> Iterator[Fault]:
    source, status = needs.text("source"), needs.text("status")
    own = not source or source == OWN_JUDGEMENT
    if not own and not needs.text("locator"):
        yield _fault(needs, "locator", "it is missing: a statement of a source leads to its place there.",
                     "Give section, table or figure.", prefix)  # fmt: skip
    if own and status == "published":
        yield _fault(needs, "status", "what is published has a source.", "Name it, or say 'curator'.", prefix)


def _contradictions(needs: Entry, prefix: str) -> Iterator[Fault]:
    said: dict[str, str] = {}
    for name in ("requires", "sometimes", "not"):
        for access in needs.many(name):
            if access in said:
                message = f"{terms.compact(access)} is under {said[access]!r} too."
                yield _fault(needs, name, message, "One source says one thing of an access; keep one.", prefix)
            said.setdefault(access, name)
    first: dict[frozenset[str], int] = {}
    for number, group in enumerate(needs.groups("one-of"), 1):
        if (before := first.setdefault(frozenset(group), number)) != number:
            yield _fault(needs, f"one-of[{number}]", f"it is the same choice as one-of[{before}].", "Keep one.", prefix)
        for access in group:
            if said.get(access) in ("requires", "not"):
                message = f"{terms.compact(access)} is under {said[access]!r} too, so there is no choice."
                yield _fault(needs, f"one-of[{number}]", message, "Take it out of one of the two.", prefix)


def _limits(needs: Entry, prefix: str) -> Iterator[Fault]:
    named = {*needs.many("requires"), *needs.many("sometimes")}
    seen: set[str] = set()
    for number, limit in enumerate(needs.parts("limits"), 1):
        inner, access = f"{prefix}limits[{number}].", limit.text("access")
        least, most = limit.number("at-least"), limit.number("at-most")
        if access and access not in named:
            yield _fault(limit, "access", f"{terms.compact(access)} is not among what is required.",
                         "Put it under 'requires' or 'sometimes' as well.", inner)  # fmt: skip
        if access in seen:
            yield _fault(limit, "access", f"{terms.compact(access)} has an amount already.", "Keep one.", inner)
        seen.add(access)
        if least is None and most is None and not limit.text("extent"):
            yield _fault(limit, "at-least", "no amount is given.", "Give 'at-least', 'at-most' or 'extent'.", inner)
        if least is not None and most is not None and least > most:
            yield _fault(limit, "at-least", f"{least} is more than at-most, {most}.", "Swap them.", inner)
        if (least is not None or most is not None) and not limit.text("unit"):
            yield _fault(limit, "unit", "an amount has a unit.", "Write what is counted, or 'not stated'.", inner)


def _fault(entry: Entry, field: str, message: str, remedy: str, prefix: str = "") -> Fault:
    line = entry.lines.get(field.partition("[")[0], 0) or min((n for n in entry.lines.values() if n), default=0)
    return Fault(prefix + field, message, remedy, line)
