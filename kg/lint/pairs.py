"""Which names stand beside which ids: by the columns of a table, by their place in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.lint.ids import Mention, find
from kg.lint.knowledge import Knowledge, normalise
from kg.lint.pieces import Cell, Piece, sentences


@dataclass(frozen=True, slots=True)
class Partner:
    """A name beside an id.

    :param strict: whether the place says that this is the name of that id, so that no other text may stand there
    """

    text: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """An id in the file with the names beside it and the kind of id that the place calls for."""

    mention: Mention
    partners: tuple[Partner, ...]
    expected: str


_ID_COLUMN = re.compile(r"[ _-]?(?:id|ids|identifier|code|external_id)$")
_NAME_COLUMN = re.compile(r"[ _-]?(?:name|label|title)$")
_KIND_WORDS = {
    "technique": "technique", "techniques": "technique", "subtechnique": "technique", "sub-technique": "technique",
    "tactic": "tactic", "tactics": "tactic", "mitigation": "mitigation", "mitigations": "mitigation",
    "case study": "case study", "case-study": "case study", "casestudy": "case study", "studies": "case study",
}  # fmt: skip
#: What may stand around an id that fills a cell: a prefix, brackets, an address.
_AROUND = re.compile(r"^(?:[A-Za-z][\w-]*:|https?://\S*[/#])?$")
_SPLIT = re.compile(r"[\s,;|()\[\]<>`*\"']+")
_GAP_AFTER = re.compile(r"""\s*(?:[:–—\-|(\["“'*_`]+\s*)*(?:\]\([^)\s]*\)[\s:–—-]*)?""")
_GAP_BEFORE = re.compile(r"""["”'*_`]*\s*[(\[]\s*[\["*_`]*$|["”'*_`]*\]\(\S*$""")
_LAST_WORD = re.compile(r"(case[ -]study|[A-Za-z-]+)[\s:*_`(\[]*$")
_FOLDER = re.compile(r"/(techniques|tactics|mitigations|studies)/$")


def pairings(text: str, piece: Piece, knowledge: Knowledge) -> Iterator[Pairing]:
    """The ids of a piece, each with its partners; places count from the beginning of the file."""
    mentions = {cell: [_moved(m, cell) for m in find(text[cell.start : cell.end])] for cell in piece}
    whole = [cell for cell in piece if mentions[cell] and _fills(text, cell, mentions[cell])]
    names = _by_column(text, piece, mentions, whole)
    loose = [c for c in piece if not mentions[c] and c not in names.values()]
    for cell in piece:
        if cell in whole:
            strict = (Partner(_content(text, names[cell]), True),) if cell in names else ()
            for mention in mentions[cell]:
                partners = strict if cell in names else _exact(text, loose, mention, whole, mentions, knowledge)
                expected = _called_for(text, mention) or _KIND_WORDS.get(_stem(_ID_COLUMN, cell.header), "")
                yield Pairing(mention, partners, expected)
        elif mentions[cell]:
            yield from _in_prose(text, cell, knowledge)


def _moved(mention: Mention, cell: Cell) -> Mention:
    return Mention(mention.start + cell.start, mention.end + cell.start, mention.text, mention.family, mention.id)


def _content(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end].replace('""', '"').strip().strip("*_`")


def _fills(text: str, cell: Cell, mentions: Sequence[Mention]) -> bool:
    """Whether a cell holds ids and nothing beside them."""
    rest, place = [], cell.start
    for mention in mentions:
        rest.append(text[place : mention.start])
        place = mention.end
    rest.append(text[place : cell.end])
    return all(_AROUND.match(word) for part in rest for word in _SPLIT.split(part) if word and word != "/")


# -- rows --


def _stem(pattern: re.Pattern[str], header: str) -> str:
    return pattern.sub("", header)


def _by_column(
    text: str, piece: Piece, mentions: Mapping[Cell, list[Mention]], whole: Sequence[Cell]
) -> dict[Cell, Cell]:
    """The name cell of each id cell whose column says so: ``object_id`` and ``object_label``, ``id`` and ``name``.

    A name column beside ids of another kind, such as our own, belongs to those and to none of these.
    """
    found = {}
    for cell in piece:
        if not _NAME_COLUMN.search(cell.header) or not _content(text, cell):
            continue
        stem = _stem(_NAME_COLUMN, cell.header)
        owner = next((c for c in piece if c is not cell and c.header and _stem(_ID_COLUMN, c.header) == stem
                      and (c.header != stem or stem)), None)  # fmt: skip
        if owner is not None and (owner not in whole or len(mentions[owner]) == 1) and not mentions[cell]:
            found[owner] = cell
    return found


def _exact(
    text: str, loose: Sequence[Cell], mention: Mention, whole: Sequence[Cell], mentions: Mapping[Cell, list[Mention]],
    knowledge: Knowledge,
) -> tuple[Partner, ...]:  # fmt: skip
    """Cells of the row that are a name of the family as a whole, unless another id of the row bears that name."""
    others = {m.id for cell in whole for m in mentions[cell] if m.start != mention.start and m.family == mention.family}
    found = []
    for cell in loose:
        content = _content(text, cell)
        owners = knowledge.owners(content, mention.family) if content else []
        if owners and not others & set(owners):
            found.append(Partner(content))
    return tuple(found)


# -- sentences --


def _in_prose(text: str, cell: Cell, knowledge: Knowledge) -> Iterator[Pairing]:
    for sentence in sentences(text, cell):
        words = text[sentence.start : sentence.end]
        mentions = find(words)
        taken: list[tuple[int, int]] = [(m.start, m.end) for m in mentions]
        before = {m: _name_before(words, m, knowledge, taken) for m in mentions}
        for mention in mentions:
            name = before[mention] or _name_after(words, mention, knowledge, taken)
            if not name and len(mentions) == 1:
                name = _only_name(words, mention, knowledge)
            moved = _moved(mention, sentence)
            yield Pairing(moved, (Partner(name),) if name else (), _called_for(words, mention))


def _name_before(words: str, mention: Mention, knowledge: Knowledge, taken: list[tuple[int, int]]) -> str:
    gap = _GAP_BEFORE.search(words[: mention.start])
    if gap is None:
        return ""
    end = gap.start()
    for start in _word_starts(words, end):
        if name := _known(words[start:end], mention, knowledge):
            taken.append((start, end))
            return name
    return ""


def _word_starts(words: str, end: int) -> list[int]:
    """Where words before a place begin, the farthest first: a name has at most a dozen words."""
    return [m.start() for m in re.finditer(r"(?<![\w-])\w", words[:end])][-12:]


def _name_after(words: str, mention: Mention, knowledge: Knowledge, taken: Sequence[tuple[int, int]]) -> str:
    gap = _GAP_AFTER.match(words, mention.end)
    start = gap.end() if gap else mention.end
    ends = [m.end() for m in re.finditer(r"\w(?![\w-])", words[start:])][:12]
    for end in reversed(ends):
        span = (start, start + end)
        if any(span[0] < b and a < span[1] for a, b in taken):
            continue
        if name := _known(words[span[0] : span[1]], mention, knowledge):
            return name
    return ""


def _only_name(words: str, mention: Mention, knowledge: Knowledge) -> str:
    """The one name of several words that a sentence holds, written as a name; empty where it holds none or several."""
    found: list[tuple[int, int, str]] = []
    for text in knowledge.names_of(mention.family).values():
        if " " in text:
            found += [(m.start(), m.end(), text) for m in re.finditer(rf"(?<![\w-]){re.escape(text)}(?![\w-])", words)]
    whole = [f for f in found if not any(g != f and g[0] <= f[0] and f[1] <= g[1] for g in found)]
    return whole[0][2] if len({normalise(text) for *_, text in whole}) == 1 else ""


def _known(words: str, mention: Mention, knowledge: Knowledge) -> str:
    """The words if they are a name of the family; a single word has to be written as a name is."""
    plain = words.strip("*_`\"' ")
    owners = knowledge.owners(plain, mention.family) if plain else []
    return plain if owners and (" " in plain or plain[0].isupper()) else ""


def _called_for(words: str, mention: Mention) -> str:
    """The kind of id that the words before it call for: a folder of an address, or ``technique AML.…``."""
    before = words[max(0, mention.start - 60) : mention.start]
    match = _FOLDER.search(before) or _LAST_WORD.search(before)
    return _KIND_WORDS.get(match[1].lower(), "") if match else ""
