"""TensorBoard's event files: a folder for each network. The only module that imports tensorboard.

lesson3-k7f2-tensorboard/norm-seed0/events.out.tfevents.…
"""

from __future__ import annotations

import json
import math
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.claims.history import Column, Track
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import said, visible
from tui_lab.exports.recording import Recording
from tui_lab.state.store import Key

MINE = "events.out.tfevents."
"""How the name of every event file begins."""
LARGEST = 3.4028234e38
"""TensorBoard's scalars are 32 bits wide."""


class TensorBoard:
    """The parts of tensorboard that write. Raises BadEnvironment where it is not installed."""

    def __init__(self) -> None:
        try:
            self.records = import_module("tensorboard.summary.writer.record_writer")
            self.events = import_module("tensorboard.compat.proto.event_pb2")
            self.summaries = import_module("tensorboard.compat.proto.summary_pb2")
            self.tensors = import_module("tensorboard.compat.proto.tensor_pb2")
            self.types = import_module("tensorboard.compat.proto.types_pb2")
            self.hparams = import_module("tensorboard.plugins.hparams.summary_v2")
            self.text = import_module("tensorboard.plugins.text.metadata")
        except ImportError as error:
            what = f"TensorBoard's format needs tensorboard ({visible(said(error))})"
            raise BadEnvironment(what, 'pip install "dl-lab[tensorboard]"') from None


def write(recording: Recording, networks: Sequence[Key], out: Path, force: bool) -> int:
    """Write a folder of event files, whole or not at all; how many scalars are in them.

    Raises BadUsage where something else is in the way, OSError.
    """
    board = TensorBoard()
    place = out.expanduser().resolve()
    _refuse_place(place, out, force)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        count = sum(_write_all(board, recording, networks, draft))
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return count


def _refuse_place(place: Path, out: Path, force: bool) -> None:
    """Raise BadUsage for anything but a new or empty folder, or with --force an earlier export."""
    if not place.exists():
        return
    if not place.is_dir():
        raise BadUsage(f"{shown(out)} is a file", "tensorboard takes a folder: --out runs/first")
    inside = [path for path in place.rglob("*") if path.is_symlink() or not path.is_dir()]
    if not all(path.name.startswith(MINE) and path.is_file() for path in inside):
        raise BadUsage(f"{shown(out)} contains other files", "name a new folder")
    if inside and not force:
        raise BadUsage(f"{shown(out)} already exists", "--force replaces it")


def _write_all(
    board: TensorBoard, recording: Recording, networks: Sequence[Key], folder: Path
) -> Iterator[int]:
    began = datetime.fromisoformat(recording.run.file.created).timestamp()
    names = _folders(networks)
    for key, track in recording.tracks(networks):
        place = folder / names[key]
        place.mkdir()
        with (place / f"{MINE}{int(began):010d}.dl-lab").open("wb") as file:
            writer = _Writer(board, file, began, recording)
            with closing(writer.writer):
                writer.introduce(key)
                yield writer.scalars(track)


def _folders(networks: Sequence[Key]) -> dict[Key, str]:
    """A name for each network's folder that no file system minds, all of them different."""
    found: dict[Key, str] = {}
    for variant, seed in networks:
        plain = re.sub(r"[^\w.+-]", "_", variant).lstrip(".")[:80] or "network"
        name = f"{plain}-seed{seed}"
        taken = sum(other.partition("~")[0] == name for other in found.values())
        found[variant, seed] = f"{name}~{taken + 1}" if taken else name
    return found


class _Writer:
    """One event file."""

    def __init__(self, board: TensorBoard, file: Any, began: float, recording: Recording) -> None:
        self.board, self.began, self.recording = board, began, recording
        self.writer = board.records.RecordWriter(file)
        self._put(began, file_version="brain.Event:2")

    def _put(self, wall_time: float, **content: Any) -> None:
        event = self.board.events.Event(wall_time=wall_time, **content)
        self.writer.write(event.SerializeToString())

    def introduce(self, key: Key) -> None:
        """The settings: as hyperparameters, and as a text."""
        start, board = self.recording.start, self.board
        settings = start.config | start.variants.get(key[0], {})
        plain = {n: v for n, v in settings.items() if isinstance(v, bool | int | float | str)}
        known = plain | {"variant": visible(key[0]), "seed": key[1]}
        group = f"{start.run} {key[0]} {key[1]}"
        summary = board.hparams.hparams_pb(known, trial_id=group, start_time_secs=self.began)
        self._put(self.began, summary=summary)
        words = json.dumps(known, indent=4, ensure_ascii=False)
        about = f"{start.lesson}, run {start.run}, on {start.device}"
        indented = "".join(f"    {line}\n" for line in words.splitlines())
        self._put(self.began, summary=self._text("settings", f"{visible(about)}\n\n{indented}"))

    def _text(self, tag: str, text: str) -> Any:
        board = self.board
        tensor = board.tensors.TensorProto(
            dtype=board.types.DT_STRING, string_val=[text.encode("utf-8", "replace")]
        )
        metadata = board.text.create_summary_metadata(tag, "")
        value = board.summaries.Summary.Value(tag=tag, metadata=metadata, tensor=tensor)
        return board.summaries.Summary(value=[value])

    def scalars(self, track: Track) -> int:
        """Every value that was recorded, at its step and time; how many."""
        count = 0
        for name, column in track.columns.items():
            count += self._column(name, column, column.values)
            if name in self.recording.thinned:
                self._column(f"{name}.low", column, column.low)
                self._column(f"{name}.high", column, column.high)
        return count

    def _column(self, tag: str, column: Column, values: Sequence[float]) -> int:
        summaries, clock = self.board.summaries, self.recording.clock
        for step, value in zip(column.steps, values, strict=True):
            scalar = summaries.Summary.Value(tag=visible(tag), simple_value=_narrow(value))
            summary = summaries.Summary(value=[scalar])
            self._put(self.began + clock.at(step), step=step, summary=summary)
        return len(values)


def _narrow(value: float) -> float:
    """What fits into 32 bits; beyond, infinity with its sign."""
    return value if not math.isfinite(value) or abs(value) <= LARGEST else math.copysign(
        math.inf, value
    )  # fmt: skip
