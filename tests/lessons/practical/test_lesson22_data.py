"""The learner's tables in lesson 22: texts with pictures, texts with numbers, and what is wrong."""

import csv
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import lessons
from lessons.kit import BadEnvironment, BadUsage, Data, Trouble
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, PictureEvent
from lessons.shared.exports import predictions

LESSON = lessons.load("lesson22")
ROWS = 60
Cells = list[list[str]]


def with_pictures(folder: Path, *, colour: bool = False, sizes: tuple[int, ...] = (9,)) -> Cells:
    """Bright bars, upright or level, and a text that turns the label round."""
    luck, rng = random.Random(0), np.random.default_rng(0)
    (folder / "img").mkdir()
    rows = [["image", "caption", "label"]]
    for at in range(ROWS):
        side, is_level, turns = sizes[at % len(sizes)], luck.random() < 0.5, luck.random() < 0.5
        pixels = rng.integers(0, 60, (side, side, *((3,) if colour else ())), dtype=np.uint8)
        pixels[(side // 2,) if is_level else (slice(None), side // 2)] = 250
        Image.fromarray(pixels).save(folder / "img" / f"{at}.png")
        word = "not" if turns else "truly"
        rows.append([f"img/{at}.png", f"It is {word} level", "yes" if is_level ^ turns else "no"])
    return rows


def with_numbers(rows: Cells) -> Cells:
    """The same with two numbers and a colour in place of each picture."""
    luck = random.Random(1)
    body = [[f"{luck.gauss(0, 1):.3f}", luck.choice(["red", "blue"]), f"{luck.gauss(5, 2):.1f}",
             *row[1:]] for row in rows[1:]]  # fmt: skip
    return [["height", "colour", "weight", "caption", "label"], *body]


def written(folder: Path, rows: Cells, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path = folder / "own.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path: Path, **settings: Any) -> Data:
    return LESSON.data(path, LESSON.params().override(settings), silent)


def told(data: Data) -> str:
    return "\n".join(data.summary["notes"])


def test_pictures_are_found_and_learned_with_their_texts(tmp_path: Path) -> None:
    """All five networks, with the baselines of the same rows beside them."""
    path = written(tmp_path, with_pictures(tmp_path))
    events = list(LESSON.run(data=path, steps=3, batch=16))
    shown = {e.panel: e.value for e in events if isinstance(e, PictureEvent)}
    verdicts = {each.name for each in next(e for e in events if isinstance(e, End)).claims}

    assert {"sums-are-sums", "by-hand"} == verdicts
    assert {"majority", "logistic", "boosted trees"} <= {row[0] for row in shown["beside"]}
    assert ["no", "yes"] == shown["confusion"]["rows"]
    assert "odd" not in shown and "four" not in shown


@pytest.mark.parametrize(
    ("colour", "sizes", "shape", "says"),
    [
        (False, (9,), (1, 9, 9), "60 of 9 × 9 pixels, grey"),
        (True, (9,), (3, 9, 9), "60 of 9 × 9 pixels, in colour"),
        (False, (9, 9, 20), (1, 9, 9), "20 of 60 pictures are not 9 × 9"),
        (True, (50,), (3, 28, 28), "pictures of 50 × 50 scaled to 28 × 28"),
    ],
)
def test_colours_and_sizes(
    tmp_path: Path, colour: bool, sizes: tuple[int, ...], shape: tuple[int, ...], says: str
) -> None:
    """One size for all; what was done is said."""
    data = read(written(tmp_path, with_pictures(tmp_path, colour=colour, sizes=sizes)))

    assert shape == data.content.shape
    assert says in told(data)


def test_numbers_stand_in_for_pictures(tmp_path: Path) -> None:
    """Standardised by the training rows; a category has an input for each value."""
    data = read(written(tmp_path, with_numbers(with_pictures(tmp_path))))
    first = data.content.rows.train.x[:, : data.content.width]

    assert ["height", "colour = blue", "colour = red", "weight"] == data.content.rows.inputs[:4]
    assert first[:, [0, 3]].mean(0) == pytest.approx([0, 0], abs=1e-5)
    assert "in place of an image: 3 columns (height, colour, weight)" in told(data)


def test_a_column_of_pictures_can_be_named(tmp_path: Path) -> None:
    """By name or number, in any encoding, with any delimiter, and without a header."""
    rows = with_pictures(tmp_path)
    other = [["größe", "text", "klasse"], *rows[1:]]

    named = read(written(tmp_path, other, encoding="latin-1", delimiter=";"), image="größe")
    assert (1, 9, 9) == named.content.shape
    bare = read(written(tmp_path, rows[1:], encoding="utf-8-sig"), image="1")
    assert ROWS == sum(len(part) for _, part in bare.content.rows.parts())


def test_pictures_that_are_not_there_or_broken_are_left_out_and_counted(tmp_path: Path) -> None:
    """With their names; the others are used."""
    rows = with_pictures(tmp_path)
    (tmp_path / "img" / "1.png").write_bytes((tmp_path / "img" / "2.png").read_bytes()[:50])
    (tmp_path / "img" / "3.png").write_text("no picture", encoding="utf-8")
    rows[11][0], rows[12][0], rows[13][0] = "img/gone.png", "", "img\\14.png"
    data = read(written(tmp_path, rows))

    for note in (
        "1 row left out, picture: no such file: img/gone.png",
        "1 row left out, picture: is a broken picture: img/1.png",
        "1 row left out, picture: is not a readable picture: img/3.png",
        "1 row left out, picture: no file is named",
    ):
        assert note in told(data)
    assert ROWS - 4 == data.summary["rows"]


def test_rows_without_a_label_or_a_word_are_left_out(tmp_path: Path) -> None:
    """And counted."""
    rows = with_pictures(tmp_path)
    rows[3][2], rows[4][2], rows[5][1], rows[6][1] = "", "?", "", " "
    data = read(written(tmp_path, rows))

    assert "2 rows without a label: left out" in told(data)
    assert "2 rows without a word in the text: left out" in told(data)


def test_a_split_of_the_learners_is_kept_and_copies_stay_out(tmp_path: Path) -> None:
    """A copy of a training row is not tested; a picture with another text is, and that is said."""
    rows = with_pictures(tmp_path)
    parts = ["split", *("test" if at % 3 == 0 else "train" for at in range(ROWS))]
    whole = [[*row, part] for row, part in zip(rows, parts, strict=True)]
    whole += [[*rows[2], "test"], [rows[2][0], "Quite another text", "yes", "test"]]
    data = read(written(tmp_path, whole))
    rows_of = data.content.rows

    assert (40, 21, 1) == (len(rows_of.train), len(rows_of.test), len(rows_of.copies))
    assert "1 of 21 pictures of the test are learned too" in told(data)


def test_no_word_of_the_test_alone_is_counted(tmp_path: Path) -> None:
    """Neither the words nor how rare they are come from the test."""
    rows = with_pictures(tmp_path)
    for row in rows[1:]:
        row[1] += f" w{row[0].removeprefix('img/').removesuffix('.png')}w"
    data = read(written(tmp_path, rows))
    content = data.content
    of_test = {f"w{row - 2}w" for row in content.rows.test.rows.tolist()}

    assert of_test and not of_test & set(content.words)
    assert {f"w{row - 2}w" for row in content.rows.train.rows.tolist()} <= set(content.words)


def bad(rows: Cells, kind: str) -> Cells:
    """The table with one thing wrong with it."""
    head, body = rows[0], rows[1:]
    return {
        "few": [head, *body[:10]],
        "header": [head],
        "one class": [head, *([a, b, "yes"] for a, b, _ in body)],
        "no words": [head, *([a, "", c] for a, _, c in body)],
        "many classes": [head, *([a, b, f"{at // 2}"] for at, (a, b, _) in enumerate(body * 4))],
        "gone": [head, *(["x/" + a, b, c] for a, b, c in body)],
        "addresses": [head, *(["https://example.org/" + a, b, c] for a, b, c in body)],
        "alone": [row[1:] for row in rows],
    }[kind]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("few", "has 10 rows; the lesson needs at least 20"),
        ("header", "has no rows"),
        ("one class", "has one class"),
        ("no words", "has no row with a label and a word in its text"),
        ("many classes", "different labels in column 'label'"),
        ("gone", "such as 'x/img/0.png' (no such file); paths begin where the table lies"),
        ("addresses", "names addresses in column 'image', not files; download the pictures"),
        ("alone", "has neither a column of picture files nor one of numbers"),
    ],
)
def test_a_bad_table_is_refused_in_one_line(tmp_path: Path, kind: str, says: str) -> None:
    """With what is wrong, and what to do."""
    with pytest.raises(BadEnvironment) as refused:
        read(written(tmp_path, bad(with_pictures(tmp_path), kind)))

    assert says in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"image": "imag"}, "there are 'image', 'caption', 'label'; --set image=image"),
        ({"image": "9"}, "has no column '9'"),
        ({"label": "nope"}, "has no column 'nope'"),
        ({"text": "image"}, "cannot be the pictures and more"),
        ({"split": "image"}, "cannot be the pictures and more"),
    ],
)
def test_a_column_that_will_not_do_is_refused(
    tmp_path: Path, settings: dict[str, str], says: str
) -> None:
    """With the names that there are."""
    with pytest.raises(BadUsage) as refused:
        read(written(tmp_path, with_pictures(tmp_path)), **settings)

    assert says in str(refused.value)


def test_a_split_that_says_nothing_is_refused_where_it_was_asked_for(tmp_path: Path) -> None:
    """Else it is not used, and that is said."""
    rows = [[*row, f"{at % 3}"] for at, row in enumerate(with_pictures(tmp_path))]
    rows[0][-1] = "fold"
    path = written(tmp_path, rows)

    assert "column 'fold' is not used" in told(read(path))
    with pytest.raises(BadUsage, match="column 'fold' does not say train and test, but '0'"):
        read(path, split="fold")


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 9, b"one line\n"])
def test_no_table_at_all(tmp_path: Path, content: bytes) -> None:
    """A sentence, and never a traceback."""
    (tmp_path / "a.csv").write_bytes(content)

    for path in (tmp_path / "a.csv", tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(Trouble):
            read(path)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("test 1", "caption alone"), ("train 2: truly level", "'truly level'"),
        ("yes not level", "caption alone"), ("test 1 zzz", "No word of 'zzz' is known"),
        ("test 99", "names no image"),
    ],
)  # fmt: skip
def test_a_row_or_another_text_can_be_asked(tmp_path: Path, question: str, says: str) -> None:
    """Of pictures: with their own text where none is given."""
    path = written(tmp_path, with_pictures(tmp_path))
    race = Race(LESSON, LESSON.plan(("late",), settings={"steps": 3, "batch": 8}, data=str(path)))
    race.tick()

    assert says in race.network("late").answer(question).answer


def test_a_picture_of_the_learners_can_be_asked(tmp_path: Path) -> None:
    """A file with a space in its name, and a text."""
    path = written(tmp_path, with_pictures(tmp_path))
    Image.new("L", (30, 30), 40).save(tmp_path / "my own.png")
    race = Race(LESSON, LESSON.plan(("early",), settings={"steps": 3, "batch": 8}, data=str(path)))
    race.tick()
    answer = race.network("early").answer(f"{tmp_path / 'my own.png'} truly level").answer

    assert "my own.png" in answer and "'truly level'" in answer


def test_predictions_are_exported_for_every_row(tmp_path: Path) -> None:
    """In the order of the file."""
    path = written(tmp_path, with_numbers(with_pictures(tmp_path)))
    race = Race(LESSON, LESSON.plan(("late",), settings={"steps": 3, "batch": 8}, data=str(path)))
    race.tick()
    lines = "".join(predictions(race.save()[0].state)).splitlines()

    assert ROWS + 1 == len(lines) and lines[0].startswith("row,part,label,predicted,p(no),p(yes)")
