"""One network, y = w x + b, and many ways to make it learn."""

from collections.abc import Iterator
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Run, Saved, Step

RATE = 0.1


def batch() -> tuple[Tensor, Tensor]:
    x = torch.randn(8, 1)
    return x, 2 * x + 1


def made() -> tuple[nn.Linear, torch.optim.SGD]:
    model = nn.Linear(1, 1)
    return model, torch.optim.SGD(model.parameters(), lr=RATE)


def in_a_helper(hp: Any, run: Run) -> Iterator[Event]:
    """All of it stands in a function that the loop calls."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        loss = learn(model, optimizer)
        yield Step(loss=loss)


def learn(model: nn.Linear, optimizer: torch.optim.SGD) -> Tensor:
    x, y = batch()
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()


def on_one_line(hp: Any, run: Run) -> Iterator[Event]:
    """Forward, loss and backward at once."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        optimizer.zero_grad()
        x, y = batch()
        F.mse_loss(model(x), y).backward()
        optimizer.step()
        yield Step(loss=0.0)


def clipped_by_torch(hp: Any, run: Run) -> Iterator[Event]:
    """The usual way to clip."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        yield Step(loss=loss)


def clipped_behind_autograd(hp: Any, run: Run) -> Iterator[Event]:
    """A gradient is replaced by a shorter one."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.grad = p.grad / 10 if p.grad is not None else None
        optimizer.step()
        yield Step(loss=loss)


def by_hand(hp: Any, run: Run) -> Iterator[Event]:
    """Gradients of autograd, and no optimizer."""
    model, _ = made()
    for _ in run.steps(hp.steps, model=model):
        x, y = batch()
        loss = F.mse_loss(model(x), y)
        found = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), found, strict=True):
                p -= RATE * g
        yield Step(loss=loss)


def without_autograd(hp: Any, run: Run) -> Iterator[Event]:
    """The formulas of the gradient, written where autograd does not look."""
    model, _ = made()
    weight, bias = (p.data for p in model.parameters())
    for _ in run.steps(hp.steps, model=model):
        x, y = batch()
        off = x @ weight.T + bias - y
        weight -= RATE * 2 * (off.T @ x) / len(x)
        bias -= RATE * 2 * off.mean(0)
        yield Step(loss=off.square().mean())


def without_modules(hp: Any, run: Run) -> Iterator[Event]:
    """A loss of plain sums."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        loss = (x @ model.weight.T + model.bias - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield Step(loss=loss)


def kept_from_before(hp: Any, run: Run) -> Iterator[Event]:
    """Half of the loss was computed before the line that asks the network."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        size = model.weight.square().sum()
        loss = F.mse_loss(model(x), y) + size
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield Step(loss=loss)


def in_two_parts(hp: Any, run: Run) -> Iterator[Event]:
    """Gradients of two batches are added up."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        optimizer.zero_grad()
        for _ in range(2):
            x, y = batch()
            loss = F.mse_loss(model(x), y) / 2
            loss.backward()
        optimizer.step()
        yield Step(loss=loss)


def with_a_closure(hp: Any, run: Run) -> Iterator[Event]:
    """The optimizer itself asks for the gradient."""
    model = nn.Linear(1, 1)
    optimizer = torch.optim.LBFGS(model.parameters(), lr=RATE, max_iter=2)
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()

        def closure(x: Tensor = x, y: Tensor = y) -> Tensor:
            optimizer.zero_grad()
            loss = F.mse_loss(model(x), y)
            loss.backward()
            return loss

        loss = optimizer.step(closure)
        yield Step(loss=loss)


def from_an_iterator(hp: Any, run: Run) -> Iterator[Event]:
    """The line of the loss draws its batch, which cannot be had a second time."""
    model, optimizer = made()
    batches = iter([batch() for _ in range(hp.steps + 2)])
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer, place=Saved(0)):
        loss = loss_on(model, next(batches))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield Step(loss=loss)


def loss_on(model: nn.Linear, pair: tuple[Tensor, Tensor]) -> Tensor:
    return F.mse_loss(model(pair[0]), pair[1])


def with_dropout(hp: Any, run: Run) -> Iterator[Event]:
    """Another mask each time the network is asked; running means that move."""
    model = nn.Sequential(nn.Linear(1, 8), nn.BatchNorm1d(8), nn.Dropout(), nn.Linear(8, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield Step(loss=loss)


def with_a_look(hp: Any, run: Run) -> Iterator[Event]:
    """A gradient that is only looked at, before the one that is used and after it."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        seen = torch.autograd.grad(model(x).sum(), list(model.parameters()))
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        torch.autograd.grad(model(x).sum(), list(model.parameters()))
        yield Step(loss=loss, seen=seen[0].norm())


def with_many_others(hp: Any, run: Run) -> Iterator[Event]:
    """Each step also trains twenty small networks, to compare itself with."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        loss = learn(model, optimizer)
        for _ in range(20):
            learn(*made())
        yield Step(loss=loss)


def that_fails(hp: Any, run: Run) -> Iterator[Event]:
    """An error between backward and step."""
    model, optimizer = made()
    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, y = batch()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        if step == 2:
            raise ValueError("as asked")
        optimizer.step()
        yield Step(loss=loss)


def that_rests(hp: Any, run: Run) -> Iterator[Event]:
    """Nothing is learned."""
    model, optimizer = made()
    for _ in run.steps(hp.steps, model=model, optimizer=optimizer):
        yield Step(loss=1.0)


WAYS = (
    in_a_helper, on_one_line, clipped_by_torch, clipped_behind_autograd, by_hand, without_autograd,
    without_modules, kept_from_before, in_two_parts, with_a_closure, from_an_iterator,
    with_dropout, with_a_look, that_fails, that_rests,
)  # fmt: skip
