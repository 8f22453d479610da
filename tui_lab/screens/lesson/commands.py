"""What is typed behind `:`, and the keys that open that line or take back what it set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lessons.kit import Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import unknown
from lessons.kit.page.lesson import LOOP
from tui_lab.screens.lesson.editor import edit
from tui_lab.screens.lesson.exporting import export
from tui_lab.screens.lesson.fork import fork_as_typed
from tui_lab.screens.lesson.guide.line_hints import hint
from tui_lab.screens.lesson.guide.present import present
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.prediction import skip_all
from tui_lab.screens.lesson.run import offer_restart
from tui_lab.screens.lesson.time.pacing import say_speed
from tui_lab.session.actions import knobs
from tui_lab.session.actions.pacing import go_as_typed
from tui_lab.session.actions.question import ask
from tui_lab.session.actions.verbs import VERBS, Verb
from tui_lab.session.handout.made import of_session, write_free
from tui_lab.widgets.command_line import CommandLine

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

Command = Callable[["LessonScreen", CommandLine.Entered], None]
"""Does what was typed. Raises Trouble."""


def undo(screen: LessonScreen) -> None:
    """Take the last change of a setting back."""
    undone = knobs.undo(screen.session)
    screen.notify("the last change is undone" if undone else "there is nothing to undo")
    screen.side.knobs.catch_up()


def type_question(screen: LessonScreen) -> None:
    """Open the command line for a question."""
    screen.command_line.open(screen.view.shown, "ask ")


def type_command(screen: LessonScreen) -> None:
    """Open the command line; it is about the network that is shown now."""
    screen.command_line.open(screen.view.shown)
    screen.command_line.hint.say(hint(screen, ""))  # nothing was typed that could say it


def obey(screen: LessonScreen, event: CommandLine.Entered) -> None:
    """Do what was typed, or say why not."""
    session, verb, before = screen.session, event.words[0], screen.session.plan
    try:
        if verb not in COMMANDS:
            raise unknown("command", verb, COMMANDS)
        COMMANDS[verb](screen, event)
    except Trouble as trouble:
        screen.notify(str(trouble), severity="error", markup=False)
    if session.run is None and session.plan != before:  # nothing else need show it
        said = f"{' '.join(event.words)}: saved, applies to the next run"
        screen.notify(". But ".join(filter(None, [said, session.draft.lacks])), markup=False)


def _plans(verb: Verb) -> Command:
    """A command that changes what is planned, and offers to start with it."""

    def command(screen: LessonScreen, event: CommandLine.Entered) -> None:
        change = verb(screen.session, event.words[1:])
        screen.side.knobs.catch_up()
        offer_restart(screen, change.what, change.live)

    return command


def _ask(screen: LessonScreen, event: CommandLine.Entered) -> None:
    view = screen.view
    if not event.words[1:]:
        raise Trouble("nothing was asked", "type the question behind ask, such as :ask TEXT")
    whom = event.shown if event.shown in view.variants else view.shown
    ask(screen.session, " ".join(event.words[1:]), whom)
    screen.minimize()
    screen.tabs.active = "Notes"  # where the answer will be


def _fork(screen: LessonScreen, event: CommandLine.Entered) -> None:
    fork_as_typed(screen, event.words[1:])


def _share(screen: LessonScreen, event: CommandLine.Entered) -> None:
    handout = of_session(screen.session, screen.predicting.progress)
    path = write_free(handout, screen.session, " ".join(event.words[1:]))
    screen.notify(f"dl-lab open {shown(path)} opens this state", markup=False, timeout=10)


def _export(screen: LessonScreen, event: CommandLine.Entered) -> None:
    export(screen, event.words[1:])


def _present(screen: LessonScreen, _: CommandLine.Entered) -> None:
    present(screen)


def _pace(screen: LessonScreen, event: CommandLine.Entered) -> None:
    go_as_typed(screen.session, " ".join(event.words[1:]))
    say_speed(screen)


def _skip(screen: LessonScreen, _: CommandLine.Entered) -> None:
    skip_all(screen)


def _edit(screen: LessonScreen, event: CommandLine.Entered) -> None:
    name, shown_files = " ".join(event.words[1:]) or LOOP, screen.session.lesson.shows
    if name not in shown_files:
        raise unknown("file", name, shown_files)
    screen.call_later(edit, screen, name)


def _back(screen: LessonScreen, _: CommandLine.Entered) -> None:
    screen.call_later(screen.app.action_back)


COMMANDS: dict[str, Command] = {
    **{name: _plans(verb) for name, verb in VERBS.items()},
    "ask": _ask, "edit": _edit, "q": _back, "quit": _back, "fork": _fork, "export": _export,
    "pace": _pace, "present": _present, "share": _share, "skip": _skip,
}  # fmt: skip

COMMAND = Key(
    "colon", type_command, "Command",
    "Type a command: :set lr 0.1 · :preset NAME · :export html · :q",
    display=":", priority=True,
)  # fmt: skip
"""With priority, so that it is obeyed before the next key is given away: what comes in one burst,
as over a slow line, would go to the widget that has the focus now."""

RUN = (COMMAND, Key("z", undo, "Undo", "Undo the last change of a setting"))
ASK = (Key("a", type_question, "Ask", "Ask the shown network; ↑ recalls earlier questions"),)
