"""The lab's own themes, dark and light."""

from __future__ import annotations

from textual.theme import Theme

from tui_lab.charts.palette import DARK_RUNS, LIGHT_RUNS, runs_of


def variables(
    runs: tuple[str, ...], *, calm: str, muted: str, ground: str, bar: tuple[str, str]
) -> dict[str, str]:
    """What our widgets ask every theme for: `bar` is a scrollbar under the mouse, and pulled."""
    bars = {f"scrollbar-background{state}": ground for state in ("", "-hover", "-active")}
    return runs_of(runs) | bars | {
        "calm": calm, "muted": muted, "border-blurred": calm, "scrollbar": calm,
        "scrollbar-hover": bar[0], "scrollbar-active": bar[1], "scrollbar-corner-color": ground,
    }  # fmt: skip


DARK = Theme(
    name="lab-dark",
    primary="#7aa7f0",
    secondary="#8b95b5",
    accent="#e8b26a",
    success="#6fca98",
    warning="#e5bd68",
    error="#f07883",
    foreground="#d5dae6",
    background="#11141b",
    surface="#161a23",
    panel="#1e2431",
    dark=True,
    variables=variables(
        DARK_RUNS, calm="#313a4d", muted="#8490aa", ground="#11141b", bar=("#475470", "#7aa7f0"),
    ) | {
        "border": "#7aa7f0",
        "block-cursor-background": "#2b3750",
        "block-cursor-foreground": "#eef1f7",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#1e2431",
        "input-selection-background": "#7aa7f0 35%",
    },
)  # fmt: skip

LIGHT = Theme(
    name="lab-light",
    primary="#2a5fb0",
    secondary="#5a6580",
    accent="#a35c00",
    success="#1c7c4d",
    warning="#8f6400",
    error="#bb2f3f",
    foreground="#1f2533",
    background="#f7f7f4",
    surface="#f0f0ec",
    panel="#e4e5e2",
    dark=False,
    variables=variables(
        LIGHT_RUNS, calm="#c3c7cf", muted="#697184", ground="#f7f7f4", bar=("#a2a9b8", "#2a5fb0"),
    ) | {
        "border": "#2a5fb0",
        "block-cursor-background": "#cddaf0",
        "block-cursor-foreground": "#10182b",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e4e5e2",
    },
)  # fmt: skip
