"""A file of the learner's that Python loads in place of a module the lab needs: which, and the fix.

Asked when anything else may be broken. It needs `sys` and `os` alone, which Python has loaded
before it looks into any folder of the learner's.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OURS = ("lessons", "tui_lab")
EXIT = 3

TYPE_CHECKING = False  # as typing has it, which may be what is broken
if TYPE_CHECKING:
    from collections.abc import Callable

Shadow = tuple[str, str]
"""What is wrong, and how to fix it."""


def guarded(work: "Callable[[], None]") -> None:
    """Do it, or say on stdout, in last words, which file of the learner's keeps us from it."""
    try:
        work()
    except (Exception, SystemExit) as error:
        found = blame(error)
        if found is None:
            raise
        os.write(1, last_words(found))
        os._exit(EXIT)


def leave_for(error: BaseException) -> None:
    """Leave with one line on stderr if a file of the learner's made this error; else nothing."""
    if found := blame(error):
        raise SystemExit(tell(found)) from None


def tell(found: Shadow) -> int:
    """One line on stderr; the exit code."""
    try:
        sys.stderr.write(f"dl-lab: {'; '.join(found)}\n")
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        pass  # nobody listens
    return EXIT


def last_words(found: Shadow) -> bytes:
    """The same as the last words of a worker: one line of JSON, written without a library."""
    what, fix = map(_quoted, found)
    return f'{{"exit":{EXIT},"error":{{"message":{what},"mend":{fix}}}}}\n'.encode()


def blame(error: BaseException) -> Shadow | None:
    """The file that this error comes from, if Python loaded it in place of what the lab needs.

    One that is loaded without harm, such as another torch on PYTHONPATH, is not blamed.
    """
    try:
        places = (_place(file) for each in _chain(error) for file in _files(each))
        place = next(filter(None, places), None)
        return _in_words(*place, error) if place else None
    except (OSError, TypeError, ValueError, AttributeError):
        return None


def blame_any(error: BaseException) -> Shadow | None:
    """For an error that nothing explains: a file that is loaded in place of one of Python's own."""
    if found := blame(error):
        return found
    for name in list(sys.modules):
        place = _place(_file(name)) if name in sys.stdlib_module_names or name in OURS else None
        if place:
            return _in_words(*place, error)
    return None


def instead_of(name: str) -> Shadow | None:
    """The file that is loaded in place of this module, though nothing has failed yet."""
    place = _place(_file(name))
    return _in_words(*place, ImportError(f"it is not Python's own {name}")) if place else None


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error, and those that it came from."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _files(error: BaseException) -> list[str]:
    """The files that an error names, and those that were just being imported, innermost first."""
    named = []
    if isinstance(error, ImportError):
        named = [error.path or "", _file(error.name)]
    elif isinstance(error, SyntaxError):
        named = [error.filename or ""]
    elif isinstance(error, AttributeError):
        named = [_file(error.obj.__name__)] if isinstance(error.obj, type(sys)) else []
    importing, trace = [], error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "<module>":
            importing.append(trace.tb_frame.f_code.co_filename)
        trace = trace.tb_next
    return [*named, *reversed(importing)]


def _file(name: object) -> str:
    """Where the module lies that this one is in: torch, for torch.nn."""
    top = name.partition(".")[0] if isinstance(name, str) else ""
    file = getattr(sys.modules.get(top), "__file__", None)
    return file if isinstance(file, str) else ""


def _place(file: str) -> tuple[str, str, str] | None:
    """(name, path, folder) of the module that a file belongs to, if it is in another's place."""
    for folder in map(os.path.abspath, sys.path):
        if folder == ROOT or not file.startswith(folder + os.sep):
            continue
        entry = file[len(folder) + 1 :].partition(os.sep)[0]
        name, path = entry.partition(".")[0], os.path.join(folder, entry)
        is_module = path == file or os.path.isfile(os.path.join(path, "__init__.py"))
        if is_module and _is_wanted(name, folder):
            return name, path, folder
    return None


def _is_wanted(name: str, folder: str) -> bool:
    """Whether the lab would have another module of this name than the one in that folder."""
    if name in OURS:
        return True
    paths = [os.path.abspath(path) for path in sys.path]
    own = os.path.dirname(os.__file__)
    if own not in paths or paths.index(folder) >= paths.index(own):
        return False  # Python's own, and what is installed: it looks there last
    later = [os.path.join(path, name) for path in paths if path != folder]
    is_installed = any(os.path.isfile(f"{path}.py") or os.path.isdir(path) for path in later)
    return name in sys.stdlib_module_names or is_installed


def _in_words(name: str, path: str, folder: str, error: BaseException) -> Shadow:
    kind = "Python's own" if name in sys.stdlib_module_names else "the package"
    kind = "dl-lab's own" if name in OURS else kind
    said = (str(error).splitlines() or [""])[0]
    why = f"{type(error).__name__}: {said}" if said else type(error).__name__
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if folder in map(os.path.abspath, filter(None, listed)):
        fix = "rename it, or take its folder out of PYTHONPATH"
    elif folder == here():
        fix = "rename it, or start dl-lab in another folder"
    else:
        fix = "rename it, or install dl-lab in its own environment"
    return _printable(f"{path} is loaded in place of {kind} {name} ({why})"), fix


def here() -> str:
    """The folder that we are in; "" where it has been deleted."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _quoted(text: str) -> str:
    """A JSON string."""
    plain = {c: f"\\u{ord(c):04x}" for c in text if c in '"\\' or not c.isprintable()}
    return '"' + "".join(plain.get(c, c) for c in text) + '"'
