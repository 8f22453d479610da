"""Pictures of the screens for people: `make pictures`, then look in pictures/.

Every lesson is trained here and now for them; the other states come from the recordings.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}  # read as Textual is imported

import lessons
from tests.panels.samples import SAMPLES
from tests.tools import panel_pages
from tests.tools.commands import COMMAND
from tests.tools.pictures import rows_svg, save_png
from tests.tools.places import RECORDINGS
from tui_lab.app.lab import LabApp
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder

SIZES = [(120, 40), (80, 24)]
ALL_SIZES = [(200, 60), *SIZES, (60, 20)]
KEYS = {
    "": (), "claims": ("3",), "second": ("right_square_bracket",), "tour": ("t",),
    "back": ("less_than_sign",), "chart": ("f", *["left"] * 9), "runs": ("o",),
    "why": ("3", "enter"), "source": ("c",), "host": ("6",),
    "why-this-point": ("less_than_sign", "i"),
}  # fmt: skip
"""Name of a picture to the keys that lead there."""


def main(folder: Path) -> None:
    """Draw every screen at every size into this folder."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_DIR"] = home
        for lesson in lessons.names():
            run = trained(lesson)
            for name, keys in KEYS.items():
                for size in SIZES if name else ALL_SIZES:
                    stem = "-".join(filter(None, [lesson, name, f"{size[0]}x{size[1]}"]))
                    asyncio.run(picture(LabApp(run=run), size, keys, folder / f"{stem}.png"))
        for path in sorted(RECORDINGS.glob("*.jsonl")):
            for size in SIZES:
                place = folder / f"{path.stem}-{size[0]}x{size[1]}.png"
                asyncio.run(picture(LabApp(replay=path), size, (), place))
        draw_panels(folder)
        for wide, high in ALL_SIZES:
            place = folder / f"menu-{wide}x{high}.png"
            asyncio.run(picture(LabApp(), (wide, high), (), place))


def draw_panels(folder: Path) -> None:
    """One panel of each kind, in colours."""
    for sample in SAMPLES:
        rows = panel_pages.drawn(sample, (78, 22), shaded=False)
        save_png(rows_svg(rows), folder / f"panel-{sample.title.lower().replace(' ', '-')}.png")


def trained(lesson: str) -> RunFolder:
    """The default run of a lesson, trained now."""
    subprocess.run([*COMMAND, "run", lesson, "--quiet"], check=False, capture_output=True)
    return places.find("last")


async def picture(app: LabApp, size: tuple[int, int], keys: tuple[str, ...], path: Path) -> None:
    """One screen after these keys, as a PNG."""
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause(1.5)  # every panel has had its turn to be painted
        await pilot.app.workers.wait_for_complete()  # a step is being looked into
        await pilot.pause(0.2)
        save_png(app.export_screenshot(), path)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
