"""Few colours, other themes, none at all: every run is still told from every other."""

from __future__ import annotations

from typing import Any

import pytest
from rich.color import Color, ColorSystem, ColorType
from rich.segment import Segment

from tests.tools.pictures import screen_text
from tests.tools.screen import Compare, replayed, session_of
from tui_lab.app.lab import LabApp
from tui_lab.charts import palette
from tui_lab.widgets import sixteen_colours, themes

DIGITS = "0123456789abcdef"


def number_of(color: Color | None) -> int | None:
    """Which of the sixteen a colour is sent as; None is the terminal's own."""
    if color is None or color.type is ColorType.DEFAULT:
        return None
    return color.downgrade(ColorSystem.STANDARD).number


def sent(app: LabApp) -> list[list[Segment]]:
    """The screen as it goes to the terminal, after every filter."""
    background = app.screen.background_colors[1]
    lines = []
    for strip in app.screen._compositor.render_strips():
        segments = list(strip)
        for line_filter in app._filters:
            if line_filter.enabled:
                segments = line_filter.apply(segments, background)
        lines.append(segments)
    return lines


def colour_map(app: LabApp) -> str:
    """For each character on the screen the digit of its colour, `-` for the terminal's own."""
    lines = []
    for segments in sent(app):
        line = ""
        for text, style, _ in segments:
            number = number_of(style.color if style else None)
            digit = "-" if number is None else DIGITS[number]
            line += "".join(" " if c == " " else digit for c in text)
        lines.append(line.rstrip())
    return "\n".join(lines)


def contrasts(app: LabApp) -> set[str]:
    """The words that cannot be read: of the colour of their own ground."""
    return {
        text
        for segments in sent(app)
        for text, style, _ in segments
        if style and text.strip() and not set(text) <= set("▀▄█ ")
        and style.color is not None
        and number_of(style.color) == number_of(style.bgcolor) is not None
    }  # fmt: skip


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of sixteen colours."""
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize(
    "theme", [sixteen_colours.DARK, sixteen_colours.LIGHT, themes.DARK, themes.LIGHT]
)
def test_every_run_has_a_colour_of_its_own(theme: Any) -> None:
    """In as many colours as the theme is for."""
    is_few = theme in (sixteen_colours.DARK, sixteen_colours.LIGHT)
    system = ColorSystem.STANDARD if is_few else ColorSystem.EIGHT_BIT
    hexes = [theme.variables[f"run-{n}"] for n in range(8)]
    numbers = {Color.parse(name).downgrade(system).number for name in hexes}

    assert 8 == len(numbers)
    assert Color.parse(theme.background).downgrade(system).number not in numbers


@pytest.mark.parametrize("theme", ["lab-dark", "lab-light", "ansi-dark", "ansi-light", "nord"])
async def test_sixteen_colours_tell_runs_apart(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the legend each run's marker differs, and nothing is drawn on its own colour."""
    few(monkeypatch)
    app = replayed("playing")
    app.theme = theme
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("", "2", "3", "5"):
            await pilot.press(*filter(None, [key]))
            await pilot.pause()
            styles = session_of(app).lesson.variants
            legend = [
                number_of(style.color) for segments in sent(app)[2:3] for text, style, _ in segments
                if style and any(name in text for name in styles)
            ]  # fmt: skip
            assert 3 == len(legend) == len(set(legend)), key
            is_clear = theme == "nord" or set() == contrasts(
                app
            )  # its borders are nearly its ground
            assert is_clear, key


async def test_the_colours_of_a_terminal_with_sixteen(
    monkeypatch: pytest.MonkeyPatch, snapshot: Compare
) -> None:
    """Which of the sixteen each character has."""
    few(monkeypatch)
    app = replayed("playing")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await snapshot(pilot, "sixteen_120x40", screen_text(app) + "\n" + colour_map(app))


@pytest.mark.parametrize("theme", ["textual-light", "ansi-light", "solarized-light"])
async def test_a_light_theme_has_the_runs_of_ours(theme: str) -> None:
    """Pale yellow on white is no curve."""
    app = replayed("playing")
    app.theme = theme
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert palette.LIGHT_RUNS[0] == app.theme_variables["run-0"]
        app.theme = "nord"
        await pilot.pause()
        assert palette.DARK_RUNS[0] == app.theme_variables["run-0"]


@pytest.mark.parametrize(("theme", "ours"), [("ansi-dark", themes.DARK), ("nord", None)])
async def test_states_are_drawn_in_colours_that_are_known(theme: str, ours: Any) -> None:
    """The terminal's own red may be any red; a theme's own is taken where it has one."""
    app = replayed("playing")
    app.theme = theme
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        expected = ours.error if ours else app.theme_variables["error"].lower()
        assert expected == palette.hex_of(app.theme_variables, "error").lower()
