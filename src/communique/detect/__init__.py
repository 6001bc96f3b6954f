"""Finds actors, places, dates, quotations and named issues in sentences."""
