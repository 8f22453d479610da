"""The lesson's exercises: a list, the task, and what came of the last check."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from lessons.kit import Lesson, Trouble
from lessons.kit.errors import visible
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import ExerciseText
from tui_lab.practice.desk import Desk
from tui_lab.practice.worded import headline, lines
from tui_lab.session.copy import editor
from tui_lab.widgets.outside_editor import open_outside
from tui_lab.widgets.reading import Reading, Written

LOOK_EVERY = 0.5  # seconds between two looks at the file: home may be NFS, where nothing is told
SIGNS = {"passed": ("✓", "$success"), "skipped": ("-", "$muted"), "tried": ("◌", "$warning")}
COLOURS = {"passed": "bold $success", "wrong": "bold $warning", "unwritten": "$muted"}
Part = str | tuple[str, str]


class Practice(Reading):
    """Exercises. Torch is loaded, in a process of its own, once the pane is seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next exercise", show=False, tooltip="The next exercise"),
        Binding("k,up", "move(-1)", "Previous", show=False, tooltip="The exercise before"),
        Binding("enter", "edit", "Edit", tooltip="Open your file in $EDITOR; each save is checked"),
        Binding("h", "hint", "Hint", tooltip="The next of three hints"),
        Binding("S", "solution", "Solution", tooltip="Show a solution, or hide it"),
        Binding("K", "skip", "Skip", tooltip="Pass this exercise over, or take it up again"),
        Binding("X", "reset", "Reset", tooltip="Begin this exercise again; your file is kept"),
    ]

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(id="Practice")
        self.page = lesson
        self.body = Written()
        self.is_checking = False
        self._desk: Desk | None = None
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    @property
    def desk(self) -> Desk:
        """The exercises, read when they are first needed."""
        if self._desk is None:
            self._desk = Desk(self.page)
        return self._desk

    def on_mount(self) -> None:
        """Look at the learner's file now and then."""
        self.set_interval(LOOK_EVERY, self.look)

    def on_show(self) -> None:
        """Load torch while the task is read."""
        self.desk.prepare()
        self.look()

    def on_unmount(self) -> None:
        """End the process that checks."""
        if self._desk:
            self._desk.close()

    def look(self) -> None:
        """Check the file if it was saved since, from whatever editor."""
        if not self.display or not self.is_attached:
            return
        text = self.desk.unchecked()
        if text is not None and not self.is_checking:
            self.is_checking = True
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
        """Show what is new."""
        desk = self.desk
        shown = desk.version, desk.place, self.is_checking, desk.trouble
        if self.display and shown != self._shown:
            self._shown = shown
            self.body.write(written(desk, is_checking=self.is_checking))

    def action_move(self, by: int) -> None:
        """Another exercise; past the last one the rest is scrolled to."""
        if self.desk.move(by):
            self.scroll_home(animate=False)
            self.look()
        else:
            self.action_scroll_down() if by > 0 else self.action_scroll_up()

    def action_edit(self) -> None:
        """Give the terminal to the editor until it ends; then check."""
        try:
            open_outside(self.desk.file.make(), editor(), self, ": each save is checked")
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        self.screen.refresh(layout=True)
        self.look()

    def action_hint(self) -> None:
        """One more hint."""
        self.desk.hint()
        self.show()

    def action_solution(self) -> None:
        """Show the solution, or hide it."""
        self.desk.show_solution()
        self.show()

    def action_skip(self) -> None:
        """Pass it over, and go to the next."""
        if self.desk.skip():
            self.desk.move(1)
        self.show()

    def action_reset(self) -> None:
        """Begin again."""
        try:
            kept = self.desk.reset()
            words = f"your file is kept as {kept.name}" if kept else "this exercise begins again"
            self.notify(words, markup=False)
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
        self.show()


def written(desk: Desk, *, is_checking: bool = False) -> Content:
    """What the pane says: the list, then the chosen exercise."""
    parts: list[Part] = []
    for place, each in enumerate(desk.exercises):
        word = desk.done(each).word
        sign, colour = SIGNS.get(word.partition(",")[0], ("○", "$muted"))
        style = "bold reverse" if place == desk.place else ""
        parts += [(f"{sign} ", colour), (f"{place + 1} {each.name}", style), "\n"]
    return Content.assemble(*parts, "\n", *_chosen(desk, is_checking=is_checking))


def _chosen(desk: Desk, *, is_checking: bool) -> list[Part]:
    exercise, done = desk.chosen, desk.done(desk.chosen)
    counts = f"  {done.counts}" if done.counts else ""
    parts: list[Part] = [(exercise.title, "bold $primary"), (counts, "$muted"), "\n\n"]
    feedback = desk.feedback.get(exercise.name)
    if desk.trouble:
        parts += [(visible(desk.trouble), "bold $error"), "\n\n"]
    elif is_checking:
        parts += [("checking …", "$muted"), "\n\n"]
    elif feedback:
        parts += _feedback(feedback)
    for number in range(done.hints, 0, -1):
        hint = exercise.hints[number - 1]
        parts += [(f"hint {number}  ", "bold $accent"), hint, "\n\n"]
    if desk.shows_solution:
        parts += [("a solution\n", "bold $accent"), _body(exercise), "\n\n"]
    parts += [flowing(exercise.task), "\n\n"]
    parts += [(path_of(desk), "$muted"), "\n"]
    parts += [("enter", "bold $accent"), " edits your file   ", ("h", "bold $accent"), " hint"]
    return parts


def _feedback(feedback: Feedback) -> list[Part]:
    style = COLOURS.get(feedback.status, "bold $error")
    told = lines(feedback)
    below = "\n".join(told) + "\n" if told else ""
    return [(headline(feedback), style), "\n", below, "\n"]


def path_of(desk: Desk) -> str:
    """Where the learner's file lies."""
    return visible(str(desk.file.path))


def flowing(text: str) -> str:
    """Paragraphs without the line ends of their file; what is indented stays in its lines."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        each if "\n " in f"\n{each}" else each.replace("\n", " ") for each in paragraphs
    )


def _body(exercise: ExerciseText) -> str:
    """The function of the solution: task and imports are known."""
    start = exercise.solution.find(f"def {exercise.function}(")
    return exercise.solution[max(start, 0) :].rstrip()
