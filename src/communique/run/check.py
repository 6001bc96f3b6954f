"""Runs the codebook's own examples, all sentences parsed together."""

from __future__ import annotations

from itertools import islice

from communique.code.codebook import Check, check_codebook
from communique.errors import ItemError
from communique.model import Record
from communique.ontology.codebook import load_codebook
from communique.run.coder import Coder

_BATCH = 256


def check_rules(coder: Coder, only: str | None = None) -> list[Check]:
    """What became of every example of the rules, or of those whose ids begin with `only`.

    Raises ItemError for a sentence that cannot be coded at all.
    """
    codebook = load_codebook(coder.settings.codebook)
    rules = [rule for rule in codebook.rules if only is None or rule.id.startswith(only)]
    sentences = {example.text for rule in rules for example in rule.match}
    sentences.update(sentence for rule in rules for sentence in rule.reject)
    records = _read(coder, sorted(sentences))
    return list(check_codebook(codebook, records.__getitem__, only))


def _read(coder: Coder, sentences: list[str]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    stream = iter(sentences)
    while batch := list(islice(stream, _BATCH)):
        for sentence, outcome in zip(batch, coder.read_stories(batch), strict=True):
            if isinstance(outcome, ItemError):
                raise ItemError(f"{sentence!r}: {outcome}", outcome.reason)
            records[sentence] = outcome
    return records
