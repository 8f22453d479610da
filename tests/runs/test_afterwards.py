"""What can be done with a run that is over: ask it, export it, look at it years later."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from lessons.kit.stream.events import End
from tests.tools.commands import PATIENCE, TOY, dl_lab, start
from tests.tools.past_runs import past_run
from tests.tools.places import RECORDINGS
from tests.tools.workers import until
from tui_lab.cli.training import doing
from tui_lab.runs import places
from tui_lab.runs.stream import Follower
from tui_lab.state.store import Store


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A finished run, and the environment that knows it."""
    here = {"DL_LAB_DIR": str(tmp_path_factory.mktemp("lab"))}
    done = dl_lab("run", TOY, "--json", "--steps", "60", "--variant", "calm", **here)
    assert 0 == done.code, done.err
    return here | {"NAME": done.document["run"]}


def test_a_finished_network_can_be_asked(trained: dict[str, str]) -> None:
    """It is woken from its last checkpoint; the recording stays as it was."""
    stream = Path(trained["DL_LAB_DIR"], "runs", trained["NAME"], "events.jsonl")
    before = stream.read_bytes()
    answer = dl_lab("ask", "last", "2", **trained)

    assert 5.0 == pytest.approx(float(answer.out), abs=0.3)  # 2 · 2 + 1
    assert (
        "no variant called 'clam'" in dl_lab("ask", "last", "2", "--variant", "clam", **trained).err
    )
    assert "that failed" in dl_lab("ask", "last", "two", **trained).err
    assert before == stream.read_bytes()


def test_a_run_that_nobody_saw_end_is_lost(home: Path) -> None:
    """`kill -9` or a reboot: `ps` says lost, also once somebody has looked what there is."""
    run = past_run("playing")
    before = dl_lab("ps", "--json").document[0]["state"]
    told = dl_lab("attach", run.id, "--json")
    after = dl_lab("ps", "--json").document[0]["state"]

    assert "lost" == before == after
    assert ("killed", 3) == (told.document["status"], told.code)
    assert "left no message" in told.err and "`dl-lab resume` continues" in told.err


def test_the_last_run_is_the_latest_though_the_clock_was_set_back(home: Path) -> None:
    """`dl-lab export last` is of the run just begun, not of one that the clock has yet to reach."""
    before = past_run("finished")
    ahead = time.time() + 86_400
    os.utime(before.path / "run.json", (ahead, ahead))
    begun = past_run("stopped")

    assert begun == places.find("last")
    assert [begun, before] == places.all_runs()


def test_a_question_about_data_that_are_gone(home: Path, tmp_path: Path) -> None:
    """The network stands, but not what it reads with: that is no fault of the question."""
    text = tmp_path / "own.txt"
    text.write_text("a text of my own", encoding="utf-8")
    dl_lab("run", TOY, "--quiet", "--steps", "2", "--data", str(text))
    text.unlink()
    done = dl_lab("ask", "last", "2")

    assert (3, "") == (done.code, done.out)
    assert "own.txt does not exist" in done.complaint


def test_what_was_learned_is_exported(trained: dict[str, str], tmp_path: Path) -> None:
    """The lesson's own format, whole or not at all; nothing that is there is replaced."""
    out = tmp_path / "line.txt"
    done = dl_lab("export", "last", "--format", "line", "--out", str(out), **trained)

    assert 0 == done.code
    assert "calm, seed 0, after 60 steps" in done.complaint
    assert re.fullmatch(r"slope 2\.\d+\nintercept [01]\.\d+\n", out.read_text())
    assert out.read_text() == dl_lab("export", "last", "--out", "-", **trained).out
    assert "already exists" in dl_lab("export", "last", "--out", str(out), **trained).complaint
    assert 0 == dl_lab("export", "last", "--out", str(out), "--force", **trained).code
    assert [out] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--format", "lien"], "did you mean 'line'"),
        (["--variant", "clam"], "did you mean 'calm'"),
        (["--seed", "7"], "no seed called '7'"),
        (["--out", "/"], "is a folder"),
        (["--out", "/nowhere/at/all.txt"], "cannot be written"),
        (["--out", "~nobody-of-this-name/v.txt"], "cannot be written"),
        (["--out", "v" * 300], "cannot be written"),
        (["--out", "/etc/passwd/v.txt"], "cannot be written"),
    ],
)
def test_an_export_that_cannot_be(flags: list[str], words: str, trained: dict[str, str]) -> None:
    """One sentence, and no traceback."""
    assert words in dl_lab("export", "last", *flags, **trained).complaint


def test_an_export_is_of_a_network_that_trained(home: Path, tmp_path: Path) -> None:
    """In a large vocabulary the first of the race is left out: that is said, and another is taken.

    Said on stderr too: without a screen there are no notes to read it in.
    """
    text = tmp_path / "large.txt"
    text.write_text(" ".join(f"w{i % 1500}" for i in range(9000)), encoding="utf-8")
    flags = ["--steps", "1", "--data", str(text), "--variant", "softmax", "--variant", "negative"]
    done = dl_lab("run", "lesson1", *flags)

    assert 1 == done.err.count("softmax: This network is left out")
    assert dl_lab("export", "last", "--out", "-").out.startswith("1500 100\n")
    refused = dl_lab("export", "last", "--variant", "softmax")
    assert (3, True) == (refused.code, "not part of this run; --variant neg" in refused.complaint)


def test_an_export_takes_nothing_away(trained: dict[str, str], tmp_path: Path) -> None:
    """A file of the learner's beside it, a link, and a pipe that somebody reads all stay."""
    beside, link, real, pipe = (tmp_path / n for n in ("v.txt.part", "link", "real", "pipe"))
    beside.write_text("mine", encoding="utf-8")
    link.symlink_to(real)
    os.mkfifo(pipe)
    for out in (tmp_path / "v.txt", link):
        assert 0 == dl_lab("export", "last", "--out", str(out), **trained).code
    refused = dl_lab("export", "last", "--out", str(pipe), "--force", **trained)

    assert "is not a regular file" in refused.complaint
    assert "mine" == beside.read_text(encoding="utf-8")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("slope")
    assert {"v.txt", "v.txt.part", "link", "real", "pipe"} == {p.name for p in tmp_path.iterdir()}


def test_a_long_reading_says_how_far_it_is(home: Path, tmp_path: Path) -> None:
    """Until the data are read there is no step to show, but a share."""
    text = tmp_path / "long.txt"
    text.write_text("a long text")
    process = start("run", TOY, "--quiet", "--steps", "1", "--data", str(text), "--set", "slow=0.2")
    run = until(lambda: next(iter(places.all_runs()), None))
    said = until(lambda: doing(run))
    later = until(lambda: doing(run) not in ("", said) and doing(run))
    process.communicate(timeout=PATIENCE)

    assert re.fullmatch(r"long\.txt: \d+%", said)
    assert int(re.findall(r"\d+", said)[0]) < int(re.findall(r"\d+", later)[0])


def test_a_recording_of_an_earlier_version_replays() -> None:
    """What version 0.1 wrote is read by every later one."""
    store, follower = Store(), Follower(RECORDINGS / "older.jsonl")
    for event in follower.read():
        store.take_event(event)

    assert 0 == follower.damaged
    assert isinstance(store.end, End)
    assert store.history.own_data
    assert json.loads(dl_lab("replay", str(follower.path), "--json").out)["status"] == "finished"
