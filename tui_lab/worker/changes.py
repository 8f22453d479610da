"""What is not as it was when a run began, and so why its numbers may be others."""

from lessons.kit.errors import THE_LOG, BadUsage, Trouble, named
from lessons.kit.stream.events import Start
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import recorded
from tui_lab.trust.permission import load


def changes_since(began: Start, now: Start) -> list[str]:
    """A sentence for each difference between a run's first line and the one it would write now."""
    found = []
    if began.lesson_hash != now.lesson_hash:
        found.append("the lesson's code has changed since this run began: numbers may differ")
    if began.device.partition(":")[0] != now.device.partition(":")[0]:
        found.append(f"it began on {began.device} and continues on {now.device}: digits may differ")
    then, torch = began.versions.get("torch"), now.versions.get("torch")
    if then != torch:
        found.append(f"it began with torch {then} and continues with {torch}: digits may differ")
    return found


def blamed_on_changes(run: RunFolder, error: BaseException) -> Trouble | None:
    """A failure of a run whose lesson has other files than when it began; else None."""
    try:
        began, plan = next(recorded(run), None), run.plan
        now = load(plan.lesson, plan.origin).hash
    except Exception:  # the failure itself has to be told, whatever else is wrong
        return None
    if not isinstance(began, Start) or began.lesson_hash in ("", now):
        return None
    return BadUsage(
        f"the lesson's files changed since this run began, and do not fit it ({named(error)})",
        f"undo the change, or start a new run; {THE_LOG} has the traceback",
    )
