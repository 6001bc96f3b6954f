"""Copies of one article, linked and never lost."""

from communique.dedupe.copies import Prints, clusters, prints_of

__all__ = ["Prints", "clusters", "prints_of"]
