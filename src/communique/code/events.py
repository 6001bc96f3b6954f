"""Turns matched clauses into reports: who did what to whom, with status, date, place and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.coded import Coded
from communique.code.intervals import Intervals
from communique.code.match import NO_SOURCE, Match, Matcher, Miss
from communique.code.probability import features_of, probability
from communique.code.setting import Setting
from communique.code.speech import Speech, as_attributions, chain_of
from communique.code.status import is_aside, of_mention, status_of, with_date
from communique.code.story import HARMFUL, NOBODY, Story
from communique.code.topic import COUNTRY, Topic
from communique.code.tree import Tree
from communique.model import (
    ActorMention,
    Article,
    Evidence,
    Report,
    Status,
    content_id,
    turn_at,
)
from communique.ontology.actors import ActorRegistry
from communique.ontology.codebook import Rule
from communique.ontology.plover import Plover

SWALLOWS = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT"})
"""Types whose content is not coded a second time."""
TELLS_OF = frozenset({"ACCUSE", "SUPPORT"})
"""Types whose object is coded only where its own doer stands with it."""
CONTENT_LINKS = frozenset(
    {"xcomp", "ccomp", "light", "obj", "nsubj:pass", "acl", "obl", "advcl", "conj"}
)
UNKNOWN = ("UNK",)
HURTFUL = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that fall on the country in which they are done."""
STEPS = frozenset({"step", "measure", "action"})
MENTIONED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
"""Types of deeds that texts mention by a noun long after they told of them."""
RULED = frozenset({"REJECT", "SUPPORT", "AGREE", "CONCEDE", "COERCE"})
"""Types as which a court's ruling could be read."""
GOVERNING = frozenset({"for", "of", "against", "from"})
"""Prepositions before what one is accused of: 'of attempting to overthrow'."""
DEMANDS = frozenset(
    {"demand", "request", "call", "appeal", "proposal", "ultimatum", "threat", "plea"}
)
"""Nouns whose that-clause tells what is asked or threatened, not what is done."""
REFUSABLE = frozenset("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT".split())
DOMESTIC = frozenset({"PROTEST", "COERCE", "ASSAULT"})
"""Acts that without a named recipient fall on the doer's own country first."""
AIMS = frozenset({"of", "to", "on", "about", "towards", "toward", "for", "from", "at"})
"""Prepositions before a gerund that is only aimed at."""
FUTURE_TYPE = {"AID": "AGREE", "COOPERATE": "AGREE", "SUPPORT": "AGREE", "AGREE": "AGREE"}
"""PLOVER: a promise of material or verbal cooperation is AGREE."""
ASIDE_MARKS = frozenset({"while", "whereas"})
TOPICS = frozenset({"SUPPORT", "AGREE", "COOPERATE", "AID"})
"""Types of acts that are only spoken of where they are the object of talks."""
SPOKEN = frozenset({"REQUEST", "SUPPORT", "ACCUSE", "SANCTION", "THREATEN", "REJECT"})
"""Types of acts that one does by saying them."""
BLAMED = ("patient", "against")
"""Roles of what is condemned."""
WILL = frozenset({"would", "might", "could", "may"})
OBLIGATION = frozenset({"should", "must", "ought"})
NO_AGENT = "agent is not "
PROMISE_RULE = "engine.promise.1"
THREAT_RULE = "engine.threat.1"
BLAME_RULE = "engine.blame.1"
DUTY_RULE = "engine.duty.1"


def _is_question(tree: Tree) -> bool:
    """Whether the sentence asks: what it asks about is not told."""
    return "?" in tree.lower[-2:]


def _is_oneself(match: Match) -> bool:
    """Whether the same named people stand on both sides: a misread tree, nobody greets himself."""
    if match.target is None or not match.target.mentions:
        return False
    doers = {mention.name for mention in match.source.mentions}
    return all(m.name is not None and m.name in doers for m in match.target.mentions)


def _is_asked_by_noun(tree: Tree, clause: Clause) -> bool:
    """'the demand that he resign': he has not resigned."""
    if clause.mark != "that" or clause.link not in ("acl", "ccomp") or clause.kind == "noun":
        return False
    above = tree.tokens[clause.head].head
    return above >= 0 and tree.lemmas[above] in DEMANDS and tree.pos[above] == "NOUN"


def _share_victims(coded: Coded, done: Mapping[int, Coded]) -> None:
    """'shelled Niger, killing two people and injuring five others': no people of its own."""
    clause = coded.clause
    above = done.get(clause.governor) if clause.governor is not None else None
    if above is None or above.type != coded.type:
        return
    own = set(coded.source.codes)
    foreign = above.target is not None and not set(above.target.codes) <= own
    if not foreign or set(above.source.codes) != own:
        return
    if coded.target is None:
        told = clause.link == "conj" and coded.domestic
    else:
        told = clause.form.endswith("ing") and bool(coded.target.mentions)
    if told and (coded.target is None or set(coded.target.codes) <= own):
        coded.target, coded.domestic = above.target, False


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


def _same_act(one: Coded, other: Coded) -> bool:
    if one.type != other.type or one.codes() != other.codes():
        return False
    kinds = {one.clause.kind, other.clause.kind}
    if kinds == {"verb"} and one.rule != other.rule and one.type != "CONSULT":
        return False
    held = one.status in ("occurred", "ongoing") and other.status in ("occurred", "ongoing")
    return held or one.status == other.status


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
        self.issuer: ActorMention | None = None
        self.registry = ActorRegistry.load()
        self.topic = Topic(article, matcher.engine, plover)
        self.turns = article.turns()
        self.matcher.scene = self._scene
        self.void: set[int] = set()
        """Verbs of the sentence that ask or threaten, without a known doer."""
        self.assailant: Party | None = None
        """Who did the last violence told."""

    def code(self, tree: Tree, clauses: dict[int, Clause]) -> list[Coded]:
        """All coded clauses of a sentence, one for each distinct act."""
        if self.topic.is_play or not self._may_tell(tree):
            return []
        if _is_question(tree) or self._is_asked(tree.sentence.start):
            return []
        done: dict[int, Coded] = {}
        self.void = set()
        known = [clause for clause in clauses.values() if self._may_code(tree, clause)]
        if len(known) > 1:
            known.sort(key=lambda c: (c.kind == "noun", c.head))
        for clause in known:
            if self._swallowed(tree, clause, clauses, done):
                continue
            if _is_asked_by_noun(tree, clause):
                continue
            coded = self._one(tree, clause, clauses, done)
            if coded is not None:
                self._retold(coded, clauses, done)
                _share_victims(coded, done)
                done[clause.head] = coded
        if not done:
            return []
        kept = [c for head, c in done.items() if not self._swallowed(tree, c.clause, clauses, done)]
        kept = [c for c in kept if not self._repeats(c, done)]
        kept = [c for c in kept if not self._is_topic(tree, c, done)]
        acts = self._distinct(sorted(kept, key=lambda c: c.clause.head))
        for act in acts:
            act.alone = len(acts) == 1
        return acts

    def _is_asked(self, at: int) -> bool:
        """Whether a reporter has the turn: what he says is no official's word."""
        turn = turn_at(self.turns, at) if self.turns else None
        return turn is not None and turn.asks

    @staticmethod
    def _is_topic(tree: Tree, coded: Coded, done: Mapping[int, Coded]) -> bool:
        """'They discussed bolstering ties and their support for the truce': talked about."""
        if coded.type not in TOPICS or coded.clause.link == "root":
            return False
        at = coded.clause.head
        for _ in range(5):
            token = tree.tokens[at]
            if token.head < 0 or token.dep in ("acl:relcl", "advcl", "parataxis"):
                return False
            finite = token.pos == "VERB" and not token.text.endswith("ing")
            if finite and at != coded.clause.head:
                return False
            at = token.head
            above = done.get(at)
            if above is not None and above is not coded and above.type == "CONSULT":
                told = coded.clause.kind == "verb" and not coded.clause.form.endswith("ing")
                return above.clause.kind == "verb" and not told
        return False

    def _may_tell(self, tree: Tree) -> bool:
        """Whether anybody is named who could do something, or speaks."""
        if self.actors.names_any(tree.index) or (self.issuer and self.matcher.codebook.speaks):
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

    @staticmethod
    def _repeats(coded: Coded, done: Mapping[int, Coded]) -> bool:
        """'rocket attacks killed two': the noun names the act that its verb tells."""
        clause = coded.clause
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None or above is coded or above.type != coded.type:
            return False
        again = clause.link == "advcl" or (clause.link == "conj" and clause.form.endswith("ing"))
        if coded.domestic and again and above.source.codes == coded.source.codes:
            return True  # 'pounded the city, killing five': no other act, and no other victim
        if clause.kind != "noun":
            return False
        means = clause.link in ("nsubj", "obl", "obl:agent")
        return means and set(coded.source.codes) == set(above.source.codes)

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
            self._duty(clause, chain)
            or self._blamed(clause, chain)
            or self._condition(tree, clause, clauses)
        )
        if duty:
            return duty
        if clause.lemma in self.engine.blaming and clause.time == "future":
            return None  # 'Peru is to blame', said by nobody known
        self.matcher.speaker = self._voice(chain)
        thanker = self._thanker(clause, done)
        match, misses = self.matcher.match(tree, clause, clauses, thanker, rules)
        if match is None:
            self._note_void(clause, misses)
            if not ahead:
                return None
            return self._threat(clause, chain, misses) or self._promise(
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
        return self._coded(tree, clause, clauses, match, misses, chain)

    def _note_void(self, clause: Clause, misses: list[Miss]) -> None:
        lacking = (m.rule for m in misses if m.why == NO_SOURCE or m.why.startswith(NO_AGENT))
        rules = (self.matcher.codebook.rule(name) for name in lacking)
        if any(rule is not None and rule.type in ("REQUEST", "THREATEN") for rule in rules):
            self.void.add(clause.head)

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
            coded.target = self._of_outrage(tree, clause)
        if coded.joint and coded.target is None:
            coded.target = self._met_with(clause, clauses)
        self._note(coded)
        self._own_country(coded, match)
        self._place_harm(tree, coded)
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
            self.assailant = coded.source
        if coded.type == "ASSAULT" and coded.target is not None:
            self.story.note_attack(coded.source.codes, coded.target.codes)
        self.story.note(coded.type, coded.status, coded.codes())

    def _place_harm(self, tree: Tree, coded: Coded) -> None:
        """Whom harm hits by where it is done."""
        if coded.domestic and coded.type in self.engine.harm:
            self._abroad(tree, coded)
        unknown = {"UNK"} == set(coded.source.codes) | set(
            coded.target.codes if coded.target else ()
        )
        if unknown:
            coded.target = None  # 'gunmen kill refugees': they are not of one side
        if coded.target is None and not coded.domestic and coded.type in HURTFUL:
            coded.target = self._fallen_on(tree, coded)
        if coded.type in HURTFUL and coded.target is not None and coded.target.codes == UNKNOWN:
            place = self._scene(tree, coded.clause)  # 'shot two gunmen in Kenya'
            if place is not None:
                coded.target = coded.target._replace(codes=place.codes)

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
        return coded.clause.progressive and self._speaks_for_itself(chain, coded.source)

    @staticmethod
    def _thanker(clause: Clause, done: Mapping[int, Coded]) -> Party | None:
        """'appreciated the support provided by China': the support was for who appreciates it."""
        if not done or clause.kind != "noun" or clause.link == "conj":
            return None
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None:
            return None
        return above.source if "thank" in above.rule else None

    def _scene(self, tree: Tree, clause: Clause) -> Party | None:
        place = self.setting.where(tree, clause) or self.setting.only_place(tree)
        if place is None or not place.country:
            return None
        return Party((place.country,), (), "place")

    def _met_with(self, clause: Clause, clauses: Mapping[int, Clause]) -> Party | None:
        """'announced after a meeting in Lima with Chile's envoy': one meets with somebody."""
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.kind != "noun" or clause.link != "obl":
            return None
        heads = [head for head in above.roles.get("with", ()) if head > clause.head]
        return self.actors.party(clause.sentence, heads, weak=False) if heads else None

    def _of_outrage(self, tree: Tree, clause: Clause) -> Party | None:
        """Whom one condemns with an attack: its doer, UNK where the text names none."""
        heads = [h for role in BLAMED for h in clause.roles.get(role, ())]
        if not any(tree.lemmas[h] in self.engine.outrages for h in heads):
            return None
        return self.assailant or Party(("UNK",), (), "implied")

    def _abroad(self, tree: Tree, coded: Coded) -> None:
        """What a state's forces do in another country falls on that one."""
        place = self._scene(tree, coded.clause)
        if place is not None and not set(place.codes) & set(coded.source.codes):
            coded.target, coded.domestic = place, False

    def _fallen_on(self, tree: Tree, coded: Coded) -> Party | None:
        """Whom violence hits that names no victim: the country of the place where it is done.

        What unknown men do falls on the only country that the sentence names.
        """
        group = all(len(code) != COUNTRY for code in coded.source.codes)
        killed = self._killed_in(tree, coded)
        if killed is not None:
            return killed
        steps = 2 if coded.clause.link in ("obl", "light", "conj", "advcl") else 1 + group
        place = self.setting.where(tree, coded.clause, steps)
        if place is not None and place.country:
            own = place.country in coded.source.codes
            return None if own else Party((place.country,), (), "place")
        if not set(coded.source.codes) <= NOBODY:
            return None
        named = self.actors.countries(tree.index)
        return Party(named, (), "implied") if len(named) == 1 else None

    def _killed_in(self, tree: Tree, coded: Coded) -> Party | None:
        """'two Chadians died in their raid', 'were killed by its shelling': who was hit."""
        clause = coded.clause
        above = self.setting.clauses.get(tree.index, {}).get(clause.governor or -1)
        if clause.kind != "noun" or clause.link != "obl" or above is None:
            return None
        if above.lemma not in self.engine.suffered or not (above.passive or above.lemma == "die"):
            return None
        role = "patient" if above.passive else "agent"
        party = self.actors.party(tree.index, above.roles.get(role, ()), weak=False)
        if party is None or set(party.codes) & set(coded.source.codes):
            return None
        return party

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
        if not self._speaks_for_itself(coded.chain, coded.source):
            return
        clause = coded.clause
        if coded.status == "hypothetical" and clause.modal not in (None, "would"):
            return
        becomes = rule.future or FUTURE_TYPE.get(coded.type)
        if becomes is not None:
            coded.type, coded.mode, coded.cameo = becomes, None, None
            coded.status = "occurred"

    def _speaks_for_itself(self, chain: Sequence[Speech], source: Party) -> bool:
        voice = self._voice(chain)
        return voice is not None and bool(set(voice.codes) & set(source.codes))

    def _threat(self, clause: Clause, chain: list[Speech], misses: list[Miss]) -> Coded | None:
        """'Assets would be frozen, he said': harm without a doer is the speaker's threat."""
        if not clause.passive or "agent" in clause.roles or not chain or not chain[0].codes:
            return None
        if clause.negated or not (clause.time == "future" or clause.modal == "would"):
            return None
        doerless = (
            miss.rule for miss in misses if miss.why == NO_SOURCE or miss.why.startswith(NO_AGENT)
        )
        rules = (self.matcher.codebook.rule(name) for name in doerless)
        if not any(rule is not None and rule.type in HARMFUL for rule in rules):
            return None
        source = Party(chain[0].codes, chain[0].mentions, "self")
        target = self.actors.party(clause.sentence, clause.roles.get("patient", ()), weak=False)
        if target is not None and set(target.codes) & set(source.codes):
            target = None
        return Coded(
            clause, "THREATEN", THREAT_RULE, None, None, source, target, "occurred", chain, misses
        )

    def _blamed(self, clause: Clause, chain: list[Speech]) -> Coded | None:
        """'They said that Peru was to blame': a charge by who says so."""
        if clause.lemma not in self.engine.blaming or clause.time != "future" or clause.passive:
            return None
        if "patient" in clause.roles or clause.negated or clause.conditional:
            return None
        target = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=True, weak=False
        )
        source = self._voice(chain)
        if target is None or source is None or set(target.codes) & set(source.codes):
            return None
        return Coded(clause, "ACCUSE", BLAME_RULE, None, None, source, target, "occurred", chain)

    def _condition(self, tree: Tree, clause: Clause, clauses: dict[int, Clause]) -> Coded | None:
        """'Peru will recall its envoy if Chile signs': harm that hangs on what another does."""
        if clause.kind != "verb" or clause.lemma not in self.engine.harsh or clause.negated:
            return None
        if clause.passive or not (clause.time == "future" or clause.modal in WILL):
            return None
        source = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        for head in tree.children(clause.head, "advcl"):
            inner = clauses.get(head)
            if source is None or inner is None or not inner.conditional:
                continue
            heads = inner.roles.get("agent", ())
            target = self.actors.party(clause.sentence, heads, owners=False, weak=False)
            if target is not None and not set(target.codes) & set(source.codes):
                start, end = tree.words(clause.head, clause.head)
                chain = chain_of(self.speeches, start, end, clause.head)
                return Coded(
                    clause, "THREATEN", THREAT_RULE, None, None, source, target, "occurred", chain
                )
        return None

    def _promise(
        self,
        tree: Tree,
        clause: Clause,
        chain: list[Speech],
        clauses: dict[int, Clause],
        misses: list[Miss],
    ) -> Coded | None:
        """'He said that China would open …': a doer's own word about what it will do."""
        if clause.kind != "verb" or clause.passive or not self._is_willed(clause, clauses):
            return None
        if not (clause.time == "future" or clause.modal == "would") or clause.conditional:
            return None
        source = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        if source is None or not self._speaks_for_itself(chain, source):
            return None
        if not self.topic.may_promise(source):
            return None
        target = self._any_other(clause, clauses, source)
        code = "REJECT" if clause.negated else "AGREE"
        return Coded(
            clause, code, PROMISE_RULE, None, None, source, target, "occurred", chain, misses
        )

    def _is_willed(self, clause: Clause, clauses: dict[int, Clause]) -> bool:
        """Whether one can promise it; 'would go on helping' promises to help."""
        if clause.lemma not in self.engine.going_on:
            return clause.lemma in self.engine.volitional
        inner = (clauses.get(head) for head in clause.roles.get("content", ()))
        return any(c is not None and c.lemma in self.engine.volitional for c in inner)

    def _any_other(self, clause: Clause, clauses: dict[int, Clause], source: Party) -> Party | None:
        for role, heads in clause.roles.items():
            if role in ("agent", "content", "in", "at", "during", "after", "before", "since"):
                continue
            party = self.actors.party(clause.sentence, heads, weak=False)
            if party is not None and not set(party.codes) & set(source.codes):
                return party
        for head in clause.roles.get("content", ()):
            inner = clauses.get(head)
            if inner is not None:
                return self._any_other(inner, {}, source)
        return None

    def _duty(self, clause: Clause, chain: list[Speech]) -> Coded | None:
        """'He said that Russia must withdraw': a demand by the speaker on the doer."""
        if clause.kind != "verb" or clause.modal not in OBLIGATION or clause.conditional:
            return None
        target = self.actors.party(
            clause.sentence, clause.roles.get("agent", ()), owners=False, weak=False
        )
        source = self._voice(chain)
        if clause.lemma not in self.engine.volitional:
            return None
        if target is None or source is None or set(target.codes) & set(source.codes):
            return None
        return Coded(clause, "REQUEST", DUTY_RULE, None, None, source, target, "occurred", chain)

    def _voice(self, chain: Sequence[Speech]) -> Party | None:
        """Who speaks: the nearest speaker, in a statement without one its issuer."""
        if chain:
            return chain[0].party
        return Party(self.issuer.codes, (self.issuer,), "self") if self.issuer else None

    # what is not coded a second time

    def _swallowed(
        self, tree: Tree, clause: Clause, clauses: dict[int, Clause], done: Mapping[int, Coded]
    ) -> bool:
        if not done:
            return False
        at, link, time, mark = clause.head, clause.link, clause.time, clause.mark
        first = clauses.get(clause.governor) if clause.governor is not None else None
        if link == "conj" and time == "future" and first and first.time == "infinitive":
            return False  # 'agreed to extend it and will meet'
        for steps in range(6):
            known = clauses.get(at)
            above = (
                tree.tokens[at].head if known is None or known.governor is None else known.governor
            )
            if above < 0 or link not in CONTENT_LINKS:
                return False
            if above in self.void and link in ("xcomp", "ccomp", "advcl"):
                return True  # 'we urge them to leave', whoever "we" are: they have not left
            found = done.get(above)
            if found is not None and found.clause.head != clause.head:
                return self._swallows(found, link, time, mark, clause, steps)
            at = above
            parent = clauses.get(at)
            link = parent.link if parent is not None else tree.deps[at]
            mark = parent.mark if parent is not None else ""
            time = parent.time if parent is not None else "none"
        return False

    def _swallows(
        self, above: Coded, link: str, time: str, mark: str, clause: Clause, steps: int
    ) -> bool:
        if link == "conj":
            return steps > 0 and above.type in SWALLOWS
        if link == "advcl":
            governed = not GOVERNING.isdisjoint((mark, clause.mark))
            if above.type == "ACCUSE" and governed:
                return True
            return above.type in SWALLOWS and (time == "infinitive" or governed)
        if above.type == "REQUEST" and clause.mark == "for":
            return True  # 'called for the resignation of the premier'
        if above.type in SWALLOWS:
            return link != "obl" or not self._owned(clause)
        if above.type == "ACCUSE" and steps > 0:
            return True
        if link in ("light", "obj", "nsubj:pass"):
            return not self._owned(clause)
        if above.type in TELLS_OF and link in ("ccomp", "xcomp", "acl"):
            return clause.mark != "for"
        return False

    def _owned(self, clause: Clause) -> bool:
        """Whether a noun's own doer stands with it."""
        return clause.kind == "noun" and any(
            self.actors.party(clause.sentence, clause.roles[role]) is not None
            for role in ("agent", "between", "by")
            if role in clause.roles and role not in clause.implied
        )

    def _retold(self, coded: Coded, clauses: dict[int, Clause], done: Mapping[int, Coded]) -> None:
        """An act that is the object of praise or blame lies before it."""
        clause = coded.clause
        above = done.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.link in ("conj", "parataxis"):
            return
        if clause.link == "advcl" and clause.form.endswith("ing") and not clause.mark:
            return  # 'lashed out at them, accusing …': the same act
        if clause.link == "advcl" and clause.mark in ASIDE_MARKS:
            return  # 'condemned the raid, while the army warned …': side by side
        if above.type not in TELLS_OF or coded.status not in ("occurred", "ongoing"):
            return
        thanked = "thank" in above.rule or "for" in clause.mark.split()
        if thanked or above.type == "ACCUSE":
            coded.status = "recalled"

    @staticmethod
    def _distinct(coded: list[Coded]) -> list[Coded]:
        """One event where two words of a sentence tell the same act of the same actors."""
        out: list[Coded] = []
        for one in coded:
            same = next((other for other in out if _same_act(one, other)), None)
            if same is None:
                out.append(one)
            else:
                same.also.append(one)
        return out

    # reports

    def report(self, tree: Tree, coded: Coded) -> Report:
        """The record's row for a coded clause."""
        article, clause = self.article, coded.clause
        when, why = self.setting.when(tree, clause)
        where = self.setting.where(tree, clause)
        for again in coded.also:
            if when is None:
                when, why = self.setting.when(tree, again.clause)
            where = where or self.setting.where(tree, again.clause)
        status = with_date(coded.status, when, article.published)
        if coded.alone and when is None:
            when, why = self.setting.only_date(tree, why)
            if not (clause.kind == "verb" and clause.link == "root"):
                # what the sentence tells is news, even where it names an old date beside
                status = with_date(coded.status, when, article.published)
        if coded.alone and where is None:
            where = self.setting.only_place(tree)
        start, end = tree.words(clause.trigger[0], clause.trigger[-1])
        if end - start > 80:
            start, end = tree.words(clause.head, clause.head)
        sentence = Evidence(
            article.id,
            tree.sentence.start,
            tree.sentence.end,
            article.text[tree.sentence.start : tree.sentence.end],
        )
        targets = coded.target.codes if coded.target else ()
        if coded.joint or (coded.target and coded.target.how == "mutual"):
            targets = tuple(code for code in targets if code not in coded.source.codes)
        source_words, target_words = self._words(coded.source), self._words(coded.target)
        kind = self.plover.types[coded.type]
        rule = self.matcher.codebook.rule(coded.rule)
        return Report(
            id=content_id(article.id, coded.type, start, end, coded.source.codes, targets),
            article=article.id,
            type=coded.type,
            mode=coded.mode,
            contexts=self.setting.contexts(tree.sentence),
            cameo=coded.cameo or self.plover.cameo(coded.type, coded.mode),
            quad=kind.quad,
            intensity=self.plover.intensity(coded.type, coded.mode),
            sources=coded.source.codes,
            targets=targets,
            source_text=source_words or ", ".join(coded.source.codes),
            target_text=target_words,
            status=status,
            when=when,
            when_reason=why,
            where=where,
            attribution=as_attributions(coded.chain),
            evidence=(article.quote(start, end), sentence),
            rule=coded.rule,
            roles=self._roles(tree, clause),
            dropped=tuple(f"{m.rule}: {m.why}" for m in coded.misses[:8]),
            probability=probability(features_of(tree, coded, rule, kind.quad)),
        )

    def _words(self, party: Party | None) -> str | None:
        if party is None or not party.mentions:
            return None
        return ", ".join(
            dict.fromkeys(m.name or self.article.text[m.start : m.end] for m in party.mentions)
        )

    @staticmethod
    def _roles(tree: Tree, clause: Clause) -> tuple[tuple[str, str], ...]:
        out = []
        for role, heads in clause.roles.items():
            words = ", ".join(tree.tokens[h].text for h in heads)
            out.append((role, words))
        return tuple(out)


def unite(reports: Iterable[Report]) -> list[Report]:
    """Reports without exact doubles."""
    return list({report.id: report for report in reports}.values())


def with_target(coded: Coded, other: Party | None) -> Coded:
    """The same act with an inferred target: the story's other side, or the doer's own country."""
    own = Party(coded.source.codes, (), "implied") if coded.domestic else None
    party = own or other if coded.type in DOMESTIC else other or own
    return coded if party is None else replace(coded, target=party, implied=True)
