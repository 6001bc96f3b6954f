"""Finds the rule that codes a clause, and the actors in its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.tree import Tree, is_currency
from communique.model import Code
from communique.ontology.codebook import Codebook, Entry, Rule, specific_first, spelled
from communique.ontology.engine import Engine

NO_WORDS: frozenset[str] = frozenset()
NO_TARGET = "no actor as target"
NO_SOURCE = "no actor as source"
INNER = (
    "patient", "recipient", "to", "with", "for", "against", "on", "between", "from", "of", "at",
    "into",
)  # fmt: skip
TAKES_PART = frozenset(
    {"stand", "take", "participate", "engage", "join", "serve", "involve", "assist"}
)
PARTICLES = frozenset({"in", "up", "out", "off", "down", "over", "away", "back"})
NOUN_PATIENT = ("of", "on", "against", "to", "with", "for", "over", "at", "in", "into")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a clause, with the parties it found."""

    rule: Rule
    source: Party
    target: Party | None
    tail: tuple[str, ...]


class Miss(NamedTuple):
    """A rule whose predicate stands in the clause and that does not fit, and why."""

    rule: str
    why: str


class Matcher:
    """Matches clauses of one article against a codebook."""

    def __init__(self, codebook: Codebook, engine: Engine, actors: ActorIndex) -> None:
        self.codebook, self.engine, self.actors = codebook, engine, actors
        self.scene: Callable[[Tree, Clause], Party | None] | None = None
        """Whose people a crowd is that the text gives no country."""
        self.speaker: Party | None = None
        """Who says what is being matched, for rules whose source is the speaker."""
        self._tree: Tree | None = None
        self._present = NO_WORDS

    def match(
        self,
        tree: Tree,
        clause: Clause,
        clauses: dict[int, Clause],
        recipient: Party | None = None,
        candidates: Sequence[Entry] | None = None,
    ) -> tuple[Match | None, list[Miss]]:
        """The most specific rule that fits, and those that nearly did.

        `recipient`: whom the act concerns where the clause itself names nobody; `candidates`: what
        `candidates` found, where it was asked before.
        """
        misses: list[Miss] = []
        if candidates is None:
            candidates = self.candidates(tree, clause)
        if (
            candidates
            and clause.kind == "noun"
            and clause.link == "light"
            and self._undone(tree, clause)
        ):
            return None, misses
        for tail, rule in candidates:
            fit = self._fit(tree, clause, rule, clauses, tail)
            if fit == NO_TARGET and recipient is not None:
                fit = self._fit(tree, clause, replace(rule, target_needed="no"), clauses, tail)
            if isinstance(fit, Match):
                if fit.target is None and recipient is not None:
                    fit = replace(fit, target=recipient)
                return fit, misses
            misses.append(Miss(rule.id, fit))
        return None, misses

    def _undone(self, tree: Tree, clause: Clause) -> bool:
        """Whether the verb above takes away what the noun names."""
        if clause.governor is None or "agent" not in clause.implied:
            return False
        return tree.tokens[clause.governor].lemma in self.engine.undoing

    def may_code(self, clause: Clause) -> bool:
        """Whether the codebook names the predicate at all."""
        book = self.codebook
        if clause.kind == "noun":
            return clause.lemma in book.nouns or clause.lemma in book.light
        if clause.kind == "adjective":
            return clause.lemma in book.adjectives
        return clause.lemma in book.verbs or (clause.form in book.adjectives and clause.passive)

    def may_fit(self, tree: Tree, clause: Clause) -> bool:
        """Whether the sentence has the words of some rule of the predicate, wherever they stand."""
        vocabulary, present = tree.vocabulary, self._words_of(tree)
        # Those that ask for least come last.
        for tail, rule in reversed(self._entries(clause)[0]):
            if vocabulary.issuperset(tail) and not any(map(present.isdisjoint, rule.needs)):
                return True
        return clause.kind == "noun" and clause.lemma in self.codebook.light

    def candidates(self, tree: Tree, clause: Clause) -> list[Entry]:
        """The rules whose predicate stands in the clause, the most specific first."""
        entries, sources = self._entries(clause)
        out: list[Entry] = []
        bag: frozenset[str] | None = None
        vocabulary = tree.vocabulary if entries else NO_WORDS
        for entry in entries:
            tail = entry[0]
            if tail:
                if not vocabulary.issuperset(tail):
                    continue
                if bag is None:
                    bag = phrase_bag(tree, clause)
                if not bag.issuperset(tail) or _is_stray(clause, tail):
                    continue
                by_doer = tail == ("by",) and clause.passive and "by" not in entry[1].source
                if by_doer and not any(p[0] == clause.form for p in entry[1].adjectives):
                    continue  # 'bombs dropped by the navy': the by-phrase is the doer
            out.append(entry)
        named = clause.kind == "noun" and clause.lemma in self.codebook.light
        if named and clause.link == "light":
            light = list(self._light(tree, clause))
            out += light
            sources += bool(light)
        if sources > 1 and len(out) > 1:
            out.sort(key=specific_first)
        return out

    def _entries(self, clause: Clause) -> tuple[Sequence[Entry], int]:
        """The entries of the predicate, and of how many sorted lists they are."""
        if clause.kind == "verb":
            verbs = self.codebook.verbs.get(clause.lemma, ())
            if clause.form in self.codebook.adjectives and clause.passive:
                return (*verbs, *self.codebook.adjectives[clause.form]), 2
            return verbs, 1
        if clause.kind == "noun":
            return self.codebook.nouns.get(clause.lemma, ()), 1
        return self.codebook.adjectives.get(clause.lemma, ()), 1

    def _light(self, tree: Tree, clause: Clause) -> Iterator[Entry]:
        rules = self.codebook.light.get(clause.lemma, ())
        if not rules or clause.governor is None:
            return
        verb = tree.tokens[clause.governor].lemma
        for rule in rules:
            if verb in rule.light_verbs:
                yield (verb,), rule

    def _fit(
        self,
        tree: Tree,
        clause: Clause,
        rule: Rule,
        clauses: dict[int, Clause],
        tail: tuple[str, ...],
    ) -> Match | str:
        if rule.type == "AGREE" and self._is_sought(tree, clause):
            return "is only asked for"
        adjectival = (
            clause.kind == "verb"
            and clause.form in self.codebook.adjectives
            and any(phrase[0] == clause.form for phrase in rule.adjectives)
            and clause.passive
            and not any(phrase[0] == clause.lemma for phrase in rule.verbs)
        )
        why = self._constraint(tree, clause, rule, tail, adjectival)
        if why:
            return why
        if adjectival:
            source = self._party(clause, ("patient",), owners=False)
        else:
            source = self._source(tree, clause, rule)
        if source is None and rule.type == "PROTEST" and clause.kind == "verb":
            source = self._crowd(tree, clause, rule)
        if source is None or not self._may_inherit(tree, clause, rule):
            return NO_SOURCE
        target = self._target(clause, rule, clauses, source, tail)
        enough = target is not None or (rule.joint and len(source.codes) > 1)
        if rule.target_needed == "yes" and not enough:
            return NO_TARGET
        alone = rule.joint and target is None and len(source.codes) < 2
        if alone and clause.kind == "noun" and "agent" not in clause.roles:
            return "a joint act of one actor"
        return Match(rule, source, target, tail)

    def _may_inherit(self, tree: Tree, clause: Clause, rule: Rule) -> bool:
        """Whether a noun may have the subject of its verb as doer.

        'held talks' and 'is in Rome for talks' may, 'studied proposals' and 'rocks fell on a
        protest' may not.
        """
        if clause.kind != "noun" or "agent" not in clause.implied or clause.governor is None:
            return True
        if clause.link == "light":
            verb = tree.tokens[clause.governor].lemma
            return verb in self.engine.light_verbs or verb in rule.light_verbs
        verb = tree.tokens[clause.governor].lemma
        takes_part = verb in TAKES_PART and clause.mark == "in"
        # 'recalled its envoy for consultations' consults nobody
        return (rule.type == "CONSULT" and verb not in self.engine.undoing) or takes_part

    def _crowd(self, tree: Tree, clause: Clause, rule: Rule) -> Party | None:
        """'Thousands marched in Lima': a crowd is of the country where it stands."""
        if self.scene is None or "agent" not in clause.roles:
            return None
        if not any(role == "agent" for role, _ in rule.words):
            return None
        return self.scene(tree, clause)

    def _is_sought(self, tree: Tree, clause: Clause) -> bool:
        """'We expect assurances from Iran': nobody has given any."""
        if clause.kind != "noun" or clause.link not in ("obj", "obl") or clause.governor is None:
            return False
        verb = tree.tokens[clause.governor].lemma
        return verb in self.engine.hope_governors or verb in self.engine.seeking_verbs

    # constraints

    def _heads(
        self, clause: Clause, role: str, tail: tuple[str, ...], adjectival: bool = False
    ) -> Sequence[int]:
        if adjectival and role == "agent":
            role = "patient"
        last = _governing(clause, tail) if role == "patient" and tail else ""
        if last:
            # 'agree on', 'take part in': what the preposition governs is the object.
            own = clause.roles.get("patient", ())
            tokens = self.actors.trees[clause.sentence].tokens
            if all(tokens[h].lemma.lower() in tail for h in own):
                return clause.roles[last]
        if role == "patient" and clause.kind == "noun":
            return clause.roles.get("of", ())
        return clause.roles.get(role, ())

    def _constraint(
        self, tree: Tree, clause: Clause, rule: Rule, tail: tuple[str, ...], adjectival: bool
    ) -> str | None:
        for role, words in rule.words:
            if not self._may_have(tree, words):
                return f"{role} is none of the rule's words"
            heads = self._heads(clause, role, tail, adjectival)
            if not heads or not self._have_word(tree, heads, words):
                return f"{role} is none of the rule's words"
        for role, words in rule.not_words:
            if not self._may_have(tree, words):
                continue
            heads = self._heads(clause, role, tail, adjectival)
            if heads and self._have_word(tree, heads, words):
                return f"{role} is a word that the rule excludes"
        for role, names in rule.classes:
            heads = self._heads(clause, role, tail, adjectival)
            if not self._has_class(clause, heads, names):
                return f"{role} is not {' or '.join(sorted(names))}"
        if rule.tense == "future" and not _is_future(clause):
            return "is no promise: not in the future"
        return self._content(tree, clause, rule)

    def _may_have(self, tree: Tree, words: frozenset[str]) -> bool:
        """Whether one of a rule's words may stand anywhere in the sentence."""
        known = spelled(words)
        return known is None or not self._words_of(tree).isdisjoint(known)

    def _words_of(self, tree: Tree) -> frozenset[str]:
        """Those of the rules' words that stand in the sentence."""
        if self._tree is not tree:
            self._tree, self._present = tree, tree.vocabulary & self.codebook.words
        return self._present

    def _have_word(self, tree: Tree, heads: Sequence[int], words: frozenset[str]) -> bool:
        for head in heads:
            if _has_word(tree, head, words):
                return True
            real = self.actors.real(tree.index, head)
            if real != head and _has_word(tree, real, words):
                return True
        return False

    def _has_class(self, clause: Clause, heads: Sequence[int], names: frozenset[str]) -> bool:
        if not heads:
            return False
        if self.actors.is_class(clause.sentence, heads, names):
            return True
        # 'Russian forces' shelling' and 'Israel's strikes': whoever owns the head counts.
        return "actor" in names and self.actors.party(clause.sentence, heads) is not None

    @staticmethod
    def _content(tree: Tree, clause: Clause, rule: Rule) -> str | None:
        if rule.content is None:
            return None
        heads = clause.roles.get("content")
        if rule.content == "none":
            return "has a clause as content" if heads else None
        if not heads:
            return "has no clause as content"
        if rule.content == "any":
            return None
        token = tree.tokens[heads[0]]
        marks = {tree.lower[k] for k in tree.children(heads[0], "mark")}
        kind = "finite"
        if "to" in marks or ("VerbForm=Inf" in token.feats and not _finite(tree, heads[0])):
            kind = "infinitive"
        elif "VerbForm=Ger" in token.feats or (
            token.text.endswith("ing") and not _finite(tree, heads[0])
        ):
            kind = "ing"
        return None if kind == rule.content else f"its clause is {kind}, not {rule.content}"

    # parties

    def _source(self, tree: Tree, clause: Clause, rule: Rule) -> Party | None:
        roles = rule.source
        if "speaker" in roles and self.speaker is not None:
            return self.speaker
        if clause.kind == "noun":
            roles = tuple(
                dict.fromkeys((*roles, "agent", "by", "from", "between", "among", "doer"))
            )
            if "of" in clause.roles and ("on" in clause.roles or "against" in clause.roles):
                roles = (*roles, "of")  # 'the raids of the rebels on the port'
            party = self._party(clause, roles, owners=True, weak=rule.joint)
            if party is None and rule.joint:
                party = self._party(clause, ("of", "with"), owners=False)
            return party
        party = self._party(clause, roles, owners=False, weak=False)
        if party is None:
            heads = [
                h
                for h in clause.roles.get("agent", ())
                if tree.lemmas[h] in self.engine.agentive and not self._is_only_placed(tree, h)
            ]
            party = self.actors.party(clause.sentence, heads, weak=False) if heads else None
        if party is None and clause.kind == "verb" and "agent" not in rule.source:
            # 'was criticised over its dispute with Peru': not whom it is done to.
            done_to = self._party(clause, ("patient",)) if clause.passive else None
            avoid = frozenset(done_to.codes) if done_to is not None else frozenset()
            party = self._party(clause, roles, owners=True, avoid=avoid)
        return party

    def _is_only_placed(self, tree: Tree, head: int) -> bool:
        """'a bombing in Herat province killed two': nobody is said to have done it."""
        if tree.lemmas[head] not in self.engine.outrages:
            return False
        near = tree.children(head, "nmod")
        placed = [k for k in near if tree.case_of(k) in ("in", "at", "near")]
        owned = tree.children(head, "nmod:poss", "amod", "compound", "acl")
        done = [*owned, *(k for k in near if k not in placed)]
        return bool(placed) and self.actors.party(tree.index, done, weak=False) is None

    def _party(
        self,
        clause: Clause,
        roles: Sequence[str],
        owners: bool = True,
        weak: bool = True,
        avoid: frozenset[Code] = frozenset(),
    ) -> Party | None:
        for role in roles:
            heads = clause.roles.get(role)
            if not heads or role == "content":
                continue
            party = self.actors.party(clause.sentence, heads, owners, weak, avoid)
            if party is not None:
                return party
        return None

    def _target(
        self,
        clause: Clause,
        rule: Rule,
        clauses: dict[int, Clause],
        source: Party,
        tail: tuple[str, ...],
    ) -> Party | None:
        if rule.type == "ACCUSE" and self._is_outrage(clause):
            return self._perpetrator(clause)
        found: Party | None = None
        same: Party | None = None
        own = frozenset(source.codes)
        for role in self._target_roles(clause, rule):
            party = self._in_role(clause, role, clauses, source, tail)
            if party is None or (party.mentions and party.mentions == source.mentions):
                continue
            if own.issuperset(party.codes):
                same = same or (party if party.how == "self" else None)
                continue
            found = _united(found, party) if rule.joint and found is not None else party
            if not rule.joint:
                break
        if found is None and rule.type == "ACCUSE":
            found = self._behind(clause, rule, own)
        if found is None and self._mutual(clause, source):
            return Party(source.codes, (), "mutual")
        return found or (None if rule.joint else same)

    def _is_outrage(self, clause: Clause) -> bool:
        """Whether what is condemned is an act of violence: then its victim is not meant."""
        tokens = self.actors.trees[clause.sentence].tokens
        heads = clause.roles.get("patient", ())
        return any(tokens[h].lemma.lower() in self.engine.outrages for h in heads)

    def _perpetrator(self, clause: Clause) -> Party | None:
        """Who did the violence, by the words that stand with it; None when they do not say."""
        tree = self.actors.trees[clause.sentence]
        for head in clause.roles.get("patient", ()):
            for kid in tree.kids[head]:
                dep = tree.tokens[kid].dep
                doer = dep in ("nmod:poss", "amod", "compound") or tree.case_of(kid) == "by"
                kids = [kid] if doer else []
                if dep == "acl:relcl":  # 'a raid that Chad carried out'
                    kids = [k for n in tree.children(kid, "nsubj") for k in tree.conjuncts(n)]
                party = self.actors.party(clause.sentence, kids) if kids else None
                if party is not None:
                    return party
        return self._behind_heads(clause, clause.roles.get("patient", ()), frozenset())

    def _behind(self, clause: Clause, rule: Rule, own: frozenset[Code]) -> Party | None:
        """'concerned by reports of abuses by the army': who did what is deplored."""
        heads = [h for role in rule.target for h in clause.roles.get(role, ())]
        return self._behind_heads(clause, heads, own)

    def _behind_heads(
        self, clause: Clause, heads: Sequence[int], own: frozenset[Code]
    ) -> Party | None:
        tree = self.actors.trees[clause.sentence]
        for _ in range(3):
            below: list[int] = []
            for head in heads:
                for kid in tree.kids[head]:
                    dep, case = tree.deps[kid], tree.case_of(kid)
                    if dep == "acl" or (dep == "nmod" and case == "of"):
                        below.append(kid)
                    if dep not in ("nmod", "obl", "obl:agent") or case not in ("by", "from"):
                        continue
                    party = self.actors.party(clause.sentence, [kid], weak=False)
                    if party is not None and not own & set(party.codes):
                        return party
            heads = below
        return None

    def _mutual(self, clause: Clause, source: Party) -> bool:
        """'supported each other': each is the other's recipient."""
        tokens = self.actors.trees[clause.sentence].tokens
        heads = (*clause.roles.get("patient", ()), *clause.roles.get("recipient", ()))
        return len(source.codes) > 1 and any(
            tokens[h].lemma.lower() in ("each", "one") for h in heads
        )

    @staticmethod
    def _target_roles(clause: Clause, rule: Rule) -> tuple[str, ...]:
        roles: tuple[str, ...] = rule.target
        if rule.joint:
            roles = (*roles, *rule.source, "with", "between", "among")
        if clause.kind == "noun":
            roles = tuple(
                r for role in roles for r in (NOUN_PATIENT if role == "patient" else (role,))
            )
        return tuple(dict.fromkeys(roles))

    def _in_role(
        self,
        clause: Clause,
        role: str,
        clauses: dict[int, Clause],
        source: Party,
        tail: tuple[str, ...],
    ) -> Party | None:
        if role in ("content", "inside"):
            return self._of_content(clause, clauses, source)
        heads: Sequence[int] = clause.roles.get(role, ())
        if clause.kind != "noun":
            heads = self._heads(clause, role, tail) or heads
        if not heads and tail:
            heads = self._below_tail(clause, role, tail)
        if not heads:
            return None
        return self.actors.party(clause.sentence, heads, avoid=frozenset(source.codes))

    def _below_tail(self, clause: Clause, role: str, tail: tuple[str, ...]) -> list[int]:
        """'called for a boycott against Peru': a phrase of the noun that the verb governs."""
        tree = self.actors.trees[clause.sentence]
        return [
            k
            for head in clause.roles.get(tail[-1], ())
            for kid in tree.children(head, "nmod")
            if tree.case_of(kid) == role
            for k in tree.conjuncts(kid)
        ]

    def _of_content(
        self, clause: Clause, clauses: dict[int, Clause], source: Party, depth: int = 0
    ) -> Party | None:
        """The actor of the content clause, or, when that is the source, whom its act concerns."""
        for head in clause.roles.get("content", ()):
            inner = clauses.get(head)
            if inner is None:
                party = self._of_copula(clause.sentence, head)
                if party is not None and not set(party.codes) & set(source.codes):
                    return party
                continue
            agents = [h for h in inner.roles.get("agent", ())]
            party = self.actors.party(inner.sentence, agents, owners=False, weak=False)
            if party is not None and set(party.codes) != set(source.codes):
                return party
            for role in INNER:
                heads = inner.roles.get(role)
                party = self.actors.party(inner.sentence, heads, weak=False) if heads else None
                if party is not None and not set(party.codes) & set(source.codes):
                    return party
            if depth < 2:
                party = self._of_content(inner, clauses, source, depth + 1)
                if party is not None:
                    return party
        return None

    def _of_copula(self, sentence: int, head: int) -> Party | None:
        """'claimed that Peru is a bad neighbour': the subject of a noun that is no act."""
        tree = self.actors.trees[sentence]
        if tree.child(head, "cop") is None:
            return None
        subjects = [k for kid in tree.children(head, "nsubj") for k in tree.conjuncts(kid)]
        return self.actors.party(sentence, subjects, owners=False, weak=False) if subjects else None


def _governing(clause: Clause, tail: tuple[str, ...]) -> str:
    """The preposition of a phrase that governs something: 'on', of 'walk out of' 'out of'."""
    if tail[-1] in clause.roles:
        return tail[-1]
    pair = " ".join(tail[-2:])
    return pair if pair in clause.roles else ""


def _is_stray(clause: Clause, tail: tuple[str, ...]) -> bool:
    """'gave 300 dollars in cash' is no 'give in': with an object a particle must be one."""
    word = tail[0]
    return (
        len(tail) == 1
        and word in PARTICLES
        and word not in clause.particles
        and "patient" in clause.roles
        and clause.kind == "verb"
    )


def _united(first: Party, second: Party) -> Party:
    codes = tuple(dict.fromkeys((*first.codes, *second.codes)))
    return Party(codes, (*first.mentions, *second.mentions), first.how)


def _is_future(clause: Clause) -> bool:
    return clause.time in ("future", "infinitive") or clause.modal == "would"


def _finite(tree: Tree, i: int) -> bool:
    return tree.child(i, "aux") is not None


@cache
def _names_compounds(words: frozenset[str]) -> bool:
    return any(" " in word for word in words)


def _has_word(tree: Tree, head: int, words: frozenset[str]) -> bool:
    lemma = tree.lemmas[head]
    if lemma in words or tree.lower[head] in words:
        return True
    if is_currency(tree.tokens[head].text):  # '$20 million', '€500'
        counted = (tree.lemmas[k] for k in tree.children(head, "nummod"))
        return "dollar" in words or any(word in words for word in counted)
    if not _names_compounds(words):
        return False
    # 'a memorandum of understanding', 'peace talks': compounds count with their head.
    return any(
        f"{tree.lemmas[k]} {lemma}" in words for k in tree.children(head, "compound", "amod")
    )


def phrase_bag(tree: Tree, clause: Clause) -> frozenset[str]:
    """Words that a phrase of the codebook may name beside its verb, noun or adjective."""
    if clause.bag is None:
        clause.bag = _find_bag(tree, clause)
    return clause.bag


def _find_bag(tree: Tree, clause: Clause) -> frozenset[str]:
    bag: set[str] = set()
    for role, heads in clause.roles.items():
        if role == "content":
            for head in heads:
                bag.update(tree.lower[k] for k in tree.children(head, "mark"))
                bag.add(tree.lemmas[head])
        elif role not in ("agent", "recipient"):
            if role != "patient":
                bag.update(role.split())
            for head in heads:
                bag.add(tree.lemmas[head])
                bag.add(tree.lower[head])
    _add_beside(bag, tree, clause.head)
    return frozenset(bag)


def _add_beside(bag: set[str], tree: Tree, head: int) -> None:
    """The words that hang on the predicate, with the modifiers of its objects."""
    before = head - 2
    tokens, lemmas, lower = tree.tokens, tree.lemmas, tree.lower
    if before >= 0 and tokens[head - 1].text == "-":
        bag.add(lemmas[before])
    for kid in tree.kids[head]:
        bag.add(lemmas[kid])
        bag.add(lower[kid])
        if tree.deps[kid] in ("obj", "obl", "xcomp") and tree.by[kid]:
            bag.update([lemmas[k] for k in tree.children(kid, "amod", "compound", "appos")])
            for part in tree.children(kid, "appos"):
                bag.update([lemmas[k] for k in tree.children(part, "compound")])
