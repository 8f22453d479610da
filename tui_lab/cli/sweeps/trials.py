"""Doing a sweep without a screen: stdout is data, stderr is a line for each trial."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

from lessons.kit import BadUsage, Lesson, Trouble
from lessons.kit.claims.conclusion import INTERRUPTED
from lessons.kit.errors import one_line
from tui_lab.cli.sweeps.listed import sweep_named
from tui_lab.cli.sweeps.table import line_of, print_table
from tui_lab.cli.training import Output, attach_run, path_of, put, resume_run, setting
from tui_lab.client.wait import Interruption, handled, say
from tui_lab.runs.report import to_line
from tui_lab.sweeps.background import start_conductor
from tui_lab.sweeps.begin import Wish, sweep_plan
from tui_lab.sweeps.conductor import Conductor
from tui_lab.sweeps.folder import SweepFolder, create_sweep
from tui_lab.sweeps.journal import Ended, Journal, entries
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.outcome import is_over, outcome, refused, write_outcome
from tui_lab.sweeps.plan import SweepPlan
from tui_lab.sweeps.space import space_to_builtins
from tui_lab.sweeps.where.chosen import placed
from tui_lab.sweeps.where.placement import Placement
from tui_lab.system.memory import size
from tui_lab.trust.permission import UntrustedError, load


def sweep_lesson(
    name: str, wish: Wish, variants: tuple[str, ...], settings: list[str], data: Path | None,
    output: Output, *, detach: bool = False, **rest: Any,
) -> int:  # fmt: skip
    """`dl-lab sweep`: the exit code. Raises Trouble, after printing its document for --json."""
    sweep: SweepFolder | None = None
    try:
        lesson = load(name)
        plan = _plan_of(lesson, wish, variants, settings, data, **rest)
        if detach:
            return _leave_alone(create_sweep(plan), is_new=True)
        with _placed(plan) as placement:
            sweep = create_sweep(plan)
            _introduce(sweep, lesson, placement, bool(variants), output)
            document = _conduct(sweep, placement, output)
        return _conclude(document, output)
    except UntrustedError:
        raise  # perhaps somebody says yes, and it is done again
    except Trouble as trouble:
        _put_refusal(trouble, name, sweep, output)
        raise


def attach(name: str | None, output: Output) -> int:
    """`dl-lab attach --json`: wait for the end of a run or a sweep, and print what it printed."""
    sweep = sweep_named(name)
    if sweep is None:
        return attach_run(name, output)
    _refuse_lines(sweep, output)
    while sweep.alive():
        time.sleep(0.2)
    return _conclude(outcome(sweep), output)


def _refuse_lines(sweep: SweepFolder, output: Output) -> None:
    if output.kind == "jsonl":
        raise BadUsage(f"--jsonl is for a run, and {sweep.id} is a sweep", "leave it out")


def _plan_of(
    lesson: Lesson, wish: Wish, variants: tuple[str, ...], settings: list[str], data: Path | None,
    max_memory: str | None = None, **rest: Any,
) -> SweepPlan:  # fmt: skip
    rest["max_memory"] = size(max_memory) if max_memory else None
    rest["data"] = path_of(data) if data is not None else None
    chosen = dict(setting(lesson, text) for text in settings)
    return sweep_plan(lesson, wish, variants, chosen, **rest)


def resume(name: str, output: Output, *, detach: bool) -> int:
    """`dl-lab resume`: a sweep where one has that name, else a run."""
    sweep = sweep_named(name)
    if sweep is None:
        return resume_run(name, output, detach=detach)
    _refuse_lines(sweep, output)
    plan = sweep.plan
    try:
        load(plan.base.lesson, plan.base.origin)
        if is_over(plan, Ledger.of(entries(sweep.journal))):
            return _conclude(outcome(sweep), output)
        if detach:
            return _leave_alone(sweep)
        with _placed(plan) as placement:
            document = _conduct(sweep, placement, output)
        return _conclude(document, output)
    except UntrustedError:
        raise
    except Trouble as trouble:
        _put_refusal(trouble, plan.base.lesson, sweep, output)
        raise


def _leave_alone(sweep: SweepFolder, *, is_new: bool = False) -> int:
    """Start a conductor, wait until it conducts, and go; the name is the last line of stdout.

    Raises Trouble with its own words where it cannot, and then leaves no new folder behind.
    """
    try:
        start_conductor(sweep)
    except Trouble:
        if is_new:
            sweep.remove()
        raise
    say(f"the sweep goes on; dl-lab attach {sweep.id} shows it, dl-lab stop {sweep.id} ends it")
    print(one_line(sweep.id))
    return 0


def _put_refusal(trouble: Trouble, name: str, sweep: SweepFolder | None, output: Output) -> None:
    if output.kind == "json":
        put(to_line(refused(trouble, name, sweep)))
        trouble.told = True


@contextmanager
def _placed(plan: SweepPlan) -> Iterator[Placement]:
    """Where it trains; what is still training there is stopped when we leave."""
    with redirect_stdout(sys.stderr):  # Ray prints what it sees there, and our stdout is data
        placement = placed(plan)
        try:
            yield placement
        except Trouble:
            placement.stop()
            raise
        finally:
            placement.close()


def _introduce(
    sweep: SweepFolder, lesson: Lesson, placement: Placement, is_chosen: bool, output: Output
) -> None:
    if output.quiet:
        return
    plan = sweep.plan
    over = ", ".join(f"{name}={span}" for name, span in space_to_builtins(plan.space).items())
    side = "highest" if plan.objective.maximize else "lowest"
    say(f"{sweep.id}: {plan.trials} trials of {lesson.id} over {over}; {plan.search} search, "
        f"{plan.at_once or placement.slots} at once, for the {side} {plan.objective}")  # fmt: skip
    say(f"dl-lab attach {sweep.id} shows it on the screen, from any terminal")
    if not is_chosen and len(lesson.variants) > 1:
        say(f"only {plan.objective.variant} is trained; --variant V trains others beside it")


def _conduct(sweep: SweepFolder, placement: Placement, output: Output) -> dict[str, Any]:
    """Do it, or what is left of it; what came out."""
    plan, began = sweep.plan, time.monotonic()

    def tell(ledger: Ledger, end: Ended) -> None:
        if not output.quiet:
            say(line_of(plan, ledger, end))

    with sweep.held(), _interruptible() as asked:
        journal = Journal(sweep.journal)
        try:
            known = list(entries(sweep.journal))
            Conductor(sweep, journal, known, placement, tell).go(asked)
        finally:
            journal.close()
        document = outcome(sweep, seconds=round(time.monotonic() - began, 3))
        write_outcome(sweep, document)
    return document


def _conclude(document: dict[str, Any], output: Output) -> int:
    """Print what came out; the exit code."""
    _print(document, output)
    if document["exit"] == INTERRUPTED:
        say(f"stopped; dl-lab resume {document['sweep']} continues")
    return int(document["exit"])


def _print(document: dict[str, Any], output: Output) -> None:
    if output.kind == "json":
        put(to_line(document))
    elif not output.quiet:
        print_table(document)


@contextmanager
def _interruptible() -> Iterator[Interruption]:
    """The first ctrl-c lets the workers save, the second kills them; warnings only stop."""
    asked = Interruption()

    def interrupt(code: int, frame: FrameType | None) -> None:
        asked.count += 1
        if asked.count == 1:
            say("stopping after these steps; ctrl-c again to kill")

    def warn(code: int, frame: FrameType | None) -> None:
        asked.count = max(asked.count, 1)

    with handled(asked, interrupt, warn):
        yield asked
