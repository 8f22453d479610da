"""What every part of a page is written with: safe text, colours of two themes, shapes of runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from lessons.kit.errors import visible
from tui_lab.charts.palette import (
    DARK_RUNS,
    LIGHT_RUNS,
    MARKERS,
    VariantStyle,
    group_style,
    runs_of,
    variant_style,
)

Variables = Mapping[str, str]
BRIGHT, DIM = runs_of(LIGHT_RUNS), runs_of(DARK_RUNS)
"""The runs' colours on paper, and on a dark screen."""

DASHES = ("", "9 2", "3 2", "9 2 2 2", "15 3", "6 2 2 2 2 2")


class Ink(NamedTuple):
    """How a run is drawn on paper and on a dark screen: two colours, one shape, one dash."""

    light: str
    dark: str
    shape: str
    dash: str = ""

    @property
    def colour(self) -> str:
        """The attributes that make `currentColor` this run's."""
        return f'class="ink" style="--l:{self.light};--d:{self.dark}"'


def text(value: object) -> str:
    """Anything as words of a page: nothing in it is a tag, and nothing acts on a terminal."""
    return escape(visible(str(value)), quote=True)


def inks(names: Iterable[str]) -> dict[str, Ink]:
    """A look for each name, the same that it has on the screen."""
    return {name: ink(place) for place, name in enumerate(names)}


def ink(place: int) -> Ink:
    """The look of the run at this place."""
    light, dark = variant_style(place, BRIGHT), variant_style(place, DIM)
    return Ink(light.colour, dark.colour, light.marker, DASHES[place % len(DASHES)])


def group_ink(place: int) -> Ink:
    """The look of what is no run, as on the screen."""
    light, dark = group_style(place, BRIGHT), group_style(place, DIM)
    return Ink(light.colour, dark.colour, light.marker, DASHES[place % len(DASHES)])


def styles_of(inks: Mapping[str, Ink], *, dark: bool) -> dict[str, VariantStyle]:
    """The same in the words of the screen's own charts."""
    return {
        name: VariantStyle(each.dark if dark else each.light, each.shape)
        for name, each in inks.items()
    }


OUTLINES = {
    "●": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "▲": "M0 -4.8L4.6 3.6H-4.6z",
    "■": "M-3.7 -3.7H3.7V3.7H-3.7z",
    "◆": "M0 -5L5 0L0 5L-5 0z",
    "▼": "M0 4.8L4.6 -3.6H-4.6z",
    "★": "M0 -5.2L1.3 -1.7L4.9 -1.6L2.1 .7L3.1 4.2L0 2.2L-3.1 4.2L-2.1 .7L-4.9 -1.6L-1.3 -1.7z",
    "✦": "M0 -5.2L1.3 -1.3L5.2 0L1.3 1.3L0 5.2L-1.3 1.3L-5.2 0L-1.3 -1.3z",
    "✚": "M-1.5 -4.6H1.5V-1.5H4.6V1.5H1.5V4.6H-1.5V1.5H-4.6V-1.5H-1.5z",
    "✕": "M-3.3 -4.5L0 -1.2L3.3 -4.5L4.5 -3.3L1.2 0L4.5 3.3L3.3 4.5L0 1.2L-3.3 4.5L-4.5 3.3L-1.2 0"
    "L-4.5 -3.3z",
    "◐": "M0 -4.6A4.6 4.6 0 0 0 0 4.6z",
    "◧": "M-3.8 -3.8H0V3.8H-3.8z",
}
HOLLOW = dict(zip("○△□◇▽☆✧", "●▲■◆▼★✦", strict=True))
CROSS = "M-4 -4L4 4M-4 4L4 -4"
UP, DOWN = "M0 -5V5M-4 -1L0 -5L4 -1", "M0 5V-5M-4 1L0 5L4 1"


def marker(shape: str, x: float = 0.0, y: float = 0.0) -> str:
    """A run's marker as an SVG shape in the current colour, on a ground of its own."""
    outline = OUTLINES[HOLLOW.get(shape, shape if shape in OUTLINES else MARKERS[0])]
    kind = "hollow" if shape in HOLLOW else "full"
    return f'<path class="{kind}" transform="translate({x:.1f} {y:.1f})" d="{outline}"/>'


def sign(path: str, x: float, y: float) -> str:
    """A cross or an arrow in the current colour."""
    return f'<path class="sign" transform="translate({x:.1f} {y:.1f})" d="{path}"/>'


def sample(ink: Ink, *, dashed: bool = True) -> str:
    """A run's line and marker, for a legend."""
    dash = f' stroke-dasharray="{ink.dash}"' if ink.dash else ""
    line = f'<path class="line" d="M0 6H26"{dash}/>' if dashed else ""
    return (
        f'<svg {ink.colour.replace("ink", "ink key")} viewBox="0 0 26 12" width="26" height="12" '
        f'aria-hidden="true">{line}{marker(ink.shape, 13, 6)}</svg>'
    )
