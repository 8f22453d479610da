"""What the kit's words were called in earlier versions: an old lesson is told what to write now."""

from __future__ import annotations

import ast

from lessons.kit.page.moved import KIT, home, is_there

GONE = {"captured": "call the model itself, and write cuda_graph=True on the page"}
"""Names that are no more → what to write instead."""


def advice(source: str) -> str:
    """What to change in a text's imports from the kit, in a sentence; "" where nothing is old."""
    places: dict[str, list[str]] = {}
    renamed, gone = list[str](), list[str]()
    for name, module in sorted(_taken(source)):
        where, new = (None if is_there(module, name) else home(module, name)) or (module, name)
        if new != name and name in GONE:
            gone.append(f"{name} is gone: {GONE[name]}")
        elif (where, new) != (module, name):
            places.setdefault(where, []).append(new)
            renamed += [f"{name} is now {new}"] if new != name else []
    parts = [f"write from {where} import {', '.join(names)}" for where, names in places.items()]
    said = f" ({', '.join(renamed)})" if renamed else ""
    return "; ".join([*parts[:-1], *(f"{last}{said}" for last in parts[-1:]), *gone])


def _taken(source: str) -> set[tuple[str, str]]:
    """Every name that a text imports from the kit, and from which module."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        (alias.name, node.module)
        for node in found
        if node.module and f"{node.module}.".startswith(f"{KIT}.")
        for alias in node.names
    }
