"""Runs, progress and lessons of the version before: what it kept is opened, gone on with, exported.

The archive was made by `tests/recordings/make_runs.py`, with the code of that version.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import tarfile
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import lessons
from lessons.kit import Trouble
from tests.tools.commands import dl_lab
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.screen import until
from tui_lab.app.lab import LabApp
from tui_lab.cli.main import app as command_line
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import recorded
from tui_lab.session.copy import Copy
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup
from tui_lab.state.store import Store
from tui_lab.system.archives import extract
from tui_lab.trust.config import read_config, run_defaults

VERSIONS = ["before_rooms"]
LESSONS = ("lesson1", "lesson2", "lesson3", "lesson4")
DONE = (*LESSONS, "data", "seeds", "fork", "edited", "outside")
EXPORTS = ("html", "csv", "json", "tensorboard")
CONFIG = """
[run]
seed = 3
seeds = 2
steps = 100
device = "cpu"
threads = 1
max_seconds = 60
max_memory = "512M"
nice = 5
quiet = true

[app]
color = "256"
fps = 2
ascii_only = false
theme = "lab-light"

[lessons]
folders = ["/srv/course"]
trust = ["/srv/course"]
"""
NEARLY = 1e-4
"""Of a figure: on the machine that made the runs the bits are the same, on another not the sums."""


class Past:
    """All that a version left behind, moved to this test's own folder."""

    def __init__(self, version: str, folder: Path) -> None:
        with tarfile.open(RECORDINGS / f"{version}.tar.xz") as archive:
            extract(archive, folder)
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        files = (folder.glob(f"home/runs/*/{name}") for name in ("run.json", "events.jsonl"))
        for path in (*chain(*files), folder / "home" / "trusted.json"):
            path.write_text(path.read_text().replace(self.manifest["folder"], str(folder)))

    def run(self, what: str) -> RunFolder:
        """The run that is this."""
        return RunFolder(self.folder / "home" / "runs" / self.manifest["runs"][what])

    def store(self, what: str) -> Store:
        """What a viewer knows of it."""
        store = Store()
        for event in recorded(self.run(what)):
            store.take_event(event)
        return store


@pytest.fixture(params=VERSIONS)
def past(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Past:  # fmt: skip
    found = Past(request.param, tmp_path / "past")
    monkeypatch.setenv("DL_LAB_DIR", str(found.folder / "home"))
    return found


def said(*arguments: str) -> str:
    """What a command prints, here and now."""
    done = CliRunner().invoke(command_line, list(arguments), catch_exceptions=False)
    assert 0 == done.exit_code, done.output
    return done.stdout


def test_every_run_is_listed_as_it_ended(past: Past) -> None:
    """With the steps that it trained, and the stopped one waiting to be taken up."""
    listed = {row["run"]: row for row in json.loads(said("ps", "--json"))}
    states = {what: listed[run]["state"] for what, run in past.manifest["runs"].items()}

    assert dict.fromkeys(DONE, "finished") | {"stopped": "stopped"} == states
    assert all(past.store(what).step == 4 for what in ("lesson1", "lesson3", "data", "outside"))
    assert 10 == past.store("stopped").step


def test_runs_of_both_versions_are_compared(past: Past) -> None:
    """Settings that differ by their names of then."""
    names = [past.run(what).id for what in ("lesson3", "fork", "seeds")]
    document = json.loads(said("compare", *names, "--json"))

    assert set(names) == set(document["runs"])
    assert "lr" in json.dumps(document)


@pytest.mark.parametrize("what", [*DONE, "stopped"])
def test_what_was_recorded_is_exported(past: Past, what: str, tmp_path: Path) -> None:
    """In every format, with the numbers of the stream; also of a lesson that is not here."""
    run, store = past.run(what), past.store(what)
    for kind in EXPORTS:
        out = tmp_path / f"out.{kind}"
        done = CliRunner().invoke(
            command_line, ["export", run.id, "--format", kind, "--out", str(out)]
        )
        if what == "outside" and done.exit_code:
            assert (2, 1) == (done.exit_code, len(done.output.splitlines())), done.output
            continue
        assert 0 == done.exit_code, (kind, done.output)
        assert out.exists()
        if kind == "csv":
            rows = list(csv.DictReader(io.StringIO(out.read_text())))
            assert store.step == max(int(row["step"]) for row in rows)
            _compare_losses(store, rows)


def _compare_losses(store: Store, rows: list[dict[str, str]]) -> None:
    for (variant, seed), track in store.history.tracks.items():
        mine = [r for r in rows if (r["variant"], int(r["seed"])) == (variant, seed)]
        losses = list(track.columns["loss"].values)
        assert losses == [float(row["loss"]) for row in mine if row["loss"]]


@pytest.mark.parametrize("what", [*LESSONS, "fork", "edited"])
async def test_a_run_is_replayed_on_the_screen(past: Past, what: str) -> None:
    """Every panel of its lesson draws, at the end and back in time."""
    app = LabApp(replay=past.run(what).path)
    async with app.run_test(size=(160, 50)) as pilot:
        await until(pilot, lambda: app.sessions[-1].store.over)
        await pilot.press("comma", "comma", "full_stop")
        await pilot.pause()
        assert "Traceback" not in screen_text(app)
        assert app.sessions[-1].store.metrics()


async def test_a_stopped_run_is_attached_to(past: Past) -> None:
    """It stands there as it was left, and can be looked at."""
    app = LabApp(run=past.run("stopped"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.sessions[-1].store.state == "stopped")
        assert past.store("stopped").step == app.sessions[-1].store.step


def test_a_stopped_run_is_taken_up_where_it_was(past: Past) -> None:
    """Its checkpoint is read, and the figures are those that its own version came to."""
    done = dl_lab("resume", past.run("stopped").id, "--json")
    document, expected = json.loads(done.out), past.manifest["resumed"]

    assert ("finished", 24) == (document["status"], past.store("stopped").step), done.err
    assert expected["results"].keys() == document["results"].keys()
    _same(expected["results"], document["results"])
    verdicts = [
        [(claim["name"], claim["verdict"]) for claim in each["claims"]]
        for each in (expected, document)
    ]
    assert verdicts[0] == verdicts[1]


def _same(expected: Any, found: Any) -> None:
    if isinstance(expected, dict):
        assert expected.keys() <= found.keys()
        for key, value in expected.items():
            _same(value, found[key])
    elif isinstance(expected, float):
        assert math.isclose(expected, found, rel_tol=NEARLY, abs_tol=NEARLY)
    else:
        assert expected == found


def test_a_run_on_a_learners_data_is_forked(past: Past) -> None:
    """From its checkpoint, with the file read again and found to be the same."""
    done = dl_lab("fork", past.run("data").id, "--at", "4", "--set", "steps=6", "--json")
    document = json.loads(done.out)

    assert "finished" == document["status"], done.err
    assert document["data"]["source"].endswith("/mine.txt")


def test_a_network_is_asked(past: Past) -> None:
    """Its weights are read from the checkpoint of then."""
    done = dl_lab("ask", past.run("lesson4").id, "a good film")

    assert (0, True) == (done.code, "probability" in done.out), done.err


def test_what_was_predicted_is_known(past: Past) -> None:
    """A prediction is still about the networks that it was about, by settings and all."""
    lesson, kept = lessons.load("lesson3"), Progress().of("lesson3")
    question = lesson.predictions[0]
    [answer] = kept.predicted[question.question]

    assert kept.opened
    assert question.choices[0] == answer.choice
    assert Setup.planned(lesson.plan()).about(question) == answer.about


def test_the_settings_of_then_are_known(past: Past) -> None:
    """Every section and name that its config.toml could have."""
    (past.folder / "home" / "config.toml").write_text(CONFIG)
    found = read_config()

    assert {"run", "app", "lessons"} == set(found)
    assert (3, 2, "cpu", 512 * 2**20) == tuple(
        run_defaults()[name] for name in ("seed", "seeds", "device", "max_memory")
    )


async def test_an_edited_loop_is_still_the_learners(past: Past) -> None:
    """It lies where it lay, and belongs to the same lesson."""
    lesson = lessons.load("lesson3")
    kept = past.folder / "home" / "edited" / "lesson03_clipping" / "train.py"
    kept.parent.mkdir(parents=True)
    kept.write_text("# mine\n" + lesson.source)

    assert kept == Copy(lesson).path("train.py")
    assert "My own copy" in past.run("edited").plan.edits["train.py"]


def test_a_lesson_from_outside_says_what_to_change(past: Past) -> None:
    """Or still runs: never an error that leaves its author to search."""
    folder = past.folder / "attention"
    done = dl_lab("run", str(folder), "--steps", "4", "--json")
    if done.code != 2:
        assert "finished" == json.loads(done.out)["status"]
        return
    [line] = done.err.splitlines()
    assert "attention/" in line
    assert "lessons.kit" in line and " is now " in line, line


def test_a_learners_own_loop_says_what_to_change(past: Past) -> None:
    """A fork of a run with an edited train.py needs the words of now."""
    done = dl_lab("fork", past.run("edited").id, "--at", "4", "--set", "steps=5", "--json")
    if done.code in (0, 5):
        return
    last = done.err.splitlines()[-1]
    assert "your train.py" in last and " is now " in last, last


def test_a_lesson_that_is_gone_leaves_its_run(past: Past) -> None:
    """Its numbers are there still, and the refusal of the rest is one line."""
    shutil.rmtree(past.folder / "attention")
    run = past.run("outside")

    assert run.id in said("ps")
    assert 4 == past.store("outside").step
    with pytest.raises(Trouble):
        LabApp(run=run)
