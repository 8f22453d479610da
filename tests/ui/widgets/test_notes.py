"""The notes: what is said in them can be done where it is read."""

import pytest

from tui_lab.widgets.side.notes import as_typed


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("change with --set text=review or --set label=stars",
         "change with :set text review or :set label stars"),
        ("leave out --set text, label and split", "leave out :set text, label and split"),
        ("other.csv has 3 rows", "other.csv has 3 rows"),
    ],
)  # fmt: skip
def test_a_setting_is_named_as_it_is_typed_on_the_screen(said: str, typed: str) -> None:
    """The readers speak to a command line; behind the colon there are no dashes."""
    assert typed == as_typed(said)
