"""A survey as its codebook describes it, and what the graph offers to compare it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

#: Fewer answers than this are not told unless the codebook says otherwise.
SUPPRESS_BELOW = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """One answer or range of a dimension of the graph.

    :param id: the end of its address
    :param lower: the end that belongs to the bin; ``upper``: the end that does not, unless the two are equal
    """

    id: str
    label: str
    position: int
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What answers are compared on."""

    id: str
    label: str
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question about one system, with the bins of the dimensions that say the same."""

    code: str
    label: str
    bins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """A share that a study printed of systems for which several answers hold together.

    :param bins: the answers, as ends of the addresses of bins
    """

    id: str
    label: str
    attack: str
    standpoint: str
    bins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds that a codebook may name; all by the ends of their addresses.

    :param questions: the answers of the questions about one system
    :param studies: the module in which each study stands
    """

    dimensions: Mapping[str, Dimension]
    questions: Mapping[str, tuple[Choice, ...]]
    standpoints: tuple[str, ...]
    works: tuple[str, ...]
    studies: Mapping[str, str]
    combinations: tuple[Combination, ...] = ()

    def dimension_of(self, bin_: str) -> Dimension | None:
        """The dimension to which a bin belongs."""
        return next((d for d in self.dimensions.values() if any(b.id == bin_ for b in d.bins)), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a column may hold.

    :param bins: where it is counted; several where it may be any of them, none where it fits no bin
    """

    code: str
    label: str
    bins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows whose answer in a column is one of these; any answer at all where none is named.

    :param line: of the codebook
    """

    column: str
    codes: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A question of the survey.

    :param name: what the codebook calls it: the heading of the file, or for several answers the beginning of headings
    :param slug: what addresses are made of
    :param header: the heading of the file where it differs
    :param dimension: where its answers are counted; None where it is a question of the survey's own
    :param several: whether several answers could be ticked
    :param numbers: whether cells hold numbers and ranges that fall into bins
    :param asked: who was asked; None for everybody
    """

    name: str
    slug: str
    line: int
    answers: tuple[Answer, ...]
    wording: str = ""
    header: str = ""
    dimension: Dimension | None = None
    several: bool = False
    numbers: bool = False
    standpoint: str = "not-stated"
    asked: Condition | None = None

    @property
    def heading(self) -> str:
        """The heading in the file."""
        return self.header or self.name


@dataclass(frozen=True, slots=True)
class Codebook:
    """What a codebook says.

    :param who: the people who answered, in a few words
    :param missing: cells that are no answer, beside empty ones
    :param rows: which rows count; None for all
    :param ignore: headings, or patterns of headings, that are not counted
    """

    file: str
    id: str
    title: str
    definition: str
    who: str
    when: str
    columns: tuple[Column, ...]
    id_column: str = ""
    published_in: str = ""
    rights: str = ""
    note: str = ""
    missing: frozenset[str] = frozenset()
    suppress_below: int = SUPPRESS_BELOW
    rows: Condition | None = None
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the data.

    :param number: below the header, from 1; ``line``: in the file, where the record ends
    """

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """A file of answers.

    :param program: what wrote it, as far as its headings tell
    """

    file: str
    header: tuple[str, ...]
    records: tuple[Record, ...]
    separator: str
    program: str


#: Where an answer is counted: its bins, or its code where it fits none. The empty text of no answer is None.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many gave one answer.

    :param key: see :data:`Key`
    :param bins: where the answer is counted; empty where it fits no bin
    """

    key: Key
    label: str
    count: int
    bins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers to one question.

    :param n: how many were asked; ``silent``: how many of them gave no answer
    """

    column: Column
    n: int
    silent: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A cell as it is told: with its number, or hidden.

    :param least: how many it is at least; ``most``: at the most; the two are equal where the number is told
    """

    cell: Cell
    least: int
    most: int

    @property
    def hidden(self) -> bool:
        """Whether the number is not told."""
        return self.least != self.most


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is told.

    :param left_out: why nothing is told of it; empty where something is
    """

    counted: Counted
    cells: tuple[Told, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """How many gave several answers together; ``count`` is None where that is not told."""

    combination: Combination
    n: int
    count: int | None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A survey, counted.

    :param rows: how many count; ``passed_over``: how many do not, by the codebook's own rule
    """

    codebook: Codebook
    program: str
    rows: int
    passed_over: int
    questions: tuple[Question, ...]
    joints: tuple[Joint, ...] = field(default=())
