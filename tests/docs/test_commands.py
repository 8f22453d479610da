"""Every command in README, CONTRIBUTING and docs/ can be typed, and does what it is there for."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lessons.kit import Trouble
from tests.tools.blocks import PAGES, Block, blocks, commands_in, inline_code
from tests.tools.typed import (
    PARSED,
    invoke,
    names,
    options,
    parsed,
    refusal,
    shortened,
    subcommand,
)

FINE = {0, 1, 4, 5}
"""Exit codes of a run that trained: after two steps few claims can be judged."""
PLACEHOLDERS = {"[RUN]": "last", "RUN": "last", "RUN…": "last", "LESSON": "lesson3",
                "NAME": "distillation", "COMMAND": "run", "…": "--json"}  # fmt: skip


@pytest.mark.parametrize("block", blocks("sh"), ids=str)
def test_the_commands_of_a_block_work(block: Block, desk: Path) -> None:
    """In their order, one after the other; runs train two steps."""
    for words in commands_in(block.text):
        assert "" == refusal(words), f"{block}: {shlex.join(words)}"
        if words[0] == "dl-lab" and subcommand(words) not in PARSED:
            result = invoke(shortened(words[1:]))
            assert result.exit_code in FINE and not isinstance(result.exception, Trouble), (
                f"{block}: {shlex.join(words)}: {result.exception} {result.output}"
            )
            assert "␊" not in result.stdout, f"{shlex.join(words)} prints a line end as a sign"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_in_the_text_exist(page: Path) -> None:
    """`dl-lab …` in the text can be typed; an option alone is one of some command."""
    wrong = {}
    for code in inline_code(page):
        if code.startswith("dl-lab "):
            words = [PLACEHOLDERS.get(word, word) for word in shlex.split(code)[1:]]
            needed = ["last"] if words == ["ask"] else ["--at", "3"] if words == ["explain"] else []
            if words[-1] != "--help" and not alone(words):
                wrong[code] = parsed([*words, *needed])
        elif code.startswith("--"):
            unknown = set(re.findall(r"--[a-z-]+", code)) - options()
            wrong[code] = ", ".join(unknown)

    assert {} == {code: why for code, why in wrong.items() if why}


def alone(words: list[str]) -> bool:
    """Whether this is the name of a command, and no more."""
    return len(words) == 1 and words[0] in names()
