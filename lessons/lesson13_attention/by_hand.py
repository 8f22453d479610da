"""Attention, written out: scores, scale, mask, softmax, mix; heads split, and joined again.

A query asks, every key says how well it fits, and the answer is a mix of the values. That is all
of it, and nothing here knows in what order the tokens stand. The loop uses torch's own; the table
"By hand, beside torch" shows how far the two are apart on what this run's network reads.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init


def scores(q: Tensor, k: Tensor, *, scaled: bool = True) -> Tensor:
    """Vaswani et al. (2017), eq. 1: QKᵀ / √d, (…, Q, T), for q (…, Q, d) and k (…, T, d).

    One number for each query and key: Σ over d of q·k. Where both have deviation 1, that sum has
    deviation √d, and the division brings it back to 1.
    """
    dots = q @ k.transpose(-2, -1)  # (…, Q, T)
    return dots / math.sqrt(q.shape[-1]) if scaled else dots


def masked(found: Tensor, mask: Tensor) -> Tensor:
    """The same scores, −∞ where `mask` (Q, T) is False: e^−∞ is 0, and nothing looks there."""
    return found.masked_fill(~mask, -math.inf)


def softmax(found: Tensor) -> Tensor:
    """eˢ / Σ eˢ over the last axis: weights from 0 to 1 that sum to 1.

    The largest is taken off first, which changes nothing in the ratio; no e can overflow.
    """
    raised = (found - found.max(-1, keepdim=True).values).exp()
    return raised / raised.sum(-1, keepdim=True)


def attend(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None, *, scaled: bool = True
) -> tuple[Tensor, Tensor]:
    """The mix Σ over T of weight · v, (…, Q, d), and the weights themselves, (…, Q, T)."""
    found = scores(q, k, scaled=scaled)
    weights = softmax(found if mask is None else masked(found, mask))
    return weights @ v, weights


def split(x: Tensor, heads: int) -> Tensor:
    """Heads side by side, (…, T, H·d), to heads each by itself, (…, H, T, d).

    First parted, then turned. To `view` it as (…, H, T, d) at once mixes tokens with heads.
    """
    parted: Tensor = x.unflatten(-1, (heads, -1))  # (…, T, H, d)
    return parted.transpose(-3, -2)


def joined(x: Tensor) -> Tensor:
    """Back again: (…, H, T, d) to (…, T, H·d)."""
    return x.transpose(-3, -2).flatten(-2)


def entropy(weights: Tensor) -> Tensor:
    """−Σ w ln w over the last axis, in nats: 0 looks at one place, ln T at T places alike."""
    logs: Tensor = torch.special.xlogy(weights, weights)
    return -logs.sum(-1)


def apart(q: Tensor, k: Tensor, v: Tensor, *, scaled: bool) -> dict[str, float]:
    """How far the formulas and torch are apart at most, on heads (B, H, T, d) of a network."""
    heads = [each.detach().cpu() for each in (q, k, v)]
    found = {}
    for name, dtype in (("float32", torch.float32), ("float64", torch.float64)):
        ours = [each.to(dtype) for each in heads]
        found[f"one head after the other, {name}"] = _one(*ours, scaled=scaled)
        found[f"with a mask, {name}"] = _one(*ours, scaled=scaled, is_masked=True)
        found[f"all of nn.MultiheadAttention, {name}"] = _many(*ours)
    return found


def _one(q: Tensor, k: Tensor, v: Tensor, *, scaled: bool, is_masked: bool = False) -> float:
    """Against `F.scaled_dot_product_attention`."""
    mask = torch.ones(q.shape[-2], k.shape[-2]).tril().bool() if is_masked else None
    ours, _ = attend(q, k, v, mask, scaled=scaled)
    scale = None if scaled else 1.0
    theirs = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, scale=scale)
    return float((ours - theirs).abs().max())


def _many(q: Tensor, k: Tensor, v: Tensor) -> float:
    """Against `nn.MultiheadAttention` with weights of its own, read by both."""
    heads, width = q.shape[1], q.shape[1] * q.shape[-1]
    torch_own = skip_init(nn.MultiheadAttention, width, heads, batch_first=True, dtype=q.dtype)
    luck = torch.Generator().manual_seed(0)  # its own, so that nothing that is learned changes
    for weight in torch_own.parameters():
        nn.init.normal_(weight, std=1 / math.sqrt(width), generator=luck)
    given = [joined(each) for each in (q, k, v)]
    with torch.no_grad():
        theirs, looked = torch_own(*given, average_attn_weights=False)
        ours, weights = multi_head(torch_own, *given)
    return max(float((ours - theirs).abs().max()), float((weights - looked).abs().max()))


def multi_head(theirs: nn.MultiheadAttention, q: Tensor, k: Tensor, v: Tensor
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Section 3.2.2 with the weights of torch's module: its output, and each head's weights.

    torch keeps W_q, W_k and W_v below each other in one matrix, `in_proj_weight` (3·E, E).
    """
    biases = theirs.in_proj_bias.chunk(3)
    matrices = theirs.in_proj_weight.chunk(3)
    q, k, v = (
        split(x @ weight.T + bias, theirs.num_heads)
        for x, weight, bias in zip((q, k, v), matrices, biases, strict=True)
    )
    mixed, weights = attend(q, k, v)  # (B, H, Q, d), (B, H, Q, T)
    return joined(mixed) @ theirs.out_proj.weight.T + theirs.out_proj.bias, weights
