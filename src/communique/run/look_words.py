"""A lone phrase as words with a plain grammar, for look-ups that need not load the parser."""

from __future__ import annotations

from communique.model import Sentence, Token
from communique.parse.tokens import tokenize

_BY_WORD = {
    **dict.fromkeys("the a an this that these those some any both each every no".split(), "DET"),
    **dict.fromkeys(
        "of in for to from at on with by across under near against between into over since after "
        "before about around inside outside toward towards within without".split(),
        "ADP",
    ),
    **dict.fromkeys("and or but nor & +".split(), "CCONJ"),
    **dict.fromkeys(
        "he she it they him her them we i you us me his its their our who whom which".split(),
        "PRON",
    ),
    **dict.fromkeys(("'s", "’s", "'", "’"), "PART"),
    **dict.fromkeys("one two three four five six seven eight nine ten dozen".split(), "NUM"),
}
_ADJECTIVE_ENDS = ("al", "ive", "ic", "ish", "ese", "ian", "ean", "ous", "ary", "ful", "ed", "an")
_RELATIONS = {
    "DET": "det",
    "ADP": "case",
    "CCONJ": "cc",
    "PART": "case",
    "NUM": "nummod",
    "PUNCT": "punct",
    "ADJ": "amod",
}


def lay_phrase(text: str) -> Sentence:
    """The words of a noun phrase: every group's last noun is its head, the first group's the root.

    A group ends before a preposition, at a comma and at "and".
    """
    spans = tokenize(text)
    words = [text[start:end] for start, end in spans]
    tags = [_tag(word, i, words) for i, word in enumerate(words)]
    groups = _groups(words, tags)
    heads = [_head(group, tags) for group in groups]
    tokens = []
    for n, group in enumerate(groups):
        for i in group:
            above, relation = _hang(i, n, heads, tags)
            lemma = words[i] if tags[i] == "PROPN" else words[i].lower()
            tokens.append(Token(i, words[i], lemma, tags[i], "", above, relation, *spans[i]))
    return Sentence(0, len(text), tuple(tokens), parsed=bool(tokens))


def _tag(word: str, i: int, words: list[str]) -> str:
    low = word.lower()
    if low in _BY_WORD:
        return _BY_WORD[low]
    if not any(c.isalnum() for c in word):
        return "PUNCT"
    if word[0].isdigit():
        return "NUM"
    last = i + 1 == len(words) or not words[i + 1][0].isalpha()
    if not last and not word[0].isupper() and low.endswith(_ADJECTIVE_ENDS):
        return "ADJ"
    return "PROPN" if word[0].isupper() else "NOUN"


def _groups(words: list[str], tags: list[str]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for i, tag in enumerate(tags):
        opens = tag in ("ADP", "CCONJ") or (tag == "PUNCT" and words[i] != "-")
        if opens and groups[-1]:
            groups.append([])
        groups[-1].append(i)
    return [group for group in groups if group]


def _head(group: list[int], tags: list[str]) -> int:
    nominal = [i for i in group if tags[i] in ("NOUN", "PROPN", "PRON")]
    return (nominal or group)[-1]


def _hang(i: int, group: int, heads: list[int], tags: list[str]) -> tuple[int, str]:
    """Head and relation of a word."""
    head = heads[group]
    if i != head:
        return head, _RELATIONS.get(tags[i], "compound")
    if group == 0:
        return -1, "root"
    return heads[0], "conj" if tags[i - 1] == "CCONJ" else "nmod"
