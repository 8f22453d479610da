"""Two networks and one loop: D learns to tell real from generated, G learns to be called real.

Read in this order: this file; networks.py, what G and D are; losses.py, what each of them makes
small, and the penalties on D's gradient; by_hand.py, the same formulas without autograd; ring.py,
the eight modes and how they are counted.
"""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.optim import Adam

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson18_gan import GAN
from lessons.lesson18_gan.asking import PROMPTS, answer
from lessons.lesson18_gan.by_hand import compared
from lessons.lesson18_gan.losses import d_loss, g_loss, r1
from lessons.lesson18_gan.networks import Discriminator, Generator
from lessons.lesson18_gan.reals import Images, Ring, reals_of
from lessons.lesson18_gan.shown import LOOKS, shown_of


def schedule(hp: GAN, step: int) -> float:
    """The share of both learning rates: 1, or with decay a line down to 0 in the second half."""
    return min(1.0, 2 * (1 - (step - 1) / hp.steps)) if hp.decay else 1.0


def set_rate(optimizer: Adam, lr: float) -> None:
    """A live knob: the learner may be turning it."""
    for group in optimizer.param_groups:
        group["lr"] = lr


def get_batch(hp: GAN, reals: Ring | Images) -> tuple[Tensor, Tensor]:
    """Real ones (R, B, D) and noise (R, B, Z). R is the GANs trained at once, nearly always one."""
    shape = hp.starts, hp.batch
    return reals.draw(shape), torch.randn(*shape, hp.z, device=reals.device)


def train(hp: GAN, run: Run) -> Iterator[Event]:
    """Draw real ones, generate as many, step D; ask D again, step G."""
    reals = reals_of(hp, run.data, run.device)
    g = Generator(hp, reals.inputs).to(run.device)
    d = Discriminator(hp, reals.inputs).to(run.device)
    g_weights, d_weights = list(g.parameters()), list(d.parameters())
    g_optimizer = Adam(g_weights, lr=hp.lr_g, betas=(hp.beta1, hp.beta2), fused=True)
    d_optimizer = Adam(d_weights, lr=hp.lr_d, betas=(hp.beta1, hp.beta2), fused=True)
    shown = shown_of(hp, run, reals)
    yield Question(PROMPTS[hp.task], lambda text: answer(text, g, d, reals))

    state = {"g": g, "d": d, "g_optimizer": g_optimizer, "d_optimizer": d_optimizer}
    for step in run.steps(hp.steps, **state, shown=shown):
        set_rate(g_optimizer, hp.lr_g * schedule(hp, step))
        set_rate(d_optimizer, hp.lr_d * schedule(hp, step))

        for _ in range(hp.d_steps):
            x, z = get_batch(hp, reals)
            x.requires_grad_(hp.r1 > 0)  # (R, B, D)
            fake = g(z)  # (R, B, D)
            real, made = d(x), d(fake.detach())  # (R, B) logits; G is not to learn here
            d_losses = d_loss(real, made)  # (R,)
            if hp.trains != "only-g":
                penalized = d_losses + hp.r1 * r1(real, x) if hp.r1 else d_losses
                d_optimizer.zero_grad()
                penalized.sum().backward(inputs=d_weights)  # the sum: each GAN its own gradient
                d_optimizer.step()

        g_losses = g_loss(hp.objective, d(fake))  # (R,): the same fakes, by the D of now
        if hp.trains != "only-d":
            g_optimizer.zero_grad()
            g_losses.sum().backward(inputs=g_weights)  # through D, whose weights stay
            g_optimizer.step()

        scores = {"d_loss": d_losses.detach().mean(), "g_loss": g_losses.detach().mean()}
        if step == 1:
            apart = compared(d, x, fake)
            scores["by_hand"] = torch.tensor(max(apart.values()))
            yield Picture("by_hand", [[name, f"{each:.1e}"] for name, each in apart.items()])
        if run.time_to_show(step, LOOKS):
            with torch.no_grad():
                samples = g(shown.z)  # (R, N, D): of the same noise each time
                scores |= shown.figures(step, samples)
                scores |= {"d_real": real.sigmoid().mean(), "d_fake": made.sigmoid().mean()}
                for key, picture in shown.pictures(samples, d).items():
                    yield Picture(key, picture)
        yield Step(**scores)
