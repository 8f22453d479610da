"""Charts as data: what a lesson shows, said without a word about how it is drawn."""

from dataclasses import dataclass, field
from typing import Any

from lessons.kit.page.scope import Scope


@dataclass(frozen=True)
class Guide:
    """A labelled level across a chart: a number, or the name of a setting to follow."""

    at: float | str
    label: str


@dataclass(frozen=True)
class Panel(Scope):
    """Anything that has a place on the screen of the runs that it speaks of."""

    title: str
    key: str = field(default="", kw_only=True)
    """What a lesson's `Picture` names; "" where the panel is drawn from the scalars."""


@dataclass(frozen=True)
class Series(Panel):
    """Scalars against steps: a curve for each variant, with a band over its seeds."""

    of: tuple[str, ...] = ()
    log: bool = False
    guide: Guide | None = None
    average: bool = False
    """Draw the mean of everything so far, for 0-or-1 scalars such as `clipped`."""


@dataclass(frozen=True)
class Bars(Panel):
    """The latest value of one scalar, a bar for each variant."""

    of: str


@dataclass(frozen=True)
class Heatmap(Panel):
    """A matrix as colours. Shown with a `Grid`, or with a plain (rows, columns) matrix."""

    x: str = ""
    y: str = ""
    log: bool = False


@dataclass(frozen=True)
class Lines(Panel):
    """Curves over something other than steps. Shown with name to a list of (x, y)."""

    x: str = ""
    log: bool = False
    guide: Guide | None = None


@dataclass(frozen=True)
class Scatter(Panel):
    """Labelled points. Shown with a list of (x, y, label), or (x, y, label, group)."""

    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class Table(Panel):
    """Rows under headings. Shown with a list of rows; without `columns` the first row is one."""

    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text(Panel):
    """Words, such as a sample from a model. Shown with a string."""


@dataclass(frozen=True)
class Image(Panel):
    """A grey picture, dark to light in 0…1. Shown with a (rows, columns) matrix."""


@dataclass(frozen=True)
class Grid:
    """A heatmap's value: cells (rows, columns), what its axes span, and paths drawn on it.

    Row 0 is at the low end of `y`. A path is a list of (x, y) in the axes' units.
    """

    cells: Any
    x: tuple[float, float] | None = None
    y: tuple[float, float] | None = None
    paths: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
