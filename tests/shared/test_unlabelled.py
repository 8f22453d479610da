"""Images for lessons that need no labels: read with them, without, or with some missing."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.shared.dataset import Dataset
from lessons.shared.knobs import ImageKnobs
from lessons.shared.pictures import read_pictures


def saved(folder: Path, labels: list[int] | None, count: int = 40) -> Path:
    """Grey images of 5 × 4 pixels in an .npz, each unlike the others."""
    images = np.random.default_rng(0).integers(0, 255, (count, 5, 4), dtype=np.uint8)
    arrays = {"images": images} | ({} if labels is None else {"labels": np.array(labels)})
    np.savez(folder / "own.npz", **arrays)
    return folder / "own.npz"


def read(path: Path) -> Dataset:
    """As a lesson reads them that needs no labels."""
    found: Dataset = read_pictures(path, ImageKnobs(), silent, labelled=False).content
    return found


@given(labels=st.none() | st.lists(st.integers(0, 3), min_size=40, max_size=40))
@settings(max_examples=25, deadline=None)
def test_every_image_is_in_one_part_and_two_classes_or_more_are_kept(
    labels: list[int] | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without labels, and where all are alike, there are no classes, and a note says so."""
    data = read(saved(tmp_path_factory.mktemp("own"), labels))
    rows = np.concatenate([part.rows for _, part in data.parts()])

    assert list(range(1, 41)) == sorted(rows.tolist())
    told = sorted({*(labels or [])})
    assert ([str(label) for label in told] if len(told) > 1 else []) == data.classes
    if not data.classes:
        assert not any(part.y.any() for _, part in data.parts())
        assert any("label" in note for note in data.notes)
    for part in (data.train, data.test):
        assert [data.classes[at] for at in part.y if data.classes] == [
            str((labels or [])[row - 1]) for row in part.rows if data.classes
        ]


def idx(path: Path, array: np.ndarray) -> None:
    """An idx file of bytes."""
    sides = struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(bytes([0, 0, 8, array.ndim]) + sides + array.tobytes())


def test_where_some_have_no_label_none_is_used_and_it_is_said(tmp_path: Path) -> None:
    """A training part without labels beside a test part that has them: the parts stay."""
    images = np.random.default_rng(1).integers(0, 255, (60, 5, 4), dtype=np.uint8)
    idx(tmp_path / "train-images-idx3-ubyte", images[:40])
    idx(tmp_path / "t10k-images-idx3-ubyte", images[40:])
    idx(tmp_path / "t10k-labels-idx1-ubyte", np.arange(20, dtype=np.uint8) % 2)

    data = read(tmp_path)

    assert (40, 20, []) == (len(data.train), len(data.test), data.classes)
    assert "40 of 60 have no label: none is used" in data.notes
    with pytest.raises(BadEnvironment, match="without labels"):
        read_pictures(tmp_path, ImageKnobs(), silent)
