"""The same themes for terminals of sixteen colours, such as a bare TERM=xterm over ssh.

Every other colour is sent as the nearest of the sixteen, and so three of our eight runs would be
one grey, and two one red. These are the sixteen themselves, as rich counts them.
"""

from __future__ import annotations

from textual.theme import Theme

from tui_lab import palette

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
    name=palette.DARK.name,
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
    name=palette.LIGHT.name,
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
        "block-cursor-background": BLUE,
        "block-cursor-foreground": WHITE,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": SILVER,
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


def themes_for(colours: str | None) -> tuple[Theme, Theme]:
    """Our themes, dark and light, on a terminal with that many colours, as rich calls them."""
    return (DARK, LIGHT) if colours == FEW else (palette.DARK, palette.LIGHT)


def defaults_for(theme: Theme, colours: str | None) -> dict[str, str]:
    """What a theme that is not ours lacks of our variables: those of ours that is as dark."""
    dark, light = themes_for(colours)
    ours = dark if theme.dark else light
    return {name: ours.variables[name] for name in (*palette.RUN_VARIABLES, "calm", "muted")}


def runs_on_dark(colours: str | None) -> dict[str, str]:
    """The runs' colours for a ground that is dark in every theme."""
    return palette.runs_of(DARK_RUNS) if colours == FEW else palette.RUN_VARIABLES
