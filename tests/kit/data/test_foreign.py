"""Other formats: named by what they begin with, in every lesson; prose never taken for one."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, Trouble, read_text
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import read_examples
from lessons.kit.data.sources.foreign import foreign
from lessons.kit.data.text.corpus import peek_corpus, read_corpus
from tests.tools.reading import READERS, reading, written

NOTEBOOK = {
    "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Title"]}],
    "nbformat": 4,
}
STUDIO = [
    {"id": 1, "annotations": [{"id": 1, "completed_by": 1, "result": []}], "data": {"text": "a"}}
]
MAIL = "Return-Path: <a@b.c>\nReceived: from x by y;\n\tMon, 3 Jun\nFrom: A <a@b.c>\n\nHello.\n"
FORMATS = {
    "a web page": "<!DOCTYPE html>\n<html><body>words</body></html>",
    "a web page ": "<!-- saved -->\n<?xml version='1.0'?>\n<!-- by -->\n<HTML lang='en'>words",
    "XML": '<?xml version="1.0"?>\n<rss><item>words</item></rss>',
    "a Jupyter notebook": json.dumps(NOTEBOOK, indent=1),
    "an ARFF table": "% a comment\n\n@RELATION films\n@ATTRIBUTE text STRING\n@DATA\n'a',good\n",
    "subtitles (WebVTT)": "WEBVTT\n\n00:01.000 --> 00:04.000\nHello.\n",
    "subtitles (SRT)": "1\n00:00:01,000 --> 00:00:04,000\nHello.\n\n2\n",
    "subtitles (SSA)": "[Script Info]\nTitle: x\n",
    "a mailbox": "From a@b.c Thu Aug 22 12:36:23 2002\nReturn-Path: <a@b.c>\n\nHello.\n",
    "mail": MAIL,
    "a pointer of Git LFS": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n",
    "folder's settings": "[.ShellClassInfo]\nIconResource=C:\\a.dll,1\n",
    "describes a data set": json.dumps(
        {"builder_name": "csv", "features": {"text": {"_type": "Value"}}}
    ),
    "describes a data set ": json.dumps({"splits": ["train", "test"]}),
    "describes a data set  ": json.dumps({"_data_files": [{"filename": "a"}], "_fingerprint": "b"}),
    "Label Studio": json.dumps(STUDIO, indent=2),
    "Prodigy": json.dumps({"text": "a", "_input_hash": 1, "_task_hash": 2, "label": "x"}) + "\n",
    "doccano": json.dumps({"id": 1, "text": "a b", "label": [[0, 1, "PER"]]}) + "\n",
    "annotations (brat)": "T1\tPerson 0 5\tAlice\n",
    "a log with the colours": "\x1b[32mINFO\x1b[0m start\n\x1b[31mERROR\x1b[0m stop\n" * 3,
    "a table in Markdown": "| text | label |\n|---|:---:|\n| a film | good |\n| a film | bad |\n",
    "YAML": "---\nversion: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hey\n    - hello\n",
    "YAML ": "%YAML 1.2\n---\na: b\n",
    "data as Python writes them": "{'text': 'a film', 'label': 1}\n{'text': 'soup', 'label': 0}\n",
    "data as Python writes them ": "[('a film', 'good'),\n ('soup', 'bad')]\n",
    "sentences taken apart into trees": "(3 (2 (2 A) (2 film)) (3 good))\n(1 (2 Soup) (1 bad))\n",
    "numbers in place of words": "1 4:0.5 17:1\n-1 2:1e-3 4:2\n",
    "a dump of a database": "-- MySQL dump\n/*!40101 SET x */;\nDROP TABLE IF EXISTS `t`;\n"
    "INSERT INTO `t` (text, label) VALUES\n('a film','good'),\n('soup','bad');\n",
    "a dump of a database ": "INSERT INTO t VALUES('a film','good');\n",
    "a rich-text document": r"{\rtf1\ansi words}",
    "PostScript": "%!PS-Adobe-3.0\nwords",
}
READ = {
    "a rule": "---\n\nChapter one\n\nIt was a day like any other, and nobody said a word.\n",
    "front matter": "---\ntitle: A story\nauthor: me\n---\n\nIt was a day like any other.\n",
    "a dash": "-- and so we went on, create what we might, into the values of the night.\n",
    "an order": "Create your own day. Insert into it what you will: values (such as soup) count.\n",
    "a bracket": "(1 (or 2) of them came, and nobody knew why that was so.)\n",
    "a time": "1 12:30 was when it began.\n2 13:15 was when it ended.\n",
    "a heart": "<3 is what she wrote, and nothing else was on the card that day.\n",
    "a play": "HAMLET: To be, or not to be\nOPHELIA: Good my lord\nHAMLET: I humbly thank you\n",
    "a letter": "From: a friend\nTo: another\nSubject: rain\n\nIt was a day like any other.\n",
    "news": "From: a@b.c (A B)\nSubject: Re: x\nOrganization: none\nLines: 2\n\nIt was a day.\n",
    "a number": "1\n2\n3 is the number that they counted to, and no further\n",
    "a diary": "- Monday: rain\n- Tuesday: sun\nIt was a day like any other, and nobody came.\n",
    "from": "From here on, Thu Aug 22 was a day like any other, and nobody said a word.\n",
    "a template": "<doc id='1'>It was a day like any other, and nobody said a word.</doc>\n",
    "brackets": "[Enter a messenger]\nIt was a day like any other, and nobody said a word.\n",
    "braces": "{ he said, and it was a day like any other } and nobody said a word more\n",
    "an at": "@relation is a word that she did not know, and nobody said another to her\n",
    "percent": "% is a sign. It was a day like any other, and nobody said a word.\n",
    "bars": "| is a bar, and it was a day like any other, and nobody said a word.\n",
    "an escape": "one \x1b[0m stray, and it was a day like any other, and nobody said a word\n",
    "LaTeX": "\\documentclass{article}\n\\begin{document}It was a day.\\end{document}\n",
}


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_another_format_is_named_by_every_lesson(tmp_path: Path, kind: str) -> None:
    """Refused at the first look, with a way to convert it; whatever the file is called."""
    for name in ("t", "t.txt", "t.csv"):
        path = written(tmp_path / name, FORMATS[kind])
        for lesson in READERS:
            with pytest.raises(BadEnvironment) as refused:
                lesson.look_at(path, reading(lesson))
            assert kind.strip() in refused.value.message
            assert refused.value.fix
            assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", sorted(READ))
def test_prose_that_only_begins_so_is_read(tmp_path: Path, kind: str) -> None:
    """A novel may begin with anything."""
    text = READ[kind]

    assert text == read_text(written(tmp_path / "t.txt", text)).text
    assert len(read_corpus(tmp_path, min_count=1, progress=silent).words) > 2


@settings(max_examples=150, deadline=None)
@given(
    st.text(string.punctuation + string.whitespace + string.digits, max_size=6),
    st.lists(
        st.text(string.ascii_letters + "éщ字", min_size=1, max_size=9), min_size=3, max_size=30
    ),
    st.text(string.punctuation + " \n", min_size=1, max_size=2),
)
@example("<!--", ["a", "b", "c"], " ")
def test_no_mark_before_words_makes_another_format(
    beginning: str, words: list[str], gap: str
) -> None:
    """Any signs and digits first, then words: that is text."""
    assert foreign(Path("t.txt"), beginning + " ".join(words) + gap + " ".join(words)) is None


@pytest.mark.parametrize(
    "part", ["<!-- a -->", "%\n", "<?xml a?>", "---\n", "\n", "{", "| a |\n", "a: b\n"]
)
def test_no_beginning_takes_long_to_judge(part: str) -> None:
    """Sixteen kilobytes of what a pattern could be caught in."""
    foreign(Path("t"), part * (2**14 // len(part)))
    foreign(Path("t"), " " + part * (2**14 // len(part)) + "<")


def test_other_formats_in_a_folder_are_passed_over_and_said(tmp_path: Path) -> None:
    """Beside texts they are no texts, and no class of texts."""
    prose = "It was a day like any other. Nobody said a word.\n" * 20
    for name in ("pos.txt", "neg.txt"):
        written(tmp_path / name, prose.replace("day", name[:3]))
    written(tmp_path / "page.html", FORMATS["a web page"])
    written(tmp_path / "notes.ipynb", FORMATS["a Jupyter notebook"])
    written(tmp_path / "config.yml", "a: b\nc: d\n")
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store"):
        written(tmp_path / name, "what a system keeps")
    corpus = read_corpus(tmp_path, min_count=1, progress=silent)
    examples = read_examples(tmp_path, progress=silent)

    assert 2 == corpus.summary["files"]
    said = "config.yml is YAML; notes.ipynb is a Jupyter notebook; page.html is a web page"
    assert f"skipped: {said}" in corpus.summary["notes"]
    assert {"pos", "neg"} == set(examples.labels)
    assert any(said in note for note in examples.notes)


def test_a_data_set_saved_by_its_library_is_named(tmp_path: Path) -> None:
    """With the line that exports it, by every reader of folders."""
    written(tmp_path / "set" / "dataset_dict.json", json.dumps({"splits": ["train"]}))
    written(tmp_path / "set" / "train" / "state.json", "{}")
    (tmp_path / "set" / "train" / "data-00000-of-00001.arrow").write_bytes(b"\xff\xff\xff\xff\0\0")
    for folder in (tmp_path / "set", tmp_path / "set" / "train"):
        for read in (peek_corpus, lambda path: read_examples(path, progress=silent)):
            with pytest.raises(Trouble) as refused:
                read(folder)
            assert "is a data set saved by the library datasets" in str(refused.value)
            assert "load_from_disk" in refused.value.fix
