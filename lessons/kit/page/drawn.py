"""Pictures as they travel: plain values, which JSON can hold."""

import math
from typing import Any

from torch import Tensor

from lessons.kit.page.panels import Grid


def plain(value: Any) -> Any:
    """A picture's value as JSON can hold it: tensors as lists, nan and infinity as None."""
    match value:
        case Tensor():
            return plain(value.detach().tolist())
        case Grid():
            cells, paths = plain(value.cells), plain(value.paths)
            return {"cells": cells, "x": plain(value.x), "y": plain(value.y), "paths": paths}
        case float():
            return float(f"{value:.6g}") if math.isfinite(value) else None
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case str() | int() | None:
            return value
        case _ if hasattr(value, "tolist"):  # numpy
            return plain(value.tolist())
    raise TypeError(f"a picture cannot hold a {type(value).__name__}")
