"""The command line as a person meets it: what it prints, what it refuses, how it leaves."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lessons.kit.stream.events import Start
from tests.tools.commands import COMMAND, PATIENCE, TOY, dl_lab, start
from tests.tools.places import TOYS
from tui_lab.runs.stream import Follower


def test_run_json_is_one_document() -> None:
    """stdout is exactly one JSON document on one line, equal for equal runs."""
    one = dl_lab("run", TOY, "--json", "--seed", "3")
    two = dl_lab("run", TOY, "--json", "--seed", "3")

    assert 0 == one.code == one.document["exit"]
    assert "finished" == one.document["status"]
    assert one.document["results"] == two.document["results"]
    assert {"first", "last", "min", "max"} == set(one.document["results"]["calm"]["3"]["loss"])
    assert one.document["results"]["wild"]["3"]["loss"]["max"] > 1e6
    assert [("calm-learns", "holds")] == [
        (claim["name"], claim["verdict"]) for claim in one.document["claims"]
    ]
    assert "calm, wild on cpu" in one.err


def test_run_jsonl_is_the_stream(home: Path) -> None:
    """The same lines that are recorded, from start to end."""
    done = dl_lab("run", TOY, "--jsonl", "--variant", "calm")
    lines = done.out.splitlines()
    recorded = next((home / "runs").iterdir()) / "events.jsonl"

    assert ("start", "end") == (json.loads(lines[0])["type"], json.loads(lines[-1])["type"])
    assert recorded.read_text().splitlines() == lines


def test_run_for_people_says_what_held() -> None:
    """Without flags: the figures, and each claim with its verdict in words."""
    done = dl_lab("run", TOY, "--quiet", "--variant", "calm", "--variant", "wild")
    spoken = dl_lab("run", TOY)

    assert ("", "") == (done.out, done.err)
    assert "✓ holds" in spoken.out
    assert "diverged at step" in spoken.out


def test_the_exit_code_says_how_it_went(home: Path) -> None:
    """0 holds · 1 a claim or a loop from outside failed · 4 diverged where it must not."""
    failing = dl_lab("run", TOY, "--json", "--steps", "2")
    diverging = dl_lab("run", TOY, "--json", "--variant", "free", "--set", "lr=9", "--steps", "600")
    broken = dl_lab("run", TOY, "--json", "--set", "fail_at=3")

    assert 1 == failing.code
    assert 4 == diverging.code
    assert (1, "failed") == (broken.code, broken.document["status"])
    said = broken.document["error"]["message"]
    assert re.search(r"train\.py, line \d+: raise ValueError", said), said
    assert "ValueError: as asked" in broken.document["error"]["message"]
    assert "worker.log" in broken.document["error"]["mend"]
    assert all("Traceback" not in outcome.err for outcome in (failing, diverging, broken))
    assert any("as asked" in log.read_text() for log in home.glob("runs/*/worker.log"))


def test_a_run_that_time_stopped_is_not_done() -> None:
    """Exit 5 and `stopped`, also where no claim speaks of the run; and how to go on is said."""
    asked = ("run", TOY, "--variant", "free", "--set", "slow=0.02", "--steps", "100000")
    done = dl_lab(*asked, "--max-seconds", "0.3", "--json")

    assert 5 == done.code == done.document["exit"]
    assert ("stopped", []) == (done.document["status"], done.document["claims"])
    assert "stopped by --max-seconds 0.3 after " in done.err
    assert f"of 100,000 steps: too early to judge; dl-lab resume {done.document['run']}" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "lesson33"), 2, "no lesson called 'lesson33'; did you mean 'lesson3'?"),
        (("run", TOY, "--variant", "clam"), 2, "no variant called 'clam'; did you mean 'calm'?"),
        (("run", TOY, "--preset", "hott"), 2, "no preset called 'hott'; did you mean 'hot'?"),
        (("run", TOY, "--set", "bach=3"), 2, "no setting called 'bach'; did you mean 'batch'?"),
        (("run", TOY, "--set", "batch=0"), 2, "a whole number from 1 to 512"),
        (("run", TOY, "--set", "batch"), 2, "write --set NAME=VALUE"),
        (("run", TOY, "--steps", "many"), 2, "a whole number from 1"),
        (("run", TOY, "--set", "lr=1"), 2, "choose one with --variant"),
        (("run", TOY, "--json", "--jsonl"), 2, "choose one of them"),
        (("run", TOY, "--device", "cuda"), 3, "DEVICES is empty; use --device cpu"),
        (("run", TOY, "--device", "tpu"), 2, "no device called 'tpu'"),
        (("run", TOY, "--data", "/nowhere/x.txt"), 3, "/nowhere/x.txt does not exist"),
        (("run", TOY, "--data", "/"), 3, "is a folder"),
        (("run", TOY, "--seed", "-1"), 2, "--seed"),
        (("rn", TOY), 2, "Did you mean 'run'?"),
        (("run", TOY, "--sed", "1"), 2, "--seed"),
        (("stop", "nosuch"), 2, "no run called 'nosuch'"),
        (("resume", "nosuch"), 2, "no run called 'nosuch'"),
        (("replay", "/nowhere.jsonl", "--json"), 3, "/nowhere.jsonl is not a file"),
        ((), 2, "dl-lab run lesson3 --json"),
        (("attach", "nosuch"), 2, "no run called 'nosuch'"),
    ],
)
def test_bad_input_is_one_line(arguments: tuple[str, ...], code: int, words: str) -> None:
    """What is wrong and the fix, on one line of stderr, with the right exit code."""
    outcome = dl_lab(*arguments, CUDA_VISIBLE_DEVICES="")

    assert words in outcome.complaint
    assert code == outcome.code
    assert "" == outcome.out or "--json" in arguments


def test_a_failure_has_its_document_too(home: Path) -> None:
    """With --json even a refusal is one document; no half-made run is left behind."""
    outcome = dl_lab("run", TOY, "--json", "--device", "cuda", CUDA_VISIBLE_DEVICES="")

    assert (3, "failed") == (outcome.document["exit"], outcome.document["status"])
    assert "use --device cpu" == outcome.document["error"]["mend"]
    assert [] == list((home / "runs").iterdir())


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Exit 3, and the fix names the variable."""
    (tmp_path / "file").touch()
    outcome = dl_lab("run", TOY, "--json", DL_LAB_DIR=str(tmp_path / "file"))

    assert 3 == outcome.code
    assert "set DL_LAB_DIR" in outcome.complaint


def test_a_full_disk_loses_nothing_that_was_recorded(home: Path) -> None:
    """The run ends with exit 3 and words; the lines that are there are whole."""
    # a file may not grow past 200 KiB: what a full disk looks like to a process
    script = (
        f'ulimit -f 200; exec "$0" -c "from tui_lab.__main__ import main; main()" run {TOY} --json'
    )
    script += " --variant free --steps 100000"
    done = subprocess.run(
        ["bash", "-c", script, sys.executable], capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    run = next((home / "runs").iterdir())
    follower = Follower(run / "events.jsonl")
    events = follower.read()
    document = json.loads(done.stdout)

    assert 3 == done.returncode == document["exit"]
    assert isinstance(events[0], Start)
    assert "can no longer be recorded" in document["error"]["message"]
    assert f"dl-lab resume {run.name}" in document["error"]["mend"]
    assert 0 == follower.damaged
    assert len(events) > 20


def steps_recorded(home: Path) -> int:
    runs = [
        path for path in home.glob("runs/*/events.jsonl") if b'"type":"steps"' in path.read_bytes()
    ]
    return len(runs)


def wait_until_playing(run: Path) -> None:
    end = time.monotonic() + 60
    while json.loads((run / "status.json").read_text())["state"] != "playing":
        assert time.monotonic() < end
        time.sleep(0.05)


def wait_for_steps(home: Path) -> None:
    end = time.monotonic() + 60
    while not steps_recorded(home):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_writes_its_report(home: Path, number: int) -> None:
    """The first ctrl-c stops after the step; the document has what there is; exit 130."""
    process = start("run", TOY, "--json", "--steps", "1000000", "--set", "slow=0.001")
    wait_for_steps(home)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    document = json.loads(out)

    assert 130 == process.returncode == document["exit"]
    assert "stopped" == document["status"]
    assert document["results"]["calm"]["0"]["loss"]["last"] is not None
    assert "ctrl-c again to kill" in err


def test_a_second_ctrl_c_kills(home: Path) -> None:
    """A step that takes for ever does not hold anybody; what was recorded stays."""
    process = start("run", TOY, "--json", "--variant", "free", "--set", "slow=1")
    wait_for_steps(home)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=PATIENCE)

    assert 130 == process.returncode
    assert json.loads(out)["status"] in ("killed", "stopped")


def test_a_killed_worker_is_reported_by_whoever_waits(home: Path) -> None:
    """kill -9 of the worker: exit 3, words, and the document of what was recorded."""
    process = start("run", TOY, "--json", "--steps", "1000000", "--set", "slow=0.001")
    wait_for_steps(home)
    status = json.loads(next(home.glob("runs/*/status.json")).read_text())
    os.kill(status["pid"], signal.SIGKILL)
    out, err = process.communicate(timeout=PATIENCE)
    document = json.loads(out)

    assert 3 == process.returncode
    assert "killed" == document["status"]
    assert "signal 9" in document["error"]["message"]
    assert "dl-lab resume" in err


@pytest.mark.fresh
def test_detach_ps_ask_stop_resume_replay(home: Path) -> None:
    """A run's whole life from the command line."""
    detached = dl_lab("run", TOY, "--detach", "--steps", "100000", "--set", "slow=0.002")
    name = detached.out.strip()
    listed = json.loads(dl_lab("ps", "--json").out)
    assert [(name, "playing")] == [(row["run"], row["state"]) for row in listed]
    assert listed[0]["pid"]

    answer = dl_lab("ask", name[:-2], "2.0", "--variant", "calm")
    assert float(answer.out) is not None
    assert "no variant called 'clam'" in dl_lab("ask", name, "2", "--variant", "clam").err
    assert "is playing" in dl_lab("resume", name).complaint
    assert "is being trained" in dl_lab("rm", name).complaint

    stopped = dl_lab("stop", name)
    assert 0 == stopped.code
    assert f"{name} is stopped" in stopped.err
    assert "there is nothing to stop" in dl_lab("stop", "last").complaint

    replayed = dl_lab("replay", name, "--json")
    report = json.loads((home / "runs" / name / "report.json").read_text())
    assert report == replayed.document

    resumed = start("resume", name, "--json")
    wait_until_playing(home / "runs" / name)
    resumed.send_signal(signal.SIGINT)
    out, _ = resumed.communicate(timeout=PATIENCE)
    again = json.loads(out)
    step = json.loads(dl_lab("ps", "--json").out)[0]["step"]
    assert "stopped" == again["status"]
    assert step > listed[0]["step"]

    assert 0 == dl_lab("rm", name).code
    assert [] == json.loads(dl_lab("ps", "--json").out)


def test_out_keeps_the_run_where_it_is_told(tmp_path: Path) -> None:
    """--out DIR: the whole run in a folder of one's own, and never two in one."""
    folder = tmp_path / "mine"
    one = dl_lab("run", TOY, "--json", "--out", str(folder))
    two = dl_lab("run", TOY, "--json", "--out", str(folder))

    assert one.document == json.loads((folder / "report.json").read_text())
    assert 2 == two.code
    assert "already contains a run" in two.err
    assert one.document == dl_lab("replay", str(folder), "--json").document


def test_out_never_touches_what_is_there(tmp_path: Path) -> None:
    """A folder with anything in it is refused; deleting a run leaves what is not the lab's."""
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("x")
    refused = dl_lab("run", TOY, "--out", str(thesis), "--device", "cuda", CUDA_VISIBLE_DEVICES="")
    assert "is not empty" in refused.complaint
    assert 2 == refused.code

    mine = tmp_path / "mine"
    name = dl_lab("run", TOY, "--json", "--steps", "2", "--out", str(mine)).document["run"]
    (mine / "notes.txt").write_text("x")
    assert 0 == dl_lab("rm", str(mine)).code
    assert ["notes.txt"] == [path.name for path in mine.iterdir()]
    assert "no run called" in dl_lab("stop", name).complaint
    assert ["chapter.txt"] == [path.name for path in thesis.iterdir()]


def test_a_run_kept_elsewhere_is_listed(tmp_path: Path) -> None:
    """--out keeps a run in a folder of one's own, and ps knows it by name all the same."""
    name = dl_lab("run", TOY, "--json", "--steps", "2", "--out", str(tmp_path / "é x")).document
    rows = json.loads(dl_lab("ps", "--json").out)

    assert [name["run"]] == [row["run"] for row in rows]
    assert 0 == dl_lab("replay", name["run"], "--json").code


def test_a_course_of_ones_own(tmp_path: Path) -> None:
    """A lesson in the folder one is in runs by its package, and nothing there replaces ours."""
    course = tmp_path / "my_course"
    shutil.copytree(TOYS / "lesson90_line", course / "lesson01_line")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "__init__.py").write_text("raise SystemExit('not ours')")
    (tmp_path / "queue.py").write_text("raise SystemExit('not ours')")
    train = course / "lesson01_line" / "train.py"
    train.write_text(
        train.read_text().replace("tests.toys.lesson90_line", "my_course.lesson01_line")
    )
    done = subprocess.run(
        [str(Path(sys.executable).parent / "dl-lab"), "run", "my_course.lesson01_line", "--json",
         "--trust"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == done.returncode, done.stderr
    assert "my_course.lesson01_line" == json.loads(done.stdout)["lesson"]


def test_data_that_changed_is_not_resumed_upon(tmp_path: Path) -> None:
    """A run goes on with the text it began with, or not at all; nothing is deleted."""
    text = tmp_path / "t.txt"
    text.write_text("to the sea " * 20)
    process = start("run", TOY, "--data", str(text), "--steps", "1000000", "--set", "slow=0.001")
    wait_for_steps(Path(os.environ["DL_LAB_DIR"]))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    text.write_text("to the mine " * 20)
    outcome = dl_lab("resume", "last", "--json")

    assert 3 == outcome.code == outcome.document["exit"]
    assert "has changed since this run began" in outcome.document["error"]["message"]
    assert ["stopped"] == [row["state"] for row in json.loads(dl_lab("ps", "--json").out)]


def test_every_refusal_has_its_document(home: Path) -> None:
    """With --json stdout is one document, whatever went wrong, usage and bugs included."""
    for arguments in (("--seed", "x"), ("--steps", "0"), ("--variant", "v"), ("--nosuch",)):
        outcome = dl_lab("run", TOY, "--json", *arguments)

        assert (2, 2, "failed") == (
            outcome.code, outcome.document["exit"], outcome.document["status"],
        )  # fmt: skip


@pytest.mark.parametrize("how", [">/dev/full", ">&-", "2>&-", "2>/dev/full"])
def test_streams_that_cannot_be_written(how: str) -> None:
    """A closed or full stream is no bug of ours, and narration never lands on stdout."""
    done = subprocess.run(
        f'"{sys.executable}" -c "from tui_lab.__main__ import main; main()" run {TOY} --json'
        f" --variant calm {how}",
        shell=True, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip

    assert (3 if how == ">/dev/full" else 0) == done.returncode
    assert done.stdout.count("\n") == (1 if how.startswith("2") else 0)
    assert "bug" not in done.stderr


def test_a_locale_without_our_characters() -> None:
    """Where ✓ cannot be printed, something else is, and the exit code stands."""
    outcome = dl_lab("run", TOY, PYTHONIOENCODING="latin-1")

    assert 0 == outcome.code
    assert "? holds" in outcome.out


def test_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    """Escape sequences in what was typed are shown, never sent."""
    for arguments in (
        ("run", "\x1b[31mlesson3"), ("replay", "a/\x1b[31mx"), ("stop", "\x1b]52;c;x\x07"),
        ("run", TOY, "--data", "/\x1b[2J"), ("run", TOY, "--out", str(tmp_path / "\x1b[31m")),
    ):  # fmt: skip
        outcome = dl_lab(*arguments)

        assert "\x1b" not in outcome.out + outcome.err


def test_flags_beat_the_environment_which_beats_the_file(home: Path) -> None:
    """Flag > environment > config file > default."""
    home.mkdir(parents=True)
    (home / "config.toml").write_text("[run]\nseed = 5\n")

    def seed(*flags: str, **environment: str) -> int:
        run = ("run", TOY, "--json", "--variant", "free", "--steps", "1")
        return int(dl_lab(*run, *flags, **environment).document["seeds"][0])

    assert 5 == seed()
    assert 6 == seed(DL_LAB_SEED="6")
    assert 7 == seed("--seed", "7", DL_LAB_SEED="6")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[run]\nsede = 5\n", "did you mean 'seed'?"),
        ("[rum]\nseed = 5\n", "did you mean 'run'?"),
        ("what", "cannot be read"),
    ],
)
def test_a_config_file_with_a_mistake_is_named(home: Path, text: str, words: str) -> None:
    """Nothing is silently ignored."""
    home.mkdir(parents=True)
    (home / "config.toml").write_text(text)
    outcome = dl_lab("list")

    assert words in outcome.complaint
    assert "config.toml" in outcome.complaint
    assert 2 == outcome.code


def test_listings_are_json_too() -> None:
    """list, ps and doctor for programs; a damaged run is listed, not a traceback."""
    rows = json.loads(dl_lab("list", "--json").out)

    assert "lesson3" in [row["lesson"] for row in rows]
    assert "lesson3" in dl_lab("list").out
    assert [] == json.loads(dl_lab("ps", "--json").out)
    assert "no runs yet" in dl_lab("ps").out
    findings = {row["name"]: row for row in json.loads(dl_lab("doctor", "--json").out)}
    assert {"terminal", "colours", "size", "encoding", "torch", "disk"} <= findings.keys()


def test_the_reader_may_leave(home: Path) -> None:
    """`dl-lab run --jsonl | head -1` ends without a traceback, and the worker with it."""
    done = subprocess.run(
        f'"{sys.executable}" -c "from tui_lab.__main__ import main; main()" run {TOY} --jsonl'
        " --steps 1000000 | head -1",
        shell=True, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip

    assert 1 == done.stdout.count("\n")
    assert "Traceback" not in done.stderr


def test_help_names_every_command() -> None:
    """-h is --help, and the version is said."""
    shown = dl_lab("-h").out

    assert all(word in shown for word in ("run", "ps", "stop", "attach", "replay", "doctor"))
    assert dl_lab("--version").out.startswith("dl-lab ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_lessons(shell: str) -> None:
    """`dl-lab run <tab>` offers the lessons."""
    words = {
        "_DL_LAB_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "dl-lab run les",
        "COMP_WORDS": "dl-lab run les",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        COMMAND, capture_output=True, text=True, timeout=PATIENCE, check=False,
        env={**os.environ, **words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    )  # fmt: skip

    assert "lesson3" in done.stdout
