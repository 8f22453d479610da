"""The lab on a pretended screen: opened, driven by keys, and read."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from tests.tools.commands import PATIENCE
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.pretended import THREE, Workers
from tui_lab.app.lab import LabApp
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.session.predicted import Predicted
from tui_lab.session.session import Session

SIZES = [(120, 40), (80, 24)]
Compare = Callable[..., Awaitable[None]]


def fresh(**settings: Any) -> LabApp:
    """The toy lesson, not yet run."""
    return LabApp(lesson="lesson90", settings=THREE | settings)


def replayed(name: str, **options: Any) -> LabApp:
    """A recording, opened."""
    return LabApp(replay=RECORDINGS / f"{name}.jsonl", **options)


def lesson_of(app: LabApp) -> LessonScreen:
    """The lesson's screen, on top or not."""
    return next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))


def session_of(app: LabApp) -> Session:
    return app.sessions[-1]


def said_in(app: LabApp) -> list[Predicted]:
    known = app.progress.of("lesson90").predicted
    return [each for answers in known.values() for each in answers]


def side_of(app: LabApp) -> str:
    """What the left column of a wide screen says, unwrapped; messages lie over it, with edges."""
    lines = [line[:40].replace("▌", "") for line in screen_text(app).split("\n")]
    return " ".join(" ".join(lines).split())


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Wait until the screen has caught up: on a busy machine one pause may not do."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        await pilot.pause()
        if is_so():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came about")


async def looked_again(pilot: Pilot[None]) -> None:
    """Have everything that looks from time to time look now, each in its own turn."""
    screen = pilot.app.screen
    for node in (pilot.app, screen, *screen.query("*")):
        for timer in list(node._timers):
            looks = timer._callback and timer._repeat is None and timer._active.is_set()
            if looks and timer._interval <= 1:
                node.call_later(timer._callback)
    await pilot.pause()


def sized(name: str, size: tuple[int, int]) -> str:
    return f"{name}_{size[0]}x{size[1]}"


async def playing(pilot: Any, app: LabApp, workers: Workers, recording: str = "playing") -> None:
    """Skip the prediction, start, and let the worker say what was recorded."""
    await pilot.press("space")
    await pilot.pause()
    await pilot.press("s")
    await pilot.pause()
    workers[-1].says(recording)
    await pilot.pause(0.25)


async def settle(pilot: Pilot[None], app: LabApp) -> None:
    """Have the screen look at its session, and wait until every panel that shows is painted."""
    lesson_of(app).catch_up()
    lesson_of(app).catch_up_slowly()
    panels = lesson_of(app).gallery.panels
    await until(pilot, lambda: all(p.painted == p.view.versions for p in panels if p.is_showing))
    await pilot.pause()
