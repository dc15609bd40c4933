"""Threat models, works, studies, numbers and counterparts that must be refused."""

from __future__ import annotations

from tests.unit.additions import Bad

_STUDY = """\
label: A made-up survey
id: made-up-survey
class: practitioner-survey
definition: A questionnaire that nobody filled in.
work: work:biggio2018
"""
_NUMBER = """\
study: study:grosse2024
label: A made-up number
kind: statistic
role: practice
base: grosse2024-q23
printed-as: 36%
locator: Table 1
"""
_MODEL = "attack: evasion\nsource: work:biggio2018\nlocator: Sect. 3\nrequires: query-model\n"
_LONG = "2022-opportunistic-backdoor-attacks-exploring-human-imperceptible-vulnerabilities-on-speech"


def _case(kind: str, base: str, lines: str, field: str, reason: str, remedy: str) -> Bad:
    """An addition with lines added; a field that they name replaces its line."""
    names = {line.partition(":")[0] for line in lines.splitlines()}
    kept = [line for line in base.splitlines() if line.partition(":")[0] not in names]
    return Bad("\n".join([*kept, lines]) + "\n", field, reason, remedy, kind)


def _study(lines: str, field: str, reason: str, remedy: str) -> Bad:
    return _case("study", _STUDY, lines, field, reason, remedy)


def _number(lines: str, field: str, reason: str, remedy: str) -> Bad:
    return _case("observation", _NUMBER, lines, field, reason, remedy)


def _model(lines: str, field: str, reason: str, remedy: str) -> Bad:
    return _case("model", _MODEL, lines, field, reason, remedy)


CASES: dict[str, Bad] = {
    "a threat model of no attack": _model("attack: spong  #!", "attack", "unknown attack 'spong'", "Did you mean spon"),
    "a threat model without a place": _model("locator:  #!", "locator", "it is missing", "section, table or figure"),
    "a threat model with a contradiction": _model("not: query-model  #!", "not", "is under 'requires' too", "keep one"),
    "a threat model with a long address": _model(
        f"attack: dataset-supply-chain-compromise\nsource: work:{_LONG}\nvariant: {'long ' * 20}  #!", "variant",
        "characters; 171 are allowed", "fewer words"),
    "a work without a title": Bad("authors: Nobody  #!\n", "title", "it is missing", "Give a text", "work"),
    "a work with an address in use": Bad("title: Made up\nauthors: Nobody\nid: biggio2018  #!\n", "id",
                                         "work:biggio2018 is there already", "Choose another", "work"),
    "a work with a Chinese author and title": Bad("title: 海绵攻击  #!\nauthors: 王\n", "title",
                                                  "no address can be made of it", "Give an id", "work"),
    "a study of no class": _study("class: survey  #!", "class", "unknown value 'survey'", "One of practitioner-survey"),
    "a study with an address in use": _study("id: grosse2024  #!", "id", "study:grosse2024 is there already", "Choose"),
    "a study in spring": _study("when: spring 2026  #!", "when", "'spring 2026' is no period", "2026-04/2026-07"),
    "a study in month 13": _study("when: 2026-13  #!", "when", "'2026-13' is no period", "2026-04/2026-07"),
    "a study that ends before it begins": _study("when: 2026-07/2026-04  #!", "when", "ends before it begins", "Swap"),
    "a licence by name": _study("licence: CC BY  #!", "licence", "this is no address", "https://"),
    "a licence that runs": _study("licence: javascript:alert(1)  #!", "licence", "holds markup", "plain words"),
    "a base of another study": _study("bases:\n  - {id: other-all, label: All}  #!", "bases[1].id",
                                      "does not begin with made-up-survey-", "Write made-up-survey-other-all"),
    "two works of one address": _study(
        "works:\n  - {title: A, authors: Nobody, year: 2021}\n  - {title: B, authors: Nobody, year: 2021}  #!",
        "works[2].id", "works[1] has the same address", "ids that differ"),
    "two bins of one address": _study(
        "dimensions:\n  - id: made-up-survey-mood\n    label: Mood\n    definition: How.\n    unit: answer\n    bins:\n"
        "      - {id: made-up-survey-good, label: good}\n      - {id: made-up-survey-good, label: bad}  #!",
        "dimensions[1].bins[2].id", "has the same address", "an id that differs"),
    "a bin upside down": _study(
        "dimensions:\n  - id: made-up-survey-mood\n    label: Mood\n    definition: How.\n    unit: answer\n    bins:\n"
        "      - {id: made-up-survey-good, label: good, lower: 5, upper: 3}  #!",
        "dimensions[1].bins[1].lower", "5 is more than the upper end, 3", "Swap them"),
    "no figure": _number("note: Nothing.", "share", "one figure; none is given", "Give one of count"),
    "two figures": _number("share: 36  #!\ncount: 9", "share", "one figure; count and share", "Give one of count"),
    "more than all": _number("share: 136  #!", "share", "at most 100 percent", "Write percent"),
    "a negative share": _number("share: -3  #!", "share", "'-3' is no number", "digits such as"),
    "a share with its sign": _number('share: "36%"  #!', "share", "'36%' is no number", "digits such as"),
    "a share with a comma": _number('share: "36,5"  #!', "share", "'36,5' is no number", "digits such as"),
    "half a person": _number("count: 9.5  #!", "count", "'9.5' is no whole number", "digits such as"),
    "a value without a unit": _number("value: 9", "unit", "a value has a unit", "what is counted"),
    "a number derived somehow": _number("share: 9\nstatus: derived", "formula", "what is derived says how", "6.6 -"),
    "a number of no bin": _number("share: 9\nkind: bin", "bin", "belongs to a bin", "Name it"),
    "a number of no known base": _number("share: 9\nbase: everybody  #!", "base", "unknown base 'everybody'", "Known:"),
    "a counterpart that is there": Bad("attack: evasion\nrelation: close\nto: AML.T0043  #!\n", "to",
                                       "attack:evasion is mapped to it already", "Change that one", "mapping"),
    "a counterpart without an entry": Bad("attack: evasion  #!\nrelation: broad\n", "to", "it is missing", "AML.T0029",
                                          "mapping"),
    "nothing where there is a counterpart": Bad("attack: evasion\nto: none  #!\ncatalogue: atlas\n", "to",
                                                "attack:evasion has a counterpart there", "Leave this out", "mapping"),
}  # fmt: skip
