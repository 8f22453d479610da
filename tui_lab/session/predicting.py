"""When a learner may predict, and what is remembered of it: one session's questions. No Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lessons.kit import Prediction
from lessons.kit.stream.events import Start
from tui_lab.runs.places import runs_of
from tui_lab.runs.recorder import first_event, last_step
from tui_lab.session.draft import begun_with
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import LessonProgress, Progress
from tui_lab.session.standing import (
    Setup,
    Standing,
    in_words,
    is_begun,
    standing,
)
from tui_lab.session.withheld import folded, is_folded, is_settled, withheld

if TYPE_CHECKING:
    from tui_lab.session.session import Session

OVER = "this run is over: predict before the next one"
SEEN = "networks with these settings have been trained already: predict first, with other settings"


class Predicting:
    """The predictions of one session: of its run, until that has trained, or of the next one."""

    def __init__(self, session: Session, progress: Progress) -> None:
        self.session = session
        self.progress = progress
        self._known: tuple[object, ...] = ()
        self._setup: Setup | None = None

    @property
    def setup(self) -> Setup:
        """What is looked at: the run, or the plan before there is one."""
        store = self.session.store
        if store.start is None:
            return Setup.planned(self.session.plan)
        known = store, len(store.history.turned)
        if self._setup is None or known != self._known:
            run, plan = self.session.run, self.session.plan
            begun = None if self.session.is_recording else begun_with(run, plan)
            self._setup = Setup.trained(store.start, store.history.turned, begun)
            self._known = known
        return self._setup

    @property
    def next(self) -> Setup:
        """What a prediction made now would be about."""
        return Setup.planned(self.session.plan) if self._is_about_the_next else self.setup

    @property
    def late(self) -> str:
        """Why it is too late for that; "" where it is not."""
        store = self.session.store
        if store.start is None or self._is_about_the_next:
            return ""
        if store.over:
            return OVER
        steps = "1 step" if store.step == 1 else f"{store.step} steps"
        return f"this run has trained {steps}: predict before the next one" if store.step else ""

    @property
    def _is_about_the_next(self) -> bool:
        return self.session.store.start is not None and self.session.needs_restart

    def asked(self) -> list[Prediction]:
        """The questions that speak of it."""
        setup = self.next
        return [p for p in self.session.lesson.predictions if setup.covers(p)]

    def open(self) -> list[Prediction]:
        """Those of them that the learner has not answered, and may."""
        setup, said = self.next, self.progress.of(self.session.lesson.id).predicted
        about = {p.question: setup.about(p) for p in self.asked()}
        waiting = [
            p for p in self.asked()
            if all(each.about != about[p.question] for each in said.get(p.question, ()))
        ]  # fmt: skip
        if self.late or not waiting:
            return []
        seen = self._seen(setup)
        return [p for p in waiting if not setup.is_among(seen, p)]

    def new(self) -> list[Prediction]:
        """Those never answered or skipped, of whatever run: what is asked without being told to."""
        return [p for p in self.open() if not is_settled(p, self._known_of)]

    @property
    def withheld(self) -> dict[str, str]:
        """The claims that would give an answer away, and the question in place of each."""
        return withheld(self.session.lesson, self._known_of)

    @property
    def story(self) -> str:
        """The lesson's story, as much as may be read now."""
        lesson = self.session.lesson
        is_short = is_folded(lesson, self.asked(), self._known_of)
        return folded(lesson.story) if is_short else lesson.story

    @property
    def _known_of(self) -> LessonProgress:
        return self.progress.of(self.session.lesson.id)

    def skip(self, passed: Sequence[Prediction]) -> None:
        """Pass these questions over, those of them that were never answered."""
        waiting = [p.question for p in passed if not is_settled(p, self._known_of)]
        self.progress.skip(self.session.lesson.id, waiting)

    def why_none(self) -> str:
        """Why there is nothing to predict now."""
        if not self.asked():
            return "this run has no questions to predict"
        if self.late:
            return self.late
        said = self.progress.of(self.session.lesson.id).predicted
        about = {each.about for answers in said.values() for each in answers}
        if all(self.next.about(p) in about for p in self.asked()):
            return "you predicted everything: the Claims tab shows your answers"
        return SEEN

    def commit(self, prediction: Prediction, choice: str) -> bool:
        """The learner commits to an answer; whether it counts, for it may have come too late."""
        if prediction not in self.open():
            return False
        setup, lesson = self.next, self.session.lesson
        said = Predicted(
            choice, about=setup.about(prediction), settings=in_words(setup, lesson),
            is_late=prediction.question in self._known_of.skipped,
        )  # fmt: skip
        return self.progress.predict(lesson.id, prediction.question, said)

    def standings(self) -> dict[str, Standing]:
        """How every question stands with the run that is looked at."""
        lesson, store = self.session.lesson, self.session.store
        said, setup = self.progress.of(lesson.id).predicted, self.setup
        history = store.history if store.start else None
        return {
            p.question: standing(p, said.get(p.question, ()), setup, lesson, history)
            for p in lesson.predictions
        }

    def settle(self, standings: dict[str, Standing]) -> dict[str, Standing]:
        """What this run has newly answered, for the first time; what it shows has been seen."""
        session, store = self.session, self.session.store
        if store.start is None or not is_begun(store.history):
            return {}
        self.progress.see(session.lesson.id, self.setup.seen())
        self.skip([p for p in session.lesson.predictions if self.setup.covers(p)])
        told = {q: s for q, s in standings.items() if s.right is not None}
        return {q: s for q, s in told.items() if self._settle(q, s)}

    def _settle(self, question: str, told: Standing) -> bool:
        lesson = self.session.lesson
        prediction = next(p for p in lesson.predictions if p.question == question)
        return self.progress.settle(lesson, prediction, self.setup, told.truth, self._run)

    @property
    def _run(self) -> str:
        start = self.session.store.start
        return start.run if start else ""

    def _seen(self, setup: Setup) -> set[str]:
        """All networks that anybody has seen train here: on a screen, or in a run that is there."""
        lesson = self.session.lesson
        seen, wanted = set(self.progress.of(lesson.id).seen), setup.seen()
        return seen if wanted <= seen else seen | set(self._trained(wanted))

    def _trained(self, wanted: set[str]) -> Iterator[str]:
        """Of these networks those that a run on disk has trained, no matter who began it."""
        for run in runs_of(self.session.lesson.address):
            start = first_event(run.events)
            if isinstance(start, Start):
                trained = Setup.trained(start, (), run.plan).seen()
                if trained & wanted and last_step(run.events):
                    yield from trained
