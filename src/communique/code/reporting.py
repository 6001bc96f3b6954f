"""The record's rows for coded acts: status, date, place, words and probability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from communique.code.actors import Party
from communique.code.clauses import Clause
from communique.code.coded import TELLS_OF, Coded
from communique.code.probability import features_of, probability
from communique.code.setting import Setting
from communique.code.speech import as_attributions
from communique.code.status import ended_before, with_date
from communique.code.tree import Tree
from communique.model import Article, Evidence, Report, content_id
from communique.ontology.codebook import Codebook
from communique.ontology.plover import Plover

DOMESTIC = frozenset({"PROTEST", "COERCE", "ASSAULT"})
"""Acts that without a named recipient fall on the doer's own country first."""


class Reporter:
    """Writes the reports of one article."""

    def __init__(
        self, article: Article, codebook: Codebook, plover: Plover, setting: Setting
    ) -> None:
        self.article, self.codebook, self.plover, self.setting = article, codebook, plover, setting

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
            told = clause if coded.type in TELLS_OF else None
            when, why = self.setting.only_date(tree, why, told)
            if not (clause.kind == "verb" and clause.link == "root"):
                # what the sentence tells is news, even where it names an old date beside
                status = with_date(coded.status, when, article.published)
        told_now = coded.type in TELLS_OF and clause.time == "present"
        if told_now and ended_before(when, article.published):
            # 'We condemn the raid on 2 May'
            when, why, status = None, "the date of what it speaks of", coded.status
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
        rule = self.codebook.rule(coded.rule)
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
