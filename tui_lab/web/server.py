"""The server behind `dl-lab serve`: each tab of a browser has a lab of its own, as a terminal has.

textual-serve carries the screen; who may see it is decided by the gate. Beyond the public parts of
textual-serve we use three that are private to it, so there is an upper bound on its version.
"""

import asyncio
import json
import shlex
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from tui_lab.terminal.capabilities import TerminalOptions
from tui_lab.web.access import Access, add_headers

PAGE = Path(__file__).with_name("browser.html")
PATIENCE = 3.0  # seconds that a tab's lab has to leave


class LabServer(Server):
    """textual-serve behind our gate, with a page that loads nothing from elsewhere."""

    def __init__(self, access: Access, options: TerminalOptions) -> None:
        # exec: the shell that textual-serve starts must not stand between us and the lab
        words = [sys.executable, "-P", "-m", "tui_lab.web.tab", json.dumps(asdict(options))]
        super().__init__(f"exec {shlex.join(words)}", title="dl-lab")
        self.access = access
        self._tabs: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None

    async def listen(self, address: str, port: int) -> int:
        """Answer from now on; the port, also where it was 0. Raises OSError if it is in use."""
        self._runner = web.AppRunner(
            await self._make_app(), access_log=None, shutdown_timeout=2 * PATIENCE
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, address, port).start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Close every tab and stop answering. What the tabs train goes on."""
        if self._runner:
            await self._runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self.access.check_request])
        app.router.add_get("/", self.page)
        app.router.add_get("/ws", self.handle_websocket)
        app.router.add_get("/download/{key}", self.handle_download)
        app.router.add_static("/static", self.statics_path)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page that the screen is in."""
        return web.FileResponse(PAGE)

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the tabs, which would hold us up."""
        closing = [asyncio.create_task(tab.close(code=1001)) for tab in self._tabs]
        if closing:
            await asyncio.wait(closing, timeout=PATIENCE)  # a browser may be gone without a word

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        """Pass on what is typed until the tab is closed or its lab ends; then end the other too."""
        self._tabs.add(websocket)
        closing = asyncio.create_task(_close_after(app_service, websocket))
        try:
            await super()._process_messages(websocket, app_service)
        finally:
            self._tabs.discard(websocket)
            closing.cancel()
            await _end(app_service)


async def _close_after(app_service: AppService, tab: web.WebSocketResponse) -> None:
    """Close the tab when its lab has ended, also where that could not say so."""
    if app_service._task:
        await asyncio.wait([app_service._task])
        await tab.close()


async def _end(app_service: AppService) -> None:
    """Tell the lab that its tab is closed, and see that it leaves."""
    process = app_service._process
    if process is None:
        return
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await app_service.stop()
                await process.wait()
    finally:
        if process.returncode is None:  # suspended, or stuck in writing to us
            process.kill()
