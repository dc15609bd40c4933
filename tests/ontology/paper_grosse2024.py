"""What the short paper prints, read off its pages before any data of this project was looked at.

One `Statement` per *statement*, not per number: the same figure printed for six different things
makes six statements, and one statement that the paper repeats makes one. `OCCURRENCES` lists the
percentages of Sections 2.3, 3 and 4 in the order in which a reader meets them, and says which
statement each belongs to; `COUNT_MENTIONS` does the same for counts of papers and participants.
Nothing here knows how the graph is built, and no sentence of the paper is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["share", "upper bound", "count", "value", "boundary", "nothing"]
"""`boundary`: a percentage that names an answer or a bin, not a result.
`nothing`: a dash or a star where a number could stand."""

Standpoint = Literal["outsider", "client", "insider"]


@dataclass(frozen=True)
class Statement:
    """One thing the paper says with a number."""

    key: str
    """Section / question or attack / what; what test ids and reports use."""
    section: str
    printed: str
    """As on the page, without the words around it."""
    kind: Kind
    about: str
    """In our own words: what is counted."""
    population: str
    """Of whom or of what; "not said" where the paper leaves it open."""
    number: Decimal | None = None
    place: str = ""
    """Table or figure, where the number belongs to one."""
    questions: tuple[str, ...] = ()
    attack: str = ""
    standpoint: Standpoint | None = None
    """Whose access the text or the caption speaks of, where it says so."""
    cites: str = ""
    """The study the number comes from, where it is not the paper's own."""


_AUTO = Decimal(-1)  # read the number off the printed form


def _digits(printed: str) -> Decimal:
    return Decimal("".join(c for c in printed.split("-")[-1] if c.isdigit() or c == "."))


def _s(
    key: str,
    printed: str,
    about: str,
    population: str = "not said",
    *,
    kind: Kind = "share",
    number: Decimal | None = _AUTO,
    place: str = "",
    questions: tuple[str, ...] = (),
    attack: str = "",
    standpoint: Standpoint | None = None,
    cites: str = "",
) -> Statement:
    return Statement(
        key=key,
        section=key.split(" / ", 1)[0],
        printed=printed,
        kind=kind,
        about=about,
        population=population,
        number=_digits(printed) if number is _AUTO else number,
        place=place,
        questions=questions,
        attack=attack,
        standpoint=standpoint,
        cites=cites,
    )


PARTICIPANTS = "the participants"
SAMPLE = "the 271 participants"
CLOSED_TRAINING = "participants whose training data is not accessible"
CINA = "Cinà et al. 2023"
MAHMOOD = "Mahmood et al. 2021"
OLIYNYK = "Oliynyk et al. 2023"
BACKDOOR_PAPERS = "backdoor papers surveyed by Cinà et al. 2023"
EVASION_PAPERS = "black-box evasion papers compared by Mahmood et al. 2021"
STEALING_PAPERS = "model stealing papers surveyed by Oliynyk et al. 2023"

_SAMPLE: tuple[Statement, ...] = (
    _s("2.3 / sample / size", "271", "participants of the survey", SAMPLE, kind="count"),
    _s("2.3 / gender / male", "76%", "participants who are men", SAMPLE),
    _s("2.3 / gender / female", "18.1%", "participants who are women", SAMPLE),
    _s(
        "2.3 / gender / male in the earlier industry survey",
        "71.2%",
        "men in an earlier survey of industry",
        "the sample of that survey",
        cites="Grosse et al. 2023b",
    ),
    _s(
        "2.3 / gender / female in the earlier industry survey",
        "14.4%",
        "women in an earlier survey of industry",
        "the sample of that survey",
        cites="Grosse et al. 2023b",
    ),
    _s(
        "2.3 / gender / male in Kaggle",
        "82.2%",
        "men in Kaggle's yearly survey",
        "the sample of that survey",
        cites="Kaggle 2021",
    ),
    _s(
        "2.3 / gender / female in Kaggle",
        "16.2%",
        "women in Kaggle's yearly survey",
        "the sample of that survey",
        cites="Kaggle 2021",
    ),
    _s("2.3 / location / Southern Europe", "19.9%", "participants in Southern Europe"),
    _s("2.3 / location / Northern Europe", "28%", "participants in Northern Europe"),
    _s("2.3 / location / North America", "18.8%", "participants in North America"),
    _s("2.3 / location / Central America", "0.4%", "participants in Central America"),
    _s("2.3 / location / Russia and Mongolia", "0.7%", "participants in that dial-code area"),
    _s("2.3 / location / South America", "1.1%", "participants in South America"),
    _s("2.3 / location / not given", "7.4%", "participants who gave no location"),
    _s("2.3 / degree / master", "46.5%", "participants whose degree is a master's"),
    _s("2.3 / AI background / trained only", "5.2%", "training without work", PARTICIPANTS),
    _s("2.3 / AI background / 2 to 5 years", "37.3%", "two to five years of work", PARTICIPANTS),
    _s("2.3 / AI background / over 5 years", "35.8%", "more than five years of work"),
    _s("2.3 / team size / 6 to 9", "27.3%", "participants in such a team", PARTICIPANTS),
    _s("2.3 / team size / 3 to 5", "25.5%", "participants in such a team", PARTICIPANTS),
    _s("2.3 / team size / below 3", "17%", "participants in such a team", PARTICIPANTS),
    _s("2.3 / team size / 10 to 15", "12.9%", "participants in such a team", PARTICIPANTS),
    _s("2.3 / team size / above 15", "14%", "participants in such a team", PARTICIPANTS),
    _s("2.3 / headquarters / North America or Europe", "77.1%", "companies seated there"),
    _s("2.3 / headquarters / Africa", "2.2%", "companies seated there"),
    _s("2.3 / headquarters / Latin America", "0.4%", "companies seated there"),
    _s("2.3 / industry / health care", "15.5%", "participants in this industry"),
    _s("2.3 / industry / cybersecurity", "13.7%", "participants in this industry"),
    _s("2.3 / industry / automotive", "9.2%", "participants in this industry or its suppliers"),
    _s("2.3 / industry / education", "3.3%", "participants in this industry"),
    _s("2.3 / industry / arts and entertainment", "3.3%", "participants in this industry"),
    _s("2.3 / industry / finance and insurance", "4.8%", "participants in this industry"),
    _s("2.3 / company size / below 50", "34%", "participants at such a company", PARTICIPANTS),
    _s("2.3 / company size / above 1000", "28.4%", "participants at such a company"),
    _s("2.3 / AI maturity / indirect work", "4.4%", "participants who work with AI indirectly"),
    _s("2.3 / AI maturity / in production", "51.7%", "participants with models in production"),
    _s("2.3 / AI maturity / getting into production", "17.7%", "participants on the way there"),
    _s("2.3 / AI maturity / starting development", "11.3%", "participants who start to develop"),
    _s("2.3 / AI maturity / evaluating use cases", "7%", "participants who still weigh use cases"),
)

_Q23 = ("Q23",)
_Q23_Q28 = ("Q23", "Q28")

_TRAINING_DATA: tuple[Statement, ...] = (
    _s(
        "3.1 / Q23 / training data not accessible",
        "57.1%",
        "training data that nobody reaches",
        PARTICIPANTS,
        questions=_Q23,
    ),
    _s(
        "3.1 / Q23 / training data under access control",
        "34.4%",
        "training data behind access control",
        PARTICIPANTS,
        questions=_Q23,
    ),
    _s(
        "3.1 / Q23 / training data public",
        "8.5%",
        "training data anyone reaches",
        PARTICIPANTS,
        questions=_Q23,
        standpoint="outsider",
    ),
    _s(
        "3.1 / Q23 x Q28 / the whole",
        "100%",
        "what the joint shares are shares of",
        CLOSED_TRAINING,
        kind="value",
        questions=_Q23_Q28,
    ),
    *(
        _s(
            f"3.1 / Q23 x Q28 / closed data, {label} from public sources",
            printed,
            f"closed training data of which {label} comes from public sources",
            CLOSED_TRAINING,
            questions=_Q23_Q28,
        )
        for label, printed in (
            ("none", "47.1%"),
            ("1 to 5 per cent", "6.6%"),
            ("5 to 10 per cent", "9.1%"),
            ("10 to 15 per cent", "4.1%"),
            ("25 to 50 per cent", "5%"),
            ("50 to 75 per cent", "7.4%"),
            ("over 75 per cent", "10%"),
        )
    ),
    *(
        _s(
            f"3.1 / Q28 / the answer {label}",
            printed,
            "an answer offered by the question",
            "answers of the questionnaire",
            kind="boundary",
            questions=("Q28",),
        )
        for label, printed in (
            ("1 to 5 per cent", "1%-5%"),
            ("5 to 10 per cent", "5%-10%"),
            ("10 to 15 per cent", "10%-15%"),
            ("25 to 50 per cent", "25%-50%"),
            ("50 to 75 per cent", "50%-75%"),
            ("over 75 per cent", "75%"),
        )
    ),
    _s(
        "3.1 / Q28 / over half public or unsure",
        "18%",
        "over half of the data from public sources, or not sure how much",
        PARTICIPANTS,
        questions=("Q28",),
    ),
    _s(
        "3.1 / Q28 / the threshold of that sum",
        "50%",
        "where the sum over the upper answers starts",
        "answers of the questionnaire",
        kind="boundary",
        questions=("Q28",),
    ),
)

_TABLE_2_ROWS: tuple[tuple[str, str], ...] = (
    ("over 30 per cent", ">30%"),
    ("10 to 30 per cent", "10-30%"),
    ("below 10 per cent", "<10%"),
)

_TABLE_2: tuple[Statement, ...] = (
    *(
        _s(
            f"3.1 / Table 2 / the row {label}",
            printed,
            "a row of the table: share of training data altered",
            "rows of the table",
            kind="boundary",
            place="Table 2",
            attack="backdoor",
        )
        for label, printed in _TABLE_2_ROWS
    ),
    _s(
        "3.1 / Table 2 / papers over 30 per cent",
        "—",
        "papers that alter that much",
        BACKDOOR_PAPERS,
        kind="nothing",
        number=None,
        place="Table 2",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Table 2 / papers 10 to 30 per cent",
        "20",
        "papers that alter that much",
        BACKDOOR_PAPERS,
        kind="count",
        place="Table 2",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Table 2 / papers below 10 per cent",
        "12",
        "papers that alter that much",
        BACKDOOR_PAPERS,
        kind="count",
        place="Table 2",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Table 2 / papers that alter nothing",
        "—",
        "papers that alter nothing",
        BACKDOOR_PAPERS,
        kind="nothing",
        number=None,
        place="Table 2",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Table 2 / practice over 30 per cent",
        "* <30.3%",
        "participants with so much data from public sources; estimated by the authors",
        "participants (sample)",
        kind="upper bound",
        place="Table 2",
        questions=("Q28",),
    ),
    _s(
        "3.1 / Table 2 / practice 10 to 30 per cent",
        "* <10.7%",
        "participants with so much data from public sources; estimated by the authors",
        "participants (sample)",
        kind="upper bound",
        place="Table 2",
        questions=("Q28",),
    ),
    _s(
        "3.1 / Table 2 / practice below 10 per cent",
        "20.4%",
        "participants with so much data from public sources",
        "participants (sample)",
        place="Table 2",
        questions=("Q28",),
    ),
    _s(
        "3.1 / Table 2 / practice none",
        "30.3%",
        "participants with no data from public sources",
        "participants (sample)",
        place="Table 2",
        questions=("Q28",),
    ),
)

_BACKDOOR: tuple[Statement, ...] = (
    _s(
        "3.1 / Cinà / papers systematised",
        "32",
        "backdoor papers in the survey",
        BACKDOOR_PAPERS,
        kind="count",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Figure 1 / training data reached by a third party",
        "6.6%",
        "training data within reach of a third party",
        PARTICIPANTS,
        place="Figure 1",
        attack="backdoor",
        standpoint="outsider",
    ),
    _s(
        "3.1 / Figure 1 / training and test data reached by a third party",
        "4.7%",
        "training data and test data within reach of a third party",
        PARTICIPANTS,
        place="Figure 1",
        attack="backdoor",
        standpoint="outsider",
    ),
    _s(
        "3.1 / Cinà / papers that alter training data only",
        "10",
        "poisoning papers with training data alone",
        BACKDOOR_PAPERS,
        kind="count",
        cites=CINA,
    ),
    _s(
        "3.1 / Cinà / papers with fine-tuning",
        "12",
        "backdoor papers that study fine-tuning",
        BACKDOOR_PAPERS,
        kind="count",
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Cinà / share of papers with fine-tuning",
        "37.5%",
        "those papers as a share of the 32",
        BACKDOOR_PAPERS,
        attack="backdoor",
        cites=CINA,
    ),
    _s(
        "3.1 / Q21 / third-party model fine-tuned",
        "48.1%",
        "participants who fine-tune a model of somebody else",
        PARTICIPANTS,
        questions=("Q21",),
    ),
    _s(
        "3.1 / Q21 / no third-party model",
        "24.3%",
        "participants who use no model of somebody else",
        PARTICIPANTS,
        questions=("Q21",),
    ),
    _s(
        "3.1 / exceptions / very small backdoor shares",
        "3%",
        "exceptional papers stay below this share of altered data",
        "three papers named by the authors",
        kind="boundary",
        attack="backdoor",
    ),
    _s(
        "3.1 / take-away / third-party models fine-tuned, roughly",
        "50%",
        "fine-tuned models of others once more, rounded; no question is cited",
        PARTICIPANTS,
    ),
)

_QUERY_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("no queries", "*", "—", "36.5%", "∅"),
    ("below 100 queries", "2", "5", "15.6%", "<100"),
    ("100 to 1000 queries", "8", "9", "4.8%", "100-1k"),
    ("1000 to 100000 queries", "1", "16", "7.4%", "1k-100k"),
    ("above 100000 queries", "—", "10", "1.1%", ">100k"),
    ("unlimited queries", "11", "40", "15.5%", "∞"),
)


def _papers(printed: str) -> Kind:
    return "count" if printed.isdigit() else "nothing"


_TABLE_3: tuple[Statement, ...] = (
    *(
        _s(
            f"3.2 / Table 3 / evasion papers, {label}",
            evasion,
            "black-box evasion papers that need so many queries",
            EVASION_PAPERS,
            kind=_papers(evasion),
            number=Decimal(evasion) if evasion.isdigit() else None,
            place="Table 3",
            attack="evasion",
            cites=MAHMOOD,
        )
        for label, evasion, _, _, _ in _QUERY_ROWS
    ),
    *(
        _s(
            f"3.2 / Table 3 / stealing papers, {label}",
            stealing,
            "model stealing papers that need so many queries",
            STEALING_PAPERS,
            kind=_papers(stealing),
            number=Decimal(stealing) if stealing.isdigit() else None,
            place="Table 3",
            attack="model stealing",
            cites=OLIYNYK,
        )
        for label, _, stealing, _, _ in _QUERY_ROWS
    ),
    *(
        _s(
            f"3.2 / Table 3 / practice, {label}",
            practice,
            "participants who allow so many queries",
            PARTICIPANTS,
            place="Table 3",
            questions=("Q33",),
        )
        for label, _, _, practice, _ in _QUERY_ROWS
    ),
    _s(
        "3.2 / Oliynyk / papers surveyed",
        "40",
        "model stealing papers in the survey",
        STEALING_PAPERS,
        kind="count",
        attack="model stealing",
        cites=OLIYNYK,
    ),
)

_TEST_TIME: tuple[Statement, ...] = (
    *(
        _s(
            f"3.2 / {question} / {what} {label}",
            printed,
            f"{what}: {label}",
            PARTICIPANTS,
            questions=(question,),
        )
        for question, what, rows in (
            (
                "Q26",
                "test data",
                (
                    ("not accessible", "45%"),
                    ("under access control", "23.2%"),
                    ("public", "5.1%"),
                ),
            ),
            (
                "Q24",
                "model",
                (
                    ("not accessible", "49.8%"),
                    ("under access control", "25.8%"),
                    ("public", "7.7%"),
                ),
            ),
            (
                "Q25",
                "outputs",
                (
                    ("not accessible", "23.6%"),
                    ("under access control", "35.4%"),
                    ("public", "19.2%"),
                ),
            ),
        )
        for label, printed in rows
    ),
    _s(
        "3.2 / Q26 x Q27 / closed test data, none from public sources",
        "14%",
        "test data neither accessible nor from public sources",
        questions=("Q26", "Q27"),
    ),
    _s(
        "3.2 / Q26 x Q27 / closed test data, over 75 per cent from public sources",
        "2.2%",
        "test data not accessible but mostly from public sources",
        questions=("Q26", "Q27"),
    ),
    _s(
        "3.2 / Q27 / the answer over 75 per cent",
        "75%",
        "an answer offered by the question",
        "answers of the questionnaire",
        kind="boundary",
        questions=("Q27",),
    ),
    _s(
        "3.2 / Q26 x Q27 / any other combination",
        "2%",
        "no other combination is more frequent than this",
        kind="boundary",
        questions=("Q26", "Q27"),
    ),
    *(
        _s(
            f"3.2 / Q24 x Q33 / public model, {label}",
            printed,
            f"model public and {label}",
            questions=("Q24", "Q33"),
        )
        for label, printed in (
            ("unlimited queries", "8.9%"),
            ("10 to 100 queries", "4.1%"),
            ("100 to 1000 queries", "1.8%"),
            ("100000 to 100 million queries", "1.8%"),
        )
    ),
    _s(
        "3.2 / Figure 2 / white-box evasion",
        "4.1%",
        "model and test inputs within reach of a third party",
        PARTICIPANTS,
        place="Figure 2",
        questions=("Q24", "Q33"),
        attack="evasion",
        standpoint="outsider",
    ),
    _s(
        "3.2 / Figure 2 / black-box evasion",
        "34.6%",
        "test inputs within reach of a third party, whatever holds for the model",
        PARTICIPANTS,
        place="Figure 2",
        questions=("Q24", "Q33"),
        attack="evasion",
        standpoint="outsider",
    ),
    _s(
        "3.2 / Figure 3 / outputs",
        "44.5%",
        "outputs within reach of a third party",
        PARTICIPANTS,
        place="Figure 3",
        questions=("Q24", "Q32", "Q33"),
        attack="model stealing",
        standpoint="outsider",
    ),
    _s(
        "3.2 / Figure 3 / outputs and queries",
        "35.3%",
        "outputs within reach of a third party who may also submit inputs",
        PARTICIPANTS,
        place="Figure 3",
        questions=("Q24", "Q32", "Q33"),
        attack="model stealing",
        standpoint="outsider",
    ),
    _s(
        "3.2 / Figure 3 / outputs, queries and the model itself",
        "4.1%",
        "cases in which the model is public, so that stealing is pointless",
        PARTICIPANTS,
        place="Figure 3",
        questions=("Q24", "Q32", "Q33"),
        attack="model stealing",
        standpoint="outsider",
    ),
    _s(
        "3.2 / Figure 3 / outputs without queries, roughly",
        "10%",
        "cases in which outputs can be seen but no inputs submitted",
        "the cases",
        place="Figure 3",
        attack="model stealing",
        standpoint="outsider",
    ),
    *(
        _s(
            f"3.2 / Q29 x Q33 / {label}",
            printed,
            f"combination of input size and queries: {label}",
            questions=("Q29", "Q33"),
        )
        for label, printed in (
            ("size 100 to 1000, below 10 queries", "10.7%"),
            ("size 10 to 100, below 10 queries", "9.3%"),
            ("size not applicable, below 10 queries", "6.3%"),
            ("size 10 to 100, 10 to 100 queries", "4.1%"),
            ("size not applicable, unlimited queries", "4.1%"),
        )
    ),
    _s(
        "3.2 / Q29 x Q33 / missing data",
        "24.4%",
        "responses left out because an answer is missing",
        "the responses",
        questions=("Q29", "Q33"),
    ),
)

_LIMITS: tuple[Statement, ...] = (
    _s(
        "4 / confidence level",
        "95%",
        "confidence for which the margin of error is given",
        "a population above 50,000",
        kind="value",
    ),
    _s(
        "4 / margin of error",
        "6%",
        "margin of error of the sample, roughly",
        "a population above 50,000",
        kind="value",
    ),
    _s(
        "4 / margin of error out of reach",
        "2%",
        "a margin that would take several thousand participants",
        "not said",
        kind="value",
    ),
    _s(
        "4 / participants, rounded down",
        "250",
        "the authors recruited more than this",
        "the sample",
        kind="boundary",
    ),
    _s(
        "4 / population assumed",
        "50,000",
        "the population is assumed to be larger than this",
        "industrial AI practitioners",
        kind="boundary",
    ),
)

STATEMENTS: tuple[Statement, ...] = (
    *_SAMPLE,
    *_TRAINING_DATA,
    *_TABLE_2,
    *_BACKDOOR,
    *_TABLE_3,
    *_TEST_TIME,
    *_LIMITS,
)

BY_KEY: dict[str, Statement] = {statement.key: statement for statement in STATEMENTS}

_CLOSED = "3.1 / Q23 x Q28 / closed data, {} from public sources"
_T2 = "3.1 / Table 2 / {}"
_T3 = "3.2 / Table 3 / practice, {}"

OCCURRENCES: tuple[tuple[str, str, str], ...] = (
    # Section in which it stands, as it stands there, and the statement it belongs to.
    # The rows of Table 3 stand inside Section 3.1 because the page break puts the table there.
    *(("2.3", statement.printed, statement.key) for statement in _SAMPLE if statement.printed.endswith("%")),
    ("3.1", "57.1%", "3.1 / Q23 / training data not accessible"),
    ("3.1", "34.4%", "3.1 / Q23 / training data under access control"),
    ("3.1", "8.5%", "3.1 / Q23 / training data public"),
    ("3.1", "100%", "3.1 / Q23 x Q28 / the whole"),
    ("3.1", "47.1%", _CLOSED.format("none")),
    ("3.1", "6.6%", _CLOSED.format("1 to 5 per cent")),
    ("3.1", "1%-5%", "3.1 / Q28 / the answer 1 to 5 per cent"),
    ("3.1", "5%-10%", "3.1 / Q28 / the answer 5 to 10 per cent"),
    ("3.1", "9.1%", _CLOSED.format("5 to 10 per cent")),
    ("3.1", "10%-15%", "3.1 / Q28 / the answer 10 to 15 per cent"),
    ("3.1", "4.1%", _CLOSED.format("10 to 15 per cent")),
    ("3.1", "25%-50%", "3.1 / Q28 / the answer 25 to 50 per cent"),
    ("3.1", "5%", _CLOSED.format("25 to 50 per cent")),
    ("3.1", "50%-75%", "3.1 / Q28 / the answer 50 to 75 per cent"),
    ("3.1", "7.4%", _CLOSED.format("50 to 75 per cent")),
    ("3.1", "75%", "3.1 / Q28 / the answer over 75 per cent"),
    ("3.1", "10%", _CLOSED.format("over 75 per cent")),
    ("3.1", "18%", "3.1 / Q28 / over half public or unsure"),
    ("3.1", "50%", "3.1 / Q28 / the threshold of that sum"),
    ("3.1", ">30%", _T2.format("the row over 30 per cent")),
    ("3.1", "<30.3%", _T2.format("practice over 30 per cent")),
    ("3.1", "10-30%", _T2.format("the row 10 to 30 per cent")),
    ("3.1", "<10.7%", _T2.format("practice 10 to 30 per cent")),
    ("3.1", "<10%", _T2.format("the row below 10 per cent")),
    ("3.1", "20.4%", _T2.format("practice below 10 per cent")),
    ("3.1", "30.3%", _T2.format("practice none")),
    ("3.1", "10-30%", _T2.format("the row 10 to 30 per cent")),
    ("3.1", "10%", _T2.format("the row below 10 per cent")),
    ("3.1", "10-30%", _T2.format("the row 10 to 30 per cent")),
    ("3.1", "6.6%", "3.1 / Figure 1 / training data reached by a third party"),
    ("3.1", "4.7%", "3.1 / Figure 1 / training and test data reached by a third party"),
    *(("3.1", practice, _T3.format(label)) for label, _, _, practice, _ in _QUERY_ROWS),
    ("3.1", "48.1%", "3.1 / Q21 / third-party model fine-tuned"),
    ("3.1", "24.3%", "3.1 / Q21 / no third-party model"),
    ("3.1", "37.5%", "3.1 / Cinà / share of papers with fine-tuning"),
    ("3.1", "3%", "3.1 / exceptions / very small backdoor shares"),
    ("3.1", "50%", "3.1 / take-away / third-party models fine-tuned, roughly"),
    ("3.2", "45%", "3.2 / Q26 / test data not accessible"),
    ("3.2", "23.2%", "3.2 / Q26 / test data under access control"),
    ("3.2", "5.1%", "3.2 / Q26 / test data public"),
    ("3.2", "49.8%", "3.2 / Q24 / model not accessible"),
    ("3.2", "25.8%", "3.2 / Q24 / model under access control"),
    ("3.2", "7.7%", "3.2 / Q24 / model public"),
    ("3.2", "23.6%", "3.2 / Q25 / outputs not accessible"),
    ("3.2", "35.4%", "3.2 / Q25 / outputs under access control"),
    ("3.2", "19.2%", "3.2 / Q25 / outputs public"),
    ("3.2", "14%", "3.2 / Q26 x Q27 / closed test data, none from public sources"),
    ("3.2", "2.2%", "3.2 / Q26 x Q27 / closed test data, over 75 per cent from public sources"),
    ("3.2", "75%", "3.2 / Q27 / the answer over 75 per cent"),
    ("3.2", "2%", "3.2 / Q26 x Q27 / any other combination"),
    ("3.2", "8.9%", "3.2 / Q24 x Q33 / public model, unlimited queries"),
    ("3.2", "4.1%", "3.2 / Q24 x Q33 / public model, 10 to 100 queries"),
    ("3.2", "1.8%", "3.2 / Q24 x Q33 / public model, 100 to 1000 queries"),
    ("3.2", "1.8%", "3.2 / Q24 x Q33 / public model, 100000 to 100 million queries"),
    ("3.2", "4.1%", "3.2 / Figure 2 / white-box evasion"),
    ("3.2", "34.6%", "3.2 / Figure 2 / black-box evasion"),
    ("3.2", "15.6%", _T3.format("below 100 queries")),
    ("3.2", "4.8%", _T3.format("100 to 1000 queries")),
    ("3.2", "7.4%", _T3.format("1000 to 100000 queries")),
    ("3.2", "15.5%", _T3.format("unlimited queries")),
    ("3.2", "4.1%", "3.2 / Figure 2 / white-box evasion"),
    ("3.2", "44.5%", "3.2 / Figure 3 / outputs"),
    ("3.2", "35.3%", "3.2 / Figure 3 / outputs and queries"),
    ("3.2", "4.1%", "3.2 / Figure 3 / outputs, queries and the model itself"),
    ("3.2", "10%", "3.2 / Figure 3 / outputs without queries, roughly"),
    ("3.2", "15.6%", _T3.format("below 100 queries")),
    ("3.2", "10.7%", "3.2 / Q29 x Q33 / size 100 to 1000, below 10 queries"),
    ("3.2", "9.3%", "3.2 / Q29 x Q33 / size 10 to 100, below 10 queries"),
    ("3.2", "6.3%", "3.2 / Q29 x Q33 / size not applicable, below 10 queries"),
    ("3.2", "4.1%", "3.2 / Q29 x Q33 / size 10 to 100, 10 to 100 queries"),
    ("3.2", "24.4%", "3.2 / Q29 x Q33 / missing data"),
    ("4", "95%", "4 / confidence level"),
    ("4", "6%", "4 / margin of error"),
    ("4", "2%", "4 / margin of error out of reach"),
)

PRINTED_TOGETHER: dict[str, str] = {
    # Printed once for two combinations: two statements, one occurrence.
    "3.2 / Q29 x Q33 / size not applicable, unlimited queries": ("3.2 / Q29 x Q33 / size 10 to 100, 10 to 100 queries"),
}

COUNT_MENTIONS: tuple[tuple[str, str, str], ...] = (
    # Counts of papers and participants in the running text, in order; the tables' cells are
    # statements of their own and are checked row by row.
    ("2.3", "271", "2.3 / sample / size"),
    ("3.1", "32", "3.1 / Cinà / papers systematised"),
    ("3.1", "20", "3.1 / Table 2 / papers 10 to 30 per cent"),
    ("3.1", "12", "3.1 / Table 2 / papers below 10 per cent"),
    ("3.1", "32", "3.1 / Cinà / papers systematised"),
    ("3.1", "10", "3.1 / Cinà / papers that alter training data only"),
    ("3.1", "32", "3.1 / Cinà / papers systematised"),
    ("3.1", "12", "3.1 / Cinà / papers with fine-tuning"),
    ("3.1", "12", "3.1 / Cinà / papers with fine-tuning"),
    ("3.2", "2", "3.2 / Table 3 / evasion papers, below 100 queries"),
    ("3.2", "8", "3.2 / Table 3 / evasion papers, 100 to 1000 queries"),
    ("3.2", "one", "3.2 / Table 3 / evasion papers, 1000 to 100000 queries"),
    ("3.2", "40", "3.2 / Oliynyk / papers surveyed"),
    ("3.2", "five", "3.2 / Table 3 / stealing papers, below 100 queries"),
    ("4", "250", "4 / participants, rounded down"),
)


def sections_of(key: str) -> set[str]:
    """The sections whose running text, as against a table, prints the statement."""
    printed = {section for section, _, said in (*OCCURRENCES, *COUNT_MENTIONS) if said == key}
    if " / Table " in key and not any(said == key for _, _, said in COUNT_MENTIONS):
        printed.discard("3.1")  # both tables stand among the pages of Sect. 3.1
    return printed


TABLE_2_CELLS: tuple[tuple[str, str, str], ...] = (
    (">30%", "—", "* <30.3%"),
    ("10-30%", "20", "* <10.7%"),
    ("<10%", "12", "20.4%"),
    ("∅", "—", "30.3%"),
)

TABLE_3_CELLS: tuple[tuple[str, str, str, str], ...] = tuple(
    (row, evasion, stealing, practice) for _, evasion, stealing, practice, row in _QUERY_ROWS
)

TABLE_1: dict[str, tuple[str, ...]] = {
    # Knowledge of (X, Y), (X_t, Y_t), omega; then: may alter x, y, x_t, may observe F(omega, x).
    # R required, S sometimes required, N not required; * one of the starred two, at least.
    "backdoor": ("R", "R", "S", "R", "S", "R", "N"),
    "evasion": ("N", "R", "S*", "N", "N", "R", "S*"),
    "model stealing": ("N", "S", "N", "N", "N", "S", "R"),
}
TABLE_1_SIGNS: dict[str, str] = {"●": "R", "◐": "S", "◐*": "S*", "○": "N"}
