"""Page to Article: every line labelled, nothing deleted."""

from communique.clean.page import clean_page

__all__ = ["clean_page"]
