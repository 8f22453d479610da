"""Logs while they grow: every log of every run is looked at once a second, new ones every five."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lessons.kit import BadEnvironment, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import reason
from tui_lab.foreign.found import Found, found_at
from tui_lab.foreign.log import Log
from tui_lab.foreign.points import Points

LOOK_EVERY, SEARCH_EVERY = 1.0, 5.0
SHARE = 100
"""Times as long as a search took, until the next: of a large folder they are rare."""
AT_ONCE = 0.08
"""Seconds that a look may take, so that keys stay alive while a long log is read."""
MOST_KNOWN = 200
"""Logs that are watched."""


class Watching:
    """The logs at a path, by their runs."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self.clock = path, clock
        self.logs: dict[Path, tuple[str, Log]] = {}
        self.notes: list[str] = []
        """What is wrong with a log, each sentence once."""
        self.why = BadEnvironment("there is no log", "name one")
        """The first of them, as an error."""
        self._lost: set[Path] = set()
        self._waits: dict[Path, float] = {}
        """When a log that was read to its end is looked at again."""
        self._take(found_at(path))
        self._search_at = clock() + SEARCH_EVERY

    def _take(self, found: list[Found]) -> None:
        for each in found[:MOST_KNOWN]:
            if each.path not in self.logs and each.path not in self._lost:
                try:
                    self.logs[each.path] = each.run, each.kind(each.path)
                except Trouble as trouble:
                    self._lose(each.path, trouble)
        if not self.logs:
            raise self.why

    def _lose(self, path: Path, trouble: Trouble) -> None:
        self._lost.add(path)
        self.logs.pop(path, None)
        self._say(trouble)

    def _say(self, trouble: Trouble) -> None:
        words = str(trouble)
        if not self.notes:
            self.why = BadEnvironment(trouble.message, trouble.fix)
        if words not in self.notes:
            self.notes.append(words)

    @property
    def runs(self) -> list[str]:
        """The runs, in the order in which they were found."""
        return list(dict.fromkeys(run for run, _ in self.logs.values()))

    @property
    def is_read(self) -> bool:
        """Whether all that was written was read."""
        return all(log.at_end for _, log in self.logs.values())

    @property
    def changed(self) -> float:
        """When any of them was written last, in seconds since 1970; 0 for never."""
        return max((log.changed for _, log in self.logs.values()), default=0.0)

    def all(self) -> Iterator[tuple[str, Points]]:
        """Everything that is there now, also an unfinished last line."""
        for path in list(self.logs):
            while path in self.logs:
                yield from self._read(path, final=True)
                if path in self.logs and self.logs[path][1].at_end:
                    break

    def look(self) -> Iterator[tuple[str, Points]]:
        """What is new, for as long as a look may take."""
        began = self.clock()
        if self.path.is_dir() and began >= self._search_at:
            self._search(began)
        for path in list(self.logs):
            while self._is_due(path, began):
                yield from self._read(path, final=False)
                if path in self.logs and self.logs[path][1].at_end:
                    self._waits[path] = began + LOOK_EVERY
                if self.clock() - began > AT_ONCE:
                    return

    def _is_due(self, path: Path, now: float) -> bool:
        return path in self.logs and now >= self._waits.get(path, now)

    def _search(self, now: float) -> None:
        """A run that appeared since is watched, too."""
        try:
            self._take(found_at(self.path))
        except Trouble:  # the folder is gone: what was read stays
            self._say(BadEnvironment(f"{shown(self.path)} is not there any more"))
        took = self.clock() - now
        self._search_at = now + max(SEARCH_EVERY, SHARE * took)

    def _read(self, path: Path, *, final: bool) -> list[tuple[str, Points]]:
        run, log = self.logs[path]
        try:
            return [(run, points) for points in log.read(final=final)]
        except OSError as error:
            self._waits[path] = self.clock() + SEARCH_EVERY
            what = f"{shown(path)} cannot be read ({reason(error)}): what was read stays"
            self._say(BadEnvironment(what))
            if not log.changed:  # it was never read at all
                self._lose(path, BadEnvironment(f"{shown(path)} cannot be read"))
        except Trouble as trouble:
            self._lose(path, trouble)
        return []
