"""Joins the stages: one page, or many into the record."""

from communique.run.coder import Coder

__all__ = ["Coder"]
