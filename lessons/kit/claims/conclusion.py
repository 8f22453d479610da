"""How a run ended: one judgement for the notebook, the screen, the report and the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lessons.kit.claims.claim import FAILS, INCONCLUSIVE, judge
from lessons.kit.claims.history import History, results
from lessons.kit.stream.events import End, Fault
from lessons.kit.stream.judged import Judged

if TYPE_CHECKING:
    from lessons.kit.page.lesson import Lesson

CLAIM_FAILED, DIVERGED, UNDECIDED, INTERRUPTED = 1, 4, 5, 130


def conclude(
    lesson: Lesson, history: History, status: str = "finished",
    *, error: Fault | None = None, code: int | None = None,
) -> End:  # fmt: skip
    """The last event of a run: its claims judged, its figures, its exit code.

    `error` and `code` are what ended it from outside; without, the run itself decides.
    """
    claims = judge(lesson.claims, history, over=True)
    if every_network_failed(history):
        status = "failed"
    return End(
        status=status,
        exit=exit_code(lesson, history, claims, status) if code is None else code,
        claims=claims,
        metrics=results(history),
        error=error or first_failure(history),
    )


def exit_code(
    lesson: Lesson, history: History, claims: Iterable[Judged], status: str = "finished"
) -> int:
    """0 finished, every claim holds · 1 one fails · 4 diverged where it must not · 5 cannot tell.

    A network that failed gives its own code: 3 when memory ran out, 1 for a mistake in a loop of
    the learner's, 70 for a bug in dl-lab. A run that was stopped before its last step is
    never 0: what holds by then need not hold at the end.
    """
    ends = [track.end for track in history.tracks.values() if track.end]
    if failed := [end.exit for end in ends if end.how == "failed"]:
        return max(failed)
    if any(end.how == "diverged" and end.variant not in lesson.may_diverge for end in ends):
        return DIVERGED
    verdicts = {claim.verdict for claim in claims}
    if not any(track.done for track in history.tracks.values()):
        return UNDECIDED  # where nothing was trained, nothing holds
    if FAILS in verdicts:
        return CLAIM_FAILED
    return UNDECIDED if INCONCLUSIVE in verdicts or status == "stopped" else 0


def every_network_failed(history: History) -> bool:
    """Whether nothing is left of the race."""
    ends = [track.end for track in history.tracks.values()]
    return bool(ends) and all(end is not None and end.how == "failed" for end in ends)


def first_failure(history: History) -> Fault | None:
    """The error of the first network that failed, in words."""
    for (variant, _), track in history.tracks.items():
        if track.end and track.end.how == "failed":
            end = track.end
            return Fault(f"{variant}: {end.message}", end.fix, end.traceback)
    return None
