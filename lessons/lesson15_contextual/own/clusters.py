"""Uses in groups that nobody named: k-means, and how far the groups are apart.

    silhouette of a use    s = (b − a) / max(a, b)

a is its mean distance to the others of its group, b that to the nearest other group. 1 is far
apart, 0 is one cloud that was cut. Groups are found in one half of the uses, and judged by the
other half.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

MOST_GROUPS, STARTS = 6, 4
"""Groups that are tried where nobody says how many; starts of k-means."""


@dataclass(frozen=True)
class Groups:
    """Centres that were fitted to some uses, and the groups and silhouette of others."""

    centres: Rows
    of_each: NDArray[np.int64]
    silhouette: float


def grouped(fitted: Rows, judged: Rows, groups: int = 0) -> Groups:
    """Fit on one half, say the groups of the other; with 0 the number that fits best."""
    most = min(MOST_GROUPS, len(fitted) - 1)
    tried = [min(groups, len(fitted))] if groups else range(2, most + 1)
    found = [with_groups(fitted, judged, many) for many in tried]
    return max(found, key=lambda each: each.silhouette)


def with_groups(fitted: Rows, judged: Rows, groups: int) -> Groups:
    """So many groups."""
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # fewer different uses than groups
        model = KMeans(groups, n_init=STARTS, random_state=0).fit(fitted)
        of_each = model.predict(judged)
    return Groups(model.cluster_centers_, of_each, silhouette(judged, of_each))


def silhouette(rows: Rows, groups: Any) -> float:
    """The mean over all uses; 0 where there is but one group."""
    kinds = len(np.unique(groups))
    return float(silhouette_score(rows, groups)) if 1 < kinds < len(rows) else 0.0


def shuffled(rows: Rows) -> Rows:
    """Each number dealt out anew among the uses: its spread stays, what goes with what is lost."""
    luck = np.random.default_rng(0)
    found: Rows = luck.permuted(rows, axis=0)
    return found
