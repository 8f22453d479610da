"""What the learner has done so far: opened, foretold, seen to hold. One small readable file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lessons.kit import History, Judged, Lesson, Prediction
from lessons.kit.claims import HOLDS
from lessons.kit.errors import reason
from tui_lab.files import make_private, replace_file
from tui_lab.runs import home


class Foretold(msgspec.Struct):
    """An answer the learner committed to, and what the run answered."""

    choice: str
    truth: str | None = None

    @property
    def right(self) -> bool | None:
        """Whether the learner was right; None while no run has told."""
        return None if self.truth is None else self.choice == self.truth


class LessonProgress(msgspec.Struct):
    """One lesson's progress."""

    opened: str = ""
    """When it was first opened."""
    foretold: dict[str, Foretold] = {}
    """Question to answer."""
    held: list[str] = []
    """The names of claims that have held in some run."""
    toured: list[str] = []
    """The titles of the tour's steps that are done."""


class Document(msgspec.Struct):
    """progress.json."""

    v: int = 1
    lessons: dict[str, LessonProgress] = {}


class Progress:
    """The learner's progress. Read again before each change: another screen may write too."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "progress.json"
        self.trouble = ""
        """Why progress could not be read or kept, in words; never a reason to stop."""
        self._document = self._read()

    def of(self, lesson: str) -> LessonProgress:
        """What is known of this lesson, such as `lesson3`."""
        return self._document.lessons.get(lesson) or LessonProgress()

    def opened(self, lesson: str) -> None:
        """The learner opened this lesson."""
        if not self.of(lesson).opened:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._change(lesson, lambda known: setattr(known, "opened", now))

    def foretell(self, lesson: str, question: str, choice: str) -> None:
        """The learner committed to an answer. The first one stands."""
        if question not in self.of(lesson).foretold:
            answer = Foretold(choice)
            self._change(lesson, lambda known: known.foretold.setdefault(question, answer))

    def tour(self, lesson: str, step: str) -> None:
        """The learner has done this step of the tour."""
        if step not in self.of(lesson).toured:
            self._change(lesson, lambda known: known.toured.append(step))

    def forget(self, lesson: str) -> LessonProgress:
        """Forget all that is known of a lesson, and return it."""
        self._document = self._read()
        known = self._document.lessons.pop(lesson, None)
        if known is not None:
            self._write()
        return known or LessonProgress()

    def learn(self, lesson: Lesson, history: History, claims: list[Judged]) -> list[str]:
        """Score predictions and remember claims; the questions this run has newly answered."""
        known = self.of(lesson.id)
        run = history.variants, history.config, history.own_data
        answers = {
            prediction.question: truth
            for prediction in lesson.predictions
            if (said := known.foretold.get(prediction.question)) and said.truth is None
            if prediction.covers(*run)
            if (truth := _truth(prediction, history)) is not None
        }
        held = [c.name for c in claims if c.verdict == HOLDS and c.name not in known.held]
        if answers or held:
            self._change(lesson.id, lambda known: _add(known, answers, held))
        return list(answers)

    def _change(self, lesson: str, change: Callable[[LessonProgress], object]) -> None:
        self._document = self._read()
        change(self._document.lessons.setdefault(lesson, LessonProgress()))
        self._write()

    def _write(self) -> None:
        content = msgspec.json.format(msgspec.json.encode(self._document), indent=2)
        try:
            make_private(self.path.parent)
            replace_file(self.path, content + b"\n", durable=False)
        except OSError as error:
            self.trouble = f"progress is not being kept ({reason(error)})"

    def _read(self) -> Document:
        """The file; where it is damaged it is set aside, and what is known so far stays."""
        known = getattr(self, "_document", None) or Document()
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Document)
        except FileNotFoundError:
            return known
        except OSError as error:
            self.trouble = f"progress cannot be read ({reason(error)})"
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self._set_aside()
        return known

    def _set_aside(self) -> None:
        aside = self.path.with_suffix(f".damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
        self.trouble = f"progress.json was damaged: it is now {aside.name}, and a new one begins"
        try:
            self.path.rename(aside)
        except OSError as error:
            self.trouble = f"progress.json is damaged ({reason(error)})"


def _truth(prediction: Prediction, history: History) -> str | None:
    """What the run answers; nothing where the code of a lesson from outside fails."""
    with suppress(Exception):
        return prediction.answer(history)
    return None


def _add(known: LessonProgress, answers: dict[str, str], held: list[str]) -> None:
    for question, truth in answers.items():
        known.foretold.setdefault(question, Foretold("")).truth = truth
    known.held += [name for name in held if name not in known.held]


def in_parts(known: LessonProgress, lesson: Lesson) -> list[str]:
    """Such as `foretold 2/3`, `held 5/6`, `tour 1/5`: what there is to do, and what is done."""
    asked = {prediction.question for prediction in lesson.predictions}
    claimed = {claim.name for claim in lesson.claims}
    steps = {step.title for step in lesson.tour}
    every = [
        ("foretold", asked, known.foretold.keys()),
        ("held", claimed, known.held),
        ("tour", steps, known.toured),
    ]
    return [f"{word} {len(there & set(done))}/{len(there)}" for word, there, done in every if there]


def in_words(known: LessonProgress, lesson: Lesson, room: int | None = None) -> str:
    """The parts side by side; where there is too little room for all, the last ones."""
    if not known.opened:
        return "new"
    parts = in_parts(known, lesson)
    while room is not None and len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop(0)
    return " · ".join(parts)


def by_panel(lesson: Lesson, foretold: dict[str, Foretold]) -> dict[str, Foretold]:
    """What the learner foretold, by the panel where it will be seen."""
    return {
        prediction.panel: said
        for prediction in lesson.predictions
        if (said := foretold.get(prediction.question)) and said.choice and prediction.panel
    }
