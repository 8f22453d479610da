"""`dl-lab sweep`: its options, with their types and one line of help each."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from tui_lab.cli import flags

sweep_command = typer.Typer()
"""Taken up by the lab's own commands."""
Over = Annotated[
    list[str] | None,
    Option("--over", metavar="NAME=VALUES", help="Vary a setting: LOW..HIGH[:log], or A,B,C"),
]
For = Annotated[
    str | None,
    Option("--for", metavar="SCALAR", help="[VARIANT.]SCALAR.last, .min, .max, .first or .best"),
]  # fmt: skip
Maximize = Annotated[
    bool | None, Option("--maximize/--minimize", help="Which side is better (default: by its name)")
]
Trials = Annotated[int | None, Option("--trials", metavar="N", help="Number of trials")]
SearchBy = Annotated[str, Option("--search", metavar="HOW", help="tpe, random, sobol or grid")]
Prune = Annotated[str, Option("--prune", metavar="HOW", help="asha stops trials early; or none")]
AtOnce = Annotated[
    int | None,
    Option("--at-once", metavar="N", help="Trials at once (default: one for each core or GPU)"),
]
On = Annotated[
    str, Option("--on", metavar="PLACE", help="here, slurm, ray or ray://HOST: where it trains")
]
Job = Annotated[
    list[str] | None,
    Option("--job", metavar="NAME=VALUE", help="Tell Slurm of each job, e.g. partition=gpu"),
]
NoConfirm = Annotated[
    bool, Option("--no-confirm", help="Do not train the best trial again on fresh seeds")
]

DetachSweep = Annotated[
    bool, Option("--detach", help="Sweep in the background, and print the sweep's name")
]


@sweep_command.command()
def sweep(
    lesson: flags.LessonName, over: Over = None, trials: Trials = None, objective: For = None,
    maximize: Maximize = None, search: SearchBy = "tpe", prune: Prune = "none",
    at_once: AtOnce = None, on: On = "here", job: Job = None, no_confirm: NoConfirm = False,
    as_json: flags.Json = False, detach: DetachSweep = False,
    variant: flags.Variants = None, seed: flags.Seed = 0, seeds: flags.Seeds = 1,
    steps: flags.Steps = None, settings: flags.Settings = None, preset: flags.PresetName = None,
    data: flags.DataFile = None, device: flags.Device = "auto", threads: flags.Threads = 1,
    max_seconds: flags.MaxSeconds = None, max_memory: flags.MaxMemory = None,
    nice: flags.Nice = 10, apart: flags.Apart = False, quiet: flags.Quiet = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Train a lesson many times with other settings, and find the best of them."""
    from tui_lab.cli.sweeps.trials import sweep_lesson
    from tui_lab.cli.training import Output
    from tui_lab.sweeps.begin import Wish

    wish = Wish(
        tuple(over or ()), objective, maximize, trials, search, prune, at_once, not no_confirm,
        on, tuple(job or ()),
    )  # fmt: skip
    chosen = [*(settings or ()), *([f"steps={steps}"] if steps is not None else [])]
    code = sweep_lesson(
        lesson, wish, tuple(variant or ()), chosen, data, Output.of(as_json, False, quiet),
        seed=seed, seeds=seeds, preset=preset, device=device, threads=threads,
        max_seconds=max_seconds, max_memory=max_memory, nice=nice, together=not apart,
        detach=detach,
    )  # fmt: skip
    raise typer.Exit(code)
