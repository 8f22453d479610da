"""Numbers in sentences."""

import pytest

from lessons.kit.stream.numbers import counted


@pytest.mark.parametrize(
    ("count", "things", "said"),
    [(2000, "rows are", "2,000 rows are"), (1, "rows are", "1 row is"), (0, "texts", "0 texts"),
     (1, "texts were left out", "1 text was left out"), (1, "rows do", "1 row does")],
)  # fmt: skip
def test_one_thing_is_no_plural(count: int, things: str, said: str) -> None:
    """1 row is, and 2,000 rows are."""
    assert said == counted(count, things)
