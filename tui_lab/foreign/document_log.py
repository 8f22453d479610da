"""A log that is one JSON document, written again each time: trainer_state.json, history.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment
from lessons.kit.data.sources.files import shown
from tui_lab.foreign.json_log import JsonLog
from tui_lab.foreign.log import Log
from tui_lab.foreign.points import Points

LARGEST = 64 * 2**20
"""Bytes; a longer document is no log."""


class DocumentLog(Log):
    """`log_history` of Hugging Face's Trainer, a list of objects, or a list for each scalar."""

    kind = "JSON"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._known = (0, 0)
        self._rows: list[Any] = []
        self._reader = JsonLog(path)
        self._changed = 0.0

    @property
    def at_end(self) -> bool:
        """A document is read at once."""
        return True

    @property
    def changed(self) -> float:
        """When the file was written last."""
        return self._changed

    @property
    def told(self) -> str:
        """How its steps are counted."""
        return self._reader.told

    def read(self, *, final: bool = False) -> list[Points]:
        """The rows that are new; all of them where the first ones are others."""
        found = self.path.stat()
        known = (found.st_mtime_ns, found.st_size)
        if known == self._known:
            return []
        self._known, self._changed = known, found.st_mtime
        if found.st_size > LARGEST:
            raise BadEnvironment(f"{shown(self.path)} is larger than 64 MB", "write JSON Lines")
        try:
            rows = rows_of(json.loads(self.path.read_text(encoding="utf-8", errors="replace")))
        except (ValueError, RecursionError):
            if self._rows:  # it is being written: the next look finds it whole
                return []
            what = f"{shown(self.path)} is no JSON"
            raise BadEnvironment(what, "a log with an object a line is called .jsonl") from None
        return self._new(rows)

    def _new(self, rows: list[Any]) -> list[Points]:
        count = len(self._rows)
        if rows[:count] != self._rows:
            self._reader, count = JsonLog(self.path), 0
            self.order.begin_anew()
        self._rows = rows
        return self.settled(self._reader.taken_objects(rows[count:]))


def rows_of(found: Any) -> list[Any]:
    """The objects of a document, one for each step."""
    if isinstance(found, dict) and isinstance(found.get("log_history"), list):
        found = found["log_history"]
    if isinstance(found, list):
        return [row for row in found if isinstance(row, dict)]
    columns = found if isinstance(found, dict) else {}
    lists = {name: each for name, each in columns.items() if isinstance(each, list)}
    most = max(map(len, lists.values()), default=0)
    return [{name: each[n] for name, each in lists.items() if n < len(each)} for n in range(most)]
