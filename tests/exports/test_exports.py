"""A run as a table, as a document and as event files: what other programs read of it."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage, History, Trouble
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Position, Resumed, Start, Steps
from tests.tools.commands import TOY, dl_lab, loaded_by
from tests.tools.past_runs import past_run, write
from tui_lab.exports import recording
from tui_lab.exports.csv_table import lines
from tui_lab.exports.export import export_run
from tui_lab.exports.recording import read
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.runs.thinning import Thinner


def export(run: RunFolder, kind: str | None, out: Path, **more: Any) -> str:
    """What is in the file, once written."""
    chosen: dict[str, Any] = {"variant": None, "seed": None, "force": False} | more
    export_run(run.id, kind, out, **chosen)
    return out.read_text(encoding="utf-8") if out.is_file() else ""


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text)))


def start_of(run: RunFolder, *variants: str) -> Start:
    """A first line for a run that says what it wants to."""
    return Start(
        run=run.id, lesson=TOY, config=run.plan.config, variants={v: {} for v in variants},
        seeds=[0], steps=40, device="cpu",
    )  # fmt: skip


def test_a_table_has_a_row_for_each_step(home: Path, tmp_path: Path) -> None:
    """Variant, seed and step in front; a value as recorded; what is no number in pandas' words."""
    run = past_run("finished")
    rows = table(export(run, "csv", tmp_path / "a.csv"))
    calm = [row for row in rows if row["variant"] == "calm"]
    wild = [row for row in rows if row["variant"] == "wild"]

    assert ["variant", "seed", "step", "loss", "slope"] == list(rows[0])
    assert [str(n) for n in range(1, 61)] == [row["step"] for row in calm]
    assert run.id == read(run).run.id
    assert {"nan", "inf", "-inf"} & {row["loss"] for row in wild}
    assert all(math.isfinite(float(row["loss"])) for row in calm)


def test_one_network_of_a_table(home: Path, tmp_path: Path) -> None:
    """`--variant` and `--seed` choose; another one is refused, with the nearest."""
    run = past_run("seeds")
    rows = table(export(run, "csv", tmp_path / "a.csv", variant="calm", seed=2))

    assert {("calm", "2")} == {(row["variant"], row["seed"]) for row in rows}
    with pytest.raises(BadUsage, match="did you mean 'calm'"):
        export(run, "csv", tmp_path / "b.csv", variant="clam")
    with pytest.raises(BadUsage, match="exports the whole run"):
        export(run, "html", tmp_path / "b.html", seed=2)


def test_no_cell_is_a_formula(home: Path, tmp_path: Path) -> None:
    """Names come from a lesson's code, and a lesson may be anybody's."""
    run = past_run("started")
    evil = '=HYPERLINK("http://x")', "@SUM(A1)", "-1+cmd|' /C calc'!A0", "\t=1", "a,\n\x1b]0;b\x07"
    write(run, start_of(run, *evil), *(
        Steps(variant=name, seed=0, first=1, values={"+loss": [1.0]}) for name in evil
    ))  # fmt: skip
    text = export(run, "csv", tmp_path / "a.csv")

    assert ["variant", "seed", "step", "'+loss"] == list(table(text)[0])
    assert [f"'{name}" for name in evil[:3]] == [row["variant"] for row in table(text)][:3]
    assert "\x1b" not in text
    assert 5 == len(table(text))


def test_a_long_run_has_the_extremes_beside_its_values(home: Path, tmp_path: Path) -> None:
    """Where a row stands for many steps; of a scalar that was not thinned there is one column."""
    run = past_run("started")
    thinner, first = Thinner(), start_of(run, "calm")
    spiky = [batch("calm", 0, range(n, n + 64), {"loss": [float(k % 50) for k in range(n, n + 64)]})
             for n in range(1, 20_000, 64)]  # fmt: skip
    seldom = batch("calm", 0, [10, 20], {"accuracy": [0.5, math.inf]})
    write(run, first, seldom, *(one for event in spiky for one in thinner.thin_steps(event)),
          *thinner.flush())  # fmt: skip
    rows = table(export(run, "csv", tmp_path / "a.csv"))
    by_step = {int(row["step"]): row for row in rows}

    assert ["variant", "seed", "step", "accuracy", "loss", "loss.low", "loss.high"] == list(rows[0])
    assert ("", "0.5", "inf") == tuple(by_step[n]["accuracy"] for n in (9, 10, 20))
    assert ("7.0", "7.0", "7.0") == tuple(by_step[7][n] for n in ("loss", "loss.low", "loss.high"))
    assert ("0.0", "49.0") == (
        min(rows[8192:], key=lambda r: float(r["loss.low"]))["loss.low"],
        max(rows[8192:], key=lambda r: float(r["loss.high"]))["loss.high"],
    )
    assert len(rows) < 19_000


def test_what_a_resumed_run_forgot_is_in_no_table(home: Path, tmp_path: Path) -> None:
    """The steps after the checkpoint are there once, as they were done again."""
    run = past_run("started")
    write(
        run, start_of(run, "calm"),
        Steps(variant="calm", seed=0, first=1, values={"loss": [1.0, 2.0, 3.0]}),
        Resumed(at=[Position("calm", 0, 1)]),
        Steps(variant="calm", seed=0, first=2, values={"loss": [20.0]}),
    )  # fmt: skip
    rows = table(export(run, "csv", tmp_path / "a.csv"))

    assert [("1", "1.0"), ("2", "20.0")] == [(row["step"], row["loss"]) for row in rows]


def test_memory_does_not_grow_with_the_race(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many networks only as many are in memory as there may be values."""
    run = past_run("started")
    names = [f"v{n}" for n in range(7)]
    write(run, start_of(run, *names), *(
        Steps(variant=name, seed=0, first=1 + 50 * k, values={"loss": [0.5] * 50})
        for k in range(8) for name in names
    ))  # fmt: skip
    held: list[History] = []

    class Counted(History):
        def __init__(self) -> None:
            super().__init__()
            held.append(self)

    monkeypatch.setattr(recording, "AT_ONCE", 1000)
    monkeypatch.setattr(recording, "History", Counted)
    found = read(run)

    assert 1 + 7 * 400 == sum(1 for _ in lines(found, found.networks()))
    assert [2, 2, 2, 1] == [len(history.tracks) for history in held]


def test_a_document_has_everything(home: Path, tmp_path: Path) -> None:
    """The report's fields, every series, the last pictures, notes; null says what it was."""
    run = past_run("finished")
    text = export(run, "json", tmp_path / "a.json")
    found = json.loads(text)
    by_name = {network["variant"]: network for network in found["networks"]}
    loss = by_name["wild"]["metrics"]["loss"]

    assert 1 == text.count("\n")
    assert ("finished", 0, TOY) == (found["status"], found["exit"], found["lesson"])
    assert list(range(1, 61)) == by_name["calm"]["metrics"]["loss"]["step"]
    assert len(loss["step"]) == len(loss["value"])
    assert {str(s) for s, v in zip(loss["step"], loss["value"], strict=True) if v is None} == set(
        loss["nonfinite"]
    )
    assert {"weights", "points", "words"} == {picture["panel"] for picture in found["pictures"]}
    assert "five steps done" in {note["text"] for note in found["notes"]}
    assert found["again"]["line"].endswith("--threads 1 --steps 60")
    assert "low" not in loss


@pytest.mark.parametrize(
    ("recorded", "state", "status"),
    [("playing", "lost", "killed"), ("parked", "parked", "parked")],
)
def test_a_run_without_an_end_is_written_as_it_stands(
    recorded: str, state: str, status: str, home: Path, tmp_path: Path
) -> None:
    """Its claims are judged on what there is, and its exit code is nobody's yet."""
    found = json.loads(export(past_run(recorded), "json", tmp_path / "a.json"))

    assert (status, None) == (found["status"], found["exit"])
    assert found["results"]["calm"]["0"]["loss"]["last"] is not None
    assert any(f"{state} after" in text for text in found["again"]["but"])


def test_event_files_are_read_by_tensorboard(home: Path, tmp_path: Path) -> None:
    """A folder for each network: scalars with step and time, settings as hyperparameters."""
    board = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    run, out = past_run("seeds"), tmp_path / "runs"
    export(run, "tensorboard", out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        events = board.EventAccumulator(str(out / "calm-seed1"), size_guidance={"scalars": 0})
        events.Reload()
        losses = events.Scalars("loss")
    rows = [row for row in table(export(run, "csv", tmp_path / "a.csv"))
            if (row["variant"], row["seed"]) == ("calm", "1")]  # fmt: skip

    assert {f"{v}-seed{s}" for v in ("calm", "wild") for s in (0, 1, 2)} == {
        path.name for path in out.iterdir()
    }
    assert [int(row["step"]) for row in rows] == [scalar.step for scalar in losses]
    assert [float(r["loss"]) for r in rows] == pytest.approx([s.value for s in losses])
    assert sorted(s.wall_time for s in losses) == [s.wall_time for s in losses]
    assert {"_hparams_/session_start_info", "settings"} == set(events.Tags()["tensors"])
    assert {".low", ".high"}.isdisjoint(Path(tag).suffix for tag in events.Tags()["scalars"])


def test_event_files_replace_only_event_files(home: Path, tmp_path: Path) -> None:
    """A folder with anything else in it stays; an earlier export goes, where that is asked."""
    pytest.importorskip("tensorboard")
    run, out = past_run("finished"), tmp_path / "runs"
    export(run, "tensorboard", out)
    with pytest.raises(BadUsage, match="--force replaces it"):
        export(run, "tensorboard", out)
    export(run, "tensorboard", out, force=True)
    (out / "mine.txt").write_text("mine")
    with pytest.raises(BadUsage, match="contains other files"):
        export(run, "tensorboard", out, force=True)
    (tmp_path / "file").touch()
    with pytest.raises(BadUsage, match="takes a folder"):
        export(run, "tensorboard", tmp_path / "file", force=True)

    assert {"runs", "file"} == {path.name for path in tmp_path.iterdir() if path != home}


def test_without_tensorboard_one_line_says_how_to_get_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra, and nothing is left behind."""
    monkeypatch.setitem(sys.modules, "tensorboard.summary.writer.record_writer", None)
    with pytest.raises(BadEnvironment, match=r'pip install "dl-lab\[tensorboard\]"'):
        export(past_run(), "tensorboard", tmp_path / "runs")

    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("kind", ["csv", "json", "html"])
def test_a_run_of_no_steps(kind: str, home: Path, tmp_path: Path) -> None:
    """Killed before its first step, it is a table without rows, and a page that says so."""
    run = past_run("started")
    write(run, start_of(run, "calm"))
    text = export(run, kind, tmp_path / f"a.{kind}")

    assert {"csv": "variant,seed,step\n"}.get(kind, text) == text
    assert kind != "html" or "no step was trained" in text


@pytest.mark.parametrize("kind", ["csv", "json", "html", "tensorboard"])
def test_a_run_that_said_nothing(kind: str, home: Path, tmp_path: Path) -> None:
    """One sentence; nor does a file come of it."""
    run = past_run()
    run.events.write_bytes(b"\x00\xff garbage\n{}\n")
    with pytest.raises(BadEnvironment, match="has recorded nothing"):
        export(run, kind, tmp_path / "a")
    run.events.unlink()
    with pytest.raises(BadEnvironment, match="has recorded nothing"):
        export(run, kind, tmp_path / "a")

    assert not (tmp_path / "a").exists()


def test_damaged_lines_are_skipped_and_counted(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A torn line costs its own steps, and is owned up to."""
    run = past_run()
    events = run.events.read_bytes().splitlines(keepends=True)
    run.events.write_bytes(b"".join([*events[:20], events[20][:30] + b"\n", *events[21:]]))
    export(run, "csv", tmp_path / "a.csv")

    assert "1 damaged line was skipped" in capsys.readouterr().err
    assert "1 damaged lines" in export(run, "html", tmp_path / "a.html")


def test_a_damaged_plan_is_one_sentence(home: Path, tmp_path: Path) -> None:
    """A table needs none; what tells of the settings does."""
    run = past_run()
    (run.path / "run.json").write_text("{ damaged")

    assert table(export(run, "csv", tmp_path / "a.csv"))
    for kind in ("json", "html"):
        with pytest.raises(Trouble, match=r"no readable run\.json"):
            export(run, kind, tmp_path / "a")


def test_places_that_cannot_be_written(home: Path, tmp_path: Path) -> None:
    """A folder, one that is not there, one that already exists; nothing is left behind."""
    run, out = past_run(), tmp_path / "a.csv"
    out.write_text("mine")
    for place, words in (
        (tmp_path, "is a folder"), (out, "--force replaces it"),
        (tmp_path / "no" / "where.csv", "cannot be written"),
    ):  # fmt: skip
        with pytest.raises(Trouble, match=words):
            export(run, "csv", place)
    with pytest.raises(Trouble, match="cannot be written"):
        export(run, "tensorboard", tmp_path / "no" / "where")

    assert "mine" == out.read_text()
    assert export(run, "csv", out, force=True).startswith("variant,seed,step")
    assert {"a.csv"} == {path.name for path in tmp_path.iterdir() if path != home}


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_shut(home: Path, tmp_path: Path) -> None:
    """The system's own words."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    with pytest.raises(BadEnvironment, match="Permission denied"):
        export(past_run(), "csv", shut / "a.csv")


def test_the_name_says_the_format(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `--out` ends in; else the lesson's own; and a lesson without one gives a page."""
    run = past_run()
    assert export(run, None, tmp_path / "a.CSV").startswith("variant,seed")
    assert export(run, None, tmp_path / "a.htm").startswith("<!doctype html>")
    with pytest.raises(BadEnvironment, match="saved no network"):
        export(run, None, tmp_path / "a.txt")
    with pytest.raises(BadUsage, match="did you mean 'html'"):
        export(run, "htlm", tmp_path / "a")
    monkeypatch.chdir(tmp_path)
    other = create(lessons.load("lesson3").plan(("norm",)))
    write(other, start_of(other, "norm"))
    export_run(other.id, None, None, None, None, False)

    assert (tmp_path / f"{other.id}.html").is_file()


def test_stdout_is_the_text_alone(home: Path) -> None:
    """For a pipe. A folder cannot go there."""
    run = past_run("finished")
    done = dl_lab("export", run.id, "--format", "csv", "--out", "-")
    folder = dl_lab("export", run.id, "--format", "tensorboard", "--out", "-")

    assert (0, "") == (done.code, done.err)
    assert 2 == folder.code
    assert "takes a folder, not stdout" in folder.complaint
    assert table(done.out)[0]["variant"] == "calm"
    assert "no run called 'nothing'" in dl_lab("export", "nothing", "--format", "csv").complaint


@pytest.mark.parametrize("kind", ["csv", "json", "html", "tensorboard"])
def test_no_export_loads_torch(kind: str, home: Path, tmp_path: Path) -> None:
    """1.5 s that nobody who only reads a recording has to wait for."""
    run = past_run("finished")
    code = f"""
from pathlib import Path
from tui_lab.exports.export import export_run
export_run({run.id!r}, {kind!r}, Path({str(tmp_path / "out")!r}), None, None, False)""".strip()
    loaded = loaded_by(code.replace("\n", "; "))

    assert {"torch", "sklearn", "plotext"}.isdisjoint(loaded)
    assert (kind == "tensorboard") == ("tensorboard" in loaded)
