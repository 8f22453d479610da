"""What the line goes through: four points, the diabetes table, or a table of the learner's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import Data, Params, Progress

if TYPE_CHECKING:  # the page imports this file, and the menu does not wait for numpy
    from lessons.shared.dataset import Dataset, Part

SLOPE = 2.0
LEARNED, ASKED = (1.0, 2.0, 3.0, 4.0), (1.5, 2.5, 3.5)
"""The x of y = 2x that the line learns from, and those that it is tested on."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """A `Dataset` with a number as target; a table's inputs are standardised."""
    from lessons.shared.tables import bundled, read_table

    if path is not None:
        return read_table(path, hp, progress, wants="number")
    if hp.as_dict()["dataset"] == "diabetes":
        return bundled("diabetes", hp, wants="number")
    return four_points()


def four_points() -> Data:
    """y = 2x on 1, 2, 3 and 4."""
    from lessons.shared.dataset import Dataset

    none, source = _part((), 1), "y = 2x on 1, 2, 3 and 4"
    learned, asked = _part(LEARNED, 1), _part(ASKED, 1 + len(LEARNED))
    dataset = Dataset(learned, none, asked, none, none, [], ["x"], "y", source)
    return Data(dataset, {"source": source})


def _part(xs: tuple[float, ...], row: int) -> Part:
    import numpy as np

    from lessons.shared.dataset import Part

    x = np.array(xs)
    return Part(x[:, None].astype(np.float32), SLOPE * x, np.arange(row, row + len(xs)))


@dataclass(frozen=True, eq=False)
class Scale:
    """What becomes of every input before the line sees it: (x − mean) / deviation."""

    mean: Any
    deviation: Any

    def of(self, x: Any) -> Any:
        """Rows (N, F), scaled."""
        return ((x - self.mean) / self.deviation).astype("float32")


def scale_of(data: Dataset, stretch: float, *, standardised: bool) -> Scale:
    """Inputs in other units, times `stretch`; or standardised, by the training rows alone."""
    import numpy as np

    if not standardised:
        return Scale(0.0, 1 / stretch)
    x = data.train.x.astype(np.float64)
    deviation = x.std(0)
    return Scale(x.mean(0), np.where(deviation > 0, deviation, 1.0))


def scaled(data: Dataset, scale: Scale) -> Dataset:
    """The same rows with their inputs scaled."""
    parts: dict[str, Any] = {name: replace(part, x=scale.of(part.x)) for name, part in data.parts()}
    return replace(data, **parts)
