"""Images in NumPy's files, `.npy` and `.npz`. Nothing is unpickled, and no more read than fits."""

import math
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as numpy_format
from numpy.typing import NDArray

from lessons.kit.data.images.stack import MOST_BYTES, Stack, as_images
from lessons.kit.data.sources.files import opened, refusal
from lessons.kit.data.sources.parts import part_in
from lessons.kit.errors import visible

Array = NDArray[Any]
IMAGES = ("images", "image", "x", "data", "pixels", "arr0", "samples", "inputs", "features")
LABELS = ("labels", "label", "y", "target", "targets", "classes", "arr1", "class")
MOST_VALUES_BYTES = 8 * MOST_BYTES
"""As doubles the images take eight times the room that they take as bytes."""
AGAIN = "save it again with numpy.savez(FILE, images=…, labels=…)"
PLAIN = "save it as plain numbers: numpy.savez(FILE, images=…, labels=…)"


def read_npy(path: Path) -> list[Stack]:
    """The images of one `.npy` file; their labels from a file beside it, such as `…labels.npy`."""
    with opened(path) as file:
        images, notes = as_images(path, _array(path, file, path.name))
    return [Stack(images, None, part_in(path.stem), notes)]


def read_labels(path: Path, count: int) -> list[str]:
    """One label for each of this many images, from a `.npy` file."""
    with opened(path) as file:
        return labels_of(path, _array(path, file, path.name), count)


def read_npz(path: Path) -> list[Stack]:
    """The images and labels of an `.npz` archive, in parts where its names say so.

    Such as `images` and `labels`, `x` and `y`, or `x_train`, `y_train`, `x_test`, `y_test`.
    """
    with opened(path) as file:
        try:
            found = dict(_members(path, file))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
            raise refusal(path, "is a broken archive", AGAIN) from None
    stacks = [_stack(path, found, name, part_in(name)) for name in found if _role(name) == "images"]
    if not stacks:
        names = ", ".join(visible(name) for name in list(found)[:8]) or "nothing"
        raise refusal(path, f"holds {names}, and no images by name", AGAIN)
    return stacks


def _stack(path: Path, found: dict[str, Array], name: str, part: str | None) -> Stack:
    images, notes = as_images(path, found[name])
    labels = next((n for n in found if _role(n) == "labels" and part_in(n) == part), None)
    told = labels_of(path, found[labels], len(images)) if labels else None
    return Stack(images, told, part, notes)


def _role(name: str) -> str | None:
    """What an array is, by the words of its name without the part: `x_train` is images."""
    words = [w for w in name.casefold().replace("-", "_").split("_") if w and not part_in(w)]
    plain = "".join(words)
    return "images" if plain in IMAGES else "labels" if plain in LABELS else None


def _members(path: Path, file: IO[bytes]) -> Iterator[tuple[str, Array]]:
    with zipfile.ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > MOST_VALUES_BYTES:
            raise refusal(path, "is larger than fits when it is unpacked", "save fewer images")
        for member in archive.infolist():
            if member.filename.endswith(".npy"):
                with archive.open(member) as inside:
                    yield member.filename[:-4], _array(path, inside, member.filename)


def _array(path: Path, file: IO[bytes], name: str) -> Array:
    """One array, after its header said what it is and how much. Raises BadEnvironment."""
    try:
        version = numpy_format.read_magic(file)
        read = {(1, 0): numpy_format.read_array_header_1_0}.get(
            version, numpy_format.read_array_header_2_0
        )
        shape, fortran, kind = read(file)
    except (ValueError, EOFError, KeyError, TypeError, SyntaxError):
        raise refusal(path, f"is not a NumPy array ({visible(name)})", AGAIN) from None
    if kind.hasobject:
        what = f"holds Python objects ({visible(name)}), which dl-lab does not unpickle"
        raise refusal(path, what, PLAIN)
    size = math.prod(shape) * kind.itemsize
    if size > MOST_VALUES_BYTES or min(shape, default=0) < 0:
        sides = " × ".join(map(str, shape))
        raise refusal(path, f"says it holds {sides} values, more than fit", AGAIN)
    raw = file.read(size)
    if len(raw) != size:
        raise refusal(path, f"ends before its array does ({visible(name)})", AGAIN)
    return np.frombuffer(raw, kind).reshape(shape, order="F" if fortran else "C")


def labels_of(path: Path, array: Array, count: int) -> list[str]:
    """One label for each of this many images, as text; of one-hot rows the place of the one."""
    flat = array.reshape(len(array), -1) if array.ndim else array.reshape(1, 1)
    if len(flat) != count:
        what = f"has {count:,} images and {len(flat):,} labels"
        raise refusal(path, what, "give one label for each image")
    if flat.shape[1] > 1:
        if array.dtype.kind not in "biuf" or not (np.sum(flat != 0, axis=1) == 1).all():
            what = f"has {flat.shape[1]} numbers for each label"
            raise refusal(path, what, "give one label for each image, or one-hot rows")
        return [str(at) for at in np.argmax(flat, axis=1)]
    return [_spoken(value) for value in flat[:, 0].tolist()]


def _spoken(value: Any) -> str:
    """A label as text: 3.0 is 3, and bytes are their characters."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
