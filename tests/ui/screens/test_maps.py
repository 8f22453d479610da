"""A maximised map: its cursor, the arithmetic of its row, and what both say as pictures move."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from textual.pilot import Pilot

from lessons.kit import Grid, Workings, from_json, to_json
from lessons.kit.page.drawn import plain
from lessons.kit.stream.events import PictureEvent, Start
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.screen import SIZES, Compare, lesson_of, settle, sized
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import text_of
from tui_lab.widgets.panels.csv_file import lines_of_file
from tui_lab.widgets.panels.shown import ShownPanel
from tui_lab.widgets.panels.values import as_tsv, rows_of

TOKENS = ("the", "cat", "sat", "on", "it")


def head(seed: int, tokens: Sequence[str] = TOKENS, workings: bool = True) -> Grid:
    """A head that sees what came before, with the numbers that led to its weights."""
    count, generator = len(tokens), torch.Generator().manual_seed(seed)
    scores = torch.randn(count, count, generator=generator)
    masked = scores.masked_fill(torch.ones(count, count).triu(1).bool(), -torch.inf)
    weights, values = (masked / 2).softmax(1), torch.randn(count, 3, generator=generator)
    steps = {"q · k": masked, "÷ √4": masked / 2}
    return Grid(weights, rows=tokens, columns=tokens, workings=Workings(
        steps, values=values, mixed=weights @ values,
    ) if workings else None)  # fmt: skip


def heads(seed: int, count: int = 8) -> dict[str, Grid]:
    return {f"layer {n // 4 + 1} head {n % 4 + 1}": head(seed + n) for n in range(count)}
