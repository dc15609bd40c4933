"""Changes to a workspace: what is kept, what is refused, what is taken back, and what other programs then see."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import DCTERMS, PROV, RDF

from kg import durable, shipped, terms
from kg.author.history import Record
from kg.author.naming import NAME_VARIABLE, UNNAMED, author_name
from kg.author.proposal import ChangeKind, Proposal
from kg.author.refusals import ConflictError, WorkspaceBusyError, WorkspaceError
from kg.author.workspace import Workspace
from kg.cli import main
from kg.errors import ParameterError, UnknownNameError
from kg.graph import open_graph
from kg.modules import CATALOG
from tests.unit.workspace_writer import text_of

PRAXIS = rdflib.Namespace(terms.PREFIXES["praxis"])
SPONGE = "ontology/attack-sponge-early-exit.ttl"
MOMENT = datetime(2027, 1, 31, 23, 59, 59, 999, tzinfo=UTC)


def proposal(path: str = SPONGE, note: str = "", kind: ChangeKind = "added", origin: str = "sponge.yaml") -> Proposal:
    slug = Path(path).stem.removeprefix("attack-")
    return Proposal(path, text_of(slug, note), kind, "Sponge attack on early-exit networks", origin)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a workspace but the lock."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and ".threatpraxis" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace whose folder does not exist yet."""
    return Workspace(tmp_path / "workspace", patience=0.3)


# -- what is kept --


def test_an_addition_is_one_file_with_a_record_that_plain_rdflib_reads(place: Workspace) -> None:
    record = place.save(proposal(), by="curator", when=MOMENT)
    assert (place.folder / SPONGE).read_text(encoding="utf-8") == text_of("sponge-early-exit")
    assert place.files() == [SPONGE]
    assert place.log() == [record]
    name = "20270131t235959z-001-attack-sponge-early-exit"
    assert record.id == name
    graph = rdflib.Graph().parse(place.folder / "ontology" / "history" / f"{name}.ttl")
    change = rdflib.URIRef(terms.ID + "change/" + name)
    assert graph.value(change, RDF.type) == PRAXIS.Change
    assert graph.value(change, DCTERMS.creator) == rdflib.Literal("curator")
    assert graph.value(change, PROV.endedAtTime) == rdflib.Literal("2027-01-31T23:59:59Z", datatype=rdflib.XSD.dateTime)
    assert graph.value(change, PRAXIS.sourceFile) == rdflib.Literal("sponge.yaml")
    assert graph.value(change, PRAXIS.digestAfter) == rdflib.Literal("sha256:" + sha256(place.folder / SPONGE))
    module = "https://w3id.org/threatpraxis/module/workspace/attack-sponge-early-exit"
    assert graph.value(change, PROV.generated) == rdflib.URIRef(module)


def test_sparql_tells_who_added_the_statements_on_an_attack(place: Workspace) -> None:
    place.save(proposal(), by="curator", when=MOMENT)
    question = """SELECT ?who ?from WHERE {
      GRAPH ?module { attack:sponge-early-exit skos:prefLabel ?label }
      ?change prov:generated ?module ; dcterms:creator ?who ; praxis:sourceFile ?from }"""
    with open_graph(place.folder, in_process=True) as graph:
        assert list(graph.engine.select(question)) == [{"who": "curator", "from": "sponge.yaml"}]
        (row,) = graph.query("evidence/changes")
        assert graph.problems == ()
    assert (row["who"], row["kind"], row["file"], row["when"]) == ("curator", "added", SPONGE, "2027-01-31T23:59:59Z")


def test_records_meet_the_shapes_and_no_check_finds_fault_with_them(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.save(proposal(), by="curator")
    place.save(proposal(note="# more\n", kind="changed"), by="a reader")
    place.undo(by="curator")
    gone = place.undo(by="curator")
    assert gone.after == ""
    assert main(["check", "--no-shapes", "--workspace", str(place.folder)]) == 0
    assert "0 errors and 0 warnings" in capsys.readouterr().err
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for file in [*(place.folder / "ontology").rglob("*.ttl"), shipped.ontology_dir() / "core.ttl"]:
        data.parse(file)
    for name in ("changes", "common"):
        shapes.parse(shipped.ontology_dir() / "shapes" / f"{name}.ttl")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text


def test_a_question_is_kept_below_queries_and_has_no_graph(place: Workspace) -> None:
    text = "#+ title: Mine\n#+ question: What is mine?\nSELECT ?s WHERE { ?s ?p ?o } LIMIT 1\n"
    record = place.save(Proposal("queries/mine.rq", text, "added", "Mine", "form"), by="curator")
    assert record.module == ""
    with open_graph(place.folder, in_process=True) as graph:
        assert "mine" in graph.library.ids()
        assert graph.problems == ()
    place.undo(by="curator")
    assert place.files() == []


def test_changes_of_one_second_keep_their_order(place: Workspace) -> None:
    paths = [f"ontology/attack-{name}.ttl" for name in ("zebra", "apple", "mango")]
    for path in paths:
        place.save(proposal(path), by="curator", when=MOMENT)
    assert [r.path for r in place.log()] == paths


def test_a_change_comes_after_one_whose_clock_was_ahead_and_keeps_its_own_time(place: Workspace) -> None:
    place.save(proposal(), by="curator", when=MOMENT)
    earlier = datetime(2026, 1, 1, tzinfo=UTC)
    second = place.save(proposal("ontology/attack-b.ttl"), by="a reader", when=earlier)
    assert second.when == earlier
    assert [r.by for r in place.log()] == ["curator", "a reader"]
    assert place.undo(by="curator", when=earlier).undoes == second.id


def test_a_module_that_names_itself_is_recorded_under_that_name(place: Workspace) -> None:
    text = "<https://example.org/mine> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
    record = place.save(Proposal("ontology/mine.ttl", text, "imported", "Mine", "mine.ttl"), by="curator")
    assert record.module == "https://example.org/mine"


# -- what is refused, with nothing written --

PATHS = [
    "../out.ttl", "/etc/out.ttl", "ontology/../../out.ttl", "ontology/..ttl", "ontology\\a.ttl", "ontology/A.ttl",
    "ontology/a b.ttl", "ontology/a--b.ttl", "ontology/-a.ttl", "ontology/ä.ttl", "ontology/a.ttl\n", "ontology//a.ttl",
    "ontology/a.txt", "ontology/a.rq", "queries/a.ttl", "a.ttl", "", "ontology/.ttl", "ontology/a.ttl\0", "C:/a.ttl",
    "ontology/history/a.ttl", "ontology/history/b/a.ttl", "history/a.ttl", f"ontology/{'a' * 178}.ttl",
    "ontology/catalog-v001.xml", ".threatpraxis/lock",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_a_path_that_is_none_of_a_workspace_is_refused(place: Workspace, path: str) -> None:
    with pytest.raises(ParameterError) as refused:
        place.save(Proposal(path, "x", "imported", "t", "o"), by="curator")
    assert refused.value.remedy
    assert not place.folder.exists()


def test_the_longest_path_is_taken(place: Workspace) -> None:
    path = f"ontology/{'a' * 177}.ttl"
    assert len(path) == 190
    assert place.save(proposal(path), by="curator").path == path
    assert place.files() == [path]


@pytest.mark.parametrize("part", ["ontology", "ontology/sub", SPONGE])
def test_a_link_that_leads_out_of_the_workspace_is_refused(place: Workspace, tmp_path: Path, part: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.ttl").write_text("secret\n")
    link = place.folder / part
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / "secret.ttl" if part == SPONGE else outside)
    path = "ontology/sub/a.ttl" if part.endswith("sub") else SPONGE
    with pytest.raises(ParameterError, match="leads out of the workspace"):
        place.save(proposal(path, kind="imported"), by="curator")
    assert contents(outside) == {"secret.ttl": b"secret\n"}


def test_an_addition_does_not_overwrite(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    before = contents(place.folder)
    with pytest.raises(ConflictError, match="is there already") as refused:
        place.save(proposal(note="# other\n"), by="a reader")
    assert "threatpraxis edit" in refused.value.remedy
    assert contents(place.folder) == before


def test_of_two_who_change_the_same_content_the_second_is_told_who_was_first(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    seen = place.digest(SPONGE)
    place.save(proposal(note="# first\n", kind="changed"), by="a reader", when=MOMENT, expecting=seen)
    before = contents(place.folder)
    with pytest.raises(ConflictError, match="changed meanwhile, by a reader at 2027-01-31 23:59:59 UTC"):
        place.save(proposal(note="# second\n", kind="changed"), by="curator", expecting=seen)
    assert contents(place.folder) == before
    (place.folder / SPONGE).write_text("# by hand\n")
    with pytest.raises(ConflictError, match="by hand"):
        place.save(proposal(note="# second\n", kind="changed"), by="curator", expecting=seen)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Proposal(SPONGE, None, "changed", "t", ""), "no .* to remove"),
        (Proposal(SPONGE, "\ud800", "added", "t", ""), "U\\+D800"),
        (Proposal(SPONGE, "x" * 20_000_001, "added", "t", ""), "20,000,001 bytes"),
    ],
    ids=["nothing to remove", "no character", "too large"],
)
def test_what_cannot_be_done_is_refused(place: Workspace, change: Proposal, message: str) -> None:
    with pytest.raises((ParameterError, ConflictError), match=message):
        place.save(change, by="curator")
    assert contents(place.folder) == {}


def test_a_change_that_changes_nothing_leaves_no_record(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    with pytest.raises(ConflictError, match="just that already"):
        place.save(proposal(kind="changed"), by="curator")
    assert len(place.log()) == 1


def test_whoever_waits_too_long_is_told_who_writes(place: Workspace) -> None:
    other = Workspace(place.folder)
    with other._writing("the curator at the other desk"), pytest.raises(WorkspaceBusyError) as busy:
        place.save(proposal(), by="curator")
    assert "the curator at the other desk" in str(busy.value)
    assert f"process {os.getpid()}" in str(busy.value)
    assert place.save(proposal(), by="curator")


def test_names_and_titles_are_kept_as_one_plain_line(place: Workspace) -> None:
    said = Proposal(SPONGE, text_of("sponge-early-exit"), "added", 'A "title"\n<b>\u202eevil\x00\\', "a\nb\udcff.yaml")
    record = place.save(said, by="  a\tname\u200b ")
    assert place.log() == [record]
    assert (record.by, record.title, record.origin) == ("a name", 'A "title" <b>evil\\', "a b.yaml")


# -- taking back --


def test_an_addition_that_is_undone_is_gone_and_can_come_back(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    content = (place.folder / SPONGE).read_bytes()
    gone = place.undo(by="a reader")
    assert (gone.kind, gone.by, gone.after, place.files()) == ("undone", "a reader", "", [])
    place.undo(gone.id, by="curator")
    assert (place.folder / SPONGE).read_bytes() == content
    assert [r.kind for r in place.log()] == ["added", "undone", "undone"]


def test_undo_walks_back_one_change_after_the_other(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    place.save(proposal(note="# two\n", kind="changed"), by="curator")
    place.save(proposal("ontology/attack-other.ttl"), by="curator")
    assert place.undo(by="curator").path == "ontology/attack-other.ttl"
    place.undo(by="curator")
    assert (place.folder / SPONGE).read_text() == text_of("sponge-early-exit")
    place.undo(by="curator")
    assert place.files() == []
    with pytest.raises(ParameterError, match="no change left"):
        place.undo(by="curator")


def test_a_change_on_which_another_rests_is_not_undone(place: Workspace) -> None:
    first = place.save(proposal(), by="curator")
    second = place.save(proposal(note="# two\n", kind="changed"), by="a reader")
    with pytest.raises(ConflictError) as refused:
        place.undo(first.id, by="curator")
    assert second.id in str(refused.value)
    assert "a reader" in str(refused.value)
    (place.folder / SPONGE).write_text("# by hand\n")
    with pytest.raises(ConflictError, match="by hand"):
        place.undo(second.id, by="curator")


def test_undo_takes_the_beginning_of_an_id_where_it_is_clear(place: Workspace) -> None:
    place.save(proposal("ontology/attack-a.ttl"), by="curator", when=MOMENT)
    place.save(proposal("ontology/attack-b.ttl"), by="curator", when=MOMENT)
    with pytest.raises(UnknownNameError, match="2 begin so"):
        place.undo("20270131t", by="curator")
    with pytest.raises(UnknownNameError, match="Unknown change"):
        place.undo("nothing", by="curator")
    assert place.undo("change:20270131t235959z-001", by="curator").path == "ontology/attack-a.ttl"


def test_a_kept_content_that_was_altered_is_not_put_back(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    place.save(proposal(note="# two\n", kind="changed"), by="curator")
    (kept,) = (place.folder / "history").iterdir()
    assert kept.name == hashlib.sha256(text_of("sponge-early-exit").encode()).hexdigest() + ".ttl"
    kept.write_text("# altered\n")
    with pytest.raises(WorkspaceError, match="digest differs"):
        place.undo(by="curator")
    kept.unlink()
    with pytest.raises(WorkspaceError, match="missing"):
        place.undo(by="curator")
    assert len(place.log()) == 2


# -- what a process left behind that was killed --


def killed_before(place: Workspace, what: str, change: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a change and die in the middle: just before the file, or the record, takes its place."""

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        if what == "file":
            patch.setattr("kg.author.workspace._place", die)
            patch.setattr(Path, "unlink", die)  # nor does it tidy up
        patch.setattr(Workspace, "_settle", die)
        place.save(change, by="curator")


@pytest.mark.parametrize("kind", ["added", "changed"])
def test_a_change_cut_off_before_its_file_was_there_never_was(
    place: Workspace, kind: ChangeKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "changed":
        place.save(proposal(), by="curator")
    before = contents(place.folder)
    killed_before(place, "file", proposal(note="# half\n", kind=kind), monkeypatch)
    assert [r.kind for r in place.log()] == ["added"] * (kind == "changed")
    with open_graph(place.folder, in_process=True) as graph:
        assert graph.problems == ()
        assert len(graph.query("evidence/changes")) == (kind == "changed")
    assert list(place.folder.rglob("*.pending")) != []
    place.save(proposal("ontology/attack-next.ttl"), by="curator")
    after = contents(place.folder)
    assert {n: b for n, b in after.items() if n in before and n != f"ontology/{CATALOG}"} == {
        n: b for n, b in before.items() if n != f"ontology/{CATALOG}"
    }
    assert [n for n in after if n.endswith((".pending", ".tmp"))] == []


@pytest.mark.parametrize("edited", [False, True])
def test_a_change_cut_off_after_its_file_was_there_is_made(
    place: Workspace, edited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_before(place, "record", proposal(), monkeypatch)
    if edited:  # by hand, before anybody came to finish it
        (place.folder / SPONGE).write_text("# by hand\n")
    assert [r.path for r in place.log()] == [SPONGE]
    place.save(proposal("ontology/attack-next.ttl"), by="curator")
    assert [r.path for r in place.log()] == [SPONGE, "ontology/attack-next.ttl"]
    assert list(place.folder.rglob("*.pending")) == []


def test_an_interruption_just_after_the_file_is_there_keeps_its_record(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kg.author.workspace as module

    def interrupted(unfinished: Path | None, target: Path) -> None:
        really(unfinished, target)
        raise KeyboardInterrupt

    really = module._place
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, "_place", interrupted)
        place.save(proposal(), by="curator")
    assert [r.path for r in place.log()] == place.files() == [SPONGE]
    assert list(place.folder.rglob("*.pending")) == []


def test_the_unfinished_file_of_another_program_is_left_to_it(place: Workspace) -> None:
    (place.folder / "ontology").mkdir(parents=True)
    other = durable.prepare(place.folder / "ontology" / "atlas.ttl", b"# a release\n")
    place.save(proposal(), by="curator")
    durable.put_in_place(other, place.folder / "ontology" / "atlas.ttl")
    assert "ontology/atlas.ttl" in place.files()


def test_a_record_that_was_made_to_name_another_file_is_not_followed(place: Workspace) -> None:
    record = place.save(proposal(), by="curator")
    (place.folder / "precious.txt").write_text("mine")
    path = place.folder / "ontology" / "history" / f"{record.id}.ttl"
    digest = sha256(place.folder / "precious.txt")
    path.write_text(path.read_text().replace(SPONGE, "precious.txt").replace(record.after, digest))
    with pytest.raises(ParameterError, match="no path of a workspace"):
        place.undo(by="curator")
    assert (place.folder / "precious.txt").read_text() == "mine"


def test_a_removal_cut_off_before_the_file_was_gone_never_was(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.save(proposal(), by="curator")
    killed_before(place, "file", Proposal(SPONGE, None, "changed", "t", ""), monkeypatch)
    assert [r.kind for r in place.log()] == ["added"]
    place.save(proposal("ontology/attack-next.ttl"), by="curator")
    assert (place.folder / SPONGE).exists()
    assert len(place.log()) == 2


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"<https://example.org/> <https://example.org/p> 1 .\n"])
def test_a_pending_record_that_is_none_is_cleared_away(place: Workspace, content: bytes) -> None:
    place.save(proposal(), by="curator")
    strange = place.folder / "ontology" / "history" / "20270131t235959z-001-x.ttl.pending"
    strange.write_bytes(content)
    assert len(place.log()) == 1
    place.save(proposal("ontology/attack-next.ttl"), by="curator")
    assert not strange.exists()


# -- a disk that does not do as it is told --

_SAVE = """
import os, resource, sys
from pathlib import Path
from kg.author.proposal import Proposal
from kg.author.workspace import Workspace
from kg.errors import ThreatPraxisError
from kg.store import embedded  # a limited process could not load it any more
{before}
try:
    Workspace(Path(sys.argv[1])).save(Proposal("ontology/big.ttl", "# " + "x" * 9000, "added", "Big", ""), by="curator")
except ThreatPraxisError as error:
    sys.exit(f"{{error.exit_code}}: {{error}}")
"""


def save_elsewhere(folder: Path, before: str) -> str:
    """Save in a process of its own; what it complains of."""
    done = subprocess.run(
        [sys.executable, "-c", _SAVE.format(before=before), str(folder)], capture_output=True, text=True,
        cwd=shipped.import_root(),
    )  # fmt: skip
    return done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the limit is one of POSIX")
def test_a_full_disk_leaves_everything_as_it_was(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    before = contents(place.folder)
    complaint = save_elsewhere(place.folder, "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))")
    assert complaint.startswith("5: ")
    assert "File too large" in complaint
    assert "Nothing was changed" in complaint
    assert contents(place.folder) == before


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_a_folder_that_may_not_be_written_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:  # not below pytest's own folder, which others may not enter
        folder = Path(name) / "workspace"
        folder.mkdir()
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        complaint = save_elsewhere(folder, "os.getuid() or os.setuid(65534)")
        assert list(folder.iterdir()) == []
    assert complaint.startswith("5: ")
    assert "Permission denied" in complaint


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o002, 0o664)])
def test_new_files_get_the_permissions_the_user_asks_for(place: Workspace, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        place.save(proposal(), by="curator")
        (place.folder / SPONGE).chmod(0o640)
        place.save(proposal(note="# two\n", kind="changed"), by="curator")
    finally:
        os.umask(before)
    records = list((place.folder / "ontology" / "history").iterdir())
    assert {p.stat().st_mode & 0o777 for p in records} == {mode}
    assert (place.folder / SPONGE).stat().st_mode & 0o777 == 0o640


# -- two at once --


def test_of_two_who_add_the_same_file_at_once_one_succeeds(place: Workspace) -> None:
    outcomes: list[Record | ConflictError] = []

    def add(note: str) -> None:
        try:
            outcomes.append(Workspace(place.folder).save(proposal(note=note), by=note))
        except ConflictError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=add, args=(f"# {n}\n",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [o for o in outcomes if isinstance(o, Record)]
    assert len(outcomes) == 4
    assert place.log() == [winner]
    assert sha256(place.folder / SPONGE) == winner.after


# -- the catalog for other tools --


def test_the_catalog_leads_other_tools_to_every_module_and_to_ours(place: Workspace) -> None:
    from urllib.request import url2pathname
    from xml.etree import ElementTree as ET

    place.save(proposal(), by="curator")
    place.save(proposal("ontology/attack-b.ttl"), by="curator")
    place.undo(by="curator")
    root = ET.parse(place.folder / "ontology" / CATALOG).getroot()  # noqa: S314  # our own file
    space = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
    assert [(e.get("name"), e.get("uri")) for e in root.iter(f"{space}uri")] == [
        ("https://w3id.org/threatpraxis/module/workspace/attack-sponge-early-exit", "attack-sponge-early-exit.ttl")
    ]
    (following,) = [e.get("catalog", "") for e in root.iter(f"{space}nextCatalog")]
    assert Path(url2pathname(following.removeprefix("file://"))) == shipped.ontology_dir() / CATALOG


def test_the_catalog_of_changes_is_not_asked_where_files_are(place: Workspace) -> None:
    place.save(proposal(), by="curator")
    (place.folder / "ontology" / "by-hand.ttl").write_text("<https://example.org/h> <https://example.org/p> 1 .\n")
    (place.folder / SPONGE).unlink()
    with open_graph(place.folder, in_process=True) as graph:
        assert graph.problems == ()
        assert "https://w3id.org/threatpraxis/module/workspace/by-hand" in graph.engine.graphs()
    place.save(proposal("ontology/attack-b.ttl"), by="curator")
    catalog = (place.folder / "ontology" / CATALOG).read_text(encoding="utf-8")
    assert 'uri="by-hand.ttl"' in catalog
    assert SPONGE.removeprefix("ontology/") not in catalog


def test_a_catalog_written_by_hand_is_left_as_it_is(place: Workspace) -> None:
    (place.folder / "ontology").mkdir(parents=True)
    text = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n</catalog>\n'
    (place.folder / "ontology" / CATALOG).write_text(text)
    place.save(proposal(), by="curator")
    assert (place.folder / "ontology" / CATALOG).read_text() == text


# -- broken by hand --


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"<https://example.org/a> <https://example.org/p> 1 .\n<https://example.org/a> oops .\n", 2, "valid Turtle"),
        ("# Gr\u00fc\u00dfe\n<https://example.org/a> <https://example.org/p> \"ü\" .\n".encode("latin-1"), 2, "valid"),
        (f"<{terms.MODULE}attacks> a <{terms.PREFIXES['owl']}Ontology> .\n".encode(), 1, "is taken by"),
        (f"<{terms.ONTOLOGY}> a <{terms.PREFIXES['owl']}Ontology> .\n".encode(), 1, "is taken by"),
    ],
    ids=["syntax", "encoding", "name of a shipped module", "name of the core"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["mine.ttl", "history/20270131t235959z-001-mine.ttl"])
def test_a_file_broken_by_hand_is_left_out_and_told_while_the_rest_works(
    place: Workspace, name: str, content: bytes, line: int, message: str
) -> None:
    record = place.save(proposal(), by="curator")
    path = place.folder / "ontology" / name
    path.write_bytes(content)
    with open_graph(place.folder, in_process=True) as graph:
        (problem,) = graph.problems
        assert graph.engine.ask("ASK { attack:sponge-early-exit a praxis:Attack . attack:evasion a praxis:Attack }")
        assert len(graph.query("evidence/changes")) == 1
    assert (problem.path, problem.line) == (str(path), line)
    assert message in problem.message
    assert place.log() == [record]
    assert place.save(proposal("ontology/attack-next.ttl"), by="curator")


def test_a_record_broken_by_hand_is_told_by_the_log(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.save(proposal(), by="curator")
    (broken,) = (place.folder / "ontology" / "history").glob("*.ttl")
    broken.write_text(broken.read_text().replace(" ;", " ", 1))
    assert main(["log", "--workspace", str(place.folder)]) == 0
    said = capsys.readouterr()
    assert f"{broken}:1" in said.err
    assert "no valid Turtle" in said.err
    assert "No change is recorded" in said.err


# -- names --


def test_the_name_is_the_one_given_else_of_the_environment_else_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NAME_VARIABLE, raising=False)
    assert author_name(tmp_path) == UNNAMED
    (tmp_path / "workspace.toml").write_text('name = "settings"\n')
    assert author_name(tmp_path) == "settings"
    monkeypatch.setenv(NAME_VARIABLE, "environment")
    assert author_name(tmp_path) == "environment"
    assert author_name(tmp_path, "given") == "given"


@pytest.mark.parametrize(
    ("text", "message"), [("name = oops", "line 1"), ("name = 3", "no text"), ('name = "\\u200B"', "shows")]
)
def test_settings_that_tell_no_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.delenv(NAME_VARIABLE, raising=False)
    (tmp_path / "workspace.toml").write_text(text)
    with pytest.raises(ParameterError, match=message):
        author_name(tmp_path)


# -- the commands --


def logged(folder: Path, capsys: pytest.CaptureFixture[str], *about: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["log", *about, "--workspace", str(folder), "--format", "json"]) == 0
    rows: list[dict[str, str]] = json.loads(capsys.readouterr().out)["rows"]
    return rows


def test_log_tells_the_newest_first_and_undo_takes_back(
    place: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.save(proposal(), by="curator", when=MOMENT)
    place.save(proposal("ontology/attack-b.ttl", origin="b.yaml"), by="a reader", when=MOMENT)
    assert [(r["who"], r["file"], r["from"]) for r in logged(place.folder, capsys)] == [
        ("a reader", "ontology/attack-b.ttl", "b.yaml"), ("curator", SPONGE, "sponge.yaml"),
    ]  # fmt: skip
    for about in (SPONGE, str(place.folder / SPONGE), "attack:sponge-early-exit"):
        assert [r["file"] for r in logged(place.folder, capsys, about)] == [SPONGE]
    monkeypatch.delenv(NAME_VARIABLE, raising=False)
    assert main(["undo", "--workspace", str(place.folder)]) == 0
    said = capsys.readouterr()
    assert "ontology/attack-b.ttl is gone" in said.out
    assert "--by NAME" in said.err
    assert logged(place.folder, capsys)[0]["who"] == UNNAMED
    assert main(["undo", "20270131t235959z-001", "--by", "curator", "--workspace", str(place.folder)]) == 0
    assert place.files() == []


def test_log_and_undo_say_what_they_do_not_find(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(place.folder)
    assert main(["log", "--workspace", folder]) == 0
    assert "No change is recorded" in capsys.readouterr().err
    assert main(["log", "nothing", "--workspace", folder]) == 2
    assert "names neither a file" in capsys.readouterr().err
    assert main(["undo", "--workspace", folder]) == 2
    assert "no change left" in capsys.readouterr().err
