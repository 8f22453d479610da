"""Tables of numbers and categories: what was written is what is learned from, or it is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.table.columns import Column
from lessons.kit.data.table.header import has_header
from lessons.kit.data.table.inputs import encoded
from lessons.kit.data.table.tabular import Tabular, read_tabular
from lessons.kit.errors import Trouble

PATH = Path("table.csv")
COLOURS = ["red", "green", "blue"]
ROOMY = [[str(n / 7), COLOURS[n % 3], str(n % 2)] for n in range(60)]
"""A number, a category, and a class."""


def read(rows: list[list[str]], names: list[str] | None = None, **asked: Any) -> Tabular:
    return read_tabular(PATH, rows, names, **asked)


# what each column is


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1.5", "2", "-3e2", "?"] * 9, "number"),
        (["1,5", "2,25", "3,125"] * 9, "number"),
        (["1,234", "12,345.5", "3"] * 9, "number"),
        (["5 %", "7%", "$3"] * 9, "number"),
        (["a", "b"] * 9, "category"),
        (["a", "", "b", "NA"] * 9, "category"),
        (["x"] * 9, "constant"),
        (["", "?", "NaN", "NULL"] * 9, "empty"),
        ([str(n) for n in range(20)], "rows"),
        ([f"name {n}" for n in range(200)], "text"),
    ],
)
def test_a_column_is_what_a_person_would_say(cells: list[str], kind: str) -> None:
    """Numbers also with commas, units and holes."""
    assert kind == Column("x", cells).kind


def test_numbers_with_commas_are_the_numbers() -> None:
    """A decimal comma is no separator of thousands, and the other way round."""
    assert [1.5, 2.25] == Column("x", ["1,5", "2,25"]).numbers.tolist()
    assert [1234.0, 12345.5] == Column("x", ["1,234", "12,345.5"]).numbers.tolist()


# the header


@pytest.mark.parametrize(
    ("first", "rows", "is_header"),
    [
        (["age", "sex"], [["3", "m"], ["4", "f"]], True),
        (["3", "m"], [["3", "m"], ["4", "f"]], False),
        (["e", "x"], [["e", "y"], ["p", "x"]], False),
        (["class", "cap"], [["e", "y"], ["p", "x"]], True),
        (["1", "2"], [["3", "4"], ["5", "6"]], False),
        (["x", "x"], [["a", "b"], ["c", "d"]], False),
    ],
)
def test_a_header_is_known(first: list[str], rows: list[list[str]], is_header: bool) -> None:
    """Words above numbers; among words, none that comes back below."""
    assert is_header == has_header([first, *rows])


# the target


@pytest.mark.parametrize(
    ("names", "rows", "target", "task"),
    [
        (None, ROOMY, "3", "class"),
        (["size", "colour", "sold"], ROOMY, "sold", "class"),
        (["label", "colour", "size"], [[c, b, a] for a, b, c in ROOMY], "label", "class"),
        (None, [[c, a, str(float(a) * 3)] for a, b, c in ROOMY], "1", "class"),
        (None, [[a, b, str(float(a) * 3)] for a, b, c in ROOMY], "2", "class"),
        (None, [[a, c, str(float(a) * 3)] for a, b, c in ROOMY], "3", "number"),
        (["price", "area", "rooms"], [[a, a, c] for a, b, c in ROOMY], "price", "number"),
        (None, [[f"id{n}", "MB"[n % 2], a, a] for n, (a, *_) in enumerate(ROOMY)], "2", "class"),
    ],
)
def test_the_target_is_found_and_said(
    names: Any, rows: list[list[str]], target: str, task: str
) -> None:
    """By its name, as the only category, as the first or the last column."""
    found = read(rows, names)

    assert (target, task) == (found.facts["target"], found.facts["task"])
    assert f"predicts column {target!r}" in found.notes[0]


def test_the_target_can_be_named_or_numbered() -> None:
    """Whatever would have been found."""
    assert "2" == read(ROOMY, target="2").facts["target"]
    assert "Colour" == read(ROOMY, ["size", "Colour", "sold"], target="colour").facts["target"]
    assert "number" == read(ROOMY, task="number").facts["task"]


def test_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    """As everywhere in the lab."""
    with pytest.raises(BadUsage, match="did you mean 'colour'"):
        read(ROOMY, ["size", "colour", "sold"], target="color")
    with pytest.raises(BadUsage, match="there are size, colour, sold"):
        read(ROOMY, ["size", "colour", "sold"], target="zzz")
    with pytest.raises(BadUsage, match="does not hold numbers"):
        read(ROOMY, target="2", task="number")


# missing cells and odd rows


@pytest.mark.parametrize("missing", ["", "?", "NA", "nan", "NULL", "\\N", " "])
def test_missing_cells_are_counted_and_filled(missing: str) -> None:
    """With the median of the training rows: never with one that the test has a part in."""
    rows = [[missing if n % 10 == 0 else str(n), str(n % 2)] for n in range(1, 61)]

    found = read(rows)
    filled = encoded(found, range(30)).inputs[:, 0]

    seen = np.array([n for n in range(1, 31) if n % 10])
    column = np.array([n if n % 10 else np.median(seen) for n in range(1, 61)])
    expected = (column - column[:30].mean()) / column[:30].std()
    assert {"1": 6} == found.facts["missing"]
    assert np.allclose(expected, filled, atol=1e-6)
    assert any("missing values in column 1 (6): " in note for note in found.notes)


def test_rows_without_a_target_are_left_out_and_counted() -> None:
    """Nobody can learn from them."""
    found = read([*ROOMY, ["1", "red", "?"], ["2", "red", ""]])

    assert 60 == len(found)
    assert any("2 rows have no value in column '3'" in note for note in found.notes)


def test_rows_of_another_width_are_left_out_and_counted() -> None:
    """A torn line is not shifted into other columns."""
    found = read([*ROOMY, ["1", "red"], ["1", "red", "0", "9"]])

    assert 60 == len(found)
    assert any("2 rows do not have 3 columns" in note for note in found.notes)


def test_columns_that_say_nothing_are_left_out_and_named() -> None:
    """Row numbers, names, constants and empty ones: with each of them why."""
    rows = [[str(n), f"name {n}", "x", "", *row] for n, row in enumerate(ROOMY)]

    found = read(rows, ["id", "who", "unit", "spare", "size", "colour", "sold"])

    assert ["size", "colour"] == [column.name for column in found.features]
    for name, why in [("id", "number of the row"), ("who", "different"), ("unit", "same")]:
        assert any(name in note and why in note for note in found.notes)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no rows with two columns"),
        ([["1"]] * 50, "no rows with two columns"),
        ([["1", "2"]], "has 1 row; the lesson needs at least 20"),
        ([["1", "a"]] * 50, "there is nothing to predict"),
        ([[str(n / 3), "ab"[n % 2]] for n in range(8)], "needs at least 20"),
        ([["x", "ab"[n % 2]] for n in range(50)], "no column to predict from"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(rows: list[list[str]], words: str) -> None:
    """In one sentence."""
    with pytest.raises(Trouble, match=words):
        read(rows)


# as numbers


def test_inputs_are_those_of_scikit_learn() -> None:
    """Standardised numbers and one-hot categories, fitted on the training rows."""
    found = read(ROOMY)

    inputs = encoded(found, range(40)).inputs

    numbers = np.array([[float(row[0])] for row in ROOMY])
    colours = np.array([[row[1]] for row in ROOMY])
    expected = np.hstack(
        [
            StandardScaler().fit(numbers[:40]).transform(numbers),
            OneHotEncoder().fit(colours[:40]).transform(colours).toarray(),
        ]
    )
    assert np.allclose(expected, inputs, atol=1e-6)


def test_a_category_that_no_training_row_has_is_counted() -> None:
    """It is all zeros, and it is said how many there are."""
    rows = [[str(n / 7), "new" if n >= 50 else COLOURS[n % 3], str(n % 2)] for n in range(60)]

    found = encoded(read(rows), range(50))

    assert (found.inputs[50:, 1:] == 0).all()
    assert ["10 cells have a category that no training row has"] == found.notes


@given(
    kinds=st.lists(st.sampled_from(["number", "category"]), min_size=1, max_size=4),
    header=st.booleans(),
    place=st.integers(0, 4),
    task=st.sampled_from(["class", "number"]),
    holes=st.booleans(),
    seed=st.integers(0, 99),
)
@settings(max_examples=150, deadline=None)
def test_any_table_comes_back_as_it_was_written(
    kinds: list[str], header: bool, place: int, task: str, holes: bool, seed: int
) -> None:
    """Numbers and categories, target in any column, header or none: the same values."""
    rng = np.random.default_rng(seed)
    n = 60
    columns: list[list[str]] = []
    for kind in kinds:
        values = rng.normal(size=n).round(4).astype(str) if kind == "number" else None
        columns.append(list(values if values is not None else rng.choice(COLOURS, n)))
        if holes:
            columns[-1][0] = "?"
    target = list(
        rng.choice(["yes", "no"], n) if task == "class" else rng.normal(size=n).astype(str)
    )
    place = min(place, len(columns))
    columns.insert(place, target)
    rows = [list(row) for row in zip(*columns, strict=True)]
    names = [f"name{at}" for at in range(len(columns))]

    found = read([names, *rows] if header else rows, target=str(place + 1))

    assert task == found.how
    back = [found.classes[at] for at in found.values] if task == "class" else found.values.tolist()
    assert (target if task == "class" else [float(value) for value in target]) == back
    assert len(kinds) == len(found.features)
    assert np.isfinite(encoded(found, range(n // 2)).inputs).all()


@given(st.lists(st.lists(st.text(max_size=4), max_size=5), max_size=40), st.text(max_size=3))
@settings(max_examples=200, deadline=None)
def test_rows_of_any_kind_are_read_or_refused(rows: list[list[str]], target: str) -> None:
    """Never a traceback."""
    try:
        found = read(rows, target=target)
    except (BadEnvironment, BadUsage) as caught:
        assert "\n" not in str(caught)
    else:
        assert np.isfinite(encoded(found, range(len(found))).inputs).all()


@pytest.mark.train
def test_a_million_rows_are_a_table_too() -> None:
    """Read column by column."""
    rows = [[str(n % 1000), COLOURS[n % 3], str(n % 2)] for n in range(1000)]

    found = read(rows * 1000)

    assert 10**6 == len(found)
