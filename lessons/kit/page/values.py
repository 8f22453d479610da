"""What a loop may send to a panel besides numbers, lists and tensors. No torch, no numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Workings:
    """How each row of a map came about: what was computed before its cells, and what they mix.

    `steps` is a name to a matrix of the map's shape, in the order of the computation, such as
    `{"q · k": scores, "÷ √d": scaled}`. The cells of the map are the last step. -inf in a step
    is said as masked. A viewer shows all this for one row of the map, a line for each column.
    """

    steps: dict[str, Any] = field(default_factory=dict)
    cells: str = "softmax"
    """What made the cells of the map from the last of the steps."""
    values: Any = None
    """(columns, k): the first k numbers of what each column brings to the mix; 3 are enough."""
    mixed: Any = None
    """(rows, k): the same k numbers of the sum of the values, weighted with the row's cells."""


@dataclass(frozen=True)
class Grid:
    """A heatmap's value: cells (rows, columns), what its axes span or are called, and marks on it.

    Row 0 is at the low end of `y`; with names, or without `y`, it is at the top. A path is a list
    of (x, y), a point is (x, y, label) or (x, y, label, group), both in the axes' units.
    """

    cells: Any
    x: tuple[float, float] | None = None
    y: tuple[float, float] | None = None
    paths: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    rows: Sequence[str] = ()
    """A name for each row, such as the tokens of this moment."""
    columns: Sequence[str] = ()
    """A name for each column."""
    points: Any = ()
    workings: Workings | None = None
    """How the cells were computed, for a viewer who asks. They travel with four digits then."""


@dataclass(frozen=True)
class Weighted:
    """The value of `Tokens` with what the network says of the sentence, such as "good 0.97"."""

    words: Sequence[tuple[str, float]]
    says: str = ""


@dataclass(frozen=True)
class Points:
    """A scatter's value with curves through it: name to a list of (x, y)."""

    points: Any
    curves: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Counts:
    """A histogram's value: any number of values, counted into bins before they travel.

    `low` and `high` hold the axis still from one picture to the next; values beyond them are
    counted in the outermost bins.
    """

    values: Any
    bins: int = 40
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Dial:
    """A picture that a live setting moves, such as a threshold: a viewer shows the nearest frame.

    `frames` is a list of (value of the setting, picture). What is the same in all of them stands
    once, in `under`: its points and curves are joined with those of the frame. A frame may be a
    `Dial` of another setting.
    """

    knob: str
    frames: Sequence[tuple[float, Any]]
    under: Any = None
