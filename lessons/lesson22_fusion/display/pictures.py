"""What is shown of a network's pairs."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Grid, Sheet
from lessons.lesson22_fusion.display.judge import Judge, log_odds
from lessons.lesson22_fusion.examples import AFFIRM, NEGATE, TIMES, WORDS, Problem
from lessons.lesson22_fusion.rules import interaction

ACROSS, DOWN = 5, 2
"""Pairs in a sheet."""
MOST_CLASSES = 12
"""A confusion matrix of more cannot be read."""


def odd(judge: Judge, noise: float) -> Grid:
    """The mean P(odd) over the test images of each digit, beside each word: (10, V)."""
    rows, device = judge.problem.test, judge.problem.prior.device
    once = slice(len(rows.y) // TIMES)  # the images come several times
    image, digit = rows.images(noise, once), rows.shows[once]
    cells = torch.zeros(10, len(WORDS), device=device)
    for at, one in enumerate(torch.eye(len(WORDS), device=device)):
        p = judge.both(image, one.expand(len(image), -1))[:, 1].exp()
        cells[:, at] = torch.zeros(10, device=device).index_add_(0, digit, p)
    cells /= torch.bincount(digit, minlength=10).clamp(min=1)[:, None]
    return Grid(cells, rows=[str(n) for n in range(10)], columns=list(WORDS))


def confusion(judge: Judge, noise: float) -> Grid | None:
    """Of the pairs of each class, the share that is called so and so; None of too many classes."""
    classes = judge.problem.classes
    if len(classes) > MOST_CLASSES:
        return None
    rows, many = judge.problem.test, len(classes)
    said = judge.both(rows.images(noise), rows.captions).argmax(1)
    counts = torch.bincount(rows.y * many + said, minlength=many * many).view(many, many).float()
    shares = counts / counts.sum(1, keepdim=True).clamp(min=1)
    return Grid(shares, rows=classes, columns=classes)


def corners(judge: Judge, noise: float) -> tuple[list[str], Tensor]:
    """xor: an even and an odd digit with AFFIRM and NEGATE; their names and log-odds (2, 2)."""
    rows, words = judge.problem.test, [AFFIRM[0], NEGATE[0]]
    places = [int(torch.nonzero(rows.shows % 2 == parity)[0]) for parity in (0, 1)]
    names = [str(int(rows.shows[at])) for at in places]
    return names, crossed(judge, rows.images(noise, torch.tensor(places)), words)


def crossed(judge: Judge, images: Tensor, words: list[str]) -> Tensor:
    """The log-odds of the second class for each image (rows) beside each word (columns)."""
    device = judge.problem.prior.device
    yes, no = torch.ones(len(images), dtype=torch.long, device=device), None
    no = torch.zeros_like(yes)
    columns = [
        log_odds(judge.both(images, judge.problem.counted(word).expand(len(images), -1)), yes, no)
        for word in words
    ]
    return torch.stack(columns, 1)


def four(judge: Judge, noise: float) -> list[list[str]]:
    """The four points of xor, and the two sums that are equal wherever scores are added."""
    (even, odd), s = corners(judge, noise)
    yes, no = AFFIRM[0], NEGATE[0]
    names = [[f"{digit}, {word}" for word in (yes, no)] for digit in (even, odd)]
    table = [[names[i][j], f"{s[i, j]:+.2f}"] for i in (0, 1) for j in (0, 1)]
    table.append([f"{names[0][0]} + {names[1][1]}", f"{s[0, 0] + s[1, 1]:+.2f}"])
    table.append([f"{names[0][1]} + {names[1][0]}", f"{s[0, 1] + s[1, 0]:+.2f}"])
    return [*table, ["difference", f"{float(interaction(s)):+.2f}"]]


def pairs(problem: Problem, noise: float) -> Sheet | None:
    """Some pairs of the test, with their words and their label; None of numbers."""
    if len(problem.shape) != 3:
        return None
    some = slice(ACROSS * DOWN)
    images = problem.test.images(noise, some).view(-1, *problem.shape).movedim(1, 3).clamp(0, 1)
    images = images[..., 0] if images.shape[-1] == 1 else images
    captions, y = problem.test.captions[some], problem.test.y[some].tolist()
    labels = [f"{said(problem, caption)}: {problem.classes[label]}"
              for caption, label in zip(captions, y, strict=True)]  # fmt: skip
    return Sheet(images, labels, ACROSS)


def said(problem: Problem, caption: Tensor, most: int = 4) -> str:
    """The words of a caption (V,), the weightiest first."""
    weights = caption.tolist()
    order = sorted((at for at, w in enumerate(weights) if w), key=lambda at: -weights[at])[:most]
    told = [problem.words[at] if problem.own or weights[at] < 2
            else f"{weights[at]:.0f}× {problem.words[at]}" for at in order]  # fmt: skip
    return " ".join(told)


def beside(judge: Judge, fusion: str, right: dict[str, float], last: bool) -> list[list[Any]]:
    """What is right with both senses and without one; at the end the learner's data's baselines."""
    names = ("accuracy", "no_caption", "no_image")
    name = "late, product" if fusion == "late" else fusion
    table = [[name, *(f"{right[each]:.3f}" for each in names)]]
    if fusion == "late":
        table.append(["late, mean", f"{right['averaged']:.3f}", "", ""])
    own = judge.problem.own
    if own is None:
        return [*table, ["always the same", f"{majority(judge.problem):.3f}", "", ""]]
    if not last:
        return table
    from lessons.shared.baselines import baselines  # scikit-learn: a second to load
    from lessons.shared.scores import accuracy

    models = [[each.name, f"{accuracy(each.said, own.rows.test.y):.3f}", "", ""]
              for each in baselines(own.rows)]  # fmt: skip
    return [*table, *models]


def majority(problem: Problem) -> float:
    """The share of the test that the commonest training class alone is right for."""
    return float((problem.test.y == problem.prior.argmax()).float().mean())
