"""Rows of cells: what of them is sent to the terminal."""

from tui_lab.charts.rows import NEAR, PLAIN, Style, changed_stretches, sparing


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

    assert [(2, 4)] == changed_stretches((("abcdef", PLAIN),), (("abXYef", PLAIN),))
    assert [(5, 6)] == changed_stretches((("abcdef", PLAIN),), (("abcde", PLAIN), ("f", red)))
    assert [] == changed_stretches((("abc", PLAIN),), (("ab", PLAIN), ("c", PLAIN)))
    assert changed_stretches((("abc", PLAIN),), (("abcd", PLAIN),)) is None
    assert changed_stretches((("好c", PLAIN),), (("好d", PLAIN),)) is None


def test_changes_far_apart_are_sent_each_for_itself() -> None:
    """What lies between two is sent only where it costs less than to go there."""
    near, far = "X" + "b" * (NEAR - 1) + "X", "X" + "b" * NEAR + "X"

    assert [(0, NEAR + 1)] == changed_stretches(((near.lower(), PLAIN),), ((near, PLAIN),))
    assert [(0, 1), (NEAR + 1, NEAR + 2)] == changed_stretches(
        ((far.lower(), PLAIN),), ((far, PLAIN),)
    )


def test_what_a_terminal_shows_the_same_is_the_same() -> None:
    """Two greys that it has one of: nothing is sent."""
    one, other = (("a", Style("#101010")),), (("a", Style("#111111")),)

    assert [(0, 1)] == changed_stretches(one, other)
    assert [] == changed_stretches(one, other, lambda style: "grey")
