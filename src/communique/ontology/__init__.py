"""Codes, rules, registries and lexicons: data files and their loaders."""
