"""Answers for a network that nobody trains any more: the worker's end.

`python -m tui_lab.worker.begin RUN --answer` reads questions from stdin, one JSON line each, and
answers each with one line. The run itself is not touched: nothing is recorded, nothing is trained.
"""

from collections.abc import Iterable
from typing import IO

import msgspec

from lessons.kit.engine.race import Race
from lessons.kit.errors import Trouble, said, visible
from lessons.kit.page.mistakes import told
from tui_lab.protocol.commands import Ask, Reply


def answer_all(race: Race, questions: Iterable[bytes], voice: IO[bytes]) -> None:
    """The worker's end: a reply for every line."""
    awake: set[int] = set()
    for line in questions:
        try:
            question = msgspec.json.decode(line, type=Ask)
            reply = Reply(text=visible(_answer(race, question, awake)))
        except Trouble as trouble:
            reply = Reply(ok=False, error=str(trouble), exit=trouble.exit_code)
        except msgspec.MsgspecError as error:
            reply = Reply(ok=False, error=said(error))
        except Exception as error:
            reply = Reply(ok=False, error=told(error))
        voice.write(msgspec.json.encode(reply) + b"\n")


def _answer(race: Race, question: Ask, awake: set[int]) -> str:
    network = race.network(question.variant, question.seed)
    if id(network) not in awake:
        network.wake()
        awake.add(id(network))
    asked = question.text, question.variant, question.seed, question.settings
    return race.answer(*asked).answer
