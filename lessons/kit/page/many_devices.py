"""Whether a lesson's batch may be shared by several devices, and whether a plan asks for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.kit.errors import BadUsage

if TYPE_CHECKING:
    from lessons.kit.page.lesson import Lesson
    from lessons.kit.page.plan import Plan

MOST_DEVICES = 64


@dataclass(frozen=True)
class ManyDevices:
    """A promise: in training `model` takes tensors of B rows, and treats each row by itself.

    It gives one tensor of B rows. A network with batch normalisation may not promise that.
    """

    batch: str = ""
    """The setting that says how many rows a step has; "" where none does."""
    when: Mapping[str, Any] = field(default_factory=dict)
    """Settings without which nothing is shared."""


def shareable(lesson: Lesson, plan: Plan) -> Plan:
    """The plan. Raises BadUsage where it wants more devices than its lesson can use."""
    count, may = plan.devices, lesson.devices
    if count == 1:
        return plan
    if not 1 <= count <= MOST_DEVICES:
        raise BadUsage(f"{count} is no number of devices", f"use 1 to {MOST_DEVICES}")
    if may is None:
        raise BadUsage(f"{lesson.id} trains on one device only", "leave out --devices")
    if plan.device not in ("auto", "cuda", "cpu"):
        raise BadUsage(f"--device {plan.device} is one device", "use --device cuda or cpu")
    for variant, overrides in plan.variants.items():
        settings = {**plan.config, **overrides}
        _require_settings(lesson, variant, settings, may)
        if may.batch:
            _require_even(settings[may.batch], may.batch, count)
    return plan


def _require_settings(
    lesson: Lesson, variant: str, settings: Mapping[str, Any], may: ManyDevices
) -> None:
    for name, value in may.when.items():
        if settings[name] != value:
            others = [other for other, fixed in lesson.variants.items() if fixed.get(name) == value]
            fix = f"--variant {others[0]}" if others else f"--set {name}={value}"
            what = f"{variant} of {lesson.id} trains on one device only"
            raise BadUsage(what, f"with --devices choose {fix}")


def _require_even(batch: int, name: str, count: int) -> None:
    if batch % count:
        near = max(count, batch - batch % count)
        what = f"a {name} of {batch} cannot be divided evenly among {count} devices"
        raise BadUsage(what, f"use for example --set {name}={near}")
