"""The command line. Thin: every command imports what it needs when it runs.

stdout is data, stderr is narration, and an error is one line: what is wrong, and the fix.
"""

import typer

from tui_lab.app.leaving import leave_after
from tui_lab.cli import flags
from tui_lab.cli.classroom.commands import teaching
from tui_lab.cli.clinic.command import clinic_command
from tui_lab.cli.opened import opening_command
from tui_lab.cli.practice.command import practice_command
from tui_lab.cli.putting import put
from tui_lab.cli.runs.commands import runs_commands
from tui_lab.cli.sharing.commands import exchange
from tui_lab.cli.sweeps.command import sweep_command
from tui_lab.cli.trusting import Commands, asking_first
from tui_lab.terminal.capabilities import TerminalOptions
from tui_lab.trust.config import read_config

app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # rich help takes 100 ms, more than all of `import typer`
    pretty_exceptions_enable=False,
)

care_commands = typer.Typer()
"""Those for the lab itself and for lessons, which `--help` lists last."""
for commands in (
    opening_command, runs_commands, exchange, sweep_command, practice_command, clinic_command,
    teaching, care_commands,
):  # fmt: skip
    app.add_typer(commands)


@app.callback(invoke_without_command=True)
def lab(
    context: typer.Context, version: flags.Version = False, theme: flags.Theme = None,
    color: flags.Color = None, fps: flags.Fps = None, ascii_only: flags.Ascii = None,
) -> None:  # fmt: skip
    """A deep-learning laboratory in the terminal. Without a command, it opens the lab."""
    context.obj = TerminalOptions(color, fps, ascii_only, theme)  # `dl-lab --ascii attach last` too
    if version:
        from importlib.metadata import version as version_of

        print(f"dl-lab {version_of('dl-lab')}")
    elif context.invoked_subcommand is None:
        from tui_lab.app.opening import open_lab

        raise typer.Exit(open_lab(context.obj))


@app.command("list")
def list_lessons(
    as_json: flags.Json = False, predictions: flags.Predictions = False,
    tour: flags.TourSheet = False,
) -> None:  # fmt: skip
    """The lessons by chapter, with your progress; or what you predicted or answered."""
    from tui_lab.cli.answers import listed

    rows, print_rows = listed(predictions, tour, as_json)
    put(rows, as_json, print_rows)


@app.command()
def run(
    lesson: flags.LessonName, as_json: flags.Json = False, as_jsonl: flags.Jsonl = False,
    variant: flags.Variants = None, seed: flags.Seed = 0, seeds: flags.Seeds = 1,
    steps: flags.Steps = None, settings: flags.Settings = None, preset: flags.PresetName = None,
    data: flags.DataFile = None, device: flags.Device = "auto", devices: flags.Devices = 1,
    threads: flags.Threads = 1,
    max_seconds: flags.MaxSeconds = None, max_memory: flags.MaxMemory = None,
    nice: flags.Nice = 10, out: flags.Out = None, detach: flags.Detach = False,
    apart: flags.Apart = False, quiet: flags.Quiet = False, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Train a lesson without a screen; the exit code shows whether its claims held."""
    from tui_lab.cli.training import Output, run_lesson

    chosen = [*(settings or ()), *([f"steps={steps}"] if steps is not None else [])]
    code = run_lesson(
        lesson, tuple(variant or ()), chosen, data, Output.of(as_json, as_jsonl, quiet),
        out=out, detach=detach, seed=seed, seeds=seeds, preset=preset, device=device,
        threads=threads, max_seconds=max_seconds, max_memory=max_memory, nice=nice,
        together=not apart and devices == 1, devices=devices,
    )  # fmt: skip
    raise typer.Exit(code)


@care_commands.command()
def reset(lesson: flags.LessonName, yes: flags.Yes = False) -> None:
    """Delete your progress in a lesson; its runs are kept."""
    from tui_lab.cli.reset import forget_lesson

    forget_lesson(lesson, yes)


@care_commands.command()
def serve(
    context: typer.Context, host: flags.Host = None, port: flags.Port = 8000,
    public: flags.Public = False, theme: flags.Theme = None, color: flags.Color = None,
    fps: flags.Fps = None, ascii_only: flags.Ascii = None,
) -> None:  # fmt: skip
    """Open the lab in a browser: prints a link that works once."""
    from tui_lab.web.serve import serve_lab

    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(serve_lab(host, port, public=public, options=options))


@care_commands.command()
def new(name: flags.NewName, at: flags.Where = None, package: flags.Package = False) -> None:
    """Create a new lesson that trains at once, as a starting point for your own."""
    from tui_lab.cli.new import write_lesson

    write_lesson(name, at, package)


@care_commands.command()
def lint(
    lesson: flags.LessonName, seeds: flags.ProofSeeds = 0, as_json: flags.Json = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Check a lesson against the contract; with --seeds, prove its claims."""
    from tui_lab.cli.lint import lint_lesson, print_verdict

    verdict = lint_lesson(lesson, seeds)
    put(verdict, as_json, print_verdict)
    raise typer.Exit(verdict["exit"])


@care_commands.command()
def doctor(as_json: flags.Json = False) -> None:
    """Check this machine: what is fine, what is not, and how to fix it."""
    from tui_lab.cli.doctor import examine, print_findings

    findings = examine()
    put([finding.as_dict() for finding in findings], as_json, print_findings)
    raise typer.Exit(3 if any(finding.level == "broken" for finding in findings) else 0)


def main() -> None:
    """Run a command and leave with its exit code; every error is one line."""
    leave_after(lambda: asking_first(_run_command))


def _run_command() -> int | None:
    command = typer.main.get_command(app)
    # flag > environment > file > default; what is of the screen, `capabilities` decides
    defaults = dict.fromkeys(("run", "sweep"), read_config().get("run", {}))
    code: int | None = command.main(prog_name="dl-lab", standalone_mode=False, default_map=defaults)
    return code
