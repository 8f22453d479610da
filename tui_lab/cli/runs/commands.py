"""The commands for runs that are there: list, follow, end, go on, compare, ask, delete."""

from __future__ import annotations

import typer

from tui_lab.cli import flags
from tui_lab.cli.putting import put
from tui_lab.cli.trusting import Asking
from tui_lab.terminal.capabilities import TerminalOptions

runs_commands = typer.Typer()
"""Taken up by the lab's own commands."""


@runs_commands.command()
def ps(
    sweep: flags.SweepName = None, are_all: flags.AreAll = False, as_json: flags.Json = False
) -> None:
    """List runs and sweeps, live and past; or the runs of one sweep."""
    from tui_lab.cli.tables import listed, print_runs

    is_one = sweep is not None
    put(listed(sweep), as_json, lambda rows: print_runs(rows, is_one=is_one, are_all=are_all))


@runs_commands.command()
def stop(run: flags.OneLive = None) -> None:
    """Stop a live run or sweep after its current step; it can be resumed."""
    from tui_lab.cli.runs.stop import stop_run

    stop_run(run)


@runs_commands.command()
def attach(
    context: typer.Context, run: flags.RunOrLive = None, as_json: flags.Json = False,
    as_jsonl: flags.Jsonl = False, theme: flags.Theme = None, color: flags.Color = None,
    fps: flags.Fps = None, ascii_only: flags.Ascii = None, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Open a run or a sweep on the screen and control it; with --json, wait for its end."""
    from tui_lab.app.opening import open_run
    from tui_lab.cli.sweeps.trials import attach
    from tui_lab.cli.training import Output

    if as_json or as_jsonl:
        raise typer.Exit(attach(run, Output.of(as_json, as_jsonl, False)))
    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(open_run(run, options))


@runs_commands.command()
def resume(
    run: flags.RunName, as_json: flags.Json = False, as_jsonl: flags.Jsonl = False,
    detach: flags.Detach = False, quiet: flags.Quiet = False, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Continue a stopped, parked, killed or lost run from its last checkpoint, or a sweep."""
    from tui_lab.cli.sweeps.trials import resume
    from tui_lab.cli.training import Output

    raise typer.Exit(resume(run, Output.of(as_json, as_jsonl, quiet), detach=detach))


@runs_commands.command()
def fork(
    run: flags.RunName, at: flags.At = None, settings: flags.Settings = None,
    as_json: flags.Json = False, as_jsonl: flags.Jsonl = False, detach: flags.Detach = False,
    quiet: flags.Quiet = False, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Start a new run from a step of another run, with other settings from there on."""
    from tui_lab.cli.training import Output, fork_run

    output = Output.of(as_json, as_jsonl, quiet)
    raise typer.Exit(fork_run(run, at, settings or [], output, detach=detach))


@runs_commands.command()
def compare(names: flags.RunNames, as_json: flags.Json = False) -> None:
    """Compare runs of a lesson: the settings that differ, and the results."""
    from tui_lab.cli.tables import print_comparison
    from tui_lab.runs.compare import document, read_runs
    from tui_lab.runs.places import find

    runs = read_runs([find(name) for name in names])
    put(document(runs), as_json, lambda _: print_comparison(runs))


@runs_commands.command()
def replay(
    context: typer.Context, run: flags.Recording = None, as_json: flags.Json = False,
    as_jsonl: flags.Jsonl = False, theme: flags.Theme = None, color: flags.Color = None,
    fps: flags.Fps = None, ascii_only: flags.Ascii = None, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Replay a recorded run on the screen, or print its final document."""
    from tui_lab.app.opening import open_recording
    from tui_lab.cli.runs.replay import replay_recording
    from tui_lab.cli.training import Output

    if as_json or as_jsonl:
        raise typer.Exit(replay_recording(run, Output.of(as_json, as_jsonl, False)))
    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(open_recording(run, options))


@runs_commands.command(cls=Asking)
def ask(
    words: flags.Question, variant: flags.Variant = None, seed: flags.OneSeed = None,
    settings: flags.LiveSettings = None, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Ask a network a question, during training or after it."""
    from tui_lab.cli.training import ask_run

    print(ask_run(words, variant, seed, settings or []))


@runs_commands.command()
def explain(
    step: flags.AtStep, run: flags.RunOrLive = None, variant: flags.Variant = None,
    seed: flags.OneSeed = None, apart: flags.TakenApart = False, as_json: flags.Json = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Inspect one step: gradients of every layer, clipping, the batch, what broke first."""
    from tui_lab.cli.explaining import explain_run

    explain_run(run, step, variant, seed, apart=apart, as_json=as_json)


@runs_commands.command()
def rm(names: flags.RunNames) -> None:
    """Delete runs that are not being trained; of a sweep all runs, too."""
    from tui_lab.cli.runs.removing import remove

    remove(names)


@runs_commands.command()
def gc(
    older_than: flags.OlderThan = None, keep: flags.Keep = 0, parked: flags.Parked = False,
    dry_run: flags.DryRun = False, yes: flags.Yes = False, as_json: flags.Json = False,
) -> None:  # fmt: skip
    """Delete old runs that have ended, after showing how much space that frees."""
    from tui_lab.cli.runs.gc import collect

    flags_ = {"parked": parked, "dry_run": dry_run, "sure": yes, "as_json": as_json}
    raise typer.Exit(collect(older_than, keep, **flags_))
