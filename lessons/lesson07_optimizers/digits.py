"""What is learned: the digits that come with scikit-learn, or the learner's own table."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit import BadUsage, Data, Params, Progress

@dataclass(frozen=True)
class Part:
    x: Any
    y: Any

@dataclass(frozen=True)
class Split:
    train: Part
    test: Part
    classes: list[str]


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits, or a table; the small landscapes are formulas and read nothing."""
    settings = hp.as_dict()
    if settings["landscape"] != "network":
        if path is not None:
            what = f"landscape {settings['landscape']} is a formula, and reads no data"
            raise BadUsage(what, "leave --data out, or --set landscape=network")
        return Data(None, {"source": f"{settings['landscape']}, a formula"})
    import numpy as np
    from lessons.kit.data.bundled import digits
    found = digits()
    x = found.images.reshape(len(found.images), -1).astype(np.float32) / 255
    y = np.array([int(label) for label in found.labels])
    order = np.random.default_rng(0).permutation(len(x))
    test, train = order[:360], order[360:]
    return Data(Split(Part(x[train], y[train]), Part(x[test], y[test]), [str(i) for i in range(10)]), {"source": found.source, "notes": []})
