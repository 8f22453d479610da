"""The clinic on the screen: a case from its first look to its cure, without a training."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

import lessons
import lessons.clinic
from tests.tools.clinic import CASE, PretendedAttendant
from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, Compare, looked_again, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.clinic.messages import DoOrder, Judge, RunIt
from tui_lab.clinic.record import Record
from tui_lab.screens.clinic import screen as clinic_screen
from tui_lab.screens.clinic.case import CaseScreen
from tui_lab.screens.help import keys_of
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.screens.menu import MenuScreen
from tui_lab.session.clinic.board import CaseBoard

TEMPLATE = Path(lessons.__file__).parent / "template"


@pytest.fixture
def attendant(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[PretendedAttendant]:
    """Three cases of the toy lesson, and nobody who trains them."""
    pretended = PretendedAttendant()
    monkeypatch.setattr(lessons.clinic, "names", lambda: ["case07", "case08", "case09"])
    monkeypatch.setattr(lessons.clinic, "load", lambda name: _case(name))
    monkeypatch.setattr(clinic_screen, "Attendant", lambda: pretended)
    yield pretended
    pretended.close()


def _case(name: str) -> object:
    from dataclasses import replace

    return replace(CASE, name=f"case{int(name):02d}" if name.isdecimal() else name)


def case_of(app: LabApp) -> CaseScreen:
    assert isinstance(app.screen, CaseScreen)
    return app.screen


def opened(case: str = "case07") -> LabApp:
    return LabApp(clinic=CaseBoard(0, case))


async def at_rest(pilot: Pilot[None], app: LabApp) -> CaseScreen:
    """Wait until the case is trained, and nothing else is being done."""
    await until(pilot, lambda: isinstance(app.screen, CaseScreen))
    screen = case_of(app)
    await until(pilot, lambda: screen.case.working is None and screen.case.notes.ran is not None)
    await until(pilot, lambda: bool(screen.session.store.step))
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_cases_at_a_glance(
    size: tuple[int, int], attendant: PretendedAttendant, snapshot: Compare
) -> None:
    """Number, lesson, how far each is; no word about any fault."""
    record = Record()
    record.change("case08", 0, lambda visit: setattr(visit, "solved", True))
    record.change("case09", 3, lambda visit: visit.orders.append("units"))
    app = LabApp(clinic=CaseBoard())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "1 of 3 solved, 10 points" in screen_text(app))
        await snapshot(pilot, sized("clinic", size))


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_shows_its_run_and_what_can_be_done(
    size: tuple[int, int], attendant: PretendedAttendant, snapshot: Compare
) -> None:
    """Charts on the right, orders with their cost on the left; then the page of an order."""
    app = opened()
    async with app.run_test(size=size) as pilot:
        screen = await at_rest(pilot, app)
        await until(pilot, lambda: not screen.gallery.has_news())
        await snapshot(pilot, sized("clinic_case", size))
        await pilot.press("3")
        await until(pilot, lambda: "two numbers of this case" in screen_text(app))
        await snapshot(pilot, sized("clinic_order", size))


async def test_a_case_from_its_first_order_to_its_cure(attendant: PretendedAttendant) -> None:
    """Orders cost once, a wrong name costs and says why, a wrong cure too; the end tells all."""
    app = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_rest(pilot, app)
        await pilot.press("3")
        await until(pilot, lambda: "worth 9 of 10" in screen_text(app))
        await pilot.press("escape", "3")  # again: it is read, not done
        await pilot.pause()
        assert 1 == len([each for each in attendant.asked if isinstance(each, DoOrder)])

        await pilot.press("p")
        assert "name the fault first" in " ".join(n.message for n in app._notifications)

        burst = [
            Key("escape", None),
            Key("n", "n"),
            Key("slash", "/"),
            *(Key(c, c) for c in "small"),
        ]
        for key in [*burst, Key("enter", "\r")]:
            app.post_message(key)  # all at once: each is obeyed before the next is given away
        await until(
            pilot, lambda: ("small", screen.faults) == (screen.faults.words, screen.focused)
        )
        assert ["gradients"] == screen.case.visit.orders
        await pilot.press("end")
        name = screen.faults.chosen
        await pilot.press("enter")
        await until(pilot, lambda: "worth 7 of 10" in screen_text(app))
        assert screen.case.is_ruled_out(name) and "It is something else" in screen_text(app)

        await pilot.press("escape", "s")
        await until(pilot, lambda: screen.focused is screen.stage.knobs.list)
        await pilot.press("5")  # meant for the setting, it orders nothing
        assert 1 == len([each for each in attendant.asked if isinstance(each, DoOrder)])

        screen.case.name("lr-too-large")
        screen.session.draft.turn("lr", "0.5")
        screen.case.turned()
        attendant.measured = [0.2, 9.0]
        await pilot.press("escape", "p")
        await until(pilot, lambda: "worth 5 of 10" in screen_text(app))
        assert "Not cured" in screen_text(app) and not screen.case.visit.solved

        attendant.measured = [0.2, 0.3]
        await pilot.press("p")
        await until(pilot, lambda: "solved: 5 of 10" in screen_text(app))
        judged = [each for each in attendant.asked if isinstance(each, Judge)]
        assert [{"lr": 0.5}] * 2 == [each.set for each in judged]

        await pilot.press("escape", "X")
        await until(pilot, lambda: "lr is 3.0, healthy is 0.1" in screen_text(app))
        screen.desk.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))


async def test_the_code_is_edited_by_any_editor_and_judged(attendant: PretendedAttendant) -> None:
    """Where no editor can be opened, the path is said; what is saved there is the cure."""
    app = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_rest(pilot, app)
        await pilot.press("e")
        path = screen.case.kept.path / "train.py"
        await until(pilot, path.exists)
        path.write_text(path.read_text() + "# mine\n")
        screen.case.name("lr-too-large")
        await pilot.press("p")
        await until(pilot, lambda: screen.case.visit.solved)
        (judged,) = [each for each in attendant.asked if isinstance(each, Judge)]
        assert judged.fixes["train.py"].endswith("# mine\n")
        await pilot.press("E")
        assert not screen.case.kept.fixes


async def test_escape_stops_an_order_and_it_costs_nothing(attendant: PretendedAttendant) -> None:
    attendant.holds = "overfit"
    app = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_rest(pilot, app)
        await pilot.press("2")
        await until(pilot, lambda: "esc stops it" in screen_text(app))
        await pilot.press("1")  # one thing at a time
        await pilot.press("escape")
        await until(pilot, lambda: screen.case.working is None)
        await until(pilot, lambda: "worth 10 of 10" in screen_text(app))
        assert ["overfit"] == [e.order for e in attendant.asked if isinstance(e, DoOrder)]


async def test_an_unfinished_case_goes_on_where_it_was(attendant: PretendedAttendant) -> None:
    """Answers, name and settings are there the next time, and nothing is trained again."""
    app = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_rest(pilot, app)
        await pilot.press("4")
        await until(pilot, lambda: "batch" in screen.case.answers)
        screen.case.name("lr-too-large")
        screen.session.draft.turn("lr", "0.5")
        screen.case.turned()
    asked = list(attendant.asked)
    again = opened()
    async with again.run_test(size=(80, 24)) as pilot:
        screen = await at_rest(pilot, again)
        assert ["lr: 3.0 → 0.5"] == screen.case.changes
        assert ("lr-too-large", ["batch"]) == (screen.case.notes.named, [*screen.case.answers])
        await pilot.press("q")
        await until(pilot, lambda: "open: 1 order" in screen_text(again))
        await pilot.press("X", "y")
        await until(pilot, lambda: "open: 1 order" not in screen_text(again))
    assert asked == attendant.asked
    assert 1 == len([each for each in asked if isinstance(each, RunIt)])


async def test_the_mouse_does_what_keys_do(attendant: PretendedAttendant) -> None:
    """A click goes to an order for free, the second does it; keys of the line can be clicked."""
    app = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_rest(pilot, app)
        row = next(n for n, each in enumerate(screen.desk.options) if each.id == "units")
        await pilot.click(screen.desk, offset=(6, row))
        await until(pilot, lambda: "orders it. It costs 1 point" in screen_text(app))
        assert "worth 10 of 10" in screen_text(app)
        await pilot.click(screen.desk, offset=(6, row))
        await until(pilot, lambda: "worth 9 of 10" in screen_text(app))
        await until(pilot, lambda: screen.case.working is None)
        await looked_again(pilot)  # the line of keys is that of what has the focus now
        start = next(start for start, _, key in screen.key_line.places() if key == "i")
        await pilot.click(screen.key_line, offset=(start, 0))
        await until(pilot, lambda: "gradient of" in screen_text(app))


async def test_a_case_of_an_outside_lesson_is_opened_and_listed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attendant: PretendedAttendant
) -> None:
    """By its lesson's folder and its own name; its notes lie beside those of the clinic's cases."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    folder = tmp_path / "mine"
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    app = LabApp(clinic=CaseBoard(0, f"{folder}/case01"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        screen = case_of(app)
        await until(pilot, lambda: "case01 · seed 0 · mine " in screen_text(app))
        await until(pilot, lambda: screen.case.notes.ran is not None)
        screen.case.name("labels-shuffled")
        await pilot.press("q")
        await until(pilot, lambda: "○ case07" in screen_text(app))
        await until(pilot, lambda: "case01  mine" in screen_text(app))
        shown = app.screen
        assert isinstance(shown, clinic_screen.ClinicScreen)
        assert shown.cases.chosen and f"{folder}/case01" == shown.cases.chosen.case.name


async def test_giving_up_asks_first_and_the_menu_counts(attendant: PretendedAttendant) -> None:
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "0 of 3 solved, 0 points" in screen_text(app))
        await pilot.press("c")
        await until(pilot, lambda: "Clinic · 0 of 3" in screen_text(app))
        await pilot.press("r")
        screen = await at_rest(pilot, app)
        await pilot.press("X", "n")
        assert not screen.case.visit.revealed
        await pilot.press("X", "y")
        await until(pilot, lambda: "The fault: Learning rate far too large" in screen_text(app))
        keys = dict(keys_of(app.screen))
        assert "Order: healthy twin; costs 1 point, once" in keys.values()
        await pilot.press("q")
        await until(pilot, lambda: "given up" in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, MenuScreen))
