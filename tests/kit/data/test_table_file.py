"""A learner's table by the door of all tables: however it is written, it is the same one."""

import bz2
import csv
import gzip
import io
import json
import lzma
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.data.brought import Data, silent
from lessons.kit.data.bundled import TABLES, bundled_table, digits
from lessons.kit.data.split import divided, split_off
from lessons.kit.data.table.columns import Column
from lessons.kit.data.table.inputs import encoded
from lessons.kit.data.table.table_file import read_table_file
from lessons.kit.data.table.tabular import LEAVE, Tabular

NAMES = ["width", "colour", "weight", "species"]
ROWS = [
    [f"{n / 7:.4f}", ("red", "green", "blue")[n % 3], f"{n * n % 97 / 4}", ("elm", "oak")[n % 2]]
    for n in range(60)
]
PACKED = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def read(path: Path, **asked: Any) -> Data:
    return read_table_file(path, progress=silent, **asked)


def table(path: Path, **asked: Any) -> Tabular:
    found: Tabular = read(path, **asked).content
    return found


def dumped(rows: list[list[str]], delimiter: str, quoting: int) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]), st.sampled_from([*PACKED]),
    st.booleans(), st.permutations(range(4)), st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_a_table_is_the_same_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, delimiter: str, quoting: int, encoding: str,
    ending: str, has_names: bool, order: list[int], line: str,
) -> None:  # fmt: skip
    """Delimiter, quotes, encoding, packing, names or none, and the target in any column."""
    path = tmp_path_factory.mktemp("tables") / f"t.csv{ending}"
    rows = [[row[at] for at in order] for row in ([NAMES] if has_names else []) + ROWS]
    text = dumped(rows, delimiter, quoting).replace("\n", line)
    path.write_bytes(PACKED[ending](text.encode(encoding)))
    at = order.index(3)
    found = table(path, target=NAMES[3] if has_names else str(at + 1))

    assert ["elm", "oak"] == found.classes
    assert [n % 2 for n in range(60)] == found.values.tolist()
    inputs = encoded(found, range(40))
    assert sorted(["number", "category", "number"]) == sorted(c.kind for c in found.features)
    assert (60, 5) == inputs.inputs.shape


def test_json_lines_and_parquet_are_tables_too(tmp_path: Path) -> None:
    """With the names of their columns, and numbers as numbers."""
    typed = [dict(zip(NAMES, [float(a), b, float(c), d], strict=True)) for a, b, c, d in ROWS]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, typed)))
    paths = [tmp_path / "t.jsonl"]
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.Table.from_pylist(typed), tmp_path / "t.parquet")
    paths.append(tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text(dumped([NAMES, *ROWS], ",", csv.QUOTE_MINIMAL))
    expected = encoded(table(tmp_path / "t.csv"), range(40)).inputs

    for path in paths:
        assert np.allclose(expected, encoded(table(path), range(40)).inputs)


def test_numbers_that_stand_below_each_other_are_a_table(tmp_path: Path) -> None:
    """As many older data sets are kept: separated by as many spaces as it takes."""
    path = tmp_path / "t.data"
    path.write_text("".join(f"{n * 1.5:9.3f} {n % 7:4d}   {n % 2}\n" for n in range(60)))
    found = read(path)

    assert (60, 2) == (len(found.content), len(found.content.features))
    assert "separated by spaces" == found.summary["format"]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 12), st.integers(1, 4), st.booleans(), st.sampled_from(["", "space"]))
def test_categories_that_spaces_part_are_a_table(
    tmp_path_factory: pytest.TempPathFactory, levels: int, categories: int, has_names: bool,
    delimiter: str,
) -> None:  # fmt: skip
    """Most of its cells may be words, if they come back: it is the table that commas would make."""
    rows = [[*(f"A{at}{n * (at + 3) % levels}" for at in range(categories)), f"{n * 7 % 60}.5",
             "good" if n % 3 else "bad"] for n in range(60)]  # fmt: skip
    rows = [[f"name{at}" for at in range(categories + 2)]] * has_names + rows
    folder = tmp_path_factory.mktemp("tables")
    (folder / "commas").write_text("".join(",".join(row) + "\n" for row in rows))
    (folder / "spaces").write_text("".join("  ".join(row) + " \n" for row in rows))
    commas = table(folder / "commas", task="class")
    spaces = table(folder / "spaces", task="class", delimiter=delimiter)

    assert ["bad", "good"] == spaces.classes == commas.classes
    assert [c.cells for c in commas.features] == [c.cells for c in spaces.features]


@given(
    st.lists(st.sampled_from(["none", "Insomnia", "nil", "?", ""]), min_size=40, max_size=40),
    st.integers(1, 39),
)
@settings(max_examples=100, deadline=None)
def test_what_says_that_nothing_is_there_is_one_thing_in_all_parts(
    cells: list[str], train: int
) -> None:
    """None among words is a kind; whatever rows a part has, and it never is both."""
    column = Column("x", ["Apnea", *cells])
    expected = sum(cell in ("?", "") for cell in cells)
    part = column.rows(range(train))

    assert expected == len(column.cells) - column.filled
    assert part.filled == sum(not column.is_missing(cell) for cell in part.cells)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b,y\n", "needs at least 20"),
        ("a,b,y\n1,2,0\n", "has 1 row; the lesson needs at least 20"),
        ("a,b,y\n" + "1.5,2,yes\n2.5,3,yes\n" * 30, "column 'y' has one value"),
        ("a,b,kind\n" + "".join(f"{n / 7},{n},yes\n" for n in range(60)), "column 'kind' has one"),
        ("a\na,b\na,b,c\n" * 20, "do not split into equal columns"),
        ("<html><body>no</body></html>\n" * 30, ""),
        ("just words in a line\n" * 30 + "and others\n" * 30, "give CSV"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """In one sentence with what to do; a table of numbers is not told to have texts and labels."""
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(Trouble) as refused:
        read(path, task="class")

    assert words in str(refused.value)
    assert refused.value.fix and "\n" not in str(refused.value)
    assert "a text and a label" not in str(refused.value)


def test_of_very_many_rows_a_fair_sample_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a file that is sorted by class; how many there are and are used is said."""
    monkeypatch.setattr("lessons.kit.data.rows.rows.MOST_ROWS", 1000)
    lines = [f"{n * 7919 % 1000 / 8},{n * 104729 % 1000 / 8},{n // 10_000}" for n in range(20_000)]
    (tmp_path / "t.csv").write_text("a,b,y\n" + "\n".join(lines))
    found = read(tmp_path / "t.csv")

    classes = found.summary["classes"]
    assert 1000 == sum(classes.values()) == len(found.content)
    assert abs(classes["0"] - classes["1"]) < 200
    notes = found.summary["notes"]
    assert "20,000 rows are more than fit: 1,000 of them, drawn by chance, are used" in notes


def test_a_folder_and_bytes_are_refused(tmp_path: Path) -> None:
    """Each for what it is."""
    (tmp_path / "t.csv").write_bytes(b"\0\1\2\3" * 99)
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "t.csv", "is not text")):
        with pytest.raises(BadEnvironment, match=words):
            read(path)


def test_missing_values_are_filled_or_their_rows_left_out(tmp_path: Path) -> None:
    """As asked for; counted and said both ways, numbers and categories apart."""
    holes = [[("?" if n % 10 == 3 else a), ("NA" if n % 15 == 4 else b), *more]
             for n, (a, b, *more) in enumerate(ROWS)]  # fmt: skip
    (tmp_path / "t.csv").write_text(dumped([NAMES, *holes], ",", csv.QUOTE_MINIMAL))
    filled, left = read(tmp_path / "t.csv"), read(tmp_path / "t.csv", missing=LEAVE)

    assert (60, 50) == (len(filled.content), len(left.content))
    notes = " ".join(filled.summary["notes"])
    assert "width (6): filled with the median" in notes and "colour (4): a category" in notes
    assert "10 rows have missing values: left out" in left.summary["notes"]
    assert np.isfinite(encoded(filled.content, range(40)).inputs).all()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), min_size=2, max_size=120),
    st.floats(0.05, 0.6), st.integers(0, 5),
)  # fmt: skip
def test_a_part_that_is_split_off_is_a_fair_test(
    rows: list[tuple[int, int]], share: float, seed: int
) -> None:
    """No row twice, no key of training in it, every label in training; the seed decides alone."""
    labels, keys = zip(*rows, strict=True)
    found = split_off(share, seed, keys=keys, labels=labels)

    together = [*found.train, *found.test]
    assert len(set(together)) == len(together) <= len(rows)
    assert not {keys[row] for row in found.train} & {keys[row] for row in found.test}
    assert set(labels) == {labels[row] for row in found.train}
    assert found == split_off(share, seed, keys=keys, labels=labels)
    lost = len(rows) - len(together)
    assert (found.notes == []) == (lost == 0)


def test_a_file_sorted_by_class_and_a_rare_class_are_split_alike() -> None:
    """1,000 against 20, the ones after the others: both parts have a share of each."""
    labels = ["no"] * 1000 + ["yes"] * 20
    found = split_off(0.25, 0, keys=range(1020), labels=labels)

    assert {"no": 250, "yes": 5} == Counter(labels[row] for row in found.test)
    assert {"no": 750, "yes": 15} == Counter(labels[row] for row in found.train)
    assert found.train != sorted(found.train)


def test_where_the_data_say_what_is_the_test_it_is() -> None:
    """Nothing is drawn then; but what can be known by heart leaves the test all the same."""
    found = divided(["train", "test", "train", "test"], 0.5, 0, keys="abca")

    assert ({0, 2}, [1]) == (set(found.train), found.test)
    assert ["1 copy of another row is kept out of the test"] == found.notes


@pytest.mark.parametrize("name", TABLES)
def test_tables_that_come_along_are_read_like_the_learners(name: str) -> None:
    """Their columns all numbers, and the target what it is."""
    found = bundled_table(name)

    assert ("number" if name == "diabetes" else "class") == found.summary["task"]
    assert len(found.content.features) == len(found.summary["columns"]) - 1
    assert name.replace("_", " ") in found.summary["source"]
    with pytest.raises(BadUsage, match="no table called 'wines'; did you mean 'wine'"):
        bundled_table("wines")


def test_digits_that_come_along_are_images_like_the_learners() -> None:
    """1,797 of 8 × 8, from 0 to 255, ten classes."""
    found = digits()

    assert ((1797, 8, 8), np.uint8) == (found.images.shape, found.images.dtype)
    assert (0, 255) == (found.images.min(), found.images.max())
    assert set("0123456789") == set(found.labels)
