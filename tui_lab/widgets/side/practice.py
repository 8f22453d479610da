"""The lesson's exercises: a list, the task, and what came of the last check."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message

from lessons.kit import Lesson, Trouble
from lessons.kit.errors import visible
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import ExerciseText
from tui_lab.practice.desk import Desk, is_begun
from tui_lab.practice.worded import headline, lines
from tui_lab.session.copy import editor
from tui_lab.widgets.outside_editor import open_outside
from tui_lab.widgets.reading import Prose, Reading, Written

LOOK_EVERY = 0.5  # seconds between two looks at the file: home may be NFS, where nothing is told
SIGNS = {"passed": ("✓", "$success"), "skipped": ("-", "$muted"), "tried": ("◌", "$warning")}
COLOURS = {"passed": "bold $success", "wrong": "bold $warning", "unwritten": "$muted"}
Part = str | tuple[str, str]


class Practice(Reading):
    """Exercises. Torch is loaded, in a process of its own, once the pane is seen."""

    DEFAULT_CSS = """
    Practice > Static { margin: 0 0 1 0; }
    Practice > Prose { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next exercise", show=False, tooltip="The next exercise"),
        Binding("k,up", "move(-1)", "Previous", show=False, tooltip="The exercise before"),
        Binding("enter", "edit", "Edit", tooltip="Open your file in $EDITOR; each save is checked"),
        Binding("h", "hint", "Hint", tooltip="The next of three hints"),
        Binding("S", "solution", "Solution", tooltip="Show a solution, or hide it"),
        Binding("K", "skip", "Skip", tooltip="Pass this exercise over, or take it up again"),
        Binding("X", "reset", "Reset", tooltip="Begin this exercise again; your file is kept"),
    ]

    class Counted(Message):
        """How many exercises are passed, of how many."""

        def __init__(self, tally: str) -> None:
            super().__init__()
            self.tally = tally

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(id="Practice")
        self.page = lesson
        self.parts = {name: Written() for name in ("names", "state", "hints", "solution")}
        self.prose, self.foot = Prose(""), Written()
        self.is_checking = False
        self._desk: Desk | None = None
        self._refusal = ""
        self._shown: object = None
        self._told: Feedback | None = None

    def compose(self) -> ComposeResult:
        """The list; then how the chosen one stands, what helps with it, and its task."""
        yield from (*self.parts.values(), self.prose, self.foot)

    @property
    def desk(self) -> Desk:
        """The exercises, read when they are first needed. Raises BadUsage."""
        if self._desk is None:
            self._desk = Desk(self.page)
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether the exercises can be read; the pane says why not."""
        try:
            return not self._refusal and bool(self.desk)
        except Trouble as trouble:
            self._refusal = visible(str(trouble))
            for each in (*self.parts.values(), self.prose):
                each.display = False
            self.foot.write(Content.styled(self._refusal, "bold $error"))
        return False

    def on_mount(self) -> None:
        """Look at the learner's file now and then."""
        self.set_interval(LOOK_EVERY, self.look)
        if is_begun(self.page) and self.is_open:
            self.post_message(self.Counted(self.desk.tally))

    def on_show(self) -> None:
        """Load torch while the task is read."""
        if self.is_open:
            self.desk.prepare()
            self.look()

    def on_unmount(self) -> None:
        """End the process that checks."""
        if self._desk:
            self._desk.close()

    def look(self) -> None:
        """Check the file if it was saved since, from whatever editor."""
        if not self.display or not self.is_attached or not self.is_open:
            return
        text = self.desk.unchecked()
        if text is not None and not self.is_checking:
            self.is_checking = True
            self.desk.begin(self.desk.chosen, text)
            self._check(self.desk.chosen, text)
        elif text is not None:
            self.desk.cancel()
        self.show()

    @work(thread=True)
    def _check(self, exercise: ExerciseText, text: str) -> None:
        """In a thread: no key waits for it."""
        try:
            self.desk.check(exercise, text)
        finally:
            self.is_checking = False
        if self.is_attached:
            self.app.call_from_thread(self.show)

    def show(self) -> None:
        """Show what is new; what came of a check comes into view."""
        desk = self.desk
        shown = desk.version, desk.place, self.is_checking, desk.trouble
        if not self.display or shown == self._shown:
            return
        self._shown = shown
        for name, content in written(desk, is_checking=self.is_checking).items():
            self.parts[name].write(content)
            self.parts[name].display = bool(content.plain)
        self.prose.rewrite(desk.chosen.task)
        self.foot.write(foot(desk))
        self.post_message(self.Counted(desk.tally))
        told, self._told = self._told, desk.feedback.get(desk.chosen.name)
        if self._told is not told:
            self.scroll_home(animate=False)

    def on_click(self, event: Click) -> None:
        """The exercise under the mouse."""
        if event.widget is self.parts["names"] and self.is_open:
            self.action_move(event.y - self.desk.place)

    def action_move(self, by: int) -> None:
        """Another exercise; past the last one the rest is scrolled to."""
        if not self.is_open:
            return
        if self.desk.move(by):
            self.scroll_home(animate=False)
            self.look()
        else:
            self.action_scroll_down() if by > 0 else self.action_scroll_up()

    def action_edit(self) -> None:
        """Give the terminal to the editor until it ends; then check."""
        if not self.is_open:
            return
        try:
            open_outside(self.desk.file.make(), editor(), self, ": each save is checked")
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        self.screen.refresh(layout=True)
        self.look()

    def action_hint(self) -> None:
        """One more hint, in view."""
        if not self.is_open:
            return
        self.desk.hint()
        self._bring("hints")

    def action_solution(self) -> None:
        """Show the solution, in view; or hide it."""
        if not self.is_open:
            return
        self.desk.show_solution()
        self._bring("solution")

    def _bring(self, part: str) -> None:
        self.show()
        if self.parts[part].display:
            self.call_after_refresh(self.scroll_to_widget, self.parts[part], animate=False)

    def action_skip(self) -> None:
        """Pass it over, and go to the next."""
        if not self.is_open:
            return
        is_skipped = self.desk.skip()
        if is_skipped or self.desk.done(self.desk.chosen).passed:
            self.desk.move(1)
        self.show()

    def action_reset(self) -> None:
        """Begin again."""
        if not self.is_open:
            return
        try:
            kept = self.desk.reset()
            words = f"your file is kept as {kept.name}" if kept else "this exercise begins again"
            self.notify(words, markup=False)
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        self.show()


def written(desk: Desk, *, is_checking: bool = False) -> dict[str, Content]:
    """What the pane says above the task, by its parts; "" where there is nothing to say."""
    chosen, done = desk.chosen, desk.done(desk.chosen)
    hints = [
        Content.assemble((f"hint {number}  ", "bold $accent"), chosen.hints[number - 1])
        for number in range(min(done.hints, len(chosen.hints)), 0, -1)
    ]
    solution = Content.assemble(("a solution\n", "bold $accent"), _body(chosen))
    return {
        "names": Content("\n").join(map(partial(_name, desk), range(len(desk.exercises)))),
        "state": Content.assemble(*_state(desk, is_checking=is_checking)),
        "hints": Content("\n\n").join(hints),
        "solution": solution if desk.shows_solution else Content(),
    }


def _name(desk: Desk, place: int) -> Content:
    each = desk.exercises[place]
    word = desk.done(each).word
    sign, colour = SIGNS.get(word.partition(",")[0], ("○", "$muted"))
    style = "bold reverse" if place == desk.place else ""
    return Content.assemble((f"{sign} ", colour), (f"{place + 1} {each.name}", style))


def _state(desk: Desk, *, is_checking: bool) -> list[Part]:
    """The title, what is counted, and what came of the last check."""
    exercise, done = desk.chosen, desk.done(desk.chosen)
    seen = [done.counts] * bool(done.counts) + ["solution seen"] * bool(done.solution)
    counts = f"  {', '.join(seen)}" if seen else ""
    parts: list[Part] = [(exercise.title, "bold $primary"), (counts, "$muted")]
    feedback = desk.feedback.get(exercise.name)
    if trouble := desk.trouble or desk.progress.trouble:
        parts += ["\n\n", (visible(trouble), "bold $error")]
    if is_checking:
        parts += ["\n\n", ("checking …", "$muted")]
    elif feedback and not desk.trouble:
        parts += ["\n\n", *_feedback(feedback)]
    return parts


def _feedback(feedback: Feedback) -> list[Part]:
    style = COLOURS.get(feedback.status, "bold $error")
    told = "".join(f"\n{line}" for line in lines(feedback))
    parts: list[Part] = [(headline(feedback), style), told]
    if feedback.is_passed:
        j, s = ("j", "bold $accent"), ("S", "bold $accent")
        parts += ["\n", j, " the next one   ", s, " a solution, to compare"]
    return parts


def foot(desk: Desk) -> Content:
    """Where the learner's file lies, and the two keys to begin with."""
    return Content.assemble(
        (path_of(desk), "$muted"), "\n",
        ("enter", "bold $accent"), " edits your file   ", ("h", "bold $accent"), " hint",
    )  # fmt: skip


def path_of(desk: Desk) -> str:
    """Where the learner's file lies."""
    return visible(str(desk.file.path))


def _body(exercise: ExerciseText) -> str:
    """The function of the solution: task and imports are known."""
    start = exercise.solution.find(f"def {exercise.function}(")
    return exercise.solution[max(start, 0) :].rstrip()
