"""The values above a picture: whole or left out, whatever the width."""

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.charts.line_chart import number
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import Row
from tui_lab.widgets.panels.caption import GAP, Caption, Entry

CAPTION = Caption("#808080", is_ascii=False)
ENTRIES = st.lists(
    st.builds(
        lambda name, value: (VariantStyle("#808080", "●"), name, value),
        st.text("abc∇", min_size=1, max_size=12), st.floats(),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def said(row: Row) -> str:
    return "".join(text for text, _ in row)


@given(entries=ENTRIES, width=st.integers(1, 100), leads=st.sampled_from([[""], ["step 5  ", ""]]))
def test_a_row_shows_whole_values_in_their_order(
    entries: list[Entry], width: int, leads: list[str]
) -> None:
    """As many from the first as fit, one at least; an ellipsis where some are left out."""
    row = said(CAPTION.row(entries, width, leads))
    shown = row.count("●")
    values = [number(value) for _, _, value in entries[:shown]]

    assert 1 <= shown
    assert all(value in part for value, part in zip(values, row.split("●")[1:], strict=True))
    assert (shown < len(entries)) == ("…" in row)
    assert shown == 1 or len(row) <= width + GAP


@given(entries=ENTRIES, width=st.integers(1, 100))
def test_rows_name_every_run(entries: list[Entry], width: int) -> None:
    """In as many rows as it takes, none wider than there is room for but of one run alone."""
    rows = CAPTION.rows(entries, width, "step 5  ")

    assert len(entries) == sum(said(row).count("●") for row in rows)
    assert all(said(row).count("●") == 1 or len(said(row)) <= width for row in rows)
