"""The loop of train.py for several seeds at once: the same networks, batches, looks and steps.

Every tensor has one axis more, in front: S, the networks.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import (
    Stack,
    clip_grad_norms,
    cross_entropies,
    each,
    in_step,
    linear,
    shares,
)
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson14_transformer import Transformer
from lessons.lesson14_transformer.induction import IGNORED
from lessons.lesson14_transformer.looks import Looks
from lessons.lesson14_transformer.model import CausalTransformer
from lessons.lesson14_transformer.positions import rotated, sinusoidal
from lessons.lesson14_transformer.train import LONGEST, optimizer_of, schedule


def suits(hp: Transformer) -> bool:
    """Unless there is dropout: each network draws its masks from its own luck."""
    return not hp.dropout


def read(hp: Transformer, stack: Stack, seen: Tensor) -> Tensor:
    """Logits (S, B·T, V) for tokens (S, B, T)."""
    many, batch, time = seen.shape
    table = stack["embedding.weight"]  # (S, V, D)
    flat = seen.flatten(1)[..., None].expand(-1, -1, hp.width)
    x = table.gather(1, flat).view(many, batch, time, hp.width)
    places = torch.arange(time, device=seen.device)
    if hp.positions == "learned":
        x = x + stack["positions.table"][:, None, :time]
    elif hp.positions == "sinusoidal":
        x = x + sinusoidal(places, hp.width)
    for layer in range(hp.layers):
        block = f"blocks.{layer}"
        x = x + attended(hp, stack, f"{block}.attention", normed(stack, f"{block}.norm1", x))
        if hp.mlp:
            inner = F.gelu(wired(stack, f"{block}.up", normed(stack, f"{block}.norm2", x)))
            x = x + wired(stack, f"{block}.down", inner)
    return wired(stack, "head", normed(stack, "norm", x)).flatten(1, 2)


def normed(stack: Stack, name: str, x: Tensor) -> Tensor:
    """LayerNorm of (S, B, T, D), each network with its own scale and shift."""
    scale, shift = (stack[f"{name}.{kind}"][:, None, None] for kind in ("weight", "bias"))
    return torch.addcmul(shift, F.layer_norm(x, x.shape[-1:]), scale)


def wired(stack: Stack, name: str, x: Tensor) -> Tensor:
    """A linear layer of each network: (S, B, T, E) to (S, B, T, H)."""
    rows = linear(x.flatten(1, 2), stack[f"{name}.weight"], stack[f"{name}.bias"])
    return rows.view(*x.shape[:-1], -1)


def attended(hp: Transformer, stack: Stack, name: str, x: Tensor) -> Tensor:
    """The attention of model.py; networks are a batch of batches to it."""
    q, k, v = (
        part.unflatten(-1, (hp.heads, -1)).transpose(2, 3)  # (S, B, H, T, K)
        for part in wired(stack, f"{name}.to_qkv", x).chunk(3, dim=-1)
    )
    if hp.smear:
        a = stack[f"{name}.smear"].sigmoid()[:, None, :, None, None]  # (S, 1, H, 1, 1)
        k = a * k + (1 - a) * torch.cat([k[..., :1, :], k[..., :-1, :]], dim=-2)
    if hp.positions == "rotary":
        places = torch.arange(x.shape[2], device=x.device)
        q, k = rotated(q, places), rotated(k, places)
    q, k, v = (part.flatten(0, 1) for part in (q, k, v))  # four axes, or torch is slow
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=hp.mask)
    return wired(stack, f"{name}.out", mixed.transpose(1, 2).reshape(x.shape))


def train(hp: Transformer, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Read, predict what follows each token, find the gradients, step."""
    looks = [Looks(hp, run) for run in runs]
    task = looks[0].task
    models = each(runs, lambda run: CausalTransformer(task.tokens, hp).to(run.device))
    stack = Stack(models, partial(read, hp))
    optimizer = optimizer_of(stack, hp, axes=3)
    for place, model in enumerate(models):
        yield Of(place, Question(task.prompt, partial(task.answer, model)))

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    state["noticed"] = [own.noticed for own in looks]
    for step in in_step(runs, hp.steps, **state):
        drawn = each(runs, lambda run: task.get_batch())
        seen, following = (torch.stack(part) for part in zip(*drawn, strict=True))  # (S, B, T)
        losses = cross_entropies(stack(seen), following.flatten(1), IGNORED)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        clip_grad_norms(list(stack.parameters()), LONGEST)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)
        optimizer.step()

        for place, (own, model) in enumerate(zip(looks, models, strict=True)):
            shown = own.pictures(model, step, is_first=place == 0)
            yield from (Of(place, picture) for picture in shown)
        yield [
            Step(loss=loss, **own.scores) for loss, own in zip(losses.detach(), looks, strict=True)
        ]
