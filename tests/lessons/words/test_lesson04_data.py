"""Lesson 4's texts: made up, read from files, taken apart into words, shared out to three parts."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment
from lessons.kit.data.brought import Data, silent
from lessons.lesson04_sentiment.grammar import BAD, GOOD, JUDGING, KINDS, Grammar
from lessons.lesson04_sentiment.reviews import made_up
from lessons.shared.labelled.splitting import (
    TEST,
    TRAIN,
    VALID,
    divided,
    kept_apart,
    stratified,
    thinned,
)  # fmt: skip
from lessons.shared.labelled.wording import PADDING, UNKNOWN, Vocabulary, words_of

LESSON = lessons.load("lesson4")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not bad, really!", ["not", "bad", ",", "really", "!"]),
        ("It wasn't 10/10.", ["it", "wasn't", "10", "/", "10", "."]),
        ("good.<br /><br />Then bad", ["good", ".", "then", "bad"]),
        ("ham &amp; eggs", ["ham", "&", "eggs"]),
        ("味道 ok", ["味", "道", "ok"]),
        ("とても", ["と", "て", "も"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("snake_case", ["snake", "case"]),
        ("🙂", ["🙂"]),
        ("  \n ", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Lower case, punctuation apart, tags gone; characters where there are no spaces."""
    assert words == words_of(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_has_words_without_spaces(text: str) -> None:
    """None of them empty, none with a space in it."""
    assert all(word and not word.isspace() for word in words_of(text))


def test_unknown_is_not_padding() -> None:
    """A word never seen has a code of its own, and no word has either of the two."""
    vocabulary = Vocabulary.of([["a", "a", "b"], ["a", "c"]], at_least=1, most=10)

    assert [2, UNKNOWN, 3] == vocabulary.encode(["a", "zorp", "b"])
    assert PADDING != UNKNOWN
    assert {2, 3, 4} == set(vocabulary.codes.values())
    assert 5 == len(vocabulary)


def test_rare_words_are_unknown() -> None:
    """By count, and by the size of the vocabulary; the most frequent stay."""
    texts = [["a", "a", "a", "b", "b", "c"]]

    assert ["a", "b"] == Vocabulary.of(texts, at_least=2, most=10).words
    assert ["a"] == Vocabulary.of(texts, at_least=1, most=1).words


def test_made_up_reviews_are_balanced() -> None:
    """Every kind with every label equally often, no text twice, and the same every time."""
    reviews = Grammar(5, fillers=2).reviews(160)

    assert {20} == set(Counter((r.kind, r.label) for r in reviews).values())
    assert 160 == len({r.text for r in reviews})
    assert reviews == Grammar(5, fillers=2).reviews(160)


def test_no_single_word_tells_the_label() -> None:
    """Words of praise stand in bad reviews as often as in good ones."""
    reviews = Grammar(6, fillers=0).reviews(4000)
    praise = Counter(
        review.label for review in reviews for word in review.text.split() if word in JUDGING[GOOD]
    )

    assert 1.0 == pytest.approx(praise[GOOD] / praise[BAD], abs=0.1)


def test_the_lessons_own_parts() -> None:
    """1,800 + 200 + 1,000, kinds balanced in the test, and no text in two parts."""
    split = made_up("grammar", 3, False)
    texts = [set(part.texts) for part in (split.train, split.valid, split.test)]

    assert [1800, 200, 1000] == list(map(len, texts))
    assert 3000 == len(set.union(*texts))
    assert {250} == {split.test.kinds.count(kind) for kind in KINDS}


def test_some_words_come_only_in_the_test() -> None:
    """With `unseen`, and none of them is one that judges."""
    split = made_up("grammar", 3, True)
    taught = {word for words in split.train.words for word in words}
    new = {word for words in split.test.words for word in words} - taught

    assert len(new) > 20
    assert not new & {word for words in JUDGING.values() for word in words}


@given(st.lists(st.integers(0, 3), min_size=1, max_size=80), st.floats(0.01, 0.9))
@settings(max_examples=100, deadline=None)
def test_stratified(labels: list[int], share: float) -> None:
    """Of every label its share, to one text; never none and never all where there are two."""
    chosen = stratified(labels, share, seed=1)
    for label, count in Counter(labels).items():
        taken = sum(c for c, other in zip(chosen, labels, strict=True) if other == label)

        assert abs(taken - share * count) <= 1
        assert 0 < taken < count if count > 1 else taken == 0


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=12, max_size=60),
    st.sampled_from([None, (TRAIN, TEST), (TRAIN, VALID), (TRAIN, VALID, TEST)]),
)
@settings(max_examples=150, deadline=None)
def test_no_text_is_in_two_parts(
    rows: list[tuple[int, bool]], in_file: tuple[str, ...] | None
) -> None:
    """Whatever copies there are, and however the file splits them."""
    keys, labels = [key for key, _ in rows], [label for _, label in rows]
    given_ = [in_file[at % len(in_file)] for at in range(len(rows))] if in_file else None
    parts = divided(keys, labels, given_, {TEST: 0.3, VALID: 0.2}, seed=0)
    stays = kept_apart(keys, parts)
    held: dict[str, list[int]] = {TRAIN: [], VALID: [], TEST: []}
    for key, part, stay in zip(keys, parts, stays, strict=True):
        if stay:
            held[part].append(key)

    assert not set(held[TRAIN]) & set(held[TEST])
    assert not set(held[VALID]) & {*held[TRAIN], *held[TEST]}
    assert len(held[TEST]) == len(set(held[TEST]))
    assert set(keys) == {*held[TRAIN], *held[VALID], *held[TEST]}


def test_another_seed_is_another_split() -> None:
    """And the same seed the same."""
    keys, labels = list(range(100)), [at % 2 for at in range(100)]
    shares = {TEST: 0.2, VALID: 0.1}

    def drawn(seed: int) -> list[str]:
        return divided(keys, labels, None, shares, seed)

    assert drawn(0) == drawn(0) != drawn(1)
    assert {TRAIN: 72, VALID: 8, TEST: 20} == Counter(drawn(0))


def test_a_fair_sample_of_very_many() -> None:
    """Every class in its share, also from a file sorted by label."""
    labels = ["a"] * 900 + ["b"] * 100
    kept = thinned(labels, 100, seed=0)

    assert {"a": 90, "b": 10} == Counter(labels[row] for row in kept)
    assert sorted(kept) == kept
    assert list(range(5)) == thinned(labels[:5], 100, seed=0)


def data(path: Path, **settings: Any) -> Data:
    return LESSON.data(path, LESSON.params().override(settings), silent)


def rows(count: int, classes: tuple[str, ...] = ("good", "bad")) -> list[tuple[str, str]]:
    return [(f"text number {at} of {classes[at % len(classes)]}", classes[at % len(classes)])
            for at in range(count)]  # fmt: skip


def as_csv(path: Path, table: list[tuple[str, ...]], header: str = "text,label") -> Path:
    lines = [",".join(f'"{cell}"' for cell in row) for row in table]
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize("classes", [("a", "b", "c"), ("1", "2", "3", "10")])
def test_any_number_of_classes(tmp_path: Path, classes: tuple[str, ...]) -> None:
    """By name, numbers in their order; each in every part in its share."""
    found = data(as_csv(tmp_path / "own.csv", rows(30 * len(classes), classes)))
    split = found.content.own

    assert list(classes) == split.classes
    assert {6} == set(Counter(split.test.labels).values())


def test_the_files_own_split_is_kept(tmp_path: Path) -> None:
    """What it holds out is the test; validation is taken from what is for training."""
    table = [(text, label, str(at >= 80)) for at, (text, label) in enumerate(rows(100))]
    found = data(as_csv(tmp_path / "own.csv", table, "text,label,is_valid"))
    held_out = {text for text, _, out in table if out == "True"}

    assert held_out == set(found.content.own.test.texts)
    assert {"train": 72, "valid": 8, "test": 20} == found.summary["texts"]


def test_copies_across_the_split_are_kept_out_and_told(tmp_path: Path) -> None:
    """A text that is in training too would be a test of memory."""
    table = [(text, label, "train") for text, label in rows(80)]
    table += [(text, label, "test") for text, label in rows(100)[60:]]
    found = data(as_csv(tmp_path / "own.csv", table, "text,label,split"))

    assert 20 == len(found.content.own.test)
    assert any("20 were kept out of the test" in note for note in found.summary["notes"])


def test_cut_texts_and_classes_are_told(tmp_path: Path) -> None:
    """How many were cut, how large the classes are, and what the largest alone is worth."""
    table = [(text + " and so on" * (at < 7), label) for at, (text, label) in enumerate(rows(90))]
    notes = " ".join(data(as_csv(tmp_path / "own.csv", table), longest=6).summary["notes"])

    assert "7 texts are longer than 6 words" in notes
    assert "holds back the network and TF-IDF alike; TF-IDF is given on whole texts too" in notes
    assert "good 45, bad 45" in notes
    assert "50.0% of the test" in notes


def test_characters_where_there_are_no_spaces(tmp_path: Path) -> None:
    """And it is said."""
    table = [(f"很快好吃{chr(0x4E00 + at)}", "1") for at in range(30)]
    table += [(f"太慢难吃{chr(0x5E00 + at)}", "0") for at in range(30)]
    found = data(as_csv(tmp_path / "own.csv", table))

    assert any("every character" in note for note in found.summary["notes"])
    assert ["很", "快", "好", "吃"] == found.content.own.train.words[0][:4]


def test_very_many_texts_are_sampled(tmp_path: Path) -> None:
    """With a note, and the setting that reads them all."""
    found = data(as_csv(tmp_path / "own.csv", rows(200)), examples=100)

    assert 100 == sum(found.summary["texts"].values())
    assert any("100 of 200" in note for note in found.summary["notes"])


def test_a_rare_class_is_left_out(tmp_path: Path) -> None:
    """Two texts cannot be shared out to three parts."""
    found = data(as_csv(tmp_path / "own.csv", [*rows(60), ("odd", "rare"), ("odder", "rare")]))

    assert ["bad", "good"] == found.content.own.classes
    assert any("2 rows were left out" in note for note in found.summary["notes"])


@pytest.mark.parametrize(
    ("table", "words"),
    [(rows(60, ("only",)), "one class"), (rows(12), "12 texts"),
     ([(f"text {at}", f"label {at // 2}") for at in range(60)], "labels")],
)  # fmt: skip
def test_what_cannot_be_learned_is_refused(
    tmp_path: Path, table: list[tuple[str, str]], words: str
) -> None:
    """In words, with what would do."""
    with pytest.raises(BadEnvironment) as refused:
        data(as_csv(tmp_path / "own.csv", table), label="label", text="text")

    assert words in refused.value.message
    assert refused.value.fix


def test_other_files_and_named_columns(tmp_path: Path) -> None:
    """JSON lines, with the columns named."""
    path = tmp_path / "own.jsonl"
    lines = [json.dumps({"x": text, "y": label, "z": 1}) for text, label in rows(60)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = data(path, text="x", label="y")

    assert {"bad": 30, "good": 30} == found.summary["classes"]


def test_what_is_told_of_labels_is_one_line(tmp_path: Path) -> None:
    """Whatever a label has in it; and what counts are the different texts, not their copies."""
    rows = "".join(f'a fine film number {n},"so\nso {n % 2}"\n' for n in range(40))
    (tmp_path / "t.csv").write_text(f"text,label\n{rows}", encoding="utf-8")
    data = LESSON.data(tmp_path / "t.csv", LESSON.params(), silent)

    assert any("so so 0 20, so so 1 20" in note for note in data.summary["notes"])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("dull,bad\nfine,good\n" * 40, "2 labels for 2 different texts: too few of each"),
        ("<br />,bad\n<p>,good\n" * 40, "no text with a word in it"),
    ],
)
def test_too_few_different_texts(tmp_path: Path, rows: str, words: str) -> None:
    """Copies are no texts, and nor is what is only markup."""
    (tmp_path / "t.csv").write_text(f"text,label\n{rows}", encoding="utf-8")

    with pytest.raises(BadEnvironment, match=words):
        LESSON.data(tmp_path / "t.csv", LESSON.params(), silent)


def parted(path: Path, *rows: tuple[str, str, str]) -> Data:
    """What is made of a file that says what each of its rows is for."""
    lines = (",".join(row) for row in [("text", "label", "split"), *rows])
    path.write_text("\n".join(lines), encoding="utf-8")
    return LESSON.data(path, LESSON.params(), silent)


def test_a_class_that_is_only_in_the_test_is_named(tmp_path: Path) -> None:
    """No network can ever say it, and its accuracy is to be read with that in mind."""
    taught = [(f"film {n}", ("bad", "good")[n % 2], "train") for n in range(40)]
    fresh = [(f"new film {n}", ("bad", "odd")[n % 2], "test") for n in range(20)]
    notes = parted(tmp_path / "t.csv", *taught, *fresh).summary["notes"]

    assert "in the test but not among the texts to learn from: odd 10" in notes


def test_a_test_of_nothing_but_copies_is_refused_for_that(tmp_path: Path) -> None:
    """It is not for want of a second class."""
    taught = [(f"film {n}", ("bad", "good")[n % 2], "train") for n in range(40)]
    copies = [(text, label, "test") for text, label, _ in taught[:20]]

    with pytest.raises(BadEnvironment, match="no texts to test on that are not among"):
        parted(tmp_path / "t.csv", *taught, *copies)
    with pytest.raises(BadEnvironment, match="one class alone is to be learned"):
        parted(tmp_path / "t.csv", *taught[::2], *[(f"n {n}", "good", "test") for n in range(20)])
