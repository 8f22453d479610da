"""Running text in which many words have a sense, as SemCor has it: the sentences of one lemma.

    <s snum=1> <wf pos=DT>the</wf> <wf pos=NN lemma=bank wnsn=1 lexsn=1:17:01::>banks</wf> …
    <punc>.</punc> </s>

Miller et al. (1993), "A semantic concordance". `wnsn` is the number of the sense in WordNet, and
`lexsn` the end of its key. It is read by its marks, as values stand in it with quotes and without.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.sources.files import opened, refusal
from lessons.kit.data.sources.folders import files_below, is_folder
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted
from lessons.lesson15_contextual.own.layouts import Layout
from lessons.lesson15_contextual.own.lexical_sample import SAMPLE, decoded
from lessons.lesson15_contextual.own.targets import WORD, forms_of, is_like

SENTENCE = re.compile(r"<s\b[^>]*>(.*?)(?=</s>|<s\b|\Z)", re.S)
TOKEN = re.compile(r"<(wf|punc)\b([^>]*)>(.*?)</(?:wf|punc)\s*>", re.S)
VALUE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
NO_SENSE = ("", "0", "-1")
"""Numbers of a word whose sense WordNet does not have."""
SENSES = 2
"""Senses that a lemma needs, or there is nothing to tell apart."""
FIRST_FILES = 20
"""Files of a folder that tell whether it is SemCor: a README may lie beside its texts."""
NAMED = 4
"""Lemmas that are named where one has to be chosen."""

Use = tuple[str, str, str]
"""A sentence with the word marked; the number of its sense, and the key, each "" without one."""


def is_semcor(path: Path) -> bool:
    """Whether a file, or one of the first files of a folder, looks like it."""
    if is_folder(path):
        return any(is_marked(each) for each in files_below(path)[:FIRST_FILES])
    with opened(path) as file:
        return has_marks(file.read(SAMPLE))


def has_marks(head: bytes) -> bool:
    """Whether a file that begins so has words in <wf>."""
    return re.search(rb"<wf[\s>]", head) is not None


def is_marked(path: Path) -> bool:
    """The same of a file in a folder; what cannot be opened there is passed over."""
    try:
        with opened(path) as file:
            return has_marks(file.read(SAMPLE))
    except BadEnvironment:
        return False


def files_of(path: Path) -> list[Path]:
    """This file; or of a folder, and of those in it, every file that looks like SemCor."""
    return [each for each in files_below(path) if is_marked(each)] if is_folder(path) else [path]


def read_semcor(path: Path, word: str, encoding: str) -> Layout:
    """A table of sentences and senses. Raises BadEnvironment, or BadUsage to choose a lemma."""
    files = files_of(path)
    found, several = uses_of("\n".join(decoded(each, encoding) for each in files))
    if not found:
        fix = "give the file that has wnsn=… or lexsn=… in each <wf> (keys beside it are not read)"
        raise refusal(path, "has no <s> with a <wf> that has a lemma and a sense", fix)
    lemma = chosen(path, found, word)
    uses = found[lemma]
    by_key = all(key for _, _, key in uses)
    if not by_key:
        uses = [use for use in uses if use[1]]
    lost = len(found[lemma]) - len(uses)
    senses = {key if by_key else number for _, number, key in uses}
    if len(senses) < SENSES:
        what = f"has {counted(len(uses), 'uses')} of {lemma!r}, all of them in one sense"
        raise refusal(path, what, choose(found) or "give a text with a word in two senses")
    where = f" in {counted(len(files), 'files')}" if is_folder(path) else ""
    note = f"read as SemCor{where}: the uses of {lemma!r}, whose senses are their "
    note += "lexsn, the end of WordNet's key" if by_key else "wnsn, their number in WordNet"
    if by_lemma := several[lemma]:
        note += f"; {counted(by_lemma, 'uses have')} several senses: the first one is used"
    if lost:
        note += f"; left out, without a number: {lost:,}"
    rows = [[text, key if by_key else number] for text, number, key in uses]
    return Layout(["sentence", "sense"], rows, "sentence", note)


def uses_of(text: str) -> tuple[dict[str, list[Use]], Counter[str]]:
    """Of each lemma that is one word its uses with a sense; and how many have several."""
    found, several = defaultdict[str, list[Use]](list), Counter[str]()
    for sentence in SENTENCE.findall(text):
        tokens = [(values(own), written(said)) for _, own, said in TOKEN.findall(sentence)]
        words = [said for _, said in tokens]
        for at, (own, said) in enumerate(tokens):
            lemma = own.get("lemma", "").lower()
            number, key = (own.get(name, "") for name in ("wnsn", "lexsn"))
            first, first_key = number.partition(";")[0], key.partition(";")[0]
            is_name = "pn" in own or own.get("rdf", lemma) != lemma
            has_sense = first not in NO_SENSE or (not number and first_key)
            if is_name or not has_sense or not re.fullmatch(WORD, lemma):
                continue
            several[lemma] += ";" in number or ";" in key
            marked = f"<w>{in_its_form(said, lemma)}</w>"
            line = " ".join([*words[:at], marked, *words[at + 1 :]])
            found[lemma].append((line, first, first_key))
    return found, several


def values(inside: str) -> dict[str, str]:
    """What stands in a tag: pos=NN, or with quotes."""
    return {own[0].lower(): unescape(own[1] or own[2] or own[3]) for own in VALUE.findall(inside)}


def written(said: str) -> str:
    """A word as it is read: Fulton_County is two."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", said)).replace("_", " ").split())


def in_its_form(said: str, lemma: str) -> str:
    """The word as it stands there, or its lemma where nobody sees that it is one: went, and go."""
    form = said.lower()
    is_one = re.fullmatch(WORD, said) and (form in forms_of(lemma) or is_like(form, lemma))
    return said if is_one else lemma


def chosen(path: Path, found: dict[str, list[Use]], word: str) -> str:
    """The learner's lemma; else the only one that has two senses. Raises BadUsage."""
    wanted = word.strip().lower()
    if wanted in found:
        return wanted
    able = [lemma for lemma in found if senses_of(found[lemma]) >= SENSES]
    if not wanted and len(able) == 1:
        return able[0]
    name, fix = visible(path.name), choose(found) or "give a text with a word in two senses"
    if wanted:
        raise BadUsage(f"{name} has no sense of a word {visible(word.strip())!r}", fix)
    raise BadUsage(f"{name} has senses of {counted(len(found), 'words')}: one is asked for", fix)


def choose(found: dict[str, list[Use]]) -> str:
    """How to name a lemma, with those that have most uses beside their commonest sense."""
    beside = {
        lemma: len(uses) - max(Counter(use[2] or use[1] for use in uses).values())
        for lemma, uses in found.items()
    }
    some = sorted((lemma for lemma in beside if beside[lemma]), key=lambda own: -beside[own])
    return f"--set word=NAME, such as {', '.join(some[:NAMED])}" if some else ""


def senses_of(uses: list[Use]) -> int:
    """How many senses there are."""
    return len({key or number for _, number, key in uses})
