"""Communique reads news and official statements and keeps the diplomatic record."""

__version__ = "0.1.0"
