"""Codes parsed sentences into the record: events, meetings, statements, commitments, positions."""

from communique.code.article import ArticleCoder, code_article

__all__ = ["ArticleCoder", "code_article"]
