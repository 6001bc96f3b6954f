"""What an article is about, and whether an act in it is politics at all.

Sport, accidents, private crime and business look like events: 'the side beat', 'the crash killed',
'police arrest a driver'. What an article is about comes from its words, who acts from the sectors
of actors; both, with all classes asked for here, are data.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.code.actors import ActorIndex, Party
from communique.code.clauses import Clause
from communique.code.coded import Coded
from communique.code.match import Match
from communique.code.tree import Tree
from communique.model import LEADER, ActorMention, Article
from communique.ontology.domains import find_domain, is_of, is_short, is_short_of
from communique.ontology.engine import Engine
from communique.ontology.plover import Plover

FIRM = "MNC"
UNKNOWN = "UNK"
"""The code of attackers that nobody names."""
CRIME, SPORT, ACCIDENT = frozenset({"crime"}), frozenset({"sport"}), frozenset({"accident"})
PEOPLE = frozenset({"person", "people", "anaphor", "demonym", "office"})
STATES = frozenset({"country", "metonym"})
NEXT_WORD = 16
"""Characters behind a name in which the next word stands."""
BEARERS = frozenset({"person", "office", "organisation", "people", "group", "anaphor"})
"""Kinds of mentions that may be of sport."""
OFFICE_REACH = 40
"""Characters before a name in which its bearer's post stands."""
PARTNERED = frozenset({"CONSULT", "COOPERATE"})
"""Types of acts that nobody does alone."""
COUNTERPARTS = ("with", "between", "among", "patient", "to")
"""Roles in which the other side of a meeting stands."""
COUNTRY = 3
"""Letters of a country's code."""


def lacks_partner(tree: Tree, coded: Coded, actors: ActorIndex) -> bool:
    """'We will get on with the meeting', 'we deepen our ties': no other side, known or unknown."""
    if coded.type not in PARTNERED or not coded.joint or coded.target is not None:
        return False
    if len(coded.source.codes) != 1 or len(coded.source.codes[0]) != COUNTRY:
        return False
    clause = coded.clause
    if clause.kind == "noun" and len(clause.trigger) > 1:
        return False  # 'we had a long discussion': told, whoever the other side was
    roles = clause.roles
    beside = [h for role in COUNTERPARTS for h in roles.get(role, ())]
    return not any(
        tree.pos[h] in ("PROPN", "PRON") or actors.at(tree.index, h) is not None for h in beside
    )


class Topic:
    """The subject of one article, asked about each act in it."""

    def __init__(self, article: Article, engine: Engine, plover: Plover) -> None:
        self.article, self.engine, self.plover = article, engine, plover
        story = " ".join(article.text[a:b] for a, b in article.story())
        domain, short = find_domain(story), is_short(story)
        self.short = short
        self.is_play = domain in engine.play and not short
        """Whether the article tells no political event at all."""
        self.in_play = short and (domain in engine.play or is_short_of(story, engine.play))
        """Whether it is a short item on sport or the like: no private persons act in it."""
        self.in_sport = self.in_play and (domain in SPORT or is_short_of(story, SPORT))
        """Whether it is one on sport: clubs and leagues look like countries in it."""
        self.in_disaster = domain in engine.misfortune
        self.brief_accident = short and is_short_of(story, ACCIDENT)
        """Whether it is a short item on an accident: the harm in it is nobody's act."""
        loosely = is_short_of(story, ACCIDENT, offices=False)
        self.brief_disaster = loosely or is_short_of(story, engine.misfortune)
        """Whether it is a short item on a disaster: its relief at home is no event."""
        self.in_crime = domain in CRIME or is_short_of(story, CRIME, times=1)
        """Whether it is about private crime: what police and courts do in it is no event."""

    def is_event(
        self, tree: Tree, match: Match, clause: Clause, clauses: Mapping[int, Clause]
    ) -> bool:
        """Whether the act is no private affair, no business, no play and no accident."""
        engine, kind = self.engine, match.rule.type
        if self._is_business(match) or self._is_inquiry_of_a_house(tree, match, clause):
            return False
        if self._is_idle(match):
            return False
        if kind in engine.official:
            target = match.target
            firms = target is not None and engine.firms.issuperset(target.codes)
            if firms or self._is_firm(match.source) or self.is_private(match.source):
                return False
        if self.in_play and self._is_played(match):
            return False
        if self._is_relief(match) or self._is_care(tree, match, clause):
            return False
        if self._is_mishap(match):
            return False
        private = self.in_crime or not tree.vocabulary.isdisjoint(engine.wrecks)
        if private and kind in engine.harm and self._is_private_crime(match):
            return False
        if kind != "ASSAULT":
            return True
        beast = any(tree.lemmas[k] in engine.beasts for k in tree.kids[clause.head])
        return not beast and not self._is_accident(clause, clauses)

    def _is_idle(self, match: Match) -> bool:
        """What sportsmen and their clubs say, and journeys within one's own country."""
        doers = match.source.mentions
        if doers and all(map(self._is_sportsman, doers)):
            return match.rule.type not in self.engine.harm
        if match.rule.mode != "visit":
            return False
        if self.in_disaster and all(m.kind == "demonym" for m in doers):
            return True  # 'the Norwegian ship ran aground on her trip to Chile'
        return match.target is not None and not self._crosses(match)

    def is_private(self, party: Party) -> bool:
        """Whether all who act are private persons: their travels and meetings are no diplomacy."""
        return bool(party.mentions) and all(self._is_citizen(m) for m in party.mentions)

    def may_promise(self, party: Party) -> bool:
        """Whether its plans concern politics: those of firms and leagues do not."""
        if self._is_firm(party) or self._is_trade(party):
            return False
        if party.mentions and all(map(self._is_sportsman, party.mentions)):
            return False
        return not self.in_sport or self._are_officials(party)

    # who

    def _is_citizen(self, mention: ActorMention) -> bool:
        sector = self.plover.sectors.get(mention.sector or "")
        if sector is not None and sector.side == "society":
            return mention.kind in PEOPLE and mention.reason != LEADER
        named = mention.kind == "person" or (mention.kind == "anaphor" and mention.name is not None)
        return named and mention.sector is None and mention.office is None

    def _is_firm(self, party: Party) -> bool:
        return self.engine.firms.issuperset(party.codes)

    def _is_trade(self, party: Party) -> bool:
        """Whether firms, hospitals or schools act, and nobody else."""
        return bool(party.mentions) and all(
            (m.sector in self.engine.trades or self._is_premises(m))
            and m.kind != "person"
            and m.name is None
            for m in party.mentions
        )

    def _is_premises(self, mention: ActorMention) -> bool:
        """Whether the words end in an airport, a school or the like."""
        words = self.article.text[mention.start : mention.end].lower().split()
        return bool(words) and words[-1] in self.engine.premises

    def _is_official(self, mention: ActorMention) -> bool:
        """Whether it acts for a state or a known body and is no club, league or sportsman."""
        ruler = mention.sector in self.engine.rulers
        if self._is_sportsman(mention):
            return False
        if ruler and mention.kind in ("person", "office"):
            return True
        if is_of(self.article.text[mention.start : mention.end], self.engine.play):
            return mention.sector == "LEG"
        if mention.sector is not None:
            return ruler
        if mention.kind in STATES:
            return True
        return mention.kind in ("organisation", "group") or mention.office is not None

    def _is_sportsman(self, mention: ActorMention) -> bool:
        """Whether the words of his office, or those before his name, are of sport."""
        text, at, end = self.article.text, mention.start, mention.end
        if mention.kind == "anaphor" and mention.name and mention.name in text:
            at = text.index(mention.name)  # 'his': by what stands with the name
            end = at + len(mention.name)
        before = text[max(0, at - OFFICE_REACH) : at].rpartition(",")[2].rpartition(".")[2]
        after = text[end : end + NEXT_WORD].split()[:1]
        if mention.kind in STATES | {"demonym"}:
            return bool(after) and is_of(after[0], SPORT)  # 'a U.S. Soccer statement'
        words = f"{before} {text[at:end]} {mention.office or ''}"
        return mention.kind in BEARERS and is_of(words, SPORT)

    def _are_officials(self, party: Party) -> bool:
        return bool(party.mentions) and all(map(self._is_official, party.mentions))

    @staticmethod
    def _crosses(match: Match) -> bool:
        """Whether the act passes from one country or group to another."""
        return match.target is not None and set(match.target.codes) != set(match.source.codes)

    # what

    def _is_business(self, match: Match) -> bool:
        """What firms, hospitals and schools do among themselves and with their customers."""
        engine, target = self.engine, match.target
        if self._is_firm(match.source) and (target is None or self._is_firm(target)):
            return True
        if self._is_firm(match.source) and match.rule.type == "ASSAULT":
            return True  # 'the gas works exploded and killed four'
        if not self._is_trade(match.source) or self._crosses(match):
            return False
        if match.rule.type in engine.trade_acts or match.rule.mode in engine.trade_modes:
            return target is None or self._is_trade(target) or self.is_private(target)
        return False

    def _is_inquiry_of_a_house(self, tree: Tree, match: Match, clause: Clause) -> bool:
        """'Chile's airport launches an inquiry': no act of the country."""
        if match.source.how != "owner" or match.rule.mode not in self.engine.trade_modes:
            return False
        heads = clause.roles.get("agent", ())
        return bool(heads) and all(tree.lemmas[h] in self.engine.premises for h in heads)

    def _is_played(self, match: Match) -> bool:
        """What players, clubs and leagues do, and what a state does in sport at home."""
        engine, kind = self.engine, match.rule.type
        if not self.in_sport:
            return self.is_private(match.source)
        if kind == "PROTEST":
            return match.rule.mode == "riot"
        if match.rule.mode == "resign":
            return True
        if not self._are_officials(match.source):
            law = any(m.sector in engine.law for m in match.source.mentions)
            return not (law and kind in engine.deeds and self._crosses(match))
        bare = any(m.sector is None for m in match.source.mentions)
        if bare and kind in engine.deeds:
            return True
        joint = len(match.source.codes) > 1
        return kind in engine.at_home and not joint and not self._crosses(match)

    def _is_relief(self, match: Match) -> bool:
        """'Peru's president visited the flooded towns': what a country does at home."""
        if not self.brief_disaster:
            return False
        if match.rule.type == "REQUEST" and self.is_private(match.source):
            return True  # 'residents seek shelter'
        if match.rule.mode in self.engine.relief_modes or match.source.codes == (FIRM,):
            return True
        if match.rule.type not in self.engine.relief or self._crosses(match):
            return False
        if match.rule.type == "AID" and match.target is None:
            return False
        return all(len(code) == COUNTRY for code in match.source.codes)

    def _is_mishap(self, match: Match) -> bool:
        """'The storm killed ten': the harm that an accident or epidemic does."""
        target = match.target
        if self.in_disaster and match.rule.type in self.engine.harm:
            return not self._crosses(match)
        if not self.brief_accident or match.rule.type not in self.engine.brief_harm:
            return False
        if match.rule.mode in self.engine.meant_modes:
            return False  # 'police used tear gas': no accident does
        if target is not None and any(m.sector in self.engine.other_sides for m in target.mentions):
            return False
        return not self._crosses(match) or (target is not None and target.codes == (FIRM,))

    def _is_care(self, tree: Tree, match: Match, clause: Clause) -> bool:
        """'Officials urged residents to evacuate', 'the state looks into the accident'."""
        if not self.short or self._crosses(match):
            return False
        if match.rule.type == "AID":
            if match.target is None:
                return clause.lemma in self.engine.rescues
            return self.is_private(match.target)
        if match.rule.type == "REQUEST" and match.target is not None:
            asked = (tree.tokens[i].lemma for i in clause.roles.get("content", ()))
            return self.is_private(match.target) and any(a in self.engine.safety for a in asked)
        if match.rule.type != "ACCUSE" or match.rule.mode != "investigate":
            return False
        over = (i for role in ("patient", "into", "of") for i in clause.roles.get(role, ()))
        return any(tree.tokens[i].lemma.lower() in self.engine.mishaps for i in over)

    def _is_private_crime(self, match: Match) -> bool:
        """'Police arrest a driver', 'a gunman shot shoppers': crime among private people."""
        known = {m.sector for m in match.source.mentions}
        doers = known <= self.engine.law if known else False
        unnamed = match.source.codes == (UNKNOWN,)
        if not (doers or unnamed or self.is_private(match.source)):
            return False
        target = match.target
        if target is None or self.is_private(target):
            return True
        return unnamed and all(m.kind in STATES or not m.sector for m in target.mentions)

    def _is_accident(self, clause: Clause, clauses: Mapping[int, Clause]) -> bool:
        """'The helicopter crashed while landing, killing six.'"""
        seen: set[int] = set()
        current: Clause | None = clause
        while current is not None and current.governor is not None and current.head not in seen:
            seen.add(current.head)
            if current.link not in ("advcl", "conj", "xcomp"):
                return False
            current = clauses.get(current.governor)
            if current is not None and current.lemma in self.engine.accident_verbs:
                return True
        return False
