"""The application: which screens there are, which sessions are open, and how it is left."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui_lab.app import showing
from tui_lab.app.late_enter import LateEnter
from tui_lab.app.parting import LEAVING, detached, part_from
from tui_lab.screens.palette import in_order, offered
from tui_lab.session.progress import Progress
from tui_lab.terminal.writer import mind_the_size
from tui_lab.widgets.sixteen_colours import defaults_for

if TYPE_CHECKING:
    from tui_lab.classroom.board import Board
    from tui_lab.client.remote import Spare
    from tui_lab.runs.folder import RunFolder
    from tui_lab.session.clinic.board import CaseBoard
    from tui_lab.session.session import Session
    from tui_lab.sweeps.folder import SweepFolder


class LabApp(LateEnter):
    """The lab: the menu, or a lesson, a run or a recording at once."""

    TITLE = "dl-lab"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "back", "Back", tooltip="Go back; on the first screen, leave the lab"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False,
                tooltip="Suspend to the shell (fg returns); training continues"),
    ]  # fmt: skip
    COMMANDS: ClassVar[set[Any]] = {in_order}

    fps = 4.0
    """Repaints of each panel a second."""
    over_ssh = False
    """Whether what is drawn travels over a network."""
    tip = ""
    """What this terminal could do better, and how; said once in a learner's life."""
    may_train = False
    """Whether somebody may want a worker."""
    spare: Spare | None = None
    """A worker that has loaded torch before anybody plays."""
    left_behind: Sequence[RunFolder] = ()
    """The runs that were live when somebody detached."""

    def __init__(
        self, lesson: str | None = None, settings: dict[str, Any] | None = None,
        run: RunFolder | None = None, replay: Path | None = None, watch: Path | None = None,
        handout: Path | None = None, sweep: SweepFolder | None = None, board: Board | None = None,
        clinic: CaseBoard | None = None, *, ascii_only: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.ascii_only, self.sweep, self.board, self.clinic = ascii_only, sweep, board, clinic
        self.progress = Progress()
        self.sessions: list[Session] = []
        self.first = showing.session_for(lesson, settings, run, replay, watch, handout)
        showing.begin_with(self, "lab-dark")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, for themes that lack them."""
        return defaults_for(self.current_theme, self.console.color_system)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen. Not pushed over an empty one: that would cost 50 ms."""
        return showing.first_screen(self)

    def on_mount(self) -> None:
        """The ears: for runs, ten times a second, and for signals."""
        self.set_class(self.ascii_only, "-ascii")
        self.set_interval(0.1, self.poll)
        self.set_interval(0.5, partial(mind_the_size, self))
        self.set_timer(1.0, partial(showing.say_tip, self))
        # after ctrl+z and fg the terminal is empty, and Textual may repaint only what changed
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))
        for number in () if self.is_headless else (signal.SIGHUP, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.detach, 128 + number)

    def poll(self) -> None:
        """Let every session hear what its run said."""
        showing.hear(self)

    def open_lesson(self, name: str) -> None:
        """Go to a lesson: as it was left, or to its live run, or afresh."""
        self.show(showing.session_of_lesson(self, name))
        self.is_there()

    def open_run(self, run: RunFolder) -> None:
        """Go to a run. Raises Trouble if it cannot be read."""
        self.show(showing.session_of_run(self, run))

    def show(self, session: Session) -> None:
        """Show a session's screen."""
        self.push_screen(self.screen_for(session))

    def screen_for(self, session: Session) -> Screen[None]:
        """A screen for this session, which from now on hears what its run says."""
        if session not in self.sessions:
            self.sessions.append(session)
        session.spare = showing.have_spare(self)
        return showing.screen_of(session, self.progress)

    async def action_back(self) -> None:
        """All panels again, or the screen before, or leave."""
        if self.screen.maximized is not None:
            self.screen.minimize()
        elif len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.leave()

    async def action_quit(self) -> None:
        """Leave, but not unasked."""
        self.leave()

    def leave(self) -> None:
        """Ask what becomes of the runs that go on, then exit."""
        if live := [session for session in self.sessions if session.has_worker]:
            from tui_lab.screens.leave import LeaveScreen  # the menu does without

            self.push_screen(LeaveScreen(live), self.let_go)
        else:
            self.exit()

    def let_go(self, answer: str | None) -> None:
        """Detach, stop or kill what goes on, and exit; or stay."""
        if answer in LEAVING:
            self.left_behind = part_from(self.sessions, LEAVING[answer])
            self.exit()

    def detach(self, code: int) -> None:
        """The terminal is gone, or somebody wants us gone: the runs go on without us."""
        self.left_behind = detached(self.sessions)
        self.exit(return_code=code)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        return offered(self, screen, super().get_system_commands(screen))
