"""The kinds of additions: attack, threat model, work. Names and order are what people see everywhere."""

from __future__ import annotations

from kg.author.fields import PARAGRAPH, SENTENCE, Field, Form

_ACCESS_HELP = "Accesses to the system, such as query-model or alter-training-samples."

RELATIONS = (
    ("exact", "the two are the same"),
    ("close", "about the same"),
    ("broad", "the entry is broader than the attack"),
    ("narrow", "the entry is narrower than the attack"),
    ("related", "they have to do with each other; no correspondence"),
)
#: What stands for the id of an entry where a catalogue has none that corresponds.
NOTHING = "none"

MAPPING = Form(
    "mapping", "a link to a catalogue", "What corresponds to the attack in ATLAS, NIST AI 100-2 or OWASP.", (
        Field("to", "Entry", "entry", "The id in the catalogue, such as AML.T0029; or 'none' and a catalogue, where "
              "you looked and nothing corresponds.", required=True, limit=40, example="AML.T0029"),
        Field("catalogue", "Catalogue", "one", "Only needed with 'none': whose list you looked through.",
              kinds=("scheme",), example="atlas"),
        Field("relation", "Relation", "choice", "How the entry relates to the attack.", options=RELATIONS,
              example="broad"),
        Field("confidence", "Confidence", "number", "How sure you are, from 0 to 1.", example="0.8"),
        Field("why", "Reason", "text", "Why you think so, in a sentence.", limit=SENTENCE),
    ),
)  # fmt: skip

LIMIT = Form(
    "limit", "an amount or degree", "How much of an access is needed, where that is known.", (
        Field("access", "Access", "one", _ACCESS_HELP, kinds=("access",), required=True, example="query-model"),
        Field("at-least", "At least", "number", "The least amount that is needed.", "praxis:atLeast", example="50"),
        Field("at-most", "At most", "number", "The amount that is always enough.", "praxis:atMost", example="1000"),
        Field("unit", "Unit", "line", "What is counted, such as 'queries per sample'.", "praxis:unit",
              example="queries per sample"),
        Field("extent", "Extent", "choice", "Whether the access is needed in full or in part.", "praxis:extent",
              options=(("full", "all of it"), ("partial", "a part is enough"))),
        Field("locator", "Place", "line", "Where in the source it stands; the place of the threat model, if not given.",
              "praxis:locator", example="Table 3"),
    ),
)  # fmt: skip

_NEEDS = (
    Field("source", "Source", "one", "The study or work that states what the attack needs. Without one, it is your own "
          "judgement and is shown as such.", "prov:wasDerivedFrom", kinds=("work", "study")),
    Field("locator", "Place in the source", "line", "Section, table or figure. Needed with a source.",
          "praxis:locator", example="Sect. 3"),
    Field("status", "Who vouches", "choice", "Published: the source says so. Curator: you read it so. By default "
          "published with a source and curator without.", "praxis:status",
          options=(("published", "the source says so"), ("curator", "a judgement of yours"),
                   ("estimated", "read off or reckoned roughly"))),
    Field("requires", "Requires", "many", f"What the attacker must have. {_ACCESS_HELP}", "praxis:requires",
          kinds=("access",), example="query-model"),
    Field("sometimes", "Sometimes requires", "many", "What some forms of the attack need and others do not.",
          "praxis:sometimesRequires", kinds=("access",), rare=True),
    Field("not", "Does not require", "many", "What the source says is not needed. What is not mentioned at all is left "
          "out.", "praxis:doesNotRequire", kinds=("access",), example="alter-training-samples"),
    Field("one-of", "At least one of", "groups", "Accesses of which any one is enough; several such sets may be given.",
          "praxis:requiresOneOf", kinds=("access",), rare=True),
    Field("limits", "Amounts", "parts", "How much of an access is needed, where that is known.", "praxis:hasNeed",
          form=LIMIT, rare=True),
    Field("variant", "Case", "line", "Which case this is, where one source states several, such as 'white-box'.",
          rare=True),
    Field("note", "Note", "text", "What a reader should know of it.", "skos:scopeNote", limit=SENTENCE, rare=True),
)  # fmt: skip

NEEDS = Form("needs", "what it needs", "What one source says that the attack needs.", _NEEDS)

THREAT_MODEL = Form(
    "model", "a threat model", "What one more source says that an attack of the graph needs.",
    (Field("attack", "Attack", "one", "The attack that the source speaks of.", "praxis:ofAttack", kinds=("attack",),
           required=True, example="evasion"), *_NEEDS),
)  # fmt: skip

WORK = Form(
    "work", "a work", "A paper, report or page that the graph cites. Give identifiers only if you looked them up.", (
        Field("id", "Id", "slug", "The end of its address; made from authors and year if not given.",
              example="author2021", rare=True),
        Field("title", "Title", "line", "As it is printed.", "dcterms:title", required=True, limit=400),
        Field("authors", "Authors", "line", "Family names, parted by commas.", "praxis:authors", limit=800,
              required=True),
        Field("year", "Year", "whole", "When it came out.", "praxis:year", example="2021"),
        Field("venue", "Venue", "line", "Conference, journal or publisher.", "praxis:venue", limit=200),
        Field("pages", "Pages", "line", "Such as 15-29.", "bibo:pages", limit=40, rare=True),
        Field("doi", "DOI", "line", "Without https://doi.org/.", "bibo:doi", limit=200),
        Field("arxiv", "arXiv id", "line", "Without address and version, such as 2311.09994.", "praxis:arxiv",
              limit=40),
        Field("note", "Note", "text", "What a reader should know of it.", "skos:editorialNote", limit=PARAGRAPH,
              rare=True),
    ),
)  # fmt: skip

ATTACK = Form(
    "attack", "an attack", "A way to make a machine-learning system fail, leak or serve somebody else.", (
        Field("label", "Name", "line", "A short name in the singular, in the words of the literature.",
              "skos:prefLabel", required=True, example="Sponge attack on early-exit networks"),
        Field("id", "Id", "slug", "The end of its address. It is made from the name if you leave it out, and never "
              "changes.", example="sponge-early-exit", rare=True),
        Field("definition", "Definition", "text", "What the attacker does, to what, in a sentence or two of your own.",
              "skos:definition", required=True, limit=SENTENCE),
        Field("also", "Other names", "lines", "Other names in the literature.", "skos:altLabel", rare=True),
        Field("said-as", "How practitioners say it", "lines", "Words by which people find it; not shown as names.",
              "skos:hiddenLabel", rare=True),
        Field("form-of", "Is a form of", "one", "The more general attack, if there is one.", "praxis:subAttackOf",
              kinds=("attack",), example="sponge"),
        Field("acts-at", "Attacker acts at", "many", "The stages of the pipeline at which the attacker must act. May "
              "be left out where the more general attack says it.", "praxis:actsAt", kinds=("stage",),
              example="deployment"),
        Field("takes-effect-at", "Takes effect at", "many", "The stages at which the harm shows.",
              "praxis:takesEffectAt", kinds=("stage",), example="deployment"),
        Field("objective", "Objective", "many", "", "praxis:hasObjective", kinds=("objective",), required=True,
              example="availability"),
        Field("targets", "Targets", "many", "", "praxis:targets", kinds=("asset",), example="serving-infrastructure"),
        Field("via", "Channel", "many", "", "praxis:viaChannel", kinds=("channel",), example="model-interface"),
        Field("concern", "Concern", "one", "Whether it is peculiar to machine learning, classical, or both.",
              "praxis:concern", kinds=("concern",), example="aml", rare=True),
        Field("formal-problem", "Formal problem", "line", "The attack as an optimisation problem, in LaTeX.",
              "praxis:formalProblem", limit=SENTENCE, rare=True),
        Field("note", "Note", "text", "What a reader should know of it.", "skos:editorialNote", limit=PARAGRAPH,
              rare=True),
        Field("needs", "What it needs", "parts", "What the attacker must have, by source.", form=NEEDS),
        Field("mappings", "Counterparts elsewhere", "parts", "What corresponds to it in ATLAS, NIST AI 100-2 or OWASP.",
              form=MAPPING),
        Field("works", "New works", "parts", "Works you cite that the graph does not know yet.",
              form=WORK, brings="work"),
    ),
)  # fmt: skip
