"""What the matrix and the taxonomy say. The truth is read off the two papers and the Turtle files, not off the app."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import SKOS

from kg import shipped

Open = Any
Nodes = dict[str, Any]

PRAXIS = rdflib.Namespace("https://w3id.org/threatpraxis/ontology#")
ID = rdflib.Namespace("https://w3id.org/threatpraxis/id/")

MODULE = """@prefix access: <https://w3id.org/threatpraxis/id/access/> .
@prefix attack: <https://w3id.org/threatpraxis/id/attack/> .
@prefix model: <https://w3id.org/threatpraxis/id/model/> .
@prefix praxis: <https://w3id.org/threatpraxis/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/threatpraxis/id/stage/> .
@prefix status: <https://w3id.org/threatpraxis/id/status/> .
@prefix work: <https://w3id.org/threatpraxis/id/work/> .
<https://example.org/mine> a <http://www.w3.org/2002/07/owl#Ontology> .
attack:twice a praxis:Attack ; skos:prefLabel "Acts twice"@en ; praxis:actsAt stage:labelling, stage:serving .
attack:below a praxis:Attack ; skos:prefLabel "<b>Below</b> [y](javascript:alert(2))"@en ;
    praxis:subAttackOf attack:twice .
attack:here a praxis:Attack ; skos:prefLabel "Circle one"@en ; praxis:subAttackOf attack:there .
attack:there a praxis:Attack ; skos:prefLabel "Circle two"@en ; praxis:subAttackOf attack:here .
model:below a praxis:ThreatModel ; skos:prefLabel "<i>Mine</i>"@en ; praxis:ofAttack attack:below ;
    praxis:requires access:alter-training-labels ; praxis:status status:curator ; praxis:locator "here" ;
    prov:wasDerivedFrom work:threatpraxis .
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an attack that acts at two phases, a special form of it, and a circle."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "mine.ttl").write_text(MODULE, encoding="utf-8")
    monkeypatch.setenv(shipped.WORKSPACE_VARIABLE, str(tmp_path))
    return tmp_path


@cache
def stated() -> rdflib.Graph:
    """What attacks.ttl itself states, read by another library."""
    return rdflib.Graph().parse(shipped.ontology_dir() / "attacks.ttl", format="turtle")


def labels(*pattern: Any) -> set[str]:
    """The labels of the attacks of which a property and a value are stated."""
    graph = stated()
    attacks = set(graph.subjects(rdflib.RDF.type, PRAXIS.Attack))
    if pattern:
        attacks &= set(graph.subjects(*pattern))
    return {str(graph.value(a, SKOS.prefLabel)) for a in attacks}


def walk(node: Nodes | str) -> Iterator[Nodes]:
    if isinstance(node, dict):
        yield node
        for child in node.get("k", []):
            yield from walk(child)


def text(node: Nodes | str) -> str:
    if isinstance(node, str):
        return node
    return " ".join(t for t in (text(c).strip() for c in node.get("k", [])) if t)


def of_class(nodes: Iterator[Nodes], name: str) -> list[Nodes]:
    return [n for n in nodes if f"tp-{name}" in n.get("c", "").split()]


def name_of(cell: Nodes) -> str:
    return text(of_class(walk(cell), "name")[0])


def columns(seen: Any) -> list[Nodes]:
    return of_class(seen.nodes(), "stagecol")


def cells(node: Nodes) -> list[str]:
    return [name_of(n) for n in of_class(walk(node), "cell")]


def tree_of(seen: Any, attack: str) -> Nodes:
    """The cell of an attack with what is nested below it."""
    return next(n for n in of_class(seen.nodes(), "attack") if name_of(n) == attack)


# -- attacks by stage --


def test_ten_attacks_stand_under_four_phases_as_published(page: Open) -> None:
    published = [c for c in columns(page("matrix")) if c["c"] == "tp-stagecol"]
    assert [cells(c) for c in published] == [
        ["Poisoning", "Backdooring"],
        ["Adversarial initialization", "Weight perturbations"],
        ["Model stealing", "Reverse engineering", "Membership inference"],
        ["Evasion", "Adversarial reprogramming", "Sponge attacks"],
    ]


def test_every_attack_of_the_graph_stands_in_the_matrix(page: Open) -> None:
    seen = page("matrix")
    assert {name_of(n) for n in of_class(seen.nodes(), "cell") + of_class(seen.nodes(), "form")} == labels()
    assert f"{len(labels())} attacks:" in seen.texts


def test_special_forms_are_nested_below_their_attack_at_any_depth(page: Open) -> None:
    evasion = tree_of(page("matrix"), "Evasion")
    black_box = next(n for n in walk(evasion) if n["t"] == "li" and name_of(n) == "Black-box evasion")
    below = [name_of(n) for n in of_class(walk(black_box), "form")]
    assert below == ["Black-box evasion", "Decision-based evasion", "Score-based evasion", "Transfer evasion"]
    assert "10 special forms" in text(evasion)
    assert any(n["t"] == "details" and not n.get("a", {}).get("open") for n in walk(evasion))


def test_attacks_outside_the_published_grouping_stand_apart_by_where_they_act(page: Open) -> None:
    outside = of_class(page("matrix").nodes(), "outside")
    found = {text(next(n for n in walk(c) if n["t"] == "h3")).split("  ")[0]: cells(c) for c in outside}
    heads = ["Acts at Data/Design", "Acts at Training", "Acts at Model", "Acts at Deployment"]
    assert [next(h for h in found if h.startswith(head)) for head in heads] == list(found)
    by_head = dict(zip(heads, found.values(), strict=True))
    assert by_head["Acts at Data/Design"] == ["Compromise of a third-party data set"]
    assert "Gradient inversion" in by_head["Acts at Training"]
    assert {"Jailbreak", "Prompt injection"} <= set(by_head["Acts at Deployment"])
    assert "Indirect prompt injection" not in by_head["Acts at Deployment"]


def test_an_attack_that_acts_at_two_phases_stands_in_both(page: Open, workspace: Path) -> None:
    seen = page("matrix")
    outside = of_class(seen.nodes(), "outside")
    assert ["Acts twice" in cells(c) for c in outside] == [True, False, False, True]
    assert not any(n["t"] in ("b", "i") and "Below" in text(n) for n in seen.nodes())
    assert not any("javascript:" in link for link in seen.links)


def test_a_circle_of_special_forms_is_still_shown(page: Open, workspace: Path) -> None:
    for view in ("matrix", "taxonomy"):
        seen = page(view)
        assert "could not be drawn" not in seen.text
        assert {"Circle one", "Circle two"} <= set(seen.texts)


# -- filters --


def fitting(seen: Any) -> set[str]:
    return {name_of(n) for n in of_class(seen.nodes(), "on")}


def test_a_filter_by_need_brings_forward_what_fits(page: Open) -> None:
    seen = page("matrix", needs="alter-training-samples")
    # Every threat model that requires it, sometimes or always, or as one of several; read off threat-models.ttl.
    assert fitting(seen) == {
        "Poisoning", "Availability poisoning", "Targeted poisoning", "Clean-label poisoning", "Fine-tuning poisoning",
        "Backdooring", "Backdoor poisoning", "Trigger backdoor", "Trigger-less backdoor", "Clean-label backdoor",
        "Backdoor with a physical trigger", "Energy-latency poisoning",
    }  # fmt: skip
    assert "12 of 90 attacks fit." in seen.texts
    assert "does not mean that they fit or do not" in seen.text


def test_a_filter_by_objective_or_concern_follows_what_the_attack_itself_states(page: Open) -> None:
    misuse = labels(PRAXIS.hasObjective, ID["objective/misuse"])
    classical = labels(PRAXIS.concern, ID["concern/classical"])
    assert fitting(page("matrix", objective="misuse")) == misuse
    assert fitting(page("matrix", concern="classical")) == classical
    assert (
        fitting(page("matrix", objective="misuse", concern="classical"))
        == misuse & classical
        == {"Tampering with agent configuration"}
    )


def test_a_filter_hides_special_forms_that_do_not_fit_and_unfolds_those_that_do(page: Open) -> None:
    poisoning = tree_of(page("matrix", objective="misuse"), "Poisoning")
    assert [name_of(n) for n in of_class(walk(poisoning), "form")] == ["Fine-tuning poisoning"]


def test_knowledge_that_is_only_sometimes_needed_is_not_done_without(page: Open) -> None:
    # Table 1: evasion sometimes requires the parameters, its black-box variant does not; stealing does not either.
    found = fitting(page("matrix", without="know-parameters"))
    assert {"Black-box evasion", "Model stealing"} <= found
    assert not {"Evasion", "Backdooring", "White-box evasion"} & found


# -- shading --


def figures(seen: Any) -> dict[str, str]:
    found = {}
    for cell in of_class(seen.nodes(), "cell") + of_class(seen.nodes(), "form"):
        if marks := of_class(walk(cell), "tally"):
            found[name_of(cell)] = text(marks[0])
    return found


def test_nothing_is_shaded_unless_asked_for(page: Open) -> None:
    assert figures(page("matrix")) == {}


def test_papers_stand_in_the_cells_and_missing_ones_are_no_data(page: Open) -> None:
    # Table IV of the 88-paper study, by family; poisoning holds backdoors.
    found = figures(page("matrix", shade="papers"))
    numbers = {name: figure for name, figure in found.items() if figure != "– no data"}
    assert numbers == {"Evasion": "46", "Poisoning": "18", "Membership inference": "16", "Model stealing": "8"}
    assert found["Sponge attacks"] == "– no data"
    assert set(found) == labels()


def test_practice_reach_is_a_range_with_its_dimension(page: Open) -> None:
    # Worked out by hand in tests/queries/golden.py.
    found = {n: f for n, f in figures(page("matrix", shade="reach")).items() if f != "– no data"}
    assert found == {
        "Backdooring": "0.0 to 48.7% (altered data)",
        "Evasion": "24.2 to 31.2% (query budget)",
        "Model stealing": "19.5 to 25.8% (query budget)",
    }


def test_an_attack_that_no_source_counts_is_not_drawn_as_zero(page: Open) -> None:
    seen = page("matrix", shade="incidents")
    shaded = {name_of(n) for n in of_class(seen.nodes(), "shade")}
    assert "Gradient inversion" not in shaded
    assert figures(seen)["Gradient inversion"] == "– no data"


# -- threat models --


def test_the_threat_matrix_is_that_of_table_1(page: Open) -> None:
    required, sometimes, no = "required", "sometimes required", "not required"
    either = "sometimes required; at least one of: Parameters or outputs"
    expected = {
        "Backdooring Table 1": [required, required, sometimes, required, sometimes, required, no],
        "Evasion Table 1": [no, required, f"* {either}", no, no, required, f"* {either}"],
        "Model stealing Table 1": [no, sometimes, no, no, no, sometimes, required],
    }
    rows = {r[0]: r[1:] for r in page("matrix", view="threats").rows("Table 1")}
    assert set(rows) == {"", "Threat model", *expected}
    for name, needs in expected.items():
        assert rows[name] == needs


def test_every_threat_model_stands_once_in_the_group_of_its_status(page: Open) -> None:
    graph = rdflib.Graph().parse(shipped.ontology_dir() / "threat-models.ttl", format="turtle")
    counts: dict[tuple[str, str], int] = {}
    for model in graph.subjects(rdflib.RDF.type, PRAXIS.ThreatModel):
        status = str(graph.value(model, PRAXIS.status)).rpartition("/")[2]
        study = str(graph.value(model, rdflib.PROV.wasDerivedFrom)).rpartition("/")[2]
        counts[status, study] = counts.get((status, study), 0) + 1
    seen = page("matrix", view="threats")
    assert len(seen.rows("Table 1")) - 2 == counts["published", "grosse2024"] == 3
    assert len(seen.rows("their variants")) - 2 == 3 + counts["derived", "grosse2024"]
    for key, caption in {
        ("published", "nist-ai-100-2"): "10 threat models, published",
        ("derived", "nist-ai-100-2"): "11 threat models, derived",
        ("curator", "threatpraxis"): "60 threat models, curator",
    }.items():
        assert len(seen.rows(caption)) - 2 == counts[key] == int(caption.split()[0])
    assert "seen as secondary source" in seen.texts


def test_one_of_several_accesses_is_starred_even_where_the_model_names_it_nowhere_else(page: Open) -> None:
    rows = page("matrix", view="threats").rows("60 threat models")
    row = next(r for r in rows if r[0] == "Adversarial initialization")
    starred = [c for c in row[1:] if c]
    either = "* sometimes required; at least one of: Model, code or training process"
    assert sorted(starred) == [either] * 3 + ["not required"] * 3


def test_threat_models_can_be_filtered_by_attack(page: Open) -> None:
    seen = page("matrix", view="threats", attack="evasion")
    assert [r[0] for r in seen.rows("Table 1")[2:]] == ["Evasion Table 1"]
    assert "Transfer evasion" in seen.texts
    assert not {"Jailbreak", "Label flipping"} & {r[0] for r in seen.rows("Our own reading")}


def test_a_threat_model_of_a_workspace_joins_its_group_as_text(page: Open, workspace: Path) -> None:
    rows = page("matrix", view="threats").rows("61 threat models, curator")
    assert any(r[0].startswith("<b>Below</b>") for r in rows)


# -- ATLAS --


def technique(seen: Any, name: str) -> Nodes:
    return next(n for n in of_class(seen.nodes(), "technique") if name_of(n) == name)


def test_the_atlas_matrix_has_its_tactics_in_order_with_their_techniques(page: Open) -> None:
    # Counted in the YAML of ATLAS 5.6: techniques, not sub-techniques, by tactic.
    found = [
        (text(c["k"][0]["k"][0]), len(of_class(walk(c), "technique"))) for c in columns(page("matrix", view="atlas"))
    ]
    assert len(found) == 16
    assert found[:3] == [("Reconnaissance 8", 8), ("Resource Development 13", 13), ("Initial Access 7", 7)]


def test_a_technique_names_our_attacks_and_links_to_us_and_to_atlas(page: Open) -> None:
    # From the crosswalk: agent clickbait is a close match of AML.T0100.
    clickbait = technique(page("matrix", view="atlas"), "AI Agent Clickbait")
    assert "about the same Agent clickbait" in text(clickbait)
    hrefs = {n["a"]["href"] for n in walk(clickbait) if n.get("a", {}).get("href")}
    assert {"/attack?id=agent-clickbait", "https://atlas.mitre.org/techniques/AML.T0100"} <= hrefs
    assert any(h.startswith("/query?id=atlas%2Fcase-studies&technique=AML.T0100") for h in hrefs)


def test_a_technique_without_an_attack_of_ours_says_so_and_one_that_is_related_is_told_apart(page: Open) -> None:
    seen = page("matrix", view="atlas")
    scanning = technique(seen, "Active Scanning")
    assert of_class(walk(scanning), "dot") == []
    assert "No attack of ours corresponds to it." in text(scanning)
    # Craft Adversarial Data is only ever related; its sub-technique on black-box access is a close match.
    craft = technique(seen, "Craft Adversarial Data")
    assert [n["c"] for n in of_class(walk(craft["k"][0]), "dot")] == ["tp-dot"]
    assert "about the same Black-box evasion" in text(craft)


def test_the_coverage_of_atlas_is_counted_as_the_crosswalk_has_it(page: Open) -> None:
    listed = rdflib.Graph().parse(shipped.ontology_dir() / "atlas.ttl", format="turtle")
    ours = rdflib.Graph().parse(shipped.ontology_dir() / "mappings" / "atlas.ttl", format="turtle")
    techniques = set(listed.subjects(rdflib.RDF.type, PRAXIS.Technique))
    close = {
        t for m in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch) for t in ours.objects(None, m)
    }
    related = set(ours.objects(None, SKOS.relatedMatch)) - close
    said = page("matrix", view="atlas").text
    assert f"{len(close & techniques)} of the {len(techniques)} correspond to" in said
    assert f"{len(related & techniques)} are related to some" in said


# -- taxonomy --


def current(seen: Any) -> list[str]:
    return [n["k"][0] for n in seen.nodes() if n.get("a", {}).get("aria-current")]


def test_the_taxonomy_opens_at_its_address(page: Open) -> None:
    seen = page("taxonomy", id="model")
    assert current(seen) == ["Model"]
    for name in ("Model stealing", "Reverse engineering", "Membership inference"):
        assert name in seen.texts


def test_the_taxonomy_unfolds_to_the_chosen_attack_and_shows_its_definition(page: Open) -> None:
    seen = page("taxonomy", id="transfer-evasion")
    assert current(seen) == ["Transfer evasion"]
    unfolded = [n for n in of_class(seen.nodes(), "fold") if n.get("a", {}).get("open")]
    assert [text(n["k"][0]) for n in unfolded] == ["10 special forms", "3 special forms"]
    definition = stated().value(ID["attack/transfer-evasion"], SKOS.definition)
    assert str(definition) in seen.texts
    assert "Adversarial machine learning" in seen.texts


@pytest.mark.parametrize("slug", ["jailbreak", "label-flipping", "sponge"])
def test_every_attack_has_its_definition_beside_the_tree(page: Open, slug: str) -> None:
    assert str(stated().value(ID[f"attack/{slug}"], SKOS.definition)) in page("taxonomy", id=slug).texts


def test_attacks_outside_the_published_grouping_have_a_branch_by_phase(page: Open) -> None:
    seen = page("taxonomy", id="jailbreak")
    branch = next(n for n in seen.nodes() if n["t"] == "li" and text(n).startswith("Not in the published grouping 31"))
    heads = [text(n["k"][0]) for n in of_class(walk(branch), "step")]
    assert heads == ["Acts at Data/Design", "Acts at Training", "Acts at Model", "Acts at Deployment"]
    assert current(seen) == ["Jailbreak"]


def test_the_needs_of_the_chosen_attack_name_status_and_source(page: Open) -> None:
    seen = page("taxonomy", id="evasion")
    items = [text(n) for n in seen.nodes() if n["t"] == "li"]
    published = next(i for i in items if i.startswith("Evasion, published matrix"))
    assert "needs: know the test data, alter test samples" in published
    assert "sometimes needs: know the parameters*, observe outputs*" in published
    assert "at least one of: parameters or outputs" in published
    # A variant belongs to a special form and spells out a case of the published model: it is listed here too.
    assert any(i.startswith("White-box evasion derived needs:") for i in items)
    assert "No source in the graph states" in page("taxonomy", id="model-file-theft").text
