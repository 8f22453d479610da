"""Leaving: an exit code, and every error as one line that says what is wrong and how to fix it."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from tui_lab.system import shadows
from tui_lab.system.shadows import leave_for

if TYPE_CHECKING:
    from lessons.kit.errors import Trouble


def leave_after(act: Callable[[], int | None]) -> NoReturn:
    """Do it, and leave with the exit code that it gives or that its error has."""
    try:
        _prepare_streams()
        code = act()
        sys.stdout.flush()
    except BrokenPipeError:
        code = _unheard()
    except SystemExit as leaving:
        if not isinstance(leaving.__context__, BrokenPipeError):  # so typer takes it: as a 1
            leave_for(leaving)  # perhaps of a file that was imported in place of another
            raise
        code = _unheard()
    except (Exception, KeyboardInterrupt) as error:
        code = _report_error(error)
    finally:
        _let_go_of_what_was_refused()
    sys.exit(code)


def _prepare_streams() -> None:
    """What we write is ours alone to read; a stream that is closed or not UTF-8 stops nothing."""
    os.umask(0o077)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        getattr(sys, name).reconfigure(errors="replace")


def _unheard() -> int:
    """The reader of our stdout left, as `| head` does: say no more, not even at exit."""
    _send_nowhere(1)
    return 141


def _let_go_of_what_was_refused() -> None:
    """Nothing more goes to a stream that is full: Python before 3.11.4 tries again as it leaves.

    The exit code would be 120 then.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                _send_nowhere(stream.fileno())


def _send_nowhere(stream: int) -> None:
    """What is written to this descriptor from here on is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _report_error(error: BaseException) -> int:
    """An error as one line on stderr, and for a reader of JSON as a document; its exit code."""
    try:
        trouble = _in_words(error)
        _put_document(trouble)
        from lessons.kit.errors import one_line

        sentence = one_line(str(trouble).replace("\n", " "))
    except Exception as broken:  # what words need is itself not what it should be
        leave_for(broken)
        raise
    _write(sys.stderr, f"dl-lab: {sentence.encode('utf-8', 'replace').decode()}\n")
    return trouble.exit_code


def _in_words(error: BaseException) -> "Trouble":
    from lessons.kit.errors import BadEnvironment, Trouble  # 40 ms that `--help` need not pay
    from lessons.kit.page.mistakes import blame

    if isinstance(error, Trouble):
        return error
    if shadow := shadows.blame(error):
        return BadEnvironment(*shadow)
    return blame(error) or _as_trouble(error)


def _put_document(trouble: "Trouble") -> None:
    """For a reader of JSON: the document of a run that never began, or the error alone."""
    if "--json" not in sys.argv or trouble.told or sys.argv[1] not in WITH_DOCUMENT + WITH_ERROR:
        return
    from tui_lab.runs.report import failure, to_line

    document: Any = failure(trouble, "", None)
    if sys.argv[1] in WITH_ERROR:
        error = {"message": trouble.message, "mend": trouble.fix}
        document = {"v": 1, "error": error, "exit": trouble.exit_code}
    _write(sys.stdout, to_line(document).decode())


WITH_DOCUMENT = ("run", "resume", "fork", "attach", "replay")
"""The commands whose `--json` prints a run's document, also where there is no run."""
WITH_ERROR = ("practice", "clinic", "class", "hand-in")
"""Those whose `--json` prints `error` and `exit` alone where they cannot do what is asked."""


def _as_trouble(error: BaseException) -> "Trouble":
    """What went wrong, in words."""
    from lessons.kit.errors import BadEnvironment, BadUsage, Bug, Interrupted, named, said

    match error:
        case _ if is_typers(error):
            refused: Any = error
            return BadUsage(refused.format_message().rstrip("."), "see dl-lab --help")
        case KeyboardInterrupt():
            return Interrupted("interrupted")
        case UnicodeEncodeError():
            return BadUsage("a name or an argument is not valid UTF-8", "rename the file")
        case OSError():
            return BadEnvironment(said(error), "check the path, the disk and your rights")
    if shadow := shadows.blame_any(error):
        return BadEnvironment(*shadow)
    return Bug(f"a bug in dl-lab ({named(error)})", _traceback_kept())


def is_typers(error: BaseException) -> bool:
    """Whether typer refused the command line. Without importing it: the bare lab does not."""
    return "typer" in sys.modules and isinstance(error, sys.modules["typer"].TyperException)


def _traceback_kept() -> str:
    """Keep the traceback for the person who fixes the bug; where it is, in words."""
    import traceback

    from tui_lab.runs.home import home
    from tui_lab.system.files import make_private

    try:
        path = home() / "crash.log"
        make_private(path.parent)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except (OSError, RuntimeError):
        return "the traceback could not be saved"
    return f"the traceback is in {path}"


def _write(stream: Any, text: str) -> None:
    """Say it if somebody listens."""
    with suppress(OSError, ValueError):
        stream.write(text)
        stream.flush()
