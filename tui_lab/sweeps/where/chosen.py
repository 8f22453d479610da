"""The place that a sweep's plan names. What it needs is loaded only here."""

from __future__ import annotations

from tui_lab.sweeps.folder import sweeps_folder
from tui_lab.sweeps.plan import SweepPlan
from tui_lab.sweeps.where.here import Here
from tui_lab.sweeps.where.placement import Placement
from tui_lab.system.files import make_private


def placed(plan: SweepPlan) -> Placement:
    """Where this sweep trains, ready for its first run. Raises Trouble."""
    device, threads = plan.base.device, plan.base.threads
    if plan.place.startswith("ray"):
        from tui_lab.sweeps.where.ray_cluster import RayCluster

        return RayCluster(plan.place, device, threads)
    if plan.place.startswith("slurm"):
        from tui_lab.sweeps.where.slurm import Slurm, executor

        cluster = plan.place.partition(":")[2] or "slurm"
        folder = sweeps_folder() / "jobs"
        make_private(folder)
        return Slurm(executor(cluster, folder, plan.job, threads, device.startswith("cuda")))
    return Here(device, threads)
