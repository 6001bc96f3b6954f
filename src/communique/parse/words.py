"""What the network sees of a word: numbers for its form, its ends and its shape."""

from __future__ import annotations

from zlib import crc32

BUCKETS = 16_384
PIECES = 10
UNKNOWN = 0


def normal(word: str) -> str:
    """The form that the vocabulary knows: lower case, every digit a zero, straight quotes."""
    word = word.lower().replace("’", "'").replace("‘", "'")
    if word.isalpha():
        return word
    return "".join("0" if c.isdigit() else c for c in word)


def shape(word: str) -> str:
    """The pattern of capitals and digits, at most two of a kind in a row: "Xx", "XX", "X.X."."""
    pattern: list[str] = []
    for character in word[:16]:
        if character.isalpha():
            kind = "X" if character.isupper() else "x"
        elif character.isdigit():
            kind = "d"
        else:
            kind = character
        if pattern[-2:] != [kind, kind]:
            pattern.append(kind)
    return "".join(pattern)


def pieces(word: str) -> list[int]:
    """Hash buckets of the word's parts; always `PIECES` of them."""
    form = normal(word)
    parts = (
        f"w{word}",
        f"n{form}",
        f"p1{form[:1]}",
        f"p2{form[:2]}",
        f"p3{form[:4]}",
        f"s1{form[-1:]}",
        f"s2{form[-2:]}",
        f"s3{form[-3:]}",
        f"s4{form[-4:]}",
        f"h{shape(word)}",
    )
    return [crc32(part.encode("utf-8", "surrogatepass")) % BUCKETS for part in parts]
