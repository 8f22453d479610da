"""The learner's own file: read, counted, split, and everything decided said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from lessons.kit import BadEnvironment, Progress
from lessons.kit.data.labelled.labels import look_of
from lessons.kit.data.split import few_said
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted, natural
from lessons.shared.labelled.splitting import (
    TEST,
    TRAIN,
    VALID,
    Part,
    Split,
    divided,
    kept_apart,
    thinned,
)
from lessons.shared.labelled.wording import Words, without_spaces, words_of

if TYPE_CHECKING:
    from lessons.kit.data.labelled.examples import Examples

LEAST_TEXTS = 20
LEAST_OF_A_CLASS = 5
"""Fewer cannot be shared out to three parts and still say anything."""
MANY_HELD_OUT = 20_000
"""Texts whose reading takes longer than the training between two looks at them."""
Summary = dict[str, Any]


@dataclass
class Row:
    """One labelled text, on its way into a part."""

    text: str
    words: Words
    label: str
    given: str | None
    is_cut: bool = False
    row: int = 0
    """Which of the texts of the file it is, from 1."""

    @property
    def key(self) -> Hashable:
        """What makes two texts the same: their words."""
        return tuple(self.words)


def read_split(path: Path, settings: dict[str, Any], progress: Progress) -> tuple[Split, Summary]:
    """The three parts, and what to tell about them.

    Raises BadEnvironment where there are too few texts or fewer than two classes.
    """
    from lessons.kit.data.labelled.examples import read_examples

    names = ("text", "label", "split", "no_label", "join_labels", "encoding",
             "delimiter", "quotes")  # fmt: skip
    chosen = {name: settings[name] for name in names}
    found = read_examples(path, **chosen, progress=lambda what, at: progress(what, 0.6 * at))
    notes = list(found.notes)
    rows = rows_of(found, settings, progress, notes)
    rows = with_classes(rows, found, notes)
    split = shared_out(rows, settings, notes, found.source)
    counts = Counter(row.label for row in rows)
    notes.append(
        f"{len(split.classes)} classes: {told(counts)}; the largest one alone is right for "
        f"{split.majority:.1%} of the test"
    )
    return split, {
        "source": found.source,
        "digest": found.digest,
        "notes": notes,
        **found.facts,
        "classes": {name: counts[name] for name in split.classes},
        "texts": {"train": len(split.train), "valid": len(split.valid), "test": len(split.test)},
        "majority": round(split.majority, 4),
    }


def rows_of(
    found: Examples, settings: dict[str, Any], progress: Progress, notes: list[str]
) -> list[Row]:
    """Every text as words, cut where it is too long; of very many texts a fair sample."""
    chosen = chosen_of(found, settings, notes)
    longest, rows, cut, empty = settings["longest"], [], 0, 0
    for done, at in enumerate(chosen):
        if done % 500 == 0:
            progress("finding the words", 0.6 + 0.4 * done / len(chosen))
        words = words_of(found.texts[at])
        cut += len(words) > longest
        empty += not words
        if words:
            given = found.parts[at] if found.parts else None
            is_cut = len(words) > longest
            own = list(map(intern, words[:longest]))  # a word is held once: 8 bytes, not 60
            rows.append(Row(found.texts[at], own, found.labels[at], given, is_cut, at + 1))
    if cut:
        notes.append(
            f"{counted(cut, 'texts are')} longer than {longest} words: cut there "
            "(--set longest=N), which holds back the network and TF-IDF alike; TF-IDF is given on "
            "whole texts too"
        )
    if empty:
        notes.append(f"texts without a single word, left out: {empty:,}")
    notes += without_spaces(row.words for row in rows[:: 1 + len(rows) // 1000])
    return rows


def chosen_of(found: Examples, settings: dict[str, Any], notes: list[str]) -> list[int]:
    """The rows that are used: of very many to learn from a fair sample, of the others all."""
    parts = found.parts or [TRAIN] * len(found.texts)
    taught = [at for at, part in enumerate(parts) if part == TRAIN]
    labels = [found.labels[at] for at in taught]
    drawn = thinned(labels, settings["examples"], settings["split_seed"])
    if len(drawn) == len(taught):
        return list(range(len(parts)))
    found.facts["drawn"] = {"used": len(drawn), "of": len(taught)}
    held_out = len(parts) - len(taught)
    what = "texts to learn from are used" if held_out else "texts are used"
    kept = f"; the {held_out:,} held out are all kept" if held_out else ""
    notes.append(
        f"{len(drawn):,} of {len(taught):,} {what}, every class in its share{kept} "
        "(--set examples=0 for all)"
    )
    others = (at for at, part in enumerate(parts) if part != TRAIN)
    return sorted([*(taught[at] for at in drawn), *others])


def with_classes(rows: list[Row], found: Examples, notes: list[str]) -> list[Row]:
    """The rows whose class is large enough to be learned."""
    counts = Counter({label: len(set(keys)) for label, keys in keys_by_label(rows).items()})
    rare = {label: n for label, n in counts.items() if n < LEAST_OF_A_CLASS}
    kept = [row for row in rows if row.label not in rare]
    if rare and len(counts) - len(rare) >= 2:
        notes.append(
            f"{counted(len(rows) - len(kept), 'rows were')} left out: their class has fewer than "
            f"{LEAST_OF_A_CLASS} different texts ({told(Counter(rare))})"
        )
    place, classes, fix = visible(found.source), len(counts), way_out(found)
    if not classes:
        raise BadEnvironment(
            f"{place} has no text with a word in it", "give texts with words in them"
        )
    if classes < 2:
        only = f"the only label is {visible(next(iter(counts), ''))!r}"
        raise BadEnvironment(f"{place} has one class: {only}", fix)
    if classes - len(rare) < 2 or 2 * len(kept) < len(rows):
        texts = counts.total()
        what = f"{place} has {classes} labels for {texts} different texts: too few of each"
        raise BadEnvironment(what, fix)
    if len(kept) < LEAST_TEXTS:
        need = f"the lesson needs at least {LEAST_TEXTS}"
        raise BadEnvironment(f"{place} has {len(kept)} texts with a label", need)
    return kept


def way_out(found: Examples) -> str:
    """What to do about labels that are too few or too many."""
    column = found.facts.get("label")
    if not column:
        return "put texts of two classes at least into the folder, five or more of each"
    others = [name for name in found.facts.get("columns", []) if name != column]
    if len(others) < 2:
        return "give a file with two labels at least, and five texts or more of each"
    return "choose another column of labels: --set label=COLUMN"


def keys_by_label(rows: Sequence[Row]) -> dict[str, list[Hashable]]:
    """The texts of every class."""
    found: dict[str, list[Hashable]] = {}
    for row in rows:
        found.setdefault(row.label, []).append(row.key)
    return found


def shared_out(rows: list[Row], settings: dict[str, Any], notes: list[str], source: str) -> Split:
    """The rows in their parts, with no text in two of them."""
    keys, labels = [row.key for row in rows], [row.label for row in rows]
    given = [row.given or TRAIN for row in rows] if any(row.given for row in rows) else None
    shares = {TEST: settings["test_share"], VALID: settings["valid_share"]}
    parts = divided(keys, labels, given, shares, settings["split_seed"])
    stays = kept_apart(keys, parts)
    say_copies(keys, labels, parts, stays, notes)
    classes = sorted(set(labels), key=natural)
    split = Split(classes, Part(), Part(), Part())
    for row, part, stay in zip(rows, parts, stays, strict=True):
        if stay:
            into: Part = getattr(split, part)
            into.add(row.text, row.words, classes.index(row.label), row=row.row)
            into.cut += row.is_cut
    own = given is not None and set(given) != {TRAIN}
    notes.append(
        f"{len(split.train):,} texts to learn from, {len(split.valid):,} for validation, "
        f"{len(split.test):,} to test on ({'the split in the file' if own else 'shuffled'})"
    )
    notes += few_said(len(split.test), "texts")
    if "every" in settings and len(split.test) + len(split.valid) > MANY_HELD_OUT:
        notes.append(
            "what is held out is read whole at every better look: it takes its time; "
            f"--set every={8 * settings['every']} looks less often"
        )
    refuse_hollow(split, visible(source))
    say_untaught(split, visible(source), notes)
    return split


def say_untaught(split: Split, place: str, notes: list[str]) -> None:
    """Note the labels that only a held-out part has.

    Raises BadEnvironment where it has no others: what is certain to be 0 % is not trained.
    """
    taught = set(split.train.labels)
    for part, name in ((split.test, "the test"), (split.valid, "validation")):
        lost = Counter(split.classes[c] for c in part.labels if c not in taught)
        known = Counter(split.classes[c] for c in split.train.labels)
        if lost.total() == len(part):
            what = f"{place}: no label of {name} ({told(lost, 4)}) is among those to learn from"
            looks = set(map(look_of, lost)) & set(map(look_of, known))
            fix = "--set join_labels=on" if looks else "write the labels of all parts alike"
            raise BadEnvironment(f"{what} ({told(known, 4)})", fix)
        if lost:
            notes.append(f"in {name} but not among the texts to learn from: {told(lost)}")
        if 2 * lost.total() > len(part):
            right = 1 - lost.total() / len(part)
            notes.append(f"so at most {right:.1%} of {name} can be right: are the labels of all "
                         "parts written alike?")  # fmt: skip


def refuse_hollow(split: Split, place: str) -> None:
    """Raise BadEnvironment where a part has nothing in it that could be learned or tested."""
    if len(set(split.train.labels)) < 2:
        what = f"{place} is split so that one class alone is to be learned"
        raise BadEnvironment(what, "let every part have texts of two classes")
    for part, name in ((split.valid, "for validation"), (split.test, "to test on")):
        if not part:
            what = f"{place} has no texts {name} that are not among those to learn from"
            raise BadEnvironment(what, "let the parts have different texts")


def say_copies(
    keys: Sequence[Hashable], labels: Sequence[str], parts: Sequence[str],
    stays: Sequence[bool], notes: list[str],
) -> None:  # fmt: skip
    """Note the texts that occur more than once."""
    copies = len(keys) - len(set(keys))
    if not copies:
        return
    out = Counter(part for part, stay in zip(parts, stays, strict=True) if not stay)
    torn = len(set(zip(keys, labels, strict=True))) - len(set(keys))
    notes.append(
        f"{counted(copies, 'texts are')} copies of others ({torn:,} of them with another label): "
        f"{out[TEST]:,} were kept out of the test and {out[VALID]:,} out of validation"
    )


def told(counts: Counter[str], most: int = 8) -> str:
    """The largest classes with their sizes, in words."""
    said = [
        f"{' '.join(visible(label).split())[:30]} {n:,}" for label, n in counts.most_common(most)
    ]
    return ", ".join(said) + (f" and {len(counts) - most} more" if len(counts) > most else "")
