"""Actors in an article: who is named, by which code, and whom later words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from communique.detect.actor_mentions import SentenceMentions
from communique.detect.actor_phrases import Reader
from communique.detect.actor_scan import Chunker, Phrase, Scanner, Unit
from communique.detect.coreference import Focus
from communique.model import (
    ActorMention,
    Article,
    Code,
    Interval,
    PlaceMention,
    Sentence,
    Token,
    Turn,
    turn_at,
)
from communique.ontology.actors import ActorRegistry, fold

LEAD = 3
"""Sentences at the head of a joint statement that may say whose it is."""
TITLE_WEIGHT = 2
"""How much more a name in the title tells of what the article is about."""
SHORT = 3
"""Up to how many sentences an article is short."""
BYLINE = 90
"""How long a line that names who speaks is at most."""
BY_REACH = 6
"""How many words after "by" the issuer's country or name may stand."""
STATEMENT = re.compile(
    r"(?:(?:joint|press|media|general debate|opening|closing|background|on-the-record)\s+)*"
    r"(?:statement|remarks|readout|message|release|address|speech|proclamation|communiqu[eé]"
    r"|press (?:briefing|gaggle|call|conference)|fact sheet(?=:))"
    r"(?P<by>(?<=sheet):\s+|\b[^:]{0,40}?\b(?:by|from|of)\s+)?",
    re.IGNORECASE,
)
"""How the title of a statement begins."""
TOWNS = ("capital", "city", "region")
SPORT = 3
"""From how much evidence a sentence tells of a game."""


@dataclass(slots=True, eq=False)
class _Scanned:
    sentence: Sentence
    units: list[Unit]
    phrases: list[Phrase]


def detect_actors(
    article: Article,
    sentences: Sequence[Sentence],
    registry: ActorRegistry | None = None,
    *,
    places: Sequence[PlaceMention] = (),
) -> tuple[ActorMention, ...]:
    """Every noun phrase and pronoun that names an actor, in reading order.

    `places`: what the article's place names mean; a town of theirs is of that country.

    A mention stands at each token that may be the head of its phrase, so one phrase can have
    several with equal codes. Genitives, demonyms and of-phrases are mentions of their own.
    """
    registry = registry or ActorRegistry.load()
    renamed = _renamed(article, registry)
    focus = Focus(registry, _day(article.published))
    focus.short = len(sentences) <= SHORT
    scanned = [
        _scan(sentence, focus, renamed, article.dateline_place if number == 0 else None)
        for number, sentence in enumerate(sentences)
    ]
    _settle(scanned, places)
    _count(focus, article, scanned, renamed)
    for part in scanned:
        if part.phrases:
            _learn(Reader(part.sentence, part.phrases, focus))
    turns = article.turns()
    mentions: list[ActorMention] = []
    for number, part in enumerate(scanned):
        if number and "\n" in article.text[sentences[number - 1].end : part.sentence.start]:
            focus.quoted, focus.speaker = False, None
        focus.turn = turn_at(turns, part.sentence.start)
        focus.turn_of = _speaker_of(focus.turn, focus)
        reader = Reader(part.sentence, part.phrases, focus)
        reader.number = number
        mentions += SentenceMentions(reader).all()
    return tuple(mentions)


def actor_of_phrase(
    sentence: Sentence,
    text: str,
    published: str | None = None,
    registry: ActorRegistry | None = None,
) -> ActorMention | None:
    """Whom a lone phrase names ("the Finnish foreign minister"); None for nobody.

    `sentence` is the phrase as tagged or parsed, `text` its words, `published` the ISO date that
    decides who holds an office.
    """
    day = Interval(published, published, "given") if published else None
    article = Article(
        "", "", text, (), None, None, None, None, None, day, "given" if day else "none", "en", ""
    )
    found = detect_actors(article, (sentence,), registry)
    top = next((token.i for token in sentence.tokens if token.head < 0 and token.dep), None)
    chosen = [mention for mention in found if mention.head == top] or [
        mention for mention in found[::-1] if mention.codes
    ]
    return chosen[0] if chosen else next(iter(found[::-1]), None)


def _renamed(article: Article, registry: ActorRegistry) -> dict[str, Code]:
    """Folded names that have another code in this article ("Georgia", the US state)."""
    text = article.text
    renamed = {}
    for name, contexts in registry.contexts.items():
        for context in contexts:
            unless = (word for word in context.unless if word)
            if any(w in text for w in context.words) and not any(w in text for w in unless):
                renamed[name] = context.code
                break
    return dict.fromkeys(_people_like_countries(text, registry), "") | renamed


_PAIR = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?([A-Z][a-z]{3,})\b")


def _people_like_countries(text: str, registry: ActorRegistry) -> set[str]:
    """Names of countries that are somebody's family name here ("Michael Jordan", then "Jordan").

    Not where the article names the country's people or capital too.
    """
    found: set[str] = set()
    for given, family in set(_PAIR.findall(text)):
        low = family.lower()
        if fold(given) not in registry.given or low in found:
            continue
        code = next(
            (n.code for n in registry.names.get(low, ()) if n.words == (low,) and n.use == "name"),
            None,
        )
        if code and registry.is_country(code) and not _names_people(text, code, registry):
            found.add(low)
    return found


def _names_people(text: str, code: Code, registry: ActorRegistry) -> bool:
    """Whether the text has a demonym or the capital of the country."""
    uses = ("adjective", "people", "capital")
    return any(
        name.code == code and name.use in uses and name.text in text
        for names in registry.names.values()
        for name in names
    )


def _scan(
    sentence: Sentence, focus: Focus, renamed: dict[str, Code], dateline: str | None
) -> _Scanned:
    registry = focus.registry
    units = Scanner(registry, renamed).scan(sentence.tokens)
    for unit in units:
        if unit.code.endswith("OPP"):  # a party is its country's government while it rules
            unit.code = focus.governing(unit.code)
    for before, unit in pairwise(units):
        national = before.use == "adjective" and before.end == unit.start
        if national and _is_generic(sentence, unit, registry) and registry.is_country(before.code):
            unit.code = before.code  # "the Russian Security Council"
    if dateline and units and units[0].start == 0 and units[0].use in ("capital", "city"):
        end = units[0].end
        if fold(dateline).startswith(fold(sentence.tokens[0].text)) and (
            end < len(sentence.tokens) and sentence.tokens[end].pos == "PUNCT"
        ):
            units = units[1:]
    if units and _is_sport(sentence, registry):
        units = [unit for unit in units if unit.noun is not None and unit.noun.kind == "office"]
    phrases = Chunker(sentence.tokens, units, registry).phrases()
    return _Scanned(sentence, units, phrases)


def _settle(scanned: Sequence[_Scanned], places: Sequence[PlaceMention]) -> None:
    """Gives towns and regions the country in which the article's town of that name lies.

    Only where the article names that country too: of two Palmas the registry knows better which
    is in the news.
    """
    named = {unit.code for part in scanned for unit in part.units}
    for place in places:
        if place.country not in named:
            continue
        part = scanned[place.sentence]
        tokens = part.sentence.tokens
        for unit in part.units:
            start, end = tokens[unit.start].start, tokens[unit.end - 1].end
            if unit.use in TOWNS and place.start <= start and end <= place.end:
                unit.code = place.country or unit.code


def _is_generic(sentence: Sentence, unit: Unit, registry: ActorRegistry) -> bool:
    """Whether a body's name is one that many countries give to a body of their own."""
    words = " ".join(token.text for token in sentence.tokens[unit.start : unit.end])
    return fold(words) in registry.words["generic body"]


def _is_sport(sentence: Sentence, registry: ActorRegistry) -> bool:
    weights = registry.sports
    found = {word for token in sentence.tokens if (word := token.text.lower()) in weights}
    return bool(found) and sum(weights[word] for word in found) >= SPORT


def _count(
    focus: Focus, article: Article, scanned: Sequence[_Scanned], renamed: dict[str, Code]
) -> None:
    """How often each actor is named, the dateline left out."""
    units: list[Unit] = []
    if article.title:
        units = Scanner(focus.registry, renamed).scan(_words(article.title))
    focus.issuer = page_owner(article, focus.registry) or _host_named(article, scanned, focus)
    focus.in_turns = article.is_transcript()
    focus.guest = _guest_of(article, units, focus)
    focus.signatories = _signatories(article, scanned[:LEAD], focus)
    if focus.issuer is not None and focus.registry.is_country(focus.issuer):
        focus.home = focus.issuer
    elif article.dateline_place:
        focus.home = _country_of_place(article.dateline_place, focus.registry)
    focus.titled = tuple(dict.fromkeys(unit.code for unit in units if unit.code))
    for unit in units:
        if unit.code and unit.use in ("name", "adjective", "capital", "abbreviation"):
            focus.counts[unit.code] += TITLE_WEIGHT
    for part in scanned:
        for unit in part.units:
            if unit.code and unit.use != "bloc":
                focus.counts[unit.code] += 1
            elif unit.leaders is not None:
                focus.counts[unit.leaders[-1].code] += 1


def _signatories(article: Article, lead: Sequence[_Scanned], focus: Focus) -> tuple[Code, ...]:
    """Whose joint statement it is: those whom its first sentences list with the issuer."""
    if focus.issuer is None or "joint" not in (article.title or "").lower().split():
        return ()
    for part in lead:
        tokens = part.sentence.tokens
        code_at = {i: u.code for u in part.units if u.code for i in range(u.start, u.end)}
        for i, code in code_at.items():
            if code != focus.issuer:
                continue
            first = i
            while tokens[first].dep == "conj" and 0 <= tokens[first].head < first:
                first = tokens[first].head
            listed = [t.i for t in tokens if t.i == first or (t.dep == "conj" and t.head == first)]
            codes = tuple(dict.fromkeys(code_at[k] for k in listed if k in code_at))
            if len(codes) > 1:
                return codes
    return ()


def _guest_of(article: Article, units: Sequence[Unit], focus: Focus) -> Code | None:
    """The one country besides the issuer in the title of a transcript in which a guest speaks."""
    if not any(map(focus.is_guest, article.turns())):
        return None
    codes = {unit.leaders[-1].code if unit.leaders else unit.code for unit in units}
    others = {c for c in codes if c and c != focus.issuer and focus.registry.is_country(c)}
    return others.pop() if len(others) == 1 else None


def _words(title: str) -> list[Token]:
    """The words of a title as tokens that may all be names."""
    spans = enumerate(re.finditer(r"[^\W_]+(?:[.'’][^\W_]+)*\.?", title))
    return [
        Token(i, word.group(), "", "PROPN", "", -1, "", word.start(), word.end())
        for i, word in spans
    ]


def _country_of_place(place: str, registry: ActorRegistry) -> Code | None:
    words = tuple(fold(word) for word in place.replace(",", " ").replace("-", " ").split())
    for size in range(len(words), 0, -1):
        for name in registry.names.get(words[0], ()):
            if name.words == words[:size] and name.use not in ("adjective", "person", "people"):
                return name.code or None
    return None


def page_owner(article: Article, registry: ActorRegistry | None = None) -> Code | None:
    """Whose own statement the page is by its address, title or byline; None for news."""
    registry = registry or ActorRegistry.load()
    renamed = _renamed(article, registry)
    return (
        _issuer(article, registry)
        or _issuer_of_title(article.title or "", Scanner(registry, renamed))
        or _issuer_of_byline(article, Scanner(registry, renamed))
    )


def _issuer(article: Article, registry: ActorRegistry) -> Code | None:
    """Whose own statement the page is, by its address; None for news."""
    try:
        host = urlsplit(article.url).hostname if article.url else None
    except ValueError:  # no address after all
        return None
    while host:
        if host in registry.issuers:
            return registry.issuers[host]
        host = host.partition(".")[2]
    return None


def _issuer_of_title(title: str, scanner: Scanner) -> Code | None:
    """Whose statement a title says it is: "Statement by President …", "Statement: Uganda"."""
    said = STATEMENT.match(title)
    if said is None:
        return None
    words = _words(title)
    for unit in scanner.scan(words):
        code = unit.leaders[-1].code if unit.leaders else unit.code
        if not code or not scanner.registry.is_country(code):
            continue
        start, end = words[unit.start].start, words[unit.end - 1].end
        if end == len(title) and title[:start].rstrip().endswith(":"):
            return code
        if said["by"] and start >= said.end() and unit.start <= _at(words, said.end()) + BY_REACH:
            return code
    return None


def _at(words: Sequence[Token], place: int) -> int:
    """The first word at or after a place in the title."""
    return next((word.i for word in words if word.start >= place), len(words))


def _host_named(article: Article, scanned: Sequence[_Scanned], focus: Focus) -> Code | None:
    """The organisation whose name the address of its own page holds."""
    try:
        host = urlsplit(article.url).hostname if article.url else None
    except ValueError:
        return None
    if not host:
        return None
    for part in scanned:
        for unit in part.units:
            if unit.end - unit.start < 2 or focus.registry.kind_of(unit.code) != "organisation":
                continue
            name = "".join(token.text for token in part.sentence.tokens[unit.start : unit.end])
            if fold(name) in host.replace("-", ""):
                return unit.code
    return None


def _speaker_of(turn: Turn | None, focus: Focus) -> Code | None:
    """The country of who has the turn, by a leader's name in its label; None when unknown.

    A surname may be anybody's: the label must name his office, or the article his country.
    """
    registry = focus.registry
    words = fold(turn.label).split() if turn is not None else []
    if len(words) < 2 or words[0] in registry.words["own turn"]:
        return None
    leaders = registry.surnames.get(words[-1], ())
    codes = {leader.code for leader in leaders}
    if len(codes) != 1:
        return None
    code = codes.pop()
    titled = any(set(words[:-1]) & set(fold(leader.office).split()) for leader in leaders)
    return code if titled or focus.counts[code] or code == focus.issuer else None


def _issuer_of_byline(article: Article, scanner: Scanner) -> Code | None:
    """Whose statement it is by a line of its own at the top: "Antony J. Blinken, Secretary …"."""
    top = [article.text[x.start : x.end].strip() for x in article.lines[:6] if x.label != "blank"]
    for line in top[:3]:
        if not 8 < len(line) < BYLINE or "," not in line or line[-1] in ".?!:":
            continue
        units = scanner.scan(_words(line))
        if units and units[0].start == 0 and units[0].leaders:
            return units[0].leaders[-1].code
    return None


def _day(interval: Interval | None) -> str | None:
    return (interval.start or interval.end) if interval is not None else None


def _learn(reader: Reader) -> None:
    """Meet the people who are named with their office, wherever in the article that is."""
    reader.learning = True
    for k, phrase in enumerate(reader.phrases):
        tail, noun = phrase.tail, phrase.noun
        titled = bool(phrase.names) and any(unit.noun is not None for unit in phrase.units)
        office = noun is not None and noun.kind == "office" and not noun.plural
        if (
            titled
            or office
            or (tail is not None and tail.leaders is not None)
            or (phrase.names and tail is None and reader.set_beside(k))
        ):
            reader.read(k)
