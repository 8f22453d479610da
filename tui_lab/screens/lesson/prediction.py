"""`p`: predict the outcome before the run shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lessons.kit import Prediction
from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.screens.lesson.keys import Key
from tui_lab.session.standing import in_words

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def ask_open(screen: LessonScreen) -> None:
    """Predict what is not predicted yet, of the run that has not trained yet."""
    if waiting := screen.predicting.open():
        predict(screen, waiting, then=screen.catch_up)
    else:
        why, is_held = screen.predicting.why_none(), bool(screen.predicting.withheld)
        screen.notify(f"{why} (:skip shows the answers)" if is_held else why, markup=False)


def skip_all(screen: LessonScreen) -> None:
    """Pass all questions of the lesson over: claims and story are shown whole."""
    screen.predicting.skip(screen.session.lesson.predictions)
    screen.catch_up_slowly()
    screen.notify("predictions skipped: the claims and the whole story are shown")


def predict(screen: LessonScreen, waiting: Sequence[Prediction], then: Callable[[], None]) -> None:
    """Ask one question after the other; escape ends it all, skipping goes on."""
    prediction, *rest = waiting

    def heard(key: str | None) -> None:
        if key is None:
            screen.notify("no answer was given, so nothing starts: space asks again, s skips")
            return
        if key == "s":
            screen.predicting.skip(waiting)
        elif not _commit(screen, prediction, prediction.choices[int(key) - 1]):
            return
        screen.tell_claims()
        if rest and key != "s":
            predict(screen, rest, then)
        else:
            then()

    screen.app.push_screen(_question(screen, prediction, len(rest)), heard)


def _question(screen: LessonScreen, prediction: Prediction, left: int) -> ChoiceScreen:
    """One question, with this many behind it."""
    predicting, count = screen.predicting, len(screen.predicting.asked())
    answers = [Answer(str(n), choice) for n, choice in enumerate(prediction.choices, 1)]
    answers.append(Answer("s", "skip", "make no predictions: show the answers"))
    settings = in_words(predicting.next, screen.session.lesson)
    with_these = f" · with {settings}" if settings else ""
    heading = f"Predict first · {count - left} of {count}{with_these}"
    return ChoiceScreen(heading, prediction.question, answers)


def _commit(screen: LessonScreen, prediction: Prediction, choice: str) -> bool:
    """Remember an answer; while the question stood there, the run may have gone on."""
    counts = screen.predicting.commit(prediction, choice)
    if not counts:
        screen.notify(f"too late: {screen.predicting.why_none()}", markup=False)
    return counts


KEYS = (Key("p", ask_open, "Predict", "Predict the outcome before you run"),)
