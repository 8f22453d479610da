"""Sentences in the XML of Senseval and SemEval, one word's sense beside each of them.

    <lexelt item="bank.n"> <instance id="bank.n.1"> <answer senseid="shore"/>
    <context> … grass on the <head>bank</head> … </context> </instance>

It is read by its marks and not as XML: these files often are none (a bare & is common).
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.sources.files import opened, refusal
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted
from lessons.lesson15_contextual.own.layouts import Layout

SAMPLE = 2**16
"""Bytes that tell what a file is."""
ELEMENT = re.compile(
    r"<lexelt\b[^>]*?item\s*=\s*[\"']([^\"']*)[\"'][^>]*>(.*?)(?=<lexelt\b|\Z)", re.S
)
INSTANCE = re.compile(r"<instance\b[^>]*>(.*?)</instance>", re.S)
ANSWER = re.compile(r"<answer\b[^>]*?senseid\s*=\s*[\"']([^\"']*)[\"']", re.S)
CONTEXT = re.compile(r"<context\b[^>]*>(.*?)</context>", re.S)
HEAD = re.compile(r"<head\b[^>]*>(.*?)</head>", re.S)
TAG = re.compile(r"<(?!/?head\b)[^<>]*>")


def is_lexical_sample(path: Path) -> bool:
    """Whether a file looks like one. It is read as it lies: packed ones are not looked into."""
    with opened(path) as file:
        head = file.read(SAMPLE)
    return b"<instance" in head and b"<context" in head


def read_lexical_sample(path: Path, word: str, encoding: str) -> Layout:
    """A table of sentences and senses. Raises BadEnvironment, or BadUsage for another word."""
    text = decoded(path, encoding)
    found = ELEMENT.findall(text) or [("", text)]
    body, note = chosen(path, found, word)
    rows, unknown, several = [], 0, 0
    for instance in INSTANCE.findall(body):
        senses, context = ANSWER.findall(instance), CONTEXT.search(instance)
        if not senses or not context or not HEAD.search(context[1]):
            unknown += 1
            continue
        several += len(senses) > 1
        rows.append([sentence(context[1]), unescape(senses[0])])
    if not rows:
        fix = "give the file that has <answer senseid=…> in each instance"
        raise refusal(path, "has no instance with both a sense and a <head>", fix)
    if several:
        note += f"; {counted(several, 'sentences have')} several senses: the first one is used"
    if unknown:
        note += f"; left out, without a sense or a <head>: {unknown:,}"
    return Layout(["sentence", "sense"], rows, "sentence", f"read as a lexical sample{note}")


def decoded(path: Path, encoding: str) -> str:
    """The whole file as text: as the learner says, else UTF-8, else Latin-1."""
    with opened(path) as file:
        raw = file.read()
    for name in (encoding, "utf-8-sig") if encoding else ("utf-8-sig",):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            if encoding:
                raise BadEnvironment(
                    f"{visible(path.name)} is not text in {visible(encoding)}",
                    "leave out --set encoding, or use another",
                ) from None
    return raw.decode("latin-1")


def chosen(path: Path, found: list[tuple[str, str]], word: str) -> tuple[str, str]:
    """The instances of the learner's word, or of the one with the most of them; and what to say."""
    sizes = Counter({item: len(INSTANCE.findall(body)) for item, body in found})
    wanted = word.strip().lower()
    able = [item for item in sizes if not wanted or item.lower().partition(".")[0] == wanted]
    if not able and len(found) == 1:
        able = list(sizes)
    if not able:
        some = ", ".join(visible(item) for item, _ in sizes.most_common(4))
        raise BadUsage(f"{visible(path.name)} has no word {visible(word)!r}", f"it has {some}")
    item = max(able, key=lambda each: sizes[each])
    bodies = "".join(body for name, body in found if name == item)
    others = len(sizes) - 1
    more = f" of {len(sizes)} words: {visible(item)}; another: --set word=NAME" if others else ""
    return bodies, more


def sentence(context: str) -> str:
    """The text of a context in one line, its word marked."""
    text = HEAD.sub(lambda own: f"\0{TAG.sub('', own[1]).strip()}\1", context)
    plain = " ".join(unescape(TAG.sub(" ", text)).split())
    return plain.replace("\0", "<w>").replace("\1", "</w>")
