"""Where a learner is on a lesson's tour, and which of its steps are done. No Textual."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from lessons.kit import Recorded, TourStep
from tui_lab.session.progress import Progress, TourAnswer
from tui_lab.session.session import Session

TOOLS = {"i": "explain a step", "F": "fork a run", "o": "compare runs", "a": "ask a network",
         "e": "edit the loop"}  # fmt: skip
"""What every tour has the learner use once: key, and what it is for."""

NOT_YET = "Not yet: train this step's run to its end first. It says which answer is right."


@dataclass(frozen=True)
class Told:
    """What came of an answer: right or wrong, or not known yet, and why in words."""

    is_right: bool | None
    says: str


class TourProgress:
    """The tour of one session's lesson. A step that can see for itself is ticked by its run."""

    def __init__(self, session: Session, progress: Progress) -> None:
        self.session = session
        self.progress = progress
        self.place: int | None = None
        """Which step is shown; past the last one is the end, None before the tour begins."""
        self.to_point_out = False
        """Whether the step's panel has still to be brought into sight."""

    @property
    def steps(self) -> tuple[TourStep, ...]:
        """All of its steps."""
        return self.session.lesson.tour

    @property
    def step(self) -> TourStep | None:
        """The step that is shown; None before the first and after the last."""
        if self.place is None or self.place >= len(self.steps):
            return None
        return self.steps[self.place]

    @property
    def ticked(self) -> tuple[bool, ...]:
        """For each step whether it is done, in this session or in another."""
        known = self.progress.of(self.session.lesson.id).toured
        return tuple(step.title in known for step in self.steps)

    @property
    def entry(self) -> int:
        """Where to take it up: after the last step that is done, or at what was left out."""
        ticked = self.ticked
        if not all(ticked) and not ticked[-1]:
            return max((n for n, done in enumerate(ticked, 1) if done), default=0)
        return ticked.index(False) if False in ticked else 0

    def go_on(self) -> None:
        """The next step; from nowhere, and from the end, the one to take it up at."""
        if self.place is None or self.place >= len(self.steps):
            self.place = self.entry
            return
        step = self.steps[self.place]
        if step.done is None:
            self._tick(step)
        self.place += 1

    def go_back(self) -> bool:
        """The step before; whether there was one."""
        if not self.place:
            return False
        self.place -= 1
        return True

    def tick_if_done(self) -> bool:
        """Tick the step that is shown, if its run says that it is done; whether it was ticked."""
        step = self.step
        if step is None or step.done is None or self.ticked[self.place or 0]:
            return False
        if not self.is_of(step) or not _is_done(step, self._recorded()):
            return False
        self._tick(step)
        return True

    def is_of(self, step: TourStep) -> bool:
        """Whether the run is the one that this step plans, but for live knobs and its length."""
        start = self.session.store.start
        if start is None or not step.plans:
            return start is not None
        plan, knobs = self.session.draft.plan_of(step), self.session.lesson.params.knobs()
        fixed = [name for name, knob in knobs.items() if not knob.live and name != "steps"]
        same = all(start.config.get(name) == plan.config[name] for name in fixed)
        return same and start.variants == plan.variants

    @property
    def tools(self) -> dict[str, bool]:
        """For each key that is to be used once, whether it was."""
        known = self.progress.of(self.session.lesson.id).tools
        return {key: key in known for key in TOOLS}

    def use(self, key: str) -> None:
        """A key was pressed: on the tour it is ticked, if there is a run that it can be about."""
        is_about_something = key == "e" or self.session.store.step > 0
        if self.place is not None and key in TOOLS and is_about_something:
            self.progress.use(self.session.lesson.id, key)

    @property
    def answers(self) -> tuple[TourAnswer | None, ...]:
        """For each step what was answered last; what is no longer among its choices is nothing."""
        known = self.progress.of(self.session.lesson.id).answered
        found = [(step.answer, known.get(step.title)) for step in self.steps]
        return tuple(a if q and a and a.choice in q.choices else None for q, a in found)

    @property
    def told(self) -> Told | None:
        """What was answered to the question that is shown, in words; None before an answer."""
        answer = self.answers[self.place or 0] if self.step else None
        return self._tell(answer.choice, answer.right) if answer else None

    def answer(self, choice: str) -> Told:
        """Judge an answer to the question that is shown, and remember it once it is decided."""
        step = self.step
        truth = self._truth()
        if step is None or truth is None:
            return Told(None, NOT_YET)
        is_right = choice == truth
        self.progress.answer(self.session.lesson.id, step.title, choice, is_right)
        return self._tell(choice, is_right)

    def _truth(self) -> str | None:
        """The right choice, by the author or by the step's own run."""
        step = self.step
        if step is None or step.answer is None:
            return None
        if step.answer.needs_run and not self.is_of(step):
            return None
        with suppress(Exception):
            truth = step.answer.truth(self.session.store.history)
            return truth if truth in step.answer.choices else None
        return None

    def _tell(self, choice: str, is_right: bool) -> Told:
        step = self.step
        asked = step.answer if step else None
        if step is None or asked is None:
            return Told(None, NOT_YET)
        figures = asked.figures(self.session.store.history) if self.is_of(step) else ""
        told = [asked.choices[choice], f"In this run, {figures}." if figures else ""]
        return Told(is_right, " ".join(filter(None, told)))

    def _recorded(self) -> Recorded:
        store = self.session.store
        claims = store.verdicts(self.session.lesson) if store.start else []
        turned = frozenset(event.name for event in store.controls if event.action == "set")
        return Recorded(store.history, claims, turned, len(store.answers))

    def _tick(self, step: TourStep) -> None:
        self.progress.tour(self.session.lesson.id, step.title)


def _is_done(step: TourStep, recorded: Recorded) -> bool:
    """What the step says of the run; no where the code of a lesson from outside fails."""
    with suppress(Exception):
        return step.done is not None and step.done(recorded)
    return False
