"""The loop: an encoder and a decoder learn together, by one bound on the likelihood of images.

Read in this order: this file; model.py, the two networks; by_hand.py, every term of the bound
written out; measures.py, what is measured on the test images.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson17_vae import Vae
from lessons.lesson17_vae.asking import PROMPT, Asker
from lessons.lesson17_vae.looks import Looks
from lessons.lesson17_vae.model import VAE
from lessons.shared.dataset import Dataset


def train(hp: Vae, run: Run) -> Iterator[Event]:
    """Draw a batch, encode it, draw codes, decode them, add up the bound, step."""
    data: Dataset = run.data
    x, test = (torch.from_numpy(a).flatten(1).to(run.device) for a in (data.train.x, data.test.x))
    model = VAE(x.shape[1], hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr, fused=True)  # one call for all
    prior = Normal(torch.zeros(hp.code, device=run.device), 1.0, validate_args=False)
    looks = Looks(hp, run, x, test)
    run.in_words = lambda pixels: ["an image"] * len(pixels)
    yield Question(PROMPT, Asker(model, data, looks).answer)

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        drawn = torch.randint(len(x), (hp.batch,), device=x.device)
        pixels = x[drawn]  # (B, D)
        mean, log_var = model.encode(pixels)  # (B, Z), (B, Z)
        sigma = (0.5 * log_var).exp()  # (B, Z)
        noise = torch.randn_like(mean)  # (B, Z), which no gradient needs to pass
        z = mean + (sigma**2 if hp.mistake == "variance" else sigma) * noise  # (B, Z)
        logits = model.decode(z.detach() if hp.mistake == "detached" else z)  # (B, D)

        q = Normal(mean, sigma, validate_args=False)
        kl = kl_divergence(q, prior).sum(-1)  # (B,)
        nats = F.binary_cross_entropy_with_logits(logits, pixels, reduction="none")  # (B, D)
        reconstruction = nats.mean(-1) if hp.mistake == "averaged" else nats.sum(-1)  # (B,)
        loss = (reconstruction + hp.beta * kl).mean()

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob, and beta
        optimizer.step()

        if step == 1:
            yield looks.by_hand(pixels, logits, mean, log_var)
        yield from looks.pictures(model, step)
        yield Step(loss=loss, **looks.scores)
