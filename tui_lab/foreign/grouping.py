"""Which scalars share a panel: those of training and validation, and what comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable

SPLITS = "train|training|val|valid|validation|test|testing|eval|evaluation|dev"
FIRST = re.compile(r"loss|nll|perplexity|ppl|error", re.IGNORECASE)
LAST = re.compile(
    r"^(epoch|step|lr|learning_rate)|/lr|lr[-_/]|pg\d|grad|time|runtime|per_second|memory|mem$|gpu"
    r"|cpu|total_flos|seconds|eta",
    re.IGNORECASE,
)
"""What a program tells of itself: interesting after how it learns."""


def panels_of(scalars: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Titles of panels, with the scalars in each: losses first, speeds and settings last."""
    groups: dict[str, list[str]] = {}
    for name in scalars:
        groups.setdefault(without_split(name), []).append(name)
    order = sorted(groups, key=lambda title: 0 if FIRST.search(title) else 1 + _is_last(title))
    return {title: tuple(groups[title]) for title in order}


def _is_last(title: str) -> bool:
    return bool(LAST.search(title))


def without_split(name: str) -> str:
    """`train/loss`, `val_loss` and `loss/test` without the part of the data that they are of."""
    parts = [part for part in name.split("/") if not re.fullmatch(SPLITS, part, re.IGNORECASE)]
    if not parts:
        return name
    parts[-1] = re.sub(rf"^({SPLITS})[_\-. ]|[_\-. ]({SPLITS})$", "", parts[-1], flags=re.I)
    return "/".join(parts) or name
