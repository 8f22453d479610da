"""The menu with as many lessons as there will be: by chapter, by number, by words; no page read."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

import lessons
from tests.tools.course import COURSE, course
from tests.tools.outside import distribution, folder
from tests.tools.pictures import screen_text
from tests.tools.screen import until
from tui_lab.app.lab import LabApp
from tui_lab.screens.menu import MenuScreen
from tui_lab.session import catalogue
from tui_lab.session.catalogue import Listed
from tui_lab.session.progress import Progress
from tui_lab.widgets.lists import chooser
from tui_lab.widgets.lists.lesson_card import short_card
from tui_lab.widgets.lists.typed_number import TypedNumber

SIZES = [(120, 40), (80, 24)]
ORDER = [number for topics in COURSE.values() for number in topics]
SEARCHES: dict[str, tuple[int | None, list[int]]] = {
    "bert": (16, [16]),
    "BERT all": (16, [16]),
    "14": (14, [14]),
    "2": (2, [2, 21, 20, 22, 23]),
    "vision": (11, [11, 21]),
    "two parameters vae": (17, [17]),
    "lesson4": (4, [4]),
    "tra": (21, [21, 14]),
    "  ": (5, ORDER),
    "nowhere": (None, []),
    "[red]\x1b": (None, []),
}
"""Words to the lesson that is then under the cursor, and all that are found."""
OPENED = """
import asyncio, sys
from pathlib import Path
from tempfile import TemporaryDirectory
import lessons
import lessons.clinic
from tests.tools.course import course
from tui_lab.app.lab import LabApp

async def look():
    async with LabApp().run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*["down"] * 30, "slash", "a", "t", "t", "escape", "home")
        await pilot.pause(0.5)

with TemporaryDirectory() as place:
    lessons.__path__ = [str(course(Path(place)))]
    asyncio.run(look())
print(*sorted(name for name in sys.modules if name.startswith(("lessons.lesson", "torch"))))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the 23 lessons lie."""
    return course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def opened(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The course has 23 lessons; which of them were opened from the menu.

    Ours of the same names, which other tests have loaded, are away meanwhile.
    """
    for name in [name for name in sys.modules if name.startswith("lessons.lesson")]:
        monkeypatch.delitem(sys.modules, name)
        if name.count(".") == 1:  # the package has it as an attribute, too: to be put back
            monkeypatch.setattr(lessons, name.partition(".")[2], None)
    monkeypatch.setattr(lessons, "__path__", [str(place)])
    found: list[str] = []
    monkeypatch.setattr(LabApp, "open_lesson", lambda _, name: found.append(name))
    yield found
    for name in [name for name in sys.modules if name.startswith("lessons.lesson")]:
        if "_" in name and str(place) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def menu_of(app: LabApp) -> MenuScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, MenuScreen)
    return screen


def number_under_cursor(app: LabApp) -> int | None:
    one = menu_of(app).lessons.under_cursor()
    return one.number if one else None


def test_opening_the_menu_imports_no_lesson() -> None:
    """Nor does going through it, nor searching: only opening one does. And no torch."""
    done = subprocess.run([sys.executable, "-c", OPENED], capture_output=True, text=True)

    assert ("", "") == (done.stdout.strip(), done.stderr)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_menu(
    size: tuple[int, int], opened: list[str], snapshot: Callable[..., None]
) -> None:
    """Chapters in the course's order, what comes before, and how far the learner is."""
    app = LabApp()
    app.progress.opened("lesson2")
    app.progress._change("lesson2", lambda known: known.held.append("calm-learns"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash", "4", "escape")
        menu_of(app).look_at_runs()
        await pilot.pause()
        await snapshot(pilot, f"menu_23_{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12), (30, 8), (200, 60)])
async def test_every_lesson_is_reached_by_arrows_and_seen(
    size: tuple[int, int], opened: list[str]
) -> None:
    """In the order of the chapters; the cursor passes over headings, and is always in sight."""
    app, seen = LabApp(), []
    async with app.run_test(size=size) as pilot:
        for _ in ORDER:
            await pilot.pause()
            number = number_under_cursor(app)
            seen.append(number)
            assert f" {number} All" in screen_text(app)
            await pilot.press("down")
        assert ORDER == seen
        for key, number in [("end", 23), ("pageup", None), ("home", 5), ("pagedown", None)]:
            await pilot.press(key)
            await pilot.pause()
            assert number in (None, number_under_cursor(app)), key
            assert f" {number_under_cursor(app)} All" in screen_text(app)
        await pilot.press("home")
        await pilot.pause()
        assert "Foundations" in screen_text(app)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_number_of_two_digits_is_typed(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """3 opens at once, since no lesson is 30; 1 waits for a digit, enter or time; esc cancels."""
    monkeypatch.setattr(chooser, "PAUSE", 1e6)
    app = LabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "3")
        await typed(pilot, "1", "2")
        await typed(pilot, "1")
        assert "1_ another digit" in screen_text(app) and 1 == number_under_cursor(app)
        await typed(pilot, "enter")
        await typed(pilot, "2", "escape", "2", "0")
        await typed(pilot, "tab", "1", "enter")
        monkeypatch.setattr(chooser, "PAUSE", 0.01)
        await typed(pilot, "0", "2")
        await until(pilot, lambda: len(opened) == 6)
        assert [f"lesson{n}" for n in (3, 12, 1, 20, 1, 2)] == opened
        assert "enter open  / search" in screen_text(app)


async def test_an_enter_after_a_number_that_opened_its_lesson_does_nothing(
    opened: list[str],
) -> None:
    """3 opens lesson 3 at once: enter, typed by habit, would maximise a panel there."""
    app = LabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "3", "enter")
        await until(pilot, lambda: bool(opened))
        app.opened_by_digits = -1e6
        await typed(pilot, "enter")
        await until(pilot, lambda: len(opened) == 2)

    assert ["lesson3", "lesson5"] == opened or ["lesson3", "lesson3"] == opened


async def test_a_number_that_no_lesson_has_is_said(opened: list[str]) -> None:
    """24 is one too many."""
    app = LabApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await typed(pilot, "2", "4")
        await until(pilot, lambda: "there is no lesson 24" in screen_text(app))
        assert [] == opened


@given(numbers=st.sets(st.integers(1, 120), min_size=1), asked=st.data())
@settings(max_examples=300)
def test_any_number_can_be_typed(numbers: set[int], asked: st.DataObject) -> None:
    """Digit by digit; it is whole early only where no other number begins so."""
    number, keys = asked.draw(st.sampled_from(sorted(numbers))), TypedNumber()
    whole = [keys.press(digit, numbers) for digit in str(number)]

    assert not any(whole[:-1])
    assert whole[-1] == (not any(str(n).startswith(str(number)) for n in numbers - {number}))
    assert (number, None) == (keys.take(), keys.take())


async def test_a_search_keeps_what_has_every_word(opened: list[str]) -> None:
    """In title, topic, number, chapter or summary; enter opens what was meant, esc shows all."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        menu = menu_of(app)
        for words, (first, found) in SEARCHES.items():
            opened.clear()
            await pilot.press("home", "slash")
            menu.query_one("#search").value = words  # type: ignore[attr-defined]
            await pilot.pause()
            shown = [option.id for option in menu.lessons.options if option.id]
            under = number_under_cursor(app)
            assert ([f"lesson{n}" for n in found], first) == (shown, under), words
            await pilot.press("enter" if found else "escape")
            await pilot.pause()
            assert [f"lesson{first}"] * bool(found) == opened, words
            assert len(ORDER) == len([option for option in menu.lessons.options if option.id])
            assert menu.lessons.has_focus, words


async def test_arrows_move_in_what_was_found(opened: list[str]) -> None:
    """Without leaving the line."""
    app = LabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "slash", *"vision", "down")
        assert 21 == number_under_cursor(app)
        await typed(pilot, "enter")
        assert ["lesson21"] == opened


@pytest.mark.parametrize("size", SIZES)
async def test_what_comes_before_is_shown_with_whether_it_was_done(
    size: tuple[int, int], opened: list[str]
) -> None:
    """By number, topic or id; and a held claim is told once the page was read in a thread."""
    app = LabApp()
    app.progress.opened("lesson14")
    app.progress._change("lesson4", lambda known: known.held.append("calm-learns"))
    async with app.run_test(size=size) as pilot:
        await typed(pilot, "slash", *"bert", "escape")
        said = screen_text(app)
        assert "○ 14" not in said and "◌ 14 All about transformer" in said
        assert "✓ 4 All about sentiment" in said


async def test_a_claim_is_told_once_it_held(opened: list[str]) -> None:
    """Before, the menu would give the answers away."""
    app = LabApp()
    app.progress.opened("lesson5")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "1 to test" in screen_text(app))
        assert "A calm line fits" not in screen_text(app)
        app.progress._change("lesson5", lambda known: known.held.append("calm-learns"))
        menu_of(app).write_card()
        await until(pilot, lambda: "✓ A calm line fits" in screen_text(app))


async def test_lessons_from_outside_stand_under_their_own_chapter(
    opened: list[str], site: Path
) -> None:
    """Their titles are read, and nothing is run; what they come after may be one of ours."""
    marker = site / "it ran"
    page = folder(site, "their_attention", marker=marker) / "__init__.py"
    page.write_text(page.read_text().replace(
        'title="A line"', 'title="Theirs", chapter="Vision", after=("cnn", "gone")'
    ))  # fmt: skip
    folder(site, "their_plain", marker=marker)  # names that no other test has imported
    distribution(site, "my-course", attention="their_attention", plain="their_plain")
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Theirs" in screen_text(app))
        await typed(pilot, "slash", *"theirs", "escape")
        said = screen_text(app)
        assert "Vision, from outside" in said and catalogue.OTHERS in said
        assert "○ 11 All about cnn: not opened yet" in said and "? gone: not found here" in said
        assert not marker.exists()


async def test_plain_characters_do(opened: list[str]) -> None:
    """With --ascii nothing else is sent, in the list, the card and the search."""
    app = LabApp(ascii_only=True)
    app.progress.opened("lesson14")
    async with app.run_test(size=(120, 40)) as pilot:
        for keys in (["slash"], [*"bert"], ["escape"]):
            await typed(pilot, *keys)
            assert screen_text(app).isascii()
        assert "14 All about transformer: opened" in screen_text(app)


@pytest.mark.parametrize("width", [40, 56, 76, 100])
def test_a_summary_is_whole_where_two_lines_hold_it(width: int) -> None:
    """Three lines at most; what is cut says so."""
    for length in (3, 8, 14, 30, 60):
        says = " ".join(f"word{n}" for n in range(length))
        one = Listed("lesson1", ("lesson1",), 1, "A title", says, "Words")
        lines = short_card(one, [one], Progress(), width).plain.split("\n")
        told = " ".join(lines[:-1])

        assert len(lines) <= 3 and max(map(len, lines)) <= width
        assert told == says or (told.endswith("…") and len(says) > 2 * width - 12)
