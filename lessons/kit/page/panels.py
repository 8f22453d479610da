"""Charts as data: what a lesson shows, said without a word about how it is drawn."""

from dataclasses import dataclass, field

from lessons.kit.page.scope import Scope


@dataclass(frozen=True)
class Guide:
    """A labelled level across a chart: a number, or the name of a setting or scalar to follow."""

    at: float | str
    label: str


@dataclass(frozen=True)
class Panel(Scope):
    """Anything that has a place on the screen of the runs that it speaks of."""

    title: str
    key: str = field(default="", kw_only=True)
    """What a lesson's `Picture` names; "" where the panel is drawn from the scalars."""
    hero: bool = field(default=False, kw_only=True)
    """Show it first and large; of several the first of those that speak of a run. Where none is
    marked so, it is the first panel."""
    unit: str = field(default="", kw_only=True)
    """What its values are in, such as "nats/char"; it stands in the title."""


@dataclass(frozen=True)
class Series(Panel):
    """Scalars against steps: a curve for each variant, with a band over its seeds."""

    of: tuple[str, ...] = ()
    log: bool = False
    log_x: bool = False
    """Open with the x-axis in decades: where what matters happens in the first steps."""
    guide: Guide | None = None
    average: bool = False
    """Draw the mean of everything so far, for 0-or-1 scalars such as `clipped`."""


@dataclass(frozen=True)
class Bars(Panel):
    """The latest value of one scalar, a bar for each variant, on a scale that begins at 0."""

    of: str
    limits: tuple[float, float] | None = None
    """What the scale spans, such as (0, 1) for a share; None is from 0 to what there is."""
    references: tuple[Guide, ...] = ()
    """What the bars are compared with: each a line across them, with its name."""


@dataclass(frozen=True)
class Heatmap(Panel):
    """A matrix as colours. Shown with a (rows, columns) matrix, or with a `Grid`.

    Several maps in one panel, such as heads and layers, are shown with a name to each, or with an
    array of three or four dimensions.
    """

    x: str = ""
    y: str = ""
    log: bool = False
    rows: tuple[str, ...] = ()
    """A name for each row, the first at the top."""
    columns: tuple[str, ...] = ()
    """A name for each column."""
    numbers: bool = False
    """Write each value into its cell, where there is room."""
    by_row: bool = False
    """Colour each cell by its share of its row: of counts, where one row has many more than
    another. The numbers stay what they are."""
    limits: tuple[float, float] | None = None
    """What the colours span, so that maps can be compared; None is what each map holds."""
    unit: str = ""
    """What the colours measure, for their key."""
    overlaid: bool = False
    """Draw the paths of all networks over the map of the one that is shown."""
    all_networks: bool = False
    """Draw the maps of all networks side by side, in one scale, and not only the shown one's."""


@dataclass(frozen=True)
class Lines(Panel):
    """Curves over something other than steps. Shown with name to a list of (x, y)."""

    x: str = ""
    log: bool = False
    log_x: bool = False
    """Draw the x-axis in decades."""
    guide: Guide | None = None


@dataclass(frozen=True)
class Scatter(Panel):
    """Labelled points. Shown with a list of (x, y, label), or (x, y, label, group).

    With `Points(points, curves={"fit": …})` there are curves through them.
    """

    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class Table(Panel):
    """Rows under headings. Shown with a list of rows; without `columns` the first row is one."""

    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text(Panel):
    """Words, such as a sample from a model. Shown with a string."""

    prompt: str = ""
    """What every text begins with, which the network did not write: it is drawn faint."""
    all_networks: bool = False
    """Show what every network wrote, a line for each at least, and not only the shown one's."""


@dataclass(frozen=True)
class Tokens(Panel):
    """A sentence, its words tinted by a weight. Shown with a list of (word, weight), or `Weighted`.

    Where there are no colours, words of weight have a + or a − before them.
    """

    unit: str = ""
    """What the weights are measured in."""
    up: str = "for"
    """What a positive weight means, for the legend."""
    down: str = "against"
    """What a negative weight means."""
    all_networks: bool = False
    """Show the sentence of every network, in one scale, and not only the shown one's."""


@dataclass(frozen=True)
class Image(Panel):
    """A grey picture, dark to light in 0…1. Shown with a (rows, columns) matrix."""


@dataclass(frozen=True)
class Images(Panel):
    """Many images of one size, each with a label. Shown with a `Sheet`.

    An (n, h, w) or (n, h, w, 3) array of fractions from 0 to 1 does too, where it is small.
    """

    columns: int = 0
    """Images side by side; 0 is as many as suit the room."""
    plane: bool = False
    """Rows and columns are steps over two numbers: where there is little room every second, third
    … of them is shown, both ways, and not the first ones only."""
    says: str = ""
    """What the rows and columns are; it is written beside or below the images, where there is
    room."""


@dataclass(frozen=True)
class Histogram(Panel):
    """How values are spread. Shown with `Counts(values)`, or with name to `Counts(values)`."""

    x: str = ""
    log: bool = False
    """Draw the counts in decades, so that rare values are seen."""
