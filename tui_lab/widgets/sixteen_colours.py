"""The themes for terminals of sixteen colours, such as a bare TERM=xterm over ssh.

Every other colour is sent as the nearest of the sixteen, and so three of our eight runs would be
one grey, and two one red. These are the sixteen themselves, as rich counts them.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from tui_lab.charts import palette
from tui_lab.widgets import themes
from tui_lab.widgets.contrast_themes import CONTRAST, CONTRAST_LIGHT

FEW = "standard"
"""What rich calls sixteen colours."""

BLACK, RED, GREEN, BROWN = "#000000", "#aa0000", "#00aa00", "#aa5500"
BLUE, MAGENTA, CYAN, SILVER = "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"
GREY, BRIGHT_RED, BRIGHT_GREEN, YELLOW = "#555555", "#ff5555", "#55ff55", "#ffff55"
BRIGHT_BLUE, BRIGHT_MAGENTA, BRIGHT_CYAN, WHITE = "#5555ff", "#ff55ff", "#55ffff", "#ffffff"

# In the order of palette.DARK_RUNS and LIGHT_RUNS, each the hue that is nearest and still free.
DARK_RUNS = (
    BRIGHT_CYAN, BROWN, BRIGHT_GREEN, BRIGHT_MAGENTA, YELLOW, BRIGHT_RED, CYAN, BRIGHT_BLUE,
)  # fmt: skip
LIGHT_RUNS = (BLUE, BROWN, GREEN, MAGENTA, GREY, RED, CYAN, BRIGHT_MAGENTA)

DARK = Theme(
    name=themes.DARK.name,
    primary=BRIGHT_CYAN,
    secondary=SILVER,
    accent=YELLOW,
    success=BRIGHT_GREEN,
    warning=YELLOW,
    error=BRIGHT_RED,
    foreground=WHITE,
    background=BLACK,
    surface=BLACK,
    panel=BLACK,
    dark=True,
    variables=palette.runs_of(DARK_RUNS) | {
        "calm": GREY,
        "muted": SILVER,
        "border": BRIGHT_CYAN,
        "border-blurred": GREY,
        "block-cursor-background": BLUE,
        "block-cursor-foreground": WHITE,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": GREY,
        "input-selection-background": BLUE,
        "scrollbar": GREY,
        "scrollbar-hover": SILVER,
        "scrollbar-active": BRIGHT_CYAN,
        "scrollbar-background": BLACK,
        "scrollbar-background-hover": BLACK,
        "scrollbar-background-active": BLACK,
        "scrollbar-corner-color": BLACK,
    },
)  # fmt: skip

LIGHT = Theme(
    name=themes.LIGHT.name,
    primary=BLUE,
    secondary=GREY,
    accent=MAGENTA,
    success=GREEN,
    warning=BROWN,
    error=RED,
    foreground=BLACK,
    background=WHITE,
    surface=WHITE,
    panel=WHITE,
    dark=False,
    variables=palette.runs_of(LIGHT_RUNS) | {
        "calm": SILVER,
        "muted": GREY,
        "border": BLUE,
        "border-blurred": SILVER,
        "block-cursor-background": SILVER,
        "block-cursor-foreground": BLACK,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": WHITE,
        "input-selection-background": SILVER,
        "scrollbar": SILVER,
        "scrollbar-hover": GREY,
        "scrollbar-active": BLUE,
        "scrollbar-background": WHITE,
        "scrollbar-background-hover": WHITE,
        "scrollbar-background-active": WHITE,
        "scrollbar-corner-color": WHITE,
    },
)  # fmt: skip


CURSOR = ("block-cursor-background", "block-cursor-foreground")
STATE_COLOURS = ("primary", "secondary", "accent", "success", "warning", "error")


def themes_for(colours: str | None) -> list[Theme]:
    """Our themes and corrected ones, for the colour system that rich reports."""
    return [
        ours(colours, dark=True), ours(colours, dark=False),
        _corrected("ansi-dark", colours), _corrected("ansi-light", colours),
        CONTRAST, CONTRAST_LIGHT,
    ]  # fmt: skip


def _corrected(name: str, colours: str | None) -> Theme:
    """A theme of the terminal's own colours, with our cursor: on its own, quiet words are lost."""
    theme = BUILTIN_THEMES[name]
    variables = ours(colours, dark=theme.dark).variables
    cursor = {part: variables[part] for part in CURSOR}
    return replace(theme, variables=theme.variables | cursor)


def ours(colours: str | None, *, dark: bool) -> Theme:
    """Our theme, dark or light."""
    if colours == FEW:
        return DARK if dark else LIGHT
    return themes.DARK if dark else themes.LIGHT


def defaults_for(theme: Theme, colours: str | None) -> dict[str, str]:
    """What a theme that is not ours lacks of our variables: those of ours that is as dark.

    Cells are drawn in "#rrggbb"; where a theme names the terminal's own colours, whose values
    nobody knows, cells have ours.
    """
    mine = ours(colours, dark=theme.dark)
    known = {name: mine.variables[name] for name in (*palette.RUN_VARIABLES, "calm", "muted")}
    return known | {f"cell-{name}": getattr(mine, name) for name in STATE_COLOURS}


def runs_on_dark(colours: str | None) -> dict[str, str]:
    """The runs' colours for a ground that is dark in every theme."""
    return palette.runs_of(DARK_RUNS) if colours == FEW else palette.RUN_VARIABLES
