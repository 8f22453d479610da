"""Files of the learner's that Python finds in place of modules that the lab needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.commands import COMMAND, Outcome
from tests.tools.places import ROOT
from tui_lab.protocol.last_words import words_in
from tui_lab.system import shadows

ALL_NAMES = r"""
import importlib, importlib.machinery, importlib.util, json, pathlib, sys
from tui_lab.system.shadows import blame
folder, wrong = pathlib.Path(sys.argv[1]), []
sys.path.insert(0, str(folder))
loaded = {name.partition(".")[0] for name in sys.modules}
frozen = importlib.machinery.FrozenImporter.find_spec  # Python has them before any folder
others = {"torch", "numpy", "rich", "textual", "typer", "sklearn", "safetensors", "lessons"}
names = sorted((sys.stdlib_module_names | others) - loaded - set(sys.builtin_module_names))
for name in [name for name in names if not frozen(name)]:
    for code in sys.argv[2:]:
        (folder / f"{name}.py").write_text(code)
        importlib.invalidate_caches()
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin != f"{folder}/{name}.py":
            (folder / f"{name}.py").unlink()
            continue  # as setuptools does with distutils: nobody loads this file
        try:
            module = importlib.import_module(name)
            module.something
        except (Exception, SystemExit) as error:
            found = blame(error)
            if found is None or f"{folder}/{name}.py" not in found[0]:
                wrong.append((name, code, found))
        sys.modules.pop(name, None)
        (folder / f"{name}.py").unlink()
print(wrong)
"""
BROKEN = ["x = 1", "def f(:", "1 / 0", "import nothing_of_that_name", "raise SystemExit(0)",
          "open('not there')", "from json import nothing", "raise KeyError"]  # fmt: skip


def dl_lab(*arguments: str, path: Path, command: list[str] = COMMAND) -> Outcome:
    """Run it with a folder on PYTHONPATH, from a place where nothing lies."""
    listed = os.pathsep.join([str(path), str(ROOT)])
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=120, check=False,
        stdin=subprocess.DEVNULL, cwd=path.parent, env={**os.environ, "PYTHONPATH": listed},
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout, done.stderr)


def written(folder: Path, name: str, text: str) -> Path:
    """A file of the learner's; `lessons/` is a package. What a message must name."""
    folder.mkdir()
    place = folder / name.rstrip("/")
    if name.endswith("/"):
        place.mkdir()
        (place / "__init__.py").write_text(text)
        return place
    place = folder / f"{name}.py"
    place.write_text(text)
    return place


def test_every_name_in_every_way_is_named(tmp_path: Path) -> None:
    """Whatever module's name a file has, and however it fails, the error leads to that file."""
    done = subprocess.run(
        [sys.executable, "-c", ALL_NAMES, str(tmp_path), *BROKEN], capture_output=True, text=True,
        cwd=ROOT, check=False,
    )  # fmt: skip

    assert "[]" == done.stdout.strip(), done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lessons/", ""), ("lessons", "raise SystemExit"), ("typing", "x = 1"),
        ("msgspec", "def f(:"), ("random", "raise SystemExit(0)"), ("rich", "1 / 0"),
    ],
)  # fmt: skip
def test_a_file_in_place_of_a_module_is_named(tmp_path: Path, name: str, text: str) -> None:
    """Also where what tells errors is itself broken: one line, which file, and what to do."""
    file = written(tmp_path / "mine", name, text)
    done = dl_lab("list", path=tmp_path / "mine")

    assert 3 == done.code
    assert done.complaint.startswith(f"dl-lab: {file} is loaded in place of ")
    assert "rename it, or take its folder out of PYTHONPATH" in done.complaint


def test_the_script_that_pip_writes_names_it_too(tmp_path: Path) -> None:
    """It needs `re` itself, before any of ours can be called."""
    file = written(tmp_path / "mine", "re", "x = 1")
    script = [str(Path(sys.executable).parent / "dl-lab")]
    done = dl_lab("list", path=tmp_path / "mine", command=script)

    assert 3 == done.code
    assert done.complaint.startswith(f"dl-lab: {file} is loaded in place of Python's own re")


@pytest.mark.parametrize("name", ["torch", "queue"])
def test_a_worker_names_it_too(tmp_path: Path, name: str) -> None:
    """What only training needs is found there; its run leaves nothing behind."""
    file = written(tmp_path / "mine", name, "x = 1")
    done = dl_lab("run", "lesson3", "--steps", "1", "--json", path=tmp_path / "mine")

    assert (3, 3) == (done.code, done.document["exit"])
    assert f"{file} is loaded in place of " in done.complaint
    assert str(file) in done.document["error"]["message"]


def test_lint_and_doctor_name_it(tmp_path: Path) -> None:
    """They ask torch in a process of its own: that says which file it is."""
    file = written(tmp_path / "mine", "torch", "x = 1")
    linted = dl_lab("lint", "lesson3", path=tmp_path / "mine")
    examined = dl_lab("doctor", "--json", path=tmp_path / "mine")
    [torch] = [row for row in examined.document if row["name"] == "torch"]

    assert (3, 3) == (linted.code, examined.code)
    assert str(file) in linted.complaint
    assert str(file) in torch["found"]
    assert "rename it" in torch["mend"]


@pytest.mark.parametrize(("name", "text"), [("calendar", "x = 1"), ("torch", "1 / 0")])
def test_a_file_that_harms_nothing_is_not_refused(tmp_path: Path, name: str, text: str) -> None:
    """Nobody asks it for anything, or nobody needs that module here."""
    written(tmp_path / "mine", name, text)

    assert 0 == dl_lab("list", path=tmp_path / "mine").code


def test_a_folder_called_lessons_that_is_no_package_harms_nothing(tmp_path: Path) -> None:
    """Python takes the package that it finds later."""
    (tmp_path / "mine" / "lessons").mkdir(parents=True)
    (tmp_path / "mine" / "lessons" / "monday.txt").write_text("…")

    assert 0 == dl_lab("list", path=tmp_path / "mine").code


@pytest.mark.parametrize("name", ["lessons/", "random"])
def test_python_m_does_not_look_into_the_folder_it_is_in(tmp_path: Path, name: str) -> None:
    """`python -m tui_lab` beside a script called random.py is as good as `dl-lab` there."""
    written(tmp_path / "mine", name, "1 / 0")
    done = subprocess.run(
        [sys.executable, "-m", "tui_lab", "list"], cwd=tmp_path / "mine", capture_output=True,
        text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr)


def test_an_error_elsewhere_is_not_blamed_on_it() -> None:
    """Another torch on PYTHONPATH is somebody's choice: a bug of ours stays one."""
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        assert shadows.blame(error) is None
    assert shadows.blame(ImportError("no", name="nothing.at.all", path="/nowhere/x.py")) is None


@pytest.mark.parametrize("path", ["/srv/ü 雪 🙂/random.py", '/srv/"\\\n\x1b]52;/random.py'])
def test_last_words_without_a_library_are_json(path: str) -> None:
    """A folder may be called anything, and a worker's last words are still one line."""
    line = shadows.last_words((path, "rename it"))
    words = words_in(line)

    assert 1 == line.count(b"\n")
    assert words
    assert (3, path) == (words.exit, words.error.message)
