"""Colours and markers of runs, of states and of verdicts.

A run keeps one colour *and* one marker everywhere, a state or verdict one colour and one glyph:
colour is never the only difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

OUTSIDE = "+"
"""What stands for the number of a lesson that is not ours."""

GREY = "#808080"
HEX = re.compile("#[0-9a-fA-F]{6}")

MARKERS = "●▲■◆▼○△□◇▽"
SIGNS = "★✚✕◐✦☆✧◧"
"""Of what is no run, such as groups of points: a learner looks for a network where its sign is.

All are in the usual fonts of terminals: of a sign that is not, an empty box is shown.
"""

# Chosen to be told apart by most colour-blind readers, in this order, on their background.
DARK_RUNS = ("#5ab4f0", "#f0a35a", "#5cc98f", "#d08be0", "#e5d063", "#f0737f", "#4cc7c7", "#a8a4ee")
LIGHT_RUNS = (
    "#1668b8", "#b35300", "#17784a", "#92389c", "#7d6900", "#b92f41", "#08737a", "#574dad",
)  # fmt: skip

# Paler than any run on a dark ground, and deeper than any on a light one. Seven colours and eight
# signs give 56 looks.
PALE = ("#ffe3b8", "#ffb8dc", "#c9f29b", "#c4e0ff", "#f2f2f2", "#ffb59e", "#d9c7ff")
DEEP = ("#5c4a1f", "#8f1d5c", "#3d5c10", "#1f3a5c", "#3a3a3a", "#7a2e12", "#43307a")


def runs_of(colours: tuple[str, ...]) -> dict[str, str]:
    """The theme variables of these colours of variants."""
    return {f"run-{n}": colour for n, colour in enumerate(colours)}


RUN_VARIABLES = runs_of(DARK_RUNS)
"""The variants' colours on a dark background."""


class VariantStyle(NamedTuple):
    """How a variant is drawn: "#rrggbb" and one character."""

    colour: str
    marker: str


def variant_styles(names: Iterable[str], variables: Mapping[str, str]) -> dict[str, VariantStyle]:
    """A colour and a marker for each name, in their order; `variables` are the theme's."""
    return {name: variant_style(n, variables) for n, name in enumerate(names)}


def variant_style(place: int, variables: Mapping[str, str]) -> VariantStyle:
    """The style of the variant at this place. After eight, colours repeat with other markers."""
    colour = hex_of(variables, f"run-{place % len(DARK_RUNS)}")
    return VariantStyle(colour, MARKERS[place % len(MARKERS)])


def group_style(place: int, variables: Mapping[str, str]) -> VariantStyle:
    """The style of what is no run, at this place: a sign and a colour that no run has."""
    from tui_lab.charts.shades import is_light  # with scales of colours: the menu has none

    colours = PALE if is_light(hex_of(variables, "run-0")) else DEEP
    return VariantStyle(colours[place % len(colours)], SIGNS[place % len(SIGNS)])


def hex_of(variables: Mapping[str, str], name: str) -> str:
    """A theme variable as "#rrggbb", for what is drawn cell by cell; grey where there is none."""
    value = variables.get(name, GREY)
    if HEX.match(value):
        return value[:7].lower()
    # the terminal's own red may be any red: such themes say what cells have instead
    return variables.get(f"cell-{name}", GREY)


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
    "parked": Sign("◇", "parked: space continues", "accent"),
    "finished": Sign("✓", "finished", "primary"),
    "stopped": Sign("■", "stopped", "secondary"),
    "failed": Sign("✗", "failed", "error"),
    "killed": Sign("✗", "killed", "error"),
    "lost": Sign("?", "lost", "error"),
    "recorded": Sign("◦", "a recording", "secondary"),
    "growing": Sign("▶", "being written", "success"),
    "still": Sign("◦", "not being written", "secondary"),
    "stopping": Sign("■", "stopping", "warning"),
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
