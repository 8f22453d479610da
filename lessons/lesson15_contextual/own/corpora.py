"""Sentences as a corpus writes them: with tags of parts of speech, and with the sense in the text.

    rates/NNS in/IN interest_6/NN      a tag behind each word, and the sense behind one of them
    rates <p="NNS"/> <head>interest <p="NN"/></head>

A tag is no word of the sentence. A sense that stands in the text must not be read: it is the
answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted
from lessons.shared.labelled.splitting import Part, Split
from lessons.shared.labelled.wording import words_of

MOST = 0.7
"""The share of the tokens, or of the sentences, from which on something is the way of a file."""
EMPTY_TAG = re.compile(r"\s*<(?:@|\w+\s*=\s*[^<>]*/)>")
"""Such as <p="NN"/>: a tag of a word, not around it; and <@>, which stands between sentences."""
ODD = "/>|<@>|&lt;"
SIGN = re.compile(r"(?<!\S)(?:[\[\]]|={5,})(?!\S)")
"""What stands around phrases and between sentences."""
BEHIND = re.compile(r"(?<=\S)(?:/|_)(?:[A-Z]{1,5}\$?|[-.,:;`'\"()#$]{1,5})(?=\s|$)")
"""A tag behind a word, such as /NNS, _PP$ or /."""
SENSE = re.compile(r"(?<![\w'])([^\W\d_]+)_([\w.%:]+)(?![\w'])")
"""A word with a sense behind it, such as interest_6."""


def without_tags(split: Split, notes: list[str]) -> None:
    """Take tags and senses out of all sentences, in place, and note it."""
    parts = [split.train, split.valid, split.test]
    texts = [text for part in parts for text in part.texts]
    has_tags, has_senses = is_tagged(texts), names_senses(parts, split.classes)
    if not (has_tags or has_senses or any(re.search(ODD, text) for text in texts)):
        return
    tagged, named = Counter[str](), Counter[str]()
    for part in parts:
        for at, text in enumerate(part.texts):
            tagged.update(tags_in(text, has_tags)[:1])
            text = without(text, has_tags)
            if has_senses:
                own = bare(text, split.classes[part.labels[at]])
                named.update([found[0] for found in SENSE.finditer(text) if own != text][:1])
                text = own
            part.texts[at], part.words[at] = text, words_of(text)
    say(tagged, "tags stand behind words, such as {}: they are left out", notes)
    say(named, "the sense stands behind its word, such as {}: that use of it is read, and its "
        "sense is not", notes)  # fmt: skip


def say(found: Counter[str], what: str, notes: list[str]) -> None:
    """Note in how many sentences there was such a thing, with the commonest."""
    if found:
        example = visible(found.most_common(1)[0][0])
        notes.append(f"in {counted(found.total(), 'sentences')} {what.format(example)}")


def tags_in(text: str, has_tags: bool) -> list[str]:
    """The tags of parts of speech in a sentence."""
    found = [own.strip() for own in EMPTY_TAG.findall(text) if "=" in own]
    return found or (BEHIND.findall(text) if has_tags else [])


def is_tagged(texts: Sequence[str]) -> bool:
    """Whether nearly every word has a tag of its part of speech behind it."""
    tokens = [token for text in texts[:200] for token in SIGN.sub(" ", text).split()]
    with_tag = sum(BEHIND.search(token) is not None for token in tokens)
    return bool(tokens) and with_tag >= MOST * len(tokens)


def without(text: str, has_tags: bool) -> str:
    """The sentence without tags of its words."""
    text = unescape(text) if "&lt;" in text else text
    text = EMPTY_TAG.sub("", text)
    return BEHIND.sub("", SIGN.sub(" ", text)) if has_tags else text


def names_senses(parts: Sequence[Part], classes: Sequence[str]) -> bool:
    """Whether most sentences have their own label behind a word."""
    pairs = [(text, classes[label]) for part in parts
             for text, label in zip(part.texts, part.labels, strict=True)]  # fmt: skip
    named = sum(bare(text, label) != text for text, label in pairs)
    return named >= MOST * len(pairs)


def bare(text: str, label: str) -> str:
    """The sentence with the word marked whose label stands behind it, and the label left out."""

    def marked(found: re.Match[str]) -> str:
        word, sense = found.groups()
        own = label in (sense, found[0]) or label.endswith((f"_{sense}", f".{sense}"))
        return f"<w>{word}</w>" if own else found[0]

    return SENSE.sub(marked, text)
