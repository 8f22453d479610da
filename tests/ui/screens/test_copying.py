"""The clipboard: what goes there, and that nothing goes there unasked."""

from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, playing, replayed, session_of, side_of, until
from tui_lab.widgets.panels.values import as_tsv


async def test_a_chart_gives_the_values_of_its_caption() -> None:
    """With a tab between, for a spreadsheet; at the cursor where there is one."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        lesson_of(app).gallery.panels[0].focus()
        await pilot.press("Y")
        await pilot.pause()
        heading, calm, wild = app.clipboard.splitlines()
        assert ["run", "step", "Loss"] == heading.split("\t")
        assert ["calm", "60"] == calm.split("\t")[:2]
        assert 0.00697 == round(float(calm.split("\t")[2]), 5)
        assert "nan" == wild.split("\t")[2]
        await until(pilot, lambda: "3 lines are in your clipboard" in side_of(app))
        await pilot.press("f", "left", "Y")
        assert "59" == app.clipboard.splitlines()[1].split("\t")[1]


async def test_a_table_gives_its_rows() -> None:
    """Headings first."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        table = next(p for p in lesson_of(app).gallery.panels if p.page.title == "Points")
        table.focus()
        await pilot.press("Y")
        assert ["x\ty", "-1.34", "-0.977", "0.989"] == [
            line if line == "x\ty" else f"{float(line.split(chr(9))[0]):.3g}"
            for line in app.clipboard.splitlines()
        ]


async def test_nothing_is_copied_unasked(workers: Workers) -> None:
    """Not by playing, moving, maximising or reading; and where there is nothing to copy, why."""
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("right", "down", "f", "f", "1", "4", "5", "y", "m", "v")
        await pilot.pause()
        assert "" == app.clipboard
        await pilot.press("Y")
        await until(pilot, lambda: "Y copies the values" in side_of(app))
        assert "" == app.clipboard
        session_of(app).detach()


def test_what_is_pasted_cannot_act() -> None:
    """Words of a model stay in their cell, and are seen for what they are."""
    assert "a b c\t0.1\t␛]52;c;eA\t\n" == as_tsv([("a\tb\nc", 0.1, "\x1b]52;c;eA", None)])
