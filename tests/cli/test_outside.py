"""Lessons that are not ours, as a person meets them: found, asked about, refused in words."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

import lessons
from lessons.kit import BadUsage
from tests.tools.commands import COMMAND, dl_lab
from tests.tools.outside import distribution, folder
from tests.tools.places import ROOT
from tui_lab.runs import places

QUICK = ("--json", "--steps", "3")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Is there once the lesson's code has run."""
    return tmp_path / "it ran"


@pytest.fixture
def lesson(tmp_path: Path, marker: Path) -> Path:
    """A folder with a lesson that nobody has trusted."""
    return folder(tmp_path / "course", marker=marker)


def test_a_folder_is_trained_once_it_is_trusted(lesson: Path, marker: Path, home: Path) -> None:
    """Without a terminal nothing of it runs before --trust; afterwards it is not asked again."""
    refused = dl_lab("run", str(lesson), *QUICK)
    before = marker.exists()
    allowed = dl_lab("run", str(lesson), *QUICK, "--trust")
    (lesson / "train.py").write_text((lesson / "train.py").read_text() + "# edited\n")
    again = dl_lab("run", str(lesson), *QUICK)

    assert (2, 2, False) == (refused.code, refused.document["exit"], before)
    assert f"it is in {lesson}; if you trust it, add --trust" in refused.complaint
    assert "finished" == allowed.document["status"] == again.document["status"]
    assert str(lesson) == allowed.document["lesson"]
    assert allowed.document["run"].startswith("attention-")
    assert 0o600 == (home / "trusted.json").stat().st_mode & 0o777


@pytest.mark.parametrize("answer", ["y", "", "n"])
def test_a_terminal_is_asked(lesson: Path, marker: Path, answer: str) -> None:
    """Only y is yes."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [*COMMAND, "run", str(lesson), *QUICK, "--quiet"], stdin=theirs, stderr=theirs,
        stdout=subprocess.PIPE, timeout=120, check=False,
    )  # fmt: skip
    said = os.read(ours, 65_536).decode()

    assert f"it is in {lesson}" in said.replace("\r\n", "")
    assert (answer == "y") == marker.exists()
    assert ("finished" if answer == "y" else "failed") == json.loads(done.stdout)["status"]


def test_the_config_file_and_the_environment_speak_for_a_course(lesson: Path, home: Path) -> None:
    """A teacher's folder is trusted with all that lies below it."""
    named = dl_lab("run", str(lesson), *QUICK, DL_LAB_TRUST=str(lesson.parent))
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f'[lessons]\ntrust = ["{lesson.parent}"]\n')
    written = dl_lab("run", str(lesson), *QUICK, DL_LAB_TRUST="")

    assert "finished" == named.document["status"] == written.document["status"]


def test_what_others_can_change_is_asked_about_again(lesson: Path) -> None:
    """A yes to code that anybody may change is a yes to what it said then."""
    lesson.chmod(0o777)
    first = dl_lab("run", str(lesson), *QUICK, "--trust")
    same = dl_lab("run", str(lesson), *QUICK)
    (lesson / "helper.py").write_text("print('something else')\n")
    changed = dl_lab("run", str(lesson), *QUICK)

    assert [1, 1, 2] == [first.code, same.code, changed.code]
    assert "Others on this machine can change it" in changed.complaint


def test_everything_is_done_with_its_runs(lesson: Path) -> None:
    """What can be done with a run of ours can be done with one of theirs."""
    name = dl_lab("run", str(lesson), "--json", "--variant", "calm", "--trust").document["run"]
    forked = dl_lab("fork", name, "--at", "20", "--set", "lr=0.01", "--json").document

    assert dl_lab("ask", name, "2").out.strip()
    assert str(lesson) == dl_lab("replay", name, "--json").document["lesson"]
    assert 0 == dl_lab("explain", name, "--at", "3", "--json").code
    assert 0 == dl_lab("compare", name, forked["run"], "--json").code
    assert 0 == dl_lab("export", name, "--out", "-").code
    assert [run.id for run in places.runs_of(str(lesson))] == [forked["run"], name]


@pytest.mark.parametrize("name", ["torch", "two words-über"])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    """Its name is not that of a module: nothing is shadowed, by it or for it."""
    place = folder(tmp_path, name)

    assert "finished" == dl_lab("run", str(place), *QUICK, "--trust").document["status"]


def test_one_may_stand_in_it(lesson: Path) -> None:
    """`dl-lab run .`"""
    done = subprocess.run(
        [*COMMAND, "run", ".", *QUICK, "--trust"], cwd=lesson, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert "finished" == json.loads(done.stdout)["status"]


BREAKS = {
    "syntax": ("__init__.py", "lesson = Lesson(", "lesson = Lesson((", "SyntaxError"),
    "missing": ("train.py", "import time", "import nosuch", "line 3: ModuleNotFoundError"),
    "api": ("__init__.py", "says=", "saying=", "unexpected keyword argument 'saying'"),
    "raises": ("__init__.py", "@dataclass", "1 / 0\n@dataclass", "ZeroDivisionError"),
    "leaves": ("__init__.py", "@dataclass", "exit(0)\n@dataclass", "SystemExit: 0"),
    "nothing": ("__init__.py", "lesson = Lesson(", "page = Lesson(", "has no `lesson`"),
    "package": ("__init__.py", "package=__name__", "package='x'", "write package=__name__"),
    "absolute": ("train.py", "from . import", "from attention import", "write: from . import"),
    "above": ("train.py", "from . import", "from .. import", "with one dot"),
    "no loop": ("train.py", "def train(", "def traine(", "write: def train(hp, run)"),
    "signature": ("train.py", "(hp: Line, run: Run)", "(hp: Line)", "write: def train(hp, run)"),
    "data": ("__init__.py", "return Data(None", "return 1 / 0, Data(None", "ZeroDivisionError"),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_lesson_is_one_line_with_its_file(tmp_path: Path, how: str) -> None:
    """Not a traceback, and not a bug of ours."""
    file, was, becomes, words = BREAKS[how]
    place = folder(tmp_path)
    text = (place / file).read_text()
    assert was in text
    (place / file).write_text(text.replace(was, becomes, 1))
    outcome = dl_lab("run", str(place), "--quiet", "--trust")

    assert 2 == outcome.code
    assert f"attention/{file}" in outcome.complaint
    assert words in outcome.complaint


def test_an_error_in_its_loop_is_told_alike_everywhere(tmp_path: Path, home: Path) -> None:
    """File, line and code, exit 1, and where the traceback is: at once, later, and in the log."""
    loop = folder(tmp_path) / "train.py"
    lines = loop.read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "optimizer.step()" in line)
    lines[number - 1] += "; crash_here"
    loop.write_text("\n".join(lines))
    run = dl_lab("run", str(loop.parent), "--json", "--trust")
    again = dl_lab("attach", run.document["run"], "--json")
    log = home / "runs" / run.document["run"] / "worker.log"
    said = f"attention/train.py, line {number}: optimizer.step(); crash_here  (NameError: name "

    assert (1, 1) == (run.code, again.code)
    assert ("failed", run.document) == (run.document["status"], again.document)
    assert said in run.document["error"]["message"]
    for outcome in (run, again):
        assert said in outcome.err.splitlines()[-1]
        assert outcome.err.endswith(f"the traceback is in {log}\n")
    assert run.document["error"]["traceback"] in log.read_text()
    assert "Traceback" not in run.err and "lessons/kit" not in log.read_text()


def test_a_claim_that_fails_takes_no_run_along(tmp_path: Path) -> None:
    """It decides nothing, and says why; what was trained is there."""
    page = folder(tmp_path) / "__init__.py"
    page.write_text(page.read_text().replace("worst = max(", "worst = 1 / 0 * max("))
    document = dl_lab("run", str(page.parent), "--json", "--trust").document
    claim = document["claims"][0]

    assert ("finished", 5, "inconclusive") == (
        document["status"], document["exit"], claim["verdict"],
    )  # fmt: skip
    assert "its code fails (ZeroDivisionError" in claim["why"]


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("nowhere", 2, "there is no folder"),
        ("empty", 2, "it has no __init__.py, no train.py, no README.md"),
        ("attention/train.py", 2, "is a file; a lesson is a folder"),
        ("course", 2, "is not a lesson, but contains attention"),
        ("\x1b[2J", 2, "has a name that cannot be printed; rename the folder"),
    ],
)
def test_what_is_no_lesson_is_refused_in_words(
    tmp_path: Path, path: str, code: int, words: str
) -> None:
    """What it is, and what is wanted; no control character of a name reaches the terminal."""
    folder(tmp_path)
    folder(tmp_path / "course")
    folder(tmp_path, "\x1b[2J")
    (tmp_path / "empty").mkdir()
    outcome = dl_lab("run", str(tmp_path / path), "--trust")

    assert code == outcome.code
    assert words in outcome.complaint
    assert "\x1b" not in outcome.complaint


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_said(lesson: Path) -> None:
    """Exit 3: the machine says no."""
    lesson.chmod(0)
    outcome = dl_lab("run", str(lesson), "--trust")
    lesson.chmod(0o700)

    assert (3, True) == (outcome.code, "cannot be read" in outcome.complaint)


def test_installed_lessons_are_listed_but_not_run(site: Path, marker: Path) -> None:
    """The menu knows them by their metadata; a broken one is said to be, and breaks nothing."""
    folder(site, marker=marker)
    distribution(site, "my-course", hopfield="attention", gone="nowhere")
    rows = {row["lesson"]: row for row in dl_lab("list", "--json").document}

    assert "not trusted yet" == rows["my-course:hopfield"]["progress"]
    assert "my-course 1.2" == rows["my-course:hopfield"]["from"]
    assert "there is no such package" in rows["my-course:gone"]["error"]
    assert "Gradient clipping on and off" == rows["lesson3"]["title"]
    assert not marker.exists()


def test_an_installed_lesson_answers_to_its_name(site: Path) -> None:
    """By its short name, where nobody else has that; and its page is read once it is trusted."""
    folder(site)
    distribution(site, "my-course", hopfield="attention")
    done = dl_lab("run", "hopfield", *QUICK, "--trust")
    rows = {row["lesson"]: row for row in dl_lab("list", "--json").document}

    assert "my-course:hopfield" == done.document["lesson"]
    assert "A line" == rows["my-course:hopfield"]["title"]


def test_nobody_can_shadow_a_lesson_of_ours(site: Path, tmp_path: Path) -> None:
    """lesson3, 3 and clipping are ours whatever is installed; two of one name are told apart."""
    folder(site, "theirs")
    names = ("lesson3", "clipping", "hopfield")
    distribution(site, "my-course", **dict.fromkeys(names, "theirs"))
    distribution(site, "other", hopfield="theirs")

    for name in ("lesson3", "3", "clipping"):
        assert "lessons.lesson03_clipping" == lessons.load(name).package
    assert "my-course:lesson3" == lessons.load("my-course:lesson3").id
    with pytest.raises(BadUsage, match="use my-course:hopfield or other:hopfield"):
        lessons.load("hopfield")
    with pytest.raises(BadUsage, match="did you mean 'my-course:hopfield'"):
        lessons.load("my-course:hopfeld")


def test_what_a_page_prints_is_not_our_output(lesson: Path) -> None:
    """stdout is data; and nothing of it is obeyed by the terminal that stderr is."""
    page = lesson / "__init__.py"
    page.write_text(page.read_text() + "\nprint('\\x1b]0;look at me\\x07')\n")
    done = dl_lab("run", str(lesson), *QUICK, "--trust")

    assert "finished" == done.document["status"]
    assert "␛]0;look at me␇\n" in done.err
    assert "\x1b" not in done.err
