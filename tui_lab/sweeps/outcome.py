"""What a sweep came to, as one document: the same for every lesson and for every search."""

from __future__ import annotations

from typing import Any

from lessons.kit.claims.conclusion import DIVERGED, INTERRUPTED, UNDECIDED
from lessons.kit.errors import Trouble
from tui_lab.runs.report import to_line
from tui_lab.sweeps.among import ledger_of
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.journal import Asked, Ended, entries
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.plan import SweepPlan
from tui_lab.sweeps.space import space_to_builtins
from tui_lab.system.files import replace_file

VERSION = 1


def outcome(sweep: SweepFolder, *, seconds: float | None = None) -> dict[str, Any]:
    """What `sweep --json` prints: from the folder alone."""
    plan, ledger = sweep.plan, Ledger.of(entries(sweep.journal))
    is_done = is_over(plan, ledger)
    return {
        "v": VERSION,
        "sweep": sweep.id,
        "lesson": plan.base.lesson,
        "status": "finished" if is_done else "stopped",
        "exit": exit_of(plan, ledger) if is_done else INTERRUPTED,
        "for": str(plan.objective),
        "side": "max" if plan.objective.maximize else "min",
        "over": space_to_builtins(plan.space),
        "search": plan.search,
        "prune": plan.prune,
        "planned": plan.trials,
        "seeds": plan.base.seeds,
        "trials": [_row(asked, ledger.ended.get(n)) for n, asked in ledger.asked.items()],
        "best": _best(plan, ledger),
        "confirmed": _confirmed(plan, ledger),
        "seconds": seconds,
        "error": None,
    }


def refused(trouble: Trouble, lesson: str, sweep: SweepFolder | None) -> dict[str, Any]:
    """The document of a sweep that could not be done: the same fields, and why."""
    empty: dict[str, Any] = {
        "v": VERSION, "sweep": "", "lesson": lesson, "status": "failed", "exit": 0, "for": "",
        "side": "", "over": {}, "search": "", "prune": "", "planned": 0, "seeds": [], "trials": [],
        "best": None, "confirmed": None, "seconds": None,
    }  # fmt: skip
    known = outcome(sweep) if sweep else empty
    error = {"message": trouble.message, "mend": trouble.fix}
    return {**known, "status": "failed", "exit": trouble.exit_code, "error": error}


def is_over(plan: SweepPlan, ledger: Ledger) -> bool:
    """Whether nothing is left to do."""
    most = min(plan.trials, len(plan.points)) if plan.points else plan.trials
    if len(ledger.ended) < most:
        return False
    return not plan.confirm or ledger.confirmed is not None or ledger.best(plan) is None


def state_of(sweep: SweepFolder) -> str:
    """playing · paused · stopping where somebody conducts it, else finished or stopped; or failed.

    What is damaged is `failed`.
    """
    try:
        if sweep.alive():
            status = sweep.status()
            return status.state if status else "warming"
        return "finished" if is_over(sweep.plan, ledger_of(sweep)) else "stopped"
    except Trouble:
        return "failed"


def exit_of(plan: SweepPlan, ledger: Ledger) -> int:
    """0 where there is a best trial · 4 all diverged · else the worst code of a trial, or 5."""
    if ledger.best(plan) is not None:
        return 0
    ends = ledger.ended.values()
    if any(end.state == "diverged" for end in ends):
        return DIVERGED
    codes = [end.exit for end in ends if end.state in ("failed", "lost") and end.exit]
    return max(codes, default=UNDECIDED)


def write_outcome(sweep: SweepFolder, document: dict[str, Any]) -> None:
    """Put report.json in the sweep's folder. Raises OSError."""
    replace_file(sweep.report, to_line(document))


def _row(asked: Asked, end: Ended | None) -> dict[str, Any]:
    row = {"trial": asked.trial, "run": asked.run, "knobs": asked.knobs}
    if end is None:
        return {**row, "state": "waiting", "score": None, "spread": None, "scores": {},
                "step": None, "exit": None, "error": None}  # fmt: skip
    return {**row, "state": end.state, **_figures(end), "step": end.step, "exit": end.exit,
            "error": end.error or None}  # fmt: skip


def _figures(end: Ended) -> dict[str, Any]:
    return {"score": end.score, "spread": end.spread, "scores": end.by_seed}


def _best(plan: SweepPlan, ledger: Ledger) -> dict[str, Any] | None:
    best = ledger.best(plan)
    if best is None:
        return None
    asked = ledger.asked[best.trial]
    row = {"trial": best.trial, "run": asked.run, "knobs": asked.knobs}
    return {**row, **_figures(best)}


def _confirmed(plan: SweepPlan, ledger: Ledger) -> dict[str, Any] | None:
    """The same knobs on fresh seeds; None where nobody has trained them yet."""
    end, asked = ledger.confirmed, ledger.confirming
    if end is None or asked is None:
        return None
    return {"trial": asked.trial, "run": asked.run, "state": end.state, **_figures(end)}
