"""What lies in a folder of labelled texts: parts, classes, copies, and what only wraps them."""

import csv
import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import Examples, read_examples
from lessons.kit.data.sources.parts import NOT_IN_NAMES, PARTS, part_in, without_part

Rows = list[tuple[str, str]]
WORDS = {word: part for part, words in PARTS.items() for word in words if word not in NOT_IN_NAMES}
WORDS |= {"trainset": "train", "testdata": "test", "held-out": "test", "held_out": "test"}
PLAIN = ["reviews", "x", "imdb", "v2", "data", "10k", "很好", "contest", "latest", "trainers"]
BETWEEN = [".", "-", "_", " ", "__", "("]
SHARDS = ["", "-00000", "-00001-of-00002", "_2", "2"]


def rows_of(tag: str, count: int = 30, labels: tuple[str, ...] = ("neg", "pos")) -> Rows:
    return [(f"{tag} film number {n} was shown", labels[n % len(labels)]) for n in range(count)]


def written(path: Path, rows: Rows) -> Path:
    """A file in the format that its name says; `.txt` has a label and a text in each line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = io.StringIO()
    if path.name.endswith(".jsonl"):
        file.writelines(json.dumps({"text": t, "label": label}) + "\n" for t, label in rows)
    elif path.name.endswith(".txt"):
        file.writelines(f"__label__{label} {text}\n" for text, label in rows)
    else:
        delimiter = "\t" if ".tsv" in path.name else ","
        csv.writer(file, delimiter=delimiter).writerows([("text", "label"), *rows])
    content = file.getvalue().encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def lines(path: Path, texts: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")


def read(path: Path) -> Examples:
    return read_examples(path, progress=silent)


def noted(found: Examples, words: str) -> bool:
    return any(words in note for note in found.notes)


def parts_of(found: Examples) -> dict[str, str]:
    """The part of each text, by the word that it begins with."""
    assert found.parts
    return {text.split()[0]: part for text, part in zip(found.texts, found.parts, strict=True)}


@st.composite
def names(draw: st.DrawFn) -> tuple[str, str, str]:
    """A name with the word for a part somewhere in it; the word's part; what else there is."""
    word = draw(st.sampled_from(sorted(WORDS)))
    before, after = draw(st.sampled_from(["", *PLAIN])), draw(st.sampled_from(["", *PLAIN]))
    left, right = (draw(st.sampled_from(BETWEEN)) for _ in range(2))
    cased = draw(st.sampled_from([str, str.upper, str.capitalize]))(word)
    shard = draw(st.sampled_from(SHARDS))
    name = f"{before}{left if before else ''}{cased}{shard}{right if after else ''}{after}"
    return name, WORDS[word], before + after


@given(names())
@settings(max_examples=300, deadline=None)
def test_a_part_is_named_anywhere_in_a_name(case: tuple[str, str, str]) -> None:
    """As a word, in any case, before or behind others, numbered or not."""
    name, part, rest = case

    assert part == part_in(name) == part_in(f"{name}.csv")
    assert part_in(without_part(name)) is None
    assert bool(rest) <= bool(without_part(name))


@given(
    st.sampled_from(sorted(WORDS)), st.text("abcdefgh", max_size=3), st.text("klmops", max_size=3)
)
@settings(max_examples=300, deadline=None)
def test_a_word_that_only_contains_one_names_no_part(word: str, before: str, after: str) -> None:
    """contest, latest, trainers, evaluate, devil."""
    inside = f"{before}{word.replace('-', '').replace('_', '')}{after}"
    assume(before + after and inside not in WORDS)

    assert part_in(inside) is None
    assert inside == without_part(inside)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("x.train.tsv", "train"), ("reviews_test.csv", "test"), ("test-00000.csv", "test"),
        ("train-00000-of-00002.csv", "train"), ("train.ft.txt", "train"), ("sst.dev", "valid"),
        ("reviewsTest.csv", "test"), ("XTrain.csv", "train"), ("dev-test.tsv", "test"),
        ("contest.txt", None), ("latest", None), ("trainers.txt", None), ("trainval.csv", None),
        ("train_test.csv", None), ("reviews_tr.csv", None), ("protest.csv", None),
    ],
)  # fmt: skip
def test_parts_in_names_that_people_have(name: str, part: str | None) -> None:
    """A name that has both training and test in it is of neither."""
    assert part == part_in(name)


@given(
    st.lists(st.sampled_from(["train", "dev", "test"]), min_size=2, max_size=3, unique=True),
    st.sampled_from(["{}", "x.{}", "reviews_{}", "{}-00000-of-00002", "{}.ft", "Big {} set"]),
    st.sampled_from([".csv", ".tsv", ".jsonl", ".txt", ".csv.gz"]),
    st.tuples(*[st.sampled_from(["0", "1", "pos", "neg", "test"])] * 2),
)
@settings(max_examples=60, deadline=None)
def test_files_that_are_parts_are_never_classes(
    parts: list[str], pattern: str, suffix: str, labels: tuple[str, ...]
) -> None:
    """Whatever else their names say, and in every format."""
    assume("train" in parts and labels[0] != labels[1])
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            written(Path(folder, pattern.format(part) + suffix), rows_of(part, 30, labels))
        found = read(Path(folder))

    assert {*labels} == {*found.labels}
    assert {part: "valid" if part == "dev" else part for part in parts} == parts_of(found)


def test_which_files_are_which_part_is_said(tmp_path: Path) -> None:
    """By their names, or by those of the folders around them."""
    for n in range(5):
        written(tmp_path / "files" / f"train-{n}.csv", rows_of(f"a{n}"))
        written(tmp_path / "folders" / "my test" / f"{n}.csv", rows_of(f"b{n}"))
    written(tmp_path / "files" / "x.dev.csv", rows_of("c"))
    written(tmp_path / "folders" / "train" / "x.csv", rows_of("c"))

    said = "parts by their names: train is train-0.csv, train-1.csv, train-2.csv …; valid is x.dev"
    assert noted(read(tmp_path / "files"), said)
    assert noted(read(tmp_path / "folders"), "parts by their names: test is my test; train is ")


def test_a_file_that_names_no_part_beside_a_test_is_to_learn_from(tmp_path: Path) -> None:
    """reviews.csv and reviews_test.csv; it is said."""
    written(tmp_path / "reviews.csv", rows_of("a"))
    written(tmp_path / "reviews_test.csv", rows_of("b"))
    found = read(tmp_path)

    assert {"a": "train", "b": "test"} == parts_of(found)
    assert noted(found, "to learn from, for the others are named as held out: reviews.csv")


@pytest.mark.train
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_file_that_holds_others_once_more_is_passed_over(data: st.DataObject) -> None:
    """All of them or some, as rows or as classes; the rest is read as if it were not there."""
    count = data.draw(st.integers(2, 4))
    held = data.draw(st.integers(2, count))
    as_classes = data.draw(st.booleans())
    sizes = [data.draw(st.integers(20, 40)) for _ in range(count)]
    files = {f"f{at}": rows_of(f"f{at}", size) for at, size in enumerate(sizes)}
    union = [row for rows in list(files.values())[:held] for row in rows]
    union = data.draw(st.permutations(union))
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in files.items():
            _put(Path(folder, name), rows, as_classes)
        before = read(Path(folder))
        _put(Path(folder, data.draw(st.sampled_from(["all", "zz"]))), union, as_classes)
        found = read(Path(folder))

    assert (before.texts, before.labels) == (found.texts, found.labels)
    assert noted(found, " again)")


def _put(path: Path, rows: Rows, as_class: bool) -> None:
    if as_class:
        lines(path.with_suffix(".txt"), [text for text, _ in rows])
    else:
        written(path.with_suffix(".csv"), rows)


def test_a_test_is_kept_though_its_rows_are_in_other_files(tmp_path: Path) -> None:
    """What the learner holds out is never dropped silently; the lesson tells of copies."""
    a, b = rows_of("a"), rows_of("b")
    for name, rows in (("train1", a), ("train2", b), ("test", a + b)):
        written(tmp_path / f"{name}.csv", rows)
    found = read(tmp_path)

    assert 60 == found.facts["parts"]["test"]


def test_a_union_of_files_that_are_too_large_to_hold_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By how much samples of them share; files of the same size with other rows are kept."""
    from lessons.kit.data.labelled import examples
    from lessons.kit.data.rows import rows

    for module in (rows, examples):
        monkeypatch.setattr(module, "MOST_ROWS", 400)
    a, b = rows_of("a", 1000), rows_of("b", 1000)
    for name, content in (("a", a), ("b", b), ("all", a + b)):
        written(tmp_path / "one" / f"{name}.csv", content)
        written(tmp_path / "two" / f"{name}.csv", content if name != "all" else rows_of("c", 2000))

    assert noted(read(tmp_path / "one"), "skipped: all.csv")
    assert not noted(read(tmp_path / "two"), "once more")


def test_a_name_that_is_only_a_part_is_no_class(tmp_path: Path) -> None:
    """pos.txt, neg.txt and a test.txt that nobody judged."""
    for name in ("pos", "neg", "test"):
        lines(tmp_path / f"{name}.txt", [f"{name} {n}" for n in range(9)])
    found = read(tmp_path)

    assert {"neg": 9, "pos": 9} == found.facts["classes"]
    assert noted(found, "test.txt (the name of a part and of no class)")


def test_words_that_contain_a_part_are_classes(tmp_path: Path) -> None:
    """contest.txt, latest.txt and trainers.txt have nothing to do with testing."""
    for name in ("contest", "latest", "trainers"):
        lines(tmp_path / f"{name}.txt", [f"{name} {n}" for n in range(9)])

    assert {"contest", "latest", "trainers"} == set(read(tmp_path).labels)


def test_names_may_say_the_part_in_the_stem_and_the_class_in_the_suffix(tmp_path: Path) -> None:
    """train.pos, train.neg, test.pos, test.neg; and sst.train, sst.test, which are rows."""
    for part in ("train", "test"):
        for label in ("pos", "neg"):
            lines(tmp_path / "a" / f"{part}.{label}", [f"{part} {label} {n}" for n in range(9)])
        path = tmp_path / "b" / f"sst.{part}"
        lines(path, [f"{text}\t{label}" for text, label in rows_of(part)])

    assert {"neg": 18, "pos": 18} == read(tmp_path / "a").facts["classes"]
    assert {"train": "train", "test": "test"} == parts_of(read(tmp_path / "b"))


def test_names_that_say_nothing_are_said(tmp_path: Path) -> None:
    """Two tables are rows of one data set, and no classes."""
    for name in ("cafe", "shop"):
        written(tmp_path / f"{name}.csv", rows_of(name))

    assert noted(read(tmp_path), "rows of one data set: cafe.csv, shop.csv (the names say no part)")


def test_files_with_the_same_rows_are_said(tmp_path: Path) -> None:
    """A copy in another format counts twice, and nobody should be surprised by that."""
    for name in ("a.csv", "a.jsonl"):
        written(tmp_path / name, rows_of("a"))

    assert noted(read(tmp_path), "a.jsonl has the same rows as a.csv: each row counts twice")


@pytest.mark.parametrize("beside", [(), ("docs/index.txt", "vocab.txt"), ("index.csv",)])
def test_a_folder_that_only_wraps_a_data_set_is_entered(
    tmp_path: Path, beside: tuple[str, ...]
) -> None:
    """And that is said, with what lies beside it."""
    for part in ("train", "test"):
        written(tmp_path / "data" / f"{part}.csv", rows_of(part))
    for name in beside:
        lines(tmp_path / name, ["1,2", "3,4"])
    found = read(tmp_path)

    assert {"train": "train", "test": "test"} == parts_of(found)
    assert noted(found, "the folder 'data' in it is read")
    assert all(noted(found, Path(name).parts[0]) for name in beside)


def test_folders_of_classes_are_entered_past_what_is_less(tmp_path: Path) -> None:
    """A word list beside the folder with the classes is no class of its own."""
    for label in ("pos", "neg"):
        lines(tmp_path / "data" / label / "a.txt", [f"{label} {n}" for n in range(9)])
    for name in ("vocab.txt", "urls.txt"):
        lines(tmp_path / name, ["a", "b"])
    found = read(tmp_path)

    assert {"neg": 9, "pos": 9} == found.facts["classes"]
    assert noted(found, "vocab.txt (beside it)")


def test_the_folder_that_would_do_is_named_in_the_refusal(tmp_path: Path) -> None:
    """Where what lies beside it is a table, though none of use; or there are two data sets."""
    written(tmp_path / "one" / "inner" / "reviews.csv", rows_of("a"))
    lines(tmp_path / "one" / "numbers.csv", ["1,2", "3,4", "5,6"] * 5)
    for name in ("imdb", "yelp"):
        for part in ("train", "test"):
            written(tmp_path / "two" / name / f"{part}.csv", rows_of(part))

    with pytest.raises(BadEnvironment, match=r"give that folder instead: .*one/inner"):
        read(tmp_path / "one")
    with pytest.raises(BadEnvironment, match=r"2 data sets in it.*imdb, yelp; give one of them"):
        read(tmp_path / "two")


def test_classes_beside_a_folder_for_the_test_are_to_learn_from(tmp_path: Path) -> None:
    """pos, neg, test/pos and test/neg."""
    for label in ("pos", "neg"):
        for n in range(5):
            lines(tmp_path / label / f"{n}.txt", [f"here {label} {n}"])
            lines(tmp_path / "test" / label / f"{n}.txt", [f"there {label} {n}"])
    found = read(tmp_path)

    assert {"here": "train", "there": "test"} == parts_of(found)
    assert noted(found, "the part for learning, beside the others: neg, pos")


def test_a_file_says_its_part_better_than_the_folder_around_it(tmp_path: Path) -> None:
    """training_data/train.csv and training_data/test.csv."""
    for part in ("train", "test"):
        written(tmp_path / "training_data" / f"{part}.csv", rows_of(part))

    assert {"train": "train", "test": "test"} == parts_of(read(tmp_path))


@pytest.mark.parametrize("label", ["", "-1", "NaN"])
def test_a_test_that_nobody_judged_is_passed_over(tmp_path: Path, label: str) -> None:
    """Its rows are not counted among those that are unusable, however many they are."""
    written(tmp_path / "train.csv", rows_of("a", 30, ("0", "1")))
    written(tmp_path / "test.csv", rows_of("b", 300, (label,)))
    found = read(tmp_path)

    assert 30 == len(found.texts)
    assert noted(found, "skipped: test.csv has no labels")
    assert {} == found.facts["dropped"]


def test_what_is_held_out_is_never_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more rows than fit, those to learn from are drawn: by file, by column, by folder."""
    from lessons.kit.data.labelled import examples
    from lessons.kit.data.rows import rows

    for module in (rows, examples):
        monkeypatch.setattr(module, "MOST_ROWS", 100)
    train, test = rows_of("train", 700), rows_of("test", 350)
    for part, content in (("train", train), ("test", test)):
        written(tmp_path / "files" / f"{part}.csv", content)
        written(tmp_path / "json" / f"{part}.jsonl", content)
        for label in ("pos", "neg"):
            texts = [text for text, its in content if its == label]
            lines(tmp_path / "classes" / part / f"{label}.txt", texts)
    for name, split in (("split", ("train", "test")), ("is_test", ("0", "1"))):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(
                [("text", "label", name), *((*r, split[0]) for r in train[:350]),
                 *((*r, split[1]) for r in test), *((*r, split[0]) for r in train[350:])]
            )  # fmt: skip
    for path in ("files", "json", "classes", "split.csv", "is_test.csv"):
        found = read(tmp_path / path)
        texts = [text for text in found.texts if text.startswith("test")]

        assert {"train": 100, "test": 350} == found.facts["parts"]
        assert 1050 == found.facts["rows"]
        assert sorted(texts) == sorted(text for text, _ in test)
        assert noted(
            found, "100 of them, drawn by chance, are used to learn from; the 350 held out"
        )


def test_a_test_that_cannot_be_held_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words: half a test would not be the learner's."""
    monkeypatch.setattr("lessons.kit.data.rows.rows.MOST_KEPT", 2000)
    for part in ("train", "test"):
        written(tmp_path / f"{part}.csv", rows_of(part, 200))

    with pytest.raises(BadEnvironment, match="held out for testing has over"):
        read(tmp_path)


def test_parts_may_lie_in_the_folders_of_the_classes(tmp_path: Path) -> None:
    """pos/train/1.txt, pos/train_1.txt, or pos/train.txt with an example on each line."""
    for label in ("pos", "neg"):
        for part in ("train", "test"):
            texts = [f"{part} {label} {n}" for n in range(9)]
            lines(tmp_path / "lines" / label / f"{part}.txt", texts)
            for n, text in enumerate(texts):
                lines(tmp_path / "whole" / label / part / f"{n}.txt", [text])
                lines(tmp_path / "named" / label / f"{part}_{n}.txt", [text])
    for name in ("lines", "whole", "named"):
        found = read(tmp_path / name)

        assert {"neg": 18, "pos": 18} == found.facts["classes"]
        assert {"train": "train", "test": "test"} == parts_of(found)


def test_a_part_may_be_a_table_and_another_one_a_folder(tmp_path: Path) -> None:
    """train.csv beside test/pos and test/neg."""
    written(tmp_path / "train.csv", rows_of("a"))
    for label in ("pos", "neg"):
        for n in range(5):
            lines(tmp_path / "test" / label / f"{n}.txt", [f"b {label} {n}"])

    assert {"a": "train", "b": "test"} == parts_of(read(tmp_path))


def test_rows_of_a_part_that_nobody_judged_are_passed_over(tmp_path: Path) -> None:
    """In one file, with a column that says so; they may be most of all rows."""
    rows = [(text, label, "train") for text, label in rows_of("a", 30, ("0", "1"))]
    rows += [(text, "-1", "unsupervised") for text, _ in rows_of("b", 20)]
    rows += [(text, "-1", "test") for text, _ in rows_of("c", 300)]
    with (tmp_path / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("text", "label", "split"), *rows])
    found = read(tmp_path / "t.csv")

    assert {"0": 15, "1": 15} == found.facts["classes"]
    assert {"without a label": 20} == found.facts["dropped"]
    assert noted(found, "skipped: t.csv has no labels for test (300 rows)")


def test_titles_of_examples_are_no_parts(tmp_path: Path) -> None:
    """A class has an example that speaks of a train, and one that speaks of a test."""
    for label, titles in (("news", ("the-train-is-late", "a-test", "rain")), ("odd", ("a", "b"))):
        for title in titles:
            lines(tmp_path / label / f"{title}.txt", [f"about {title}"])
    found = read(tmp_path)

    assert {"news": 3, "odd": 2} == found.facts["classes"]
    assert found.parts is None


@pytest.mark.parametrize("labels", [("0", "1"), ("pos", "neg")])
def test_tables_in_several_folders_are_rows(tmp_path: Path, labels: tuple[str, str]) -> None:
    """2020/reviews.csv and 2021/reviews.csv have labels of their own: the years are no classes."""
    for year in ("2020", "2021"):
        written(tmp_path / year / "reviews.csv", rows_of(year, 30, labels))
    found = read(tmp_path)

    assert {*labels} == {*found.labels}
    assert noted(found, "rows of one data set: 2020/reviews.csv, 2021/reviews.csv")


FILES = st.sampled_from(
    ["train.csv", "test.csv", "reviews.csv", "x.dev.tsv", "all.jsonl", "pos.txt", "neg.txt",
     "test.txt", "train-pos.txt", "notes.txt", "README.md", "1.txt", "2.txt", "a.png"]
)  # fmt: skip
FOLDERS = st.sampled_from(["pos", "neg", "unsup", "train", "test", "val", "data", "old", "docs"])
TREES = st.recursive(
    st.dictionaries(FILES, st.none(), max_size=4),
    lambda inner: st.tuples(
        st.dictionaries(FILES, st.none(), max_size=3), st.dictionaries(FOLDERS, inner, max_size=3)
    ).map(lambda pair: {**pair[0], **pair[1]}),
    max_leaves=6,
)


def _grow(folder: Path, tree: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    for name, inner in tree.items():
        path = folder / name
        tag = str(path).replace("/", "-")  # no two files have a text in common
        if inner is not None:
            _grow(path, inner)
        elif path.suffix in (".csv", ".tsv", ".jsonl"):
            written(path, rows_of(tag, 8))
        elif path.suffix == ".png":
            path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
        else:
            lines(path, [f"{tag} line {n}" for n in range(4)])


@given(TREES)
@settings(max_examples=80, deadline=None)
def test_whatever_lies_in_a_folder_is_read_or_said(tree: dict[str, Any]) -> None:
    """A name of a part is no class, and no file is left out without a word."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "f")
        _grow(folder, tree)
        try:
            found = read(folder)
        except BadEnvironment as refused:
            assert refused.fix
            return
        files = [path for path in folder.rglob("*.*") if path.is_file() and path.suffix != ".md"]

    notes, texts = " ".join(found.notes), " ".join(found.texts)
    for path in files:
        names = path.relative_to(folder).parts
        is_said = any(name in notes for name in names) or "more" in notes

        assert str(path).replace("/", "-") in texts or is_said, (path, notes)
    assert not {part_in(label) for label in found.labels} - {None}


def test_links_that_lead_back_or_nowhere_are_no_class(tmp_path: Path) -> None:
    """A link to the folder above, to itself or to nothing changes no class and ends no reading."""
    for label in ("good", "bad"):
        (tmp_path / "set" / label).mkdir(parents=True)
        for n in range(5):
            (tmp_path / "set" / label / f"{n}.txt").write_text(f"a {label} soup {n}")
    (tmp_path / "other.txt").write_text("something else")
    (tmp_path / "set" / "up").symlink_to("..")
    (tmp_path / "set" / "good" / "here").symlink_to(".")
    (tmp_path / "set" / "bad" / "round").symlink_to("round")
    (tmp_path / "set" / "bad" / "gone").symlink_to("nowhere")
    found = read_examples(tmp_path / "set", progress=silent)

    assert {"good": 5, "bad": 5} == found.facts["classes"]
    assert any("2 files that cannot be read" in note for note in found.notes)
