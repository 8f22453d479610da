"""Slow motion, and a run that is over played back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.lesson.keys import Key
from tui_lab.session import ladder
from tui_lab.session.actions import pacing

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

EVERY = 0.1  # seconds between two moments of a run that is played back


def change_speed(screen: LessonScreen, slower: bool) -> None:
    """Slower or faster, now and in the next runs."""
    session = screen.session
    if not slower and session.tempo.pace == ladder.FULL:
        screen.notify("this is full speed already: ( slows it down", markup=False)
        return
    pacing.slow_down(session) if slower else pacing.speed_up(session)
    say_speed(screen)


def say_speed(screen: LessonScreen) -> None:
    """Show the speed; where nothing moves, say what makes it move."""
    session = screen.session
    if not session.has_worker:
        then = "space plays this run back" if screen.playback.can_begin else "space starts"
        screen.notify(f"{ladder.told(session.tempo.pace)}: {then}", markup=False)
    screen.catch_up()


def play_back(screen: LessonScreen) -> None:
    """Play a run that is over back, or pause that."""
    playback = screen.playback
    playback.pause() if playback.is_going else playback.begin()
    screen.playing.resume()
    screen.body.show_panels()
    screen.catch_up()


def advance(screen: LessonScreen) -> None:
    """The next moment, for as long as it plays."""
    playback = screen.playback
    if playback.is_going:
        playback.advance(EVERY)
    if not playback.is_going:
        screen.playing.pause()
        screen.catch_up_slowly()
    screen.catch_up()


TIME = (
    Key("left_parenthesis", change_speed, "Slower",
        "Slow motion: fewer steps a second, down to one; no figure of the run changes",
        (True,), display="("),
    Key("right_parenthesis", change_speed, "Faster", "More steps a second, up to full speed",
        (False,), display=")"),
)  # fmt: skip
