"""A tagging file, read into sentences, with everything that was decided said.

CoNLL style: on each line a token, its tag, and perhaps columns between them; an empty line between
sentences. Read with tabs or spaces, with or without a header; of CoNLL-U the form and its UPOS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from lessons.kit.data.brought import MOST_BYTES
from lessons.kit.data.rows.delimiters import called, marks_of
from lessons.kit.data.sources.files import beginning, refusal
from lessons.kit.data.sources.packed import bare
from lessons.kit.data.tagged.layout import Layout, layout_of
from lessons.kit.data.tagged.lines import (
    DOCUMENT,
    SPACE,
    Line,
    joined_by,
    lines_of,
    separator_of,
    usual_columns,
    without_comments,
)
from lessons.kit.data.tagged.tags import check_tags, doubts
from lessons.kit.errors import one_line
from lessons.kit.stream.numbers import counted

STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
LONGEST = 2000
"""Tokens of a sentence. What is longer is a file without empty lines, or no sentence."""
EXCERPT = 40
NAMES = (".conll", ".conllu", ".conllx", ".conll03", ".bio", ".iob", ".iob2")
"""What the names of such files end in."""


@dataclass(frozen=True)
class Sentence:
    """Tokens with their tags, and the line of the file that each one stands on."""

    tokens: list[str]
    tags: list[str]
    rows: list[int]


@dataclass(frozen=True)
class Tagging:
    """The sentences of a file."""

    sentences: list[Sentence]
    source: str
    digest: str
    notes: list[str] = field(default_factory=list)
    """What was decided, in sentences for the learner."""

    @property
    def tokens(self) -> int:
        """How many there are in all."""
        return sum(len(sentence.tokens) for sentence in self.sentences)


def read_tagging(
    path: Path, *, token: str = "", tag: str = "", header: str = "auto", delimiter: str = "",
    encoding: str = "",
) -> Tagging:  # fmt: skip
    """The sentences of a tagging file.

    `token` and `tag` name columns by number from 1, or as the header does; `header` is yes, no or
    auto. Raises BadEnvironment for what cannot be read, with the number of the line that is
    wrong, and BadUsage for columns that are not there.
    """
    source, text, whole = beginning(path, MOST_BYTES, encoding=encoding, plain=True)
    notes = [source.note] if source.note else []
    if not whole:
        text = text[: max(text.rfind("\n\n"), text.rfind("\n"))]
        notes.append(f"only the first {MOST_BYTES // 2**20} MiB were read")
    separator = marks_of(delimiter).delimiter or separator_of(text[: 2**20].split("\n"))
    lines = lines_of(text, separator)
    columns = usual_columns(lines)
    if columns < 2:
        raise one_column(path, lines, separator)
    full = without_comments(lines, columns)
    layout = layout_of(tokens_alone(full), columns, token=token, tag=tag, header=header)
    sentences = sentences_of(path, full, layout, separator, notes)
    said = len(lines) - len(full)
    notes += [f"{counted(said, 'lines of comments (#) are')} left out"] if said else []
    if not sentences:
        raise refusal(path, "has no token in it", "give lines with a token and its tag")
    check_tags(path, sentences, layout, tokens_alone(full)[1 if layout.names else 0 :])
    notes += doubts(sentences, layout)
    tagging = Tagging(sentences, one_line(str(path)), source.digest.hex()[:16], notes)
    notes.insert(0, told(tagging, layout, separator))
    return tagging


def one_column(path: Path, lines: Sequence[Line], separator: str) -> Exception:
    """The refusal of a file whose lines have one column."""
    if not lines:
        return refusal(path, "has no line in it", "give lines with a token and its tag")
    where = "no tab" if separator == "\t" else "no space" if separator == SPACE else "no separator"
    first = f"line {lines[0].number} is {excerpt(lines[0])}"
    fix = "give a token and its tag on each line, with a tab or a space between them"
    return refusal(path, f"has one column: {first}, with {where} in it", fix)


def tokens_alone(lines: Sequence[Line]) -> list[Line]:
    """Lines that are no marks of documents."""
    return [line for line in lines if line.cells[0] != DOCUMENT]


def sentences_of(
    path: Path, lines: Sequence[Line], layout: Layout, separator: str, notes: list[str]
) -> list[Sentence]:
    """The tokens, sentence by sentence. Raises BadEnvironment for a line that cannot be one."""
    documents = len(lines) - len(tokens_alone(lines))
    rows = tokens_alone(lines)[1 if layout.names else 0 :]
    found: list[Sentence] = []
    kinds: Counter[str] = Counter()
    opens = True  # a mark of a document ends a sentence, with or without an empty line
    after_mark = {b.number for a, b in pairwise(lines)
                  if a.cells[0] == DOCUMENT}  # fmt: skip
    for line in rows:
        check(path, line, layout, separator)
        opens = opens or line.opens or line.number in after_mark
        if layout.is_conllu and not line.cells[0].isdigit():
            kinds["-" if "-" in line.cells[0] else "."] += 1
            continue
        if opens:
            found.append(Sentence([], [], []))
        found[-1].tokens.append(line.cells[layout.token])
        found[-1].tags.append(line.cells[layout.tag])
        found[-1].rows.append(line.number)
        opens = False
    if documents:
        notes.append(
            f"{counted(documents, f'lines {DOCUMENT} are')} left out: documents begin there"
        )
    if kinds:
        notes.append(
            f"CoNLL-U: {kinds['-']:,} lines of several words in one (1-2) and {kinds['.']:,} empty "
            "nodes (1.1) are left out"
        )
    return cut_at_stops(found, notes)


def check(path: Path, line: Line, layout: Layout, separator: str) -> None:
    """Raise BadEnvironment for a line with too few or many columns, or with an empty one."""
    count = len(line.cells)
    if count < layout.columns <= line.text.count(separator) + 1:
        what = f"line {line.number:,} has no tag: {excerpt(line)}"
        raise refusal(path, what, "write one behind the token")
    if count != layout.columns:
        has = "1 column" if count == 1 else f"{count} columns"
        what = f"line {line.number:,} has {has} where the others have {layout.columns}"
        fix = "give each line a token and its tag, and leave a line empty between sentences"
        if separator != SPACE and count < layout.columns:
            fix = f"put a {called(separator)} between its columns"
        raise refusal(path, f"{what}: {excerpt(line)}", fix)
    for place, name in ((layout.token, "token"), (layout.tag, "tag")):
        if not line.cells[place]:
            what = f"line {line.number:,} has no {name}: {excerpt(line)}"
            raise refusal(path, what, f"write one, or name another column: --set {name}=2")


def excerpt(line: Line) -> str:
    """The beginning of a line, safe to print."""
    said = one_line(line.text[: EXCERPT + 1])
    return repr(said if len(line.text) <= EXCERPT else said[:EXCERPT] + "…")


def cut_at_stops(found: list[Sentence], notes: list[str]) -> list[Sentence]:
    """Where no line is empty, a sentence ends with its full stop; and it has an end."""
    if len(found) != 1 and max(map(len, (each.tokens for each in found)), default=0) <= LONGEST:
        return found
    cut = [piece for each in found for piece in pieces_of(each)]
    if len(cut) > len(found):
        why = "no line is empty" if len(found) == 1 else f"over {LONGEST:,} tokens without one"
        notes.append(f"{why}: a sentence ends after . ! ? and after {LONGEST:,} tokens")
    return cut


def pieces_of(sentence: Sentence) -> list[Sentence]:
    """A sentence, cut behind each full stop."""
    cuts, start = [0], 0
    for at, token in enumerate(sentence.tokens, 1):
        if token in STOPS or at - start >= LONGEST:
            cuts.append(at)
            start = at
    cuts.append(len(sentence.tokens))
    return [
        Sentence(sentence.tokens[a:b], sentence.tags[a:b], sentence.rows[a:b])
        for a, b in pairwise(cuts)
        if a < b
    ]


def told(tagging: Tagging, layout: Layout, separator: str) -> str:
    """What was found, and how to say otherwise."""
    between = "spaces" if separator == SPACE else f"a {called(separator)} each"
    kind = "CoNLL-U" if layout.is_conllu else f"{layout.columns} columns with {between} between"
    heading = ", below a header" if layout.names else ""
    tags = len({tag for sentence in tagging.sentences for tag in sentence.tags})
    return (
        f"{len(tagging.sentences):,} sentences with {tagging.tokens:,} tokens and {tags} tags "
        f"({kind}{heading}): the token is column {layout.token + 1}, its tag column "
        f"{layout.tag + 1} (--set token=N, --set tag=N)"
    )


def looks_tagged(path: Path, *, delimiter: str = "", encoding: str = "") -> bool:
    """Whether a file, by its beginning, has a token and its tag on each line.

    Its name says so; or its columns hold no spaces, and nearly all lines have as many of them. Of
    a file with empty lines most will do: the others are refused by their numbers. Raises
    BadEnvironment for what is no text.
    """
    _, text, whole = beginning(path, 2**16, encoding=encoding, plain=True)
    if mark := joined_by(text):
        what = f"has several words on a line, each with its tag behind a {mark}"
        raise refusal(path, what, "write each token and its tag on a line, with a tab between")
    lines = text.split("\n")
    lines = lines if whole or len(lines) < 3 else lines[:-1]
    separator = marks_of(delimiter).delimiter or separator_of(lines)
    found = lines_of("\n".join(lines), separator)
    columns = usual_columns(found)
    full = tokens_alone(without_comments(found, columns))
    if bare(path).suffix.casefold() in NAMES:
        return True
    if columns < 2 or not full:
        return False
    enough = 0.6 if any(line.opens for line in full[1:]) else 0.9
    even = sum(len(line.cells) == columns for line in full)
    spaced = sum(" " in line.cells[0] or " " in line.cells[-1] for line in full)
    return even >= enough * len(full) and spaced <= 0.05 * len(full)
