"""Files that hold again what other files of the folder hold: a copy, or all of them in one."""

from collections import Counter, defaultdict
from collections.abc import Hashable

from lessons.kit.data.labelled.gathered import Gathered

ENOUGH = 0.5
"""Of the rows that two samples should have in common, the share that is proof."""
NEAR = 0.01
NAMED = 5
Keys = dict[str, set[Hashable]]
Union = tuple[str, list[str]]
"""A file, and those that it holds again."""


def leave_out_copies(gathered: Gathered, are_classes: bool) -> None:
    """Forget a file that holds all the others once more, and tell of files with the same rows.

    What is only for validation or testing is kept: copies there are another matter, and told.
    """
    keys: Keys = defaultdict(set)
    for example in gathered.examples if len(gathered.origins) > 1 else ():
        label = "" if are_classes else example.label
        keys[example.origin].add((example.text, label))
    while (found := _union(gathered, keys)) is not None:
        union, others = found
        gathered.forget(union)
        del keys[union]
        named = ", ".join(others[:NAMED]) + (" …" if len(others) > NAMED else "")
        what = "no class, but the texts" if are_classes else "the rows"
        gathered.note(f"skipped: {union} ({what} of {named} again)")
    first: dict[frozenset[Hashable], str] = {}
    for name, rows in keys.items():
        if (twin := first.setdefault(frozenset(rows), name)) != name:
            gathered.note(f"{name} has the same rows as {twin}: each row counts twice")


def _union(gathered: Gathered, keys: Keys) -> Union | None:
    """A file that holds what two others or more hold together; None if none does."""
    owners = Counter(key for rows in keys.values() for key in rows)
    for name, rows in keys.items():
        if gathered.origins[name].part in (None, "train") and all(owners[k] > 1 for k in rows):
            others = [other for other in keys if other != name and keys[other] <= rows]
            if len(others) > 1 and rows == set().union(*(keys[other] for other in others)):
                return name, others
    return _sampled_union(gathered, keys) if len(keys) > 2 else None


def _sampled_union(gathered: Gathered, keys: Keys) -> Union | None:
    """The same of files that are too large to be held: by their sizes and what they share."""
    seen = {name: gathered.origins[name].seen for name in keys}
    largest = max(keys, key=lambda name: seen[name])
    rest = sum(seen.values()) - seen[largest]
    is_sampled = gathered.seen > len(gathered.examples) + gathered.dropped.counts.total()
    named = gathered.origins[largest].part not in (None, "train")
    if named or not is_sampled or abs(seen[largest] - rest) > NEAR * rest:
        return None
    others = set().union(*(keys[name] for name in keys if name != largest))
    common = len(keys[largest] & others)
    enough = common >= ENOUGH * len(keys[largest]) * len(others) / rest
    return (largest, [name for name in keys if name != largest]) if enough else None
