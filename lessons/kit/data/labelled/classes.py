"""Which labels of all that were gathered are classes: some say nothing, some look alike."""

from collections import Counter
from dataclasses import dataclass

from lessons.kit.data.labelled.gathered import Example, Gathered
from lessons.kit.data.labelled.labels import AUTO, alike, asked_for, in_doubt
from lessons.kit.errors import visible

UNLABELLED = "without a label"
ASKED = "with a label that you left out"
SHOWN = 3
"""Groups of labels in one sentence; more are counted."""


@dataclass(frozen=True)
class Wish:
    """What the learner wants of the labels."""

    no_label: str = AUTO
    """Labels that mean none, separated by commas; "auto" for NaN and the like."""
    join: bool = False
    """Whether labels that look alike are one."""


def settle(gathered: Gathered, wish: Wish, in_table: bool) -> None:
    """Leave out what has no label, and join what looks alike, or say that it does.

    `in_table` says that the labels were written in rows: as the name of a folder or a file
    "NA" is a class.
    """
    if gathered.dressed:
        gathered.note(
            f"{gathered.dressed:,} labels have characters that nobody sees (such as a space of no "
            "width, or an accent apart from its letter): these characters are ignored"
        )
    if in_table or wish.no_label != AUTO:
        _leave_out(gathered, wish)
    groups = alike(gathered.labels)
    if wish.join:
        _join(gathered, groups)
    elif groups:
        fix = "write them in the same way, or use --set join_labels=on to join them"
        gathered.note(f"labels that look alike are different classes: {_told(gathered, groups)}; "
                      f"{fix}")  # fmt: skip


def _leave_out(gathered: Gathered, wish: Wish) -> None:
    counts = gathered.labels
    absent = asked_for(wish.no_label, counts)
    labelled: list[Example] = []
    lost: list[Example] = []
    for example in gathered.examples:
        (lost if example.label in {*absent, ""} else labelled).append(example)
    gathered.examples = labelled
    judged = {(example.origin, example.part) for example in labelled}
    unjudged = Counter((e.origin, e.part) for e in lost if (e.origin, e.part) not in judged)
    for example in lost:
        if not judged or (example.origin, example.part) in judged:
            is_asked = example.label and wish.no_label != AUTO
            gathered.dropped.drop_row(ASKED if is_asked else UNLABELLED, example.place)
    for (origin, part), count in unjudged.items() if judged else ():
        gathered.origins[origin].seen -= count
        which = "" if origin not in {name for name, _ in judged} else f" for {part or 'training'}"
        gathered.note(f"skipped: {origin} has no labels{which} ({count:,} rows)")
    if wish.no_label == AUTO:
        _say_doubts(gathered, counts, absent)


def _say_doubts(gathered: Gathered, counts: Counter[str], absent: set[str]) -> None:
    words = sorted(absent - {""}, key=lambda label: (-counts[label], label))
    if words:
        said = ", ".join(f"{visible(label)!r} {counts[label]:,}" for label in words[:8])
        empty = f", and {counts['']:,} empty" if counts[""] else ""
        fix = "if they are classes, keep them with --set no_label= (an empty value)"
        gathered.note(f"read as no label: {said}{empty}; {fix}")
    for label in sorted(in_doubt(counts) - absent):
        both = ",".join(map(visible, [*words, label]))
        gathered.note(f"{visible(label)!r} ({counts[label]:,} rows) is read as a class; if it "
                      f"means that there is no label: --set no_label={both}")  # fmt: skip


def _join(gathered: Gathered, groups: list[list[str]]) -> None:
    if groups:
        gathered.note(f"labels that look alike are one class: {_told(gathered, groups)}")
    name = {label: group[0] for group in groups for label in group}
    for example in gathered.examples:
        example.label = name.get(example.label, example.label)


def _told(gathered: Gathered, groups: list[list[str]]) -> str:
    counts = gathered.labels
    said = [
        " and ".join(f"{visible(label)!r} {counts[label]:,}" for label in group)
        for group in groups[:SHOWN]
    ]
    more = f"; and {len(groups) - SHOWN} more" if len(groups) > SHOWN else ""
    return "; ".join(said) + more
