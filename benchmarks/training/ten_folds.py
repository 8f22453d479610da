"""Lesson 6's network beside scikit-learn's models on any table: accuracy over ten folds.

`python -m benchmarks.training.ten_folds TABLE.csv …`. The folds are stratified, and equal for all
models; inputs are standardised by the rows of each fold that are learned from. Copies of a row
may be in two folds, as is usual in published figures; the lesson itself keeps them out of its
test.
"""

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier

from lessons.kit.data.brought import silent
from lessons.kit.data.table.inputs import encoded
from lessons.kit.data.table.table_file import read_table_file
from lessons.lesson06_mlp import MLP, VARIANTS
from lessons.lesson06_mlp.train import Network, cross_entropies, get_batch, schedule

FOLDS = 10
Values = NDArray[Any]


def lesson(x: Values, y: Values, asked: Values, variant: str) -> Values:
    """What the lesson's network says of the rows asked for, after its usual steps."""
    torch.manual_seed(0)
    hp = MLP().override(VARIANTS[variant])
    rows = torch.from_numpy(x), torch.from_numpy(y)
    model = Network(x.shape[1], int(y.max()) + 1, hp)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    for step in range(1, hp.steps + 1):
        batch = get_batch(rows, hp.batch)
        optimizer.zero_grad()
        losses = cross_entropies(model(batch[0]), batch[1])
        losses.sum().backward()  # type: ignore[no-untyped-call]
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)
        optimizer.step()
    with torch.no_grad():
        return model.first(torch.from_numpy(asked)).argmax(1).numpy()


def fitted(model: Any) -> Callable[[Values, Values, Values], Values]:
    """The same of a model of scikit-learn's."""

    def said(x: Values, y: Values, asked: Values) -> Values:
        found: Values = model.fit(x, y).predict(asked)
        return found

    return said


MODELS: dict[str, Callable[[Values, Values, Values], Values]] = {
    "lesson 6, tanh-20-20": lambda x, y, asked: lesson(x, y, asked, "tanh-20-20"),
    "lesson 6, relu-128": lambda x, y, asked: lesson(x, y, asked, "relu-128"),
    "MLPClassifier": fitted(MLPClassifier(max_iter=500, random_state=0)),
    "boosted trees": fitted(HistGradientBoostingClassifier(random_state=0)),
    "logistic": fitted(LogisticRegression(max_iter=1000)),
}


def accuracies(path: Path) -> dict[str, list[float]]:
    """Of each model the accuracy in every fold."""
    table = read_table_file(path, task="class", progress=silent).content
    found: dict[str, list[float]] = {name: [] for name in MODELS}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(table.values, table.values):
        inputs = encoded(table, train.tolist()).inputs
        for name, model in MODELS.items():
            said = model(inputs[train], table.values[train], inputs[test])
            found[name].append(float(np.mean(said == table.values[test])))
    return found


def main() -> None:
    """A table of means and deviations for each file."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # a class in fewer rows than folds; not converged
    for path in map(Path, sys.argv[1:]):
        print(path.name)
        for name, found in accuracies(path).items():
            print(f"  {name:22} {np.mean(found):.4f} ± {np.std(found):.4f}")


if __name__ == "__main__":
    main()
