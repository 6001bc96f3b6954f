"""Joins the stages: one page, or many into the record."""
