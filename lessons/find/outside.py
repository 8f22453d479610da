"""Lessons that are not ours: found without running a line of them. `loading` imports them.

Three kinds. An installed one is named by its distribution's entry point and called `DIST:NAME`; a
folder is called by its path; a package, such as `my_course.lesson07_attention`, by its dotted name.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path

from lessons.kit.errors import BadEnvironment, BadUsage, reason, unknown, visible

GROUP = "dl_lab.lessons"
PARTS = ("__init__.py", "train.py", "README.md")
"""What a lesson's folder holds: the page, the loop, the story."""


@dataclass(frozen=True)
class Installed:
    """A lesson that a distribution says it has. Only its metadata has been read."""

    distribution: str
    version: str
    name: str
    value: str
    """Its page, as `package` or `package:attribute`."""
    site: str
    """Where the distribution is installed."""

    @property
    def address(self) -> str:
        """The name that nobody else can have."""
        return f"{self.distribution}:{self.name}"


@dataclass(frozen=True)
class Outside:
    """One lesson that is not ours, before any of its code is run."""

    address: str
    """What `lessons.load` finds it by."""
    package: str
    """The name that it is imported under."""
    folder: Path
    """Where its page lies."""
    root: Path
    """The folder of all the code that is run with it."""
    attribute: str = "lesson"
    origin: str | None = None
    """What has to be on the search path for its own imports; None for nothing."""
    installed: Installed | None = None


def installed() -> list[Installed]:
    """Every lesson that an installed distribution says it has, by name."""
    from importlib.metadata import entry_points  # 70 ms that our own lessons need not pay

    found = [
        Installed(
            visible(point.dist.name if point.dist else "unknown"),
            visible(point.dist.version if point.dist else ""),
            visible(point.name),
            point.value,
            str(point.dist.locate_file("")) if point.dist else "",
        )
        for point in entry_points(group=GROUP)
    ]
    return sorted(found, key=lambda each: each.address)


def find(name: str, origin: str | None = None, ours: Iterable[str] = ()) -> Outside:
    """Where the lesson of this name lies. Runs nothing of it.

    Raises BadUsage where there is none, with the nearest of the names that are known.
    """
    if is_path(name):
        return find_folder(name)
    everyone = installed()
    called = [each for each in everyone if name in (each.address, each.name)]
    if len({each.address for each in called}) > 1:
        several = " or ".join(each.address for each in called)
        raise BadUsage(f"more than one lesson is called {visible(name)!r}", f"use {several}")
    if called:
        return _find_installed(called[0])
    if "." in name and ":" not in name:
        return _find_package(name, name, origin)
    if _holds_page(Path(name)):
        raise BadUsage(
            f"no lesson called {visible(name)!r}", f"for the folder, write ./{visible(name)}"
        )
    raise unknown("lesson", name, [*ours, *(each.address for each in everyone)])


def is_path(name: str) -> bool:
    """Whether this means a folder: `./attention`, `/srv/attention`, `~/attention`, `.`"""
    return os.sep in name or name in (".", "..") or name.startswith("~")


def find_folder(path: str) -> Outside:
    """The lesson in a folder. Raises Trouble where it holds none."""
    shown = visible(path)
    try:
        folder = Path(path).expanduser().resolve(strict=True)
        names = {entry.name for entry in folder.iterdir()}
    except NotADirectoryError:
        fix = f"a lesson is a folder: give the one that holds {', '.join(PARTS)}"
        raise BadUsage(f"{shown} is a file", fix) from None
    except (FileNotFoundError, RuntimeError):  # or no such person, after a ~
        raise BadUsage(f"there is no folder {shown}", "dl-lab new NAME writes a lesson") from None
    except OSError as error:
        what = f"{shown} cannot be read ({reason(error)})"
        raise BadEnvironment(what, "ask its owner, or chmod +rx it") from None
    if not str(folder).isprintable():
        raise BadUsage(f"{shown} has a name that cannot be printed", "rename the folder")
    if missing := [part for part in PARTS if part not in names]:
        raise _no_lesson(shown, folder, missing)
    return Outside(str(folder), _package_of(folder), folder, folder)


def lessons_in(folder: Path) -> list[Path]:
    """The folders of lessons in a folder."""
    try:
        return sorted(path for path in folder.iterdir() if _holds_page(path))
    except OSError:
        return []


def _no_lesson(shown: str, folder: Path, missing: Sequence[str]) -> BadUsage:
    if inside := lessons_in(folder):
        names = visible(", ".join(each.name for each in inside[:5]))
        what = f"{shown} is not a lesson, but contains {names}"
        return BadUsage(what, f"such as {shown.rstrip('/')}/{visible(inside[0].name)}")
    what = f"{shown} contains no lesson: it has no {', no '.join(missing)}"
    return BadUsage(what, "dl-lab new NAME writes a whole one")


def _holds_page(path: Path) -> bool:
    return all((path / part).is_file() for part in PARTS)


def _package_of(folder: Path) -> str:
    """A name that nothing else is imported under, whatever the folder is called: `torch` too."""
    slug = re.sub(r"\W+", "_", folder.name, flags=re.ASCII)[:40]
    return f"outside_{slug}_{hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]}"


def _find_installed(entry: Installed) -> Outside:
    package, _, attribute = entry.value.replace(" ", "").partition(":")
    found = _find_package(package, entry.address, None)
    return replace(found, attribute=attribute or "lesson", installed=entry, origin=None)


def _find_package(package: str, address: str, origin: str | None) -> Outside:
    """A package on the search path, or in the folder we are in. Nothing is imported."""
    spec = _spec(package, origin or str(Path.cwd()))
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = next((Path(place) for place in places if _holds_page(Path(place))), None)
    if folder is None:
        what = f"no lesson in the package {visible(package)!r}"
        fix = f"its folder has no {', '.join(PARTS)}" if places else "there is no such package"
        raise BadUsage(what if address == package else f"{visible(address)}: {what}", fix)
    above = package.count(".")
    root = folder if not above else folder.parents[above - 1]
    return Outside(address, package, folder, root, origin=str(root.parent))


def _spec(package: str, last: str) -> ModuleSpec | None:
    """Where a package lies. Its parents are not run, as importlib's own look would do."""
    top, *below = package.split(".")
    try:
        spec = find_spec(top) or PathFinder.find_spec(top, [last])
        name = top
        for part in below:
            if spec is None or spec.submodule_search_locations is None:
                return None
            name = f"{name}.{part}"
            spec = PathFinder.find_spec(name, list(spec.submodule_search_locations))
    except (ImportError, ValueError):
        return None
    return spec
