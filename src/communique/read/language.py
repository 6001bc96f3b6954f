"""Which language a text is in, decided cheaply by its letters and most frequent words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from communique.errors import SettingsError

SAMPLE = 40_000
"""Characters looked at; more do not change the answer."""
QUICK_SAMPLE = 3_000
"""Characters that settle it for a text that opens in plain English."""
FEW_WORDS = 25
"""Under this many words a text without any known function word may still be English."""
CLEARLY_ENGLISH = 0.2
"""Share of English function words that no other language reaches."""
SPARSE = 0.06
"""Least share of a language's function words in its texts."""
ENGLISH_PROSE = 0.12
"""Least share of English function words in a line of English prose."""
SCRIPTS = {
    "latin": "A-Za-zÀ-ɏḀ-ỿ",
    "cyrillic": "Ѐ-ԯ",
    "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "hebrew": "\u0590-\u05ff",
    "greek": "Ͱ-Ͽἀ-῿",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "tamil": "\u0b80-\u0bff",
    "telugu": "\u0c00-\u0c7f",
    "malayalam": "\u0d00-\u0d7f",
    "sinhala": "\u0d80-\u0dff",
    "thai": "\u0e00-\u0e7f",
    "myanmar": "\u1000-\u109f",
    "georgian": "\u10a0-\u10ff",
    "ethiopic": "\u1200-\u137f",
    "khmer": "\u1780-\u17ff",
    "armenian": "\u0530-\u058f",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "kana": "\u3040-\u30ff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
}
_RUNS = {name: re.compile(f"[{letters}]+") for name, letters in SCRIPTS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_LETTER = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u2bff\ufe00-\ufe0f\uff00-\uffef]")


@cache
def languages() -> dict[str, tuple[str, str, frozenset[str]]]:
    """Name, script and function words by language code, read from data/languages.csv.

    Raises SettingsError naming file and line for a malformed row, a repeated code or an
    unknown script.
    """
    file = Path(__file__).parent / "data" / "languages.csv"
    rows: dict[str, tuple[str, str, frozenset[str]]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.startswith("#") or line == "code,name,script,words":
            continue
        fields = line.split(",")
        if len(fields) != 4 or fields[0] in rows or fields[2] not in SCRIPTS:
            raise SettingsError(f"{file}:{number}: not a new code,name,script,words row: {line!r}")
        shared = rows["en"][2] | {"s", "t"} if fields[0] != "en" else frozenset()
        rows[fields[0]] = (fields[1], fields[2], frozenset(fields[3].split()) - shared)
    return rows


def guess_language(text: str) -> str:
    """The most likely ISO 639-1 code of the text, "und" when nothing tells.

    A page that holds enough English prose is "en" whatever its menus are written in.
    """
    opening = text[:QUICK_SAMPLE]
    if not _FOREIGN_LETTER.search(opening) and _clearly_english(opening):
        return "en"
    sample = _sample(text)
    if not _FOREIGN_LETTER.search(sample):
        return _latin(sample)
    counts = {name: sum(map(len, runs.findall(sample))) for name, runs in _RUNS.items()}
    letters = sum(counts.values())
    if counts["latin"] and _english_prose(sample, letters):
        return "en"
    script = max(counts, key=lambda name: counts[name])
    if script == "latin" or not letters:
        return _latin(sample)
    # Japanese is written with Chinese characters too, but never with them alone.
    if script == "han" and counts["kana"] > counts["han"] * 0.1:
        return "ja"
    return _best([code for code, row in languages().items() if row[1] == script], sample)


def _clearly_english(text: str) -> bool:
    words, english = _WORD.findall(text.lower()), languages()["en"][2]
    return bool(words) and sum(w in english for w in words) >= CLEARLY_ENGLISH * len(words)


def _sample(text: str) -> str:
    """The text, or the beginning, middle and end of a long one."""
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return f"{text[:part]}\n{text[middle : middle + part]}\n{text[-part:]}"


def _english_prose(sample: str, letters: int) -> bool:
    """True when lines of English prose hold half of the letters, or a third and 60 words."""
    english = languages()["en"][2]
    held = count = 0
    for line in sample.splitlines():
        words = _WORD.findall(line.lower())
        if len(words) >= 5 and sum(w in english for w in words) >= ENGLISH_PROSE * len(words):
            held += sum(map(len, words))
            count += len(words)
    return held * 2 >= letters or (held * 3 >= letters and count >= 60)


def _latin(sample: str) -> str:
    words = Counter(_WORD.findall(sample.lower()))
    total = words.total()
    if not total:
        return "und"
    english = sum(words[word] for word in languages()["en"][2])
    # A rail of headlines in another language must not outvote a story in English.
    if english >= CLEARLY_ENGLISH * total:
        return "en"
    hits = {
        code: sum(words[word] for word in row[2])
        for code, row in languages().items()
        if row[1] == "latin" and code != "en"
    }
    best = max(hits, key=lambda code: hits[code])
    # One "a" or "de" in a short item decides nothing.
    foreign = hits[best] >= max(3, SPARSE * total) and hits[best] > english
    if foreign:
        return best
    return "en" if english >= SPARSE * total or total < FEW_WORDS else "und"


def _best(codes: list[str], sample: str) -> str:
    words = Counter(_WORD.findall(sample)) if len(codes) > 1 else Counter()
    rows = languages()
    return max(codes, key=lambda code: sum(words[w] for w in rows[code][2])) if codes else "und"
