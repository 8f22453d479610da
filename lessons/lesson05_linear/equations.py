"""One step written out: the equations of a line with this moment's numbers in them."""

from torch import Tensor

from lessons.lesson05_linear.bowl import Bowl
from lessons.lesson05_linear.byhand import backward, forward

TERMS = 2
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


def one_step(x: Tensor, y: Tensor, theta: Tensor, lr: float, bowl: Bowl) -> str:
    """Forward for the last row, the loss of all rows, backward for b and the first w, the step."""
    w, b = theta[:-1], theta[-1]
    error = forward(x, w, b) - y  # (N,)
    d_w, d_b = backward(x, y, w, b)
    slope, bias = float(d_w[0]), float(d_b)
    mean, across = float(error.mean()), float((error * x[:, 0]).mean())
    steep = float(bowl.curvatures[0])
    return "\n".join(
        [
            *_forward(x[-1], float(y[-1]), w, b),
            f"L = mean e² = {figure(float(error.square().mean()))}",
            f"∂L/∂b = 2·mean e = 2·{factor(mean)} = {figure(bias)}",
            f"∂L/∂w = 2·mean ex = 2·{factor(across)} = {figure(slope)}",
            _moved("b", float(b), lr, bias),
            _moved("w", float(w[0]), lr, slope),
            f"1 − lr·λ = 1 − {figure(lr)}·{figure(steep)} = {figure(1 - lr * steep)}",
        ]
    )


def _forward(row: Tensor, true: float, w: Tensor, b: Tensor) -> list[str]:
    said = float(forward(row, w, b))
    return [
        f"ŷ = {_sum(row, w, b)} = {figure(said)}",
        f"e = ŷ − y = {figure(said)} − {factor(true)} = {figure(said - true)}",
    ]


def _moved(name: str, value: float, lr: float, slope: float) -> str:
    step = f"{figure(value)} − {figure(lr)}·{factor(slope)}"
    return f"{name} ← {step} = {figure(value - lr * slope)}"


def _sum(row: Tensor, w: Tensor, b: Tensor) -> str:
    """w₁·x₁ + w₂·x₂ + … + b, the first terms in numbers."""
    terms = [f"{factor(float(a))}·{factor(float(c))}" for a, c in zip(w, row, strict=True)]
    rest = float((w * row)[TERMS:].sum())
    more = f" {signed(rest)} (the other {len(w) - TERMS})" if len(w) > TERMS else ""
    return " + ".join(terms[:TERMS]) + more + f" {signed(float(b))}"
