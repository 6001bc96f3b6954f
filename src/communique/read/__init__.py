"""Source to Page; the only room on the network."""

from communique.read.many import iter_sources, read_item
from communique.read.source import read_bytes, read_source, read_text

__all__ = ["iter_sources", "read_bytes", "read_item", "read_source", "read_text"]
