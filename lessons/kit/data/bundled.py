"""Real data without a download: the digits and the small tables that scikit-learn brings along."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from lessons.kit.data.brought import Data
from lessons.kit.data.images.images import LabelledImages, digest_of_images
from lessons.kit.data.table.tabular import Tabular, read_tabular
from lessons.kit.errors import unknown

TABLES = ("breast_cancer", "wine", "diabetes")
BRIGHTEST = 16
"""The digits' pixels are counts from 0 to 16: of dots that were set in a square of 4 × 4."""


def digits() -> LabelledImages:
    """1,797 handwritten digits of 8 × 8 pixels, as `read_images` would give them."""
    from sklearn.datasets import load_digits  # 1 s, and only for who asks

    found = load_digits()
    images = np.rint(found.images * (255 / BRIGHTEST)).astype(np.uint8)
    labels = [str(label) for label in found.target]
    facts = {"images": len(images), "height": 8, "width": 8, "channels": 1,
             "classes": dict(Counter(labels)), "parts": {}}  # fmt: skip
    return LabelledImages(
        images, labels, None, "digits, which come with scikit-learn",
        digest_of_images(images, labels), [], facts,
    )  # fmt: skip


def bundled_table(name: str) -> Data:
    """One of TABLES, as `read_table_file` would give it. Raises BadUsage for another name."""
    from sklearn import datasets

    if name not in TABLES:
        raise unknown("table", name, TABLES)
    found = getattr(datasets, f"load_{name}")()
    classes = [str(each) for each in getattr(found, "target_names", ())]
    targets = [classes[at] if classes else repr(float(at)) for at in found.target]
    rows = [[*map(repr, row.tolist()), target]
            for row, target in zip(found.data, targets, strict=True)]  # fmt: skip
    names = [*map(str, found.feature_names), "target"]
    table: Tabular = read_tabular(Path(name), rows, names, target="target")
    source = f"{name.replace('_', ' ')}, which comes with scikit-learn"
    return Data(table, {"source": source, **table.facts, "notes": table.notes})
