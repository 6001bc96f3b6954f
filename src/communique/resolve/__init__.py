"""Brings together what several places of the text or several articles tell."""
