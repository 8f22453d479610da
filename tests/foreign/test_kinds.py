"""Each kind of log is read as its program means it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tui_lab.charts.recorded import own_part
from tui_lab.cli.sharing.watching import summary_of
from tui_lab.foreign.grouping import panels_of
from tui_lab.session.watched import Watched, read_whole


def scalars(path: Path) -> dict[str, Any]:
    """What the one run of a log has."""
    ((_, run),) = summary_of(path)["runs"].items()
    found: dict[str, Any] = run["scalars"]
    return found


def curve(path: Path, name: str) -> list[tuple[int, float]]:
    """Steps and values of a scalar of the one run."""
    found = read_whole(path)
    (track,) = found.store.history.tracks.values()
    column = track.columns[name]
    return list(zip(column.steps, column.values, strict=True))


CSV = {
    "comma": "step,loss\n1,0.5\n2,0.25\n",
    "semicolon, decimal comma": "step;loss\n1;0,5\n2;0,25\n",
    "tab": "step\tloss\n1\t0.5\n2\t0.25\n",
    "spaces in heads": "      step,      loss\n   1,   0.5\n   2,   0.25\n",
    "quotes": '"step","loss"\n"1","0.5"\n"2","0.25"\n',
    "no end of the last line": "step,loss\n1,0.5\n2,0.25",
    "ends of Windows": "step,loss\r\n1,0.5\r\n2,0.25\r\n",
    "a mark of UTF-8 before it": "\ufeffstep,loss\n1,0.5\n2,0.25\n",
    "comments and empty lines": "# made today\n\nstep,loss\n1,0.5\n\n2,0.25\n",
    "sparse rows": "step,loss,other\n1,0.5,\n1,,7\n2,0.25,\n2,,8\n",
    "steps written as fractions": "step,loss\n1.0,0.5\n2.0,0.25\n",
    "step is not the first": "loss,epoch,global_step\n0.5,0,1\n0.25,0,2\n",
    "no column of steps": "loss\n0.5\n0.25\n",
    "an index without a name": ",loss\n0,0.5\n1,0.25\n",
    "a word among numbers": "step,loss\n1,0.5\n1,oops\n2,0.25\n",
    "a short and a long row": "step,loss\n1,0.5\n1\n2,0.25,9,9\n",
}  # fmt: skip


@pytest.mark.parametrize("text", CSV.values(), ids=CSV)
def test_a_table_is_read_whatever_it_is_written_like(text: str, tmp_path: Path) -> None:
    """The same two values at the same two steps."""
    path = tmp_path / "run.csv"
    path.write_text(text, encoding="utf-8", newline="")

    assert [(1, 0.5), (2, 0.25)] == curve(path, "loss")


LONG = {
    "by step": "step,tag,value\n1,loss,0.5\n1,acc,0.1\n2,loss,0.25\n2,acc,0.2\n",
    "by scalar": "tag,step,value\nloss,1,0.5\nloss,2,0.25\nacc,1,0.1\nacc,2,0.2\n",
    "as a database has it": (
        "key,value,timestamp,run_uuid,step,is_nan\n"
        "loss,0.5,1700000000000,,1,0\nacc,0.1,1700000000000,,1,0\n"
        "loss,0.25,1700000001000,,2,0\nacc,0.2,1700000001000,,2,0\n"
    ),
    "decimal comma": "metric;step;value\nloss;1;0,5\nacc;1;0,1\nloss;2;0,25\nacc;2;0,2\n",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_table_names_its_scalars_in_its_rows(text: str, tmp_path: Path) -> None:
    """Each is a curve; the order of the rows does not matter."""
    path = tmp_path / "run.csv"
    path.write_text(text)

    assert {"loss", "acc"} == set(scalars(path))
    assert [(1, 0.5), (2, 0.25)] == curve(path, "loss")
    assert [(1, 0.1), (2, 0.2)] == curve(path, "acc")


def test_runs_of_a_long_table_are_told_apart(tmp_path: Path) -> None:
    """Two trainings in one table are two curves of the same scalar."""
    path = tmp_path / "run.csv"
    path.write_text("run,tag,step,value\na,loss,1,0.5\nb,loss,1,0.7\na,loss,2,0.25\n")

    assert {"a/loss", "b/loss"} == set(scalars(path))
    assert [(1, 0.5), (2, 0.25)] == curve(path, "a/loss")


def test_long_rows_may_be_objects(tmp_path: Path) -> None:
    """The same in JSON Lines."""
    path = tmp_path / "run.jsonl"
    rows = [{"step": 1, "tag": "loss", "value": 0.5}, {"step": 2, "tag": "loss", "value": 0.25}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    assert [(1, 0.5), (2, 0.25)] == curve(path, "loss")


def test_a_table_with_a_name_and_other_numbers_is_no_long_one(tmp_path: Path) -> None:
    """The value that an agent expects is one scalar beside its reward."""
    path = tmp_path / "run.csv"
    path.write_text("step,name,reward,value\n1,ppo,3,0.5\n2,ppo,4,0.25\n")

    assert {"reward", "value"} <= set(scalars(path))
    assert [(1, 0.5), (2, 0.25)] == curve(path, "value")


def test_heads_that_are_the_same_are_two_scalars(tmp_path: Path) -> None:
    """And a head that is empty has the number of its column."""
    path = tmp_path / "run.csv"
    path.write_text("step,loss,loss,\n1,1,2,3\n")

    assert {"loss": 1, "loss (2)": 2, "column 4": 3} == {
        n: v["last"] for n, v in scalars(path).items()
    }


def test_a_table_without_a_heading_has_columns_by_number(tmp_path: Path) -> None:
    """Its first row is a row."""
    path = tmp_path / "run.csv"
    path.write_text("1,0.5\n2,0.25\n")

    assert [(1, 0.5), (2, 0.25)] == curve(path, "column 2")


def test_a_first_row_with_a_word_in_a_column_of_words_is_a_row(tmp_path: Path) -> None:
    """Its numbers were taken for names; names that are numbers are still names."""
    path = tmp_path / "run.csv"
    path.write_text("1 | 0.5 | good\n2 | 0.25 | bad\n")
    assert [(1, 0.5), (2, 0.25)] == curve(path, "column 2")

    other = tmp_path / "other.csv"
    other.write_text("step,0,1\n1,0.5,0.1\n2,0.25,0.2\n")
    assert [(1, 0.5), (2, 0.25)] == curve(other, "0")


def test_nan_and_infinity_are_counted_and_drawn_as_a_break(tmp_path: Path) -> None:
    """Whatever they are written like; an empty cell is no value."""
    path = tmp_path / "run.csv"
    path.write_text("step,loss\n1,0.5\n2,nan\n3,NaN\n4,-inf\n5,\n6,Infinity\n7,0.1\n")
    loss = scalars(path)["loss"]

    assert (6, 2, 2) == (loss["count"], loss["nan"], loss["inf"])
    assert (0.1, 0.5, 7) == (loss["min"], loss["max"], loss["min_step"])
    assert 2 == read_whole(path).store.curve("run", 0, "loss").broke_at


@pytest.mark.parametrize(
    ("values", "broke"),
    [
        ("1 nan 2", None),
        ("1 nan 2 nan", None),
        ("nan nan nan", None),
        ("nan nan 1 nan nan", None),
        ("1 2 nan nan", 3),
        ("1 inf 2 nan nan", 4),
    ],
)
def test_a_loss_that_comes_back_did_not_diverge(
    values: str, broke: int | None, tmp_path: Path
) -> None:
    """Nor did one that is measured now and then, or not yet; also however the file is cut."""
    path = tmp_path / "run.csv"
    rows = [f"{step},{value}\n" for step, value in enumerate(values.split(), 1)]
    path.write_text("".join(["step,loss\n", *rows]))
    assert broke == read_whole(path).store.broke_at("run", 0)

    path.write_text("step,loss\n")
    watched = Watched(path)
    for row in rows:
        with path.open("a") as file:
            file.write(row)
        watched.take(watched.watching.all())
    assert broke == watched.store.broke_at("run", 0)


ODD = {
    "a heading again": ("step,loss\n1,0.5\nstep,loss\n2,0.25\n", 'steps by "step"', []),
    "another order of columns": (
        "step,acc,loss\n1,7,0.5\nstep,loss,acc\n2,0.25,8\n", 'steps by "step"', [],
    ),
    "a column more": ("step,loss\n1,0.5\nstep,new,loss\n2,9,0.25\n", 'steps by "step"', []),
    "a batch of each epoch": ("epoch,iter,loss\n1,5,0.5\n2,1,0.25\n",
                              'steps are counted in rows, as "iter" goes back', []),
    "a step inside a name": ("train/global_step,loss\n1,0.5\n2,0.25\n",
                             'steps by "train/global_step"', []),
    "an index": (",step,loss\n0,1,0.5\n1,2,0.25\n", 'steps by "step"', []),
    "tensors": ("step,acc,loss\n1,tensor(7.),0.5\n2,tensor(8.),0.25\n", 'steps by "step"',
                ['"acc" has no number: "tensor(7.)"']),
    "begun again": (
        "step,loss\n1,0.5\n2,9\n3,9\n2,0.25\n", 'steps by "step"',
        ["steps went back once from 3 to 2: newer values replace older ones"],
    ),
    "no step": ("step,loss,acc\n1,0.5,\n2,0.25,\n,,8\n", 'steps by "step"',
                ["1 rows without a step: they stand at the step before"]),
    "nanoseconds": ("step,ts,loss\n1,1764470000000000000,0.5\n2,1764470002000000000,0.25\n",
                    'steps by "step", time by "ts"', []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told", "notes"), ODD.values(), ids=ODD)
def test_what_is_odd_is_read_as_it_is_meant_or_said(
    text: str, told: str, notes: list[str], tmp_path: Path
) -> None:
    """Never as another number, another step or another column without a word."""
    path = tmp_path / "run.csv"
    path.write_text(text)
    ((_, run),) = summary_of(path)["runs"].items()

    assert [(1, 0.5), (2, 0.25)] == curve(path, "loss")
    assert ([told], [notes]) == tuple([file[key] for file in run["files"]]
                                      for key in ("read_as", "notes"))  # fmt: skip
    assert run["seconds"] in (None, 0, 2)


def test_the_rows_of_an_epoch_are_all_drawn(tmp_path: Path) -> None:
    """They had one place; a step that two processes have is said, and they share it."""
    path = tmp_path / "run.csv"
    rows = [f"{row // 10},{row}\n" for row in range(100)]
    path.write_text("".join(["epoch,loss\n", *rows]))
    assert list(range(1, 101)) == [step for step, _ in curve(path, "loss")]

    path.write_text("".join(["step,loss\n", *rows]))
    assert 9 == curve(path, "loss")[-1][0]
    ((_, run),) = summary_of(path)["runs"].items()
    (notes,) = (file["notes"] for file in run["files"])
    assert ["90 values have the step of the one before: charts show their mean"] == notes


def test_json_lines_are_known_whatever_they_are_called(tmp_path: Path) -> None:
    """As OpenMMLab writes them into `.log.json`."""
    path = tmp_path / "20261130.log.json"
    path.write_text('{"env": "a"}\n{"iter": 1, "loss": 0.5}\n{"iter": 2, "loss": 0.25}\n')

    assert [(1, 0.5), (2, 0.25)] == curve(path, "loss") == curve(tmp_path, "loss")


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("wall_time", ["1700000000.5", "1700000002.5"]),
        ("timestamp", ["1700000000500", "1700000002500"]),
        ("time", ["10", "12"]),
        ("date", ["2024-01-01T10:00:00", "2024-01-01T10:00:02"]),
    ],
)
def test_a_column_of_times_gives_seconds(time: str, seconds: list[str], tmp_path: Path) -> None:
    """Since the first of them; it is no scalar."""
    path = tmp_path / "run.csv"
    path.write_text(f"step,loss,{time}\n1,0.5,{seconds[0]}\n2,0.25,{seconds[1]}\n")
    found = read_whole(path)

    assert 2.0 == found.store.clocks["run"].at(2)
    assert ["loss"] == found.store.metrics()


def test_a_duration_is_a_scalar_and_no_time(tmp_path: Path) -> None:
    """Times never go back."""
    path = tmp_path / "run.csv"
    path.write_text("step,loss,time\n1,0.5,3.0\n2,0.25,2.0\n")

    assert ["loss", "time"] == read_whole(path).store.metrics()


def test_objects_are_flattened(tmp_path: Path) -> None:
    """What is no number is left out."""
    path = tmp_path / "run.jsonl"
    others = {"name": "x", "ok": True, "l": [1]}
    rows = [{"_step": n, "train": {"loss": 1 / n, "deep": {"er": n}}, **others} for n in (1, 2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "[1]\nno\n")

    assert [(1, 1.0), (2, 0.5)] == curve(path, "train/loss")
    assert {"train/loss", "train/deep/er"} == set(scalars(path))
    (notes,) = [file["notes"] for run in summary_of(path)["runs"].values() for file in run["files"]]
    assert ["1 lines are no objects", "1 lines are no JSON"] == notes


def test_a_trainers_state_is_a_run(tmp_path: Path) -> None:
    """Of the checkpoints only the latest: each has all that those before it have."""
    for step in (500, 1000):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        history = [{"step": n, "epoch": n / 7, "loss": 1 / n} for n in range(500, step + 1, 500)]
        state = {"global_step": step, "log_history": history}
        (folder / "trainer_state.json").write_text(json.dumps(state))
    ((name, run),) = summary_of(tmp_path)["runs"].items()

    assert tmp_path.name == name
    assert (2, 1000) == (run["scalars"]["loss"]["count"], run["steps"])


def test_lists_of_a_history_are_scalars(tmp_path: Path) -> None:
    """As Keras gives them."""
    path = tmp_path / "history.json"
    path.write_text(json.dumps({"loss": [3, 2], "val_loss": [4, 3]}))

    assert [(1, 4.0), (2, 3.0)] == curve(path, "val_loss")


def test_training_and_validation_share_a_panel() -> None:
    """Losses come first, speeds last."""
    names = ["lr", "train/loss", "acc", "val/loss", "val_acc", "samples_per_second", "eval_loss"]
    expected = {"loss": ("train/loss", "val/loss", "eval_loss"), "acc": ("acc", "val_acc"),
                "lr": ("lr",), "samples_per_second": ("samples_per_second",)}  # fmt: skip

    assert expected == panels_of(names)
    assert list(expected) == list(panels_of(names))


def test_what_scalars_of_a_panel_share_is_not_said_of_each() -> None:
    """The title says it; names that are alike in nothing stay whole."""
    assert ["train", "val"] == [own_part(n, ("train/loss", "val/loss")) for n in
                                ("train/loss", "val/loss")]  # fmt: skip
    assert "val_loss" == own_part("val_loss", ("loss", "val_loss"))
    assert "a/x" == own_part("a/x", ("a/x", "b/y"))


def test_a_folder_is_several_runs(tmp_path: Path) -> None:
    """Each by its folder; a table of data is none, and hidden folders are not searched."""
    for place in ("a/metrics.csv", "b/version_0/metrics.csv", ".git/metrics.csv"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text("step,loss\n1,0.5\n")
    (tmp_path / "iris.csv").write_text("length,width\n1,2\n")

    assert ["a", "b/version_0"] == list(summary_of(tmp_path)["runs"])


def test_event_files_are_read_as_tensorboard_writes_them(tmp_path: Path) -> None:
    """The lab's own export, which tensorboard reads, is read here; and scalars that are tensors."""
    events = pytest.importorskip("tensorboard.compat.proto.event_pb2")
    writer = pytest.importorskip("tensorboard.summary.writer.record_writer")
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        with (tmp_path / run / "events.out.tfevents.1.host").open("wb") as file:
            out = writer.RecordWriter(file)
            out.write(
                events.Event(wall_time=100.0, file_version="brain.Event:2").SerializeToString()
            )
            for step in range(3):
                event = events.Event(wall_time=100.0 + step, step=step)
                event.summary.value.add(tag="train/loss", simple_value=math.exp(-step))
                tensor = event.summary.value.add(tag="acc")
                tensor.metadata.plugin_data.plugin_name = "scalars" if step == 0 else ""
                tensor.tensor.dtype = 1
                tensor.tensor.float_val.append(step / 2)
                event.summary.value.add(tag="picture").image.height = 3
                out.write(event.SerializeToString())
            file.write(b"\x10\0\0\0")  # the beginning of a record that is being written
    runs = summary_of(tmp_path)["runs"]

    assert ["one", "two"] == list(runs)
    assert {"train/loss", "acc"} == set(runs["one"]["scalars"])
    acc = runs["one"]["scalars"]["acc"]
    assert (3, 1.0, 2.0) == (acc["count"], acc["last"], runs["one"]["seconds"])
