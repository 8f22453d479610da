"""Whether the column that is taken for tags holds tags: refused where not, said where in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit.data.sources.files import refusal
from lessons.kit.errors import visible

if TYPE_CHECKING:
    from lessons.kit.data.tagged.layout import Layout
    from lessons.kit.data.tagged.lines import Line
    from lessons.kit.data.tagged.tagging_file import Sentence

MOST_TAGS = 500
"""Different tags. A column with more has words or numbers in it."""
USUAL, LEAST_USES = 50, 2
"""Up to 50 tags may be rare ones. Of more, each must have two tokens in the mean."""
EXCERPT = 40


def counts_of(sentences: Sequence[Sentence]) -> Counter[str]:
    """How often each tag is there."""
    return Counter(tag for sentence in sentences for tag in sentence.tags)


def tokens_of(sentences: Sequence[Sentence]) -> set[str]:
    """The different tokens."""
    return {token for sentence in sentences for token in sentence.tokens}


def check_tags(
    path: Path, sentences: Sequence[Sentence], layout: Layout, rows: Sequence[Line]
) -> None:
    """Raise BadEnvironment where there is nothing to tell apart, or the column holds no tags."""
    tags = counts_of(sentences)
    other = other_column(rows, layout)
    if len(tags) == 1:
        only = visible(next(iter(tags)))[:EXCERPT]
        fix = other or "give a file with two tags at least"
        raise refusal(path, f"has one tag: every token has the tag {only!r}", fix)
    if len(tags) > min(MOST_TAGS, max(USUAL, tags.total() / LEAST_USES)):
        what = f"has {len(tags):,} different tags for {tags.total():,} tokens"
        few = 1 < len(tokens_of(sentences)) <= tags.total() / LEAST_USES
        fix = other or (turned(layout) if few else "give a token and its tag on each line")
        raise refusal(path, f"{what}: column {layout.tag + 1} is no column of tags", fix)


def other_column(rows: Sequence[Line], layout: Layout) -> str:
    """The advice to read tags from the column that could be one of tags; "" where none could."""
    taken = {layout.token, layout.tag} | ({0} if layout.has_ids else set())
    for place in reversed(range(layout.columns)):
        tags = {line.cells[place] for line in rows if len(line.cells) > place}
        if place not in taken and 1 < len(tags) <= MOST_TAGS:
            return f"choose another column: --set tag={place + 1}"
    return ""


def turned(layout: Layout) -> str:
    """The advice to read tags where tokens were read."""
    return f"if tags stand first, --set token={layout.tag + 1} --set tag={layout.token + 1}"


def doubts(sentences: Sequence[Sentence], layout: Layout) -> list[str]:
    """What looks like a header or like columns in another order, and is read as it stands."""
    tags = counts_of(sentences)
    tokens, found, first = tokens_of(sentences), [], sentences[0].tags[0]
    if not layout.names and tags[first] == 1:
        found.append(
            f"only the first token has the tag {visible(first)[:EXCERPT]!r}: "
            "if its line has the names of the columns, --set header=yes"
        )
    if len(tags) > len(tokens):
        found.append(
            f"there are {len(tags):,} tags and only {len(tokens):,} different tokens: "
            + turned(layout)
        )
    return found
