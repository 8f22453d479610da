"""Two layers learn to tell the quadrants of a square apart, if there is a bend between them.

Read in this order: this file, from the bottom up: `train` is the loop, and the functions above it
are what it calls. A lesson of several files names them in `shows` on its page, and says here what
is in each and which to read first. This is what `c` shows.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit import Grid
from lessons.kit.loop import Event, Picture, Question, Run, Step

from . import Settings

PIXELS = 21  # of each side of the picture


def points(batch: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Points of the square from -1 to 1; the class is whether x and y have the same sign."""
    x = 2 * torch.rand(batch, 2, device=device) - 1  # (B, 2)
    return x, (x[:, 0] * x[:, 1] > 0).float()  # (B, 2), (B,)


def network(hp: Settings) -> nn.Module:
    """Two layers; the activation between them is all that tells the variants apart."""
    activation = nn.Tanh() if hp.shape == "bent" else nn.Identity()
    return nn.Sequential(
        nn.Linear(2, hp.hidden), activation, nn.Linear(hp.hidden, 1), nn.Flatten(0)
    )


@torch.no_grad()
def answers(model: nn.Module, device: torch.device) -> Grid:
    """The probability of `same sign` all over the square."""
    side = torch.linspace(-1, 1, PIXELS, device=device)
    square = torch.cartesian_prod(side, side).flip(1)  # (PIXELS², 2): a row has one y, from -1 up
    same = model(square).sigmoid().reshape(PIXELS, PIXELS)
    return Grid(same, x=(-1, 1), y=(-1, 1))


def asked(model: nn.Module, device: torch.device, text: str) -> str:
    """What the network says of a point that the learner typed."""
    try:
        x, y = map(float, text.replace(",", " ").split())
    except ValueError:
        return "type two numbers, such as 0.5 -0.5"
    same = model(torch.tensor([[x, y]], device=device)).sigmoid().item()
    return f"same sign: {same:.0%}, different: {1 - same:.0%}"


def train(hp: Settings, run: Run) -> Iterator[Event]:
    """Draw points, answer, find the gradient, step."""
    model = network(hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    run.in_words = lambda seen: [f"({x:+.2f}, {y:+.2f})" for x, y in seen.tolist()]
    yield Question("Which point? x y", lambda text: asked(model, run.device, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        x, same = points(hp.batch, run.device)  # (B, 2), (B,)
        logits = model(x)  # (B,)
        loss = F.binary_cross_entropy_with_logits(logits, same)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        if run.time_to_show(step):
            yield Picture("answers", answers(model, run.device))
        yield Step(loss=loss, right=((logits > 0) == (same > 0)).float().mean())
