"""One step written out: the equations of a line with this moment's numbers in them."""

from collections.abc import Sequence

from torch import Tensor

from lessons.lesson05_linear.bowl import Bowl
from lessons.lesson05_linear.byhand import backward, forward

TERMS = 3
"""Inputs whose terms are written out; of the others, their sum."""


def figure(value: float) -> str:
    """Four digits, with a minus sign that is as wide as a plus; 1.2e50 rather than 50 zeros."""
    return f"{value:.4g}".replace("e+", "e").replace("-", "−")


def signed(value: float) -> str:
    """The same with its sign in front, for a sum."""
    return f"− {figure(-value)}" if value < 0 else f"+ {figure(value)}"


def factor(value: float) -> str:
    """The same in brackets where it is negative, for a product."""
    return f"({figure(value)})" if value < 0 else figure(value)


def limit_in_words(bowl: Bowl) -> str:
    """What learning rates this loss allows."""
    steep, flat = (figure(float(bowl.curvatures[at])) for at in (0, -1))
    return (
        f"the limit of the learning rate is 2/λ_max = 2/{steep} = {figure(bowl.limit)}; "
        f"λ_min = {flat}, so the flattest direction is {figure(bowl.condition)} times as slow"
    )


def one_step(
    x: Tensor, y: Tensor, theta: Tensor, lr: float, bowl: Bowl, inputs: Sequence[str]
) -> str:
    """Forward, backward and the step in numbers: the last row as an example, then all of them."""
    there = _forward(x, y, theta)
    back = _backward(x, y, theta, lr, inputs[0])
    steep = float(bowl.curvatures[0])
    limit = [
        "limit",
        f"  2/λ_max = 2/{figure(steep)} = {figure(bowl.limit)}",
        f"  1 − lr·λ_max = {figure(1 - lr * steep)}",
    ]
    return "\n".join([*there, *back, *limit])


def _forward(x: Tensor, y: Tensor, theta: Tensor) -> list[str]:
    w, b = theta[:-1], theta[-1]
    said = forward(x, w, b)  # (N,)
    last, true = float(said[-1]), float(y[-1])
    loss = float((said - y).square().mean())
    return [
        f"forward, row {len(y)} of {len(y)}",
        f"  ŷ = {_sum(x[-1], w, b)} = {figure(last)}",
        f"  ŷ − y = {figure(last)} − {factor(true)} = {figure(last - true)}",
        "loss, the mean over all rows",
        f"  L = mean (ŷ − y)² = {figure(loss)}",
    ]


def _backward(x: Tensor, y: Tensor, theta: Tensor, lr: float, name: str) -> list[str]:
    w, b = theta[:-1], theta[-1]
    error = forward(x, w, b) - y  # (N,)
    d_w, d_b = backward(x, y, w, b)
    mean, across = float(error.mean()), float((error * x[:, 0]).mean())
    whose = f", of {name}" if len(w) > 1 else ""
    return [
        "backward",
        f"  ∂L/∂b = 2·mean (ŷ − y) = 2·{factor(mean)} = {figure(float(d_b))}",
        f"  ∂L/∂w = 2·mean (ŷ − y)·x = 2·{factor(across)} = {figure(float(d_w[0]))}{whose}",
        f"step, lr = {figure(lr)}",
        _moved("b", float(b), lr, float(d_b)),
        _moved("w", float(w[0]), lr, float(d_w[0])),
    ]


def _moved(name: str, value: float, lr: float, slope: float) -> str:
    step = f"{figure(value)} − {figure(lr)}·{factor(slope)}"
    return f"  {name} ← {step} = {figure(value - lr * slope)}"


def _sum(row: Tensor, w: Tensor, b: Tensor) -> str:
    """w₁·x₁ + w₂·x₂ + … + b, the first terms in numbers."""
    terms = [f"{factor(float(a))}·{factor(float(c))}" for a, c in zip(w, row, strict=True)]
    rest = float((w * row)[TERMS:].sum())
    more = f" {signed(rest)} (the other {len(w) - TERMS})" if len(w) > TERMS else ""
    return " + ".join(terms[:TERMS]) + more + f" {signed(float(b))}"
