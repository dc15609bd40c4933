"""Attacks that must be refused: fields, names, addresses, choices, values, mappings and works."""

from __future__ import annotations

from tests.unit.additions import Bad, attack, counterpart, needs

_FIELDS = {
    "no name": attack("label", "it is missing", "such as 'Sponge attack on early-exit networks'", label=""),
    "an empty name": attack("label", "it is missing", "Give a text", label='label: "  "  #!'),
    "a null name": attack("label", "it is missing", "Give a text", label="label: ~  #!"),
    "no definition": attack("definition", "it is missing", "Give a text", definition=""),
    "no objective": attack("objective", "it is missing", "such as 'availability'", objective=""),
    "no stage and no more general attack": attack("acts-at", "it is missing, and no more general attack", "such as",
                                                  acts_at=""),
    "a field that there is not": attack("acts_at", "no such field", "Did you mean acts-at?",
                                        acts_at="acts_at: serving #!"),
    "a field unlike any": attack("colour", "no such field", "Fields: label, id,", note="colour: red  #!"),
    "a field of parts that there is not": needs("needs[1].require", "no such field", "Did you mean requires?",
                                                "not: query-model\nrequire: observe-outputs  #!"),
    "a text as a list": attack("definition", "must be one value, not a list", "Give a text",
                               definition="definition:  \n  - One.  #!\n  - Two."),
    "a text as a mapping": attack("label", "must be one value, not a mapping", "Give a text",
                                  label="label: {en: Sponge}  #!"),
    "several names as a mapping": attack("also", "must be a list", "Write '- '", also="also: {first: One}  #!"),
    "a list in a list": attack("objective[1]", "must be one value", "such as 'availability'",
                               objective="objective: [[availability]]  #!"),
    "needs as a text": attack("needs", "must be a list of entries", "Write '- source: …'",
                              needs="needs: query-model  #!"),
    "needs as a list of texts": attack("needs[1]", "not a text", "Write 'source: …'", needs="needs: [query-model]  #!"),
    "a name in two lines": attack("label", "more than one line", "on one line", label="label: |  #!\n  One\n  Two"),
    "a long name": attack("label", "it has 121 characters; 120 are allowed", "shorter",
                          label=f"label: {'a' * 121}  #!"),
    "a definition of 200,000 characters": attack("definition", "200,000 characters; 600 are allowed", "shorter",
                                                 definition=f"definition: {'a' * 200_000}  #!"),
    "101 other names": attack("also", "there are 101 values; 100 are allowed", "Split",
                              also=f"also: [{', '.join(f'Name {n}' for n in range(101))}]  #!"),
    "the same value twice": attack("objective[2]", "stands there already", "Keep one",
                                   objective="objective: [availability, Availability]  #!"),
}  # fmt: skip

_IDS = {
    "../../x": "above", "..%2f..%2fx": "quoted", "/etc/passwd": "absolute", "a/b": "below", ".hidden": "dotted",
    "nul.ttl": "ending", "Sponge": "upper case", "early_exit": "underscore", "early--exit": "two hyphens",
    "-early": "leading hyphen", "öko": "umlaut", "a b": "space",
    "C:\\x": "drive", "attack:evasion": "prefixed",
}  # fmt: skip
_ADDRESSES = {
    f"an id with {how}": attack("id", "cannot be the end of an address", "lower-case letters, digits and single",
                                id=f"id: {text}  #!")
    for text, how in _IDS.items()
} | {
    "an id with a NUL": attack("id", "control character U+0000", "Remove it", id='id: "a\\0b"  #!'),
    "an id of 300 characters": attack("id", "it has 300 characters; 60 are allowed", "shorter",
                                   id=f"id: {'a' * 300}  #!"),
    "the id of another attack": attack("id", "attack:evasion is there already (Evasion)", "Choose another name or id",
                                       id="id: evasion  #!"),
    "a name that gives the id of another": attack("label", "attack:evasion is there already", "another name or id",
                                                  label="label: The evasion  #!", id=""),
    "a Chinese name without an id": attack("label", "no address can be made of it", "Give an id",
                                           label="label: 海绵攻击  #!", id=""),
}  # fmt: skip

_SAME = "add a threat model to it; if not, say in the name how it differs"
_NAMES = {
    "the name of another": attack("label", "'Evasion' is the name of attack:evasion", _SAME,
                                  label="label: Evasion  #!"),
    "another name of another": attack("label", "'adversarial examples' is the other name of attack:evasion", _SAME,
                                      label="label: adversarial examples  #!"),
    "a name as other name": attack("also[2]", "'Evasion' is the name of attack:evasion", _SAME,
                                   also="also: [Early-exit sponge, evasion]  #!"),
    "a name that differs by case": attack("label", "is the name of attack:evasion", _SAME, label="label: eVASION  #!"),
    "a name that differs by accents": attack("label", "is the name of attack:evasion", _SAME,
                                             label="label: Évasïon  #!"),
    "a name that differs by a hyphen": attack("label", "is the name of attack:model-stealing", _SAME,
                                              label="label: Model-stealing  #!"),
    "a name that differs by a space": attack("label", "is the name of attack:model-stealing", _SAME,
                                             label="label: Modelstealing  #!"),
    "a name that differs by spaces within": attack("label", "is the name of attack:evasion", _SAME,
                                                   label="label: Eva sion  #!"),
    "a name that differs by marks": attack("label", "is the name of attack:evasion", _SAME,
                                           label="label: “Evasion”.  #!"),
    "a name in full-width letters": attack("label", "is the name of attack:evasion", _SAME,
                                           label="label: Ｅｖａｓｉｏｎ  #!"),
    "a name with look-alike letters": attack("label", "mixes letters of two scripts", "CYRILLIC SMALL LETTER A",
                                             label="label: Ev\u0430sion  #!"),
    "look-alike letters in another name": attack("also[1]", "mixes letters of two scripts", "SMALL LETTER OMICRON",
                                                 also="also: [Sp\u03bfnge of early exits]  #!"),
    "a name with a zero-width space": attack("label", "unseen character U+200B", "type the text anew",
                                             label="label: Eva\u200bsion  #!"),
    "a name with a Hangul filler": attack("label", "unseen character U+3164", "type the text anew",
                                          label="label: Eva\u3164sion  #!"),
    "a name with a variation selector": attack("label", "unseen character U+FE0F", "type the text anew",
                                               label="label: Eva\ufe0fsion  #!"),
    "a name with a letter of the tags block": attack("label", "unseen character U+E0041", "type the text anew",
                                                     label="label: Eva\U000e0041sion  #!"),
    "a name that runs backwards": attack("label", "unseen character U+202E", "type the text anew",
                                         label="label: Sponge \u202eknatt  #!"),
    "a name with a bell": attack("label", "control character U+0007", "Remove it", label='label: "Spo\\ange"  #!'),
    "a name with an escape": attack("label", "control character U+001B", "Remove it",
                                    label='label: "Spo\\e[31mnge"  #!'),
    "a name with a private character": attack("label", "control character U+E000", "Remove it",
                                              label='label: "Spo\\uE000nge"  #!'),
    "one's own name again": attack("also[1]", "stands there already, as label", "Keep one",
                                   also="also: sponge attack on early exit NETWORKS  #!"),
}  # fmt: skip

_CHOICES = {
    "an unknown stage": attack("acts-at", "unknown stage 'deploiment'", "Did you mean deployment?",
                               acts_at="acts-at: deploiment  #!"),
    "an unknown objective": attack("objective[2]", "unknown objective 'integrty'", "Did you mean integrity?",
                                   objective="objective: [availability, integrty]  #!"),
    "an unknown stage of effect": attack("takes-effect-at", "unknown stage 'servin'", "Did you mean serving?",
                                         takes_effect_at="takes-effect-at: servin  #!"),
    "an unknown asset": attack("targets", "unknown asset 'output'", "Did you mean outputs?",
                               targets="targets: output  #!"),
    "an unknown channel": attack("via", "unknown channel 'model-interfaces'", "Did you mean model-interface",
                                 via="via: model-interfaces  #!"),
    "an unknown concern": attack("concern", "unknown concern 'clasical'", "Did you mean classical?",
                                 concern="concern: clasical  #!"),
    "an unknown parent": attack("form-of", "unknown attack 'spong'", "Did you mean sponge?",
                                form_of="form-of: spong  #!"),
    "a parent that is a stage": attack("form-of", "unknown attack 'stage:deployment'", "'threatpraxis search",
                                       form_of="form-of: stage:deployment  #!"),
    "itself as parent": attack("form-of", "unknown attack 'sponge-early-exit'", "Perhaps sponge",
                               form_of="form-of: sponge-early-exit  #!"),
    "an unknown access": needs("needs[1].requires[1]", "unknown access 'query-modell'", "Did you mean query-model?",
                               "requires: [query-modell]  #!"),
    "two accesses in one text": needs("needs[1].requires", "unknown access", "Write several as [query-model, observe",
                                      "requires: query-model, observe-outputs  #!"),
    "an unknown source": needs("needs[1].source", "unknown work or study 'biggio2081'", "Did you mean biggio2018?",
                               "source: biggio2081  #!\nlocator: Sect. 3\nrequires: query-model"),
    "a source that may be two": needs("needs[1].source", "may mean work:kumar2020 or study:kumar2020", "Write which",
                                      "source: kumar2020  #!\nlocator: Sect. 3\nrequires: query-model"),
    "an unknown status": needs("needs[1].status", "unknown value 'sure'", "One of published, curator, estimated",
                               "status: sure  #!\nrequires: query-model"),
}  # fmt: skip

_NEEDS = {
    "needs that say nothing": needs("needs[1].requires", "nothing is said of what the attack needs", "Give 'requires'",
                                    "note: Hard.  #!"),
    "required and not required": needs("needs[1].not", "access:query-model is under 'requires' too", "keep one",
                                       "requires: query-model\nnot: query-model  #!"),
    "required and sometimes required": needs("needs[1].sometimes", "is under 'requires' too", "keep one",
                                             "requires: query-model\nsometimes: query-model  #!"),
    "sometimes required and not required": needs("needs[1].not", "is under 'sometimes' too", "keep one",
                                                 "sometimes: query-model\nnot: query-model  #!"),
    "required and one of several": needs("needs[1].one-of[1]", "is under 'requires' too", "Take it out of one",
                                         "requires: query-model\none-of: [query-model, observe-outputs]  #!"),
    "not required and one of several": needs("needs[1].one-of[1]", "is under 'not' too", "Take it out of one",
                                             "not: query-model\none-of: [[query-model, observe-outputs]]  #!"),
    "a choice of one": needs("needs[1].one-of[1]", "at least two that differ", "put the one under 'requires'",
                             "one-of: [[query-model]]  #!"),
    "a choice of one twice": needs("needs[1].one-of[1]", "at least two that differ", "put the one under 'requires'",
                                   "one-of: [[query-model, Query the model]]  #!"),
    "the same choice twice": needs("needs[1].one-of[2]", "the same choice as one-of[1]", "Keep one",
                                   "one-of: [[query-model, observe-outputs], [observe-outputs, query-model]]  #!"),
    "a choice as a text": needs("needs[1].one-of", "must be a list of lists", "[first, second]",
                                "one-of: query-model  #!"),
    "a source without a place": needs("needs[1].locator", "it is missing", "Give section, table or figure",
                                      "source: work:biggio2018  #!\nrequires: query-model"),
    "published by nobody": needs("needs[1].status", "what is published has a source", "say 'curator'",
                                 "status: published  #!\nrequires: query-model"),
    "two needs of one source": attack(
        "needs[2].variant", "needs[1] is from the same source", "which case each is",
        needs="needs:\n  - {source: work:biggio2018, locator: p. 1, requires: query-model}\n"
        "  - {source: Biggio and Roli 2018, locator: p. 2, requires: observe-outputs}  #!"),
    "two needs of nobody": attack("needs[2].variant", "needs[1] is from the same source", "which case each is",
                                  needs="needs:\n  - requires: query-model\n  - requires: observe-outputs  #!"),
    "a case that no address can be made of": needs("needs[1].variant", "no address can be made", "Latin letters",
                                                   "requires: query-model\nvariant: 白盒  #!"),
}  # fmt: skip

_ACCESS = "requires: query-model\nlimits:\n  - "
_AMOUNTS = {
    f"an amount that is {how}": needs("needs[1].limits[1].at-least", reason, remedy,
                                      f"{_ACCESS}{{access: query-model, at-least: {text}, unit: queries}}  #!")
    for how, text, reason, remedy in (
        ("negative", "-5", "'-5' is no number", "digits such as 50 or 0.8"),
        ("no number", ".nan", "'.nan' is no number", "digits such as 50 or 0.8"),
        ("infinite", ".inf", "'.inf' is no number", "digits such as 50 or 0.8"),
        ("in powers of ten", "1e5", "'1e5' is no number", "digits such as 50 or 0.8"),
        ("with a comma", '"0,5"', "'0,5' is no number", "digits such as 50 or 0.8"),
        ("in Arabic digits", "٥٠", "'٥٠' is no number", "digits such as 50 or 0.8"),
        ("a word", "many", "'many' is no number", "digits such as 50 or 0.8"),
        ("true", "yes", "'yes' is no number", "digits such as 50 or 0.8"),
        ("of 13 digits", "1000000000000", "more than 12 digits", "Round it"),
        ("of 7 decimals", "0.1234567", "more than 6 decimals", "Round it"),
    )
} | {
    "more at least than at most": needs("needs[1].limits[1].at-least", "5 is more than at-most, 3", "Swap them",
                                        f"{_ACCESS}{{access: query-model, at-least: 5, at-most: 3, unit: q}}  #!"),
    "an amount without a unit": needs("needs[1].limits[1].unit", "an amount has a unit", "what is counted",
                                      f"{_ACCESS}{{access: query-model, at-least: 5}}  #!"),
    "an amount of nothing": needs("needs[1].limits[1].access", "it is missing", "an access",
                                  f"{_ACCESS}{{at-least: 5, unit: queries}}  #!"),
    "no amount": needs("needs[1].limits[1].at-least", "no amount is given", "'at-most' or 'extent'",
                       f"{_ACCESS}{{access: query-model}}  #!"),
    "an amount of what is not required": needs("needs[1].limits[1].access", "not among what is required", "Put it",
                                               f"{_ACCESS}{{access: observe-outputs, extent: full}}  #!"),
    "two amounts of one access": needs("needs[1].limits[2].access", "has an amount already", "Keep one",
                                       f"{_ACCESS}{{access: query-model, extent: full}}\n"
                                       "  - {access: query-model, extent: partial}  #!"),
    "an unknown extent": needs("needs[1].limits[1].extent", "unknown value 'half'", "One of full, partial",
                               f"{_ACCESS}{{access: query-model, extent: half}}  #!"),
}  # fmt: skip

_MAPPINGS = {
    "an unknown entry": counterpart("mappings[1].to", "no catalogue has the id 'AML.T0092x'", "Did you mean AML.T00",
                                    "{to: AML.T0092x, relation: broad}  #!"),
    "a withdrawn entry": counterpart("mappings[1].to", "AML.T0045 was withdrawn", "Choose what took its place",
                                     "{to: AML.T0045, relation: broad}  #!"),
    "an entry twice": counterpart("mappings[2].to", "mappings[1] names it already", "Keep one",
                                  "{to: AML.T0029, relation: broad}", "{to: atlas:aml.t0029, relation: close}  #!"),
    "nothing, in no catalogue": counterpart("mappings[1].catalogue", "not said in which catalogue", "such as 'atlas'",
                                            "{to: none}  #!"),
    "nothing beside a counterpart": counterpart("mappings[1].to", "another line names a counterpart", "Keep one",
                                                "{to: none, catalogue: atlas}  #!", "{to: AML.T0029, relation: broad}"),
    "nothing twice": counterpart("mappings[2].to", "mappings[1] names it already", "Keep one",
                                 "{to: none, catalogue: atlas}", "{to: none, catalogue: MITRE ATLAS}  #!"),
    "nothing, related": counterpart("mappings[1].relation", "nothing has no relation", "Leave it out",
                                    "{to: none, catalogue: atlas, relation: broad}  #!"),
    "no relation": counterpart("mappings[1].relation", "it is missing", "One of exact, close", "{to: AML.T0029}  #!"),
    "an unknown relation": counterpart("mappings[1].relation", "unknown value 'broader'", "One of exact, close",
                                       "{to: AML.T0029, relation: broader}  #!"),
    "a catalogue that is another": counterpart("mappings[1].catalogue", "the entry is of another catalogue", "Leave",
                                               "{to: AML.T0029, relation: broad, catalogue: nistaml}  #!"),
    "a scheme that is no catalogue": counterpart("mappings[1].catalogue", "no catalogue that is mapped", "One of atlas",
                                                 "{to: none, catalogue: pipeline-2022}  #!"),
    "more than certain": counterpart("mappings[1].confidence", "it is more than 1", "such as 0.8",
                                     "{to: AML.T0029, relation: broad, confidence: 1.5}  #!"),
    "too sure of how sure": counterpart("mappings[1].confidence", "more than two decimals", "such as 0.8",
                                        "{to: AML.T0029, relation: broad, confidence: 0.855}  #!"),
}  # fmt: skip


def _works(*lines: str) -> str:
    return "works:\n" + "\n".join(f"  - {line}" for line in lines)


_NEW_WORK = "{{id: nobody2021, title: Made up, authors: Nobody, year: 2021, {}}}  #!"
_WORKS = {
    f"a work with {how}": attack(f"works[1].{field}", reason, remedy, works=_works(_NEW_WORK.format(said)))
    for how, said, field, reason, remedy in (
        ("a DOI with its resolver", '"doi": "https://doi.org/10.1000/182"', "doi", "is no DOI", "without https://doi.org/"),
        ("a DOI that is none", "doi: 182", "doi", "'182' is no DOI", "Write it as in 10.1000/182"),
        ("a DOI with strange digits", "doi: 10.١٠٠٠/182", "doi", "is no DOI", "Write it as in 10.1000/182"),
        ("an arXiv id with a version", "arxiv: 2311.09994v2", "arxiv", "is no arXiv id", "without version"),
        ("an arXiv id of month 13", "arxiv: 2313.09994", "arxiv", "is no arXiv id", "2311.09994"),
    )
} | {
    "a work of the year 1e3": attack("works[1].year", "'1e3' is no whole number", "such as 2021",
                                     works=_works("{title: Made up, authors: Nobody, year: 1e3}  #!")),
    "a work of a day": attack("works[1].year", "'2021-05-01' is no whole number", "such as 2021",
                              works=_works("{title: Made up, authors: Nobody, year: 2021-05-01}  #!")),
    "a work of the year 99999": attack("works[1].year", "99999 is no year", "such as 2021",
                                       works=_works("{title: Made up, authors: Nobody, year: 99999}  #!")),
    "a work without authors": attack("works[1].authors", "it is missing", "Give a text",
                                     works=_works("{title: Made up, year: 2021}  #!")),
    "a work whose id is in use": attack("works[1].id", "work:biggio2018 is there already", "Choose another name or id",
                                        works=_works("{id: biggio2018, title: Made up, authors: Nobody}  #!")),
    "a work twice": attack("works[2].id", "works[1] has the same address", "Give ids that differ",
                           works=_works("{title: One, authors: Nobody, year: 2021}",
                                        "{title: Two, authors: Nobody, year: 2021}  #!")),
    "a work twice by its DOI": attack("works[2].doi", "works[1] has it too", "Keep one",
                                      works=_works("{id: a2021, title: One, authors: A, doi: 10.9999/x}",
                                                   "{id: b2021, title: Two, authors: B, doi: 10.9999/X}  #!")),
}  # fmt: skip

CASES: dict[str, Bad] = {
    **_FIELDS, **_ADDRESSES, **_NAMES, **_CHOICES, **_NEEDS, **_AMOUNTS, **_MAPPINGS, **_WORKS,
}  # fmt: skip
