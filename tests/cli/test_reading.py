"""A learner's data are read once, by the worker; its refusal is that of the command."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage, Trouble
from tui_lab.cli import training
from tui_lab.runs.places import runs_folder

QUIET = training.Output("table", quiet=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DL_LAB_DIR", str(tmp_path / "home"))
    return tmp_path


def refused(
    path: Path, *settings: str, output: training.Output = QUIET, detach: bool = False,
    out: Path | None = None, lesson: str = "lesson2",
) -> Trouble:  # fmt: skip
    """What `dl-lab run` on this file ends with."""
    with pytest.raises(Trouble) as trouble:
        training.run_lesson(
            lesson, (), list(settings), path, output, out=out, detach=detach, max_seconds=None
        )
    return trouble.value


def test_the_command_line_itself_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes ten minutes is done once; even where the data are the lesson's own."""

    def data(*_: object) -> None:
        raise AssertionError("it was read")

    lesson = replace(lessons.load("lesson1"), data=data, peek=data)
    planned = [training.planned(lesson, (), [], each) for each in (None, tmp_path / "missing.txt")]

    assert [None, str(tmp_path / "missing.txt")] == [plan.data for plan in planned]


@pytest.mark.process
@pytest.mark.parametrize("lesson", ["lesson1", "lesson2", "lesson3", "lesson4"])
def test_what_the_worker_cannot_read_is_refused_as_by_the_reader(
    home: Path, tmp_path: Path, lesson: str
) -> None:
    """Its sentence, its fix and its exit code; and no empty run is left behind."""
    path = tmp_path / "t.csv"
    path.write_bytes(bytes(range(256)) * 4)
    page = lessons.load(lesson)
    with pytest.raises(Trouble) as reader:
        page.data(path, page.params(), lambda what, share: None)
    found = refused(path, lesson=lesson, out=tmp_path / "out")

    expected = reader.value
    assert (str(expected), expected.fix, 3) == (str(found), found.fix, found.exit_code)
    assert not (tmp_path / "out").exists()
    assert [] == list(runs_folder().iterdir())


@pytest.mark.process
def test_a_setting_that_does_not_fit_the_data_is_still_a_matter_of_usage(
    home: Path, tmp_path: Path
) -> None:
    """Exit 2, as for every other flag; started to be left alone it is no other."""
    path = tmp_path / "t.csv"
    path.write_text("text,label\n" + "good film,1\nbad film,0\n" * 20)
    for detach in (False, True):
        found = refused(path, "label=stars", detach=detach, lesson="lesson4")
        assert 2 == found.exit_code, found
        assert "stars" in str(found)
    assert [] == list(runs_folder().iterdir())


@pytest.mark.process
def test_a_document_tells_of_data_that_were_refused(
    home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One document on one line, with the settings that were asked for and the error."""
    found = refused(tmp_path / "missing.txt", output=training.Output("json"))
    [line] = capfdbinary.readouterr().out.splitlines()
    document = json.loads(line)

    assert found.told
    assert ("", "failed", 3) == (document["run"], document["status"], document["exit"])
    assert f"{tmp_path}/missing.txt does not exist" == document["error"]["message"]
    assert "check the path" == document["error"]["mend"]
    assert BadUsage.exit_code != BadEnvironment.exit_code == document["exit"]
