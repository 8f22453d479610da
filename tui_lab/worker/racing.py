"""The race of a plan, where one of some checkpoints left it."""

import gc
from collections.abc import Sequence
from pathlib import Path

import torch

from lessons.kit.data.brought import Data
from lessons.kit.engine.checkpoints import latest_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.page.plan import Plan
from lessons.kit.speed.memory import keep_freed_memory
from tui_lab.trust.permission import load


def race_of(plan: Plan, folders: Sequence[Path], data: Data) -> Race:
    """The race, from the first of these checkpoints that is whole, latest first."""
    gc.freeze()  # there is nothing of torch to look for later
    gc.enable()
    torch.set_num_threads(plan.threads)
    keep_freed_memory()
    return Race(load(plan.lesson, plan.origin), plan, latest_checkpoint(folders), data=data)
