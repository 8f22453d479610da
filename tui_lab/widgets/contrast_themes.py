"""Themes of high contrast, for a projector or for weak eyes: every text at least 7 to 1.

The hues are those of the lab's other themes, as far towards white or black as that takes. The
cursor has a ground on which all other texts have as much, for its row holds some of them too.
"""

from __future__ import annotations

from textual.theme import Theme

from tui_lab.widgets.themes import variables

ON_BLACK = (
    "#5ab4f0", "#f0a35a", "#5cc98f", "#d291e2", "#e5d063", "#f38b95", "#4cc7c7", "#a8a4ee",
)  # fmt: skip
ON_WHITE = (
    "#104b84", "#783800", "#105535", "#732c7b", "#564800", "#892330", "#065257", "#473f8e",
)  # fmt: skip


CONTRAST = Theme(
    name="lab-contrast",
    primary="#7eaaf0",
    secondary="#b8c0d8",
    accent="#ffc857",
    success="#6fca98",
    warning="#e5bd68",
    error="#f28b94",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables=variables(
        ON_BLACK, calm="#7c8494", muted="#c4ccdc", ground="#000000", bar=("#c4ccdc", "#c4ccdc"),
    ) | {
        "axes": "#c4ccdc", "text-muted": "#c4ccdc", "text-disabled": "#c4ccdc",
        "border": "#ffffff",
        "block-cursor-text-style": "bold underline",
        "block-cursor-background": "#001550",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1c1c1c",
        "input-selection-background": "#3050a0",
    },
)  # fmt: skip

CONTRAST_LIGHT = Theme(
    name="lab-contrast-light",
    primary="#204988",
    secondary="#3a4460",
    accent="#6d3e00",
    success="#135434",
    warning="#614400",
    error="#8a232f",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e8e8e8",
    dark=False,
    variables=variables(
        ON_WHITE, calm="#767676", muted="#414a5c", ground="#ffffff", bar=("#414a5c", "#414a5c"),
    ) | {
        "axes": "#414a5c", "text-muted": "#414a5c", "text-disabled": "#414a5c",
        "border": "#000000",
        "block-cursor-text-style": "bold underline",
        "block-cursor-background": "#ffe9a8",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#e8e8e8",
        "input-selection-background": "#a8c0f0",
    },
)  # fmt: skip
