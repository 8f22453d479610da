"""`dl-lab reset`: a learner's progress in a lesson, forgotten. Runs are never touched."""

from lessons.kit import BadEnvironment, BadUsage
from tui_lab.client.wait import say
from tui_lab.practice.progress import PracticeProgress
from tui_lab.session.progress import LessonProgress, Progress
from tui_lab.terminal.confirm import is_somebody_there, says_yes
from tui_lab.trust.permission import load

LEFT = "its runs are kept, and what they show can no longer be predicted"


def forget_lesson(name: str, sure: bool) -> None:
    """Forget it, and say what. Raises BadUsage where nobody can be asked about predictions."""
    lesson, progress = load(name), Progress()
    known = progress.of(lesson.id)
    if known.predicted and not sure and not _agreed(f"{lesson.id}: forget {in_words(known)}?"):
        say("nothing is forgotten")
        return
    forgotten = progress.forget(lesson.id)
    practised = PracticeProgress().forget(lesson.id)  # the learner's files stay
    if progress.trouble:
        raise BadEnvironment(progress.trouble, "check the disk and your rights")
    too = ", and of its exercises what was tried and passed" if practised else ""
    say(f"{lesson.id}: forgotten {in_words(forgotten)}{too}; {LEFT}")


def _agreed(question: str) -> bool:
    """Whether a person says yes: what was predicted cannot be predicted again."""
    if not is_somebody_there():
        raise BadUsage("your predictions would be deleted permanently", "add --yes to confirm")
    return says_yes(f"{question} Your predictions will be deleted permanently.")


def in_words(known: LessonProgress) -> str:
    """Such as `2 predictions, 1 step of the tour and the date of the first visit`."""
    counted = [
        (len(known.predicted), "prediction", "predictions"),
        (len(known.held), "claim that held", "claims that held"),
        (len(known.toured), "step of the tour", "steps of the tour"),
    ]
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    parts += ["the date of the first visit"] if known.opened else []
    *rest, last = parts or ["nothing (no progress was stored)"]
    return f"{', '.join(rest)} and {last}" if rest else last
