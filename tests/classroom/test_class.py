"""A class is plain files: a roster whose ids are text, a secret, seeds, sheets, an inbox."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, BadUsage
from tests.tools.classroom import class_of, handed, run_for, sheet_of
from tests.tools.places import TEMPLATE
from tests.tools.typed import invoke
from tui_lab.classroom.assignment import (
    Assignment,
    Sheet,
    fits_lab,
    is_of,
    lesson_for,
    read,
    written,
)
from tui_lab.classroom.chain import digests, first_edit
from tui_lab.classroom.collect import collect
from tui_lab.classroom.folder import INBOX_MODE, find_class, inbox_faults
from tui_lab.classroom.kept import write_row
from tui_lab.classroom.proofs import remember_proof, require_proof
from tui_lab.classroom.released import _digest, is_as_released
from tui_lab.classroom.roster import read_roster
from tui_lab.classroom.row import GRADED, Mark, Row
from tui_lab.classroom.seeds import new_secret, seed_of
from tui_lab.classroom.toml_text import to_toml

AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@x")
ROSTER = "Student ID;First name;Last name;E-mail\n0042;Ada;Löwe;a@x\n 43 ;Grace;Hopper;g@x\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_roster_is_read_as_schools_export_it(encoding: str, tmp_path: Path) -> None:
    """Semicolons, any encoding of a spreadsheet; ids keep their zeros."""
    path = tmp_path / "roster.csv"
    path.write_bytes(ROSTER.encode(encoding))
    ada, grace = read_roster(path)

    assert ("0042", "Ada Löwe") == (ada.id, ada.name)
    assert "43" == grace.id


@pytest.mark.parametrize(
    ("heading", "row", "name"),
    [
        ("First name,Surname,ID number,Email address", "Ada,Löwe,0042,a@x.org", "Ada Löwe"),
        ("Nachname;Vorname;Matrikelnummer", "Löwe;Ada;0042", "Ada Löwe"),
        ("Last name\tFirst name\tEmail address", "Löwe\tAda\t0042", "Ada Löwe"),
        ("姓名,学号", "王,0042", "王"),
        ("\n;\nid;name", '0042;"Löwe; ""Ada"""', 'Löwe; "Ada"'),
    ],
)
def test_columns_are_known_by_their_headings(
    heading: str, row: str, name: str, tmp_path: Path
) -> None:
    """Those of Moodle, and of schools elsewhere."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{heading}\n{row}\n", encoding="utf-8-sig")
    [student] = read_roster(path)

    assert ("0042", name) == (student.id, student.name)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"), ("id\n", "no students"), ("name\nAda\n", "no column of ids"),
        ("id\n42\n42\n", "twice"), ("id\nab\nAB\n", "twice"), ("id\n1.2E+05\n", "rounded"),
        ("id\n../x\n", "cannot be an id"), ("id\n=1+1\n", "cannot be an id"),
        ("id\n-1\n", "cannot be an id"), ("id\n..\n", "cannot be an id"),
        ('id,name\n1,"Ada\n2,Grace\n', "is no CSV file"),  # else Grace would be lost
    ],
)  # fmt: skip
def test_ids_that_would_be_trouble_later_are_refused(text: str, says: str, tmp_path: Path) -> None:
    """Before anything is assigned, in one sentence."""
    path = tmp_path / "roster.csv"
    path.write_text(text)

    with pytest.raises((BadUsage, BadEnvironment), match=says):
        read_roster(path)


def test_a_seed_is_the_first_bits_of_an_hmac() -> None:
    """So that another program can compute it again; it is one's own."""
    secret = new_secret()
    key, said = bytes.fromhex(secret), b"0042\nlesson3"
    digest = hmac.new(key, said, hashlib.sha256).hexdigest()

    assert int(digest[:8], 16) >> 1 == seed_of(secret, "0042", "lesson3") < 2**31
    assert 4 == len({seed_of(s, i, "lesson3") for s in (secret, new_secret()) for i in "ab"})


@given(st.lists(st.binary(max_size=20), min_size=1), st.data())
@settings(max_examples=30, deadline=None)
def test_an_edited_line_is_found_by_its_number(lines: list[bytes], data: st.DataObject) -> None:
    """The first one that was changed, added or taken away; and no other owner fits."""
    said = list(digests(lines, "me"))
    at = data.draw(st.integers(0, len(lines) - 1))
    edited = [*lines[:at], lines[at] + b"x", *lines[at + 1 :]]

    assert first_edit(lines, said, "me") is None
    assert at + 1 == first_edit(edited, said, "me")
    assert len(lines) + 1 == first_edit([*lines, b"new"], said, "me")
    assert len(lines) == first_edit(lines[:-1], said, "me")
    assert 1 == first_edit(lines, said, "you")


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1),
        st.text(st.characters(codec="utf-8"))
        | st.integers(-(2**53), 2**53)
        | st.booleans()
        | st.floats(allow_nan=False)
        | st.lists(st.text(max_size=3, alphabet='ab"\\\n')),
    )
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_toml_is_read_again(document: dict[str, object]) -> None:
    """Whatever stands in names and texts."""
    assert document == tomllib.loads(to_toml(document))
    assert {"in": document} == tomllib.loads(to_toml({"in": document}))


@pytest.mark.parametrize(
    ("fits", "wanted", "there"),
    [(True, ">=0.1,<0.2", "0.1.5"), (False, ">=0.1,<0.2", "0.2"), (True, "", "9"),
     (False, "<0.10", "0.10.0"), (True, ">=0.9", "0.10"), (True, "==1.0", "1")],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(fits: bool, wanted: str, there: str) -> None:
    """0.10 is after 0.9."""
    assert fits == fits_lab(wanted, there)


def test_a_class_is_made_assigned_and_handed_in_from_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheets name the command that trains; a run with another seed is refused by name."""
    monkeypatch.chdir(tmp_path)
    Path("roster.csv").write_text("id,name\n0042,Ada\n0043,Grace\n")
    assert 0 == invoke("class new dl --roster roster.csv").exit_code
    monkeypatch.chdir(tmp_path / "dl")
    made = invoke(
        "class assign lesson5 --as line --steps 3 --due 2026-12-10 --free lr --inbox ../box "
        "--points hand-is-autograd=2 --points at-swings=1.5"
    )
    assert 0 == made.exit_code, made.output
    sheet = Path("line/sheets/0042.toml")
    told = json.loads(invoke(f"hand-in {sheet} --json").stdout)
    run = run_for(read(sheet, Sheet)).id
    other = run_for(read(Path("line/sheets/0043.toml"), Sheet)).id

    assert stat.S_IMODE(Path("../box").stat().st_mode) == INBOX_MODE
    assert stat.S_IMODE(Path("secret").stat().st_mode) == 0o600
    assert {"hand-is-autograd": 2.0, "at-swings": 1.5} == told["claims"]
    assert f"dl-lab run lesson5 --seed {told['seed']} --seeds 1" in told["train"]
    assert "2026-12-10T23:59:59" in told["due"]
    assert f"seeds {read(Path('line/sheets/0043.toml'), Sheet).seed}, not {told['seed']}" in str(
        invoke(f"hand-in {sheet} {other}").exception
    )
    done = invoke(f"hand-in {sheet} {run} --json")
    assert 0 == done.exit_code, done.exception
    assert Path(json.loads(done.stdout)["file"]).parent.resolve() == (tmp_path / "box").resolve()
    found = json.loads(invoke("class collect --json").stdout)
    assert ["0042"] == [copy["student"] for copy in found["new"]]
    again = json.loads(invoke("class collect --json").stdout)
    assert (0, 1) == (len(again["new"]), again["known"])
    assert "already" in str(invoke("class assign lesson5 --as line --steps 4").exception)
    assert 0 == invoke("class assign lesson5 --as line").exit_code


def test_what_cannot_be_trained_again_is_not_handed_in(tmp_path: Path) -> None:
    """Other settings than the sheet's; and an assignment that somebody has spoiled is told."""
    course, task = class_of(tmp_path / "class", 1, set={"steps": 3})
    run = run_for(sheet_of(course, task, "0001"))
    handed(course, task, "0001", run)
    text = (task.path / "assign.toml").read_text()
    (task.path / "assign.toml").write_text(text.replace("steps = 3", "steps = 4"))

    with pytest.raises(BadUsage, match="steps 3, not 4; train it with"):
        handed(course, task, "0001", run)
    (task.path / "assign.toml").write_text(text.replace("seeds = 1", "seeds = 'x'"))
    with pytest.raises(BadEnvironment, match=r"seeds.*correct it"):
        _ = task.file


def test_files_of_others_and_other_files_are_told_apart(tmp_path: Path) -> None:
    """Moodle puts names before; a student of nobody's, and a text, are no hand-ins."""
    course, task = class_of(tmp_path / "class", 1, set={"steps": 2})
    path = handed(course, task, "0001")
    inside = path.parent / "Ada L_12345_assignsubmission_file_"
    inside.mkdir()
    path.rename(inside / f"Ada L_12345_{path.name}")
    (path.parent / path.name.replace("0001", "0009")).write_bytes(b"")
    (path.parent / "notes.zip").write_bytes(b"")
    found = collect(task, [path.parent], course.roster)

    assert (1, 1, 1) == (len(found.new), len(found.strangers), found.others)
    assert "0001" == found.new[0].student


def test_the_table_leaves_the_shell_in_every_form(tmp_path: Path) -> None:
    """JSON, CSV, a Canvas export, files for each student; who needs a look is named first."""
    course, task = class_of(tmp_path / "class", 2, claims={"a": 2.0})
    marks = {"a": Mark(points=2.0, possible=2.0, verdict="holds", measured=1.0, bar=0.5, side="≥")}
    write_row(task, Row(student="0001", status=GRADED, claims=marks, handed_in="now",
                        flags=["the same text as 0002"]))  # fmt: skip
    at = f"--class {course.path}"
    told = json.loads(invoke(f"class table {at} --json").stdout)
    canvas = tmp_path / "canvas.csv"
    canvas.write_text("Student,ID,SIS User ID,Section,line (1)\nA,1,0001,S,\nB,2,0002,S,7\n")
    like = invoke(f"class export {at} --like {canvas} -o -")
    page = invoke(f"class export {at} --to feedback")

    assert {"graded": 1, "missing": 1} == told["status"]
    assert [2.0, None] == [row["points"] for row in told["rows"]]
    assert "0001,Student 1,2,2,2,0,graded" in invoke(f"class table {at} --csv").stdout
    assert "0001     Student 1  graded   2" in invoke(f"class table {at}").stdout
    assert "A,1,0001,S,2\nB,2,0002,S,7\n" in like.stdout
    assert "look at these first (dl-lab class table): 0001" in like.stderr
    assert ["0001.md"] == [path.name for path in Path(page.stdout.strip()).iterdir()]
    assert "holds: 1 ≥ 0.5" in (task.path / "feedback" / "0001.md").read_text()
    grades = invoke(f"class export {at} --to moodle --key username")
    assert "username,line" in Path(grades.stdout.strip()).read_text()
    score = invoke(f"class export {at} --to gradescope").stdout.strip()
    assert 2.0 == json.loads((Path(score) / "0001" / "results.json").read_text())["score"]
    assert "no kind of export" in str(invoke(f"class export {at} --to excel").exception)


def test_a_class_is_found_from_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git finds its own; elsewhere it is named."""
    course, task = class_of(tmp_path / "class", 1)
    monkeypatch.chdir(task.path)

    assert course.path == find_class(None).path
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadUsage, match="--class"):
        find_class(None)


def test_an_assignment_is_the_same_after_it_was_written(tmp_path: Path) -> None:
    """Every field, with names that need quotes."""
    lesson = lessons.load("lesson3")
    claims = {"a.b": 1.0, 'with "quotes"': 2.5}
    task = Assignment(name="x", lesson=lesson.id, claims=claims, free=["lr"], set={"steps": 3})
    (tmp_path / "a.toml").write_text(written(task))

    assert task == read(tmp_path / "a.toml", Assignment)


def test_a_gradebook_is_filled_whole_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is too large was cut without a word, and its last students were lost."""
    course, task = class_of(tmp_path / "class", 1, claims={"a": 2.0})
    write_row(task, Row(student="0001", status=GRADED))
    canvas = tmp_path / "canvas.csv"
    canvas.write_text("Student,ID,SIS User ID,Section,line (1)\nA,1,0001,S,\nB,2,0002,S,7\n")
    monkeypatch.setattr("tui_lab.cli.classroom.gradebook.LARGEST", 50)
    done = invoke(f"class export --class {course.path} --like {canvas} -o -")

    assert "" == done.stdout and isinstance(done.exception, BadEnvironment)
    assert "canvas.csv is too large" in str(done.exception)


def test_a_lesson_in_a_folder_is_known_by_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The student has it elsewhere; one that was changed, or is called the same, is another."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    theirs = tmp_path / "student" / "mine"
    shutil.copytree(TEMPLATE, theirs)
    task = Assignment(name="a", lesson="/teacher/mine", lesson_hash=lessons.load(TEMPLATE).hash)
    found = lesson_for(task, tmp_path, theirs.parent)

    assert str(theirs) == found.address
    assert is_of(task, found.address, found.hash)
    assert not is_of(task, found.address, "another")
    assert not is_of(task, "lesson5", found.hash)
    with pytest.raises(BadUsage, match="in a folder mine, not there"):
        lesson_for(task, tmp_path)


def test_a_lesson_is_proven_before_it_is_assigned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its claims may hold by luck. A change of its code asks again; ours are measured by us."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    shutil.copytree(TEMPLATE, tmp_path / "mine")
    course, _ = class_of(tmp_path / "class", 1)
    words = f"class assign {tmp_path / 'mine'} --class {course.path} --as"
    lesson = lessons.load(str(tmp_path / "mine"))

    assert "are not proven" in str(invoke(f"{words} one").exception)
    assert 0 == invoke(f"{words} two --no-proof").exit_code
    remember_proof(lesson, 7)
    assert "are not proven" in str(invoke(f"{words} three").exception)
    remember_proof(lesson, 8)
    assert 0 == invoke(f"{words} four").exit_code


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_an_edited_lesson_of_ours_is_proven_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a clone git tells; in a package, its own list. Where there is neither, nothing is said."""
    folder = tmp_path / "lessons" / "lesson05"
    shutil.copytree(TEMPLATE, folder)
    assert is_as_released(folder)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", tmp_path, *AUTHOR, *words], check=True)
    assert is_as_released(folder)

    kept = {path: _digest(path) for path in folder.rglob("*.py")}
    (folder / "claims.py").write_text("")
    assert not is_as_released(folder)
    subprocess.run(["git", "-C", tmp_path, *AUTHOR, "commit", "-qam", "y"], check=True)
    assert is_as_released(folder)
    monkeypatch.setattr("tui_lab.classroom.released._listed", lambda folder: kept)
    assert not is_as_released(folder)

    monkeypatch.setattr("tui_lab.classroom.proofs.is_as_released", lambda folder: False)
    with pytest.raises(BadUsage, match="lesson5 are not proven, as its code is now: it was edited"):
        require_proof(lessons.load("lesson5"))
    remember_proof(lessons.load("lesson5"), 8)
    require_proof(lessons.load("lesson5"))


@pytest.mark.parametrize("what", ["results/0001.json", "hand-ins/index.json", "assign.toml"])
@pytest.mark.parametrize("how", ["pipe", "folder", "damaged", "no text"])
def test_a_damaged_class_costs_a_sentence(what: str, how: str, tmp_path: Path) -> None:
    """Also a pipe, at which a reader waits for ever; a row that is lost is graded again."""
    course, task = class_of(tmp_path / "class", 1, set={"steps": 2})
    path = task.path / what
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if how == "pipe":
        os.mkfifo(path)
    elif how == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"{" if how == "damaged" else b"\xff")

    for words in ("collect --for line", "grade line", "table line --csv", "export line -o -"):
        done = invoke(f"class {words} --class {course.path}")
        assert 0 == done.exit_code or isinstance(done.exception, BadEnvironment), words
        if what == "assign.toml":
            assert "assign.toml is" in str(done.exception)


def test_an_assignment_is_not_half_made(tmp_path: Path) -> None:
    """A folder for hand-ins that cannot be one is refused before anything is written."""
    course, _ = class_of(tmp_path / "class", 1)
    (tmp_path / "file").touch()
    words = f"class assign lesson5 --as two --inbox {tmp_path / 'file'} --class {course.path}"

    assert "cannot be a folder for hand-ins" in str(invoke(words).exception)
    assert not (course.path / "two").exists()


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        (0o1733, []), (0o733, ["can delete"]), (0o1777, ["can see"]),
        (0o1700, ["cannot put"]), (0o755, ["cannot put", "can see", "can delete"]),
    ],
)  # fmt: skip
def test_an_inbox_is_looked_at(mode: int, says: list[str], tmp_path: Path) -> None:
    """What others can do there that they should not, and the line that cures it."""
    inbox = tmp_path / "inbox"
    assert ["is not there"] == [what[-12:] for what, _ in inbox_faults(inbox)]
    inbox.mkdir()
    inbox.chmod(mode)
    found = [(what, cure) for what, cure in inbox_faults(inbox) if what.startswith(str(inbox))]

    assert len(says) == len(found)
    assert all(part in what for part, (what, _) in zip(says, found, strict=True)), found
    assert {f"chmod 1733 {inbox}"} >= {cure for _, cure in found}
