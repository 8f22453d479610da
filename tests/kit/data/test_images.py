"""Images in whatever shape learners have them: the array that was written, or a clear sentence."""

import bz2
import gzip
import lzma
import pickle
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.kit.data.images import arrays, idx, stack
from lessons.kit.data.images.images import LabelledImages, read_images

RNG = np.random.default_rng(0)


def read(path: Path, **asked: Any) -> LabelledImages:
    return read_images(path, progress=silent, **asked)


def refused(path: Path, **asked: Any) -> str:
    """The whole sentence with which these images are refused: one line, never a traceback."""
    with pytest.raises(BadEnvironment) as caught:
        read(path, **asked)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def pixels(*shape: int) -> Any:
    return RNG.integers(0, 256, shape, dtype=np.uint8)


def idx_bytes(array: Any) -> bytes:
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return head + array.astype(">u1").tobytes()


def write_png(path: Path, image: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(path)


def class_folders(root: Path, classes: dict[str, list[Any]]) -> Path:
    for name, images in classes.items():
        for number, image in enumerate(images):
            write_png(root / name / f"{number:03}.png", image)
    return root


# pictures in folders


@pytest.mark.parametrize("channels", [(), (3,)])
def test_a_folder_for_each_class_is_read_as_it_was_written(tmp_path: Path, channels: Any) -> None:
    """PNG loses nothing: pixels, classes and their order come back."""
    cats, dogs = list(pixels(3, 5, 4, *channels)), list(pixels(2, 5, 4, *channels))

    found = read(class_folders(tmp_path, {"cat": cats, "dog": dogs}))

    assert ["cat"] * 3 + ["dog"] * 2 == found.labels
    assert np.array_equal(np.stack(cats + dogs), found.images)
    assert found.parts is None
    assert {"cat": 3, "dog": 2} == found.facts["classes"]


def test_folders_of_train_and_test_are_parts(tmp_path: Path) -> None:
    """Their own split stays theirs."""
    for part in ("train", "test"):
        class_folders(tmp_path / part, {"a": list(pixels(2, 3, 3)), "b": list(pixels(1, 3, 3))})

    found = read(tmp_path)

    assert {"test": 3, "train": 3} == found.facts["parts"]
    assert ["a", "a", "b"] * 2 == found.labels


def test_sizes_that_differ_become_the_commonest_and_it_is_said(tmp_path: Path) -> None:
    """Nobody's picture is dropped for its size."""
    class_folders(tmp_path, {"a": list(pixels(3, 6, 8)), "b": [pixels(12, 16), pixels(5, 5)]})

    found = read(tmp_path)

    assert (5, 6, 8) == found.images.shape
    assert ["2 of 5 pictures are not 8 × 6 pixels: scaled to 8 × 6"] == found.notes


def test_large_pictures_are_scaled_down_and_it_is_said(tmp_path: Path) -> None:
    """A photograph of 300 × 200 is more than a lesson's network looks at."""
    class_folders(tmp_path, {"a": [pixels(200, 300)], "b": [pixels(200, 300)]})

    found = read(tmp_path, largest=30)

    assert (2, 20, 30) == found.images.shape
    assert ["pictures of 300 × 200 scaled to 30 × 20"] == found.notes


def test_one_picture_with_colours_makes_all_of_them_coloured(tmp_path: Path) -> None:
    """Grey is a colour too; the other way round would lose something."""
    grey, colour = pixels(4, 4), pixels(4, 4, 3)
    class_folders(tmp_path, {"a": [grey], "b": [colour]})

    found = read(tmp_path)

    assert np.array_equal(np.stack([np.repeat(grey[..., None], 3, 2), colour]), found.images)


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    """As on paper: the drawing stands out, whatever its file has below the transparent part."""
    clear = np.zeros((2, 2, 4), np.uint8)
    for name in ("a", "b"):
        write_png(tmp_path / name / "1.png", clear)

    assert np.all(read(tmp_path).images == 255)


@pytest.mark.parametrize(
    "names",
    [
        ["cat.1.png", "cat.2.png", "dog.1.png", "dog.2.png"],
        ["0001_cat.png", "0002_cat.png", "0003_dog.png", "0004_dog.png"],
        ["img001-cat-x9.png", "img002-cat-x8.png", "img003-dog-x7.png", "img004-dog-x6.png"],
    ],
)
def test_classes_may_stand_in_the_names(tmp_path: Path, names: list[str]) -> None:
    """Such as cat.12.jpg; and it is said which word was taken."""
    for name in names:
        write_png(tmp_path / name, pixels(3, 3))

    found = read(tmp_path)

    assert ["cat", "cat", "dog", "dog"] == found.labels
    assert [f"classes from the files' names: {sorted(names)[0]} is 'cat'"] == found.notes


@pytest.mark.parametrize("header", ["file,label\n", "", "id,label,file\n"])
def test_classes_may_stand_in_a_table_beside_the_pictures(tmp_path: Path, header: str) -> None:
    """With a header or none, whatever the order of its columns."""
    lines = []
    for number in range(6):
        name, label = f"{number}.png", "even" if number % 2 == 0 else "odd"
        write_png(tmp_path / name, pixels(3, 3))
        lines.append(f"{number},{label},{name}" if header.startswith("id") else f"{name},{label}")
    (tmp_path / "labels.csv").write_text(header + "\n".join(lines))

    found = read(tmp_path)

    assert ["even", "odd"] * 3 == found.labels
    assert "classes from labels.csv" in found.notes


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [("l.csv", "utf-16", ";"), ("l.tsv", "utf-8-sig", "\t"), ("l.csv.gz", "latin-1", ",")],
)
def test_the_table_beside_pictures_comes_by_the_door_of_all_tables(
    tmp_path: Path, name: str, encoding: str, delimiter: str
) -> None:
    """Packed, in another encoding, with quotes around a label that has a delimiter in it."""
    lines = [delimiter.join(("file", "label"))]
    for number in range(6):
        write_png(tmp_path / f"{number}.png", pixels(3, 3))
        lines.append(f'{number}.png{delimiter}"caf\xe9{delimiter} {number % 2}"')
    raw = "\n".join(lines).encode(encoding)
    (tmp_path / name).write_bytes(gzip.compress(raw, mtime=0) if name.endswith("gz") else raw)

    found = read(tmp_path)

    assert [f"café{delimiter} {number % 2}" for number in range(6)] == found.labels


def test_a_torn_picture_is_left_out_and_said(tmp_path: Path) -> None:
    """One of many: the rest is worth reading."""
    class_folders(tmp_path, {"a": list(pixels(3, 9, 9)), "b": list(pixels(3, 9, 9))})
    torn = tmp_path / "a" / "001.png"
    torn.write_bytes(torn.read_bytes()[:60])

    found = read(tmp_path)

    assert 5 == len(found.images)
    assert ["skipped: 001.png is a broken picture"] == found.notes


def test_a_folder_of_torn_pictures_is_refused(tmp_path: Path) -> None:
    """Half a data set of broken files is not one to learn from."""
    for name in ("a/1.png", "a/2.png", "b/1.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\x89PNG\r\n\x1a\n torn")

    assert "is not a readable picture" in refused(tmp_path)


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_a_picture_that_claims_to_be_huge_is_refused_unopened(tmp_path: Path, side: int) -> None:
    """A few dozen bytes may say 60,000 × 60,000."""
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + struct.pack(">I", zlib.crc32(header))
    raw += b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.png").write_bytes(raw)

    assert "more pixels than fit" in refused(tmp_path)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "contains no pictures"),
        ({"notes.txt": b"hello"}, "contains no pictures"),
        ({"x.png": b""}, "has images without labels"),
    ],
)
def test_a_folder_without_classes_is_refused(
    tmp_path: Path, files: dict[str, bytes], words: str
) -> None:
    """It says what would do."""
    for name in files:
        if name.endswith("png"):
            write_png(tmp_path / name, pixels(3, 3))
        else:
            (tmp_path / name).write_bytes(files[name])

    assert words in refused(tmp_path)


def test_one_class_only_is_refused(tmp_path: Path) -> None:
    """There is nothing to tell apart."""
    class_folders(tmp_path, {"cat": list(pixels(4, 3, 3))})

    assert "has images without labels" in refused(tmp_path)
    assert 4 == len(read(tmp_path, labelled=False).images)


def test_one_picture_is_no_data_set(tmp_path: Path) -> None:
    """It says to give the folder."""
    write_png(tmp_path / "cat.png", pixels(3, 3))

    assert "give the folder" in refused(tmp_path / "cat.png")


# idx


PACKED = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
"""By the ending of a file's name."""


@pytest.mark.parametrize("ending", PACKED)
def test_mnist_files_are_one_set_with_its_own_test(tmp_path: Path, ending: str) -> None:
    """Four files as everybody has them, plain or packed in whatever way a text may be."""
    train, test = pixels(6, 5, 5), pixels(3, 5, 5)
    files = {
        "train-images-idx3-ubyte": train, "train-labels-idx1-ubyte": np.arange(6) % 3,
        "t10k-images-idx3-ubyte": test, "t10k-labels-idx1-ubyte": np.arange(3),
    }  # fmt: skip
    for name, array in files.items():
        raw = idx_bytes(np.asarray(array))
        (tmp_path / f"{name}{ending}").write_bytes(PACKED[ending](raw))

    found = read(tmp_path)

    assert {"test": 3, "train": 6} == found.facts["parts"]
    assert np.array_equal(np.concatenate([test, train]), found.images)
    assert list("012") + list("012012") == found.labels


def test_one_idx_file_brings_its_labels_along(tmp_path: Path) -> None:
    """They lie beside it under the same name."""
    (tmp_path / "digits-images.idx3-ubyte").write_bytes(idx_bytes(pixels(4, 3, 3)))
    (tmp_path / "digits-labels.idx1-ubyte").write_bytes(idx_bytes(np.array([1, 2, 1, 2])))

    assert list("1212") == read(tmp_path / "digits-images.idx3-ubyte").labels


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 2**32 - 1, 2**32 - 1, 2**32 - 1), "more than fit"),
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 10, 28, 28) + b"\0" * 100, "has 100 bytes of data"),
        (struct.pack(">BBBB3I", 0, 0, 8, 3, 1, 2, 2) + b"\0" * 9, "has more bytes of data"),
        (struct.pack(">BBBB", 0, 0, 8, 3) + b"\0\0", "ends inside its header"),
    ],
)
def test_an_idx_file_that_lies_is_refused(tmp_path: Path, raw: bytes, words: str) -> None:
    """Nothing is allocated on its header's word."""
    (tmp_path / "train-images-idx3-ubyte").write_bytes(raw)

    assert words in refused(tmp_path)


def test_a_torn_gzip_file_is_refused(tmp_path: Path) -> None:
    """A download that stopped half way."""
    raw = gzip.compress(idx_bytes(pixels(20, 9, 9)), mtime=0)
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(raw[: len(raw) // 2])

    assert "is gzip-compressed, and cut off" in refused(tmp_path)


# NumPy


def test_an_npz_with_its_own_test_is_read(tmp_path: Path) -> None:
    """As keras and many others name the arrays."""
    train, test = pixels(6, 4, 4), pixels(2, 4, 4)
    path = tmp_path / "data.npz"
    np.savez(path, x_train=train, y_train=np.arange(6) % 2, x_test=test, y_test=np.array([0, 1]))

    found = read(path)

    assert np.array_equal(np.concatenate([train, test]), found.images)
    assert ["train"] * 6 + ["test"] * 2 == found.parts


@given(
    shape=st.sampled_from(["nhw", "nhwc1", "nhwc3", "nc1hw", "nc3hw", "flat"]),
    kind=st.sampled_from(["uint8", "float32", "float64", "int64", "bool"]),
    n=st.integers(2, 7),
    side=st.sampled_from([4, 5, 9]),
    packed=st.booleans(),
    one_hot=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_an_array_of_any_usual_shape_and_type_is_the_same_images(
    tmp_path_factory: pytest.TempPathFactory,
    shape: str, kind: str, n: int, side: int, packed: bool, one_hot: bool,
) -> None:  # fmt: skip
    """Channels first or last, flat, 0 to 1 or 0 to 255: the picture is the same one."""
    colour = shape in ("nhwc3", "nc3hw")
    images = RNG.integers(0, 256, (n, side, side, *((3,) if colour else ())), dtype=np.uint8)
    images.flat[0], images.flat[1] = 0, 255
    if kind == "bool":
        images = np.where(images > 127, 255, 0).astype(np.uint8)
    stored: Any = images
    if shape == "nhwc1":
        stored = images[..., None]
    elif shape == "nc1hw":
        stored = images[:, None]
    elif shape == "nc3hw":
        stored = np.moveaxis(images, 3, 1)
    elif shape == "flat":
        stored = images.reshape(n, -1)
    stored = stored / 255 if kind.startswith("float") else stored > 0 if kind == "bool" else stored
    labels = np.arange(n) % 2
    path = tmp_path_factory.mktemp("npz") / "x.npz"
    save = np.savez_compressed if packed else np.savez
    save(path, images=np.asarray(stored, kind), labels=np.eye(2)[labels] if one_hot else labels)

    found = read(path)

    assert np.array_equal(stack.grey_if_all_are(images), found.images)
    assert [str(label) for label in labels] == found.labels


def test_an_npy_takes_its_labels_from_the_file_beside_it(tmp_path: Path) -> None:
    """images.npy and labels.npy."""
    np.save(tmp_path / "images.npy", pixels(4, 3, 3))
    np.save(tmp_path / "labels.npy", np.array(["a", "b", "a", "b"]))

    found = read(tmp_path / "images.npy")

    assert list("abab") == found.labels
    assert ["labels from labels.npy"] == found.notes


class Bomb:
    """Whoever unpickles it has run its code."""

    def __reduce__(self) -> Any:
        return pytest.fail, ("unpickled",)


def test_pickled_objects_are_refused_and_never_unpickled(tmp_path: Path) -> None:
    """Such a file can run anything as you."""
    np.save(tmp_path / "x.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    np.savez(tmp_path / "x.npz", images=np.array([Bomb()], dtype=object))
    (tmp_path / "y.npy").write_bytes(pickle.dumps(Bomb()))

    assert "does not unpickle" in refused(tmp_path / "x.npy")
    assert "does not unpickle" in refused(tmp_path / "x.npz")
    assert "is not a NumPy array" in refused(tmp_path / "y.npy")


def test_an_npy_header_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    """Nothing is allocated on its word."""
    head = "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999, 9999, 9999), }"
    raw = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head) + 1) + head.encode() + b"\n"
    (tmp_path / "x.npy").write_bytes(raw)

    assert "more than fit" in refused(tmp_path / "x.npy")


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what its members say they are, before one is unpacked."""
    monkeypatch.setattr(arrays, "MOST_VALUES_BYTES", 2**20)
    path = tmp_path / "x.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images.npy", bytes(2**21))

    assert "larger than fits" in refused(path)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"images": np.zeros((3, 4, 4)), "labels": np.zeros(2)}, "3 images and 2 labels"),
        ({"weights": np.zeros(3)}, "holds weights, and no images by name"),
        ({"images": np.zeros((3, 7)), "labels": np.zeros(3)}, "is an array of 3 × 7, not images"),
        ({"images": np.full((3, 2, 2), np.nan), "labels": np.zeros(3)}, "are not numbers"),
        ({"images": np.array([["a"]]), "labels": np.zeros(1)}, "not images"),
        ({"images": np.zeros((0, 4, 4)), "labels": np.zeros(0)}, "contains no images"),
        ({"images": np.zeros((3, 2, 2)), "labels": np.zeros(3)}, "has one class"),
    ],
)
def test_what_is_no_labelled_images_is_refused_in_words(
    tmp_path: Path, members: dict[str, Any], words: str
) -> None:
    """Each says what was found."""
    np.savez(tmp_path / "x.npz", **members)

    assert words in refused(tmp_path / "x.npz")


@given(st.binary(max_size=300), st.sampled_from(["x.npz", "x.npy", "a-images-idx3-ubyte", "x.gz"]))
@settings(max_examples=200, deadline=None)
def test_bytes_of_any_kind_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
) -> None:
    """Never a traceback, whatever the file is called."""
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(raw)

    assert refused(path)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_disturbed_file_is_refused_or_read_never_more(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """One byte changed, or the end cut off, of every kind of file."""
    folder = tmp_path_factory.mktemp("disturbed")
    images = np.arange(100, dtype=np.uint8).reshape(4, 5, 5)
    labels = np.array([0, 1, 0, 1])
    kind = data.draw(st.sampled_from(["npz", "idx", "gz", "png", "jpg"]))
    if kind == "npz":
        target = folder / "x.npz"
        np.savez_compressed(target, images=images, labels=labels)
    elif kind in ("idx", "gz"):
        target = folder / ("images.gz" if kind == "gz" else "images")
        raw = idx_bytes(images)
        target.write_bytes(gzip.compress(raw, mtime=0) if kind == "gz" else raw)
        (folder / "labels").write_bytes(idx_bytes(labels))
    else:
        for name in ("a", "b"):
            (folder / name).mkdir()
            Image.fromarray(images[0]).save(folder / name / f"1.{kind}")
        target = folder / "a" / f"1.{kind}"
    disturbed = bytearray(target.read_bytes())
    at = len(disturbed) * data.draw(st.integers(0, 9_999)) // 10_000
    if data.draw(st.booleans()):
        disturbed[at] ^= data.draw(st.integers(1, 255))
    else:
        del disturbed[at:]
    target.write_bytes(bytes(disturbed))
    try:
        found = read(target if kind in ("npz", "idx", "gz") else folder)
    except BadEnvironment as caught:
        assert "\n" not in str(caught)
    else:
        assert len(found.images) == len(found.labels)


def test_reading_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of pictures take a while."""
    monkeypatch.setattr("lessons.kit.data.sources.meter.EVERY", 0.0)
    class_folders(tmp_path, {"a": list(pixels(3, 3, 3)), "b": list(pixels(3, 3, 3))})
    told: list[float] = []

    read_images(tmp_path, progress=lambda what, share: told.append(share))

    assert sorted(told) == told
    assert 1.0 == told[-1]


def test_idx_header_is_known_by_four_bytes() -> None:
    """A type that exists, and one to four axes."""
    assert idx.looks_like_idx(b"\0\0\x08\x03")
    assert not idx.looks_like_idx(b"\0\0\x07\x03")
    assert not idx.looks_like_idx(b"\0\0\x08")
