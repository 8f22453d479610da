"""What is learned: the lesson's own sequences, or the learner's sentences or texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import BadEnvironment, Data, Params, Progress

if TYPE_CHECKING:
    from lessons.shared.labelled.splitting import Split
    from lessons.shared.tagged import TaggedSplit


@dataclass(frozen=True)
class Part:
    """Words of sentences or texts; of each its tags, or one class."""

    words: list[list[str]]
    answers: list[list[int]]
    rows: list[int] = field(default_factory=list)
    """Which of the texts of the file each is, from 1; of sentences their tokens know."""


@dataclass(frozen=True)
class Brought:
    """A file of the learner's, with the split that it came from."""

    classes: list[str]
    whole: bool
    """Whether a text has one class, and not each word a tag."""
    train: Part
    test: Part
    tagged: TaggedSplit | None = None
    labelled: Split | None = None
    others: Part | None = None
    """What is neither learned from nor tested on, and is predicted."""

    @property
    def longest(self) -> int:
        """Words in the longest text."""
        return max(len(words) for part in (self.train, self.test) for words in part.words)


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Nothing for the lesson's own sequences, which the loop draws; else the learner's file."""
    if path is None:
        return Data(None, {"source": "sequences drawn at random"})
    settings: dict[str, Any] = hp.as_dict()
    kind = settings["kind"]
    if kind == "tags" or (kind == "auto" and is_tagged(path, settings)):
        return tagged(path, settings, progress)
    return labelled(path, settings, progress)


def is_tagged(path: Path, settings: dict[str, Any]) -> bool:
    """Whether a file has a token and a tag on each line. A folder has texts."""
    from lessons.kit.data.sources.folders import is_folder
    from lessons.kit.data.sources.packed import bare
    from lessons.kit.data.tagged.tagging_file import looks_tagged

    if is_folder(path) or bare(path).suffix.casefold() in (".csv", ".jsonl", ".json", ".parquet"):
        return False
    return looks_tagged(path, delimiter=settings["delimiter"], encoding=settings["encoding"])


def tagged(path: Path, settings: dict[str, Any], progress: Progress) -> Data:
    """Sentences with a tag for each token."""
    from lessons.shared.tagged import read_tagged

    split, summary = read_tagged(path, settings, progress)
    place = {tag: at for at, tag in enumerate(split.tags)}
    train, test, others = (
        Part([each.tokens for each in part], [[place[tag] for tag in each.tags] for each in part])
        for part in (split.train, split.test, split.others)
    )
    found = Brought(split.tags, False, train, test, tagged=split, others=others)
    return Data(found, told(summary))


def labelled(path: Path, settings: dict[str, Any], progress: Progress) -> Data:
    """Texts with a class each, as lesson 4 reads them; nothing is chosen by validation texts."""
    from lessons.shared.labelled.owned import read_split

    try:
        split, summary = read_split(path, settings, progress)
    except BadEnvironment as refused:
        raise (refusal_of_tags(path, settings["encoding"], refused.message) or refused) from None
    train, test = (
        Part([words for part in parts for words in part.words],
             [[label] for part in parts for label in part.labels],
             [row for part in parts for row in part.rows])
        for parts in ((split.train, split.valid), (split.test,))
    )  # fmt: skip
    summary["notes"].append("nothing is chosen here: what is for validation is learned from too")
    return Data(Brought(split.classes, True, train, test, labelled=split), told(summary))


def refusal_of_tags(path: Path, encoding: str, what: str) -> BadEnvironment | None:
    """The refusal of a table with commas that has a token and its tag in each row."""
    from lessons.kit.data.sources.folders import is_folder
    from lessons.kit.data.tagged.tagging_file import looks_tagged

    if is_folder(path) or not looks_tagged(path, delimiter=",", encoding=encoding):
        return None
    fix = "if each line has a token and its tag: --set kind=tags --set delimiter=,"
    return BadEnvironment(what, fix)


def told(summary: dict[str, Any]) -> dict[str, Any]:
    """The summary, with the settings that suit a file."""
    summary["notes"].append("`:preset own` or `--preset own` has settings for files")
    return summary
