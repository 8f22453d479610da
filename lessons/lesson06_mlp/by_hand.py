"""The network without autograd: forward, softmax cross-entropy, and backward, a formula a line.

N rows, D inputs, C classes; layer l = 1 … L has weights W_l (in, out) and a bias b_l (out,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from lessons.lesson06_mlp.train import Network

Layers = list[tuple[Tensor, Tensor]]
"""(W, b) of each layer, from the inputs to the classes."""


def activate(a: Tensor, activation: str) -> Tensor:
    """φ(a): tanh a, or max(a, 0), or a itself."""
    return a.tanh() if activation == "tanh" else a.clamp(min=0) if activation == "relu" else a


def slope(h: Tensor, activation: str) -> Tensor:
    """φ′(a), written in h = φ(a): 1 − h² of tanh; 1 or 0 of ReLU; 1."""
    if activation == "tanh":
        return 1 - h * h
    return (h > 0).to(h.dtype) if activation == "relu" else torch.ones_like(h)


def forward(layers: Layers, x: Tensor, activation: str) -> list[Tensor]:
    """h_0 = x, h_l = φ(h_{l−1} W_l + b_l), and last the scores, to which no φ is applied."""
    h = [x]
    for weight, bias in layers[:-1]:
        h.append(activate(h[-1] @ weight + bias, activation))
    weight, bias = layers[-1]
    return [*h, h[-1] @ weight + bias]


def softmax(scores: Tensor) -> Tensor:
    """p_c = exp z_c / Σ exp z_k. The largest score is taken off all first: exp 90 is too large."""
    shifted = (scores - scores.max(1, keepdim=True).values).exp()
    return shifted / shifted.sum(1, keepdim=True)


def cross_entropy(scores: Tensor, y: Tensor) -> Tensor:
    """L = −1/N Σ_n log p_n[y_n], with log p_c = z_c − log Σ exp z_k."""
    top = scores.max(1, keepdim=True).values
    log_p = scores - top - (scores - top).exp().sum(1, keepdim=True).log()
    return -log_p[torch.arange(len(y)), y].mean()


def backward(layers: Layers, x: Tensor, y: Tensor, activation: str) -> Layers:
    """(∂L/∂W, ∂L/∂b) of each layer. It begins with ∂L/∂z = (p − 1[y]) / N, and goes back:

    ∂L/∂W_l = h_{l−1}ᵀ δ_l,  ∂L/∂b_l = Σ_n δ_l,  δ_{l−1} = (δ_l W_lᵀ) ⊙ φ′(a_{l−1}).
    """
    h = forward(layers, x, activation)
    delta = softmax(h[-1])
    delta[torch.arange(len(y)), y] -= 1
    delta = delta / len(y)  # (N, C)
    grads: Layers = []
    for at in reversed(range(len(layers))):
        grads.append((h[at].T @ delta, delta.sum(0)))
        if at:
            delta = (delta @ layers[at][0].T) * slope(h[at], activation)
    return grads[::-1]


def apart(model: Network, x: Tensor, y: Tensor, activation: str) -> float:
    """How far the gradient by hand is from autograd's, as a share of its length; in 64 bits."""
    x, y = x.cpu().double(), y.cpu()
    layers: Layers = [
        (layer.get_parameter("weight")[0].detach().cpu().double().requires_grad_(),
         layer.get_parameter("bias")[0, 0].detach().cpu().double().requires_grad_())
        for layer in model.layers
    ]  # fmt: skip
    with torch.enable_grad():
        loss = torch.nn.functional.cross_entropy(forward(layers, x, activation)[-1], y)
        theirs = torch.autograd.grad(loss, [each for layer in layers for each in layer])
    with torch.no_grad():
        mine = [each for layer in backward(layers, x, y, activation) for each in layer]
    a, b = (torch.cat([each.flatten() for each in side]) for side in (mine, theirs))
    return float((a - b).norm() / b.norm())
