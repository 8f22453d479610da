"""The words of a command line: an option with nothing behind it is refused before all else."""

from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tui_lab.cli.training
from lessons.kit import BadUsage
from tests.tools.commands import TOY
from tui_lab.cli.main import app
from tui_lab.client.choice import recording
from tui_lab.trust.config import read_config

COMMANDS: Any = typer.main.get_command(app)
VALUED = [
    ([*([name] if name else []), *(["x"] * len(_arguments))], flag)
    for name, command in [("", COMMANDS), *COMMANDS.commands.items()]
    for _arguments in [[p for p in command.params if p.param_type_name == "argument"]]
    for option in command.params
    if option.param_type_name == "option" and not option.is_flag
    for flag in option.opts
]


def refused(words: list[str]) -> str:
    with pytest.raises(BadUsage) as refused:
        COMMANDS.main(words, prog_name="dl-lab", standalone_mode=False)
    return str(refused.value)


@pytest.mark.parametrize(("words", "flag"), VALUED, ids=str)
def test_an_option_with_an_empty_value_is_refused(words: list[str], flag: str) -> None:
    """Every option of every command, in both spellings: no variable that is unset means `.`."""
    assert f"{flag} is empty; write {flag} " in refused([*words, flag, ""])
    assert f"{flag} is empty; write {flag} " in refused([*words, f"{flag}="])


def test_what_is_no_option_may_be_empty() -> None:
    """A value with nothing in it behind `=` is a value, and behind `--` there are no options."""
    for words in (["run", "nosuch", "--set", "text="], ["ask", "nosuch", "--", "--data", ""]):
        with pytest.raises(Exception, match=r"nosuch|more than one question"):
            COMMANDS.main(words, prog_name="dl-lab", standalone_mode=False)


ASKED = st.text("-=ab 1", min_size=1, max_size=6).filter(
    lambda text: text != "--" and text != "-h" and not (text.startswith("--") and " " not in text)
)


@given(
    text=ASKED,
    run=st.sampled_from([[], ["last"]]),
    before=st.sampled_from([[], ["--seed", "-1"], ["--variant=a"], ["--set", "a=-1"]]),
    after=st.sampled_from([[], ["--seed=2"], ["--variant", "-b"], ["--trust"]]),
)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_question_may_begin_with_a_minus(
    monkeypatch: pytest.MonkeyPatch, text: str, run: list[str], before: list[str], after: list[str]
) -> None:
    """A point such as -1 1 is a question as it stands, wherever the options are."""
    asked: list[Any] = []
    monkeypatch.setattr(tui_lab.cli.training, "ask_run", lambda *every: asked.append(every) or "")
    for words in ([*run, text, *after], [*after, "--", *run, text]):
        COMMANDS.main(["ask", *before, *words], standalone_mode=False)
        assert [*run, text] == asked.pop()[0]


def test_an_option_that_a_question_does_not_have_is_refused() -> None:
    """It is not asked of the network; behind `--` it is."""
    with pytest.raises(Exception, match="--varaint"):
        COMMANDS.main(["ask", "last", "--varaint", "x"], standalone_mode=False)


def test_an_empty_name_is_no_recording(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the folder that one is in holds one."""
    (tmp_path / "events.jsonl").touch()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(BadUsage, match="no run called ''"):
        recording("")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[run]\nmax_memory = ""\n', "max_memory in config.toml is empty"),
        ('[lessons]\ntrust = [""]\n', "trust in config.toml is not a list of folders"),
        (
            '[lessons]\nfolders = ["~/course", ""]\n',
            "folders in config.toml is not a list of folders",
        ),
    ],
)
def test_an_empty_value_in_the_config_file_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    """As a folder to trust it would be whatever folder the lab is started in."""
    (tmp_path / "config.toml").write_text(text)

    with pytest.raises(BadUsage, match=words):
        read_config(tmp_path / "config.toml")


def test_the_toy_still_takes_its_values() -> None:
    """What is not empty goes through."""
    with pytest.raises(BadUsage, match="no setting called 'nosuch'"):
        COMMANDS.main(["run", TOY, "--set", "nosuch="], prog_name="dl-lab", standalone_mode=False)
