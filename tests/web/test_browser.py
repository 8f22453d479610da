"""A lesson in a real browser, by keyboard alone."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.tools import chromium
from tests.tools.chromium import open_browser
from tests.tools.commands import dl_lab, start

pytestmark = pytest.mark.skipif(
    chromium.PATH is None, reason="no Chromium here: apt-get install chromium"
)


async def until(true: Callable[[], bool]) -> None:
    """Wait for what the keys bring about."""
    async with asyncio.timeout(120):
        while not true():
            await asyncio.sleep(0.05)


def only_run() -> dict[str, Any]:
    """The row of the one run that there is, as `dl-lab ps --json` has it; empty if none."""
    rows: list[dict[str, Any]] = dl_lab("ps", "--json").document
    assert len(rows) < 2
    return rows[0] if rows else {}


def is_now(state: str) -> Callable[[], bool]:
    return lambda: state == only_run().get("state")


async def test_a_lesson_by_keyboard_from_the_link_to_the_closed_tab(tmp_path: Path) -> None:
    """Train, pause and play on in the browser; the tab is closed, and the training goes on."""
    server = start("serve", "--port", "0")
    assert server.stdout and server.stderr
    link = server.stdout.readline().strip()
    try:
        async with open_browser(tmp_path / "profile") as tab:
            await tab.open(link)
            await tab.shows("LESSONS")
            await tab.type("3")
            await tab.shows("press space to start")
            await tab.type(":")
            await tab.shows("NAME VALUE")
            await tab.type("set steps 100000\r")
            await tab.shows("one step")  # the line of keys is back where the command was
            await tab.type(" ")
            await tab.shows("Predict first")
            await tab.type("s")
            await tab.shows("playing")
            await until(is_now("playing"))
            await tab.type(" ")
            await tab.shows("paused")
            await until(is_now("paused"))
            paused_at = only_run()["step"]
            await tab.type(" ")
            await tab.shows("playing")
            await until(is_now("playing"))
            asked_for = [urlsplit(url).netloc for url in tab.asked_for if url.startswith("http")]
            address = await tab.value("location.href")
            await tab.close()
        await until(lambda: only_run()["step"] > paused_at)
    finally:
        server.terminate()
        server.communicate()

    assert ("playing", 100_000) == (only_run()["state"], only_run()["steps"])
    assert 0 == dl_lab("stop", only_run()["run"]).code
    assert {urlsplit(link).netloc} == set(asked_for)  # fonts and all: nothing from elsewhere
    assert "token" not in address


async def test_the_lab_is_as_wide_as_the_window(tmp_path: Path) -> None:
    """With charts and side column beside each other; also in a window that is drawn larger."""
    server = start("serve", "--port", "0")
    assert server.stdout and server.stderr
    try:
        async with open_browser(tmp_path / "profile") as tab:
            await tab.open(server.stdout.readline().strip())
            await tab.shows("LESSONS")
            await asyncio.sleep(1)  # an older size may still be on its way
            assert tab.window[0] > 120
            assert await tab.fills_its_window()
            tab.drawing.clear()  # what a first paint left beside a smaller one is no width
            await tab.type("3")
            await tab.shows("press space to start")
            assert await tab.fills_its_window()
            before = tab.window
            await tab.resize(1900, 1000)
            assert await tab.comes_to(lambda: tab.window > before)
            assert await tab.fills_its_window()
    finally:
        server.terminate()
        server.communicate()
