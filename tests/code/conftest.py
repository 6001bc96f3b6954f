"""The whole coder over short texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from communique.model import Record


@pytest.fixture(scope="session")
def read(parser: Any) -> Callable[..., Record]:
    """Reads a text with the shipped parser and codebook."""
    from communique import Coder

    return Coder(parser=parser).read
