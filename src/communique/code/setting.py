"""When and where: dates and places that belong to a clause, contexts of its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from communique.code.clauses import Clause
from communique.code.intervals import Intervals
from communique.code.status import tells_in_present
from communique.code.tree import Tree
from communique.model import Article, DateMention, Interval, Mentions, PlaceMention, Sentence
from communique.ontology.plover import Plover, load_plover

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "off"})
PARTS = frozenset(
    """region province city town village capital district area state north south east west coast
    border desert peninsula valley island county territory""".split()
)
"""What a country's name may own that says where: 'in Chad's capital'."""
SHARES = frozenset({"conj", "xcomp", "light", "obj", "obl", "nsubj:pass", "acl", "nmod", "advcl"})


class Setting:
    """Dates, places and contexts of one article, by clause."""

    def __init__(
        self, article: Article, mentions: Mentions, clauses: Mapping[int, dict[int, Clause]]
    ) -> None:
        self.article = article
        self.clauses = clauses
        self._dates: dict[int, list[DateMention]] = {}
        for mention in mentions.dates:
            if mention.kind in ("DATE", "TIME"):
                self._dates.setdefault(mention.sentence, []).append(mention)
        self._places: dict[int, list[PlaceMention]] = {}
        for place in mentions.places:
            self._places.setdefault(place.sentence, []).append(place)
        self._lines = Intervals(article.lines)
        self._paragraphs: dict[tuple[int, int], tuple[str, ...]] = {}
        self._in_present: bool | None = None

    def in_present(self) -> bool:
        """Whether the article tells its news in the present tense."""
        if self._in_present is None:
            told = (c for known in self.clauses.values() for c in known.values())
            self._in_present = tells_in_present(told)
        return self._in_present

    # dates

    def when(self, tree: Tree, clause: Clause) -> tuple[Interval | None, str]:
        """The interval of the date that belongs to the clause, and why or why not."""
        dates = self._dates.get(tree.index)
        if not dates:
            return None, "no date in the sentence"
        best = self._nearest(tree, clause, dates)
        if best is None:
            return None, "the sentence's date belongs to another act"
        words = self.article.text[best.start : best.end]
        if best.interval is None:
            undated = self.article.published is None
            why = "no publication date" if undated else "the words fix none"
            return None, f"'{words}' ({best.value}) is not tied to a day: {why}"
        return best.interval, f"'{words}': {best.interval.basis}"

    def only_date(
        self, tree: Tree, otherwise: str, told: Clause | None = None
    ) -> tuple[Interval | None, str]:
        """The date of a sentence that has just one; None with the reason given `otherwise`.

        `told`: a verb of praise or blame; the day of what it speaks of is not its own.
        """
        dates = self._dates.get(tree.index, ())
        if len(dates) != 1 or dates[0].interval is None:
            return None, otherwise
        home = self._home(tree, dates[0].start, dates[0].end) if told is not None else None
        inner = self.clauses.get(tree.index, {}).get(home) if home is not None else None
        if told is not None and inner is not None and inner.governor == told.head:
            return None, "the date of what it speaks of"
        words = self.article.text[dates[0].start : dates[0].end]
        return dates[0].interval, f"'{words}', the only date of the sentence"

    def only_place(self, tree: Tree) -> PlaceMention | None:
        """The first place that stands in a locative phrase of the sentence."""
        for place in self._places.get(tree.index, ()):
            if self._locative(tree, place) is not None:
                return place
        return None

    def _nearest(
        self, tree: Tree, clause: Clause, dates: Sequence[DateMention]
    ) -> DateMention | None:
        heads = {id(d): self._home(tree, d.start, d.end) for d in dates}
        at: Clause | None = clause
        known = self.clauses.get(tree.index, {})
        steps = 0
        while at is not None and steps < 4:
            for mention in dates:
                if heads[id(mention)] == at.head:
                    return mention
            for other in known.values():
                if other.governor == at.head and _is_when(tree, other):
                    for mention in dates:
                        if heads[id(mention)] == other.head:
                            return mention
            if at.governor is None or not self._shares(tree, at):
                return None
            at, steps = known.get(at.governor), steps + 1
        return None

    @staticmethod
    def _shares(tree: Tree, clause: Clause) -> bool:
        """Whether the clause lies at the time of the one above."""
        if _is_when(tree, clause):
            return True
        finite = clause.time not in ("none", "infinitive") and not clause.form.endswith("ing")
        apart = clause.link == "advcl" and (finite or clause.progressive)
        return clause.link in SHARES and not apart

    def _home(self, tree: Tree, start: int, end: int) -> int | None:
        """Head of the clause that the words hang on."""
        known = self.clauses.get(tree.index, {})
        inside = [t for t in tree.tokens if t.start >= start and t.end <= end]
        if not inside:
            return None
        top = next(
            (t for t in inside if not start <= tree.tokens[t.head].start < end or t.head < 0),
            inside[0],
        )
        if top.i in known and top.head < 0:
            return top.i
        for at in tree.ancestors(top.i):
            if at in known:
                return at
        return None

    # places

    def where(self, tree: Tree, clause: Clause, most: int = 3) -> PlaceMention | None:
        """The place in a locative phrase of the clause; None when the clause names none.

        `most`: how many clauses are asked, the one above after the one below.
        """
        places = self._places.get(tree.index, ())
        known = self.clauses.get(tree.index, {})
        at: Clause | None = clause
        steps = 0
        while at is not None and steps < most:
            for place in places:
                if self._locative(tree, place) == at.head:
                    return place
            if at.link not in SHARES or at.governor is None:
                break
            at, steps = known.get(at.governor), steps + 1
        return None

    def _locative(self, tree: Tree, place: PlaceMention) -> int | None:
        inside = [t for t in tree.tokens if t.start >= place.start and t.end <= place.end]
        if not inside:
            return None
        top = next(
            (
                t
                for t in inside
                if t.head < 0 or not place.start <= tree.tokens[t.head].start < place.end
            ),
            inside[0],
        )
        if top.dep in ("nmod:poss", "compound") and tree.lemmas[top.head] in PARTS:
            top = tree.tokens[top.head]  # 'in Sudan's Darfur region'
        elif top.dep in ("appos", "nmod:unmarked") and tree.pos[top.head] == "PROPN":
            top = tree.tokens[top.head]  # 'in Nabatieh, Lebanon'
        if tree.case_of(top.i) not in LOCATIVE:
            return None
        return self._home(tree, top.start, top.end)

    # contexts

    def contexts(self, sentence: Sentence) -> tuple[str, ...]:
        """PLOVER contexts of the line in which the sentence stands."""
        lines = self._lines.holding(sentence.start, sentence.end)
        line = lines[0] if lines else sentence
        start, end = line.start, line.end
        if (start, end) not in self._paragraphs:
            self._paragraphs[start, end] = find_contexts(self.article.text[start:end])
        return self._paragraphs[start, end]


def _is_when(tree: Tree, clause: Clause) -> bool:
    """'When they met in May, Cuba freed …': both acts are of that day."""
    below = clause.link in ("advcl", "acl:relcl", "advcl:relcl") and clause.kind == "verb"
    return below and any(tree.lower[k] == "when" for k in tree.kids[clause.head])


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    plover: Plover = load_plover()
    names: dict[str, list[str]] = {}
    for context in plover.contexts.values():
        for word in context.keywords:
            names.setdefault(word.lower(), []).append(context.name)
    pattern = re.compile(rf"\b({_any_of(names)})(?:s|es)?\b")
    return pattern, {word: tuple(listed) for word, listed in names.items()}


def _any_of(words: Iterable[str]) -> str:
    """A pattern of the words, longer ones first, that reads no beginning twice."""
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[:1], []).append(word[1:])
    ends = "" in rest
    parts = [re.escape(first) + _any_of(tails) for first, tails in rest.items() if first]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + "?" * ends


def find_contexts(text: str) -> tuple[str, ...]:
    """The contexts whose keywords stand in the text, most keywords first, at most five."""
    pattern, names = _pattern()
    counts: dict[str, int] = {}
    for found in pattern.finditer(text.lower()):
        for name in names[found.group(1)]:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:5])
