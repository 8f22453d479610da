"""Every key of a case's screen, and what it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lessons.kit.clinic.orders import ORDERS
from lessons.kit.errors import Trouble
from lessons.kit.page.lesson import LOOP
from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.screens.help import show_help
from tui_lab.screens.lesson import focus, panels, view
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.source import SourceScreen, Wish
from tui_lab.screens.trusting import asking_first
from tui_lab.session.copy import editor
from tui_lab.widgets.clinic.desk import CODE, CURE, END, FACTS, KNOBS, NAME, RUN
from tui_lab.widgets.outside_editor import open_outside

if TYPE_CHECKING:
    from tui_lab.screens.clinic.case import CaseScreen


def order(screen: CaseScreen, name: str) -> None:
    """Go to the page of an order, and do it where it was not done."""
    screen.open_page(name)
    _begin(screen, lambda: screen.case.order(name))


def order_by_digit(screen: CaseScreen, name: str) -> None:
    """An order by its digit; not where a digit was meant for the setting under the cursor."""
    if screen.focused is screen.stage.knobs.list:
        words = "enter first, then type a number; esc, and a digit orders a test"
        screen.notify(words, markup=False)
    else:
        order(screen, name)


def _begin(screen: CaseScreen, work: object) -> None:
    """Do a piece of work, if there is any and nothing else is being done."""
    try:
        found = work()  # type: ignore[operator]
    except Trouble as trouble:
        screen.notify(str(trouble), severity="warning", markup=False)
        return
    if found is None:
        screen.enter_page()
    elif screen.case.working:
        screen.notify(f"{screen.case.working.says} first; esc stops it", markup=False)
    else:
        screen.work_on(found)


def go_to(screen: CaseScreen, row: str) -> None:
    """Open a page, and give it the keys."""
    screen.open_page(row)
    screen.enter_page()


def act(screen: CaseScreen) -> None:
    """Enter on a row: do what it is for."""
    row = screen.desk.chosen
    if row in ORDERS:
        order(screen, row)
    elif row == RUN and screen.case.run() is not None:
        _begin(screen, screen.case.run)
    elif row in (CURE, END, CODE):
        {CURE: prove, END: end, CODE: edit}[row](screen)
    else:
        screen.enter_page()


def undo(screen: CaseScreen) -> None:
    """Take the last change of a setting back."""
    if not screen.session.draft.undo():
        screen.notify("no setting was changed")
    screen.case.turned()
    screen.catch_up_slowly()


def prove(screen: CaseScreen) -> None:
    """Train with the cure; the run in front is the cured one then."""
    screen.open_page(CURE)
    if not screen.case.is_over:
        _begin(screen, screen.case.cure)


def end(screen: CaseScreen) -> None:
    """Give up, after asking; where it is over, the lesson that teaches it."""
    if screen.case.is_over and screen.desk.chosen == END:
        name = screen.case.bench.lesson.address
        asking_first(screen, partial(screen.app.open_lesson, name))
        return
    screen.open_page(END)
    if not screen.case.is_over:
        answers = [
            Answer("y", "yes", "show the fault: no points for this case"),
            Answer("n", "no", "go on looking"),
        ]
        question = "Give up? The fault is shown, and this case gives no points any more."
        screen.app.push_screen(ChoiceScreen("Give up", question, answers), screen.gave_up)


def read(screen: CaseScreen) -> None:
    """Show the files of the case, with the learner's changes."""

    def heard(wish: Wish | None) -> None:
        if wish and wish.verb == "edit":
            screen.call_later(edit, screen, wish.file)
        elif wish:
            restore(screen, wish.file)

    try:
        screen.app.push_screen(SourceScreen(screen.files, screen.case.kept.fixes, ""), heard)
    except Trouble as trouble:
        screen.notify(str(trouble), severity="error", markup=False)


def edit(screen: CaseScreen, name: str = LOOP) -> None:
    """Open a file of the case in the learner's editor."""
    screen.open_page(CODE)
    try:
        open_outside(screen.case.kept.file(name), editor(), screen, ", then p proves the cure")
    except Trouble as trouble:
        screen.notify(str(trouble), severity="error", markup=False)
    screen.refresh(layout=True)
    screen.case.version += 1
    screen.catch_up_slowly()


def restore(screen: CaseScreen, *names: str) -> None:
    """The files as the case has them."""
    try:
        for name in names or screen.case.kept.texts:
            screen.case.kept.restore(name)
        screen.notify("the code is that of the case again")
    except Trouble as trouble:
        screen.notify(str(trouble), severity="error", markup=False)
    screen.case.version += 1
    screen.catch_up_slowly()


def find(screen: CaseScreen) -> None:
    """Type what a fault must have in its name or its sign."""
    screen.open_page(NAME)
    screen.filter.open(screen.faults.words)


def show_view(screen: CaseScreen) -> None:
    """List and page, or the page alone."""
    screen.toggle_class("-alone")
    screen.enter_page()


def escape(screen: CaseScreen) -> None:
    """Stop what is being done; else all panels, the list beside the page, the keys to the list."""
    if screen.case.stop():
        screen.notify("stopped: what was not done costs nothing")
    elif screen.maximized is not None:
        screen.minimize()
    else:
        screen.remove_class("-alone")
        screen.filter_by("")
        screen.set_focus(screen.desk)


RUNS = (
    Key("r", go_to, "The run", "The charts of the run", (RUN,)),
    Key("i", go_to, "Facts", "Facts: numbers, gradients by layer, settings", (FACTS,)),
    Key("c", read, "Code", "Read the code of the case: it costs nothing"),
    *(Key(key, order_by_digit, each.title,
          f"Order: {each.title.lower()}; costs 1 point, once", (name,), show=False)
      for key, (name, each) in zip("1234567890", ORDERS.items(), strict=True)),
    Key("n", go_to, "Name", "Name the fault: choose from the list; a wrong name costs 2", (NAME,)),
    Key("e", edit, "Edit", "Edit the code of the case in $EDITOR"),
    Key("E", restore, "Original", "The code as the case has it: your changes are taken back"),
    Key("s", go_to, "Settings", "Turn a setting of the run", (KNOBS,)),
    Key("z", undo, "Undo", "Take the last change of a setting back"),
    Key("p", prove, "Prove", "Prove the cure: it is trained, and judged"),
    Key("X", end, "Give up", "Give up: show the fault, for no points; asks first"),
)  # fmt: skip
OWN = {"panels.minimise", "view.show_next_variant", "view.choose_runs", "view.show_all"}
"""Keys of a lesson that are others here, or none."""
LOOK = (
    Key("slash", find, "Filter", "Filter the faults: words of a name or a sign", display="/"),
    Key("v", show_view, "View", "Show list and page, or the page alone"),
    *(key for key in (*panels.KEYS, *view.LOOK, *view.TIME, *focus.KEYS) if key.name not in OWN),
    Key("escape", escape, "Stop", "Stop what is being done; or go back to the list"),
    Key("question_mark,f1", show_help, "Help", "All keys", display="?"),
)
LOOK = tuple(replace(key, keys="f") if key.name == "panels.maximise" else key for key in LOOK)
KEYS = (
    *(replace(key, heading="Run") for key in RUNS),
    *(replace(key, heading="Look") for key in LOOK),
)
ACTS = {key.name: key.act for key in KEYS}
