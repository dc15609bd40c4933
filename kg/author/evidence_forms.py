"""Forms of evidence: studies with their numbers, single numbers, and links of attacks to catalogues."""

from __future__ import annotations

from kg.author.fields import PARAGRAPH, SENTENCE, Field, Form
from kg.author.forms import MAPPING, WORK

#: What a study is, and the class it becomes.
STUDY_CLASSES = {
    "practitioner-survey": "PractitionerSurvey", "interview-study": "InterviewStudy",
    "literature-survey": "LiteratureSurvey", "benchmark-suite": "BenchmarkSuite",
    "incident-collection": "IncidentCollection",
}  # fmt: skip
#: The figures of which an observation has one.
FIGURES = ("count", "share", "share-below", "value")

BASE = Form(
    "base", "a base", "The people or papers that a share is a share of.", (
        Field("id", "Id", "slug", "Begins with the id of the study.", required=True, example="my-study-participants"),
        Field("label", "Name", "line", "", "skos:prefLabel", required=True, example="25 participants"),
        Field("n", "Size", "whole", "How many; left out where the source does not say.", "praxis:n", example="25"),
        Field("note", "Note", "text", "", "skos:editorialNote", limit=PARAGRAPH),
    ),
)  # fmt: skip

BIN = Form(
    "bin", "a bin", "One answer to a question, or one range of a scale.", (
        Field("id", "Id", "slug", "Begins with the id of the study.", required=True, example="my-study-under-100"),
        Field("label", "Name", "line", "", "skos:prefLabel", required=True, example="under 100"),
        Field("lower", "Lower end", "number", "", "praxis:lower"),
        Field("upper", "Upper end", "number", "", "praxis:upper", example="100"),
    ),
)  # fmt: skip

DIMENSION = Form(
    "dim", "a dimension", "What a question is about, with its answers in order.", (
        Field("id", "Id", "slug", "Begins with the id of the study.", required=True, example="my-study-budget"),
        Field("label", "Name", "line", "", "skos:prefLabel", required=True, example="Query budget (my study)"),
        Field("definition", "Definition", "text", "", "skos:definition", required=True, limit=SENTENCE),
        Field("unit", "Unit", "line", "What is counted; 'not stated' where the source is silent.", "praxis:unit",
              required=True, example="queries"),
        Field("bins", "Bins", "parts", "The answers or ranges, in order.", form=BIN, brings="bin"),
    ),
)  # fmt: skip

_FIGURE = (
    Field("label", "Name", "line", "What the number says, in a few words.", "skos:prefLabel", required=True,
          example="Query budget, under 100"),
    Field("id", "Id", "slug", "Made from study and name if not given."),
    Field("kind", "Kind", "one", "bin: of one answer; total: a sum over answers; combination: of several conditions "
          "together; statistic: of the study itself.", "praxis:observationKind", kinds=("kind",), required=True,
          example="bin"),
    Field("role", "Speaks of", "one", "research: what papers assume; practice: what people report.", "praxis:role",
          kinds=("role",), required=True, example="practice"),
    Field("base", "Base", "one", "What it is a share of.", "praxis:base", kinds=("base",), required=True),
    Field("count", "Count", "whole", "One of count, share, share-below and value is given.", "praxis:count"),
    Field("share", "Share in percent", "number", "", "praxis:share", example="36.5"),
    Field("share-below", "Share below, in percent", "number", "Where the source only says that it is less.",
          "praxis:shareUpperBound"),
    Field("value", "Value", "number", "Another figure; it has a unit.", "praxis:value"),
    Field("unit", "Unit of the value", "line", "", "praxis:unit"),
    Field("printed-as", "As printed", "line", "Exactly as the source prints it, such as 36.5%.", "praxis:printedAs",
          required=True, example="36.5%"),
    Field("locator", "Place", "line", "Table, figure or section.", "praxis:locator", required=True, example="Table 2"),
    Field("qualifier", "To be read", "one", "as-printed if not given.", "praxis:qualifier", kinds=("qualifier",)),
    Field("attack", "About the attack", "many", "", "praxis:aboutAttack", kinds=("attack",)),
    Field("dimension", "Dimension", "one", "", "praxis:onDimension", kinds=("dim",)),
    Field("bin", "Bin", "one", "", "praxis:bin", kinds=("bin",)),
    Field("with-bins", "With bins", "many", "The conditions of a combination.", "praxis:withBin", kinds=("bin",)),
    Field("standpoint", "Standpoint", "one", "", "praxis:standpoint", kinds=("standpoint",)),
    Field("question", "Question", "line", "The number of the item in the questionnaire.", "praxis:question", limit=20),
    Field("status", "Who vouches", "choice", "published if not given.", options=(
        ("published", "the source prints it"), ("derived", "it follows from printed figures; give the formula"),
        ("estimated", "reckoned roughly or read off"))),
    Field("formula", "Formula", "line", "How it follows from printed figures.", "praxis:formula", limit=SENTENCE),
    Field("note", "Note", "text", "", "skos:editorialNote", limit=PARAGRAPH),
)  # fmt: skip

OBSERVATION = Form("obs", "a number", "One number that a study prints, with its place there.", _FIGURE)

SINGLE_OBSERVATION = Form(
    "observation", "a number", "One more number that a study of the graph prints, with its place there.",
    (Field("study", "Study", "one", "The study that prints it.", "prov:wasDerivedFrom", kinds=("study",),
           required=True),
     *_FIGURE, Field("bases", "New bases", "parts", "", form=BASE, brings="base")),
)  # fmt: skip

STUDY = Form(
    "study", "a study", "An investigation of research or practice, with the numbers it prints.", (
        Field("label", "Name", "line", "", "skos:prefLabel", required=True, example="My survey (2026)"),
        Field("id", "Id", "slug", "Made from the name if not given; the ids of its parts begin with it.",
              example="my-study"),
        Field("class", "Kind of study", "choice", "", required=True, options=(
            ("practitioner-survey", "a questionnaire to people who build or run machine-learning systems"),
            ("interview-study", "conversations with such people"), ("literature-survey", "a study of papers"),
            ("benchmark-suite", "attacks with default settings"), ("incident-collection", "attacks observed outside")),
            example="practitioner-survey"),
        Field("definition", "What was done", "text", "In a sentence of your own.", "skos:definition", required=True,
              limit=SENTENCE),
        Field("work", "Printed in", "one", "The work in which it is printed.", "praxis:publishedIn", kinds=("work",),
              required=True),
        Field("when", "When", "line", "The period, in ISO dates: 2026-04/2026-07.", "dcterms:temporal", limit=21),
        Field("licence", "Licence", "line", "The address of the licence of the source, if you saw it.", limit=200),
        Field("note", "Note", "text", "", "skos:editorialNote", limit=PARAGRAPH),
        Field("works", "New works", "parts", "", form=WORK, brings="work"),
        Field("bases", "Bases", "parts", "What its shares are shares of.", form=BASE, brings="base"),
        Field("dimensions", "New dimensions", "parts", "", form=DIMENSION, brings="dim"),
        Field("observations", "Numbers", "parts", "The numbers it prints; a CSV file may give them instead.",
              form=OBSERVATION),
    ),
)  # fmt: skip

SINGLE_MAPPING = Form(
    "mapping", "a link to a catalogue", "What corresponds to an attack in ATLAS, NIST AI 100-2 or OWASP.",
    (Field("attack", "Attack", "one", "The attack of ours.", kinds=("attack",), required=True), *MAPPING.fields),
)  # fmt: skip
