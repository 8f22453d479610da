"""Whatever a file is: numbers, or one sentence with the right exit code. Never a traceback."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.kit import Trouble
from tests.tools.typed import invoke
from tui_lab.cli.sharing.watching import summary_of

quick = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELL = st.one_of(
    st.sampled_from(
        ["", "nan", "inf", "-1", "1e400", "0,5", "1_0", '"', "x", "٣", "\x1b[2J", "1e308"]
    ),
    st.integers(-5, 2**70).map(str), st.floats().map(str), st.text(max_size=4),
)  # fmt: skip
HEAD = st.sampled_from(["step", "epoch", "loss", "time", "", "val/loss", "Step", "wall_time"])
ROWS = st.builds(
    lambda heads, rows, mark: "\n".join(mark.join(row) for row in [heads, *rows]),
    st.lists(HEAD, min_size=1, max_size=5), st.lists(st.lists(CELL, max_size=6), max_size=12),
    st.sampled_from([",", ";", "\t", "|", " "]),
)  # fmt: skip
VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.builds(lambda step, rest: {"step": step, **rest}, st.integers(-3, 9),
                  st.dictionaries(HEAD, VALUE, max_size=3)),
        VALUE,
    ), max_size=8,
)  # fmt: skip


def comes_to(path: Path) -> str:
    """How a log is read: `numbers`, or the sentence that refuses it."""
    try:
        found = summary_of(path)
    except Trouble as trouble:
        assert trouble.exit_code in (2, 3) and trouble.message
        assert "\n" not in str(trouble) and str(trouble).isprintable(), str(trouble)
        return str(trouble)
    json.dumps(found, allow_nan=False)
    counts = [s["count"] for run in found["runs"].values() for s in run["scalars"].values()]
    assert counts and all(count > 0 for count in counts)
    return "numbers"


@quick
@given(text=ROWS)
def test_any_table(text: str, tmp_path: Path) -> None:
    """Odd heads, cells, separators, lengths, and steps that go anywhere."""
    path = tmp_path / "run.csv"
    path.write_bytes(text.encode("utf-8", "replace"))
    comes_to(path)


@quick
@given(rows=LINES)
def test_any_objects(rows: list[object], tmp_path: Path) -> None:
    """As JSON Lines, and as one document."""
    path, document = tmp_path / "run.jsonl", tmp_path / "history.json"
    path.write_text("\n".join(map(json.dumps, rows)))
    document.write_text(json.dumps(rows))
    comes_to(path)
    comes_to(document)


@quick
@given(data=st.binary(max_size=200), name=st.sampled_from(
    ["a.csv", "a.jsonl", "a.json", "events.out.tfevents.1", "a", "a.TSV"]))  # fmt: skip
def test_any_bytes(data: bytes, name: str, tmp_path: Path) -> None:
    """Under any name."""
    path = tmp_path / name
    path.write_bytes(data)
    comes_to(path)


@quick
@given(cut=st.integers(0, 400), at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_damaged_event_file(cut: int, at: int, byte: int, tmp_path: Path) -> None:
    """Cut anywhere, or with any byte changed: what comes before that is read."""
    pytest.importorskip("tensorboard")
    data = bytearray(events(9)[: max(cut, 1)])
    if at < len(data):
        data[at] = byte
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(bytes(data))
    comes_to(path)


def events(count: int) -> bytes:
    """An event file, whose checksums nobody reads."""
    from tensorboard.compat.proto import event_pb2

    found = b""
    for step in range(count):
        event = event_pb2.Event(wall_time=float(step), step=step)
        event.summary.value.add(tag="loss", simple_value=1.0 / (step + 1))
        said = event.SerializeToString()
        found += struct.pack("<QI", len(said), 0) + said + b"\0\0\0\0"
    return found


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _written(content: bytes, name: str = "run.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


REFUSED: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "nothing there": (lambda folder: folder / "no", 2, "does not exist"),
    "an empty folder": (lambda folder: _folder(folder / "x"), 3, "there is no log in"),
    "an empty file": (_written(b""), 3, "has no numbers"),
    "a heading alone": (_written(b"step,loss\n"), 3, "has no numbers"),
    "words": (_written(b"name,kind\na,b\nc,d\n"), 3, "has no numbers"),
    "a picture": (_written(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), 3, "is a binary file"),
    "Parquet": (_written(b"PAR1\x15\x04{}\n", "run.jsonl"), 3, "is a Parquet table and no log"),
    "UTF-16": (_written("step,loss\n1,2\n".encode("utf-16")), 3, "UTF-16"),
    "JSON that ends early": (_written(b'{"log_history": [', "trainer_state.json"), 3, "is no JSON"),
    "no event file": (_written(b"\xff" * 40, "events.out.tfevents.1"), 3, "is no event file"),
    "a device": (lambda _: Path("/dev/null"), 2, "neither a file nor a folder"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_log_is_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    """With the exit code of its kind, on the screen's way in, too."""
    make, code, words = REFUSED[case]
    result = invoke(["watch", str(make(tmp_path)), "--json"])

    assert isinstance(result.exception, Trouble)
    assert code == result.exception.exit_code
    assert words in str(result.exception)
    assert "" == result.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """It is said why."""
    path = _written(b"step,loss\n1,2\n")(tmp_path)
    path.chmod(0)

    assert "Permission denied" in comes_to(path)


def test_a_run_of_the_lab_is_shown_by_replay(tmp_path: Path) -> None:
    """It has more to show than its curves."""
    for name in ("run.json", "events.jsonl"):
        (tmp_path / name).write_text("{}")

    assert "dl-lab replay" in comes_to(tmp_path)
    assert "dl-lab replay" in comes_to(tmp_path / "events.jsonl")


def test_without_tensorboard_one_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV beside the event file is read all the same."""
    import tui_lab.foreign.event_files as room

    def missing(name: str) -> object:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(room, "import_module", missing)
    path = _written(b"", "events.out.tfevents.1")(tmp_path)

    assert 'pip install "dl-lab[tensorboard]"' in comes_to(path)
    _written(b"step,loss\n1,2\n", "metrics.csv")(tmp_path)
    assert "numbers" == comes_to(tmp_path)


def test_a_line_without_an_end_is_left_out(tmp_path: Path) -> None:
    """It is no row, and must not fill the memory."""
    path = tmp_path / "run.csv"
    path.write_bytes(b"step,loss\n1,2\n" + b"9" * 3 * 2**20 + b"\n2,1\n")
    found = summary_of(path)["runs"]["run"]

    assert 2 == found["scalars"]["loss"]["count"]
    assert ["1 lines longer than 1 MB left out"] == found["files"][0]["notes"]
