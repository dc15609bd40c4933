"""The way of an addition: understood, judged, tried. What the command line and the page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg import modules
from kg.author.consequences import Consequence
from kg.author.entry import Entry
from kg.author.examine import faults_of, trial
from kg.author.faults import AdditionError, Fault
from kg.author.fields import Form
from kg.author.given import Given
from kg.author.inference import infer
from kg.author.known import Known, Thing
from kg.author.names import attack_slug
from kg.author.names import brought as brought_by
from kg.author.proposal import ChangeKind, Proposal
from kg.author.reading import Reader
from kg.author.refusals import there_already
from kg.author.rules import Rules
from kg.author.writing import module_iri, propose
from kg.errors import ParameterError, UnknownNameError
from kg.modules import Folders
from kg.search import normalise
from kg.store.embedded import EmbeddedEngine
from kg.terms import MODULE, compact, individual, resolve

#: What is not asked for where another field was given and could not be understood.
_NEEDLESS = (("form-of", "acts-at"), ("source", "status"), ("source", "variant"))
#: How much of two names must agree for them to be told as alike, from 0 to 1.
_ALIKE = 0.8
#: What is not told of when it is new: headers, and the parts that threat models consist of.
_UNTOLD = (MODULE, individual("alt", ""), individual("need", ""))


@dataclass(frozen=True, slots=True)
class Alike:
    """An attack whose name is like a given one.

    :param name: the name that is alike, which may be another name than its label
    """

    id: str
    label: str
    name: str
    likeness: float


@dataclass(frozen=True)
class Examined:
    """An addition that may be saved, and what is to be known of it before.

    :param changes: the difference to what is there, a sentence each
    :param warnings: what is not wrong and yet worth a look
    :param consequences: what would follow from it
    :param alike: attacks with names like its own
    """

    proposal: Proposal
    changes: tuple[str, ...]
    warnings: tuple[Fault, ...]
    consequences: tuple[Consequence, ...]
    alike: tuple[Alike, ...]


def load_known(workspace: Folders) -> tuple[EmbeddedEngine, Known]:
    """The knowledge in this process, and what an addition must fit."""
    engine = EmbeddedEngine.load(modules.shipped_inventory(workspace), trusting=True)
    return engine, Known.of(engine)


def file_of(thing: str, known: Known) -> str:
    """The file of an addition, below the workspace.

    :param thing: a prefixed name or IRI
    :raises UnknownNameError: where the workspace says nothing of it
    :raises ParameterError: where it came with ThreatPraxis, or was added by hand
    """
    iri = resolve(thing) or ""
    own = f"{MODULE}workspace/"
    found = known.modules.get(iri, frozenset())
    if not found:
        ids = [compact(i) for i, where in known.modules.items() if any(m.startswith(own) for m in where)]
        ids = [i for i in ids if not i.startswith("change:")]
        raise UnknownNameError("addition", thing, ids, remedy="'threatpraxis log' lists what was added.")
    name = f"{own}{compact(iri).replace(':', '-')}"
    if name not in found:
        remedy = "What came with ThreatPraxis stays: add a threat model, or withdraw it with 'threatpraxis deprecate'."
        raise ParameterError(f"{compact(iri)} is no addition of the workspace.", remedy=remedy)
    return f"ontology/{name.removeprefix(own)}.ttl"


def understand(form: Form, given: Given, known: Known, *, name: str = "", own: str = "") -> Entry:
    """What a person gave, as an entry that breaks no rule.

    :param name: the file it stands in, for messages
    :param own: the path of the file that it replaces, where something is edited
    :raises AdditionError: with all faults
    """
    entry, faults = judge(form, given, known, own=own)
    if faults:
        raise AdditionError(sorted(faults, key=lambda f: f.line), name)
    return entry


def judge(form: Form, given: Given, known: Known, *, own: str = "") -> tuple[Entry, list[Fault]]:
    """What could be understood of what a person gave, and all that is wrong with it."""
    reader = Reader(known)
    entry = reader.read(form, given)
    if given.shape != "mapping":
        return entry, reader.faults
    told = {fault.field for fault in reader.faults}
    for unread, needless in _NEEDLESS:
        told |= {path.removesuffix(unread) + needless for path in told if path.rpartition(".")[2] == unread}
    broken = Rules(known, module_iri(own) if own else "").faults(entry)
    return entry, [*reader.faults, *(f for f in broken if not told & set(_within(f.field)))]


def _within(path: str) -> Iterator[str]:
    """A path and those that it lies within: what could not be read there is not judged as if it had been left out."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]


def examine(
    entry: Entry, known: Known, workspace: Folders, origin: str, *, kind: ChangeKind = "added",
    before: EmbeddedEngine | None = None, name: str = "", brief: bool = False,
) -> Examined:  # fmt: skip
    """Try an entry out on the knowledge.

    :param origin: where what was given came from
    :param workspace: the folder it goes to, or several, of which it goes to the first
    :param before: the knowledge as it is, where it is loaded already
    :param brief: whether to leave out what would follow, which takes most of the time
    :raises AdditionError: where shapes, checks or the axioms of the ontology find a fault
    :raises ConflictError: where something is added and its file is there, perhaps one that cannot be read
    """
    proposal = propose(entry, known, origin, kind)
    if kind == "added" and (modules.as_folders(workspace)[0] / proposal.path).exists():
        raise there_already(proposal.path)
    with trial(proposal, workspace, before) as tried:
        findings = tried.findings()
        if faults := faults_of(findings, entry.form):
            raise AdditionError(faults, name)
        warnings = tuple(Fault("", f.message, f.remedy) for f in findings)
        inferred = infer(tried.inventory, tried.module)
        if inferred.contradictions:
            raise AdditionError(inferred.contradictions, name)
        found = [] if brief else [*inferred.classes, *tried.consequences()]
    changes = told_changes(file_at(proposal.path, workspace), proposal.text or "", known)
    return Examined(proposal, changes, warnings, tuple(found), tuple(alike(entry, known)))


def told_changes(old: str, new: str, known: Known) -> tuple[str, ...]:
    """The difference between two texts of a file, a sentence each; the file's own header is left out."""
    from kg.difference.compare import difference
    from kg.difference.words import words

    changes = [
        change for change in difference(old, new)
        if not change.thing.value.startswith(_UNTOLD if change.change == "added" else MODULE)
    ]  # fmt: skip
    labels = {**known.labels, **{c.thing.value: c.label for c in changes if c.label}}
    return tuple(f"{words(change, labels)}." for change in changes)


def file_at(path: str, workspace: Folders) -> str:
    """The text of a file of the first workspace; empty where there is none, or none that can be read."""
    file = modules.as_folders(workspace)[0] / path
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def brought(form: Form, given: Given, known: Known) -> list[Thing]:
    """The things that an addition brings along, such as new works: its other fields may choose them."""
    entry = Reader(known).read(form, given)
    named = [(f.brings, *brought_by(part)) for f in form.fields if f.brings for part in entry.parts(f.name)]
    iris = [(individual(kind, slug), label) for kind, slug, label in named if slug]
    return [Thing(iri, compact(iri), label) for iri, label in iris]


def same_address(proposal: Proposal, own: str) -> None:
    """Refuse a change by which an addition would get another address.

    :param own: the path of the file that is edited
    :raises ParameterError: saying which
    """
    if own and proposal.path != own:
        message = f"What was changed would move it from {own} to {proposal.path}."
        raise ParameterError(message, remedy="An address never changes: take that back, or add it anew.")


def alike(entry: Entry, known: Known) -> list[Alike]:
    """Attacks whose names are like those of an entry, most alike first."""
    names = [entry.text("label"), *entry.many("also")] if entry.form.kind == "attack" else []
    best: dict[str, Alike] = {}
    for name in filter(None, names):
        for found in alike_names(name, known):
            if found.id not in best or best[found.id].likeness < found.likeness:
                best[found.id] = found
    best.pop(f"attack:{attack_slug(entry)}", None)  # itself, where it is edited
    return sorted(best.values(), key=lambda a: (-a.likeness, a.id))[:5]


def alike_names(name: str, known: Known) -> list[Alike]:
    """Attacks that have a name like a given one: by spelling, or because one holds all words of the other."""
    plain = normalise(name)
    words = set(plain.split())
    found = []
    for other, (attack, shown, _) in known.names.items():
        matcher = SequenceMatcher(None, plain, other, autojunk=False)
        likeness = matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
        theirs = set(other.split())
        if len(words & theirs) >= 2 and (words <= theirs or theirs <= words):
            likeness = max(likeness, _ALIKE)
        if likeness >= _ALIKE:
            found.append(Alike(compact(attack), known.label(attack), shown, round(likeness, 3)))
    return sorted(found, key=lambda a: (-a.likeness, a.id))
