"""Communique reads news and official statements and keeps the diplomatic record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.run.coder import Coder

__version__ = "0.1.0"

__all__ = ["Coder", "__version__"]


def __getattr__(name: str) -> object:
    # Coder brings the parser's libraries along; `communique --help` must not wait for them.
    if name == "Coder":
        from communique.run.coder import Coder

        return Coder
    raise AttributeError(f"module 'communique' has no attribute {name!r}")
