"""TensorBoard's event files: the scalars of one folder, as they grow.

Only the messages are tensorboard's. Its own reader loads numpy, checks every byte in Python, and
makes a tensor of each number: 15 µs an event where this takes 3.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, said, visible
from tui_lab.foreign.axes import Timeline
from tui_lab.foreign.log import Log
from tui_lab.foreign.points import LARGEST, Points
from tui_lab.foreign.rows import MOST_NAME, MOST_SCALARS

NAMED = "tfevents"
"""What the name of every event file has in it."""
PIECE = 2**18
MOST_RECORD = 2**30
"""Bytes of one event; a larger one is no event but a damaged length."""
HEADER, FOOTER = 12, 4
NUMBERS = {
    1: ("float_val", "f"), 2: ("double_val", "d"), 3: ("int_val", "i"), 9: ("int64_val", "q"),
}  # fmt: skip
"""TensorFlow's kinds of numbers: the field that holds them, and how their bytes are packed."""


def event_type() -> Any:
    """The message of one event. Raises BadEnvironment where tensorboard is not installed."""
    try:
        return import_module("tensorboard.compat.proto.event_pb2").Event
    except ImportError as error:
        what = f"event files need tensorboard ({visible(said(error))})"
        raise BadEnvironment(what, 'pip install "dl-lab[tensorboard]"') from None


class EventLog(Log):
    """One event file."""

    kind = "event file"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._event = event_type()
        self._offset = 0
        self._partial = b""
        self._at_end = self._is_damaged = False
        self._count = 0
        self._changed = 0.0
        self._timeline = Timeline()
        self._tags: dict[str, bool] = {}
        """Whether a tag is a scalar."""

    @property
    def at_end(self) -> bool:
        """Whether all that was written is read."""
        return self._at_end

    @property
    def changed(self) -> float:
        """When the file was written last."""
        return self._changed

    @property
    def told(self) -> str:
        """An event has both."""
        return "steps and times by its events"

    def read(self, *, final: bool = False) -> list[Points]:
        """The next values."""
        found = self.path.stat()
        if found.st_size == self._offset or self._is_damaged:
            self._at_end = True
            return []
        if found.st_size < self._offset:  # begun anew
            self._offset, self._partial, self._timeline = 0, b"", Timeline()
            self.order.begin_anew()
        self._changed = found.st_mtime
        with self.path.open("rb") as file:
            file.seek(self._offset)
            chunk = file.read(PIECE)
        self._at_end, self._offset = len(chunk) < PIECE, self._offset + len(chunk)
        return self.settled(self._points(self._records(self._partial + chunk)))

    def _records(self, data: bytes) -> list[bytes]:
        """The whole records of this piece; the rest waits for the next one."""
        found, place = [], 0
        while place + HEADER <= len(data):
            (length,) = struct.unpack_from("<Q", data, place)
            if length > MOST_RECORD:
                self._damage()
                break
            end = place + HEADER + length + FOOTER
            if end > len(data):
                break
            found.append(data[place + HEADER : end - FOOTER])
            place = end
        self._partial = data[place:]
        return found

    def _points(self, records: list[bytes]) -> list[Points]:
        columns: dict[str, Points] = defaultdict(lambda: Points("", [], [], []))
        for record in records:
            try:
                event = self._event.FromString(record)
            except Exception:  # protobuf's own, and it may come from either of its two bases
                self._damage()
                break
            self._count += 1
            self._take(event, columns)
        return [Points(n, each.steps, each.values, each.seconds) for n, each in columns.items()]

    def _take(self, event: Any, columns: dict[str, Points]) -> None:
        values = event.summary.value
        if not values or not 0 <= event.step < LARGEST:
            return
        passed = self._timeline.passed(event.wall_time or None)
        for value in values:
            number = self._number(value)
            if number is not None:
                column = columns[one_line(value.tag)[:MOST_NAME]]
                column.steps.append(event.step)
                column.values.append(number)
                column.seconds.append(passed)  # type: ignore[attr-defined]

    def _number(self, value: Any) -> float | None:
        """A scalar, in the old way or the new one; None for a picture or a histogram."""
        if value.HasField("simple_value"):
            found: float = value.simple_value
            return found if self._is_known(value.tag, True) else None
        if not value.HasField("tensor"):
            return None
        plugin = value.metadata.plugin_data.plugin_name
        is_scalar = plugin == "scalars" or (not plugin and not value.tensor.tensor_shape.dim)
        return _of_tensor(value.tensor) if self._is_known(value.tag, is_scalar) else None

    def _is_known(self, tag: str, is_scalar: bool) -> bool:
        """What the first event of a tag says holds for all of them, as only that one tells."""
        if tag not in self._tags and len(self._tags) >= MOST_SCALARS:
            return False
        return self._tags.setdefault(tag, is_scalar)

    def _damage(self) -> None:
        self._is_damaged = self._at_end = True
        if not self._count:
            what = f"{shown(self.path)} is no event file, or its beginning is damaged"
            raise BadEnvironment(what, "watch reads CSV, JSON Lines and event files")
        self.skip(f"event cannot be read: the file is damaged after event {self._count:,}")


def _of_tensor(tensor: Any) -> float | None:
    if tensor.dtype not in NUMBERS:
        return None
    field, packed = NUMBERS[tensor.dtype]
    given = getattr(tensor, field)
    if given:
        return float(given[0])
    size = struct.calcsize(packed)
    if len(tensor.tensor_content) < size:
        return math.nan if tensor.tensor_content else 0.0
    return float(struct.unpack_from(f"<{packed}", tensor.tensor_content)[0])
