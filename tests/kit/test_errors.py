"""Errors in words: whatever was raised, there is something to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.kit.errors import BadUsage, named, reason, said

KINDS = [ValueError, OSError, AssertionError, KeyError, TimeoutError, MemoryError, RuntimeError]


@given(st.sampled_from(KINDS), st.lists(st.text(max_size=5), max_size=2))
def test_an_error_always_says_something(kind: type[Exception], words: list[str]) -> None:
    """Without a message, with an empty or a blank one: then its kind is what there is to say."""
    error = kind(*words)

    for sentence in (said(error), reason(error), named(error)):
        assert sentence.strip()
        assert 1 == len(sentence.splitlines())
    assert kind.__name__ in named(error) or type(error).__name__ in named(error)


def test_the_systems_reason_comes_without_number_and_path() -> None:
    """`No such file or directory`, and not `[Errno 2] … '/some/path'`."""
    with pytest.raises(OSError) as caught:
        open("/no/such/file")  # noqa: PTH123, SIM115

    assert "No such file or directory" == reason(caught.value)
    assert "FileNotFoundError: [Errno 2]" in named(caught.value)


def test_what_is_wrong_is_never_nothing() -> None:
    """Also where whoever raised it had no words."""
    assert "BadUsage without a word; try again" == str(BadUsage("", "try again"))
