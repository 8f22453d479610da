"""A real browser without a screen, driven through its DevTools protocol."""

import asyncio
import base64
import json
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from tests.tools.drawing import Drawing, Size

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATH = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip
LEFT = "Inspected target navigated or closed"
KEYS = {" ": ("Space", 32), "\r": ("Enter", 13)}
"""What a keyboard says of a key that is no letter: its code, and its old number."""


class Tab:
    """A page in the browser."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, session: str, target: str) -> None:
        self.target = target
        self.asked_for: list[str] = []
        """The address of everything that the page has asked for."""
        self.drawn = b""
        """What came through WebSockets since it was last forgotten."""
        self.drawing = Drawing()
        """The same, drawn; since the window got its size."""
        self.window: Size = 0, 0
        """The columns and rows that the page has told the lab of."""
        self._line, self._session, self._count = line, session, 0

    async def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol, and its result; none from a page that was left meanwhile."""
        self._count += 1
        await self._line.send_json(
            {"id": self._count, "sessionId": self._session, "method": method, "params": parameters}
        )
        while True:
            said = await self._line.receive_json()
            self._note(said)
            if said.get("id") == self._count:
                error = said.get("error", {}).get("message", "")
                assert error in ("", LEFT), said
                return dict(said.get("result", {}))

    def _note(self, said: dict[str, Any]) -> None:
        match said.get("method"):
            case "Network.requestWillBeSent":
                self.asked_for.append(said["params"]["request"]["url"])
            case "Network.webSocketFrameReceived":
                frame = said["params"]["response"]
                if frame["opcode"] == 2:  # of bytes
                    self.drawn += (bytes_ := base64.b64decode(frame["payloadData"]))
                    self.drawing.feed(bytes_)
            case "Network.webSocketCreated":
                asked = parse_qs(urlsplit(said["params"]["url"]).query)
                self.window = int(asked["width"][0]), int(asked["height"][0])
            case "Network.webSocketFrameSent":
                kind, *what = json.loads(said["params"]["response"]["payloadData"])
                if kind == "resize":
                    self.window = what[0]["width"], what[0]["height"]
                    self.drawing.clear()

    async def open(self, url: str) -> None:
        """Go there."""
        await self.do("Page.navigate", url=url)

    async def value(self, expression: str) -> Any:
        """What this is, in the page."""
        found = await self.do("Runtime.evaluate", expression=expression)
        return found.get("result", {}).get("value")

    async def comes_to(self, true: Callable[[], bool]) -> bool:
        """Wait for something that the browser brings about; whether it did."""
        until = time.monotonic() + 60
        while not true() and time.monotonic() < until:
            await self.value("0")  # what the browser has to say comes with the answer
            await asyncio.sleep(0.05)
        return true()

    async def shows(self, words: str) -> None:
        """Wait until these words are drawn; what was drawn up to then does not count again."""
        await self.comes_to(lambda: words.encode() in self.drawn)
        assert words in self.drawn.decode(errors="replace")
        self.drawn = b""

    async def fills_its_window(self) -> bool:
        """Whether what is drawn comes to be exactly as large as the window."""
        return await self.comes_to(lambda: self.drawing.size == self.window)

    async def resize(self, width: int, height: int) -> None:
        """Give the window this many pixels."""
        await self.do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    async def type(self, keys: str) -> None:
        """Press these keys, one after the other."""
        for key in keys:
            code, number = KEYS.get(key, ("", ord(key.upper())))
            name = {"\r": "Enter"}.get(key, key)
            what = {"key": name, "code": code, "windowsVirtualKeyCode": number}
            await self.do("Input.dispatchKeyEvent", type="keyDown", text=key, **what)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **what)

    async def picture(self) -> bytes:
        """What a person sees, as a PNG."""
        return base64.b64decode((await self.do("Page.captureScreenshot"))["data"])

    async def close(self) -> None:
        """Close the tab, as a person does."""
        await self.do("Page.close")


@asynccontextmanager
async def open_browser(profile: Path, size: tuple[int, int] = (1280, 800)) -> AsyncIterator[Tab]:
    """A browser with a profile of its own, and an empty tab in it."""
    arguments = [*FLAGS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
    process = subprocess.Popen(
        [str(PATH), *arguments, "about:blank"], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession() as client:
            address = await _address(profile / "DevToolsActivePort")
            async with client.ws_connect(address, max_msg_size=0) as line:
                yield await _tab(line, size)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


async def _address(file: Path) -> str:
    """Where the browser listens, once it has written that down."""
    async with asyncio.timeout(60):
        while not file.exists() or file.read_text().count("\n") < 1:
            await asyncio.sleep(0.05)
    port, path = file.read_text().splitlines()
    return f"ws://127.0.0.1:{port}{path}"


async def _tab(line: aiohttp.ClientWebSocketResponse, size: tuple[int, int]) -> Tab:
    async def ask(method: str, **parameters: Any) -> dict[str, Any]:
        await line.send_json({"id": 0, "method": method, "params": parameters})
        while (said := await line.receive_json()).get("id") != 0:
            pass
        return dict(said["result"])

    target = (await ask("Target.createTarget", url="about:blank"))["targetId"]
    session = (await ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
    tab = Tab(line, session, target)
    for domain in ("Page", "Runtime", "Network"):
        await tab.do(f"{domain}.enable")
    await tab.resize(*size)
    return tab
