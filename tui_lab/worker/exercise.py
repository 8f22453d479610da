"""Checks a learner's file in a sandbox's child: `sandbox.job.Job.entry` names it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import msgspec
import torch

from lessons.kit.practice.check import check
from lessons.kit.practice.exercise import Exercise
from lessons.kit.speed.compiler import stand_in
from tui_lab.trust.permission import load


def check_text(lesson: str, origin: str | None, name: str, text: str) -> Any:
    """The feedback about a file's text. Raises Trouble for a lesson that is not trusted."""
    torch.set_num_threads(1)
    stand_in()
    package = load(lesson, origin).package
    exercise: Exercise = import_module(f"{package}.practice.{name}").exercise
    return msgspec.to_builtins(check(exercise, text))
