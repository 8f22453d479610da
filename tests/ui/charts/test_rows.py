"""Rows of cells: what of them is sent to the terminal."""

from tui_lab.charts.rows import PLAIN, Style, changed_columns, sparing


def test_a_row_is_sent_in_as_few_stretches_as_look_the_same() -> None:
    """A blank has no colour of its own; on another ground it stays."""
    red, blue, lit = Style("#ff0000"), Style("#0000ff"), Style(bg="#222222")

    assert (("ab  ", red), ("c", blue)) == sparing(
        (("a", red), ("b ", red), (" ", PLAIN), ("c", blue))
    )
    assert (("  a", red),) == sparing(((" ", blue), (" ", PLAIN), ("a", red)))
    assert (("a", red), (" ", lit)) == sparing((("a", red), (" ", lit)))


def test_what_changed_of_a_row_is_found_where_columns_are_characters() -> None:
    """In letters or in colour alone; with wide characters, or another length, nothing is said."""
    red = Style("#ff0000")

    assert (2, 4) == changed_columns((("abcdef", PLAIN),), (("abXYef", PLAIN),))
    assert (5, 6) == changed_columns((("abcdef", PLAIN),), (("abcde", PLAIN), ("f", red)))
    assert (0, 0) == changed_columns((("abc", PLAIN),), (("ab", PLAIN), ("c", PLAIN)))
    assert changed_columns((("abc", PLAIN),), (("abcd", PLAIN),)) is None
    assert changed_columns((("好c", PLAIN),), (("好d", PLAIN),)) is None
