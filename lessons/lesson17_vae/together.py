"""The loop of train.py for several seeds at once: the same networks, batches, noise and steps.

Every tensor has one axis more, in front: S, the networks.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson17_vae import Vae
from lessons.lesson17_vae.asking import PROMPT, Asker
from lessons.lesson17_vae.looks import Looks
from lessons.lesson17_vae.model import VAE, halves, hidden_of
from lessons.shared.dataset import Dataset


def suits(hp: Vae) -> bool:
    """Always: no step depends on what another network does."""
    return True


def read(layers: int, stack: Stack, part: str, h: Tensor) -> Tensor:
    """What the encoders or the decoders, the `part`, make of (S, B, …)."""
    for place in range(layers + 1):
        name = f"{part}.{2 * place}"  # a ReLU stands at each odd place
        h = linear(h, stack[f"{name}.weight"], stack[f"{name}.bias"])
        h = h.relu() if place < layers else h
    return h


def train(hp: Vae, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw batches, encode them, draw codes, decode them, add up the bounds, step."""
    data: Dataset = runs[0].data
    device = runs[0].device
    x, test = (torch.from_numpy(a).flatten(1).to(device) for a in (data.train.x, data.test.x))
    models = each(runs, lambda run: VAE(x.shape[1], hp).to(device))
    stack = Stack(models, partial(read, len(hidden_of(hp, x.shape[1]))))
    optimizer = torch.optim.Adam(stack.parameters(), lr=hp.lr, fused=True)
    prior = Normal(torch.zeros(hp.code, device=device), 1.0, validate_args=False)
    looks = [Looks(hp, run, x, test) for run in runs]
    for place, model in enumerate(models):
        yield Of(place, Question(PROMPT, Asker(model, data, looks[place]).answer))

    def draw(run: Run) -> tuple[Tensor, Tensor]:
        """A batch's places (B,) and its noise (B, Z), in the order in which train.py draws."""
        places = torch.randint(len(x), (hp.batch,), device=device)
        return places, torch.randn(hp.batch, hp.code, device=device)

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    for step in in_step(runs, hp.steps, **state):
        drawn, noise = map(torch.stack, zip(*each(runs, draw), strict=True))
        pixels = x[drawn]  # (S, B, D)
        mean, log_var = halves(stack("encoder", pixels))  # (S, B, Z), (S, B, Z)
        sigma = (0.5 * log_var).exp()
        z = mean + (sigma**2 if hp.mistake == "variance" else sigma) * noise
        logits = stack("decoder", z.detach() if hp.mistake == "detached" else z)  # (S, B, D)

        kl = kl_divergence(Normal(mean, sigma, validate_args=False), prior).sum(-1)  # (S, B)
        nats = F.binary_cross_entropy_with_logits(logits, pixels, reduction="none")
        reconstruction = nats.mean(-1) if hp.mistake == "averaged" else nats.sum(-1)  # (S, B)
        losses = (reconstruction + hp.beta * kl).mean(-1)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr
        optimizer.step()

        for place, (own, model) in enumerate(zip(looks, models, strict=True)):
            if step == 1:
                batch = (t[place] for t in (pixels, logits, mean, log_var))
                yield Of(place, own.by_hand(*batch))
            shown = own.pictures(model, step, is_first=place == 0)
            yield from (Of(place, event) for event in shown)
        yield [
            Step(loss=loss, **own.scores) for loss, own in zip(losses.detach(), looks, strict=True)
        ]
