"""Pictures of the screens for people: `make pictures`, then look in pictures/.

Every lesson is trained here and now for them; the other states come from the recordings.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import lessons
from lessons.kit import to_json
from tests.pictures import save_png
from tui_lab.app import LabApp

SIZES = [(120, 40), (80, 24)]
ALL_SIZES = [(200, 60), *SIZES, (60, 20)]
RECORDINGS = Path(__file__).parent / "recordings"
KEYS = {
    "": (), "claims": ("3",), "second": ("right_square_bracket",), "tour": ("t",),
    "back": ("less_than_sign",), "chart": ("f", *["left"] * 9), "runs": ("o",),
    "why": ("3", "enter"), "source": ("c",), "host": ("6",),
}  # fmt: skip
"""Name of a picture to the keys that lead there."""


def main(folder: Path) -> None:
    """Draw every screen at every size into this folder."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_DIR"] = home
        trained = [recorded(name, Path(home)) for name in lessons.names()]
        for path in [*trained, *sorted(RECORDINGS.glob("*.jsonl"))]:
            for name, keys in KEYS.items() if path in trained else [("", ())]:
                for size in SIZES if name else ALL_SIZES:
                    stem = "-".join(filter(None, [path.stem, name, f"{size[0]}x{size[1]}"]))
                    asyncio.run(picture(LabApp(replay=path), size, keys, folder / f"{stem}.png"))
        for wide, high in ALL_SIZES:
            place = folder / f"menu-{wide}x{high}.png"
            asyncio.run(picture(LabApp(), (wide, high), (), place))


def recorded(lesson: str, folder: Path) -> Path:
    """The default run of a lesson, trained now."""
    path = folder / f"{lesson}.jsonl"
    events = lessons.load(lesson).run(seed=0)
    path.write_bytes(b"".join(to_json(event) + b"\n" for event in events))
    return path


async def picture(app: LabApp, size: tuple[int, int], keys: tuple[str, ...], path: Path) -> None:
    """One screen after these keys, as a PNG."""
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause(1.5)  # every panel has had its turn to be painted
        save_png(app.export_screenshot(), path)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
