"""docs/panels.md shows what the code draws."""

from tests.panels.samples import SAMPLES
from tests.tools import panel_pages
from tui_lab.panels.registry import KINDS


def test_the_page_of_panels_is_of_this_code() -> None:
    """Written by `make docs`: do it again where a kind is drawn in another way."""
    assert panel_pages.PAGE.read_text(encoding="utf-8") == panel_pages.page(), "run: make docs"


def test_every_kind_is_on_it() -> None:
    """With its declaration."""
    text = panel_pages.PAGE.read_text(encoding="utf-8")

    assert [] == [kind.__name__ for kind in KINDS if f"```python kit\n{kind.__name__}(" not in text]
    assert [] == [sample.title for sample in SAMPLES if f"## {sample.title}\n" not in text]
