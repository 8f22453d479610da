"""What a learner does to a run: play, step, restart, and say beforehand what will happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from lessons.kit import Judged, Prediction
from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.session.predicting import Predicting
from tui_lab.session.predictions import Standing, in_one, in_words
from tui_lab.session.session import Session
from tui_lab.widgets.side.claims import pending

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

OLD = 30.0  # seconds of training that are not thrown away without asking
AGAIN = "Start again"
YES_OR_NO = [Answer("y", "yes"), Answer("n", "no, go on as it is")]


class Transport(Screen[None]):
    """The half of a lesson's screen that drives its session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", "Play", tooltip="Play or pause; the first time, start the run"),
        Binding("s", "step(1)", "Step", tooltip="One step, then pause"),
        Binding("S", "step(10)", "10 steps", tooltip="Ten steps, then pause"),
        Binding("r", "restart(False)", "Restart", tooltip="Start again with the same seed"),
        Binding("R", "restart(True)", "New seed", tooltip="Start again with a new seed"),
        Binding("p", "predict", "Predict", tooltip="Say what will happen, before it does"),
        Binding("tab", "app.focus_next", "Next pane", show=False, tooltip="The next pane"),
        Binding("shift+tab", "app.focus_previous", "Pane before", show=False,
                tooltip="The pane before"),
    ]  # fmt: skip

    app: LabApp

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def action_play(self) -> None:
        """Play or pause; before the first run, ask what the learner expects."""
        session = self.session
        if session.run is None and not session.is_recording and (new := self.predicting.new()):
            self.predict(new, then=self.toggle)
        else:
            self.toggle()

    def toggle(self) -> None:
        """Play or pause, and show it."""
        self.session.toggle()
        self.show_panels()
        self.catch_up()

    def action_step(self, count: int) -> None:
        """Some steps, then pause."""
        self.session.step(count)
        self.show_panels()
        self.catch_up()

    def show_panels(self) -> None:
        """Where there is room for one thing only, let it be the panels. To be overridden."""

    def action_restart(self, new_seed: bool) -> None:
        """Start again; ask first if that would end a long run."""
        session = self.session
        if session.has_worker and session.seconds > OLD:
            seeds = "a new seed" if new_seed else "the same seed"
            question = f"Stop this run and start with {seeds}?"
            self.ask(AGAIN, question, YES_OR_NO, lambda: self.restart(new_seed))
        else:
            self.restart(new_seed)

    def restart(self, new_seed: bool = False) -> None:
        """Start again."""
        if new_seed:
            self.session.draft.reseed()
        self.session.restart()
        self.show_panels()
        self.catch_up()

    def ask(
        self, heading: str, question: str, answers: Sequence[Answer], if_yes: Callable[[], None]
    ) -> None:
        """Ask, and do it if the answer is `y`."""

        def heard(key: str | None) -> None:
            if key == "y":
                if_yes()

        # pushed here and now: the next key, however soon, is for the question
        self.app.push_screen(ChoiceScreen(heading, question, answers), heard)

    @cached_property
    def predicting(self) -> Predicting:
        """What the learner may predict, and has."""
        return Predicting(self.session, self.app.progress)

    def action_predict(self) -> None:
        """Predict what is not predicted yet, of the run that has not trained yet."""
        if waiting := self.predicting.open():
            self.predict(waiting, then=self.catch_up)
        else:
            self.notify(self.predicting.why_none(), markup=False)

    def predict(self, waiting: Sequence[Prediction], then: Callable[[], None]) -> None:
        """Ask one question after the other; escape ends it all, skipping goes on."""
        prediction, *rest = waiting
        count = len(self.predicting.asked())
        answers = [Answer(str(n), choice) for n, choice in enumerate(prediction.choices, 1)]
        answers.append(Answer("s", "skip", "no predictions this time"))

        def heard(key: str | None) -> None:
            if key is None:
                self.notify("left without an answer, so nothing starts: space asks again, s skips")
                return
            if key != "s" and not self._commit(prediction, prediction.choices[int(key) - 1]):
                return
            if rest and key != "s":
                self.predict(rest, then)
            else:
                then()

        settings = in_words(self.predicting.next, self.session.lesson)
        with_these = f" · with {settings}" if settings else ""
        heading = f"Predict first · {count - len(rest)} of {count}{with_these}"
        self.app.push_screen(ChoiceScreen(heading, prediction.question, answers), heard)

    def _commit(self, prediction: Prediction, choice: str) -> bool:
        """Remember an answer; while the question stood there, the run may have gone on."""
        counts = self.predicting.commit(prediction, choice)
        if not counts:
            self.notify(f"too late: {self.predicting.why_none()}", markup=False)
        return counts

    def catch_up(self) -> None:
        """Show at once how the session is. To be overridden."""

    def judged(self) -> tuple[list[Judged], dict[str, Standing]]:
        """The claims as they stand, and the predictions of this run; both are remembered."""
        session, predicting = self.session, self.predicting
        lesson, store = session.lesson, session.store
        claims = store.verdicts(lesson) if store.start else pending(session)
        self.app.progress.hold(lesson, claims)
        if new := predicting.look():
            self.notify(in_one(new))
        return claims, predicting.standings()
