"""Places named in the text, each with its most likely entry of the gazetteer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.model import Article, PlaceMention, Sentence
from communique.ontology.places import Gazetteer, Place, fold, load_gazetteer

_CAPITAL = re.compile(r"(?<![^\W_])(?:[A-Z]|(?![\x00-\x7f])[^\W\d_a-z])[^\W_]*")
_WORD = re.compile(r"[^\W_]+\.?")
_SMALL_WORDS = re.compile(r"\b(Of|The|And|De|Del|La|Le|El|Al|Es|E|Da|Do|Di)\b")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|outside|around|inside|across|toward|towards|into|off|through|via|for|"
    r"of|between|on|over|leave|left|reach|reached|visit|visited|visiting|entered)\s+(?:the\s+)?"
    r"(?:(?:city|town|village|port|capital|district|province|region|state|outskirts|suburbs?|"
    r"northern|southern|eastern|western|central|north|south|east|west|downtown|nearby|neighbou?ring|"
    r"coastal|border)\s+(?:of\s+)?){0,2}$",
    re.IGNORECASE,
)
DIVISION = re.compile(
    r"[ \u00a0](?:Province|Governorate|Oblast|Prefecture|Voivodeship|Wilaya|Raion|province|"
    r"governorate|oblast|prefecture|voivodeship|wilaya|raion)\b"
)
"""Behind a name: it is the province and not the town of that name."""
_INSIDE = re.compile(r"\b(?:in|at|near|outside|around|inside|toward|towards|into)\b", re.IGNORECASE)
_PREVIOUS = re.compile(r"(?:^|[^\w.])(\w[\w.'’-]*)[ \u00a0]$")
_NEXT = re.compile(r"[ \u00a0]([A-Z][\w'’-]*)")
_TAIL = re.compile(r",[ \u00a0]+(?=[A-Z])")
_SPEECH = re.compile(r"\s+(?:said|says|told|added|noted|wrote|argued|thinks?|explained|recalled)\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MAY_PRECEDE = _words(
    "In At From To Near And Of The North South East West Northern Southern Eastern Western Central "
    "Greater Downtown Outside Around Inside Between For But While After Before Since On With Over "
    "Across When As If Mainland Upper Lower Occupied City Province District State"
)
_MAY_FOLLOW = _words(
    "City County Province Airport International District Region State University Port Oblast "
    "Island Islands River Valley Governorate Prefecture Municipality Peninsula Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Summit Conference Declaration Agreement Accord Protocol "
    "Process Treaty Convention Forum Police"
)
# Countries that are also given names or surnames.
_NAMESAKES = frozenset({"Jordan", "Chad", "Georgia", "Israel", "Kenya", "Cyprus", "Malta"})
_STATE_NAMESAKES = frozenset({"Georgia", "Virginia", "Washington", "Montana", "Dakota", "Carolina"})
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Sir|Lord|Lady|President|Senator|Minister|Secretary|"
    r"Justice|Judge|Mayor|Governor|General|Professor|Prof)\.?\s+$"
)


@dataclass(slots=True)
class _Hit:
    """One name of the gazetteer in the text."""

    sentence: int
    start: int
    end: int
    name: str
    places: tuple[Place, ...]
    personal: bool = False
    """The word before looks like the first part of a person's or a firm's name."""
    headed: bool = False
    """A capitalised word behind makes it part of a longer name: "Howard University"."""
    placed: bool = False
    """A word that may be locative stands before, or a country or state behind."""
    inside: bool = False
    """A word that is always locative stands before: "in", "near"."""
    tail: str = ""
    """Name of the larger place right behind: "Paris, Texas"."""


@dataclass(slots=True)
class _Context:
    """Which countries and states an article speaks of."""

    national: Counter[str] = field(default_factory=Counter)
    local: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    surnames: set[str] = field(default_factory=set)


def detect_places(
    article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """The places that the sentences name, in order, without overlaps.

    Countries and political places win over cities, main names over alternate ones; then the larger
    place named behind ("Paris, Texas"), the countries of the article and the population decide. A
    disputed area has no country but `administered_by` and `claimed_by`; a loaded name gives the
    neutral place and the side whose wording it is.
    """
    gazetteer = gazetteer or load_gazetteer()
    hits, context = _collect(article, sentences, gazetteer)
    chosen = _choose(hits, context, gazetteer)
    return tuple(
        _mention(hit, place)
        for hit in hits
        if (place := chosen.get(hit.name)) and _stands(hit, place, context)
    )


def detect_demonyms(
    article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """Words such as "Georgian" and "Palestinians", placed at the centre of their country.

    They are no places of a record; some gold sets count them among the toponyms.
    """
    gazetteer = gazetteer or load_gazetteer()
    found = []
    for index, sentence in enumerate(sentences):
        for word in _CAPITAL.finditer(article.text, sentence.start, sentence.end):
            code = gazetteer.demonyms.get(word[0])
            country = gazetteer.country(code) if code else None
            if country:
                hit = _Hit(index, word.start(), word.end(), word[0], (country,))
                found.append(replace(_mention(hit, country), kind="demonym"))
    return tuple(found)


def _collect(
    article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer
) -> tuple[list[_Hit], _Context]:
    text, hits, context = article.text, list[_Hit](), _Context()
    for index, sentence in enumerate(sentences):
        hits += _hits(text, index, sentence, gazetteer, context)
    dateline = article.dateline_place
    if dateline:
        for place in gazetteer.places(_plain(dateline)):
            if place.country and place.layer in {"capital", "country"}:
                context.national[place.country] += 1
    for hit in hits:
        _around(text, sentences[hit.sentence], hit, gazetteer, context)
    _learn(hits, context, gazetteer)
    return hits, context


def _plain(name: str) -> str:
    """The form under which a name is filed: "NEW DELHI" as "New Delhi"."""
    name = fold(name)
    if name.isupper() and len(name) >= 4:
        name = _SMALL_WORDS.sub(lambda m: m[0].lower(), name.title())
    return name


def _filed(words: str, gazetteer: Gazetteer) -> str | None:
    """The form of the words that the gazetteer knows, as written before in plain case."""
    name = fold(words)
    if name in gazetteer:
        return name
    if not name.isupper():
        return None
    name = _plain(name)
    places = gazetteer.places(name)
    # "OSLO" heads a dateline, "SWAT" is a team.
    short = len(name) <= 4 and places and places[0].layer not in {"country", "capital"}
    return name if places and not short else None


def _hits(
    text: str, index: int, sentence: Sentence, gazetteer: Gazetteer, context: _Context
) -> Iterator[_Hit]:
    longest, free = gazetteer.longest, sentence.start
    for word in _CAPITAL.finditer(text, sentence.start, sentence.end):
        start, first = word.start(), word[0]
        if start < free:
            continue
        if first in gazetteer.demonyms:
            context.national[gazetteer.demonyms[first]] += 1
        length = longest(first)
        if not length and not (first.islower() or (first.isascii() and not first.isupper())):
            length = longest(fold(first).capitalize() if first.isupper() else fold(first))
        if not length:
            continue
        found = _longest_name(
            text, (start, min(sentence.end, start + length + 1)), word.end(), gazetteer
        )
        if found is None:
            continue
        name, end = found
        free = end
        yield from _widened(text, _Hit(index, start, end, name, ()), sentence.start, gazetteer)


def _longest_name(
    text: str, window: tuple[int, int], first_end: int, gazetteer: Gazetteer
) -> tuple[str, int] | None:
    start, limit = window
    if first_end >= limit - 1:
        name = _filed(text[start:first_end], gazetteer)
        return (name, first_end) if name else None
    ends = [m.end() for m in _WORD.finditer(text, start, limit)]
    for end in reversed(ends):
        # A word that the window cuts in two is no end of a name.
        if end < len(text) and text[end].isalnum() and text[end - 1] != ".":
            continue
        for stop in (end, end - 1) if text[end - 1] == "." else (end,):
            if name := _filed(text[start:stop], gazetteer):
                return name, stop
    return None


def _widened(text: str, hit: _Hit, floor: int, gazetteer: Gazetteer) -> Iterator[_Hit]:
    """The hit with its places, and with the small-letter words that belong to the name."""
    for prefix in sorted(gazetteer.prefixes.get(hit.name, ()), key=len, reverse=True):
        start = hit.start - len(prefix)
        if start >= floor and fold(text[start : hit.start]) == prefix:
            hit.start, hit.name = start, prefix + hit.name
            break
    hit.places = gazetteer.places(hit.name)
    division = DIVISION.match(text, hit.end)
    inner = divisions(hit.places) if division else ()
    if division and inner:
        hit.places, hit.end, hit.name = inner, division.end(), hit.name + division[0]
    if hit.places:
        yield hit


def divisions(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Those of the places that are provinces, states or districts."""
    return tuple(place for place in places if place.layer == "division")


def _around(
    text: str, sentence: Sentence, hit: _Hit, gazetteer: Gazetteer, context: _Context
) -> None:
    """Looks at the words before and behind a hit."""
    _placing(text, sentence, hit, gazetteer)
    if " " in hit.name or hit.tail:
        return
    hit.personal = _is_personal(text, sentence, hit, gazetteer)
    following = _NEXT.match(text, hit.end)
    hit.headed = following is not None and following[1] not in _MAY_FOLLOW
    if hit.personal or (not hit.placed and _SPEECH.match(text, hit.end)):
        context.surnames.add(hit.name)


def _placing(text: str, sentence: Sentence, hit: _Hit, gazetteer: Gazetteer) -> None:
    before = text[max(sentence.start, hit.start - 40) : hit.start]
    locative = _LOCATIVE.search(before)
    hit.placed = locative is not None
    hit.inside = locative is not None and _INSIDE.match(locative[0]) is not None
    tail = _TAIL.match(text, hit.end, sentence.end)
    if tail:
        hit.tail = _larger(text, tail.end(), sentence.end, gazetteer)
        hit.placed = hit.placed or bool(hit.tail)


def _is_personal(text: str, sentence: Sentence, hit: _Hit, gazetteer: Gazetteer) -> bool:
    """Whether the name looks like the last part of a person's or a firm's name."""
    before = text[max(sentence.start, hit.start - 40) : hit.start]
    previous = _PREVIOUS.search(before)
    word = previous[1] if previous else ""
    known = word in _MAY_PRECEDE or word in gazetteer.demonyms
    # "BEIJING Xinhua", "RAWALPINDI Tuesday": a word in capitals is a dateline and no first name.
    named = (word[:1].isupper() and not known) or _TITLE.search(before) is not None
    return named and not (word.isupper() and len(word) > 3)


def _larger(text: str, start: int, limit: int, gazetteer: Gazetteer) -> str:
    """The country, state or division that begins at an offset, "" when none does."""
    found = _longest_name(text, (start, min(limit, start + 30)), start, gazetteer)
    if found is None:
        return ""
    places = gazetteer.places(found[0])
    return found[0] if any(p.layer in {"country", "division", "political"} for p in places) else ""


def _learn(hits: Iterable[_Hit], context: _Context, gazetteer: Gazetteer) -> None:
    """Fills the context with what is named beyond doubt."""
    for hit in hits:
        places = hit.places
        if hit.personal or (places[0].layer == "political" and _is_acronym(hit.name)):
            continue
        top = places[0]
        if top.layer == "division" and hit.name in gazetteer.states:
            context.states[gazetteer.states[hit.name]] += 1
        elif top.admin1 and len(places) == 1 and hit.placed:
            context.states[top.admin1] += 1
        if top.layer in {"country", "capital", "political"} and not _doubtful(places):
            for code in {top.country, *top.administered_by, *top.claimed_by} - {None}:
                context.national[str(code)] += 1
        elif len(places) == 1 and top.country and (hit.placed or top.layer == "division"):
            context.local[top.country] += 1
        if hit.tail:
            _learn_tail(hit.tail, context, gazetteer)


def _learn_tail(tail: str, context: _Context, gazetteer: Gazetteer) -> None:
    if tail in gazetteer.states:
        context.states[gazetteer.states[tail]] += 2
        context.local["USA"] += 1


def _doubtful(places: tuple[Place, ...]) -> bool:
    """A country or capital with a namesake in North America: Georgia, Lebanon, Paris."""
    return any(p.admin1 and p.kind != "county" for p in places[1:])


def _choose(hits: Sequence[_Hit], context: _Context, gazetteer: Gazetteer) -> dict[str, Place]:
    """One place for each name: an article means one Paris."""
    chosen: dict[str, Place] = {}
    tails: dict[str, set[str]] = {}
    for hit in hits:
        if hit.tail:
            tails.setdefault(hit.name, set()).add(hit.tail)
    for hit in hits:
        if hit.name not in chosen:
            wanted = tails.get(hit.name, set())
            chosen[hit.name] = max(hit.places, key=lambda p: _score(p, context, wanted, gazetteer))
    return chosen


_BASE = {"political": 60.0, "country": 50.0, "capital": 48.0, "feature": 26.0}


def _score(place: Place, context: _Context, tails: set[str], gazetteer: Gazetteer) -> float:
    if place.layer == "city":
        score = 20 + 4 * math.log10(max(place.thousands, 1)) - 3 * place.alternate
    elif place.layer == "division":
        score = {"state": 33.0, "county": 20.0}.get(place.kind, 27.5)
    else:
        score = _BASE[place.layer]
    if place.layer in {"city", "division"} and place.country:
        nation = context.national[place.country] + context.local[place.country]
        score += min(8, 3 + nation) if nation else 0
        if place.kind == "state" and context.local[place.country] > 1:
            score += 12
        if place.admin1 and context.states[place.admin1]:
            score += 4 + min(4, context.states[place.admin1])
            score += 25 * _is_local_news(place.admin1, context)
    if place.layer == "country" and place.country and context.national[place.country]:
        score += 9
    return score + (100 if any(_lies_in(place, t, gazetteer) for t in tails) else 0)


def _is_local_news(state: str, context: _Context) -> bool:
    """Whether the article is about one North American state and no foreign country."""
    foreign = sum(n for code, n in context.national.items() if code not in {"USA", "CAN"})
    return context.states[state] >= 2 and foreign == 0


def _lies_in(place: Place, tail: str, gazetteer: Gazetteer) -> bool:
    if place.admin1 and gazetteer.states.get(tail) == place.admin1 and place.kind != "state":
        return True
    return any(
        larger.country == place.country and larger.layer in {"country", "political"}
        for larger in gazetteer.places(tail)
        if larger.country
    ) or any(
        larger.country == place.country and larger.kind != "state" and not place.admin1
        for larger in gazetteer.places(tail)
        if larger.layer == "division"
    )


def _stands(hit: _Hit, place: Place, context: _Context) -> bool:
    """Whether the words around let the name be the place at all."""
    if place.layer == "political":
        return not _is_acronym(hit.name) or _sides(place, context)
    if place.layer == "country":
        return not ((hit.personal or hit.headed) and hit.name in _NAMESAKES)
    if place.layer == "capital" or (place.layer == "city" and place.thousands >= 1500):
        return not (hit.personal and not hit.placed)
    if place.layer == "division" and place.admin1:
        return not (hit.personal and hit.name in _STATE_NAMESAKES)
    return bool(hit.tail) or _small_place_stands(hit, place, context)


def _small_place_stands(hit: _Hit, place: Place, context: _Context) -> bool:
    """The same for towns, regions and features, whose names are often those of people."""
    if hit.personal:
        return hit.inside and place.thousands >= 100
    if place.layer == "feature":
        return not hit.headed
    if place.word or hit.name in context.surnames:
        return hit.inside and not place.word and not hit.headed
    if hit.headed and not hit.inside:
        return place.thousands >= 50 and _near_by(place, context)
    return hit.placed or place.thousands >= 300 or _near_by(place, context)


def _is_acronym(name: str) -> bool:
    """Whether the name may as well stand for something else: "LAC", "AJK"."""
    return len(name) <= 4 and name.isupper()


def _sides(place: Place, context: _Context) -> bool:
    """An acronym counts where one of the sides is in the article: "LAC", "AJK"."""
    sides = {place.country, *place.administered_by, *place.claimed_by} - {None}
    return not sides or any(context.national[str(s)] for s in sides)


def _near_by(place: Place, context: _Context) -> bool:
    country = place.country or ""
    if place.admin1:
        return context.states[place.admin1] > 0
    return context.national[country] + context.local[country] > 0


def _mention(hit: _Hit, place: Place) -> PlaceMention:
    return PlaceMention(
        hit.sentence,
        hit.start,
        hit.end,
        place.name,
        place.lat,
        place.lon,
        place.country,
        place.kind,
        place.administered_by,
        place.claimed_by,
        place.wording_of,
        place.id,
    )


def dateline_place(article: Article, gazetteer: Gazetteer | None = None) -> PlaceMention | None:
    """The place of the dateline with its words in the text; None without a known one."""
    name = article.dateline_place
    if not name:
        return None
    start = article.text.find(name)
    places = (gazetteer or load_gazetteer()).places(_plain(name))
    if start < 0 or not places:
        return None
    place = max(places, key=lambda p: _score(p, _Context(), set(), gazetteer or load_gazetteer()))
    return _mention(_Hit(0, start, start + len(name), name, places), place)
