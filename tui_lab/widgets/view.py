"""How the learner looks at a run: shared by every panel of a screen."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.kit.scope import Scope
from tui_lab.palette import Look, looks
from tui_lab.session import Session

SMOOTHINGS = (0.0, 0.6, 0.9, 0.97)


def covers(session: Session, scope: Scope) -> bool:
    """Whether a panel, a claim or a prediction speaks of what runs, or of what is planned."""
    run = session.store.start or session.plan
    return scope.covers(run.variants, run.config, run.own_data)


class View:
    """What is shown of a session, and how smooth."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.smoothing = 0.0
        """The share that each point keeps of the one before; the raw values stay, faint."""
        self._shown: str | None = None
        """The variant chosen by the learner; None is the first that has not broken."""
        self.version = 0
        """Grows with every change, so that panels know to draw again."""

    @property
    def variants(self) -> list[str]:
        """The racing variants: those of the run, or of the plan before there is one."""
        start = self.session.store.start
        return list(start.variants if start else self.session.plan.variants)

    @property
    def seeds(self) -> list[int]:
        """The seeds of the run, or of the plan before there is one."""
        start = self.session.store.start
        return start.seeds if start else self.session.plan.seeds

    def covers(self, scope: Scope) -> bool:
        """Whether a panel speaks of this run, or of the plan before there is one."""
        return covers(self.session, scope)

    @property
    def shown(self) -> str:
        """The variant whose pictures are shown."""
        variants, curves = self.variants, self.session.store.curves
        if self._shown in variants:
            return self._shown
        broken = {v for (v, _, name), c in curves.items() if name == "loss" and c.broke_at}
        return next((v for v in variants if v not in broken), variants[0] if variants else "")

    def looks(self, variables: Mapping[str, str]) -> dict[str, Look]:
        """A colour and a marker for each racing variant.

        They go by the lesson's own order, so a variant looks the same whoever it races.
        """
        known, racing = self.session.lesson.variants, self.variants
        return looks(known if set(racing) <= set(known) else racing, variables)

    def show_next(self) -> None:
        """Show the pictures of the next variant."""
        variants = self.variants
        self._shown = variants[(variants.index(self.shown) + 1) % len(variants)]
        self.version += 1

    def smooth_more(self) -> None:
        """The next smoothing; after the last one none."""
        place = SMOOTHINGS.index(self.smoothing) + 1
        self.smoothing = SMOOTHINGS[place % len(SMOOTHINGS)]
        self.version += 1
