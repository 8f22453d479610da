"""The loop of train.py for several seeds at once: the same networks, batches and steps.

Every tensor has one axis more, in front: S, the seeds. R is the starts of each, nearly always one.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.optim import Adam

from lessons.kit.loop import Picture, Question, Run
from lessons.kit.speed.stack import Stack, each, in_step, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson18_gan import GAN
from lessons.lesson18_gan.asking import PROMPTS, answer
from lessons.lesson18_gan.by_hand import compared
from lessons.lesson18_gan.losses import d_loss, g_loss, r1
from lessons.lesson18_gan.networks import Discriminator, Generator, Weights, generated, judged
from lessons.lesson18_gan.reals import reals_of
from lessons.lesson18_gan.shown import LOOKS, by_start, shown_of
from lessons.lesson18_gan.train import get_batch, schedule, set_rate

SELDOM = 6
"""Pictures of the seeds that a screen does not show first; one costs as much as a step of all."""


def suits(hp: GAN) -> bool:
    """Both tasks and all settings: every seed has as many weights and samples."""
    return True


def layers_of(stack: Stack) -> Weights:
    """Each layer's W (S·R, inputs, outputs) and b: to it, other seeds are only more starts."""
    return [
        (stack[f"layers.{at}.weight"].flatten(0, 1), stack[f"layers.{at}.bias"].flatten(0, 1))
        for at in range(len(stack.weights) // 2)
    ]


def generate(pixels: bool, stack: Stack, z: Tensor) -> Tensor:
    """Samples (S, R, B, D) from noise (S, R, B, Z)."""
    x: Tensor = generated(layers_of(stack), z.flatten(0, 1), pixels).unflatten(0, z.shape[:2])
    return x


def judge(stack: Stack, x: Tensor) -> Tensor:
    """Logits (S, R, B) of samples (S, R, B, D)."""
    logits: Tensor = judged(layers_of(stack), x.flatten(0, 1)).unflatten(0, x.shape[:2])
    return logits


def train(hp: GAN, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw real ones, generate as many, step D; ask D again, step G."""
    device = runs[0].device
    reals = reals_of(hp, runs[0].data, device)
    pairs = each(runs, lambda _: (Generator(hp, reals.inputs), Discriminator(hp, reals.inputs)))
    gs, ds = [g.to(device) for g, _ in pairs], [d.to(device) for _, d in pairs]
    g, d = Stack(gs, partial(generate, hp.task == "images")), Stack(ds, judge)
    g_weights, d_weights = list(g.parameters()), list(d.parameters())
    g_optimizer = Adam(g_weights, lr=hp.lr_g, betas=(hp.beta1, hp.beta2), fused=True)
    d_optimizer = Adam(d_weights, lr=hp.lr_d, betas=(hp.beta1, hp.beta2), fused=True)
    shown = [shown_of(hp, run, reals) for run in runs]
    for s, (one, other) in enumerate(zip(gs, ds, strict=True)):
        yield Of(s, Question(PROMPTS[hp.task], partial(answer, g=one, d=other, reals=reals)))

    state: dict[str, Sequence[Any]] = {"g": gs, "d": ds, "shown": shown}
    state |= {"g_optimizer": shares(g_optimizer, runs), "d_optimizer": shares(d_optimizer, runs)}
    for step in in_step(runs, hp.steps, **state):
        set_rate(g_optimizer, hp.lr_g * schedule(hp, step))
        set_rate(d_optimizer, hp.lr_d * schedule(hp, step))

        for _ in range(hp.d_steps):
            drawn = each(runs, lambda _: get_batch(hp, reals))
            x, z = (torch.stack(some) for some in zip(*drawn, strict=True))
            x.requires_grad_(hp.r1 > 0)  # (S, R, B, D)
            fake = g(z)  # (S, R, B, D)
            real, made = d(x), d(fake.detach())  # (S, R, B) logits
            d_losses = d_loss(real, made)  # (S, R)
            if hp.trains != "only-g":
                penalized = d_losses + hp.r1 * r1(real, x) if hp.r1 else d_losses
                d_optimizer.zero_grad()
                penalized.sum().backward(inputs=d_weights)  # the sum: each GAN its own gradient
                d_optimizer.step()

        g_losses = g_loss(hp.objective, d(fake))  # (S, R)
        if hp.trains != "only-d":
            g_optimizer.zero_grad()
            g_losses.sum().backward(inputs=g_weights)
            g_optimizer.step()

        losses = zip(d_losses.detach().mean(1), g_losses.detach().mean(1), strict=True)
        steps = [{"d_loss": of_d, "g_loss": of_g} for of_d, of_g in losses]
        if step == 1:
            for s, apart in enumerate(map(compared, ds, x, fake)):
                steps[s]["by_hand"] = torch.tensor(max(apart.values()))
                rows = [[name, f"{far:.1e}"] for name, far in apart.items()]
                yield Of(s, Picture("by_hand", rows))
        wanted = [s for s, run in enumerate(runs) if run.time_to_show(step, LOOKS)]
        with torch.no_grad():
            samples = {s: gs[s](shown[s].z) for s in wanted}  # (R, N, D) each
            for s in wanted:
                steps[s] |= shown[s].figures(step, samples[s])
                steps[s] |= {"d_real": real[s].sigmoid().mean(), "d_fake": made[s].sigmoid().mean()}
        beside = by_start(shown, [run.seed for run in runs])
        for s in wanted:
            if s == 0 or runs[s].time_to_show(step, SELDOM, first=(1,)):
                with torch.no_grad():
                    pictures = shown[s].pictures(samples[s], ds[s]) | beside
                yield from (Of(s, Picture(key, value)) for key, value in pictures.items())
        yield [Step(**scores) for scores in steps]
