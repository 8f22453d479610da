"""The learner's code: run for the first time, called, and what it raised in a sentence."""

from __future__ import annotations

import ast
import linecache
import sys
import traceback
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from lessons.kit.errors import TimeIsUpError, named, said, visible
from lessons.kit.practice.exercise import Exercise
from lessons.kit.practice.feedback import Feedback, Status

UNWRITTEN = "write this"
"""What the body of a file says that nobody has worked on."""
FILE, MODULE = "<your file>", "learners_file"
OUT_OF_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")


class NotThisWayError(Exception):
    """The learner's code is not what was asked for; the feedback says why."""

    def __init__(self, feedback: Feedback) -> None:
        super().__init__(feedback.says)
        self.feedback = feedback


def written(exercise: Exercise, text: str) -> Callable[..., Any]:
    """The learner's function. Raises NotThisWayError, with the line, where there is none."""
    name = exercise.write.__name__
    code = _compiled(text, exercise.without)
    linecache.cache[FILE] = (len(text), None, text.splitlines(keepends=True), FILE)
    module = sys.modules[MODULE] = ModuleType(MODULE)
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        raise NotThisWayError(raised(error)) from None
    found = getattr(module, name, None)
    if not callable(found):
        what = f"your file has no function `{name}`"
        raise NotThisWayError(Feedback("error", what, f"write def {name}(…), or reset the file"))
    function: Callable[..., Any] = found
    return function


def _compiled(text: str, without: tuple[str, ...]) -> CodeType:
    try:
        tree = ast.parse(text, FILE)
        _refuse(tree, without, text.splitlines())
        return compile(text, FILE, "exec")
    except SyntaxError as error:
        code = visible((error.text or "").strip())
        place = f"line {error.lineno}" if error.lineno else "this"
        what = f"{place} is no Python: {error.msg}"
        raise NotThisWayError(
            Feedback("unreadable", what, line=error.lineno or 0, code=code)
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotThisWayError(Feedback("unreadable", f"this is no Python: {said(error)}")) from None


def _refuse(tree: ast.Module, without: tuple[str, ...], lines: list[str]) -> None:
    """Names that would do the exercise are no way to do it."""
    for node in ast.walk(tree):
        names = [getattr(node, "attr", ""), getattr(node, "id", "")]
        names += [each.name for each in getattr(node, "names", []) if isinstance(each, ast.alias)]
        for name in names:
            if name in without:
                line = getattr(node, "lineno", 0)
                what = f"line {line} uses `{name}`, which this exercise is about: write it yourself"
                code = lines[line - 1].strip() if line else ""
                raise NotThisWayError(Feedback("wrong", what, line=line, code=code))


def raised(error: BaseException) -> Feedback:
    """What the learner's code raised, as feedback: the line of theirs, and what it means."""
    if isinstance(error, KeyboardInterrupt):
        raise error
    line, code = _where(error)
    status, says, fix = _said(error, code)
    at = f"line {line}: " if line else ""
    return Feedback(status, f"{at}{says}", fix, line=line, code=code)


def _where(error: BaseException) -> tuple[int, str]:
    """The innermost line of the learner's file that was at work."""
    steps = [s for s in traceback.extract_tb(error.__traceback__) if s.filename == FILE]
    line = steps[-1].lineno or 0 if steps else 0
    return line, visible(linecache.getline(FILE, line).strip()) if line else ""


def _said(error: BaseException, code: str) -> tuple[Status, str, str]:
    match error:
        case NotImplementedError() if UNWRITTEN in str(error):
            return "unwritten", "this is still to be written", ""
        case TimeIsUpError():
            return "stopped", "it is still running after the time limit", "does the loop end?"
        case RecursionError():
            return "stopped", "the function calls itself without end", ""
        case MemoryError():
            return "stopped", "it asks for too much memory", "how large is the largest tensor?"
        case RuntimeError() if any(words in str(error) for words in OUT_OF_MEMORY):
            return "stopped", "it asks for too much memory", "how large is the largest tensor?"
        case SystemExit():
            return "error", "it calls exit(): a function returns instead", ""
        case ModuleNotFoundError():
            what = f"it imports `{error.name}`, which is not installed"
            return "error", what, "the exercise needs only what your file imports at the start"
        case EOFError() if "input" in code:
            return "error", "it waits for input(), and nobody is there to type", ""
    try:
        return "error", visible(named(error)), ""
    except Exception:  # a class of the learner's, with words that fail
        return "error", f"it raises {type(error).__name__}, which cannot say what it is", ""
