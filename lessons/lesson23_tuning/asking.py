"""What a learner can ask: what the best of so many trials is worth, or a setting of their own."""

from __future__ import annotations

import re

import torch

from lessons.kit.errors import one_line
from lessons.lesson23_tuning import Tuning
from lessons.lesson23_tuning.ridge import Ridge
from lessons.lesson23_tuning.tried import Tried

PROMPT = "After how many trials (100)? Or a setting: lambda=0.1 share=0.8"
WORD = re.compile(r"(lambda|share)\s*[=:]\s*([-+.\w]+)")


def answer(text: str, hp: Tuning, tried: Tried, ridge: Ridge) -> str:
    """The best of so many trials, or a setting that somebody typed, on fresh rows."""
    if (count := counted(text)) is not None:
        return of_trials(count, hp.valid, tried)
    words = {name: number(value) for name, value in WORD.findall(text.casefold())}
    rest = WORD.sub("", text.casefold()).strip(" ,;")
    penalty, share = words.get("lambda", 1.0), words.get("share", 1.0)
    if not words or rest or penalty is None or share is None:
        return f"{one_line(text)[:40]!r} is neither: a number of trials, or lambda=0.1 share=0.8"
    if not (1e-12 <= penalty <= 1e12 and 0 < share <= 1):
        return "lambda is from 1e-12 to 1e12, and share above 0 and up to 1"
    return of_setting(penalty, share, hp.valid, tried, ridge)


def counted(text: str) -> int | None:
    """A number of trials, or None for anything else."""
    word = text.strip().replace(",", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def number(text: str) -> float | None:
    """A number, or None."""
    try:
        return float(text)
    except ValueError:
        return None


def of_trials(count: int, valid: int, tried: Tried) -> str:
    """What the best of the first trials was said to be worth, and what it is worth."""
    if not 1 <= count <= tried.count:
        return f"there are {tried.count} trials so far: ask for 1 to {tried.count}"
    figures = tried.figures(valid, count)
    searches = len(tried.knobs)
    shown = min(valid, tried.right.shape[2])
    return (
        f"the best of {count} trials scores {figures['validated']:.3f} on the {shown} rows that "
        f"chose it, and {figures['tested']:.3f} on fresh ones: {figures['gap']:+.3f} was luck "
        f"(mean of {searches} searches)"
    )


def of_setting(penalty: float, share: float, valid: int, tried: Tried, ridge: Ridge) -> str:
    """A setting that nobody chose by these rows: its two scores differ by chance alone."""
    rows, luck = tried.rows, torch.Generator().manual_seed(0)
    size = rows.repeats, rows.x.shape[1]
    count = max(1, round(share * size[1]))
    kept = (torch.rand(size, generator=luck).argsort(1).argsort(1) < count).double()
    scale = torch.full(size[:1], penalty, dtype=torch.float64)
    weights, bias = ridge.solve(scale.to(rows.x.device), kept.to(rows.x.device))
    right = (rows.x @ weights.float() + bias.float()).argmax(2) == rows.y  # (R, N)
    here = float(right.gather(1, rows.pool[:, :valid]).float().mean())
    there = float(rows.tested(right).mean())
    return (
        f"lambda={penalty:g} with {count} of {size[1]} columns: {here:.3f} on the rows that "
        f"choose, {there:.3f} on fresh ones (mean of {size[0]} searches)"
    )
