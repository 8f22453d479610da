"""Orders that question the model itself: its modes, its batch, its sequence, its evaluation."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lessons.kit.clinic.inside import watched
from lessons.kit.clinic.numbers import shown
from lessons.kit.clinic.orders import Answer
from lessons.kit.clinic.patient import Patient
from lessons.kit.clinic.watch import Pass, Watch, first_tensor, scores_of

MORE = 5
"""Places of padding that are added."""


def modes(patient: Patient) -> Answer:
    """Which mode each call was in at the last step, and whether it answers twice the same."""
    found = watched(patient, patient.total)
    rows = [[_kind(each), each.model, str(each.rows), _mode(each), _dropped(each), _twice(each)]
            for each in _distinct(found)]  # fmt: skip
    norms = _norms(patient)
    headings = ["call", "model", "rows", "mode", "dropout", "same input twice"]
    return Answer("modes", norms, headings, rows)


def _distinct(found: Watch) -> list[Pass]:
    """One call of each kind, size and mode."""
    kinds = {(each.learns, each.rows, each.training, each.model): each for each in found.passes}
    return [each for each in kinds.values() if each.rows][:8]


def _kind(each: Pass) -> str:
    return "training" if each.learns else "evaluation"


def _mode(each: Pass) -> str:
    return "train" if each.training else "eval"


def _dropped(each: Pass) -> str:
    return "at work" if each.dropped else "off"


@torch.no_grad()
def _twice(each: Pass) -> str:
    """The largest difference of two answers to the same input, in the mode that it was in."""
    kept = {name: buffer.clone() for name, buffer in each.module.named_buffers()}
    was = {module: module.training for module in each.module.modules()}
    each.module.train(each.training)
    with torch.random.fork_rng(devices=[]):
        answers = [first_tensor(each.module(*each.inputs)) for _ in range(2)]
    for module, mode in was.items():
        module.training = mode
    for name, buffer in each.module.named_buffers():
        buffer.copy_(kept[name])
    return shown(float((answers[0] - answers[1]).abs().max()))


def _norms(patient: Patient) -> list[str]:
    """How far BatchNorm's running statistics are from where they began."""
    says = []
    for name, module in list(patient.models.items())[:1]:
        parts = [m for m in module.modules() if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)]
        if parts and parts[0].num_batches_tracked is not None:
            seen = int(parts[0].num_batches_tracked)
            says.append(f"{name}: BatchNorm has seen {seen} batches in {patient.total} steps")
    return says


def rows(patient: Patient) -> Answer:
    """Another first row: do the answers to the other rows move? Asked at the first step."""
    called = watched(patient, 1).taught
    if called is None or called.rows < 2:
        return Answer("rows", ["the loop gives no batch to a model"])
    says = []
    for training in (True, False):
        whole = scores_of(called, called.tensors, training)
        other = scores_of(called, [_replaced(t, called.rows) for t in called.tensors], training)
        mode = "training" if training else "evaluation"
        axis = _axis_of(called.rows, whole)
        if axis is None:
            return Answer("rows", ["its answers have no row for each row of the batch"])
        moved, size = shown(_largest(whole - other, axis)), shown(_largest(whole, axis))
        says.append(
            f"{mode} mode: with another first row, the other rows' answers move by {moved} "
            f"(their size: {size})"
        )
    return Answer("rows", says)


def _replaced(tensor: Tensor, rows: int) -> Tensor:
    """The last row in place of the first; all others as they are."""
    if not tensor.ndim or len(tensor) != rows:
        return tensor
    other = tensor.clone()
    other[0] = tensor[-1]
    return other


def _axis_of(rows: int, scores: Tensor) -> int | None:
    """The axis of the rows: networks side by side stand before it, (networks, rows, classes)."""
    return next((axis for axis, size in enumerate(scores.shape) if size == rows), None)


def _largest(scores: Tensor, axis: int) -> float:
    """The largest number in the rows behind the first."""
    return float(scores.narrow(axis, 1, scores.shape[axis] - 1).abs().max())


def sequence(patient: Patient) -> Answer:
    """Another last token, and more padding: what moves that must not."""
    called = watched(patient, patient.total).taught
    codes = called.tensors[0] if called and called.tensors else None
    has_places = codes is not None and codes.ndim == (3 if codes.is_floating_point() else 2)
    if called is None or codes is None or not has_places:
        return Answer("sequence", ["this network reads no sequence"])
    says = []
    whole = scores_of(called, called.tensors, training=False)
    if whole.ndim == 3 and whole.shape[1] == codes.shape[1] and len(called.tensors) == 1:
        other = codes.clone()
        other[:, -1] = codes[:, -1].roll(1, 0)
        moved = scores_of(called, [other], training=False)
        change = float((whole - moved)[:, :-1].abs().max())
        says.append(f"another last token: earlier answers move by {shown(change)}")
    if len(called.tensors) == 2 and called.tensors[1].ndim == 1:  # the sequences' lengths
        sides = (0, 0, 0, MORE) if codes.ndim == 3 else (0, MORE)
        padded = nn.functional.pad(codes, sides)
        moved = scores_of(called, [padded, *called.tensors[1:]], training=False)
        change = float((whole - moved).abs().max()) if moved.shape == whole.shape else float("nan")
        says.append(f"{MORE} more places of padding: answers move by {shown(change)}")
    size = f"the answers' own size: {shown(float(whole.abs().max()))}"
    return Answer("sequence", [*says, size])


def overlap(patient: Patient) -> Answer:
    """How many of the rows that are evaluated at the end were trained on."""
    taught: set[bytes] = set()

    def note(module: nn.Module, inputs: tuple[object, ...]) -> None:
        tensor = next((each for each in inputs if isinstance(each, Tensor)), None)
        if torch.is_grad_enabled() and tensor is not None:
            taught.update(_marks(tensor))

    patient.train(until=1)
    handles = [model.register_forward_pre_hook(note) for model in patient.models.values()]
    found = watched(patient, patient.total)
    for handle in handles:
        handle.remove()
    rows = []
    for size, marks in _evaluated(found).items():
        known = sum(mark in taught for mark in marks) / len(marks)
        rows.append([str(size), f"{known:.0%}"])
    says = [f"{len(taught)} different rows were trained on"]
    return Answer("overlap", says, ["rows evaluated", "of them trained on"], rows)


def _evaluated(found: Watch) -> dict[int, list[bytes]]:
    """The rows of each call that does not learn, by their number."""
    return {each.rows: _marks(each.tensors[0]) for each in found.tested}


def _marks(tensor: Tensor) -> list[bytes]:
    """A mark for each row; of codes without their padding."""
    if tensor.ndim < 2:
        return []
    if tensor.is_floating_point():
        return [row.numpy().tobytes() for row in tensor.detach().cpu().flatten(1)]
    return [row.numpy().tobytes().rstrip(b"\0") for row in tensor.cpu().flatten(1)]
