"""The tour: one step at a time, what it set, and whether it is done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from lessons.kit import TourStep
from tui_lab.session.tour import TOOLS, TourProgress
from tui_lab.widgets.reading import Reading, Written
from tui_lab.widgets.side.knobs import in_words

DONE, OPEN = ("✓ ", "bold $success"), ("○ ", "$muted")
Part = str | tuple[str, str]
"""Words, or words and their style."""


class Tour(Reading):
    """The step that the learner is at; before the first, and after the last, all of them."""

    def __init__(self) -> None:
        super().__init__(id="Tour")
        self.body = Written()
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    def show(self, tour: TourProgress, is_alone: bool) -> None:
        """Show where the learner is; alone is where the panels are behind another tab."""
        shown = tour.place, tour.ticked, tour.tools, tour.answers, tour.told, is_alone
        if self.display and shown != self._shown:
            if isinstance(self._shown, tuple) and self._shown[0] != tour.place:
                self.scroll_home(animate=False)
            self._shown = shown
            self.body.write(written(tour, is_alone))


def written(tour: TourProgress, is_alone: bool = False) -> Content:
    """What the pane says."""
    if not tour.steps:
        return Content.styled("This lesson has no tour.", "$muted")
    return _step(tour, tour.step, is_alone) if tour.step else _overview(tour)


def _overview(tour: TourProgress) -> Content:
    parts: list[Part] = [(f"A tour of {len(tour.steps)} steps\n\n", "bold $primary")]
    for step, is_done in zip(tour.steps, tour.ticked, strict=True):
        parts += [DONE if is_done else OPEN, f"{step.title}\n"]
    if tour.place is None:
        parts.append("\nEach step prepares the lab, says what to look at, and asks a "
                     "question. z undoes what it set.\n")  # fmt: skip
    else:
        parts.append("\nThat was the last step. The end of the story has more to try.\n")
        parts += [*_answered(tour), *_tools(tour)]
    begins = f"takes you to step {tour.entry + 1}" if any(tour.ticked) else "begins"
    back = [] if tour.place is None else [*_key("T", "back")]
    return Content.assemble(*parts, "\n", *_key("t", begins), *back)


def _answered(tour: TourProgress) -> list[Part]:
    """How many of the questions that can be answered were, and how many rightly."""
    there = sum(step.answer is not None for step in tour.steps)
    given = [answer for answer in tour.answers if answer]
    right = sum(answer.right for answer in given)
    words = f"Questions: answered {len(given)} of {there}, {right} right\n"
    return ["\n", (words, "bold")] if there else []


def _tools(tour: TourProgress) -> list[Part]:
    """What is to be used once each, after the steps: it works on the run that is there."""
    parts: list[Part] = [("\nUse each of these once\n", "bold")]
    for key, is_used in tour.tools.items():
        parts += [DONE if is_used else OPEN, (key, "bold $accent"), f" {TOOLS[key]}\n"]
    return parts


def _step(tour: TourProgress, step: TourStep, is_alone: bool) -> Content:
    here = tour.place or 0
    is_last = here + 1 == len(tour.steps)
    charts = _key("0", "the panels") if is_alone else ()
    return Content.assemble(
        (f"step {here + 1} of {len(tour.steps)}", "$muted"), "  ", *_signs(tour), "\n\n",
        (step.title, "bold $primary"), "\n\n", step.says, "\n\n",
        ("? ", "bold $accent"), (step.asks, "italic"), "\n", *_answer(tour, step), "\n",
        *_state(step),
        *_status(step, tour.ticked[here]), "\n",
        *_key("t", "ends it" if is_last else "goes on"),
        *(_key("T", "back") if here else ()), *charts,
    )  # fmt: skip


def _answer(tour: TourProgress, step: TourStep) -> list[Part]:
    """How to answer, or what was answered and what came of it."""
    answer, told = tour.answers[tour.place or 0], tour.told
    if step.answer is None:
        return []
    if answer is None or told is None:
        return [*_key("A", "answers it"), "\n"]
    head = (DONE[0] + "right: ", DONE[1]) if told.is_right else ("✗ not right: ", "bold $error")
    again = [] if told.is_right else [*_key("A", "tries again"), "\n"]
    return [head, f"{answer.choice}. {told.says}\n", *again]


def _signs(tour: TourProgress) -> list[Part]:
    signs: list[Part] = []
    for n, is_done in enumerate(tour.ticked):
        glyph, style = DONE if is_done else OPEN
        signs.append((glyph.strip(), f"{style} underline" if n == tour.place else style))
    return signs


def _state(step: TourStep) -> list[Part]:
    """What was set, and where to look."""
    parts: list[Part] = []
    if said := planned(step):
        parts += [("planned  ", "$muted"), said, "\n"]
    if step.panel:
        parts += [("look at  ", "$muted"), step.panel, "\n"]
    return parts


def planned(step: TourStep) -> str:
    """Such as `preset sweep, lr 0.1, 8 seeds`; nothing where the step leaves the plan alone."""
    if not step.plans:
        return ""
    parts = [f"preset {step.preset}"] if step.preset else []
    parts += [" ".join((*step.variants,))] if step.variants else []
    parts += [f"{name} {in_words(value)}" for name, value in step.set.items()]
    parts += [f"{step.seeds} seeds"] if step.seeds > 1 else []
    return ", ".join(parts)


def _status(step: TourStep, is_done: bool) -> list[Part]:
    if is_done:
        return [DONE, ("done", "$success"), "\n"]
    words = "ticked when you go on" if step.done is None else "ticked when your run shows it"
    return [OPEN, (words, "$muted"), "\n"]


def _key(key: str, words: str) -> tuple[Part, ...]:
    return (key, "bold $accent"), f" {words}   "
