"""Lesson 4 with labels and parts of the learner's own: what is sampled, refused and told."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment
from lessons.kit.data.brought import Data, silent
from lessons.kit.data.labelled.examples import Examples
from lessons.shared.labelled.owned import chosen_of

LESSON = lessons.load("lesson4")
Rows = list[tuple[str, str, str]]


def rows_of(part: str, labels: tuple[str, ...], count: int = 40) -> Rows:
    return [(f"{part} film {n}", labels[n % len(labels)], part) for n in range(count)]


def data(path: Path, rows: Rows, **chosen: Any) -> Data:
    lines = (",".join(row) for row in [("text", "label", "split"), *rows])
    path.write_text("\n".join(lines), encoding="utf-8")
    return LESSON.data(path, LESSON.params().override(chosen), silent)


@given(
    st.lists(st.sampled_from(["train", "valid", "test"]), min_size=1, max_size=120),
    st.integers(1, 100),
)
@settings(max_examples=100, deadline=None)
def test_only_what_is_learned_from_is_sampled(parts: list[str], most: int) -> None:
    """Whatever is held out stays whole, in its order, and the figures say what was drawn."""
    texts = [str(n) for n in range(len(parts))]
    found = Examples(texts, ["a"] * len(parts), parts, "", "")
    notes: list[str] = []
    chosen = chosen_of(found, {"examples": most, "split_seed": 0}, notes)
    used = Counter(parts[at] for at in chosen)

    assert sorted(chosen) == chosen
    assert [used[part] for part in ("valid", "test")] == [
        parts.count(part) for part in ("valid", "test")
    ]
    assert min(most, parts.count("train")) == used["train"]
    assert ("drawn" in found.facts) == bool(notes) == (parts.count("train") > most)


def test_a_test_of_its_own_is_never_sampled(tmp_path: Path) -> None:
    """What was drawn of how many to learn from, and that the test is whole, is said."""
    labels = ("bad", "good")
    rows = rows_of("train", labels, 300) + rows_of("test", labels, 150)
    summary = data(tmp_path / "t.csv", rows, examples=100).summary

    assert {"train": 90, "valid": 10, "test": 150} == summary["texts"]
    assert {"used": 100, "of": 300} == summary["drawn"]
    assert any(
        "100 of 300 texts to learn from are used, every class in its share; the 150 held out are "
        "all kept" in note
        for note in summary["notes"]
    )


@pytest.mark.parametrize(
    ("taught", "asked", "fix"),
    [
        (("1", "2"), ("bad", "good"), "write the labels of all parts alike"),
        (("BAD", "GOOD"), ("bad", "good"), "--set join_labels=on"),
    ],
)
def test_a_test_without_a_label_that_was_taught_is_refused(
    tmp_path: Path, taught: tuple[str, ...], asked: tuple[str, ...], fix: str
) -> None:
    """It would be trained to a certain 0 %; so is validation."""
    for part in ("test", "valid"):
        rows = rows_of("train", taught) + rows_of(part, asked) + rows_of("test", taught)[20:]
        if part == "test":
            rows = rows[:80]
        with pytest.raises(BadEnvironment, match="is among those to learn from") as refused:
            data(tmp_path / "t.csv", rows)

        assert fix == refused.value.fix


def test_labels_that_look_alike_in_train_and_test_can_be_joined(tmp_path: Path) -> None:
    """With the setting that the refusal names."""
    rows = rows_of("train", ("BAD", "GOOD")) + rows_of("test", ("bad", "good"))[:20]
    summary = data(tmp_path / "t.csv", rows, join_labels=True).summary

    assert {"BAD": 30, "GOOD": 30} == summary["classes"]


def test_a_test_most_of_whose_labels_nobody_taught_is_said(tmp_path: Path) -> None:
    """With the most that can be right then."""
    rows = rows_of("train", ("bad", "good")) + rows_of("test", ("bad", "odd", "odd"), 30)
    notes = data(tmp_path / "t.csv", rows).summary["notes"]

    assert "in the test but not among the texts to learn from: odd 20" in notes
    assert any("at most 33.3% of the test can be right" in note for note in notes)
