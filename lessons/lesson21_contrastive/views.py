"""Views of an image: turned, moved, stretched, brighter or darker, with noise. No label changes."""

import torch
import torch.nn.functional as F
from torch import Tensor

ANGLE = 0.35  # radians, 20 degrees
SHIFT = 1 / 8  # of a side: one pixel of the digits
SCALE, SHEAR = 0.2, 0.2
CONTRAST, NOISE = 0.3, 0.05


def views(x: Tensor, strength: float, kind: str = "all") -> Tensor:
    """Another view of each image, (B, C, H, W); at strength 0 the image itself."""
    if kind != "shaded":
        x = F.grid_sample(x, grid(x, strength), padding_mode="border", align_corners=False)
    if kind != "moved":
        gain = 1 + CONTRAST * strength * chance(x, 2)  # (B, C): each colour its own
        x = x * gain[:, :, None, None] + NOISE * strength * torch.randn_like(x)
    return x


def grid(x: Tensor, strength: float) -> Tensor:
    """Where each pixel of the views comes from, (B, H, W, 2): an affine map for each image."""
    angle = ANGLE * strength * chance(x)  # (B,)
    wide, high = (1 + SCALE * strength * chance(x) for _ in range(2))
    shear = SHEAR * strength * chance(x)
    across, down = (2 * SHIFT * strength * chance(x) for _ in range(2))  # a side is 2 long here
    cos, sin = angle.cos(), angle.sin()
    rows = [wide * cos, -high * sin + shear, across, wide * sin, high * cos, down]
    theta = torch.stack(rows, 1).view(-1, 2, 3)  # (B, 2, 3)
    return F.affine_grid(theta, list(x.shape), align_corners=False)


def chance(x: Tensor, dimensions: int = 1) -> Tensor:
    """Numbers from −1 to 1, one for each image, (B,), or for each of its colours, (B, C)."""
    return 2 * torch.rand(x.shape[:dimensions], device=x.device) - 1
