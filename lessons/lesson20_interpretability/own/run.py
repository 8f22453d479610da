"""A network of another run, explained: each step one more input of its test. Nothing is trained."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor, nn

from lessons.kit.engine.trained import Asked, Trained
from lessons.kit.loop import Dial, Event, Grid, Picture, Question, Run, Step
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.display.asking import (
    by_coalitions,
    part_name,
    said_of,
    told,
)
from lessons.lesson20_interpretability.display.judging import judged
from lessons.lesson20_interpretability.display.pictures import one_row
from lessons.lesson20_interpretability.explained import (
    INTEGRATED,
    TEXTS,
    Case,
    redrawn,
)
from lessons.lesson20_interpretability.gradient import Scores
from lessons.lesson20_interpretability.known import exact

WIDTHS = (0.1, 0.25, 0.5, 1.0, 4.0)
SHOWN_PARTS = 24


def train(hp: Interpretability, run: Run) -> Iterator[Event]:
    """Take the next input of the test, explain it, and check the explanation."""
    found, data = run.data
    trained: Trained = found.open(data, run.device)
    random = redrawn(trained.model)
    order = torch.randperm(len(trained.test), generator=torch.Generator().manual_seed(0))
    yield Question(trained.prompt, partial(answer, trained, random, hp))

    for step in run.steps(min(hp.steps, len(order)), random=random):
        one = trained.test.rows(order[step - 1 : step].to(trained.test.labels.device))
        case = case_of(trained, trained.model, one.inputs)
        rival = case_of(trained, random, one.inputs, case.target)
        checks = judged(case, {"random": [rival.maps()]})
        if step == 1:
            yield Picture("exact", exact.table())
        if run.time_to_show(step, 60):
            yield from shown(trained, case, rival)
            yield Picture("deletion", checks.curves)
            yield Picture("checks", [checks.row(name) for name in checks.methods])
        right = (case.target == one.labels).float().mean()
        yield Step(accuracy=right, **checks.figures)


def case_of(
    trained: Trained, model: nn.Module, inputs: tuple[Tensor, ...], target: Tensor | None = None
) -> Case:
    """One input of a run's network, or of one with its layers; without a target, what it says."""
    if target is None:
        with torch.no_grad():
            target = said_of(trained.model(*inputs))
    if trained.kind == TEXTS:
        return of_text(trained, model, inputs, target)
    x, baseline, scores = inputs[0], trained.baseline[0], model
    if trained.shape and x.ndim == 2:  # flat pixels
        x, baseline = (part.view(len(part), *trained.shape) for part in (x, baseline))
        scores = nn.Sequential(nn.Flatten(), model)
    return Case(model, scores, x, baseline, target, trained.kind, trained.names)


def of_text(trained: Trained, model: nn.Module, inputs: tuple[Tensor, ...], target: Tensor) -> Case:
    """A text as the vectors of its words, (1, T, E): between two words there is nothing."""
    words, lengths = inputs
    embedding = next(m for m in model.modules() if isinstance(m, nn.Embedding))
    unknown = trained.baseline[0].to(words.device)[:, :1]
    with torch.no_grad():
        x, baseline = embedding(words), embedding(unknown)  # (1, T, E), (1, 1, E)
    told = trained.words(words, lengths)[0] if trained.words else []
    names = [*told, *["[PAD]"] * (words.shape[1] - len(told))]
    return Case(model, from_vectors(model, embedding, words, lengths), x, baseline, target,
                TEXTS, names)  # fmt: skip


def from_vectors(
    model: nn.Module, embedding: nn.Embedding, words: Tensor, lengths: Tensor
) -> Scores:
    """The network as a function of the vectors of its words, (N, T, E) to (N, C)."""

    def scores(vectors: Tensor) -> Tensor:
        handle = embedding.register_forward_hook(lambda *_: vectors)
        try:
            many = len(vectors)
            found: Tensor = model(words.expand(many, -1), lengths.expand(many))
        finally:
            handle.remove()
        return found

    return scores


def shown(trained: Trained, case: Case, rival: Case) -> Iterator[Picture]:
    """The input with what each method says of its parts, and the same with random weights."""
    maps = case.maps() | {f"{method} (random)": map_ for method, map_ in rival.maps().items()}
    yield Picture("one", pixels(case, maps) if case.kind == "images" else parts(case, maps))
    most = maps[INTEGRATED][0]
    best = most.abs().argsort(descending=True)[:SHOWN_PARTS].sort().values.tolist()
    said = trained.classes[int(case.target[0])]
    yield Picture("parts", weighted(case, most, best, said))


def weighted(case: Case, most: Tensor, best: list[int], said: str) -> object:
    """The parts of an input, tinted by integrated gradients."""
    from lessons.kit.page.values import Weighted

    return Weighted([(part_name(case, at), float(most[at])) for at in best], said)


def pixels(case: Case, maps: dict[str, Tensor]) -> dict[str, Tensor]:
    """The image and its maps, each from −1 to 1 in a scale of its own."""
    side = case.x.shape[2:]
    drawn = {name: found[0] / found.abs().max().clamp(min=1e-12) for name, found in maps.items()}
    return {"image": case.x[0].mean(0), **{n: found.view(side) for n, found in drawn.items()}}


def parts(case: Case, maps: dict[str, Tensor]) -> Grid | Dial:
    """A row for each method; with few parts also exact Shapley values, and LIME by its width."""
    few = by_coalitions(case, WIDTHS[0])
    if not few:
        return one_row(case, maps, 0)
    frames = []
    for width in WIDTHS:
        shapley, lime = by_coalitions(case, width).values()
        frames.append(
            (width, one_row(case, {"Shapley": shapley[None], "LIME": lime[None], **maps}, 0))
        )
    return Dial("width", frames)


def answer(trained: Trained, random: nn.Module, hp: Interpretability, text: str) -> str:
    """Any input that a learner types, explained, with the checks."""
    asked: Asked | str = trained.read(text)
    if isinstance(asked, str):
        return asked
    case = case_of(trained, trained.model, asked.inputs)
    rival = case_of(trained, random, asked.inputs, case.target)
    true = "" if asked.label is None else trained.classes[asked.label]
    return told(case, {"random": rival}, trained.classes, (asked.name, true), hp)
