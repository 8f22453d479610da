"""An image that a learner asks about: of the data, by class or number, or a picture file. No torch.

found = asked_image(data, text)
if isinstance(found, str):
    return found                          # a sentence: why there is none
x = torch.from_numpy(found.x)             # (1, C, H, W), as data.train.x has them
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lessons.kit.data.images.pictures import is_picture, read_picture
from lessons.kit.data.sources.files import at_home
from lessons.kit.errors import BadEnvironment, visible
from lessons.shared.dataset import Dataset, Numbers, Part
from lessons.shared.drawn_like import drawn_like

NUMBERED = re.compile(r"(?:(test|train|valid)\s+)?(\d{1,9})", re.IGNORECASE)
OF_CLASS = re.compile(r"(.+?)(?:\s+#?(\d{1,9}))?")


@dataclass(frozen=True, eq=False)
class AskedImage:
    """One image in the shape of the data's, and where it is from."""

    x: Numbers
    """(1, …), as the rows of `data.train.x` are: pixels from 0 to 1."""
    name: str
    """How an answer calls it: "test 123", or the name of the file."""
    label: int | None = None
    """Its class, as its place in `data.classes`; None where nobody knows."""
    notes: list[str] = field(default_factory=list)
    """What was done to a picture, such as "inverted"."""


def prompt(data: Dataset) -> str:
    """What can be asked, with examples from these data."""
    some = f"a class such as {visible(data.classes[-1])}, " if data.classes else ""
    return f"An image: {some}test 1 to test {len(data.test)}, or the path of a PNG"


def asked_image(
    data: Dataset, text: str, shape: tuple[int, int, int] | None = None
) -> AskedImage | str:
    """What the text names: `7`, `7 #2`, `test 123`, `train 5`, or a picture; else a sentence.

    A class comes before a number: of digits `7` is an example of a seven, the first of the test.
    `shape` is (C, H, W), where the rows of the data are flat.
    """
    asked = text.strip()
    path = at_home(asked.strip("\"'"))
    if is_picture(path):
        return _picture(data, path, shape or data.train.x.shape[1:])
    if named := _of_class(data, asked):
        return named
    if found := NUMBERED.fullmatch(asked):
        return _numbered(data, (found[1] or "test").lower(), int(found[2]))
    return f"{visible(asked)!r} is no image. {prompt(data)}." if asked else f"{prompt(data)}."


def _of_class(data: Dataset, asked: str) -> AskedImage | str | None:
    """An example of a class, the first of the test or the one that is counted; None if no class."""
    names = {name.casefold(): at for at, name in enumerate(data.classes)}
    whole = names.get(asked.casefold())
    found = OF_CLASS.fullmatch(asked)
    label = whole if whole is not None or not found else names.get(found[1].casefold())
    if label is None:
        return None
    place = int(found[2]) if whole is None and found and found[2] else 1
    name, part = ("test", data.test) if (data.test.y == label).any() else ("train", data.train)
    rows = np.flatnonzero(part.y == label)
    if not 1 <= place <= len(rows):
        return f"{name} has {len(rows):,} images of {visible(data.classes[label])}: ask for one"
    return _at(data, name, part, int(rows[place - 1]))


def _numbered(data: Dataset, name: str, place: int) -> AskedImage | str:
    part: Part = getattr(data, name)
    if not len(part):
        return f"there are no images in {name}"
    if not 1 <= place <= len(part):
        return f"{name} has images 1 to {len(part):,}: there is no {place}"
    return _at(data, name, part, place - 1)


def _at(data: Dataset, name: str, part: Part, at: int) -> AskedImage:
    label = int(part.y[at]) if data.classes else None
    return AskedImage(part.x[at : at + 1], f"{name} {at + 1}", label)


def _picture(data: Dataset, path: Path, shape: tuple[int, ...]) -> AskedImage | str:
    try:
        pixels, _ = read_picture(path)
    except BadEnvironment as refused:
        return f"{refused.message}; {refused.fix}" if refused.fix else refused.message
    train = data.train.x.reshape(len(data.train), *shape)
    image, notes = drawn_like(train, pixels.astype(np.float32) / np.float32(255))
    return AskedImage(image.reshape(1, *data.train.x.shape[1:]), path.name, None, notes)
