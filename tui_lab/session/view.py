"""How the learner looks at a run: shared by every panel of a screen."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.kit import Panel, Series
from lessons.kit.page.scope import Scope
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.axes import Range
from tui_lab.charts.palette import VariantStyle, variant_styles
from tui_lab.charts.x_axis import KINDS, XAxis
from tui_lab.session.session import Session
from tui_lab.session.standing import Standing
from tui_lab.state.ghosts import Ghost


def covers(session: Session, scope: Scope) -> bool:
    """Whether a panel, a claim or a prediction speaks of what runs, or of what is planned."""
    run = session.store.start or session.plan
    return scope.covers(run.variants, run.config, run.own_data)


class View:
    """What is shown of a session: which runs, of when, along which axis, how smooth."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.smoothing = 0.0
        """The share that each point keeps of the one before; the raw values stay, faint."""
        self.at: int | None = None
        """The step that is looked at, in every panel; None is the latest."""
        self.axis: str | None = None
        """What all charts have steps as; None is each chart's own way."""
        self.stretch: Range | None = None
        """The steps that the charts show; None is all."""
        self.hidden: set[str] = set()
        """Variants that are not drawn."""
        self.ghosts: list[Ghost] = []
        """Other runs, faint behind this one."""
        self.predicted: dict[str, Standing] = {}
        """A panel's title to what the learner predicted will be seen there, in this run."""
        self.chosen: str | None = None
        """The variant chosen by the learner; None is the lesson's favourite."""
        self.sought = ""
        """Words that a panel must have to be shown."""
        self.version = 0
        """Grows with every change, so that panels know to draw again."""

    @property
    def versions(self) -> tuple[object, ...]:
        """What all that is drawn depends on: while it is the same, so is the picture."""
        session = self.session
        store = session.store
        planned = None if store.start else session.plan  # what it will be, until it is
        return store, store.version, self.version, planned, session.plan.config

    @property
    def variants(self) -> list[str]:
        """The racing variants: those of the run, or of the plan before there is one."""
        start = self.session.store.start
        return list(start.variants if start else self.session.plan.variants)

    @property
    def visible(self) -> list[str]:
        """The variants that are drawn."""
        return [variant for variant in self.variants if variant not in self.hidden]

    @property
    def seeds(self) -> list[int]:
        """The seeds of the run, or of the plan before there is one."""
        start = self.session.store.start
        return start.seeds if start else self.session.plan.seeds

    def covers(self, scope: Scope) -> bool:
        """Whether a panel speaks of this run, or of the plan before there is one."""
        return covers(self.session, scope)

    def wants(self, panel: Panel) -> bool:
        """Whether a panel has every word that is sought, in its title or its scalars."""
        names = " ".join([panel.title, *(panel.of if isinstance(panel, Series) else ())])
        return all(word in names.casefold() for word in self.sought.casefold().split())

    @property
    def shown(self) -> str:
        """The variant in front: its curves are bright, its pictures are shown, and it is asked.

        Where nobody chose one, the lesson's favourite, or the first that has not broken.
        """
        variants, store = self.visible or self.variants, self.session.store
        if self.chosen in variants:
            return self.chosen
        broken = {v for v in variants if any(store.broke_at(v, seed) for seed in self.seeds)}
        whole = [variant for variant in variants if variant not in broken] or variants
        return self.session.lesson.default_variant(whole) if whole else ""

    def variant_styles(self, variables: Mapping[str, str]) -> dict[str, VariantStyle]:
        """A colour and a marker for each racing variant.

        They go by the lesson's own order, so a variant looks the same whichever variants it races.
        """
        known, racing = self.session.lesson.variants, self.variants
        return variant_styles(known if set(racing) <= set(known) else racing, variables)

    def picture(self, panel: str, variant: str, seed: int) -> PictureEvent | None:
        """What a network showed, at the time that is looked at, by the knobs as they are now."""
        session = self.session
        return session.store.picture(panel, variant, seed, self.at, session.plan.config)

    def changed(self) -> None:
        """Have every panel draw again."""
        self.version += 1

    @property
    def whole(self) -> Range:
        """All steps that there will be."""
        session = self.session
        return float(session.begins), float(session.store.planned or session.plan.steps)

    def x_axis(self, own: str = KINDS[0]) -> XAxis:
        """The x-axis of a chart that has `own`; of seconds, only those that have passed."""
        whole, kind = self.whole, self.axis or own
        if kind == "time":
            whole = whole[0], float(max(self.session.store.step, 1))
        return XAxis(kind, self.stretch or whole, self.session.store.clock)
