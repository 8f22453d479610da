"""Convolution and pooling written out, with loops; the loop of the lesson uses torch's.

What deep learning calls a convolution is a cross-correlation: the filter is not flipped. The true
convolution appears on the way back. For a filter that is learned it makes no difference, because
it would be learned flipped.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson11_cnn.sizes import output_size


def correlate(x: Tensor, w: Tensor, b: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
    """What `F.conv2d` computes, for one image x (C, H, W), filters w (K, C, k, k), biases b (K,).

    y[o, i, j] = b[o] + Σ_c Σ_u Σ_v w[o, c, u, v] · x[c, i·s + u − p, j·s + v − p]
    """
    k, across = w.shape[2:]
    x = F.pad(x, (padding,) * 4)
    rows, columns = output_size(x.shape[1], k, stride), output_size(x.shape[2], across, stride)
    y = x.new_empty(len(w), rows, columns)
    for i in range(rows):
        for j in range(columns):
            patch = x[:, i * stride : i * stride + k, j * stride : j * stride + across]
            y[:, i, j] = (w * patch).sum((1, 2, 3)) + b
    return y


def unfolded(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """The same as one product of matrices: each patch is a column, each filter a row."""
    k = w.shape[-1]
    patches = F.unfold(x[None], k)[0]  # (C·k·k, places)
    y = w.flatten(1) @ patches + b[:, None]  # (K, places)
    return y.view(len(w), output_size(x.shape[1], k), output_size(x.shape[2], k))


def convolve(x: Tensor, w: Tensor) -> Tensor:
    """The convolution of mathematics, in full, for x (C, H, W) and w (C, K, k, k).

    y[o, i, j] = Σ_c Σ_u Σ_v w[c, o, u, v] · x[c, i − u, j − v]: the filter is upside down.
    """
    flipped = w.flip(2, 3).transpose(0, 1)  # (K, C, k, k)
    return correlate(x, flipped, x.new_zeros(w.shape[1]), padding=w.shape[-1] - 1)


def max_pool(x: Tensor, k: int) -> Tensor:
    """The largest of each k × k window, the windows side by side; x is (C, H, W)."""
    rows, columns = (output_size(n, k, k) for n in x.shape[1:])
    y = x.new_empty(len(x), rows, columns)
    for i in range(rows):
        for j in range(columns):
            y[:, i, j] = x[:, i * k : (i + 1) * k, j * k : (j + 1) * k].amax((1, 2))
    return y


def filter_gradient(x: Tensor, delta: Tensor) -> Tensor:
    """∂L/∂w (K, C, k, k), from the image and ∂L/∂y (K, rows, columns): stride 1, no padding.

    ∂L/∂w[o, c, u, v] = Σ_i Σ_j ∂L/∂y[o, i, j] · x[c, i + u, j + v]: again a cross-correlation. One
    weight is used in every place, so it gets the sum of what it did in all of them.
    """
    each = [correlate(x[c : c + 1], delta[:, None], x.new_zeros(len(delta))) for c in range(len(x))]
    return torch.stack(each, 1)


def image_gradient(w: Tensor, delta: Tensor) -> Tensor:
    """∂L/∂x (C, H, W), from the filters (K, C, k, k) and ∂L/∂y: here is the true convolution."""
    return convolve(delta, w)


def compared(x: Tensor, w: Tensor, b: Tensor) -> dict[str, float]:
    """By what, and how far at most, torch and the loops differ on one image, in float64."""
    x, w, b = (each.detach().double().cpu() for each in (x, w, b))
    with torch.enable_grad():
        leaf, learned = x.clone().requires_grad_(), w.clone().requires_grad_()
        y = F.conv2d(leaf[None], learned, b)[0]
        delta = torch.cos(torch.arange(y.numel(), dtype=y.dtype)).view_as(y)
        on_image, on_filters = torch.autograd.grad((y * delta).sum(), (leaf, learned))
    y = y.detach()
    pairs = {
        "F.conv2d": (correlate(x, w, b), y),
        "  with padding 1": (correlate(x, w, b, padding=1), F.conv2d(x[None], w, b, 1, 1)[0]),
        "  with stride 2": (correlate(x, w, b, stride=2), F.conv2d(x[None], w, b, 2)[0]),
        "  as one matrix product": (unfolded(x, w, b), y),
        "max-pool": (max_pool(x, 2), F.max_pool2d(x[None], 2)[0]),
        "gradient of the filters": (filter_gradient(x, delta), on_filters),
        "gradient of the image": (image_gradient(w, delta), on_image),
    }
    return {name: float((ours - theirs).abs().max()) for name, (ours, theirs) in pairs.items()}
