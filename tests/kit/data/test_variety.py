"""Texts that teach nothing, by character: refused in a sentence, or told of where they are thin."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, Data
from lessons.kit.data.brought import silent
from lessons.kit.data.text.variety import FEW, FEW_LINES, refuse_sameness, thin

BY_CHARACTER: dict[str, dict[str, Any]] = {
    "lesson2": {"task": "text"},
    "lesson14": {"task": "text"},
}
LONG = "".join(f"On day {n} she saw {n * n} birds, and wrote it down.\n" for n in range(400))
SPACES = st.sampled_from([" ", "\n", "\r\n", " \n\n", "\t"])


def read(lesson: str, path: Path) -> Data:
    page = lessons.load(lesson)
    return page.data(path, page.params(**BY_CHARACTER[lesson]), silent)


def file(folder: Path, content: bytes) -> Path:
    path = folder / "own.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("lesson", BY_CHARACTER)
@pytest.mark.parametrize(
    "content",
    [b"", b"\n" * 900, b"one line\n", b"a" * 900, b"a a\n" * 300, b"ada\n" * 300, b"ada " * 300,
     b"the same line\n" * 300, b"the same line\r\n" * 300, bytes(range(256)) * 9,
     "été ".encode("latin-1") * 300, "one line\n".encode("utf-16") * 1, b"a" * 2**20,
     ("ada\n" * 300).encode("utf-16")],
    ids=range(14),
)  # fmt: skip
def test_what_teaches_nothing_is_refused(tmp_path: Path, lesson: str, content: bytes) -> None:
    """In one sentence with a way out, before anything is trained."""
    with pytest.raises(BadEnvironment) as refused:
        read(lesson, file(tmp_path, content))

    assert refused.value.fix and "\n" not in str(refused.value)


@pytest.mark.parametrize("lesson", BY_CHARACTER)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_text_with_something_in_it_is_read(
    tmp_path: Path, lesson: str, encoding: str, ends: str
) -> None:
    """Whatever its encoding and line ends; and nothing is said of its size."""
    path = file(tmp_path, (LONG + "café\n").replace("\n", ends).encode(encoding))
    notes = read(lesson, path).summary["notes"]

    assert not [note for note in notes if "few" in note or "word for word" in note]


@pytest.mark.parametrize("lesson", BY_CHARACTER)
def test_of_a_thin_text_the_learner_is_told(tmp_path: Path, lesson: str) -> None:
    """One that is short, and one whose held-out part stands in the other part too."""
    short = read(lesson, file(tmp_path, LONG[: FEW // 2].encode())).summary["notes"]
    twice = read(lesson, file(tmp_path, (LONG * 4).encode())).summary["notes"]
    line = read(lesson, file(tmp_path, (LONG[:90].replace("\n", " ") * 999).encode()))

    assert 1 == len([note for note in short if "characters are few" in note])
    assert 1 == len([note for note in twice if "word for word" in note])
    assert 1 == len([note for note in line.summary["notes"] if "word for word" in note])


def test_few_names_are_told_of(tmp_path: Path) -> None:
    """How many different ones there are, however often each stands there."""
    few = read("lesson14", file(tmp_path, b"ada\nben\ncleo\n" * 99)).summary["notes"]
    many = "".join(f"name{n}\n" for n in range(FEW_LINES)).encode()

    assert 1 == len([note for note in few if "3 different lines are few" in note])
    assert not [n for n in read("lesson14", file(tmp_path, many)).summary["notes"] if "few" in n]


@given(thing=st.text("abc.é漢", min_size=1, max_size=9), space=SPACES, count=st.integers(2, 20_000))
def test_any_word_again_and_again_is_refused(thing: str, space: str, count: int) -> None:
    """However long the text is, and whatever stands between."""
    with pytest.raises(BadEnvironment, match="again and again"):
        refuse_sameness(Path("own.txt"), (thing + space) * count)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(text=st.text("ab \n", min_size=1, max_size=60), other=st.sampled_from(["c d\nc", "d\ne f"]))
def test_two_words_and_lines_are_enough(text: str, other: str) -> None:
    """What differs anywhere is no sameness, and may be thin."""
    refuse_sameness(Path("own.txt"), f"{text}\n{other}")

    assert thin(text + other, other)
