"""Gradient, update and weight of every parameter of every model at one step."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.clinic.numbers import shown
from lessons.kit.clinic.orders import Answer
from lessons.kit.clinic.patient import Patient
from lessons.kit.engine.inspection import norm, together


class Marks:
    """Hooks on all parameters for one step, those that no optimizer has too."""

    def __init__(self, patient: Patient) -> None:
        models = patient.models.items()
        named = [(f"{m}.{n}", p) for m, model in models for n, p in model.named_parameters()]
        seen: set[int] = set()
        self.parameters: dict[str, nn.Parameter] = {}
        for name, parameter in named:  # two models may share one
            if id(parameter) not in seen:
                self.parameters[name] = parameter
            seen.add(id(parameter))
        state = patient.network.engine.state.values()
        self.optimizers = [each for each in state if isinstance(each, torch.optim.Optimizer)]
        self.before = {name: p.detach().clone() for name, p in self.parameters.items()}
        self.found: dict[str, float] = {}
        self.used: dict[str, float] = {}
        self.handles: list[Any] = []
        self._put_on()

    def _put_on(self) -> None:
        for name, parameter in self.parameters.items():
            if parameter.requires_grad:
                catch: Any = parameter.register_post_accumulate_grad_hook  # it has no types
                self.handles.append(catch(self._noted(name)))
        for optimizer in self.optimizers:
            self.handles.append(optimizer.register_step_pre_hook(self._moves(optimizer)))

    def _noted(self, name: str) -> Any:
        def hook(parameter: Tensor) -> None:
            if parameter.grad is not None:
                self.found[name] = norm(parameter.grad)

        return hook

    def _moves(self, mine: torch.optim.Optimizer) -> Any:
        """A function, not a method: a copy of the optimizer has its hooks too."""

        def hook(optimizer: torch.optim.Optimizer, *_: Any) -> None:
            moved = {id(p) for group in optimizer.param_groups for p in group["params"]}
            for name, parameter in self.parameters.items():
                if optimizer is mine and id(parameter) in moved and parameter.grad is not None:
                    self.used[name] = norm(parameter.grad)

        return hook

    def rows(self, step: int) -> list[list[str]]:
        """A row for each parameter; the hooks are taken off."""
        for handle in self.handles:
            handle.remove()
        learned = {n for n in self.parameters if n in self.found or not _is_copy(n, self)}
        return [self._row(step, name) for name in self.parameters if name in learned]

    def _row(self, step: int, name: str) -> list[str]:
        before, after = self.before[name], self.parameters[name].detach()
        size, update = norm(before), norm(after - before)
        moved = float((after != before).double().mean())
        return [
            str(step), name, shown(self.found.get(name, 0.0)),
            shown(self.used[name]) if name in self.used else "not used",
            shown(update), shown(update / size if size else float("nan")), f"{moved:.0%}",
        ]  # fmt: skip


def _is_copy(name: str, marks: Marks) -> bool:
    """Whether its model has no part in learning, such as an average of weights."""
    model = name.partition(".")[0] + "."
    return not any(each.startswith(model) for each in marks.found)


def gradients(patient: Patient) -> Answer:
    """The first step, and one in the middle."""
    rows: list[list[str]] = []
    says: list[str] = []
    for step in (1, max(2, patient.total // 2)):
        marks: list[Marks] = []

        def before(at: int, step: int = step, marks: list[Marks] = marks) -> None:
            if at == step:
                marks.append(Marks(patient))

        patient.train(until=step, before=before)
        if not marks:
            says.append(f"it ended at step {patient.network.engine.step}: no step {step}")
            continue
        rows += marks[0].rows(step)
        whole = together(marks[0].found.values())
        says.append(f"step {step}: all gradients together {shown(whole)}")
    headings = ["step", "parameter", "gradient", "as used", "update", "update/weight", "moved"]
    return Answer("gradients", says, headings, rows)


def by_layer(patient: Patient) -> list[list[str]]:
    """Train to the end; the gradient of each parameter at the first step and at the last.

    A parameter without a gradient has a 0, and all have a dash at a step that never came.
    """
    marks: dict[int, Marks] = {}
    found: dict[int, dict[str, str]] = {}

    def before(step: int) -> None:
        for done in [each for each in marks if each not in found]:
            found[done] = {row[1]: row[2] for row in marks[done].rows(done)}
        if step in (1, patient.total):
            marks[step] = Marks(patient)

    patient.train(before=before)
    before(0)
    last = found.get(patient.total, {})
    return [[name, first, last.get(name, "-")] for name, first in found.get(1, {}).items()]
