"""Meetings: CONSULT acts told in one or more ways, gathered with their people, place and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.code.actors import Party
from communique.code.coded import Coded
from communique.code.tree import Tree
from communique.model import (
    ActorMention,
    Article,
    Code,
    Interval,
    Meeting,
    Participant,
    PlaceMention,
    Report,
    Status,
    content_id,
)
from communique.ontology.engine import Engine

HELD = frozenset({"occurred", "ongoing"})


@dataclass(slots=True)
class _Draft:
    """A meeting in the making."""

    codes: frozenset[Code]
    names: set[str]
    status: Status
    people: list[Participant]
    when: Interval | None
    where: PlaceMention | None
    format: str
    delegation: bool
    reports: list[Report] = field(default_factory=list)


def gather_meetings(
    article: Article,
    coded: Sequence[tuple[Tree, Coded, Report]],
    engine: Engine,
) -> list[Meeting]:
    """The meetings of an article: tellings of one encounter joined, each with all its reports."""
    drafts: list[_Draft] = []
    for tree, act, report in coded:
        if act.type != "CONSULT" or report.status in ("denied", "hypothetical"):
            continue
        fresh = _draft(article, tree, act, report, engine)
        if len(fresh.codes) < 2 and len(fresh.people) < 2:
            continue
        same = next((d for d in drafts if _same(d, fresh)), None)
        if same is None:
            drafts.append(fresh)
        else:
            _join(same, fresh)
    return [_meeting(article, draft) for draft in drafts]


def _draft(article: Article, tree: Tree, act: Coded, report: Report, engine: Engine) -> _Draft:
    people: list[Participant] = []
    for party in (side for one in (act, *act.also) for side in (one.source, one.target)):
        for person in _people(party):
            if person not in people:
                people.append(person)
    named = {p.actor for p in people if p.name}
    people = [p for p in people if p.name or p.office or p.actor not in named]
    codes = frozenset(p.actor for p in people if p.actor)
    text = article.text[tree.sentence.start : tree.sentence.end].lower()
    return _Draft(
        codes=codes,
        names={p.name for p in people if p.name},
        status=report.status,
        people=people,
        when=report.when,
        where=report.where,
        format=_format(tree, act, engine),
        delegation="delegation" in text,
        reports=[report],
    )


def _people(party: Party | None) -> list[Participant]:
    if party is None:
        return []
    if not party.mentions:
        return [Participant(None, None, code) for code in party.codes]
    return [p for mention in party.mentions for p in _participants(mention)]


def _participants(mention: ActorMention) -> list[Participant]:
    return [Participant(mention.name, mention.office, code) for code in mention.codes]


def _format(tree: Tree, act: Coded, engine: Engine) -> str:
    words = {act.clause.lemma, *act.clause.particles, *act.clause.roles}
    words |= {tree.lemmas[k] for k in tree.kids[act.clause.head]}
    if act.mode in ("visit", "phone"):
        return "call" if act.mode == "phone" else "visit"
    formats = {
        "call": engine.calls,
        "summit": engine.summits,
        "sidelines": engine.sidelines,
        "visit": engine.visits,
    }
    return next((name for name, cues in formats.items() if words & cues), "talks")


def _same(known: _Draft, fresh: _Draft) -> bool:
    if (known.status in HELD) != (fresh.status in HELD) or known.codes != fresh.codes:
        return False
    if known.when and fresh.when and known.when.start != fresh.when.start:
        return False
    if known.names and fresh.names and not known.names & fresh.names:
        return False
    return "call" not in (known.format, fresh.format) or known.format == fresh.format


def _join(known: _Draft, fresh: _Draft) -> None:
    for person in fresh.people:
        if person.name and not any(p.name == person.name for p in known.people):
            bare = next(
                (p for p in known.people if p.name is None and p.actor == person.actor), None
            )
            if bare is not None:
                known.people.remove(bare)
            known.people.append(person)
        elif person.name and person.office:
            known.people = [
                person if p.name == person.name and not p.office else p for p in known.people
            ]
        elif not any(p.actor == person.actor for p in known.people):
            known.people.append(person)
    known.names |= fresh.names
    known.when = known.when or fresh.when
    known.where = known.where or fresh.where
    known.delegation = known.delegation or fresh.delegation
    known.reports += fresh.reports
    if known.format == "talks":
        known.format = fresh.format


def _meeting(article: Article, draft: _Draft) -> Meeting:
    people = tuple(draft.people)
    first = draft.reports[0]
    return Meeting(
        id=content_id(article.id, "meeting", first.id),
        article=article.id,
        participants=people,
        place=draft.where,
        place_text=draft.where.name if draft.where else article.dateline_place,
        when=draft.when,
        format=draft.format,
        delegation=draft.delegation,
        topics=tuple(dict.fromkeys(c for r in draft.reports for c in r.contexts))[:6],
        status=draft.status,
        reports=tuple(r.id for r in draft.reports),
        evidence=tuple(dict.fromkeys(e for r in draft.reports for e in r.evidence)),
    )
