"""Finding one's way: the help, the palette, what is said above the command line, jump labels."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

import lessons
from lessons.kit.stream.events import End, Fault
from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, playing, replayed, session_of, settle, until
from tui_lab.app.lab import LabApp
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.help import ORDER, HelpScreen, sections_of
from tui_lab.screens.jump import JumpScreen
from tui_lab.screens.lesson.commands import COMMANDS
from tui_lab.screens.lesson.guide.ending import mistake_of
from tui_lab.screens.lesson.guide.line_hints import FORMS, hint
from tui_lab.screens.why import WhyScreen
from tui_lab.state.store import Store
from tui_lab.widgets.key_table import KeyTable
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.reading import Reading


def hint_of(app: LabApp) -> str:
    line = lesson_of(app).command_line.hint
    return line.said.plain if line.has_class("-shown") else ""


def messages(app: LabApp) -> str:
    return " ".join(note.message for note in app._notifications)


# the help


async def test_the_help_has_headings_and_is_filtered() -> None:
    """`q` stands under Leave; `/` leaves only what has the words; esc ends that, then the help."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        sections = dict(sections_of(lesson_of(app)))
        assert [name for name in ORDER if name in sections] == list(sections)
        assert {*ORDER[1:]} <= {*sections}
        assert "q" in [key for key, _ in sections["Leave"]]
        assert ":" in [key for key, _ in sections["Run"]]

        await pilot.press("question_mark", "slash", *"fork")
        table = app.screen.query_one(KeyTable)
        assert [("Run", ["F"])] == [(name, [key for key, _ in rows]) for name, rows in table.shown]
        await pilot.press("escape")
        assert len(sections) == len(table.shown)
        await pilot.press("escape")
        assert app.screen is lesson_of(app)


@pytest.mark.parametrize(("width", "beside"), [(120, True), (110, False), (80, False)])
async def test_the_help_has_two_columns_where_there_is_room(width: int, beside: bool) -> None:
    """From 120 columns on two headings stand in one row."""
    app = replayed("finished")
    async with app.run_test(size=(width, 40)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        rows = [row.replace("│", " ").split("  ") for row in screen_text(app).split("\n")]
        headings = [{words.strip() for words in row} & {*ORDER} for row in rows]
        assert beside is any(len(found) > 1 for found in headings)


async def test_the_help_speaks_of_the_screen_it_was_opened_from() -> None:
    """The menu's help has nothing of charts or claims."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = screen_text(app)
        assert "lesson with this number" in text and "Search the lessons" in text
        assert "In the charts" not in text and "Claims" not in text


def places_of(table: KeyTable) -> dict[str, tuple[int, int]]:
    """Where in the table the mouse finds what a key does."""
    width, height = table.size
    found: dict[str, tuple[int, int]] = {}
    for y in range(height):
        for x in range(2, width, 2):
            found.setdefault(table.words_at(x, y), (x, y))
    return found


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("f",),
        ("2", "tab"),
        ("3", "tab"),
        ("4", "tab"),
        ("5", "tab"),
        ("f", "right_square_bracket"),
    ],
)
async def test_every_key_has_a_place_for_the_mouse(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Wherever the focus is: in the help that a click in the last row opens."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        screen = lesson_of(app)
        ours = {b.binding.tooltip for b in screen.active_bindings.values()} - {""}
        place = next(start for start, _, key in screen.key_line.places() if key == "?")
        await pilot.click(screen.key_line, offset=(place, 0))
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))

        assert ours == {*places_of(app.screen.query_one(KeyTable))} - {""}


async def test_a_click_in_the_help_does_what_its_key_does() -> None:
    """On the screen below, as the help closes; also what opens the palette."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot, app)
        screen = lesson_of(app)
        for words, is_done in (
            ("Cycle smoothing", lambda: screen.view.smoothing == 0.6),
            ("The next panels", lambda: screen.gallery.page == 1),
            ("Maximise this panel", lambda: screen.maximized is not None),
            ("command palette", lambda: type(app.screen).__name__ == "CommandPalette"),
        ):
            await pilot.press("question_mark")
            await until(pilot, lambda: isinstance(app.screen, HelpScreen))
            places = places_of(app.screen.query_one(KeyTable))
            place = next(at for line, at in places.items() if words in line)
            app.screen.query_one(Reading).scroll_to(y=place[1] - 5, animate=False)
            await pilot.pause()
            await pilot.click(KeyTable, offset=place)
            await until(pilot, is_done)


# the palette


def titles(app: LabApp) -> dict[str, str]:
    return {each.title: each.help for each in app.get_system_commands(app.screen)}


async def test_the_palette_offers_all_there_is(workers: Workers) -> None:
    """Keys beside the actions, presets, panels, files, and the lessons that exist."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        offered, lesson = titles(app), session_of(app).lesson
        assert offered["Play"].startswith("space   ")
        assert {f"Preset: {preset.name}" for preset in lesson.presets} <= offered.keys()
        assert {f"Panel: {p.page.title}" for p in lesson_of(app).gallery.panels} <= offered.keys()
        assert {"Export: html", "Export: csv", "Export: json"} <= offered.keys()
        numbers = {title.partition(":")[0] for title in offered if title.startswith("Lesson ")}
        assert {f"Lesson {entry.number}" for entry in lessons.entries()} == numbers


async def test_a_panel_is_found_by_its_title() -> None:
    """From another tab, and where it is on another page."""
    for size in [(120, 40), (60, 20)]:
        app = replayed("finished")
        async with app.run_test(size=size) as pilot:
            await pilot.press("3")
            await pilot.pause()
            last = lesson_of(app).gallery.panels[-1]
            command = next(each for each in app.get_system_commands(app.screen)
                           if each.title == f"Panel: {last.page.title}")  # fmt: skip
            command.callback()
            await until(pilot, lambda app=app, last=last: app.screen.focused is last)  # type: ignore[misc]


# the command line


def test_every_command_has_a_form() -> None:
    """What is listed while nothing is typed is what there is."""
    assert COMMANDS.keys() - {"quit"} == FORMS.keys()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "export FORMAT"), ("se", "seeds N"), ("zzz", "set NAME VALUE"), ("set ", "batch"),
        ("set lr ", "lr is 0.1"), ("preset ", "sweep"), ("export ", "html · json"),
        (":export", "export FORMAT"), ("seed ", "seed N"),
    ],
)  # fmt: skip
async def test_what_can_be_typed_is_said(typed: str, said: str) -> None:
    """All commands, those that begin so, and then what belongs to one."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        found = hint(lesson_of(app), typed)
        assert found is not None and said in found


async def test_tab_completes_and_the_hint_goes_with_the_line() -> None:
    """`exp` tab is `export html`; the hint is there while something is typed, and only then."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: "set NAME VALUE" in hint_of(app) and "q" in hint_of(app))
        await pilot.press(*"exp")
        await until(pilot, lambda: bool(lesson_of(app).command_line._suggestion))
        assert "export FORMAT" in hint_of(app)
        await pilot.press("tab")
        assert "export html" == lesson_of(app).command_line.value
        await pilot.press("escape")
        assert "" == hint_of(app)


async def test_a_question_shows_what_the_lesson_asks_for(workers: Workers) -> None:
    """And an empty one is refused kindly."""
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await playing(pilot, app, workers)
        store = session_of(app).store
        prompt = next(iter(store.questions.values()))[0]
        await pilot.press("a")
        await until(pilot, lambda: prompt in hint_of(app))
        assert lesson_of(app).view.shown in hint_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "nothing was asked" in messages(app))
        assert [] == session_of(app).questions
        session_of(app).detach()


# exports


@pytest.mark.parametrize("kind", ["html", "csv", "json"])
async def test_a_run_is_exported_from_the_screen(
    kind: str, run_folder: Callable[[str], RunFolder], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The path is said, `Y` copies it, and a second file gets another name."""
    monkeypatch.chdir(tmp_path)
    run = run_folder("finished")
    app = LabApp(run=run)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for name in (f"{run.id}.{kind}", f"{run.id}-2.{kind}"):
            await pilot.press("colon", *f"export {kind}", "enter")
            await until(pilot, lambda name=name: name in messages(app))  # type: ignore[misc]
            assert (tmp_path / name).stat().st_size > 0
            await until(pilot, lambda: bool(lesson_of(app).written))
            await pilot.press("Y")
            assert str(tmp_path / name) == app.clipboard
        await pilot.press("colon", *f"export {kind} {run.id}.{kind}", "enter")
        await until(pilot, lambda: "already exists" in messages(app))
        await pilot.press("colon", *"export pdf", "enter")
        await until(pilot, lambda: "no format called 'pdf'" in messages(app))


# the end of a run


async def test_when_a_run_ends_it_is_said_once(workers: Workers) -> None:
    """What came out and where to go; any key takes it away and does what it does."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        lesson_of(app).catch_up_slowly()
        assert "" == hint_of(app)
        workers[-1].says("finished", slice(5, None))
        await until(pilot, lambda: session_of(app).store.over)
        lesson_of(app).catch_up_slowly()
        said = hint_of(app)
        assert "1 of 1 claims hold" in said
        assert "more panels" in said and "o compare" in said and "r again" in said
        await pilot.press("2")
        assert "" == hint_of(app)
        assert "Knobs" == lesson_of(app).tabs.active
        lesson_of(app).catch_up_slowly()
        assert "" == hint_of(app)


async def test_a_run_that_was_over_says_nothing() -> None:
    """It is old news to whoever opens it."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        lesson_of(app).catch_up_slowly()
        lesson_of(app).catch_up_slowly()
        assert "" == hint_of(app)


# jump labels


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_a_letter_goes_to_every_place(size: tuple[int, int]) -> None:
    """To each panel that is shown, each tab and the open pane; any other key stays."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        count = None
        for n in range(30):
            await pilot.press("0", "apostrophe")
            await until(pilot, lambda: isinstance(app.screen, JumpScreen))
            jump: Any = app.screen
            count = count or len(jump.places)
            if n == count:
                break
            letter, target = list(jump.places.items())[n]
            kind, _, name = target.name.partition(":")
            behind = f" ?{name[0]}" if kind == "tab" else " "  # a tab's name stays whole
            assert re.search(f" {letter}{behind}", screen_text(app))
            await pilot.press(letter)
            await until(pilot, lambda: app.screen is lesson_of(app))
            screen = lesson_of(app)
            await until(pilot, lambda kind=kind, name=name, screen=screen: (  # type: ignore[misc]
                name == screen.focused.page.title if isinstance(screen.focused, Panel)
                else kind != "panel" and name == screen.tabs.active))  # fmt: skip
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: app.screen is lesson_of(app))


async def test_no_key_is_lost_while_something_is_typed() -> None:
    """An apostrophe in a line is an apostrophe."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon", *"ask what'")
        await asyncio.sleep(0)
        line = app.screen.focused
        assert isinstance(line, Input)
        assert "ask what'" == line.value


# for a room


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_a_panel_is_presented(size: tuple[int, int]) -> None:
    """One panel and its caption fill the screen; `]` turns, escape brings everything back."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = lesson_of(app)
        before = screen.gallery.chosen
        for keys in (["P"], ["colon", *"present", "enter"]):
            await pilot.press(*keys)
            await until(pilot, lambda screen=screen: screen.has_class("-present"))  # type: ignore[misc]
            await pilot.pause()
            panel = screen.maximized
            assert isinstance(panel, Panel) and panel is before
            assert panel.outer_size == (size[0], size[1] - screen.caption.size.height)
            assert not screen.header.display and not screen.key_line.display
            await pilot.press("right_square_bracket")
            await pilot.pause()
            assert screen.maximized is not before and screen.has_class("-present")
            title = screen.maximized.page.title  # type: ignore[union-attr]
            caption = screen.caption.render().plain  # type: ignore[union-attr]
            assert (
                title.upper().split()
                == "".join(
                    part if part != " " else "" for part in caption.split("\n")[0].upper()
                ).split()
                or title in caption
            )
            await pilot.press("left_square_bracket", "escape")
            await until(pilot, lambda screen=screen: not screen.has_class("-present"))  # type: ignore[misc]
            assert screen.maximized is None and screen.key_line.display


# the mouse


async def test_the_mouse_reads_a_chart() -> None:
    """Two clicks make a panel large; then a click puts the cursor on the step below it."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.CLICK_CHAIN_TIME_THRESHOLD = 60  # two clicks are two, also on a busy machine
        screen = lesson_of(app)
        chart: Any = screen.gallery.shown[0]
        await pilot.click(chart, offset=(20, 5), times=2)
        await until(pilot, lambda: screen.maximized is chart and chart.size.width > 100)
        await settle(pilot, app)
        steps = []
        for row, column in enumerate((20, 60, 100, 118), start=8):  # elsewhere: not a double click
            await pilot.click(chart, offset=(column, row))
            steps.append(chart.cursor)
        assert sorted(steps) == steps and 60 == steps[-1]
        assert 1 < steps[0] < 12


async def test_the_mouse_asks_why() -> None:
    """A click on the claim under the cursor opens it; a click beside the sheet closes that."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        await pilot.click(lesson_of(app).side.claims.body, offset=(5, 1))
        await until(pilot, lambda: isinstance(app.screen, WhyScreen))
        await pilot.click(offset=(1, 1))
        await until(pilot, lambda: app.screen is lesson_of(app))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.click(offset=(1, 1))
        await until(pilot, lambda: app.screen is lesson_of(app))


# the source


async def test_a_name_is_found_in_the_source() -> None:
    """`l` goes to the loop, `/` to a name, `n` to the next place; escape leaves the line first."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c", "l")
        source: Any = app.screen
        await until(pilot, lambda: "▶" in screen_text(app))
        marked = next(row for row in screen_text(app).split("\n") if "▶" in row)
        assert "def train(" in marked
        await pilot.press("slash", *"loss", "enter")
        await until(pilot, lambda: len(source.finder.lines) > 1)
        for n in (1, 2, 0):
            await pilot.press("n")
            assert n % len(source.finder.lines) == source.finder.place % len(source.finder.lines)
            if n == len(source.finder.lines) - 1:
                break
        await pilot.press("slash", "escape")
        assert app.screen is source
        await pilot.press("escape")
        assert app.screen is lesson_of(app)


# messages


async def test_messages_do_not_pile_up_on_a_small_screen() -> None:
    """The last one is to be seen, over as little as it needs; on a large one they have the side."""
    for size, count in [((80, 24), 1), ((60, 20), 1), ((120, 40), 3)]:
        app = replayed("finished")
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            for word in ("alpha", "beta", "gamma"):
                lesson_of(app).notify(f"message {word}")
            await until(pilot, lambda app=app: "message gamma" in screen_text(app))  # type: ignore[misc]
            assert count == screen_text(app).count("message ")


def test_the_end_says_where_a_loop_of_ones_own_failed() -> None:
    """The line of it, in one row; an end without a mistake of the learner says none."""
    store = Store()
    trace = 'File "your train.py", line 40, in train'
    fault = Fault("calm: your train.py, line 40: crash_here", "", trace)
    store.take_event(End(status="failed", exit=1, error=fault))

    assert "calm: your train.py, line 40: crash_here" == mistake_of(store)
    store.take_event(End(status="failed", exit=1, error=Fault("out of memory")))
    assert "" == mistake_of(store)
