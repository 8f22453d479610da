"""The learner's tables and images: each row in one part, nothing learned of the test."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage, knob
from lessons.kit.data.brought import silent
from lessons.kit.stream.safe_csv import safe
from lessons.shared.baselines import baselines, compared, headings
from lessons.shared.dataset import Dataset
from lessons.shared.exports import predictions
from lessons.shared.knobs import ClassKnobs, ImageKnobs
from lessons.shared.own import read_own
from lessons.shared.pictures import digits
from lessons.shared.predicted import Predicted
from lessons.shared.tables import bundled, read_table


@dataclass
class Knobs(ClassKnobs, ImageKnobs):
    """A lesson that takes both."""

    steps: int = knob(1, 1, 10)


def dataset(path: Path, wants: str = "class", **asked: Any) -> Dataset:
    """The table as it is read."""
    found: Dataset = read_table(path, Knobs().override(asked), silent, wants=wants).content
    return found


def written(path: Path, rows: list[list[str]]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


FLOWERS = [[f"{n * 37 % 101 / 7:.3f}", ("red", "blue")[n % 2], ("elm", "oak", "fir")[n % 3]]
           for n in range(90)]  # fmt: skip


def test_a_lessons_own_knobs_come_before_those_that_it_mixes_in() -> None:
    """As the learner looks for them."""
    assert "steps" == next(iter(Knobs.knobs()))
    assert {"target", "cut", "side", "split_seed"} < set(Knobs.knobs())


@given(
    rows=st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc"), st.sampled_from("xyz")),
                  min_size=60, max_size=150),
    share=st.floats(0.05, 0.5), valid=st.sampled_from([0.0, 0.2]), seed=st.integers(0, 9),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_every_row_is_in_one_part_and_nothing_is_learned_of_the_test(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, str]], share: float,
    valid: float, seed: int,
) -> None:  # fmt: skip
    """None lost, none twice, no copy in two parts; standardised by the training rows alone."""
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    cells = [[f"{number}.5", colour, label] for number, colour, label in rows]
    cells[0][2], cells[1][2], cells[2][2] = "x", "y", ""
    written(path, [["size", "colour", "kind"], *cells])
    hp = Knobs().override({"test_share": share, "split_seed": seed, "target": "kind"})
    try:
        data: Dataset = read_table(path, hp, silent, valid_share=valid).content
    except BadEnvironment as refused:
        told = ("none is left to test on", "no column to predict from")  # all rows alike
        assert any(words in str(refused) for words in told)
        return

    parts = dict(data.parts())
    assert list(range(2, len(rows) + 2)) == sorted(
        row for part in parts.values() for row in part.rows
    )
    keys = {name: {tuple(cells[row - 2][:2]) for row in part.rows} for name, part in parts.items()}
    assert not keys["train"] & keys["test"] and not keys["train"] & keys["valid"]
    assert not keys["valid"] & keys["test"]
    assert len(keys["test"]) == len(parts["test"])
    empty = [at + 2 for at, row in enumerate(cells) if not row[2]]
    assert empty == parts["unknown"].rows.tolist()
    for part in (parts["train"], parts["test"]):
        assert [cells[row - 2][2] for row in part.rows] == [data.classes[c] for c in part.y]
    size = parts["train"].x[:, data.inputs.index("size")]
    assert abs(float(size.mean())) < 1e-5
    assert abs(float(size.std()) - 1) < 1e-4 or float(size.std()) == 0


def test_rows_without_a_target_are_predicted_too(tmp_path: Path) -> None:
    """They are what people bring a table for."""
    rows = [[a, b, "" if n in (3, 7) else c] for n, (a, b, c) in enumerate(FLOWERS)]
    data = dataset(written(tmp_path / "t.csv", [["size", "colour", "kind"], *rows]))
    import torch

    network = torch.nn.Linear(data.train.x.shape[1], 3)
    kept = {"predicted": Predicted(data, network).state_dict()}
    found = list(csv.reader(io.StringIO("".join(predictions(_as_arrays(kept))))))

    assert ["row", "part", "kind", "predicted", "p(elm)", "p(fir)", "p(oak)"] == found[0]
    assert [str(n) for n in range(2, 92)] == [row[0] for row in found[1:]]
    assert ["unknown", ""] == found[4][1:3] == found[8][1:3]
    assert [row[2] for row in rows] == [row[2] for row in found[1:]]
    assert all(row[3] in ("elm", "oak", "fir") for row in found[1:])


def _as_arrays(kept: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: {key: value.numpy() if hasattr(value, "numpy") else value
                   for key, value in state.items()} for name, state in kept.items()}  # fmt: skip


def test_a_number_is_refused_where_a_class_is_wanted_or_cut_into_some(tmp_path: Path) -> None:
    """In one sentence with both ways out."""
    rows = [[str(n / 7), str(n * n % 89 / 3)] for n in range(80)]
    path = written(tmp_path / "t.csv", [["size", "price"], *rows])
    with pytest.raises(BadUsage, match=r"'price' holds .* numbers.*--set cut=2"):
        dataset(path)

    data = dataset(path, cut=2)
    assert 2 == len(data.classes) and data.classes[0].startswith("up to ")
    assert data.classes[1].startswith("above ")


def test_a_number_is_predicted_in_its_own_units(tmp_path: Path) -> None:
    """As float64, so that what is written out again is what was in the file."""
    rows = [[str(n / 7), str(n * n % 89 / 3)] for n in range(80)]
    path = written(tmp_path / "t.csv", [["size", "price"], *rows])
    data = dataset(path, "number")

    assert [float(rows[at - 2][1]) for at in data.train.rows] == data.train.y.tolist()
    assert [] == data.classes
    assert np.isclose(np.mean(data.train.y), data.mean)


def test_a_table_of_copies_is_refused(tmp_path: Path) -> None:
    """One sentence: there is nothing in it that was not learned."""
    rows = [["1.5", "red", "x"], ["2.5", "blue", "y"]] * 40
    with pytest.raises(BadEnvironment, match="80 rows and 2 different ones"):
        dataset(written(tmp_path / "t.csv", rows))


def test_the_digits_are_the_same_object_for_every_run_that_splits_them_alike() -> None:
    """So baselines are fitted once; and a run may add to its own summary."""
    first, second = digits(Knobs()), digits(Knobs())
    first.summary["lesson"] = "one"

    assert first.content is second.content
    assert "lesson" not in second.summary
    assert first.content is not digits(Knobs(split_seed=1)).content


def test_what_a_figure_is_worth_is_said_before(tmp_path: Path) -> None:
    """1,000 against 20: what always saying the larger one is right for; a class not tested."""
    rows = [[f"{n * 7919 % 1021 / 8}", "ok"] for n in range(1000)]
    rows += [[f"{n}.77", "fraud"] for n in range(20)] + [["0.5", "odd"]]
    data = dataset(written(tmp_path / "t.csv", [["amount", "class"], *rows]))

    assert (200, 4) == tuple((data.test.y == at).sum() for at in (2, 0))
    counted = "3 classes: ok (1,000), fraud (20), odd (1)"
    assert f"{counted}; the largest one alone is right for 98.0% of the test" in data.notes
    assert "not in the test: class odd" in data.notes


@pytest.mark.parametrize("count", [1, 8, 19])
def test_a_handful_of_images_is_refused(tmp_path: Path, count: int) -> None:
    """As a handful of rows is; and a folder of tables says which file to give."""
    images = np.arange(count * 9, dtype=np.uint8).reshape(count, 3, 3)
    np.savez(tmp_path / "i.npz", images=images, labels=np.arange(count) % 2)
    with pytest.raises(BadEnvironment, match="one class" if count == 1 else "at least 20"):
        read_own(tmp_path / "i.npz", Knobs(), silent)
    (tmp_path / "tables").mkdir()
    written(tmp_path / "tables" / "a.csv", FLOWERS)
    with pytest.raises(BadEnvironment, match=r"folder of tables; give one of them: a\.csv"):
        read_own(tmp_path / "tables", Knobs(), silent)


def test_images_are_fractions_with_or_without_their_shape() -> None:
    """The digits, flat for a network of layers alone, and as pictures."""
    flat, square = digits(Knobs(), flat=True).content, digits(Knobs()).content

    assert (64,) == flat.train.x.shape[1:]
    assert (1, 8, 8) == square.train.x.shape[1:]
    assert (0.0, 1.0) == (float(flat.train.x.min()), float(flat.train.x.max()))
    assert list("0123456789") == flat.classes
    assert 1797 == sum(len(part) for _, part in flat.parts())


def test_models_stand_beside_the_network() -> None:
    """The table says so where the network does not win."""
    data: Dataset = bundled("wine", Knobs()).content
    rows = compared(data, baselines(data)[0].said, "network")

    assert ["majority", "logistic", "boosted trees", "network"] == [row[0] for row in rows[:-1]]
    assert rows[0][1:] == rows[3][1:]
    assert rows[-1][0].endswith("ahead") and "network" not in rows[-1][0]
    assert ["", "accuracy", "balanced"] == headings(data)


@pytest.mark.parametrize("far", [1e3, 1e20, 1e150, float("inf"), float("nan")])
def test_what_a_network_that_has_diverged_says_can_be_read(far: float) -> None:
    """Not with forty digits, nor does it stop the run."""
    data: Dataset = bundled("diabetes", Knobs(), wants="number").content
    with np.errstate(over="ignore", invalid="ignore"):
        rows = compared(data, np.full(len(data.test), far), "network")

    assert max(len(cell) for cell in rows[3]) <= 9


def test_a_folder_of_images_is_known_from_a_table(tmp_path: Path) -> None:
    """By what it is, whatever the lesson likes best."""
    images = np.random.default_rng(0).integers(0, 256, (40, 5, 5)).astype(np.uint8)
    np.savez(tmp_path / "i.npz", images=images, labels=np.arange(40) % 2)
    data: Dataset = read_own(tmp_path / "i.npz", Knobs(), silent).content

    assert (25,) == data.train.x.shape[1:] and ["0", "1"] == data.classes
    assert data.is_own


LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
ODD = st.text(LETTERS | st.sampled_from(' ,"\n=-'), min_size=1)


@given(st.lists(ODD, min_size=2, max_size=5, unique=True))
@settings(max_examples=100, deadline=None)
def test_odd_names_of_classes_come_back_from_the_file(classes: list[str]) -> None:
    """Commas, quotes and line ends; a formula alone gets a mark before it, and -1 is none."""
    count = len(classes)
    kept = {"parts": [["test", count]], "rows": range(1, count + 1), "targets": range(count),
            "classes": classes, "target": "kind", "said": np.eye(count)}  # fmt: skip
    text = "".join(predictions({"predicted": kept}))
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]

    assert [[safe(name)] * 2 for name in classes] == [row[2:4] for row in found]
    assert all(safe(name) in (name, f"'{name}") for name in classes)
    assert "-1" == safe("-1") and "'=1" == safe("=1")
