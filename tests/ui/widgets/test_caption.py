"""The values above a picture: every curve has its name, whatever the width."""

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import Row
from tui_lab.system.words import in_column
from tui_lab.widgets.panels.caption import Caption, Entry

CAPTION = Caption("#808080", is_ascii=False)
ENTRIES = st.lists(
    st.builds(
        lambda name, value: (VariantStyle("#808080", "●"), name, value),
        st.text("abc∇", min_size=1, max_size=20), st.floats(),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


LEADS = st.sampled_from([[""], ["step 5  ", ""]])


def said(row: Row) -> str:
    return "".join(text for text, _ in row)


@given(entries=ENTRIES, width=st.integers(24, 120), leads=LEADS)
def test_a_legend_names_every_curve(entries: list[Entry], width: int, leads: list[str]) -> None:
    """In their order, whole or so short that they still differ; no row is wider than the panel."""
    rows = CAPTION.legend(entries, width, leads)
    names = ["".join(part.split()[:1]) for row in rows for part in said(row).split("●")[1:]]
    whole = [name for _, name, _ in entries]

    assert len(entries) == len(names)
    assert len({*whole}) == len({*names})
    assert all(map(may_be, names, whole))
    assert all(len(said(row).rstrip()) <= width for row in rows)


@given(entries=ENTRIES, width=st.integers(24, 120), leads=LEADS)
def test_values_are_shown_behind_whole_names_alone(
    entries: list[Entry], width: int, leads: list[str]
) -> None:
    """All of them or none; never where a name had to be cut, nor in more than two rows."""
    rows = CAPTION.legend(entries, width, leads)
    parts = [part.split() for row in rows for part in said(row).split("●")[1:]]
    values = in_column([value for _, _, value in entries])
    wanted = [[name, value] for (_, name, _), value in zip(entries, values, strict=True)]

    assert parts == wanted or {1} == {len(part) for part in parts}
    assert len(rows) <= 2 or {1} == {len(part) for part in parts}


@given(entries=ENTRIES, leads=LEADS)
def test_a_wide_legend_is_one_row(entries: list[Entry], leads: list[str]) -> None:
    """The first lead, every name and every value, where they have room."""
    (row,) = CAPTION.legend(entries, 400, leads)

    assert said(row).startswith(leads[0])
    values = in_column([value for _, _, value in entries])
    named = zip(entries, values, strict=True)
    assert all(f"{name} {value}" in said(row) for (_, name, _), value in named)


def may_be(short: str, whole: str) -> bool:
    """Whether a name may be a short form of another: both its ends are there, in order."""
    head, _, tail = short.partition("…")
    return short == whole or (whole.startswith(head) and whole.endswith(tail) and "…" in short)


@given(entries=ENTRIES, width=st.integers(1, 100))
def test_rows_name_every_run(entries: list[Entry], width: int) -> None:
    """In as many rows as it takes, none wider than there is room for but of one run alone."""
    rows = CAPTION.rows(entries, width, "step 5  ")

    assert len(entries) == sum(said(row).count("●") for row in rows)
    assert all(said(row).count("●") == 1 or len(said(row)) <= width for row in rows)
