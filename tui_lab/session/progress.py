"""What the learner has done so far: opened, predicted, seen to hold. One small readable file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lessons.kit.errors import reason
from lessons.kit.page.former_texts import by_texts_of_today, text_of_today
from tui_lab.runs.home import home
from tui_lab.session.predicted import Predicted
from tui_lab.system.documents import read_document, write_document

if TYPE_CHECKING:
    from lessons.kit import Judged, Lesson, Prediction
    from tui_lab.session.standing import Setup, Standing


class TourAnswer(msgspec.Struct, omit_defaults=True):
    """What a learner answered last to a question of the tour."""

    choice: str
    right: bool
    tries: int = 1


class LessonProgress(msgspec.Struct, omit_defaults=True, rename={"old_answers": "foretold"}):
    """One lesson's progress."""

    opened: str = ""
    """When it was first opened."""
    predicted: dict[str, list[Predicted]] = {}
    """Question to answers: one for each setting of the networks that it was asked about."""
    skipped: list[str] = []
    """Questions that were passed over, or whose run was watched without an answer."""
    held: list[str] = []
    """The names of claims that have held in some run."""
    toured: list[str] = []
    """The titles of the tour's steps that are done."""
    answered: dict[str, TourAnswer] = {}
    """The title of a tour's step to the answer to its question."""
    tools: list[str] = []
    """The keys that the tour asks for, such as `i`, that were used on it."""
    there: dict[str, int] = {}
    """How much there is to predict, to hold and to tour, as the page said when last opened."""
    seen: list[str] = []
    """Networks that were seen training: what these do can no longer be predicted."""
    old_answers: dict[str, Predicted] = {}
    """The predictions of an earlier dl-lab, one a question: read, and kept as `predicted`."""

    def __post_init__(self) -> None:
        """Take what an older dl-lab wrote for what it is."""
        for question, answer in self.old_answers.items():
            if answer.choice:
                self.predicted.setdefault(question, []).append(answer)
        self.old_answers = {}

    def read_by_todays_texts(self, lesson: str) -> None:
        """Take questions and titles that once read otherwise for those of today."""
        self.predicted = by_texts_of_today(lesson, self.predicted)
        self.answered = by_texts_of_today(lesson, self.answered)
        self.held = list(dict.fromkeys(text_of_today(lesson, name) for name in self.held))
        self.skipped = [text_of_today(lesson, question) for question in self.skipped]
        self.toured = [text_of_today(lesson, title) for title in self.toured]


class Document(msgspec.Struct):
    """progress.json."""

    v: int = 1
    lessons: dict[str, LessonProgress] = {}
    tips: list[str] = []
    """What was said once about the terminal."""


class Progress:
    """The learner's progress. Read again before each change: another screen may write too."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "progress.json"
        self.trouble = ""
        """Why progress could not be read or kept, in words; never a reason to stop."""
        self._document = self._read()

    def of(self, lesson: str) -> LessonProgress:
        """What is known of this lesson, such as `lesson3`."""
        known = self._document.lessons.get(lesson) or LessonProgress()
        known.read_by_todays_texts(lesson)
        return known

    def is_news(self, tip: str) -> bool:
        """Whether this was never said; from now on it was."""
        self._document = self._read()
        if tip in self._document.tips:
            return False
        self._document.tips.append(tip)
        self._write()
        return True

    def opened(self, lesson: str) -> None:
        """The learner opened this lesson."""
        if not self.of(lesson).opened:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._change(lesson, lambda known: setattr(known, "opened", now))

    def count(self, lesson: Lesson) -> None:
        """Remember how much there is to do in a lesson, for lists that do not read its page."""
        there = {word: len(names) for word, names in _to_do(lesson).items()}
        if self.of(lesson.id).there != there:
            self._change(lesson.id, lambda known: setattr(known, "there", there))

    def predict(self, lesson: str, question: str, said: Predicted) -> bool:
        """The learner committed to an answer; whether it was the first about these networks."""
        before: list[Predicted] = []

        def add(known: LessonProgress) -> None:
            answers = known.predicted.setdefault(question, [])
            before.extend(each for each in answers if each.about == said.about)
            answers.extend([] if before else [said])

        self._change(lesson, add)
        return not before

    def skip(self, lesson: str, questions: list[str]) -> None:
        """The learner passed these questions over: what they ask about may be shown."""
        if new := [q for q in questions if q not in self.of(lesson).skipped]:
            self._change(
                lesson,
                lambda known: known.skipped.extend(q for q in new if q not in known.skipped),
            )

    def see(self, lesson: str, networks: set[str]) -> None:
        """These networks were seen training."""
        if not networks <= set(self.of(lesson).seen):
            self._change(
                lesson, lambda known: known.seen.extend(sorted(networks - set(known.seen)))
            )

    def settle(
        self, lesson: Lesson, prediction: Prediction, setup: Setup, truth: str | None, run: str = ""
    ) -> bool:
        """Remember what the first run answered, and which it was; whether this was the first."""

        from tui_lab.session.standing import matching

        def said(known: LessonProgress) -> Predicted | None:
            answers = known.predicted.get(prediction.question, ())
            return matching(prediction, answers, setup, lesson)

        found = said(self.of(lesson.id))
        if found is None or found.truth is not None:
            return False
        self._change(lesson.id, lambda known: _tell(said(known), truth, run))
        return True

    def tour(self, lesson: str, step: str) -> None:
        """The learner has done this step of the tour."""
        if step not in self.of(lesson).toured:
            self._change(lesson, lambda known: known.toured.append(step))

    def answer(self, lesson: str, step: str, choice: str, is_right: bool) -> None:
        """The learner answered the question of this step; an answer can be changed."""

        def put(known: LessonProgress) -> None:
            tries = known.answered[step].tries + 1 if step in known.answered else 1
            known.answered[step] = TourAnswer(choice, is_right, tries)

        self._change(lesson, put)

    def use(self, lesson: str, key: str) -> None:
        """The learner used one of the tour's tools."""
        if key not in self.of(lesson).tools:
            self._change(lesson, lambda known: known.tools.append(key))

    def forget(self, lesson: str) -> LessonProgress:
        """Forget all that is known of a lesson, and return it."""
        self._document = self._read()
        known = self._document.lessons.pop(lesson, None)
        if known is not None:
            self._write()
        return known or LessonProgress()

    def hold(self, lesson: Lesson, claims: list[Judged]) -> None:
        """Remember the claims that have held."""
        from lessons.kit.claims.claim import HOLDS

        known = self.of(lesson.id)
        held = [c.name for c in claims if c.verdict == HOLDS and c.name not in known.held]
        if held:
            self._change(lesson.id, lambda known: _add(known, held))

    def _change(self, lesson: str, change: Callable[[LessonProgress], object]) -> None:
        self._document = self._read()
        self._document.lessons.setdefault(lesson, LessonProgress())
        change(self.of(lesson))
        self._write()

    def _write(self) -> None:
        try:
            write_document(self.path, self._document)
        except OSError as error:
            self.trouble = f"progress cannot be saved ({reason(error)})"

    def _read(self) -> Document:
        """The file; where it cannot be read, what is known so far stays."""
        known = getattr(self, "_document", None) or Document()
        document, trouble = read_document(self.path, known, known)
        self.trouble = trouble or self.trouble
        return document


def _tell(said: Predicted | None, truth: str | None, run: str) -> None:
    if said is not None and said.truth is None:
        said.truth, said.run = truth, run


def _add(known: LessonProgress, held: list[str]) -> None:
    known.held += [name for name in held if name not in known.held]


def is_done(known: LessonProgress) -> bool:
    """Whether the learner has seen what the lesson is about: one of its claims held in a run."""
    return bool(known.held)


def in_parts(known: LessonProgress, lesson: Lesson | None = None) -> list[str]:
    """Such as `predicted 2/3`, `held 5/6`, `tour 1/5`: what there is to do, and what is done.

    Without the lesson's page it is counted by what was there when it was last opened.
    """
    done = _done(known)
    if lesson is not None:
        to_do = _to_do(lesson)
        counts = {word: (len(to_do[word] & done[word]), len(to_do[word])) for word in done}
    elif known.there:
        there = {word: known.there.get(word, 0) for word in done}
        counts = {word: (min(len(done[word]), there[word]), there[word]) for word in done}
    else:  # kept by a lab that did not count
        return [f"{word} {len(names)}" for word, names in done.items() if names]
    return [f"{word} {so_far}/{all_}" for word, (so_far, all_) in counts.items() if all_]


def _to_do(lesson: Lesson) -> dict[str, set[str]]:
    return {
        "predicted": {prediction.question for prediction in lesson.predictions},
        "held": {claim.name for claim in lesson.claims},
        "tour": {step.title for step in lesson.tour},
    }


def _done(known: LessonProgress) -> dict[str, set[str]]:
    predicted = {question for question, answers in known.predicted.items() if answers}
    return {"predicted": predicted, "held": set(known.held), "tour": set(known.toured)}


def in_words(known: LessonProgress, lesson: Lesson | None = None, room: int | None = None) -> str:
    """The parts side by side; where there is too little room for all, the last ones."""
    if not known.opened:
        return "new"
    parts = in_parts(known, lesson)
    while room is not None and len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop(0)
    return " · ".join(parts) or "opened"


def by_panel(lesson: Lesson, standings: Mapping[str, Standing]) -> dict[str, Standing]:
    """What the learner predicted of the run that is shown, by the panel where it is seen."""
    return {
        prediction.panel: standing
        for prediction in lesson.predictions
        if (standing := standings.get(prediction.question)) and standing.choice and prediction.panel
    }
