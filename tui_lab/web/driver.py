"""How Textual draws in a browser's tab, and how it hears that the tab is closed."""

import signal
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver
from textual.geometry import Size


class TabDriver(WebDriver):
    """Textual's driver for browsers; a closed tab and a server that is gone both hang up."""

    @property
    def window(self) -> Size:
        """How large the tab is, by what the server said last."""
        return Size(*(self._size or (80, 24)))

    def on_meta(self, packet_type: str, payload: dict[str, Any]) -> None:
        """What the server says of the tab."""
        if packet_type == "quit":
            self._hang_up()
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read what is typed, to the end."""
        super().run_input_thread()
        self._hang_up()  # without the server nobody would ever end this process

    def _hang_up(self) -> None:
        """Leave as on SIGHUP: the runs go on. Called from the thread that reads."""
        app: Any = self._app
        with suppress(RuntimeError):  # the loop is over: so are we
            self._loop.call_soon_threadsafe(app.detach, 128 + signal.SIGHUP)
