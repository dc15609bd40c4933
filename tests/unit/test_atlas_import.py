"""Reading releases of ATLAS: the real files against counts made by others, and each irregularity by a small file."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kg.importers.atlas import read
from kg.importers.atlas.model import AttackReference, Reference, Release, Step, kind_of, web_address
from kg.importers.files import SourceFileError

FIXTURES = Path(__file__).parent / "atlas_fixtures"
SHARED = Path(__file__).parents[3] / "shared" / "data"
YAML, STIX = SHARED / "atlas" / "ATLAS-5.6.1.yaml", SHARED / "atlas" / "stix-atlas-5.6.0.json"
official = pytest.mark.skipif(not YAML.is_file(), reason="the official files of ATLAS are not beside the repository")


def told(release: Release, *rules: str) -> list[tuple[str, str, int]]:
    """The irregularities of these rules as rule, place and line."""
    return [(i.rule, i.place, i.line) for i in release.irregularities if i.rule in rules]


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "facts" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- the official files --


@pytest.fixture(scope="module")
def current() -> Release:
    return read(YAML)


@official
def test_the_official_yaml_has_the_counts_that_were_made_without_this_importer(current: Release) -> None:
    counts = [len(g) for g in (current.tactics, current.techniques, current.mitigations, current.case_studies)]
    assert counts == [16, 170, 35, 57]
    assert (current.links_read(), len(current.links())) == (248, 246)
    assert sum(len(study.steps) for study in current.case_studies) == 449


@official
def test_the_irregularities_of_the_official_yaml_are_told_with_their_lines(current: Release) -> None:
    assert told(current, "misplaced-link") == [
        ("misplaced-link", "AML.M0018", 4787),
        ("misplaced-link", "AML.M0034", 5404),
    ]
    assert told(current, "duplicate-link") == [
        ("duplicate-link", "AML.M0002", 4053),
        ("duplicate-link", "AML.M0004", 4172),
    ]
    assert told(current, "version-disagrees") == [("version-disagrees", "version", 0)]
    lines = YAML.read_text(encoding="utf-8").splitlines()
    assert "AML.T0052.001" in lines[4786]
    assert "AML.T0052.001" in lines[5403]
    rules = {"misplaced-link", "duplicate-link", "version-disagrees", "dates-disagree", "incomplete-reference"}
    assert {i.rule for i in current.irregularities} == rules


@official
def test_every_technique_of_the_official_yaml_is_as_counted_by_others(current: Release) -> None:
    tactics = {t.id: t.tactics for t in current.techniques}
    regular = Counter((link.technique, m.id) for m in current.mitigations for link in m.links if not link.misplaced)
    facts = rows("atlas_techniques_case_counts.csv")
    assert len(facts) == len(current.techniques)
    for fact, item in zip(sorted(facts, key=lambda row: row["technique"]), current.techniques, strict=True):
        assert (item.id, item.name, item.parent) == (fact["technique"], fact["name"], fact["parent"])
        assert set(item.tactics or tactics[item.parent]) == set(fact["tactics"].split())
        assert item.maturity == fact["maturity"]
        assert (item.attack_reference.id if item.attack_reference else "") == fact["attack_reference"]
        assert {m for t, m in regular if t == item.id} == set(fact["mitigation_ids"].split())


@official
def test_every_case_study_of_the_official_yaml_is_as_counted_by_others(current: Release) -> None:
    facts = rows("atlas_case_studies.csv")
    assert len(facts) == len(current.case_studies)
    for fact, item in zip(sorted(facts, key=lambda row: row["id"]), current.case_studies, strict=True):
        assert (item.id, item.name, item.type, item.date) == (fact["id"], fact["name"], fact["type"], fact["date"])
        assert (item.granularity, item.target, item.actor) == (fact["granularity"], fact["target"], fact["actor"])
        assert len(item.steps) == int(fact["n_steps"])
        assert list(dict.fromkeys(step.technique for step in item.steps)) == list(
            dict.fromkeys(fact["techniques"].split())
        )


@official
def test_the_names_are_those_the_history_gives_to_the_last_release(current: Release) -> None:
    with (SHARED / "atlas" / "history.csv").open(encoding="utf-8", newline="") as file:
        history = [row for row in csv.DictReader(file) if row["last_release"] == "5.6.1"]
    assert {(kind, i.id, i.name) for kind, i in current.items()} == {(h["kind"], h["id"], h["name"]) for h in history}


@official
def test_the_stix_bundle_says_the_same_as_far_as_it_goes(current: Release) -> None:
    bundle = read(STIX)
    counts = [len(g) for g in (bundle.tactics, bundle.techniques, bundle.mitigations, bundle.case_studies)]
    assert counts == [16, 170, 35, 0]
    misplaced = {(m.id, link.technique) for m in current.mitigations for link in m.links if link.misplaced}
    assert set(bundle.links()) == set(current.links()) - misplaced
    assert bundle.version == ""
    for ours, theirs in zip(bundle.items(), current.items(), strict=False):
        a, b = ours[1], theirs[1]
        assert (a.id, a.name, a.created, a.modified) == (b.id, b.name, b.created, b.modified)
    assert [(t.tactics, t.parent) for t in bundle.techniques] == [(t.tactics, t.parent) for t in current.techniques]
    assert [(t.id, t.position) for t in bundle.tactics] == [(t.id, t.position) for t in current.tactics]
    message = next(i.message for i in bundle.irregularities if i.rule == "shared-id")
    assert message.startswith("538 objects have 458 ids: 114 share 34")


# -- every release --


def test_a_regular_file_is_read_whole_and_nothing_is_irregular() -> None:
    release = read(FIXTURES / "regular.yaml")
    assert release.irregularities == ()
    assert release.names == ("A small catalogue", "Small matrix")
    assert [(t.id, t.position) for t in release.tactics] == [("AML.TA0002", 1), ("AML.TA0001", 2)]
    assert release.tactics[0].attack_reference == AttackReference("TA0043", "https://attack.mitre.org/tactics/TA0043/")
    top, sub = release.techniques
    assert (top.tactics, top.maturity, top.created) == (("AML.TA0002", "AML.TA0001"), "realized", "2021-05-13")
    assert (sub.parent, sub.tactics, sub.name) == ("AML.T0001", (), 'Searching "papers" \\ é')
    assert release.mitigations[0].lifecycle == ("Data Preparation", "Deployment")
    assert release.mitigations[0].categories == ("Policy",)
    study = release.case_studies[0]
    assert (study.type, study.date, study.granularity) == ("exercise", "2020-03-01", "MONTH")
    assert study.steps == (Step(1, "AML.TA0001", "AML.T0001.000"), Step(2, "AML.TA0002", "AML.T0001"))
    assert study.references == (Reference("A paper", "https://example.org/paper"),)


def test_release_4_2_lacks_mitigations_maturity_and_dates_and_says_so() -> None:
    release = read(FIXTURES / "release-4.2.yaml")
    assert [len(g) for g in (release.tactics, release.techniques, release.case_studies)] == [1, 1, 1]
    assert release.case_studies[0].date == "2020-03-01"
    assert {i.message for i in release.irregularities if i.rule == "absent"} >= {
        "there are no mitigations", "the techniques have no maturity", "the techniques have no date of creation",
    }  # fmt: skip
    assert told(release, "missing", "old-spelling", "unknown-key", "version-disagrees") == []


def test_release_3_1_keeps_its_lists_at_the_top_of_the_document() -> None:
    release = read(FIXTURES / "release-3.1.yaml")
    assert [i.id for _, i in release.items()] == ["AML.TA0002", "AML.T0001", "AML.CS0000"]
    assert release.version == "3.1"
    assert release.case_studies[0].reporter == "A reporter"
    assert "no object has an ATT&CK reference" in {i.message for i in release.irregularities}


def test_release_4_0_wraps_its_texts_and_names_reporters_by_another_key() -> None:
    release = read(FIXTURES / "release-4.0.yaml")
    assert [t.name for t in release.techniques] == ["Seeking the Owner's Papers", "Journals – All"]
    study = release.case_studies[0]
    assert (study.date, study.granularity, study.reporter) == ("2019-03-01", "MONTH", "A reporter")
    assert study.references == (
        Reference("A paper", ""), Reference("", "https://example.org/a#:~:text=one%20two,three.")
    )  # fmt: skip
    assert told(release, "old-spelling", "incomplete-reference", "unknown-key") == [
        ("incomplete-reference", "AML.CS0000", 34), ("incomplete-reference", "AML.CS0000", 34),
        ("old-spelling", "AML.CS0000", 44),
    ]  # fmt: skip
    assert {"the case studies have no type", "there are no mitigations"} <= {i.message for i in release.irregularities}


def test_marks_of_a_template_are_told_and_never_become_links() -> None:
    release = read(FIXTURES / "template.yaml")
    assert told(release, "template") == [("template", "AML.T0001", 18), ("template", "AML.T0001", 21)]
    assert told(release, "unexpected-entry") == [
        ("unexpected-entry", "AML.T0001", 17),
        ("unexpected-entry", "AML.M0000", 28),
    ]
    assert told(release, "no-tactic") == [("no-tactic", "AML.T0001", 17)]
    assert release.links() == [("AML.M0000", "AML.T0002")]
    assert (release.tactics[0].created, release.tactics[0].modified) == ("2021-05-13", "2021-05-13")


def test_several_matrices_are_read_as_one_catalogue_and_told() -> None:
    release = read(FIXTURES / "two-matrices.yaml")
    assert [(t.id, t.position) for t in release.tactics] == [("AML.TA0002", 1), ("OTHER.TA0001", 2)]
    assert [t.id for t in release.techniques] == ["AML.T0001", "OTHER.VER2.T0001"]
    assert release.names == ("A small catalogue", "Small matrix", "Other matrix")
    assert told(release, "several-matrices", "duplicate-id") == [
        ("several-matrices", "matrices", 13), ("duplicate-id", "AML.TA0002", 16),
    ]  # fmt: skip


def test_dates_that_a_writer_of_yaml_shares_are_no_attack(tmp_path: Path) -> None:
    """Where two objects have one date, some writers write it once and refer to it: hundreds of times in a release."""
    objects = "".join(f"  - {{id: AML.T{n:04}, name: N{n}, created_date: *day}}\n" for n in range(1, 301))
    text = "matrices:\n- techniques:\n  - {id: AML.T0000, name: N, created_date: &day 2021-05-13}\n" + objects
    (tmp_path / "ATLAS.yaml").write_text(text, encoding="utf-8")
    assert [t.created for t in read(tmp_path / "ATLAS.yaml").techniques] == ["2021-05-13"] * 301


def test_old_spellings_of_keys_are_read_and_told() -> None:
    release = read(FIXTURES / "old-spellings.yaml")
    assert release.tactics[0].created == "2022-01-24"
    mitigation = release.mitigations[0]
    assert (mitigation.lifecycle, mitigation.tags) == (("Model Operations",), ("Model Agnostic",))
    assert (release.links_read(), release.links()) == (2, [("AML.M0000", "AML.T0001")])
    assert (release.case_studies[0].granularity, release.case_studies[0].reporter) == ("YEAR", "A reporter")
    assert told(release, "old-spelling") == [
        ("old-spelling", "AML.TA0002", 10), ("old-spelling", "AML.TA0002", 10), ("old-spelling", "AML.M0000", 20),
        ("old-spelling", "AML.CS0000", 28), ("old-spelling", "AML.CS0000", 29),
    ]  # fmt: skip


def test_links_in_other_lists_are_read_and_told() -> None:
    release = read(FIXTURES / "misplaced.yaml")
    assert release.links() == [("AML.M0000", t) for t in ("AML.T0001", "AML.T0002", "AML.T0003")]
    assert release.mitigations[0].lifecycle == ("Deployment",)
    assert told(release, "misplaced-link") == [("misplaced-link", "AML.M0000", 23), ("misplaced-link", "AML.M0000", 27)]
    assert told(release, "unexpected-entry") == [("unexpected-entry", "AML.M0000", line) for line in (20, 29, 30)]


def test_ids_that_name_nothing_are_kept_and_told() -> None:
    release = read(FIXTURES / "dangling.yaml")
    assert told(release, "dangling-id") == [
        ("dangling-id", "AML.T0001", 12), ("dangling-id", "AML.T0002.000", 13), ("dangling-id", "AML.M0000", 23),
        ("dangling-id", "AML.CS0000", 28), ("dangling-id", "AML.CS0000", 30),
    ]  # fmt: skip
    assert ("AML.M0000", "AML.T0098") in release.links()
    assert [s.technique for s in release.case_studies[0].steps] == ["AML.T0001", "AML.T0001", "AML.T0096", ""]
    assert told(release, "incomplete-step", "tactic-disagrees") == [
        ("tactic-disagrees", "AML.CS0000", 29), ("incomplete-step", "AML.CS0000", 31),
    ]  # fmt: skip
    assert told(release, "parent-disagrees", "no-parent", "no-tactic", "nested-sub-technique") == [
        ("parent-disagrees", "AML.T0003.000", 14), ("no-parent", "AML.T0004.000", 15),
        ("no-tactic", "AML.T0004.000", 15), ("nested-sub-technique", "AML.T0001.002", 17),
        ("parent-disagrees", "AML.T0001.002", 17),
    ]  # fmt: skip


def test_objects_that_share_an_id_are_joined_and_told() -> None:
    release = read(FIXTURES / "duplicates.yaml")
    joined = next(t for t in release.techniques if t.id == "AML.T0001")
    assert (joined.name, joined.tactics, joined.maturity) == ("Searching", ("AML.TA0002", "AML.TA0003"), "feasible")
    assert told(release, "duplicate-id", "duplicate-key", "same-name", "id-of-other-kind", "type-disagrees") == [
        ("duplicate-id", "AML.T0001", 13), ("duplicate-key", "AML.T0002", 14), ("same-name", "AML.T0002", 14),
        ("id-of-other-kind", "AML.M0001", 15), ("type-disagrees", "AML.M0001", 15),
    ]  # fmt: skip
    assert "'Seeking'" in next(i.message for i in release.irregularities if i.rule == "duplicate-id")


def test_what_is_not_known_is_told_with_its_place() -> None:
    release = read(FIXTURES / "unknown.yaml")
    assert told(release, "unknown-key") == [
        ("unknown-key", "the document", 5), ("unknown-key", "the document", 9), ("unknown-key", "AML.TA0002", 11),
        ("unknown-key", "AML.T0001", 14), ("unknown-key", "AML.CS0000", 25),
    ]  # fmt: skip
    assert told(release, "unexpected-entry") == [
        ("unexpected-entry", "tactics", 12), ("unexpected-entry", "AML.T0003", 16),
        ("unexpected-entry", "mitigations", 17),
    ]  # fmt: skip
    assert told(release, "bad-date", "missing") == [("missing", "AML.T0001", 14), ("bad-date", "AML.CS0000", 21)]
    assert [i.message for i in release.irregularities if i.rule == "unknown-value"] == [
        "maturity 'legendary'", "case-study-type 'rumour'", "incident-date-granularity 'WEEK'",
    ]  # fmt: skip
    assert [r.title or r.url for r in release.case_studies[0].references] == [
        "https://example.org/a b?c=100%", "A talk", "A script", "https://example.org/bare", "A paper without address",
    ]  # fmt: skip


def test_a_version_that_differs_from_the_name_of_the_file_is_told(tmp_path: Path) -> None:
    text = (FIXTURES / "regular.yaml").read_text(encoding="utf-8")
    for name, expected in (("ATLAS-5.6.1.yaml", 1), ("ATLAS-5.6.yaml", 0), ("ATLAS.yaml", 0), ("ATLAS-5.6.0.yaml", 0)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert len(told(read(tmp_path / name), "version-disagrees")) == expected, name


def test_relationships_of_a_bundle_are_told_apart_by_their_ends_not_their_ids() -> None:
    release = read(FIXTURES / "small-stix.json")
    assert release.links() == [("AML.M0000", "AML.T0001"), ("AML.M0000", "AML.T0001.000")]
    assert [(t.id, t.position) for t in release.tactics] == [("AML.TA0002", 1), ("AML.TA0001", 2)]
    top, sub = release.techniques
    assert (top.attack_reference, sub.parent) == (
        AttackReference("T1596", "https://attack.mitre.org/techniques/T1596/"), "AML.T0001",
    )  # fmt: skip
    rules = Counter(i.rule for i in release.irregularities if i.rule not in ("absent", "missing"))
    assert rules == {
        "shared-id": 1, "dangling-id": 2, "unknown-type": 2, "unknown-key": 1, "unexpected-entry": 1, "revoked": 1,
        "address-disagrees": 1,
    }  # fmt: skip


# -- files that cannot be read --

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"matrices:\n- id: [1, 2\n", 3, "no valid YAML"),
        (b"matrices:\n- name: 'cut off", 2, "no valid YAML"),
        (b"matrices:\n- techniques:\n  - {id: AML.T0001, name: A}", 3, "cut short"),
        (b"matrices:\n- techniques:\n  - id: AML.T0001\n", 3, "AML.T0001 has no name"),
        (b"matrices:\n- techniques:\n  - name: A\n", 3, "without a usable id"),
        (b"matrices:\n- techniques:\n  - {id: 'AML.T0001> .', name: A}\n", 3, "without a usable id"),
        (b"matrices:\n- tactics:\n  - {id: AML.TA0001, name: A}\n", 1, "no technique"),
        (b"techniques:\n  AML.T0001: {name: A}\n", 1, "no technique"),
        (b"name: something else\n", 1, "no ATLAS release"),
        (b"- a list\n", 1, "no ATLAS release"),
        (b"name: caf\xe9\nmatrices: []\n", 1, "no UTF-8"),
        ("matrices: []\n".encode("utf-16"), 1, "no UTF-8"),
        (b"a: 1\nb: \x07\n", 2, "U+0007"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        (b"[" * 5000, 1, "nested deeper"),
        (b'{"a": ' * 200_000 + b"1" + b"}" * 200_000, 1, "nested too deeply"),
        (BOMB.encode(), 5, "aliases"),
        (b"a: &a [*a]\n", 1, "contains itself"),
        (b"x: &x [1]\ny: [" + b"*x, " * 200 + b"]\n", 2, "more than 100"),
        (b"? [a]\n: b\n", 1, "key"),
        (b'{"type": "bundle", "objects": []}', 1, "no STIX bundle"),
        (b'{"type": "bundle",\n "objects": [', 2, "no valid JSON"),
        (b'{"objects": [{"type": "attack-pattern", "id": "x"}]}', 1, "without an ATLAS id"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    path = tmp_path / "ATLAS.yaml"
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match=r"ATLAS\.yaml:") as caught:
        read(path)
    assert words in str(caught.value)
    assert caught.value.line == line
    assert caught.value.remedy


def test_a_file_that_is_missing_too_large_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="No such file"):
        read(tmp_path / "none.yaml")
    with pytest.raises(SourceFileError, match="no regular file"):
        read(tmp_path)
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SourceFileError, match="more than 20 MB"):
        read(large)


def test_a_file_cut_within_a_line_is_refused(tmp_path: Path) -> None:
    whole = (FIXTURES / "regular.yaml").read_bytes()
    path = tmp_path / "ATLAS.yaml"
    for end in range(1, len(whole), 3):
        path.write_bytes(whole[:end])
        if whole[end - 1 : end] != b"\n":
            with pytest.raises(SourceFileError):
                read(path)


def test_what_a_file_cut_between_lines_lacks_is_told(tmp_path: Path) -> None:
    lines = (FIXTURES / "regular.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "ATLAS.yaml"
    for end, following in enumerate(lines[1:], 1):
        path.write_text("".join(lines[:end]), encoding="utf-8")
        try:
            found = {i.rule for i in read(path).irregularities}
        except SourceFileError:
            continue
        # References are optional, and only a step's prose stands behind its technique.
        if following.strip() not in ("references:", "- title: A paper") and "Prose" not in following:
            assert found & {"absent", "missing", "incomplete-step", "incomplete-reference"}, following


@pytest.mark.parametrize(
    ("text", "kind"),
    [("AML.T0020", "technique"), ("AML.T0020.001", "technique"), ("AML.TA0002", "tactic"), ("AML.M0000", "mitigation"),
     ("AML.CS0009", "case-study"), ("AML.VER2.T0001", "technique"), ("AML.TA0002.001", None), ("T1596", None),
     ("AML.T20", None), ("", None), ("aml.t0020", None)],
)  # fmt: skip
def test_an_id_tells_its_kind(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a b?c=100%", "https://example.org/a%20b?c=100%25"),
        ("http://example.org:80/x#y#z", "http://example.org:80/x#y%23z"),
        ("https://example.org/%C3%A9", "https://example.org/%C3%A9"),
        ("https://[bad/", ""), ("https://a b/", ""), ("javascript:alert(1)", ""), ("example.org", ""), ("", ""),
        ('https://example.org/"><x', "https://example.org/%22%3E%3Cx"),
    ],
)  # fmt: skip
def test_a_web_address_becomes_an_iri_or_nothing(url: str, address: str) -> None:
    assert web_address(url) == address
