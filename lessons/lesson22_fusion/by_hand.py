"""Bayes' rule and the gradient of the fused loss, written out: no autograd, and no more than both.

The loop uses torch; the panel "By hand, beside torch" says how far they are apart.
"""

from __future__ import annotations

import math
from copy import deepcopy

import torch
from torch import Tensor, nn

from lessons.lesson22_fusion import rules
from lessons.lesson22_fusion.model import Early, Parts

FEW = 8
"""Pairs that are computed by hand."""
Gradients = dict[str, Tensor]


def posterior(of_image: list[float], of_caption: list[float], prior: list[float]) -> list[float]:
    """p(y | x, c) = p(y | x) p(y | c) / p(y) / Z, with Z so that all classes add up to 1.

    p(x, c | y) = p(x | y) p(c | y) is put into Bayes' rule, with p(x | y) = p(y | x) p(x) / p(y).
    """
    products = [x * c / p for x, c, p in zip(of_image, of_caption, prior, strict=True)]
    total = sum(products)
    return [each / total for each in products]


def softmax(scores: list[float]) -> list[float]:
    """exp(z_i) / Σ exp(z_k)."""
    largest = max(scores)  # no exp can overflow
    powers = [math.exp(z - largest) for z in scores]
    return [power / sum(powers) for power in powers]


def delta(z: Tensor, y: Tensor) -> Tensor:
    """∂L/∂z of the mean cross-entropy, (B, C): (p − 1 of the true class) / B."""
    p = z.exp() / z.exp().sum(1, keepdim=True)
    hot = torch.zeros_like(p)
    hot[torch.arange(len(y)), y] = 1
    return (p - hot) / len(y)


def layer(d: Tensor, x: Tensor, name: str) -> Gradients:
    """Of z = x Wᵀ + b with ∂L/∂z = d: ∂L/∂W = dᵀ x, ∂L/∂b = Σ d."""
    return {f"{name}.weight": d.T @ x, f"{name}.bias": d.sum(0)}


def of_parts(model: Parts, image: Tensor, caption: Tensor, y: Tensor) -> Gradients:
    """Joint: one δ = p − y of the sum reaches both senses. Late: each sense has its own δ."""
    given = {"image": image, "caption": caption}
    w, hidden, z = dict(model.named_parameters()), {}, {}
    for name in model.senses:
        at = f"senses.{name}"
        hidden[name] = (given[name] @ w[f"{at}.0.weight"].T + w[f"{at}.0.bias"]).clamp(min=0)
        z[name] = hidden[name] @ w[f"{at}.2.weight"].T + w[f"{at}.2.bias"]
    summed = torch.stack(list(z.values())).sum(0)
    found: Gradients = {}
    for name in model.senses:
        at, d = f"senses.{name}", delta(summed if model.is_sum else z[name], y)
        found |= layer(d, hidden[name], f"{at}.2")
        found |= layer((d @ w[f"{at}.2.weight"]) * (hidden[name] > 0), given[name], f"{at}.0")
    return found


def of_early(model: Early, image: Tensor, caption: Tensor, y: Tensor) -> Gradients:
    """δ goes through the layer that sees both, and only then to the image and to the caption."""
    w = dict(model.named_parameters())
    h_image = (image @ w["image.weight"].T + w["image.bias"]).clamp(min=0)
    h_caption = (caption @ w["caption.weight"].T + w["caption.bias"]).clamp(min=0)
    features = torch.cat([h_image, h_caption], 1)
    h = (features @ w["both.weight"].T + w["both.bias"]).clamp(min=0)
    d = delta(h @ w["out.weight"].T + w["out.bias"], y)
    found = layer(d, h, "out")
    d = (d @ w["out.weight"]) * (h > 0)
    found |= layer(d, features, "both")
    d_image, d_caption = ((d @ w["both.weight"]) * (features > 0)).split(h_image.shape[1], 1)
    return found | layer(d_image, image, "image") | layer(d_caption, caption, "caption")


def gradients(model: nn.Module, image: Tensor, caption: Tensor, y: Tensor) -> Gradients:
    """∂L/∂w of every weight, by name."""
    with torch.no_grad():
        if isinstance(model, Early):
            return of_early(model, image, caption, y)
        assert isinstance(model, Parts)
        return of_parts(model, image, caption, y)


def compared(
    model: nn.Module, image: Tensor, caption: Tensor, y: Tensor, prior: Tensor
) -> dict[str, float]:
    """How far torch and the formulas are apart on a few pairs, in float64."""
    twin = deepcopy(model).double().cpu()
    x, c, p = (each[:FEW].double().cpu() for each in (image, caption, prior[None]))
    with torch.enable_grad():
        scores = twin(x, c)
        loss = rules.loss_of(scores, y[:FEW].cpu())
        weights = dict(twin.named_parameters())
        theirs = torch.autograd.grad(loss, list(weights.values()))
    ours = gradients(twin, x, c, y[:FEW].cpu())
    apart = [float((ours[name] - their).abs().max())
             for name, their in zip(weights, theirs, strict=True)]  # fmt: skip
    found = {"gradient of the loss": max(apart)}
    return found | ({"product of posteriors": _bayes(scores, p[0])} if len(scores) == 2 else {})


def _bayes(scores: Tensor, prior: Tensor) -> float:
    """The largest difference of `rules.product` from `posterior`."""
    prior = prior / prior.sum()
    theirs = rules.product(scores.detach(), prior).exp()
    image, caption = scores.detach().tolist()
    ours = [posterior(softmax(x), softmax(c), prior.tolist())
            for x, c in zip(image, caption, strict=True)]  # fmt: skip
    return float((torch.tensor(ours, dtype=torch.float64) - theirs).abs().max())
