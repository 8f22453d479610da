"""The themes of high contrast: every text that is drawn can be read from the last row."""

import re

import pytest
from textual.theme import Theme

from tests.tools.screen import replayed, settle
from tui_lab.app.lab import LabApp
from tui_lab.charts.palette import RUN_VARIABLES
from tui_lab.widgets.contrast_themes import CONTRAST, CONTRAST_LIGHT
from tui_lab.widgets.reading import Reading

TEXTS = ("foreground", "primary", "secondary", "accent", "success", "warning", "error", "muted",
         *RUN_VARIABLES)  # fmt: skip
GROUNDS = ("background", "surface", "panel", "block-cursor-background")
WORD = re.compile(r"\w")
ENOUGH = 7.0
"""What WCAG asks of text at its level AAA."""


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_of(theme: Theme, name: str) -> str:
    return theme.variables.get(name) or str(getattr(theme, name))


def weak_words(app: LabApp) -> dict[str, float]:
    """What is written on the screen with less, and how much it has."""
    found = {}
    box = app.screen.query(Reading)  # around it the screen below is darkened
    shown = box.first().region if box else app.screen.region
    for strip in app.screen._compositor.render_strips()[shown.y : shown.bottom]:
        for segment in strip.crop(shown.x, shown.right):
            style = segment.style
            if not style or not WORD.search(segment.text) or not (style.color and style.bgcolor):
                continue
            colour, ground = (
                "#{:02x}{:02x}{:02x}".format(*each.get_truecolor())
                for each in (style.color, style.bgcolor)
            )
            if (had := ratio(colour, ground)) < ENOUGH:
                found[f"{segment.text.strip()} {colour} on {ground}"] = round(had, 2)
    return found


@pytest.mark.parametrize("theme", [CONTRAST, CONTRAST_LIGHT], ids=lambda theme: theme.name)
def test_every_text_has_seven_to_one(theme: Theme) -> None:
    """On every ground that there is, the cursor's too; and that can be told from the others."""
    weak = {
        (text, ground): round(found, 2)
        for text in TEXTS
        for ground in GROUNDS
        if (found := ratio(colour_of(theme, text), colour_of(theme, ground))) < ENOUGH
    }
    cursor = [theme.variables[f"block-cursor-{part}"] for part in ("foreground", "background")]

    assert {} == weak
    assert ENOUGH <= ratio(cursor[0], cursor[1])
    assert "underline" in theme.variables["block-cursor-text-style"]
    assert cursor[1] not in {colour_of(theme, ground) for ground in GROUNDS[:3]}
    assert 3 <= ratio(theme.variables["calm"], colour_of(theme, "background"))  # lines, not text


@pytest.mark.parametrize("theme", [CONTRAST, CONTRAST_LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("keys", [(), ("3",), ("2",), ("question_mark",), ("colon", "s")])
async def test_every_word_on_the_screen_has_seven_to_one(
    theme: Theme, keys: tuple[str, ...]
) -> None:
    """As it is drawn: also what is dimmed, blended with the ground, or under the cursor."""
    app = replayed("finished")
    app.theme = theme.name
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot, app)
        await pilot.press(*keys)
        await pilot.pause()

        assert {} == weak_words(app)


async def test_every_word_of_menu_and_clinic_has_seven_to_one() -> None:
    """In both themes."""
    for theme in (CONTRAST, CONTRAST_LIGHT):
        app = LabApp()
        app.theme = theme.name
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert {} == weak_words(app)
            await pilot.press("c")
            await pilot.pause()
            assert {} == weak_words(app)


@pytest.mark.parametrize("theme", [CONTRAST, CONTRAST_LIGHT], ids=lambda theme: theme.name)
async def test_the_lab_takes_the_theme(theme: Theme) -> None:
    """By its name, as any other."""
    app = replayed("finished")
    app.theme = theme.name
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert colour_of(theme, "run-0") == app.theme_variables["run-0"]
        assert theme.variables["muted"] == app.theme_variables["muted"]
