"""Turns matched clauses into coded acts: who did what to whom, and whether it was done at all."""

from __future__ import annotations

from collections.abc import Mapping

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.coded import TELLS_OF, Coded
from communique.code.harm import Harm, same_victims, share_victims
from communique.code.intervals import Intervals
from communique.code.match import NO_SOURCE, Match, Matcher, Miss
from communique.code.setting import Setting
from communique.code.speech import Speech, chain_of
from communique.code.status import is_aside, of_mention, status_of
from communique.code.story import HARMFUL, Story
from communique.code.told import ToldOnce, is_asked_by_noun
from communique.code.topic import COUNTRY, Topic
from communique.code.tree import Tree
from communique.code.voices import NO_AGENT, Voices
from communique.model import (
    Article,
    Status,
    turn_at,
)
from communique.ontology.actors import ActorRegistry
from communique.ontology.codebook import Rule
from communique.ontology.plover import Plover

STEPS = frozenset({"step", "measure", "action"})
MENTIONED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
"""Types of deeds that texts mention by a noun long after they told of them."""
RULED = frozenset({"REJECT", "SUPPORT", "AGREE", "CONCEDE", "COERCE"})
"""Types as which a court's ruling could be read."""
REFUSABLE = frozenset("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT".split())
AIMS = frozenset({"of", "to", "on", "about", "towards", "toward", "for", "from", "at"})
"""Prepositions before a gerund that is only aimed at."""
FUTURE_TYPE = {"AID": "AGREE", "COOPERATE": "AGREE", "SUPPORT": "AGREE", "AGREE": "AGREE"}
"""PLOVER: a promise of material or verbal cooperation is AGREE."""
SPOKEN = frozenset({"REQUEST", "SUPPORT", "ACCUSE", "SANCTION", "THREATEN", "REJECT"})
"""Types of acts that one does by saying them."""


def _is_question(tree: Tree) -> bool:
    """Whether the sentence asks: what it asks about is not told."""
    return "?" in tree.lower[-2:]


def _is_oneself(match: Match) -> bool:
    """Whether the same named people stand on both sides: a misread tree, nobody greets himself."""
    if match.target is None or not match.target.mentions:
        return False
    doers = {mention.name for mention in match.source.mentions}
    return all(m.name is not None and m.name in doers for m in match.target.mentions)


def _condition_of(tree: Tree, coded: Coded) -> int | None:
    """The head of the if-clause that hangs on the act."""
    for head in tree.children(coded.clause.head, "advcl"):
        if any(tree.lower[mark] in ("if", "unless") for mark in tree.children(head, "mark")):
            return head
    return None


def _is_ruling(match: Match, text: str) -> bool:
    """Whether a court or judge decides: their rulings are no acts between parties."""
    if match.rule.type not in RULED or not match.source.mentions:
        return False
    if match.rule.type in ("CONCEDE", "COERCE"):
        words = [text[m.start : m.end].lower() for m in match.source.mentions]
        return all("judge" in word for word in words)
    kinds = {(mention.sector, mention.kind) for mention in match.source.mentions}
    return kinds == {("JUD", "organisation")}


class EventCoder:
    """Codes the clauses of one article."""

    def __init__(
        self,
        article: Article,
        matcher: Matcher,
        plover: Plover,
        speeches: Intervals[Speech],
        setting: Setting,
    ) -> None:
        self.article, self.matcher, self.engine = article, matcher, matcher.engine
        self.plover, self.speeches, self.setting = plover, speeches, setting
        self.actors: ActorIndex = matcher.actors
        self.story = Story(self.actors)
        self.registry = ActorRegistry.load()
        self.topic = Topic(article, matcher.engine, plover)
        self.turns = article.turns()
        self.voices = Voices(matcher, self.topic, speeches)
        self.told = ToldOnce(self.actors)
        self.harm = Harm(matcher.engine, setting, self.actors)
        self.matcher.scene = self.harm.scene

    def code(self, tree: Tree, clauses: dict[int, Clause]) -> list[Coded]:
        """All coded clauses of a sentence, one for each distinct act."""
        if self.topic.is_play or not self._may_tell(tree):
            return []
        if _is_question(tree) or self._is_asked(tree.sentence.start):
            return []
        done: dict[int, Coded] = {}
        self.told.void = set()
        known = [clause for clause in clauses.values() if self._may_code(tree, clause)]
        if len(known) > 1:
            known.sort(key=lambda c: (c.kind == "noun", c.head))
        for clause in known:
            if self.told.swallowed(tree, clause, clauses, done):
                continue
            if is_asked_by_noun(tree, clause):
                continue
            coded = self._one(tree, clause, clauses, done)
            if coded is not None:
                self.told.retold(coded, clauses, done)
                share_victims(coded, done)
                done[clause.head] = coded
        if not done:
            return []
        kept = [
            c for head, c in done.items() if not self.told.swallowed(tree, c.clause, clauses, done)
        ]
        kept = [c for c in kept if not self.told.repeats(c, done)]
        kept = [c for c in kept if not self.told.is_topic(tree, c, done)]
        acts = self.told.distinct(sorted(kept, key=lambda c: c.clause.head))
        for act in acts:
            act.alone = len(acts) == 1
        return acts

    def _is_asked(self, at: int) -> bool:
        """Whether a reporter has the turn: what he says is no official's word."""
        turn = turn_at(self.turns, at) if self.turns else None
        return turn is not None and turn.asks

    def _may_tell(self, tree: Tree) -> bool:
        """Whether anybody is named who could do something, or speaks."""
        if self.actors.names_any(tree.index) or (
            self.voices.issuer and self.matcher.codebook.speaks
        ):
            return True
        return bool(self.speeches.touching(tree.sentence.start, tree.sentence.end))

    def _may_code(self, tree: Tree, clause: Clause) -> bool:
        """Whether a rule may code the predicate, or a speaker can make it an act."""
        known = self.matcher.may_code(clause)
        if known and self.matcher.may_fit(tree, clause):
            return True
        engine, lemma = self.engine, clause.lemma
        named = lemma in engine.volitional or lemma in engine.harsh or lemma in engine.going_on
        if known and lemma in engine.blaming:
            return self._is_ahead(clause)
        return named and self._is_ahead(clause)

    def _is_ahead(self, clause: Clause) -> bool:
        """Whether it is what will, may or must be done, so that a speaker can make it an act."""
        if clause.kind != "verb" and clause.lemma not in self.engine.blaming:
            return False
        return clause.time == "future" or clause.modal is not None

    # one clause

    def _one(
        self,
        tree: Tree,
        clause: Clause,
        clauses: dict[int, Clause],
        done: Mapping[int, Coded],
    ) -> Coded | None:
        rules = self.matcher.candidates(tree, clause)
        ahead = self._is_ahead(clause)
        if not rules and not ahead:
            return None
        start, end = tree.words(clause.head, clause.head)
        chain = chain_of(self.speeches, start, end, clause.head)
        duty = ahead and (
            self.voices.duty(clause, chain)
            or self.voices.blamed(clause, chain)
            or self.voices.condition(tree, clause, clauses)
        )
        if duty:
            return duty
        if clause.lemma in self.engine.blaming and clause.time == "future":
            return None  # 'Peru is to blame', said by nobody known
        self.matcher.speaker = self.voices.voice(chain)
        thanker = self._thanker(clause, done)
        match, misses = self.matcher.match(tree, clause, clauses, thanker, rules)
        if match is None:
            self._note_void(clause, misses)
            if not ahead:
                return None
            return self.voices.threat(clause, chain, misses) or self.voices.promise(
                tree, clause, chain, clauses, misses
            )
        said = match.rule.type == "SUPPORT" or (
            match.rule.type == "ACCUSE" and clause.link == "light"
        )  # 'called him to voice concern': he voiced it
        if not said and self._is_purpose(tree, clause, clauses, done):
            return None
        if _is_ruling(match, self.article.text) or not self.topic.is_event(
            tree, match, clause, clauses
        ):
            return None
        coded = self._coded(tree, clause, clauses, match, misses, chain)
        same_victims(coded, done)
        return coded

    def _note_void(self, clause: Clause, misses: list[Miss]) -> None:
        lacking = (m.rule for m in misses if m.why == NO_SOURCE or m.why.startswith(NO_AGENT))
        rules = (self.matcher.codebook.rule(name) for name in lacking)
        if any(rule is not None and rule.type in ("REQUEST", "THREATEN") for rule in rules):
            self.told.void.add(clause.head)

    def _coded(
        self,
        tree: Tree,
        clause: Clause,
        clauses: dict[int, Clause],
        match: Match,
        misses: list[Miss],
        chain: list[Speech],
    ) -> Coded:
        status = self._status(tree, clause, clauses, match.rule, chain)
        coded = Coded(
            clause,
            match.rule.type,
            match.rule.id,
            match.rule.mode,
            match.rule.cameo,
            match.source,
            match.target,
            status,
            chain,
            misses,
            match.rule.joint,
        )
        if coded.type == "ACCUSE" and coded.target is None:
            coded.target = self.harm.of_outrage(tree, clause)
        if coded.joint and coded.target is None:
            coded.target = self._met_with(clause, clauses)
        self._note(coded)
        self._own_country(coded, match)
        self.harm.place(tree, coded)
        if match.rule.tense == "future" and status in ("planned", "hypothetical"):
            coded.status = "occurred"
        if self._is_performed(clause, clauses, coded) or self._is_said_now(coded, chain):
            coded.status = "occurred"
        if match.rule.status == "occurred":
            coded.status = "occurred"  # 'will show the commitment of Japan': it stands today
        self._future(tree, coded, match.rule)
        self._refusal(coded)
        if match.rule.status:
            coded.status = match.rule.status  # type: ignore[assignment]
        return coded

    def _status(
        self,
        tree: Tree,
        clause: Clause,
        clauses: dict[int, Clause],
        rule: Rule,
        chain: list[Speech],
    ) -> Status:
        """What grammar says, in view of how the article tells its news and what it mentions."""
        status = status_of(tree, clause, clauses, self.engine, bool(chain))
        if status == "ongoing" and clause.time == "present" and not clause.progressive:
            status = "occurred" if self.setting.in_present() else status
        if rule.type in MENTIONED:
            status = of_mention(status, tree, clause, self.engine)
        deed = rule.type in MENTIONED or (clause.link != "acl" and rule.type not in SPOKEN)
        return "recalled" if status == "occurred" and deed and is_aside(tree, clause) else status

    def _note(self, coded: Coded) -> None:
        """Keeps who meets and who fights whom."""
        if coded.type == "ASSAULT" and coded.status not in ("denied", "hypothetical"):
            self.harm.assailant = coded.source
        if coded.type == "ASSAULT" and coded.target is not None:
            self.story.note_attack(coded.source.codes, coded.target.codes)
        self.story.note(coded.type, coded.status, coded.codes())

    def _is_performed(self, clause: Clause, clauses: dict[int, Clause], coded: Coded) -> bool:
        """'I want to thank', 'we would like to condemn': to say it is to do it."""
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.link != "xcomp" or coded.type not in TELLS_OF:
            return False
        wants = (
            above.lemma in self.engine.polite_verbs and not above.negated and not above.conditional
        )
        return wants and above.time != "past"

    def _is_said_now(self, coded: Coded, chain: list[Speech]) -> bool:
        """'I am asking', 'we are designating': the speaker's own word, done by saying it."""
        if coded.status != "ongoing" or coded.type not in SPOKEN or coded.mode == "investigate":
            return False
        return coded.clause.progressive and self.voices.speaks_for_itself(chain, coded.source)

    @staticmethod
    def _thanker(clause: Clause, done: Mapping[int, Coded]) -> Party | None:
        """'appreciated the support provided by China': the support was for who appreciates it."""
        if not done or clause.kind != "noun" or clause.link == "conj":
            return None
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None:
            return None
        return above.source if "thank" in above.rule else None

    def _met_with(self, clause: Clause, clauses: Mapping[int, Clause]) -> Party | None:
        """'announced after a meeting in Lima with Chile's envoy': one meets with somebody."""
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.kind != "noun" or clause.link != "obl":
            return None
        heads = [head for head in above.roles.get("with", ()) if head > clause.head]
        return self.actors.party(clause.sentence, heads, weak=False) if heads else None

    def _own_country(self, coded: Coded, match: Match) -> None:
        kinds = {self.registry.kind_of(code) for code in coded.source.codes}
        group = any(m.kind == "group" for m in coded.source.mentions) or any(
            len(code) > COUNTRY for code in coded.source.codes
        )
        group = group or "group" in kinds
        if coded.target is None and match.rule.target_needed == "self" and not group:
            coded.domestic = True
        if _is_oneself(match):
            coded.target = None

    def _is_purpose(
        self, tree: Tree, clause: Clause, clauses: dict[int, Clause], done: Mapping[int, Coded]
    ) -> bool:
        """What an act is for, or what efforts aim at, is not told as done.

        'are to meet to prepare the exchange', 'efforts to deepen', 'a focus on delivering', 'has
        the means to launch an attack'.
        """
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if clause.link == "light" and above is not None and "agent" in clause.implied:
            if tree.lemmas[tree.tokens[above.head].head] in STEPS:
                return False  # 'took steps to impose a ban': imposed it
            clause = above
        governor = clauses.get(clause.governor) if clause.governor is not None else None
        if governor is not None and governor.lemma in self.engine.await_governors:
            return False
        if clause.link in ("acl", "advcl") and clause.form.endswith("ing"):
            told = done.get(clause.governor) if clause.governor is not None else None
            thanked = told is not None and told.type in TELLS_OF
            return clause.mark in AIMS and not thanked
        if clause.time != "infinitive" or clause.link not in ("advcl", "acl"):
            return False
        if clause.link == "acl":
            return tree.lemmas[tree.tokens[clause.head].head] not in self.engine.plan_nouns
        return governor is None or clause.head not in governor.roles.get("content", ())

    @staticmethod
    def _refusal(coded: Coded) -> None:
        """'will not lift the ban': what is denied for the future is refused."""
        clause = coded.clause
        ahead = clause.time == "future" or clause.modal == "would"
        if coded.status == "denied" and ahead and coded.type in REFUSABLE:
            coded.type, coded.mode, coded.cameo, coded.status = "REJECT", None, None, "occurred"

    def _future(self, tree: Tree, coded: Coded, rule: Rule) -> None:
        """What PLOVER makes of an act still to come when its own doer announces it."""
        if coded.status not in ("planned", "hypothetical"):
            return
        condition = _condition_of(tree, coded)
        if coded.status == "planned" and coded.type in HARMFUL and condition is not None:
            # 'if Peru signs, Chile will impose a tariff'
            coded.type, coded.mode, coded.cameo = "THREATEN", None, None
            coded.status = "occurred"
            subjects = tree.children(condition, "nsubj")
            coded.target = coded.target or self.actors.party(tree.index, subjects, weak=False)
            return
        if not self.voices.speaks_for_itself(coded.chain, coded.source):
            return
        clause = coded.clause
        if coded.status == "hypothetical" and clause.modal not in (None, "would"):
            return
        becomes = rule.future or FUTURE_TYPE.get(coded.type)
        if becomes is not None:
            coded.type, coded.mode, coded.cameo = becomes, None, None
            coded.status = "occurred"
