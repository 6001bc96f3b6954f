"""Cut a sentence into words the way the English Universal Dependencies treebanks do."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from communique.parse.abbreviations import kind_of
from communique.parse.joined import DOUBTFUL, always, cut_of

Span = tuple[int, int]

# White space, and the invisible characters that scraped pages carry like white space.
BLANK = r"\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
# Of bounded length, as some patterns look ahead to the end of it for each word.
_CHUNK = re.compile(rf"[^{BLANK}]{{1,1000}}")

# A hyphen after one of these stays inside the word: "re-elect", "anti-war", "non-NATO".
_PREFIXES = (
    "e|re|non|anti|co|pre|mid|cross|pro|post|ex|sub|multi|counter|pan|semi|inter|intra|ultra|neo|"
    "micro|mini|psycho|trans|un|de|over|under|bi|tri|quasi|extra|super|mega|meta|proto|pseudo"
)
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[\w\u00ad\u0300-\u036f]*"
_CLITIC = r"['’`´](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)(?!\w)"
_UNITS = (
    "k|m|b|bn|mn|tn|km|kg|mm|cm|nm|am|pm|a\\.m\\.|p\\.m\\.|AM|PM|ft|lb|lbs|oz|GB|MB|kb|mb|gb|Hz|"
    "kHz|MHz|GHz|mph|kph|hrs|hr|min|mins|sec|yrs|yr|mg|ml|MW|GW|kW|K|M|B|C|F|c|p|g|h|w|x"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?:https?://|ftp://|www\.|doi:(?=\d))[^\s<>\"]*[^\s<>\".,;:!?'’”)\]}]",
            r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)*|@[A-Za-z_]\w*",
            # No word characters beside: smiles, arrows, bars.
            r"(?<!\w)(?:[\^\-][_.][\^\-]|<3(?!\w)|[:;][DPOp](?!\w)"
            r"|>?[:;=]['\-]?[)(\]\[|/\\*]+(?!\w))",
            r"[-=*~_#+<>|^{}]{3,}|[-=]+>|<-+|[<>]=",
            r"[\w#~%-]+\.(?:html?|doc|xls|pdf|txt|jpg|png|zip|docx|xlsx|DOC|XLS|PDF)(?!\w)",
            r"[AS]/(?:RES|PV|PRST|[A-Z]+|\d+)/[\w./()]*\w|[AS]/\d{4}/\d+",
            r"[a-z]{3,}(?:\.[a-z][a-z-]+){2,}(?!\w)|#[A-Za-z]\w+|\d{1,3}0['’]s(?!\w)",
            r"(?:alt|biz|comp|misc|rec|sci|soc|talk)\.[a-z][a-z-]+(?:\.[a-z][a-z-]*)*(?![\w.]\w)",
            r"(?<!\w)\.(?:docx?|xlsx?|pdf|txt|jpg|png|zip|html?|exe)(?!\w)",
            r"(?<=\()[bcdmr]\.(?=\d|$)",
            r"Ph\.D\.?|[BM]\.Sc\.?|LL\.[BM]\.?|D\.Phil\.?",
            r"(?:[\w-]+\.)+(?:com|org|net|gov|edu|int|info|mil|co\.\w\w|gov\.\w\w|uk|eu|"
            r"Com|COM|Org|ORG)(?![\w.]\w)(?:/[^\s<>\"]*[^\s<>\".,;:!?'’”)\]}])?",
            r"[:;=][-o^']?[)(\]\[DPp/\\|](?!\w)",
            r"(?:[A-Za-z]\.){2,}(?:[A-Za-z](?!\w))?|[A-Z]\.[A-Z](?![\w.])",
            r"(?:\+?\d{1,3}-)?\d{3}[-.]\d{3}[-.]\d{4}(?!\w)|\d{3}-\d{4}(?!\w)",
            r"\d{3}/\d{3}-\d{4}(?!\w)|\d{5}-\d{4}(?![\w-])|(?<![\w-])\d-\d{4}(?![\w-])",
            r"\d{1,2}-\d{1,2}-\d{2,4}(?!\w)|\d{4}-\d\d-\d\d(?!\w)",
            r"(?<!\w)(?:\.|\+)\d+(?!\w)",
            r"\d+(?:/\d+)+(?!\w)",
            r"\d{1,2}:\d\d(?::\d\d)?(?=\D|$)",
            rf"{_NUMBER}(?=(?:{_UNITS})(?![\w-]))",
            rf"{_NUMBER}(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)",
            r"(?<!\w)['’](?:\d0s|\d\d|em|n|til|cause)(?!\w)",
            r"\d+(?=(?:days|hours|minutes|mins|weeks|months|years|percent|people|persons)(?!\w))",
            r"(?:Rs|rs|RS|USD|EUR|GBP|IRR|INR|PKR|CNY)(?=\d)",
            rf"{_NUMBER}(?:\w+)?",
            rf"(?i:{_PREFIXES})-{_LETTER}{{2}}[\w\u00ad]*|(?i:mid)-\d+s?(?!\w)",
            rf"{_LETTER}\w*-(?:esque|wise)(?!\w)|Yahoo!",
            r"(?:US|A|C|HK|NZ|S|R)\$",
            _CLITIC,
            r"[Nn]['’][Tt](?!\w)",
            rf"{_LETTER}\w*?(?=[nN]['’][tT](?!\w))",
            r"[wWcC]/[oO]?(?!\w)|[wW]/(?:out(?!\w))?|[sS]/he(?!\w)",
            r"(?<![\w/])[A-Za-z]/[A-Za-z](?![\w/])",
            r"[A-Z]+(?:&[A-Z]+)+(?!\w)|(?<!\w)[a-z]&[a-z](?!\w)",
            r"(?:[Gg]ov|[Dd]ep|[Aa]ss)['’]t(?!\w)|[Ii]nt['’]l(?!\w)|[A-Za-z]+\*+[A-Za-z]+",
            rf"[A-Z]{_LETTER}*['’](?!(?:re|ve|ll)(?!\w))[a-z]{{2}}(?!\w)",
            rf"(?:[OLD]|d|l|Y|y)['’]{_WORD}|{_LETTER}+(?:['’]{_LETTER}{{3,}})+|{_LETTER}{{2,}}['’]a(?!\w)",
            rf"{_WORD}(?:_\w+)*",
            r"\.{3,}(?=\?(?![?!]))|[.!?…]{2,}|[,:]\?|,{2,}",
            r"-{2,}|\${2,}|={2,}|\*{2,}|_{2,}|~{2,}|#{2,}|\+{2,}|<{2,}|>{2,}|''|``|’’|‘’|‘‘",
            r".",
        )
    ),
    re.DOTALL,
)
_JOINED = always()


def _cut(chunk: str, last: bool) -> tuple[Span, ...]:
    """Spans of the words of a piece of text without white space."""
    spans: list[Span] = []
    for match in _TOKEN.finditer(chunk):
        start, end = match.span()
        word = match.group()
        cuts = _JOINED.get(word.lower(), _JOINED.get(word))
        if cuts:
            places = (start, *(start + cut for cut in cuts), end)
            spans += pairwise(places)
        elif word == "." and spans and spans[-1][1] == start and _owns_stop(chunk, spans[-1], last):
            spans[-1] = (spans[-1][0], end)
        elif word == ".." and _abbreviated(chunk, spans, start):
            # The abbreviation has its stop, and the sentence its own.
            spans[-1] = (spans[-1][0], end - 1)
            spans.append((end - 1, end))
        else:
            spans.append((start, end))
    return tuple(spans)


def _abbreviated(chunk: str, spans: list[Span], stop: int) -> bool:
    return bool(spans) and spans[-1][1] == stop and kind_of(chunk[slice(*spans[-1])]) is not None


_cut_again = lru_cache(maxsize=50_000)(_cut)


def _owns_stop(chunk: str, span: Span, last: bool) -> bool:
    word = chunk[span[0] : span[1]]
    if len(word) == 1:
        return word.isupper() and (not last or len(chunk) > span[1] + 1)
    if last and span[1] + 1 == len(chunk):
        # At the end of a sentence the treebanks keep the stop apart: "etc .", but "U.S.".
        return "." in word and kind_of(word) is not None
    return kind_of(word) is not None


def tokenize(text: str) -> list[Span]:
    """Half-open spans of the words of one sentence; white space is in none of them."""
    spans: list[Span] = []
    chunks = list(_CHUNK.finditer(text))
    for match in chunks:
        offset = match.start()
        cut = _cut_again if match.end() - offset <= 40 else _cut
        pieces = cut(match.group(), match is chunks[-1])
        if offset:
            spans += [(offset + start, offset + end) for start, end in pieces]
        else:
            spans += pieces
    return _doubtful_cut(text, spans) if DOUBTFUL.search(text) else spans


def _doubtful_cut(text: str, spans: list[Span]) -> list[Span]:
    """The same spans, but forms that are two words here are cut in two."""
    words = [text[start:end] for start, end in spans]
    found: list[Span] = []
    for place, (start, end) in enumerate(spans):
        cut = cut_of(words, place)
        found += [(start, start + cut), (start + cut, end)] if cut else [(start, end)]
    return found
