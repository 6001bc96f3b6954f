"""Past or future: the tense of the verb that governs a temporal expression."""

from __future__ import annotations

import re
from typing import Literal

from communique.model import Sentence, Token

Tense = Literal["past", "future"]

_FUTURE_WORDS = re.compile(
    r"\b(?:will|shall|won['’]t|['’]ll|(?:is|are|be|was|were)\s+(?:due|set|scheduled|expected|slated|"
    r"likely|about|planned|going|to)|should|could|may|might|must|(?:plans?|planned|hopes?|intends?|expects?|expected|scheduled|"
    r"agreed|vowed|promised|due)\s+(?:to|for|on)|upcoming|forthcoming|ahead\s+of)\b",
    re.IGNORECASE,
)
_PAST_WORDS = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|met|held|made|took|began|came|went|gave|left|won|"
    r"led|saw|spoke|called|sent|put|set|hit|cut|[a-z]++(?<=\w\wed))\b",
    re.IGNORECASE,
)


_UNTIL = re.compile(r"\b(?:until|till|by|no\s+later\s+than)\s+(?:the\s+)?$", re.IGNORECASE)


def tense_of(sentence: Sentence, text: str, at: int) -> Tense | None:
    """Tense of the governing verb: from the tree, else from the nearest cue before, then after."""
    if sentence.parsed:
        found = _tense_of_tree(sentence, at)
        if found:
            return found
    return _tense_of_words(text, sentence.start, at, sentence.end)


def _tense_of_tree(sentence: Sentence, at: int) -> Tense | None:
    tokens = sentence.tokens
    here = next((t for t in tokens if t.start <= at < t.end), None)
    for _ in range(len(tokens)):
        if here is None:
            return None
        if here.pos in {"VERB", "AUX"}:
            break
        here = tokens[here.head] if here.head >= 0 else None
    if here is None:
        return None
    auxiliaries = [t for t in tokens if t.head == here.i and t.dep.startswith("aux")]
    return _tense_of_verb(here, auxiliaries)


_AHEAD = frozenset({"expect", "schedule", "plan", "set", "slate", "project", "due"})
_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "should", "may", "might"})


def _tense_of_verb(verb: Token, auxiliaries: list[Token]) -> Tense | None:
    """Reads "are expected" as looking ahead, "has met" as looking back, "is met" as neither."""
    if any(t.text.lower() in _MODALS for t in auxiliaries):
        return "future"
    if verb.lemma in _AHEAD and auxiliaries:
        return "future"
    if not auxiliaries:
        if "VerbForm=Inf" in verb.feats:
            return "future"
        if "Tense=Past" in verb.feats:
            return "past"
        # "He arrives on Sunday": the present tense of news with a date is a programme.
        return "future" if "VerbForm=Fin" in verb.feats else None
    past = any("Tense=Past" in t.feats or t.lemma == "have" for t in auxiliaries)
    return "past" if past else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    position = -1
    for match in pattern.finditer(text, start, end):
        position = match.start()
    return position


def _tense_of_words(text: str, start: int, at: int, end: int) -> Tense | None:
    if _UNTIL.search(text, max(start, at - 24), at):
        return "future"
    start = max(start, at - 120)
    future, past = (_last(p, text, start, at) for p in (_FUTURE_WORDS, _PAST_WORDS))
    if future < 0 and past < 0:
        ahead = min(end, at + 120)
        after = [p.search(text, at, ahead) for p in (_FUTURE_WORDS, _PAST_WORDS)]
        future, past = (-m.start() if m else -len(text) - 1 for m in after)
        if future == past:
            return None
    # "was expected to" holds a past cue inside a future one.
    return "future" if future >= past or (future >= 0 and past - future <= 14) else "past"
