"""Every key of a sweep's screen, and what it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.screens.help import show_help
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.trusting import asking_first
from tui_lab.session.sweep import order
from tui_lab.sweeps.background import start_conductor

if TYPE_CHECKING:
    from tui_lab.screens.sweep.screen import SweepScreen

OVER = ("finished",)


def toggle(screen: SweepScreen) -> None:
    """Pause all, or go on; a sweep that nobody conducts is conducted again, in the background."""
    standing = screen.standing
    if not standing.is_live:
        if standing.state in OVER:
            screen.notify("this sweep has finished: enter opens a trial")
        else:
            screen.ask("starting…")
            screen.in_background(partial(start_conductor, standing.sweep))
        return
    is_paused = standing.state == "paused"
    screen.command("play" if is_paused else "pause", "going on…" if is_paused else "pausing…")


def stop_trial(screen: SweepScreen) -> None:
    """Stop the trial under the cursor after its step. It is not trained again."""
    row = screen.table.chosen
    if row is None or row.is_over:
        screen.notify("this trial has ended" if row else "no trial is chosen")
    elif not screen.standing.is_live:
        screen.notify("nobody trains this sweep: space continues it")
    else:
        screen.command("stop_trial", f"stopping trial {row.trial}…", row.trial)


def end(screen: SweepScreen) -> None:
    """Stop the sweep, after asking."""
    if not screen.standing.is_live:
        screen.notify("nobody trains this sweep: there is nothing to stop")
        return
    answers = [
        Answer("y", "yes", "save every run after its step, and begin no other"),
        Answer("n", "no", "let it go on"),
    ]
    question = f"Stop the sweep {screen.standing.sweep.id}? It can be resumed."
    screen.app.push_screen(ChoiceScreen("Stop", question, answers), partial(_ended, screen))


def _ended(screen: SweepScreen, answer: str | None) -> None:
    if answer == "y":
        screen.command("stop", "stopping…")


def open_trial(screen: SweepScreen) -> None:
    """The lesson's screen with the run of the trial under the cursor."""
    row = screen.table.chosen
    if row is None:
        return
    if not screen.standing.is_there(row):
        screen.notify("this run has not begun yet, or was deleted")
        return
    run = screen.standing.run_called(row.run)
    asking_first(screen, lambda: screen.app.open_run(run))


def sort(screen: SweepScreen) -> None:
    """By the next column."""
    table = screen.table
    table.order = order.next_order(table.order, order.columns(screen.standing))
    screen.catch_up()


def turn_round(screen: SweepScreen) -> None:
    """The same the other way round."""
    table = screen.table
    table.order = replace(table.order, is_reversed=not table.order.is_reversed)
    screen.catch_up()


def turn(screen: SweepScreen, by: int) -> None:
    """Other charts."""
    screen.charts.turn(by)


def toggle_log(screen: SweepScreen) -> None:
    """Scores on a log axis, or on a linear one."""
    screen.log_scores = not screen.seen().is_log
    if screen.log_scores and not screen.seen().is_log:
        screen.notify("a score is zero or less: no log axis")
    screen.charts.catch_up()


def maximize(screen: SweepScreen) -> None:
    """One chart alone, or all again."""
    if screen.maximized is not None:
        screen.minimize()
    else:
        screen.maximize(screen.charts.chosen, container=False)


def show_table(screen: SweepScreen) -> None:
    """The table alone, the charts alone, or both."""
    screen.show_next()


def escape(screen: SweepScreen) -> None:
    """All again; then back to the table."""
    if screen.maximized is not None:
        screen.minimize()
    screen.table.focus()


RUN = (
    Key("space", toggle, "Pause", "Pause the sweep and its runs, or go on; resume a stopped one"),
    Key("x", stop_trial, "Stop trial", "Stop the trial under the cursor; it is not trained again"),
    Key("X", end, "Stop sweep", "Stop the sweep after asking; it can be resumed"),
    Key("enter", open_trial, "Open trial", "Open the trial under the cursor: its lesson's screen"),
)
LOOK = (
    Key("s", sort, "Sort", "Sort the trials by the next column: score, number, state, setting"),
    Key("S", turn_round, "Reverse", "Sort the other way round"),
    Key("left_square_bracket", turn, "Charts before", "The charts before", (-1,), display="["),
    Key("right_square_bracket", turn, "Next charts", "The next charts", (1,), display="]"),
    Key("y", toggle_log, "Log", "Scores on a log axis, or on a linear one"),
    Key("f", maximize, "Maximise", "Show one chart alone, or all again"),
    Key("v", show_table, "View", "Show table and charts, the table alone, or the charts alone"),
    Key("escape", escape, "All", "Show all again; go to the table", show=False),
    Key("question_mark,f1", show_help, "Help", "All keys", display="?"),
)
KEYS = (
    *(replace(key, heading="Run") for key in RUN),
    *(replace(key, heading="Look") for key in LOOK),
)  # fmt: skip
ACTS = {key.name: key.act for key in KEYS}
LIVE = (("space", "pause"), ("x", "stop trial"), ("X", "stop sweep"))
PAUSED = (("space", "go on"), ("x", "stop trial"), ("X", "stop sweep"))
STOPPED = (("space", "resume"),)
MATTER = (
    ("enter", "open"), ("s", "sort"), ("[ ]", "charts"), ("f", "maximise"), ("v", "view"),
    ("y", "log"), ("S", "reverse"), ("j k", "move"), ("q", "back"), ("?", "keys"),
)  # fmt: skip
