"""The page of a run: whole in one file, on any screen and on paper, and inert whatever is in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit.stream.events import (
    Answer,
    Control,
    End,
    Event,
    Fault,
    NoteEvent,
    PictureEvent,
    Start,
    Steps,
)
from lessons.kit.stream.judged import Judged
from tests.tools.chromium import PATH, open_browser
from tests.tools.commands import TOY
from tests.tools.past_runs import past_run, write
from tui_lab.charts.palette import LIGHT_RUNS
from tui_lab.exports.export import export_run
from tui_lab.runs.folder import RunFolder
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup
from tui_lab.svg.png import png

EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x1b]52;c;eA\x07"
VOID = {"meta", "br", "image", "path", "rect", "img"}


class Reader(HTMLParser):
    """A page's tags, attributes and words; a tag that is not closed is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attributes: Any) -> None:
        self.tags.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words += data


def page(run: RunFolder, tmp_path: Path) -> tuple[str, Reader]:
    """The run's page, and what a browser makes of it."""
    out = tmp_path / f"{run.id}.html"
    export_run(run.id, "html", out, None, None, True)
    text = out.read_text(encoding="utf-8")
    return text, Reader(text)


def svgs(text: str) -> list[ET.Element]:
    """The charts, each by itself well-formed."""
    return [ET.fromstring(found) for found in re.findall(r'<svg class="chart".*?</svg>', text)]


@pytest.mark.parametrize("recording", ["finished", "seeds", "pictures", "failed", "killed", "evil"])
def test_every_run_has_a_page(recording: str, home: Path, tmp_path: Path) -> None:
    """Well-formed, with a title and a description for each chart; nothing is asked for."""
    text, read = page(past_run(recording), tmp_path)

    assert {"script", "link", "iframe", "object", "form"}.isdisjoint(read.tags)
    assert all(name != "src" and not name.startswith("on") for name, _ in read.attributes)
    links = [value or "" for name, value in read.attributes if name == "href"]
    assert all(link.startswith("data:image/png;base64,") for link in links)
    assert "url(" not in text
    assert "http:" not in text and "https:" not in text
    for chart in svgs(text):
        assert ["title", "desc"] == [part.tag for part in chart][:2]
        assert all(part.text for part in chart[:2])


def test_it_says_all_there_is_to_say(home: Path, tmp_path: Path) -> None:
    """Title, run, knobs with what was changed, claims with their bars, figures, notes, the line."""
    run = past_run("finished")
    text, read = page(run, tmp_path)

    for words in (
        "A line", run.id, "60 of 60 steps", "cpu", "A calm line fits", "≤ 0.1", "✓ holds",
        "not 40", "Learning rate", "five steps done", "diverged at step", "✗ step",
        f"dl-lab run {TOY} --seed 0 --seeds 1", "the same numbers on this machine",
    ):  # fmt: skip
        assert words in read.words, words
    assert {"Loss", "Slope"} <= {chart[0].text for chart in svgs(text)}


def test_a_sentence_is_never_a_tag(home: Path, tmp_path: Path) -> None:
    """Not in a note, a text, a table, a claim, a name, a setting, an answer or an error."""
    run = past_run("started")
    start = Start(
        run=run.id, lesson=TOY, config=run.plan.config | {"mine": EVIL},
        variants={EVIL: {"m": EVIL}}, seeds=[0], steps=3, device=EVIL,
        data={"source": EVIL, "notes": [EVIL]}, versions={EVIL: EVIL},
    )  # fmt: skip
    by: dict[str, Any] = {"variant": EVIL, "seed": 0, "step": 1}
    judged = Judged(EVIL, EVIL, "fails", 1.0, 2.0, EVIL)
    said: list[Event] = [
        Steps(variant=EVIL, seed=0, first=1, values={"loss": [1.0, 2.0], EVIL: [1.0, 2.0]}),
        NoteEvent(text=EVIL, **by), Answer(question=EVIL, answer=EVIL, **by),
        PictureEvent(panel="words", value=EVIL, **by),
        PictureEvent(panel="points", value=[[EVIL, 1]], **by),
        Control(action="set", step=1, name=EVIL, value=EVIL),
        End(status=EVIL, exit=1, claims=[judged], error=Fault(EVIL, EVIL)),
    ]  # fmt: skip
    write(run, start, *said)
    text, read = page(run, tmp_path)

    assert {"script", "img"}.isdisjoint(read.tags)
    assert "\x1b" not in text and "\x07" not in text
    assert read.words.count("<script>alert(1)</script>") > 12


def test_a_run_looks_as_it_does_on_the_screen(home: Path, tmp_path: Path) -> None:
    """Its colour, its marker and a dash of its own; log axes; the guide by name; a cross."""
    text, read = page(past_run("finished"), tmp_path)
    loss = text[text.index("<title>Loss</title>") :].partition("</svg>")[0]
    groups = re.findall(r'<g class="ink" style="--l:(#\w+);--d:#\w+">(.*?)</g>', loss)

    assert list(LIGHT_RUNS[:2]) == [colour for colour, _ in groups]
    assert ["M-4 0a4", "M0 -4.8"] == [
        re.findall(r'class="full".*?d="(.{7})', g)[0] for _, g in groups
    ]
    assert ["stroke-dasharray" in group for _, group in groups] == [False, True]
    assert 'class="guide"' in loss and ">noise</text>" in loss
    assert ["M-4 -4L"] == re.findall(r'class="sign"[^>]*d="(M-4 -4L)', groups[1][1])
    assert "0.01" in re.findall(r'class="tick"[^>]*>([^<]*)', loss)
    assert "log" in read.words


def test_several_seeds_have_a_band(home: Path, tmp_path: Path) -> None:
    """Between the least and the most of them; and the chart says so."""
    text, read = page(past_run("seeds"), tmp_path)

    assert "mean and range of 3 seeds" in read.words
    assert 'class="band"' in text


def test_what_was_predicted_is_scored(home: Path, tmp_path: Path) -> None:
    """By what this run answered, and why; what was said of other settings is no word of it."""
    run, prediction = past_run("finished"), lessons.load(TOY).predictions[0]
    asked = Setup.planned(run.plan).about(prediction)
    assert prediction.question not in page(run, tmp_path)[1].words
    Progress().predict(TOY, prediction.question, Predicted("yes", about="other", truth="yes"))
    assert prediction.question not in page(run, tmp_path)[1].words
    Progress().predict(TOY, prediction.question, Predicted("no", about=asked, truth="no"))
    words = page(run, tmp_path)[1].words

    assert f"✗ wrong {prediction.question}" in words
    assert "You predicted no; it was yes. 3.0 > 2/L" in words


def test_a_knob_that_was_turned_stands_out(home: Path, tmp_path: Path) -> None:
    """In the settings, among the notes, and where the line cannot do it again."""
    words = page(past_run("stopped"), tmp_path)[1].words

    assert "turned to 0.5 after step 20" in words
    assert "knobs were turned while it trained: lr to 0.5 after step 20" in words
    assert "stopped after 20 of 60 steps" in words


def test_a_small_picture_is_a_png() -> None:
    """Blank where there was nothing; lines of different lengths do no harm."""
    found = png([[0, 1], [None]], ["#ff0000", "#00ff00"])

    assert found.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"IEND" in found


@pytest.mark.skipif(PATH is None, reason="no Chromium here")
@pytest.mark.parametrize(("width", "height"), [(360, 800), (1280, 900)])
async def test_a_browser_shows_it_whole(
    width: int, height: int, home: Path, tmp_path: Path
) -> None:
    """Nothing beside the page's edge, nothing asked for, and no chart without room."""
    run = past_run("pictures")
    page(run, tmp_path)
    async with open_browser(tmp_path / "profile", (width, height)) as tab:
        await tab.open((tmp_path / f"{run.id}.html").as_uri())
        while await tab.value("document.readyState") != "complete":
            pass
        wide = await tab.value("document.documentElement.scrollWidth")
        charts = await tab.value(
            "Math.min(...[...document.querySelectorAll('svg.chart')].map(c => c.clientHeight))"
        )
        asked = [url for url in tab.asked_for if not url.startswith(("file:", "data:", "about:"))]

    assert width >= wide
    assert charts > 80
    assert [] == asked
