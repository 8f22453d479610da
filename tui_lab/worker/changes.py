"""What is not as it was when a run began, and so why its numbers may be others."""

from lessons.kit.stream.events import Start


def changes_since(began: Start, now: Start) -> list[str]:
    """A sentence for each difference between a run's first line and the one it would write now."""
    found = []
    if began.lesson_hash != now.lesson_hash:
        found.append("the lesson's code has changed since this run began: numbers may differ")
    if began.device.partition(":")[0] != now.device.partition(":")[0]:
        found.append(f"it began on {began.device} and continues on {now.device}: digits may differ")
    then, torch = began.versions.get("torch"), now.versions.get("torch")
    if then != torch:
        found.append(f"it began with torch {then} and continues with {torch}: digits may differ")
    return found
