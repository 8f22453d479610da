"""A run that somebody else made: its train.py is code, and its folder may not be what it seems."""

import os
import pty
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import lessons
from lessons.kit import BadUsage
from tests.tools.commands import COMMAND, TOY, dl_lab
from tui_lab.runs import places
from tui_lab.runs.folder import RunFile, RunFolder
from tui_lab.trust.permission import UntrustedError, require_run

SHORT = ("--variant", "free", "--steps", "12")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Is there once the run's own train.py has run."""
    return tmp_path / "it ran"


@pytest.fixture
def theirs(tmp_path: Path, marker: Path) -> Path:
    """A stopped run with a train.py of its own, in a folder that this lab did not make."""
    name = dl_lab("run", TOY, "--json", *SHORT).document["run"]
    mine = places.find(name)
    file = mine.file
    source = lessons.load(TOY).source.replace("import time\n", f"import time\n{touching(marker)}\n")
    plan = msgspec.structs.replace(file.plan, edits={"train.py": source})
    plan.config["steps"] = 20
    place = tmp_path / "received"
    shutil.copytree(mine.path, place)
    content = msgspec.json.encode(RunFile(file.run, file.created, plan))
    (place / "run.json").write_bytes(content)
    events = (place / "events.jsonl").read_bytes().splitlines(keepends=True)
    (place / "events.jsonl").write_bytes(b"".join(events[:-1]))  # it was killed
    return place


def touching(marker: Path) -> str:
    return f"open({str(marker)!r}, 'w').close()"


@pytest.mark.parametrize(
    "command",
    [("resume", "--json"), ("fork", "--json"), ("ask", "2"), ("explain", "--at", "3")],
    ids=lambda command: command[0],
)
def test_its_code_is_not_run_unasked(theirs: Path, marker: Path, command: tuple[str, ...]) -> None:
    """One line says what it is and where it lies."""
    outcome = dl_lab(command[0], str(theirs), *command[1:])

    assert 2 == outcome.code
    assert "the train.py that run received brings with it is code" in outcome.complaint
    assert str(theirs / "run.json") in outcome.complaint
    assert not marker.exists()


def test_once_it_is_trusted_it_goes_on(theirs: Path, marker: Path) -> None:
    """--trust is for what it says now: other code in its place is asked about again."""
    resumed = dl_lab("resume", str(theirs), "--json", "--trust")
    run = RunFolder(theirs)
    changed = msgspec.structs.replace(run.plan, edits={"train.py": "import os"})

    assert "finished" == resumed.document["status"]
    assert marker.exists()
    require_run(run, run.plan)
    with pytest.raises(UntrustedError):
        require_run(run, changed)


def test_a_link_among_our_runs_makes_it_no_run_of_ours(theirs: Path, marker: Path) -> None:
    """Neither does the worker itself run it, whoever starts it."""
    link = places.runs_folder() / "lesson90-link"
    link.symlink_to(theirs)
    outcome = dl_lab("resume", "lesson90-link")
    code = f"from tui_lab.worker.main import main; main([{str(link)!r}])"
    worker = subprocess.run([*COMMAND[:2], code], capture_output=True, text=True, check=False)

    assert (2, 2) == (outcome.code, worker.returncode)
    assert "add --trust" in worker.stdout
    assert not marker.exists()


def test_attaching_asks_in_the_terminal(theirs: Path, marker: Path) -> None:
    """The screen, on which space would go on with it, is not opened before."""
    ours, terminal = pty.openpty()
    os.write(ours, b"n\n")
    done = subprocess.run(
        [*COMMAND, "attach", str(theirs)], stdin=terminal, stdout=terminal, stderr=terminal,
        timeout=60, check=False,
    )  # fmt: skip
    said = os.read(ours, 65_536).decode()

    assert 2 == done.returncode
    assert "Run it?" in said
    assert not marker.exists()


def test_what_only_reads_it_asks_nothing(theirs: Path) -> None:
    """Its recording is data."""
    assert TOY == dl_lab("replay", str(theirs), "--json").document["lesson"]
    assert 0 == dl_lab("compare", str(theirs), str(theirs), "--json").code


def test_a_run_kept_elsewhere_by_this_lab_is_not_asked_about(tmp_path: Path) -> None:
    """`--out` links a folder too; what it trains is the lesson's own."""
    out = str(tmp_path / "kept")
    name = dl_lab("run", TOY, "--json", *SHORT, "--out", out).document["run"]

    assert 0 == dl_lab("ask", name, "2").code


def test_a_killed_run_goes_on_with_the_file_that_was_edited(marker: Path) -> None:
    """Not train.py but one beside it, which the lesson's own train.py imports."""
    short = ("--variant", "norm", "--set", "hidden=8", "--set", "batch=2")
    run = places.find(dl_lab("run", "lesson3", "--json", "--steps", "4", *short).document["run"])
    text = lessons.load("lesson3").shown["clipping.py"] + touching(marker) + "\n"
    plan = msgspec.structs.replace(run.file.plan, edits={"clipping.py": text})
    plan.config["steps"] = 8
    (run.path / "run.json").write_bytes(
        msgspec.json.encode(RunFile(run.id, run.file.created, plan))
    )
    events = run.events.read_bytes().splitlines(keepends=True)
    run.events.write_bytes(b"".join(events[:-1]))  # it was killed

    resumed = dl_lab("resume", run.id, "--json")
    assert "finished" == resumed.document["status"]
    assert marker.exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda run: (run / "worker.log").unlink(), "worker.log in .* is a link"),
        (lambda run: os.chown(run, 12345, -1), "belongs to user 12345; train a copy"),
    ],
)
def test_a_folder_that_is_not_ours_to_write_is_refused(
    theirs: Path, tmp_path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    """The worker would write where a link leads, and another owner could swap what it runs."""
    if "belongs" in words and os.getuid():
        pytest.skip("only root can give a folder away")
    spoil(theirs)
    if "link" in words:
        (theirs / "worker.log").symlink_to(tmp_path / "bashrc")
    run = RunFolder(theirs)

    with pytest.raises(BadUsage, match=words):
        require_run(run, run.plan)
