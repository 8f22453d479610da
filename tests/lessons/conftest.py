"""What all tests of lessons need."""

import pytest
import torch


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> None:
    """As in the worker, so that a seed gives the same figures."""
    torch.set_num_threads(1)
