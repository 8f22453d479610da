"""Spans out of B-, I- and O tags, counted as conlleval counts them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.shared.spans import are_spans, span_f1, spans_of

TAGS = st.lists(st.sampled_from(["O", "B-A", "I-A", "B-B", "I-B"]), max_size=12)


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("", set()), ("O O", set()), ("B-A I-A O", {(0, 2, "A")}),
        ("B-A B-A", {(0, 1, "A"), (1, 2, "A")}), ("I-A I-A O I-B", {(0, 2, "A"), (3, 4, "B")}),
        ("B-A I-B", {(0, 1, "A"), (1, 2, "B")}), ("I-A B-A I-A", {(0, 1, "A"), (1, 3, "A")}),
        ("O I-A", {(1, 2, "A")}), ("B-A I-A E-A S-B", {(0, 3, "A"), (3, 4, "B")}),
        ("U-A B-B L-B O", {(0, 1, "A"), (1, 3, "B")}), ("S-A I-A", {(0, 1, "A"), (1, 2, "A")}),
        ("B-A O I-A", {(0, 1, "A"), (2, 3, "A")}), ("E-A E-A", {(0, 1, "A"), (1, 2, "A")}),
    ],
)  # fmt: skip
def test_the_spans_of_a_sentence(tags: str, spans: set[tuple[int, int, str]]) -> None:
    """A span begins at B, at an I after O or after another kind, and ends before the next."""
    assert spans == spans_of(tags.split())


@given(tags=TAGS)
@settings(max_examples=200, deadline=None)
def test_spans_cover_the_tokens_that_are_not_o(tags: list[str]) -> None:
    """Each of them once, and with its own kind."""
    covered = {at: kind for a, b, kind in spans_of(tags) for at in range(a, b)}

    assert {at: tag[2:] for at, tag in enumerate(tags) if tag != "O"} == covered
    assert sum(b - a for a, b, _ in spans_of(tags)) == len(covered)


def test_f1_counts_whole_spans() -> None:
    """Half a name is no name: one right, of two there and two said."""
    true, said = [["B-A", "I-A", "O", "B-B"]], [["B-A", "O", "O", "B-B"]]

    assert 0.5 == span_f1(true, said)
    assert 1.0 == span_f1(true, true)
    assert 0.0 == span_f1(true, [["O"] * 4])


@pytest.mark.parametrize(
    ("tags", "are"),
    [(["O", "B-A"], True), (["O", "I-A"], True), (["NN", "VB"], False), (["O"], False),
     (["B", "O"], False), (["B-A", "NN"], False)],
)  # fmt: skip
def test_which_tags_are_those_of_spans(tags: list[str], are: bool) -> None:
    """All of them, or they are read as plain tags."""
    assert are is are_spans(tags)
