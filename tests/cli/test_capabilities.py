"""How the lab behaves on a terminal it knows only by its environment."""

import json
from typing import Any

import pytest

import lessons
from lessons.kit import BadUsage
from tests.tools.commands import TOY, dl_lab
from tests.tools.places import RECORDINGS
from tui_lab.runs.places import create
from tui_lab.session.progress import Progress
from tui_lab.terminal.capabilities import COLOURS, Capabilities, TerminalOptions, decided

PLAYING = RECORDINGS / "playing.jsonl"

LOCAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}
SSH = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


def on(
    environment: dict[str, str], file: dict[str, Any] | None = None, **flags: Any
) -> Capabilities:
    return decided(TerminalOptions(**flags), environment, file or {})


@pytest.mark.parametrize(
    ("environment", "color"),
    [
        (LOCAL, "truecolor"),
        (LOCAL | {"COLORTERM": "24bit"}, "truecolor"),
        (LOCAL | {"NO_COLOR": "1"}, "none"),
        (LOCAL | {"NO_COLOR": ""}, "truecolor"),  # the convention: only if it is not empty
        (LOCAL | {"DL_LAB_COLOR": "16"}, "16"),
        (LOCAL | {"DL_LAB_COLOR": "16", "NO_COLOR": "1"}, "16"),
        (LOCAL | {"TERM": "screen.xterm-256color", "STY": "1.tty"}, "256"),
        (LOCAL | {"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"}, "truecolor"),
        (SSH, "auto"),
        (SSH | {"TERM": "screen"}, "256"),
        (SSH | {"TERM": "screen-256color"}, "256"),
        (SSH | {"TERM": "tmux-256color"}, "256"),
        (SSH | {"TERM": "linux"}, "auto"),
        (LOCAL | {"TEXTUAL_COLOR_SYSTEM": "256"}, "auto"),
    ],
)
def test_colours_are_those_that_the_terminal_has(environment: dict[str, str], color: str) -> None:
    """As many as it says; no more inside screen, which swallows the rest."""
    assert color == on(environment).color


@pytest.mark.parametrize("color", [name for name in COLOURS if name != "auto"])
def test_colours_are_those_that_were_asked_for(color: str) -> None:
    """Flag > environment > file > what the terminal says."""
    contrary = {"DL_LAB_COLOR": "256", "NO_COLOR": "1"}

    assert color == on(LOCAL | contrary, {"color": "16"}, color=color).color
    assert color == on(LOCAL | {"DL_LAB_COLOR": color}, {"color": "16"}).color
    assert color == on(LOCAL, {"color": color}).color


def test_a_file_may_say_256_without_quotes() -> None:
    """TOML makes a number of it."""
    assert "256" == on(LOCAL, {"color": 256}).color
    assert "none" == on(LOCAL | {"NO_COLOR": "1"}, {"color": 256}).color


def test_textual_is_told_in_its_own_words() -> None:
    """It reads the environment once, when it is imported; "" is to be unset."""
    assert {"NO_COLOR": "1"} == on(LOCAL, color="none").environment
    asked = on(LOCAL | {"NO_COLOR": "1"}, color="16").environment
    assert {"NO_COLOR": "", "TEXTUAL_COLOR_SYSTEM": "standard"} == asked
    assert {"NO_COLOR": ""} == on(LOCAL | {"TEXTUAL_COLOR_SYSTEM": "256"}).environment


def test_over_ssh_less_is_sent() -> None:
    """Half as many repaints and no animations, unless somebody asked for them."""
    calm = {"TEXTUAL_FPS": "15", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}

    assert (4.0, {}) == (on(LOCAL).fps, _calm(on(LOCAL)))
    assert (2.0, calm) == (on(SSH).fps, _calm(on(SSH)))
    assert (False, True) == (on(LOCAL).over_ssh, on(SSH).over_ssh)
    assert 2.0 == on(LOCAL | {"SSH_TTY": "/dev/pts/1"}).fps
    assert calm.keys() - {"TEXTUAL_FPS"} == _calm(on(SSH | {"TEXTUAL_FPS": "30"})).keys()


def _calm(capabilities: Capabilities) -> dict[str, str]:
    mine = ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM")
    return {name: value for name, value in capabilities.environment.items() if name not in mine}


def test_the_pace_that_was_asked_for_is_kept_over_ssh() -> None:
    """Flag > environment > file."""
    assert 6 == on(SSH, {"fps": 6}).fps
    assert 8.0 == on(SSH | {"DL_LAB_FPS": "8"}, {"fps": 6}).fps
    assert 1.0 == on(SSH | {"DL_LAB_FPS": "8"}, {"fps": 6}, fps=1.0).fps


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        (LOCAL, False),
        ({}, False),  # Python makes C.UTF-8 of an unset locale
        (LOCAL | {"TERM": "linux"}, True),
        (LOCAL | {"LC_ALL": "C"}, True),
        (LOCAL | {"LC_CTYPE": "POSIX"}, True),
        (LOCAL | {"LC_ALL": "de_DE.ISO-8859-1"}, True),
        (LOCAL | {"LC_CTYPE": "de_DE.iso885915@euro"}, True),
        (LOCAL | {"LC_CTYPE": "C.UTF-8"}, False),
        (LOCAL | {"LANG": "sr_RS.utf8@latin"}, False),
        (LOCAL | {"LANG": "en_US"}, False),
        (LOCAL | {"LC_ALL": "", "LC_CTYPE": "ja_JP.eucJP"}, True),
        (LOCAL | {"DL_LAB_ASCII": "1"}, True),
        (LOCAL | {"TERM": "linux", "DL_LAB_ASCII": "no"}, False),
    ],
)
def test_plain_characters_where_no_others_arrive(environment: dict[str, str], plain: bool) -> None:
    """The console of Linux, and locales that are not UTF-8."""
    assert plain is on(environment).ascii_only


def test_whoever_asks_for_characters_gets_them() -> None:
    """Flag > environment > file > what the terminal says."""
    linux = LOCAL | {"TERM": "linux"}

    assert on(linux, {"ascii_only": False}).ascii_only is False
    assert on(linux | {"DL_LAB_ASCII": "1"}, {"ascii_only": False}).ascii_only is True
    assert on(linux | {"DL_LAB_ASCII": "1"}, ascii_only=False).ascii_only is False


def test_a_theme_is_taken_from_the_nearest() -> None:
    """Flag > environment > file."""
    assert "nord" == on(LOCAL, {"theme": "nord"}).theme
    assert "gruvbox" == on(LOCAL | {"DL_LAB_THEME": "gruvbox"}, {"theme": "nord"}).theme
    assert "dracula" == on(LOCAL | {"DL_LAB_THEME": "gruvbox"}, theme="dracula").theme


@pytest.mark.parametrize(
    ("environment", "file", "flags", "words"),
    [
        ({}, {}, {"color": "mauve"}, "color cannot be 'mauve' in the command line; it is auto"),
        ({}, {"color": True}, {}, "color cannot be 'True' in config.toml"),
        ({"DL_LAB_COLOR": "8"}, {}, {}, "color cannot be '8' in the environment"),
        ({}, {}, {"fps": 0.0}, "fps cannot be 0.0 in the command line; it is a number from 0.2"),
        ({}, {}, {"fps": float("nan")}, "fps cannot be nan"),
        ({}, {"fps": "fast"}, {}, "fps cannot be 'fast' in config.toml"),
        ({"DL_LAB_FPS": "31"}, {}, {}, "fps cannot be 31.0 in the environment"),
        ({"DL_LAB_FPS": "\x1b[2J"}, {}, {}, "fps cannot be '\\x1b[2J'"),
        ({"DL_LAB_ASCII": "perhaps"}, {}, {}, "ascii cannot be 'perhaps'"),
        ({}, {"ascii_only": "yes"}, {}, "ascii cannot be 'yes' in config.toml; it is true"),
        ({}, {"theme": 3}, {}, "theme cannot be 3 in config.toml"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    environment: dict[str, str], file: dict[str, Any], flags: dict[str, Any], words: str
) -> None:
    """One sentence: what, where, and what it can be."""
    with pytest.raises(BadUsage) as refused:
        on(environment, file, **flags)

    assert str(refused.value).startswith(words)


@pytest.mark.parametrize("command", ["", "attach", "replay"])
def test_every_screen_takes_the_same_flags(command: str) -> None:
    """On the lab, on an attached run and on a replay; before the command or after it."""
    run = create(lessons.load(TOY).plan())
    arguments = {"": (), "attach": ("attach", run.id), "replay": ("replay", str(PLAYING))}[command]
    for flags in ((*arguments, "--color", "mauve"), ("--color", "mauve", *arguments)):
        outcome = dl_lab(*flags)
        assert "color cannot be 'mauve'" in outcome.complaint
        assert 2 == outcome.code


def test_the_doctor_says_what_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours, pace and characters, as the screen will have them."""
    for name, value in (SSH | {"TERM": "linux"}).items():
        monkeypatch.setenv(name, value)
    found = {row["name"]: row["found"] for row in json.loads(dl_lab("doctor", "--json").out)}

    assert "16 colours" == found["colours"]
    assert "ssh: 2 repaints of a chart a second" == found["line"]
    assert found["encoding"].endswith("the screen is drawn in ASCII")


TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0", "LANG": "en_US.UTF-8"}


def test_tmux_is_spoken_of_where_it_hides_colours() -> None:
    """Not where the colours were asked for, nor where they are all there, nor outside it."""
    assert "--color truecolor" in on(TMUX).tip
    others = (TMUX | {"COLORTERM": "truecolor"}, TMUX | {"DL_LAB_COLOR": "256"}, SSH, LOCAL)
    assert {""} == {on(other).tip for other in others} | {on(TMUX, {"color": "256"}).tip}


def test_a_tip_is_news_once() -> None:
    """Also to another screen of the same home."""
    assert [True, False] == [Progress().is_news("try this") for _ in range(2)]
