"""The pictures in docs/, made again: `make docs-pictures`. Every lesson is trained for them."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.gallery import picture, trained  # first: it sets what Textual reads as it is imported
from tests.tools import chromium
from tests.tools.commands import COMMAND, start
from tests.tools.places import ROOT
from tui_lab.app.lab import LabApp

DOCS = ROOT / "docs"
COLOURS = 256
"""Of a picture: its file is a third as large. With 64 two curves of a report had one colour."""
PICTURES = {
    "lesson1-back": ("lesson1", (120, 40), ("less_than_sign",) * 3),
    "lesson2": ("lesson2", (200, 60), ()),
    "lesson3": ("lesson3", (120, 40), ()),
    "lesson3-why": ("lesson3", (120, 40), ("less_than_sign", "i")),
    "lesson4": ("lesson4", (120, 40), ()),
}
"""Name → the lesson, the size in columns and rows, and the keys that lead there."""


def main(wanted: Sequence[str]) -> None:
    """Make these again; all without a name."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DL_LAB_DIR": home, "DL_LAB_NICE": "0"}
        for lesson in sorted({lesson for lesson, _, _ in PICTURES.values()}):
            names = [n for n, (of, _, _) in PICTURES.items() if of == lesson and n in wanted]
            run = trained(lesson) if names else None
            for name in names:
                _, (wide, high), keys = PICTURES[name]
                path = DOCS / f"{name}-{wide}x{high}.png"
                asyncio.run(picture(LabApp(run=run), (wide, high), keys, path))
                shrink(path)
        if "report" in wanted:
            report(Path(home))
        if "browser" in wanted:
            asyncio.run(browser(Path(home)))


def report(home: Path) -> None:
    """The page that `dl-lab export` writes of three seeds, as a browser shows it."""
    page = home / "report.html"
    for line in ("run lesson3 --seeds 3 --quiet", f"export last --out {page}"):
        subprocess.run([*COMMAND, *line.split()], check=False)
    flags = ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--window-size=1180,1560",
             "--blink-settings=preferredColorScheme=0")  # fmt: skip
    shot = f"--screenshot={DOCS / 'report.png'}"
    subprocess.run([chromium.PATH or "chromium", *flags, shot, page.as_uri()], check=True)
    shrink(DOCS / "report.png")


async def browser(home: Path) -> None:
    """Lesson 3 in a tab of a browser, while it trains."""
    server = start("serve", "--port", "0")
    assert server.stdout
    try:
        async with chromium.open_browser(home / "profile") as tab:
            await tab.open(server.stdout.readline().strip())
            for shown, keys in (
                ("LESSONS", "3"), ("press space to start", " "), ("Predict first", "s"),
            ):  # fmt: skip
                await tab.shows(shown)
                await tab.type(keys)
            # not first for "playing": what is drawn with it does not count again
            await tab.shows("diverged at step")
            await asyncio.sleep(5)
            (DOCS / "browser.png").write_bytes(await tab.picture())
    finally:
        server.terminate()
        server.communicate()
    shrink(DOCS / "browser.png")


def shrink(path: Path) -> None:
    """The same with few colours."""
    with Image.open(path) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:] or [*PICTURES, "report", "browser"])
