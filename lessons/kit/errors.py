"""What can go wrong for reasons a person can fix: one sentence, one fix, one exit code."""

from collections.abc import Iterable

THE_LOG = "the run's worker.log"
"""How a message calls that file; who knows the run puts its path there."""


class Trouble(Exception):
    """Something is wrong, and the reader can do something about it."""

    exit_code = 3

    def __init__(self, message: str, fix: str = "") -> None:
        message = message or f"{type(self).__name__} without a word"  # never an empty line
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.told = False
        """Whether its document is printed already, for a reader of JSON."""

    def __str__(self) -> str:
        return f"{self.message}; {self.fix}" if self.fix else self.message


class BadUsage(Trouble):
    """The learner asked for something that is not there, or out of bounds."""

    exit_code = 2


class BadEnvironment(Trouble):
    """The machine or the data cannot do what was asked: no CUDA, unreadable file, full disk."""

    exit_code = 3


class LostRankError(BadEnvironment):
    """A process that shares the batches of a run is gone: its part will never come."""


class Interrupted(Trouble):
    """Somebody pressed ctrl-c."""

    exit_code = 130


class Bug(Trouble):
    """Our fault."""

    exit_code = 70


class TimeIsUpError(BaseException):
    """Raised in code under a time limit, where it is when its time is used.

    No Exception: code that catches all of those must not go on.
    """


def said(error: BaseException) -> str:
    """What an error says of itself, in one line; its kind where it says nothing."""
    return _first_line(str(error)) or type(error).__name__


def reason(error: BaseException) -> str:
    """The same of the system's errors without the number and the path."""
    return _first_line(str(getattr(error, "strerror", None) or "")) or said(error)


def _first_line(text: str) -> str:
    return next(filter(None, map(str.strip, text.splitlines())), "")


def named(error: BaseException) -> str:
    """The error with its kind before it, once: `ValueError: as asked`, `AssertionError`."""
    kind, words = type(error).__name__, said(error)
    return kind if words == kind else f"{kind}: {words}"


def unknown(kind: str, asked: object, known: Iterable[str]) -> BadUsage:
    """The refusal of a name nobody knows, with the nearest names that are known."""
    from difflib import get_close_matches  # the menu's first paint does without

    names = list(known)
    asked = asked if isinstance(asked, str) else repr(asked)  # from a notebook it may be anything
    near = get_close_matches(asked, names, n=1, cutoff=0.5)
    fix = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names) or 'none'}"
    return BadUsage(f"no {kind} called {visible(asked)!r}", fix)


def visible(text: str) -> str:
    """The text with control characters shown (ESC as ␛): data must never drive the terminal.

    Tabs and newlines stay. C0, DEL and C1 controls are replaced, and so are the
    bidirectional overrides, which reorder what is read.
    """
    return "".join(map(_visible_character, text)) if not text.isprintable() else text


def one_line(text: str) -> str:
    """The same with line ends and tabs shown too: a name must not begin a line of its own."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def _visible_character(character: str) -> str:
    code = ord(character)
    if character in "\n\t" or character.isprintable():
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return "�" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"
