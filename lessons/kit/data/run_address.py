"""How a network of a run is named: `RUN`, `RUN:VARIANT` or `RUN:VARIANT:SEED`. No torch.

RUN is the path of the run's folder. The command line and the screen take its name too, and put
the path in its place; a notebook gives the path.
"""

from pathlib import Path

from lessons.kit.errors import BadUsage, visible

MOST_COLONS = 2


def parted(address: str) -> tuple[str, str, int | None]:
    """The run, the variant ("" where none is named) and the seed (None). Raises BadUsage.

    A path may have colons of its own: the shortest beginning that is a run's folder is the run.
    """
    pieces = address.strip().split(":")
    many = len(pieces)
    for named in range(min(many - 1, MOST_COLONS), -1, -1):
        run, rest = ":".join(pieces[: many - named]), pieces[many - named :]
        if is_run(run):
            return run, *_network(rest)
    return pieces[0], *_network(pieces[1:])


def is_run(path: str) -> bool:
    """Whether this is the folder of a run."""
    try:
        return bool(path) and (Path(path).expanduser() / "run.json").is_file()
    except (OSError, RuntimeError, ValueError):  # too long; ~nobody; a null character
        return False


def from_the_root(address: str) -> str:
    """The same address with an absolute path, where it names a folder that is there."""
    run, variant, seed = parted(address)
    if not is_run(run):
        return address.strip()
    path = str(Path(run).expanduser().absolute())
    named = [variant, *([] if seed is None else [str(seed)])]
    return ":".join([path, *(named if any(named) else [])])


def _network(rest: list[str]) -> tuple[str, int | None]:
    if len(rest) > MOST_COLONS:
        raise BadUsage(f"{visible(':'.join(rest))!r} has too many colons", "write RUN:VARIANT:SEED")
    variant = rest[0].strip() if rest else ""
    seed = rest[1].strip() if len(rest) == MOST_COLONS else ""
    if seed and not (seed.isascii() and seed.isdigit()):
        raise BadUsage(f"the seed {visible(seed)!r} is no whole number", "write RUN:VARIANT:SEED")
    return variant, int(seed) if seed else None
