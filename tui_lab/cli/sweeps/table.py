"""What a sweep prints: a line for each trial that ends, and the table at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui_lab.cli.printing import Paper, Rows
from tui_lab.sweeps.journal import Ended
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.plan import SweepPlan
from tui_lab.sweeps.space import knobs_in_words
from tui_lab.system.words import number

MOST_ROWS = 20  # of the final table; the document has them all


def line_of(plan: SweepPlan, ledger: Ledger, end: Ended) -> str:
    """A trial's end, and the best so far."""
    asked, best = ledger.asked[end.trial], ledger.best(plan)
    came = number(end.score) if end.score is not None else ""
    how = came if end.state == "finished" else f"{end.state} {came}".strip()
    why = f" ({end.error})" if end.error and end.state in ("failed", "lost") else ""
    so_far = "no best yet"
    if best is not None and best.score is not None:
        so_far = f"best so far {number(best.score)}, trial {best.trial}"
    which = f"{len(ledger.ended)}/{plan.trials} trial {end.trial}, {asked.run}"
    return f"{which}: {knobs_in_words(asked.knobs)}: {how}{why}; {so_far}"


def print_table(document: dict[str, Any]) -> None:
    """The best trials, and the end on fresh seeds, on stdout."""
    paper, names = Paper(), list(document["over"])
    table = Rows("trial", "run", *names, document["for"], "spread", "state", whole=("run",))
    rows = sorted(document["trials"], key=lambda row: _rank(row, document["side"]))
    for row in rows[:MOST_ROWS]:
        knobs = (knobs_in_words({name: row["knobs"][name]}).partition("=")[2] for name in names)
        table.row(
            str(row["trial"]), row["run"], *knobs, _told(row["score"]), _told(row["spread"]),
            row["state"],
        )  # fmt: skip
    paper.put(table)
    if len(rows) > MOST_ROWS:
        paper.say(f"and {len(rows) - MOST_ROWS} more; --json has them all")
    for sentence in _ending(document):
        paper.say(sentence)
    paper.say(f"{document['status']}; exit code {document['exit']}; {document['sweep']}")


def _rank(row: dict[str, Any], side: str) -> tuple[int, float]:
    """Finished trials first, the best of them at the top."""
    value = row["score"]
    if value is None:
        return 2, 0.0
    return int(row["state"] != "finished"), -value if side == "max" else value


def _ending(document: dict[str, Any]) -> Iterator[str]:
    best, fresh = document["best"], document["confirmed"]
    if best is None:
        yield "no trial has finished with a score"
        return
    knobs = knobs_in_words(best["knobs"])
    yield f"best: trial {best['trial']}, {knobs}: {document['for']} {_told(best['score'])}"
    if fresh is not None:
        count, seeds = len(fresh["scores"]), ", ".join(fresh["scores"])
        if fresh["score"] is None:
            yield f"trained again on seeds {seeds}: {fresh['state']} ({fresh['run']})"
            return
        yield (f"trained again on {count} fresh seeds ({seeds}): {_told(fresh['score'])} "
               f"± {_told(fresh['spread'])} ({fresh['run']})")  # fmt: skip


def _told(value: float | None) -> str:
    return "–" if value is None else number(value)
