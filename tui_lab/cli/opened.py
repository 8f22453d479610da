"""`dl-lab open`: a lesson on the screen, with the settings and the data that were named."""

from pathlib import Path
from typing import Any

import typer

from lessons.kit.errors import BadUsage
from tui_lab.cli import flags
from tui_lab.session.handout.given import is_handout
from tui_lab.terminal.capabilities import TerminalOptions

opening_command = typer.Typer()


@opening_command.command("open")
def open_(
    context: typer.Context, lesson: flags.LessonName, settings: flags.Settings = None,
    preset: flags.PresetName = None, data: flags.DataFile = None, trust: flags.Trust = False,
    theme: flags.Theme = None, color: flags.Color = None, fps: flags.Fps = None,
    ascii_only: flags.Ascii = None,
) -> None:  # fmt: skip
    """Open a lesson on the screen; `dl-lab ./FOLDER` opens a lesson in a folder."""
    from tui_lab.app.opening import open_lesson

    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    planned = _planned(lesson, settings or [], preset, data)
    raise typer.Exit(open_lesson(lesson, options, planned))


def _planned(
    name: str, settings: list[str], preset: str | None, data: Path | None
) -> dict[str, Any] | None:
    """The keywords of `Lesson.plan` for what was named, if anything; refused before the screen."""
    if not (settings or preset or data):
        return None
    from tui_lab.cli.training import path_of, setting
    from tui_lab.trust.permission import load

    if is_handout(name):
        raise BadUsage(f"{name} says itself what is planned", "open it without --set or --data")
    lesson = load(name)
    chosen: dict[str, Any] = {
        "settings": dict(setting(lesson, text) for text in settings), "preset": preset,
        "data": path_of(data) if data else None,
    }  # fmt: skip
    plan = lesson.plan(**chosen)
    if data:
        lesson.look_at(data.expanduser(), lesson.params().override(plan.config))
    return chosen
