"""Two processes that share each batch train what one process trains with the whole batch."""

from pathlib import Path

import pytest
import torch

from tests.tools.two_ranks import CASES, second, train_all, trained

pytestmark = [pytest.mark.train, pytest.mark.process]


def test_two_ranks_are_one_with_twice_the_batch(tmp_path: Path) -> None:
    """Losses and weights agree to 1e-5 in every lesson that may; both ranks have the same bits.

    With dropout each rank draws for itself, and so only the ranks agree.
    """
    with second(tmp_path / "meeting") as ranks:
        found = list(train_all(ranks))

    assert list(CASES) == [name for name, *_ in found]
    for name, losses, weights, is_same in found:
        assert is_same, name
        if name != "dropout":
            alone, expected = trained(name)
            assert alone == pytest.approx(losses, abs=1e-5), name
            torch.testing.assert_close(
                expected, weights, atol=1e-5, rtol=1e-5, msg=lambda told, name=name: name + told
            )
