"""Opening the screen, or one sentence that says why it cannot be opened here."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit.errors import BadUsage, unknown
from tui_lab.runs.home import make_home
from tui_lab.session.handout.given import is_handout
from tui_lab.terminal.capabilities import Capabilities, TerminalOptions, decided
from tui_lab.terminal.confirm import is_on_screen
from tui_lab.trust.config import read_config

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.classroom.board import Board
    from tui_lab.session.clinic.board import CaseBoard
    from tui_lab.sweeps.folder import SweepFolder

YOUNG = 10_000
"""Objects that are made before Python looks for dead ones among them, instead of 700.

Every hundredth time it looks at all of them, and no key is heard for 90 ms. Opening and closing the
help 60 times took 31 such pauses, and now one; memory is the same.
"""


def open_lab(options: TerminalOptions) -> int:
    """`dl-lab`: the menu of lessons."""
    return _opened(options)


def open_lesson(name: str, options: TerminalOptions, planned: dict[str, Any] | None = None) -> int:
    """`dl-lab open`: a lesson's screen, ours or one from outside; or what a file plans.

    `planned` are keywords of `Lesson.plan`.
    """
    from tui_lab.session.begin import first_session  # the menu does without
    from tui_lab.trust.permission import load

    if is_handout(name):
        path = Path(name).expanduser()
        first_session(None, None, None, None, handout=path)  # in words, before the terminal is
        return _opened(options, handout=path)
    if sweep := sweep_called(name):
        return open_sweep(sweep, options)
    load(name)  # in words, before the terminal is looked at
    return _opened(options, lesson=name, settings=planned)


def open_sweep(sweep: "SweepFolder", options: TerminalOptions) -> int:
    """A sweep's screen: its trials, live or over."""
    _ = sweep.plan  # in words, before the terminal is looked at
    return _opened(options, sweep=sweep)


def open_board(board: "Board", options: TerminalOptions) -> int:
    """`dl-lab class table`: students with their claims and exercises."""
    return _opened(options, board=board)


def open_clinic(board: "CaseBoard", options: TerminalOptions) -> int:
    """`dl-lab clinic`: its cases, or one of them."""
    return _opened(options, clinic=board)


def open_run(name: str | None, options: TerminalOptions) -> int:
    """`dl-lab attach`: a run's or a sweep's screen, with control if it is live."""
    from tui_lab.client.choice import chosen

    if sweep := sweep_called(name):
        return open_sweep(sweep, options)
    return _opened(options, run=chosen(name, "attach"))


def open_recording(name: str | None, options: TerminalOptions) -> int:
    """`dl-lab replay`: a recorded stream's screen, or a sweep's."""
    from tui_lab.client.choice import recording

    if sweep := sweep_called(name):
        return open_sweep(sweep, options)
    return _opened(options, replay=recording(name))


def open_watch(path: Path, options: TerminalOptions) -> int:
    """`dl-lab watch`: the charts of somebody else's logs."""
    from tui_lab.foreign.watching import Watching

    Watching(path)  # in words, before the terminal is looked at
    return _opened(options, watch=path)


def open_tab(options: TerminalOptions) -> int:
    """`dl-lab serve`: the menu, in a browser's tab that Textual was told to draw on."""
    return _opened(options, in_browser=True)


def check_options(options: TerminalOptions) -> None:
    """Raise BadUsage for options that cannot be, such as a theme that there is not."""
    _app(decided(options, os.environ, read_config().get("app", {})))


def refuse_without_terminal() -> None:
    """Raise BadUsage where no person can look and type: a pipe, a log, TERM=dumb."""
    if not is_on_screen():  # Textual draws on stderr: without it there is no screen
        raise BadUsage(
            "the lab needs a terminal",
            "without one: dl-lab run lesson3 --json",
        )


def sweep_called(name: str | None) -> "SweepFolder | None":
    """The sweep of this name, if it is one's; loaded here: the menu does without."""
    if name is None or not name.startswith("sweep"):
        return None
    from tui_lab.sweeps.folder import sweep_called as called

    return called(name)


def _opened(options: TerminalOptions, *, in_browser: bool = False, **what: Any) -> int:
    capabilities = decided(options, os.environ, read_config().get("app", {}))
    if not in_browser:
        refuse_without_terminal()
    # exported once, they would hide every resize; but a tab is told by COLUMNS how wide it is
    for name in ("LINES",) if in_browser else ("LINES", "COLUMNS"):
        os.environ.pop(name, None)
    make_home()
    app = _app(capabilities, **what)
    from tui_lab.app.parting import say_what_goes_on
    from tui_lab.terminal.driver import TerminalDriver
    from tui_lab.terminal.writer import stop_listening

    gc.freeze()  # what is loaded by now is never looked at again
    gc.set_threshold(YOUNG)
    gc.enable()
    app.may_train = not what.keys() & {"watch", "board", "clinic"}  # there nobody trains
    if not in_browser:
        app.driver_class = TerminalDriver
    try:
        app.run()
    finally:
        stop_listening(app)
        if app.spare:
            app.spare.close()
    if not in_browser:
        say_what_goes_on(app.left_behind)
    return app.return_code or 0


def _app(capabilities: Capabilities, **what: Any) -> "LabApp":
    """The application, which shall behave like this. Raises BadUsage for an unknown theme."""
    os.environ.update(capabilities.environment)
    for name in [name for name, value in capabilities.environment.items() if not value]:
        del os.environ[name]
    from tui_lab.terminal.unused import leave_unused

    leave_unused()
    from tui_lab.app.lab import LabApp  # Textual reads the environment once, when it is imported
    from tui_lab.app.showing import begin_with

    # a C locale would turn every line of a chart into question marks
    reconfigure = getattr(sys.__stderr__, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
    app = LabApp(ascii_only=capabilities.ascii_only, **what)
    if capabilities.theme and capabilities.theme not in app.available_themes:
        raise unknown("theme", capabilities.theme, app.available_themes)
    if capabilities.theme:
        begin_with(app, capabilities.theme)
    app.fps, app.over_ssh = capabilities.fps, capabilities.over_ssh
    app.tip = capabilities.tip
    return app
