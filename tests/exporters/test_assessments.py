"""Assessments as reports, STIX, Navigator layers and JSON: read back by other programs, or against their formats."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
import stix2

from kg import terms
from kg.exporters import navigator, stix
from kg.exporters.assessments import FORMS
from kg.exporters.report import single_changes
from kg.exporters.schema import assessment_schema
from kg.exposure.model import Assessment
from tests.exporters.conftest import HOSTILE

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


class Page(HTMLParser):
    """The tags, addresses and text of a page, read by the parser of the standard library."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


# -- reports --


def test_the_web_page_is_well_formed_and_runs_and_fetches_nothing(assessment: Assessment) -> None:
    page = Page(FORMS["html"].render(assessment))
    assert page.open == []
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert all(a.startswith("https://") for a in page.addresses)
    assert HOSTILE in page.text


def test_both_reports_say_the_same_words(assessment: Assessment) -> None:
    page = Page(FORMS["html"].render(assessment)).text
    text = FORMS["md"].render(assessment)
    for words in ("assumptions met by a detour", "Because of evasion.", "Anybody may query it.", "Nobody counted."):
        assert words in page
        assert words in text


def test_markdown_keeps_hostile_text_as_text(assessment: Assessment) -> None:
    text = FORMS["md"].render(assessment)
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\]\(javascript:", text)
    for line in text.splitlines():  # a bar that is not escaped would add a cell
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 5, 6)


def test_a_report_never_calls_a_system_vulnerable(assessment: Assessment) -> None:
    for form in ("md", "html"):
        assert "vulnerable" not in FORMS[form].render(assessment).lower()


def test_single_changes_are_ranked_by_what_they_stop(assessment: Assessment) -> None:
    ((change, stopped),) = single_changes(assessment)
    assert change.becomes == "Nobody outside"
    assert [v.id for v in stopped] == ["attack:evasion", "attack:poisoning"]
    assert "| Who may query it? | Anybody | Nobody outside | 2 | Evasion, Poisoning |" in FORMS["md"].render(assessment)


def test_the_concerns_come_out_apart_with_the_controls_of_each(assessment: Assessment) -> None:
    text = FORMS["md"].render(assessment)
    parts = text[text.index("## By concern") : text.index("## Assumptions met")].split("**")
    told = {parts[i]: parts[i + 1] for i in range(1, len(parts), 2)}
    assert "Evasion" in told["Adversarial ML"]
    assert "Restrict Number of AI Model Queries" in told["Adversarial ML"]
    assert "no attack" in told["Classical"]
    assert "Poisoning" in told["Both"]
    assert "Watching" in told["Both"]
    assert "Monitoring" in told["The pipeline"]


# -- STIX --


def test_the_bundle_is_valid_stix_without_anything_of_our_own(assessment: Assessment) -> None:
    bundle = stix2.parse(stix.bundle(assessment, NOON), allow_custom=False)
    ids = [o.id for o in bundle.objects]
    assert len(set(ids)) == len(ids)
    refs = {r for o in bundle.objects for k, v in o.items() if k.endswith(("_ref", "_refs"))
            for r in ([v] if isinstance(v, str) else v)}  # fmt: skip
    assert refs <= set(ids)


def test_only_attacks_whose_assumptions_are_met_target_the_system(assessment: Assessment) -> None:
    objects = {o["id"]: o for o in json.loads(stix.bundle(assessment, NOON))["objects"]}
    targets = [o for o in objects.values() if o.get("relationship_type") == "targets"]
    assert {objects[o["source_ref"]]["name"] for o in targets} == {"Evasion", "Poisoning"}
    notes = {o["abstract"]: o["labels"] for o in objects.values() if o["type"] == "note"}
    assert notes["Sponge: not decided: an answer is missing"] == ["verdict-unknown", "concern-classical"]
    assert len(notes) == 4


def test_techniques_and_mitigations_keep_the_ids_of_the_catalogue(assessment: Assessment) -> None:
    objects = json.loads(stix.bundle(assessment, NOON))["objects"]
    (evasion,) = (o for o in objects if o.get("name") == "Evasion")
    assert {
        "source_name": "mitre-atlas",
        "external_id": "AML.T0043",
        "url": "https://atlas.mitre.org/techniques/AML.T0043",
        "description": "AML.T0043 Craft Adversarial Data (closeMatch)",
    } in evasion["external_references"]
    (action,) = (o for o in objects if o["type"] == "course-of-action")
    assert action["external_references"][0]["external_id"] == "AML.M0004"


def test_a_second_export_names_the_same_things_alike(assessment: Assessment) -> None:
    later = datetime(2026, 5, 6, tzinfo=UTC)
    first, second = (json.loads(stix.bundle(assessment, at))["objects"] for at in (NOON, later))
    assert [o["id"] for o in first] == [o["id"] for o in second]
    assert first[0]["created"] == "2026-01-02T12:00:00.000Z"


# -- Navigator --


def test_a_technique_is_shaded_by_the_best_verdict_mapped_to_it(assessment: Assessment) -> None:
    layer = json.loads(navigator.layer(assessment, "5.6.0"))
    (technique,) = layer["techniques"]
    assert technique["techniqueID"] == "AML.T0043"
    assert technique["score"] == 3
    assert technique["comment"] == "assumptions met: Evasion; assumptions not met: Backdoor"
    assert {"name": "atlas_data_version", "value": "5.6.0"} in layer["metadata"]


def test_the_layer_has_what_format_4_5_requires(assessment: Assessment) -> None:
    """The required properties and their types, from the tables of the Navigator's layer format 4.5."""
    layer = json.loads(navigator.layer(assessment))
    assert isinstance(layer["name"], str)
    assert layer["domain"] == "atlas-atlas"
    assert layer["versions"]["layer"] == "4.5"
    assert tuple(map(int, layer["versions"]["navigator"].split("."))) >= (4, 9, 0)
    assert layer["sorting"] in range(4)
    assert layer["layout"]["layout"] in ("side", "flat", "mini")
    assert layer["layout"]["expandedSubtechniques"] in ("none", "all", "annotated")
    gradient = layer["gradient"]
    assert len(gradient["colors"]) >= 2
    assert gradient["maxValue"] > gradient["minValue"]
    for technique in layer["techniques"]:
        assert isinstance(technique["score"], int)
        assert all(set(m) == {"name", "value"} for m in technique["metadata"])
        assert all(re.match("https?://", link["url"]) for link in technique["links"])
    assert all(set(item) == {"label", "color"} for item in layer["legendItems"])


# -- JSON --


def test_the_schema_is_a_schema_and_the_output_keeps_it(assessment: Assessment) -> None:
    schema = assessment_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(FORMS["json"].render(assessment)), schema)


def _without_verdict(data: dict[str, Any]) -> None:
    del data["verdicts"][0]["verdict"]


def _with_more(data: dict[str, Any]) -> None:
    data["verdicts"][0]["models"][0]["more"] = 1


def _with_word(data: dict[str, Any]) -> None:
    data["verdicts"][0]["verdict"] = "vulnerable"


@pytest.mark.parametrize("spoil", [_without_verdict, _with_more, _with_word])
def test_the_schema_refuses_what_is_no_assessment(assessment: Assessment, spoil: Any) -> None:
    data = deepcopy(json.loads(FORMS["json"].render(assessment)))
    spoil(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, assessment_schema())


def test_a_limit_without_end_is_told_apart_from_one_that_is_not_known(assessment: Assessment) -> None:
    data = json.loads(FORMS["json"].render(assessment))
    assert data["profile"]["grants"]["query-model"]["limit"] == {"least": 10, "most": None, "unlimited": False}
    reason = data["verdicts"][0]["models"][0]["clauses"][0]["lines"][0]["reasons"][0]
    assert reason["limit"] == {"least": None, "most": None, "unlimited": True}


def test_every_link_of_a_report_is_the_address_of_the_thing(assessment: Assessment) -> None:
    addresses = Page(FORMS["html"].render(assessment)).addresses
    assert terms.individual("attack", "evasion") in addresses
    assert "https://atlas.mitre.org/techniques/AML.T0043" in addresses
