"""The lab's end of the process that trains cases."""

from __future__ import annotations

import msgspec

from lessons.kit.errors import BadEnvironment, Trouble
from tui_lab.client.deaths import how_it_died
from tui_lab.clinic.messages import Reply, Request
from tui_lab.protocol.last_words import words_in
from tui_lab.system.lines import Answering


class Attendant(Answering):
    """A process that has torch loaded, and answers one request after the other."""

    def __init__(self) -> None:
        super().__init__("tui_lab.clinic.begin")

    def ask(self, request: Request) -> Reply:
        """Wait for the answer. Raises Trouble."""
        line = self.answer(msgspec.json.encode(request))
        if words := words_in(line):
            trouble = Trouble(words.error.message, words.error.fix)
            trouble.exit_code = words.exit
            raise trouble
        try:
            reply: Reply = msgspec.json.decode(line, type=Reply)
        except msgspec.MsgspecError:
            died = how_it_died(self.code()).message
            raise BadEnvironment(died, "try it again") from None
        return reply
