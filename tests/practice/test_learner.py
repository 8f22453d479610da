"""A learner's files, progress and commands."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import lessons
from lessons.kit.practice.feedback import Feedback
from tests.tools.commands import dl_lab
from tests.tools.places import TEMPLATE
from tui_lab.cli.practice import session
from tui_lab.cli.practice.doing import Task
from tui_lab.cli.practice.saying import show_text
from tui_lab.practice.checking import Checker
from tui_lab.practice.desk import Desk
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import of_lesson, practised
from tui_lab.practice.progress import PracticeProgress
from tui_lab.sandbox.job import Limits
from tui_lab.system.files import text_of

LESSON = of_lesson("lesson3")
BY_VALUE = LESSON.find("clip_by_value")
HEAD = "import os, torch\ndef clip_by_value(gradients, largest):\n    "


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker(Limits(cpu=1.0, seconds=120.0, memory=300 << 20, processes=6)) as checker:
        yield checker


@pytest.mark.process
@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ("while True: pass", "stopped", "line 3: it is still running after the time limit"),
        ("os._exit(4)", "stopped", "ended the process with exit code 4"),
        ("return torch.ones(200_000_000)", "stopped", "line 3: it asks for too much memory"),
        ("while True: os.fork()", "stopped", "more than 6 processes"),
        ("os.kill(os.getpid(), 9)", "stopped", "ended by SIGKILL"),
        ("for _ in range(9999): print('x' * 99)", "wrong", "None: is a `return` missing?"),
    ],
)  # fmt: skip
def test_nothing_that_a_learner_writes_harms_the_lab(
    checker: Checker, body: str, status: str, says: str
) -> None:
    """It is told in a sentence, and the next check is as always."""
    feedback = checker.check(LESSON, BY_VALUE, HEAD + body + "\n")

    assert (status, True) == (feedback.status, says in feedback.says), feedback
    assert len(feedback.printed) < 3000
    assert checker.check(LESSON, BY_VALUE, BY_VALUE.solution).is_passed


def test_a_save_is_seen_when_it_is_whole(home: Path) -> None:
    """A text that an editor is still writing, and a file that is gone for a moment, are not."""
    desk = Desk(lessons.load("lesson3"))
    path = desk.file.make()
    assert desk.unchecked() is None
    path.write_text("half")
    assert desk.unchecked() is None
    path.unlink()
    assert desk.unchecked() is None
    path.with_suffix(".new").write_text("whole")
    path.with_suffix(".new").replace(path)
    assert [None, "whole"] == [desk.unchecked(), desk.unchecked()]


def test_a_save_is_seen_though_time_and_size_are_as_before(home: Path) -> None:
    """As where a program puts the time of writing back."""
    file = LearnerFile(LESSON, BY_VALUE)
    path = file.make()
    before, stamp = path.stat(), file.stamp
    path.write_text(path.read_text().replace("write this", "WRITE THIS"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert stamp != file.stamp
    path.unlink()
    assert () == file.stamp


def spoiled(path: Path, how: str) -> None:
    """What may lie where a learner's file should be."""
    path.parent.mkdir(parents=True)
    match how:
        case "a folder":
            path.mkdir()
        case "not a regular file":
            os.mkfifo(path)  # who reads it waits for ever
        case "a broken link":
            path.symlink_to("nowhere")
        case _:
            path.write_bytes(b"\xff")


@pytest.mark.parametrize("how", ["a folder", "not a regular file", "a broken link", "no text in"])
def test_what_is_no_text_is_told_and_kept(how: str, home: Path) -> None:
    """In a sentence, and nothing waits for it; a reset puts it aside."""
    desk = Desk(lessons.load("lesson3"))
    spoiled(desk.file.path, how)

    assert desk.unchecked() is None
    assert f"clip_by_value.py is {how}" in desk.trouble
    kept = desk.reset()
    assert kept
    assert os.path.lexists(kept)
    assert ("clip_by_value.before.py", desk.chosen.template) == (kept.name, text_of(desk.file.path))


def test_a_file_is_written_kept_and_reset(home: Path) -> None:
    """What the learner wrote is not lost by a reset, nor by a second one."""
    file = LearnerFile(LESSON, BY_VALUE)
    path = file.make()
    assert home in path.parents
    assert 'raise NotImplementedError("write this")' in text_of(path)

    path.write_text("mine")
    assert "mine" == text_of(file.make())
    first = file.reset()
    path.write_text("more")
    second = file.reset()
    assert first
    assert second
    assert ("mine", "more", BY_VALUE.template) == (text_of(first), text_of(second), text_of(path))
    assert file.reset() is None


def test_progress_counts_and_forbids_nothing(home: Path) -> None:
    """Tries, hints and a look at the solution are kept, and can be forgotten."""
    progress = PracticeProgress()
    progress.tried("lesson3", "clip-by-norm", "x = 1", is_passed=False)
    PracticeProgress().tried("lesson3", "clip-by-norm", "x = 1", is_passed=False)
    assert [1, 2, 3, 3] == [progress.hinted("lesson3", "clip-by-norm", 3) for _ in range(4)]
    progress.saw_solution("lesson3", "clip-by-norm")
    assert progress.skip("lesson3", "clip-by-value")

    again = PracticeProgress()
    assert ("tried", "1 try, 3 hints") == (
        again.of("lesson3", "clip-by-norm").word, again.of("lesson3", "clip-by-norm").counts
    )  # fmt: skip
    found = again.next("lesson3", LESSON.exercises)
    assert found
    assert "clip-by-norm" == found.name
    assert again.forget("lesson3", "clip-by-norm")
    assert "new" == PracticeProgress().of("lesson3", "clip-by-norm").word


def test_damaged_progress_is_set_aside(home: Path) -> None:
    """In one sentence, and nothing stops."""
    progress = PracticeProgress()
    progress.skip("lesson3", "clip-by-norm")
    progress.path.write_text("{")

    assert "was damaged" in PracticeProgress().trouble
    assert [] != list(progress.path.parent.glob("progress.damaged-*"))


def test_the_menu_counts_a_lesson_from_outside(home: Path, tmp_path: Path) -> None:
    """By its folder, of which nothing is run; one whose exercises cannot be read has no count."""
    folder = tmp_path / "mine"
    shutil.copytree(TEMPLATE, folder)
    assert "" == practised(str(folder), folder)
    PracticeProgress().tried(str(folder), "logistic-loss", "x = 1", is_passed=True)
    assert "exercises 1/1" == practised(str(folder), folder)
    (folder / "practice" / "__init__.py").write_text("EXERCISES =")
    assert "" == practised(str(folder), folder)


@pytest.mark.process
def test_the_way_from_hint_to_pass(home: Path) -> None:
    """Written, hinted, wrong, right: the exit code and the document tell which."""
    name = ("practice", "lesson3", "clip-by-value")
    begun = dl_lab(*name, "--json")
    assert (1, "unwritten") == (begun.code, begun.document["feedback"]["status"])
    path = Path(begun.document["file"])

    assert "hint 1 of 3" in dl_lab(*name, "--hint").out
    path.write_text(BY_VALUE.solution)
    done = dl_lab(*name, "--json")
    assert (0, True, 1, 1) == (
        done.code, done.document["passed"], done.document["tries"], done.document["hints"]
    )  # fmt: skip
    listed = dl_lab("practice", "lesson3", "--list", "--json").document["exercises"]
    assert ["passed", "new"] == [row["state"] for row in listed[:2]]


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("lesson3", "clip-by-nrm"), "did you mean 'clip-by-norm'?"),
        (("lesson3", "1", "--hint", "--skip"), "two different things"),
        (("--hint",), "needs a lesson"),
        (("lesson99",), "no lesson called"),
        (("lesson3", "1", "--watch"), "--watch needs a terminal"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], says: str) -> None:
    """In one line, with exit code 2."""
    refused = dl_lab("practice", *arguments)

    assert (2, True) == (refused.code, says in refused.complaint)


@pytest.mark.process
def test_another_file_is_checked_without_counting(home: Path, tmp_path: Path) -> None:
    """A teacher looks at a file; the teacher's own progress stays."""
    other = tmp_path / "theirs.py"
    other.write_text(BY_VALUE.solution)
    done = dl_lab("practice", "lesson3", "clip-by-value", "--check", str(other), "--json")

    assert (0, 0) == (done.code, done.document["tries"])
    missing = dl_lab("practice", "lesson3", "1", "--check", str(tmp_path / "none.py"), "--json")
    assert (3, True) == (missing.code, "does not exist" in missing.complaint)
    assert (3, True) == (
        missing.document["exit"], "does not exist" in missing.document["error"]["message"]
    )  # fmt: skip


def test_keys_that_come_together_are_all_obeyed_and_enter_does_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two hints; the enter that people type after a key opens no editor; then it is left."""
    task = Task(LESSON, BY_VALUE, PracticeProgress())
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("an editor"))
    monkeypatch.setattr(Checker, "check", lambda *_: Feedback("unwritten", "not written yet"))
    ours, theirs = os.openpty()
    os.write(ours, b"hh\nq")
    with os.fdopen(theirs) as typed:
        monkeypatch.setattr("sys.stdin", typed)
        assert 1 == session.work(task, edits=False)
    os.close(ours)
    assert "hint 2 of 3" in capsys.readouterr().err


def test_a_task_is_read_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A line end of a task is one on the terminal, too."""
    show_text(f"{BY_VALUE.title}\n\n{BY_VALUE.task}\n")

    said = capsys.readouterr().out
    assert "␊" not in said
    assert f"{BY_VALUE.title}\n\nHold every single" in said
