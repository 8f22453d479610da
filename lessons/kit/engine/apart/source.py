"""Statements of a function by their lines: which of them lead from one line to another."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Container, Sequence
from pathlib import Path
from types import CodeType, FrameType

from lessons.kit.engine.apart.trace import Level
from lessons.kit.stream.apart import SourceLine

Block = list[ast.stmt]


def line_of(frame: FrameType, number: int) -> SourceLine:
    """A line of the file that the function stands in; of an edited file, the learner's."""
    name = Path(str(frame.f_globals.get("__file__") or frame.f_code.co_filename)).name
    return SourceLine(name, number, linecache.getline(frame.f_code.co_filename, number).rstrip())


def lines_of(levels: Sequence[Level]) -> list[SourceLine]:
    """The line of the loop, then those of the functions that it calls; no `yield from`."""
    found = [(level, line_of(level.frame, level.line)) for level in levels]
    own = [line for level, line in found if not line.text.lstrip().startswith("yield from")]
    return own or [line for _, line in found[-1:]]


def path_to(code: CodeType, line: int) -> list[tuple[Block, int]]:
    """The blocks around a line of a function, the outermost first, and where it is in each."""
    found: list[tuple[Block, int]] = []
    block = _body(code)
    while block:
        place = next((n for n, each in enumerate(block) if _holds(each, line)), None)
        if place is None:
            break
        found.append((block, place))
        block = next((b for b in _blocks(block[place]) if any(_holds(s, line) for s in b)), [])
    return found


def between(code: CodeType, first: int, last: int) -> tuple[Block, ast.stmt] | None:
    """The statements from one line on that lead to another, and that one; None where none do.

    Of a block that the way leaves or enters, such as a loop's, those on the way.
    """
    out, into = path_to(code, first), path_to(code, last)
    shared = sum(1 for (a, _), (b, _) in zip(out, into, strict=False) if a is b)
    if not shared:
        return None
    block, start = out[shared - 1]
    end = into[shared - 1][1]
    leaving, entering = out[shared:], into[shared:]
    if start > end or (start == end and (leaving or entering)):
        return None
    found = [each for inner, n in reversed(leaving) for each in inner[n + 1 :]]
    if leaving:
        found.insert(0, leaving[-1][0][leaving[-1][1]])
    found += block[start + bool(leaving) : end]
    found += [each for inner, n in entering for each in inner[:n]]
    last_block, place = into[-1]
    return found, last_block[place]


def needed(block: Sequence[ast.stmt], names: set[str]) -> Block:
    """Those statements that these names come from, in their order."""
    kept, wanted = [], set(names)
    for statement in reversed(block):
        if given_by(statement) & wanted:
            kept.append(statement)
            wanted |= _names(statement, ast.Load)
    return kept[::-1]


def given_by(statement: ast.stmt) -> set[str]:
    """The names that a statement gives a value to."""
    return _names(statement, ast.Store)


def taken_from_before(block: Sequence[ast.stmt], last: ast.expr) -> set[str]:
    """The names that these statements, and then the expression, read without giving them first."""
    given, found = set[str](), set[str]()
    for statement in block:
        found |= _names(statement, ast.Load) - given
        given |= given_by(statement)
    return found | (names_in(last) - given)


def first_of_block(code: CodeType, line: int, past: Container[int]) -> int | None:
    """Where the block around a line began, as far as that was seen: at best the whole tick."""
    starts = (block[0].lineno for block, _ in path_to(code, line))
    return next((start for start in starts if start in past), None)


def makers(block: Sequence[ast.stmt], names: set[str]) -> list[int]:
    """The lines of the plain statements that give one of these names its value."""
    inner = [n for each in block for n in ast.walk(each) if isinstance(n, ast.stmt)]
    return [n.lineno for n in inner if given_by(n) & names and not _blocks(n)]


def only_computes(statement: ast.stmt) -> bool:
    """Whether it can be run once more: it learns nothing, and says nothing."""
    nodes = list(ast.walk(statement))
    called = {n.func.attr for n in nodes if isinstance(n, ast.Call)
              and isinstance(n.func, ast.Attribute)}  # fmt: skip
    speaks = any(isinstance(n, ast.Yield | ast.YieldFrom) for n in nodes)
    return not speaks and not called & {"step", "backward", "zero_grad"}


def names_in(expression: ast.expr) -> set[str]:
    """What it reads."""
    return {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}


def differentiated(statement: ast.stmt) -> ast.expr | None:
    """What a statement calls backward of; None where it cannot be seen there."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr != "backward":
                continue
            of = node.func.value
            is_torch = ast.unparse(of) in ("torch.autograd", "autograd")
            return node.args[0] if is_torch and node.args else of
    return None


def _names(statement: ast.AST, context: type[ast.expr_context]) -> set[str]:
    found = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {name.id for name in found if isinstance(name.ctx, context)}


_bodies: dict[tuple[str, str, int], Block] = {}


def _body(code: CodeType) -> Block:
    """The statements of a function; none where its text is not to be had."""
    key = code.co_filename, code.co_name, code.co_firstlineno
    if key not in _bodies:
        text = "".join(linecache.getlines(code.co_filename))
        functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
        _bodies[key] = next((f.body for f in functions if _begins(f, code)), [])
    return _bodies[key]


def _begins(function: ast.FunctionDef, code: CodeType) -> bool:
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return function.name == code.co_name and first == code.co_firstlineno


def _holds(statement: ast.stmt, line: int) -> bool:
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)


def _blocks(statement: ast.stmt) -> list[Block]:
    found = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    return [block for block in found if block]
