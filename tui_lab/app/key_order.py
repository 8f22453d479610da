"""Keys that come in one burst, as over a slow line: each is obeyed before the next is given away.

Textual gives a key to what has the focus as it comes in. A key before it, which moves the focus,
may wait in the queue of a widget then: the letters after `/` would be commands of the list behind.
"""

from __future__ import annotations

from collections import deque
from functools import partial

from textual.app import ScreenStackError
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump

from tui_lab.terminal.foreign import ForeignText

LAPS = 2
"""A mark follows each key, through the same queues up to the app, so often: in the second lap it
comes behind the messages that the key has caused, such as a row that was chosen."""
LOST = 0.5
"""Seconds after which a mark does not come any more: what had the focus is gone."""


class Mark(Message, verbose=True):
    """It follows a key through the same queues."""

    def __init__(self, turn: int, lap: int, target: MessagePump) -> None:
        super().__init__()
        self.turn, self.lap, self.target = turn, lap, target


class KeyOrder(ForeignText):
    """One key after the other."""

    turn = 0
    """Counts the keys that were given away."""
    is_obeying = False
    """Whether the last key is still on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: deque[Key] = deque()
        """Keys that were typed, and not given away yet."""

    async def on_event(self, event: Event) -> None:
        """A key waits until the one before it was obeyed; anything else does not."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.waiting.append(event)
        if self.is_obeying:
            self.set_timer(LOST, partial(self._go_on, self.turn))
        else:
            await self._give_next()

    async def _give_next(self) -> None:
        """Give the next key to what has the focus now."""
        try:
            target = self.focused or self.screen
        except ScreenStackError:  # the lab is being left: what is typed then is for nobody
            self.waiting.clear()
            return
        self.is_obeying, self.turn = True, self.turn + 1
        await super().on_event(self.waiting.popleft())
        self._follow(Mark(self.turn, 1, target))

    def _follow(self, mark: Mark) -> None:
        if not mark.target.post_message(mark):
            self.post_message(mark)  # the target is gone

    async def on_mark(self, mark: Mark) -> None:
        """A key has come through all queues that it goes through."""
        mark.stop()
        if mark.lap < LAPS:
            self._follow(Mark(mark.turn, mark.lap + 1, mark.target))
        else:
            await self._go_on(mark.turn)

    async def _go_on(self, turn: int) -> None:
        """That key was obeyed, or will never be: on to the next."""
        if turn != self.turn:
            return
        self.is_obeying = False
        if self.waiting:
            await self._give_next()
