"""Which line of a lesson runs now, for one step: Python's own tracing, and nothing of it after."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from traceback import walk_stack
from types import CodeType, FrameType
from typing import Any

import torch
from torch import Tensor

BACKWARD, GRAD = torch.autograd.backward.__code__, torch.autograd.grad.__code__


@dataclass(eq=False)
class Level:
    """A function of the lesson that runs, and how things were when its line began."""

    frame: FrameType
    line: int
    names: dict[str, Any] = field(default_factory=dict)
    """Its local names as they were then."""
    luck: Tensor | None = None
    """Torch's random state then."""
    past: dict[int, tuple[dict[str, Any], Tensor]] = field(default_factory=dict)
    """The same of each of its lines, as it last began."""

    def copy(self) -> Level:
        """The same, kept while the function goes on."""
        return Level(self.frame, self.line, self.names, self.luck, dict(self.past))

    def at(self, line: int) -> Level:
        """The function when it was last at this line, which has to be one of the past."""
        names, luck = self.past[line]
        return Level(self.frame, line, names, luck)


class Trace:
    """Follows the functions of one lesson from line to line."""

    def __init__(
        self, package: str, moved: Callable[[], None],
        gradients: Callable[[FrameType], None], came: Callable[[Any], None],
    ) -> None:  # fmt: skip
        self.levels: list[Level] = []
        """The functions of the lesson that are running, the loop first."""
        self.lines: dict[CodeType, list[int]] = {}
        """Every line that was begun, by function."""
        self.frames: dict[CodeType, FrameType] = {}
        """A call of each of them."""
        self.is_off = False
        self._package = package
        self._moved, self._gradients, self._came = moved, gradients, came
        """Called before each next line; as autograd begins; as it ends, with what it gave."""
        self._kept: Any = None

    def __enter__(self) -> Trace:
        self._kept = sys.gettrace()
        running = [frame for frame, _ in walk_stack(sys._getframe()) if self._is_lessons(frame)]
        for frame in reversed(running):  # the loop has begun its tick already
            self._enter(frame)
            frame.f_trace = self._lesson
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._kept)

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        if self.is_off or event != "call":
            return None
        if frame.f_code is BACKWARD or frame.f_code is GRAD:
            self._gradients(frame)
            frame.f_trace_lines = False
            return self._autograd
        if not self._is_lessons(frame):
            return None
        self._enter(frame)
        return self._lesson

    def _is_lessons(self, frame: FrameType) -> bool:
        name = str(frame.f_globals.get("__name__", ""))
        return name == self._package or name.startswith(f"{self._package}.")

    def _enter(self, frame: FrameType) -> None:
        self.frames[frame.f_code] = frame
        self.levels.append(Level(frame, frame.f_lineno))

    def _autograd(self, frame: FrameType, event: str, given: Any) -> Any:
        if event == "return":
            self._came(given)
        return self._autograd

    def _lesson(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self._moved()
            level = self.levels[-1] if self.levels else None
            if level is not None and level.frame is frame:
                level.line, level.names = frame.f_lineno, dict(frame.f_locals)
                level.luck = torch.get_rng_state()
                level.past[level.line] = level.names, level.luck
            self.lines.setdefault(frame.f_code, []).append(frame.f_lineno)
        elif event == "return":
            self._moved()
            while self.levels and self.levels.pop().frame is not frame:
                pass
        return self._lesson
