"""What stands beside the lessons: what there is to know of one, and the latest runs."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Vertical


class MenuSide(Vertical):
    """Its styles are read when it is shown, which is after the menu's first paint."""

    SCOPED_CSS: ClassVar[bool] = False  # the screen's classes say how wide it is
    DEFAULT_CSS = """
    MenuScreen MenuSide { height: 1fr; width: 1fr; margin: 1 0 0 0; visibility: hidden; }
    MenuSide #about { margin: 0 0 1 0; }
    MenuSide #runs { height: 1fr; }
    MenuScreen.-wide MenuSide { width: 52; margin: 0 0 0 4; }
    MenuScreen.-wide MenuSide #about { max-height: 65%; }
    MenuScreen.-wide MenuSide ClinicLine { margin: 0 0 1 0; }
    MenuScreen.-tight MenuSide { display: none; }
    """
