"""The commands for what goes to other programs and people, and what comes from them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tui_lab.cli import flags
from tui_lab.terminal.capabilities import TerminalOptions

exchange = typer.Typer()
"""Taken up by the lab's own commands."""
LogPath = Annotated[str, typer.Argument(metavar="PATH", help="A log, or a folder with logs")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until there is a log at PATH")]

ShareFile = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help="File (default: RUN.json)")
]


@exchange.command()
def watch(
    context: typer.Context, path: LogPath, as_json: flags.Json = False, wait: Wait = False,
    theme: flags.Theme = None, color: flags.Color = None, fps: flags.Fps = None,
    ascii_only: flags.Ascii = None,
) -> None:  # fmt: skip
    """Watch logs of other programs: TensorBoard folders, CSV and JSON Lines, while they grow."""
    place = Path(path).expanduser()
    if wait:
        from tui_lab.cli.sharing.watching import wait_for_logs

        wait_for_logs(place)
    if as_json:
        from tui_lab.cli.sharing.watching import summary_of
        from tui_lab.runs.report import to_line

        sys.stdout.write(to_line(summary_of(place)).decode())
        return
    from tui_lab.app.opening import open_watch

    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(open_watch(place, options))


@exchange.command()
def share(
    run: flags.RunName, out: ShareFile = None, force: flags.Force = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Write a small file with which others open exactly this: settings, seeds, code, forks."""
    from tui_lab.cli.sharing.handout import share_run

    share_run(run, out, force)


@exchange.command()
def export(
    run: flags.RunOrLive = None, format_: flags.Format = None, out: flags.OutFile = None,
    variant: flags.Variant = None, seed: flags.FirstSeed = None, force: flags.Force = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Export a run for other programs and people: a report, tables, event files, word vectors."""
    from tui_lab.exports.export import export_run

    export_run(run, format_, out, variant, seed, force)
