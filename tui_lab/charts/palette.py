"""Colours and markers: of the themes, of runs, of states and of verdicts.

A run keeps one colour *and* one marker everywhere, a state or verdict one colour and one glyph:
colour is never the only difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.color import Color, ColorParseError
from textual.theme import Theme

OUTSIDE = "+"
"""What stands for the number of a lesson that is not ours."""

MARKERS = "●▲■◆▼○△□◇▽"

# Chosen to be told apart by most colour-blind readers, in this order, on their background.
DARK_RUNS = ("#5ab4f0", "#f0a35a", "#5cc98f", "#d08be0", "#e5d063", "#f0737f", "#4cc7c7", "#a8a4ee")
LIGHT_RUNS = (
    "#1668b8", "#b35300", "#17784a", "#92389c", "#7d6900", "#b92f41", "#08737a", "#574dad",
)  # fmt: skip


def runs_of(colours: tuple[str, ...]) -> dict[str, str]:
    """The theme variables of these colours of runs."""
    return {f"run-{n}": colour for n, colour in enumerate(colours)}


RUN_VARIABLES = runs_of(DARK_RUNS)
"""The runs' colours on a dark ground."""

DARK = Theme(
    name="lab-dark",
    primary="#7aa7f0",
    secondary="#8b95b5",
    accent="#e8b26a",
    success="#6fca98",
    warning="#e5bd68",
    error="#f07883",
    foreground="#d5dae6",
    background="#11141b",
    surface="#161a23",
    panel="#1e2431",
    dark=True,
    variables=runs_of(DARK_RUNS) | {
        "calm": "#313a4d",
        "muted": "#8490aa",
        "border": "#7aa7f0",
        "border-blurred": "#313a4d",
        "block-cursor-background": "#2b3750",
        "block-cursor-foreground": "#eef1f7",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#1e2431",
        "input-selection-background": "#7aa7f0 35%",
        "scrollbar": "#313a4d",
        "scrollbar-hover": "#475470",
        "scrollbar-active": "#7aa7f0",
        "scrollbar-background": "#11141b",
        "scrollbar-background-hover": "#11141b",
        "scrollbar-background-active": "#11141b",
        "scrollbar-corner-color": "#11141b",
    },
)  # fmt: skip

LIGHT = Theme(
    name="lab-light",
    primary="#2a5fb0",
    secondary="#5a6580",
    accent="#a35c00",
    success="#1c7c4d",
    warning="#8f6400",
    error="#bb2f3f",
    foreground="#1f2533",
    background="#f7f7f4",
    surface="#f0f0ec",
    panel="#e4e5e2",
    dark=False,
    variables=runs_of(LIGHT_RUNS) | {
        "calm": "#c3c7cf",
        "muted": "#697184",
        "border": "#2a5fb0",
        "border-blurred": "#c3c7cf",
        "block-cursor-background": "#cddaf0",
        "block-cursor-foreground": "#10182b",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e4e5e2",
        "scrollbar": "#c3c7cf",
        "scrollbar-hover": "#a2a9b8",
        "scrollbar-active": "#2a5fb0",
        "scrollbar-background": "#f7f7f4",
        "scrollbar-background-hover": "#f7f7f4",
        "scrollbar-background-active": "#f7f7f4",
        "scrollbar-corner-color": "#f7f7f4",
    },
)  # fmt: skip


class Look(NamedTuple):
    """How a run is drawn: "#rrggbb" and one character."""

    colour: str
    marker: str


def looks(names: Iterable[str], variables: Mapping[str, str]) -> dict[str, Look]:
    """A colour and a marker for each name, in their order; `variables` are the theme's."""
    return {name: look(n, variables) for n, name in enumerate(names)}


def look(place: int, variables: Mapping[str, str]) -> Look:
    """The look of the run at this place. After eight, colours come again with other markers."""
    colour = hex_of(variables, f"run-{place % len(DARK_RUNS)}")
    return Look(colour, MARKERS[place % len(MARKERS)])


def hex_of(variables: Mapping[str, str], name: str) -> str:
    """A theme variable as "#rrggbb", for what is drawn cell by cell; grey where there is none."""
    try:
        colour = Color.parse(variables.get(name, "#808080"))
    except ColorParseError:
        return "#808080"
    # the terminal's own red may be any red: such themes say what cells have instead
    return colour.hex6 if colour.ansi is None else variables.get(f"cell-{name}", "#808080")


class Sign(NamedTuple):
    """A glyph, a word, and the theme's name for their colour."""

    glyph: str
    word: str
    colour: str


STATES = {
    "empty": Sign("○", "press space to start", "muted"),
    "warming": Sign("◌", "warming up", "warning"),
    "playing": Sign("▶", "playing", "success"),
    "paused": Sign("‖", "paused", "accent"),
    "parked": Sign("◇", "parked: space goes on", "accent"),
    "finished": Sign("✓", "finished", "primary"),
    "stopped": Sign("■", "stopped", "secondary"),
    "failed": Sign("✗", "failed", "error"),
    "killed": Sign("✗", "killed", "error"),
    "lost": Sign("?", "lost", "error"),
    "recorded": Sign("◦", "a recording", "secondary"),
}

VERDICTS = {
    "holds": Sign("✓", "holds", "success"),
    "fails": Sign("✗", "fails", "error"),
    "pending": Sign("…", "pending", "muted"),
    "inconclusive": Sign("?", "inconclusive", "warning"),
}


def state_sign(state: str) -> Sign:
    """How a state is shown; one that a newer version invented, by its own name."""
    return STATES.get(state, Sign("?", state, "muted"))
