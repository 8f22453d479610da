"""Picture files, decoded by Pillow: PNG, JPEG and what else it reads, one frame each."""

import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from lessons.kit.data.images.stack import Pixels, coloured, commonest_size, grey_if_all_are
from lessons.kit.data.sources.files import opened, refusal

SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm", ".pgm",
    ".pnm", ".pbm",
)  # fmt: skip
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
"""No other is tried: Pillow also knows formats that start programs."""
MOST_PIXELS = 2**26
"""A file of a few bytes may claim to be a picture of a terabyte."""
DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
"""Modes of more than eight bits a pixel."""
OPEN_IT = "open it in a picture program and save it again, or take it out of the folder"


def is_picture(path: Path) -> bool:
    """Whether a file is called like a picture."""
    return path.suffix.casefold() in SUFFIXES


def read_picture(path: Path) -> tuple[Pixels, bytes]:
    """(H, W) where it is grey, else (H, W, 3), the right way up; and the bytes of the file.

    What is transparent is as on white paper. Raises BadEnvironment for what cannot be decoded.
    """
    with opened(path) as file:
        raw = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; what matters is an error
            with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                picture.load()
                return _pixels(ImageOps.exif_transpose(picture)), raw
    except Image.DecompressionBombError:
        raise refusal(path, "has more pixels than fit", "make it smaller") from None
    except UnidentifiedImageError:
        raise refusal(path, "is not a readable picture", OPEN_IT) from None
    except Exception:  # Pillow's decoders raise whatever a torn file leads them to
        raise refusal(path, "is a broken picture", OPEN_IT) from None


def _pixels(picture: Image.Image) -> Pixels:
    if picture.mode in DEEP:
        return _eight_bits(np.asarray(picture, dtype=np.float32))
    if picture.mode in ("1", "L"):
        return np.asarray(picture.convert("L"))
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    pixels: Pixels = grey_if_all_are(np.asarray(picture.convert("RGB"))[None])[0]
    return pixels


def _eight_bits(values: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> Pixels:
    """Sixteen bits or fractions as 0 to 255."""
    high = float(np.nanmax(values, initial=0.0))
    top = 255.0 if 1.0 < high <= 255.0 else 1.0 if high <= 1.0 else 65535.0
    scaled: Pixels = np.nan_to_num(np.clip(values * (255.0 / top), 0, 255)).astype(np.uint8)
    return scaled


def resized(image: Pixels, height: int, width: int) -> Pixels:
    """The image at another size: by area where it gets smaller, else between the pixels."""
    smaller = height <= image.shape[0] and width <= image.shape[1]
    how = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(image).resize((width, height), how))


@dataclass
class Pile:
    """Pictures of any size as they come in, each kept no larger than will be used."""

    largest: int
    """The longest side that is used, in pixels."""
    images: list[Pixels] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    """(H, W) of each as it was in its file."""

    def add_image(self, image: Pixels) -> None:
        """Take one more."""
        height, width = image.shape[:2]
        self.sizes.append((height, width))
        self.images.append(resized(image, *self._fitting(height, width)))

    def _fitting(self, height: int, width: int) -> tuple[int, int]:
        shrink = min(1.0, self.largest / max(height, width))
        return max(1, round(height * shrink)), max(1, round(width * shrink))

    def stacked(self) -> tuple[Pixels, list[str]]:
        """All of them at one size, (N, H, W) or (N, H, W, 3); and what was decided."""
        wanted = commonest_size(self.sizes)
        height, width = self._fitting(*wanted)
        same = [image if image.shape[:2] == (height, width) else resized(image, height, width)
                for image in self.images]  # fmt: skip
        if len({image.ndim for image in same}) > 1:
            same = [coloured(image[None])[0] for image in same]
        return np.stack(same), self._said(wanted, (height, width))

    def _said(self, wanted: tuple[int, int], used: tuple[int, int]) -> list[str]:
        others = sum(size != wanted for size in self.sizes)
        notes = []
        if others:
            notes.append(
                f"{others:,} of {len(self.sizes):,} pictures are not {wanted[1]} × {wanted[0]} "
                f"pixels: scaled to {used[1]} × {used[0]}"
            )
        elif used != wanted:
            notes.append(f"pictures of {wanted[1]} × {wanted[0]} scaled to {used[1]} × {used[0]}")
        return notes
