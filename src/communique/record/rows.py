"""A record as rows of the tables in `tables.py`: plain values that JSON can carry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from communique.dedupe import prints_of
from communique.errors import InvariantError
from communique.model import (
    Article,
    Attribution,
    Commitment,
    Evidence,
    Interval,
    Meeting,
    OfficeClaim,
    PlaceMention,
    Position,
    Record,
    Report,
    Statement,
    content_id,
)
from communique.record.merging import events_of
from communique.record.tables import Row, Rows


def rows_of(record: Record) -> Rows:
    """All rows that one record gives, without the run.

    Raises InvariantError for a claim without evidence, a day that is none, or words that are not
    those of the article.
    """
    article = record.article
    page = _article(record)
    reports = [_report(article, report) for report in record.reports]
    meetings = [_meeting(article, meeting) for meeting in record.meetings]
    return {
        "articles": [page],
        "reports": reports,
        "events": events_of(page, reports, meetings),
        "meetings": meetings,
        "statements": [_statement(article, statement) for statement in record.statements],
        "commitments": [_commitment(article, promise) for promise in record.commitments],
        "observations": [_observation(article, promise) for promise in record.commitments],
        "positions": [_position(article, position) for position in record.positions],
        "offices": [_office(article, claim) for claim in record.offices],
    }


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise InvariantError(f"{text!r} is no day; intervals hold ISO days or None") from error


def _interval(prefix: str, interval: Interval | None) -> Row:
    return {
        f"{prefix}_from": _day(interval.start) if interval else None,
        f"{prefix}_to": _day(interval.end) if interval else None,
        f"{prefix}_basis": interval.basis if interval else None,
    }


def _place(place: PlaceMention | None) -> Row:
    if place is None:
        return {}
    return {
        "place": place.name,
        "place_id": place.place_id or None,
        "place_kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "administered_by": list(place.administered_by),
        "claimed_by": list(place.claimed_by),
        "wording_of": place.wording_of,
    }


def _evidence(article: Article, evidence: tuple[Evidence, ...], main: int = 0) -> Row:
    """The evidence columns; `main` is the index of the words that stand for the row."""
    if not evidence:
        raise InvariantError(f"a claim of article {article.id} has no evidence")
    for piece in evidence:
        if article.text[piece.start : piece.end] != piece.text or not piece.text:
            raise InvariantError(
                f"evidence {piece.start}-{piece.end} is not the text of article {article.id}"
            )
    chosen = evidence[min(main, len(evidence) - 1)]
    return {
        "start_char": chosen.start,
        "end_char": chosen.end,
        "words": chosen.text,
        "evidence": [
            {"start_char": piece.start, "end_char": piece.end, "words": piece.text}
            for piece in evidence
        ],
    }


def _chain(chain: Iterable[Attribution]) -> list[Row]:
    return [{"speaker": link.speaker, "actor": list(link.actor), "cue": link.cue} for link in chain]


def _article(record: Record) -> Row:
    article = record.article
    story = "\n".join(article.text[span.start : span.end] for span in article.story())
    prints = prints_of(article.id, None, story)
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "standfirst": article.standfirst,
        "dateline_place": article.dateline_place,
        "dateline_agency": article.dateline_agency,
        **_interval("published", article.published),
        "published_reason": article.published_reason,
        "language": article.language,
        "grade": article.grade,
        "text": article.text,
        "lines": [
            {
                "start_char": line.start,
                "end_char": line.end,
                "label": line.label,
                "reason": line.reason,
            }
            for line in article.lines
        ],
        "silent": [
            {"reason": reason, "sentences": count}
            for reason, count in sorted(record.dropped.items())
        ],
        "prints": list(prints.prints),
        "numbers": sorted(prints.numbers),
    }


def _coding(report: Report) -> Row:
    return {
        "type": report.type,
        "mode": report.mode,
        "contexts": list(report.contexts),
        "cameo": report.cameo,
        "quad": report.quad,
        "intensity": report.intensity,
        "sources": list(report.sources),
        "targets": list(report.targets),
        "status": report.status,
        **_interval("date", report.when),
        **_place(report.where),
    }


def _report(article: Article, report: Report) -> Row:
    return {
        "id": report.id,
        "article": report.article,
        **_coding(report),
        "source_text": report.source_text,
        "target_text": report.target_text,
        "date_reason": report.when_reason,
        "attribution": _chain(report.attribution),
        "trigger": report.evidence[0].text if report.evidence else None,
        **_evidence(article, report.evidence, main=1),
        "rule": report.rule,
        "roles": [{"role": role, "words": words} for role, words in report.roles],
        "dropped": list(report.dropped),
        "probability": report.probability,
    }


def _meeting(article: Article, meeting: Meeting) -> Row:
    people = meeting.participants
    return {
        "id": meeting.id,
        "article": meeting.article,
        "participants": [
            {"name": person.name, "office": person.office, "actor": person.actor}
            for person in people
        ],
        "actors": list(dict.fromkeys(person.actor for person in people if person.actor)),
        "format": meeting.format,
        "delegation": meeting.delegation,
        "topics": list(meeting.topics),
        "status": meeting.status,
        **_interval("date", meeting.when),
        **_place(meeting.place),
        "place_text": meeting.place_text,
        "reports": list(meeting.reports),
        **_evidence(article, meeting.evidence),
    }


def _statement(article: Article, statement: Statement) -> Row:
    return {
        "id": statement.id,
        "article": statement.article,
        "speaker": statement.speaker,
        "office": statement.office,
        "actor": list(statement.actor),
        "cue": statement.cue,
        "kind": statement.kind,
        "addressee": list(statement.addressee),
        "topics": list(statement.topics),
        "attribution": _chain(statement.chain),
        **_evidence(article, statement.evidence),
    }


def _commitment(article: Article, promise: Commitment) -> Row:
    return {
        "id": promise.id,
        "article": promise.article,
        "promisor": list(promise.promisor),
        "beneficiary": list(promise.beneficiary),
        "act": promise.act,
        "sector": promise.sector,
        "project": promise.project,
        "place": promise.place,
        "amount": promise.amount,
        "condition": promise.condition,
        **_interval("due", promise.due),
        "strength": promise.strength,
        "form": promise.form,
        "state": promise.state,
        **_evidence(article, promise.evidence),
        "rule": promise.rule,
    }


def _observation(article: Article, promise: Commitment) -> Row:
    """What this article says of the promise's state, as of the day it was published."""
    return {
        "id": content_id("observation", promise.id, promise.state),
        "commitment": promise.id,
        "article": promise.article,
        "state": promise.state,
        **_interval("date", article.published),
        **_evidence(article, promise.evidence),
        "rule": promise.rule,
    }


def _position(article: Article, position: Position) -> Row:
    return {
        "id": position.id,
        "article": position.article,
        "actor": list(position.actor),
        "issue": position.issue,
        "issue_id": position.issue_id,
        "stance": position.stance,
        "toward": list(position.toward),
        "as_worded": position.as_worded,
        **_evidence(article, position.evidence),
        "rule": position.rule,
    }


def _office(article: Article, claim: OfficeClaim) -> Row:
    return {
        "id": claim.id,
        "article": claim.article,
        "person": claim.person,
        "office": claim.office,
        "kind": claim.kind,
        "country": claim.country,
        "country_reason": claim.country_reason,
        "marker": claim.marker,
        **_interval("date", claim.held),
        "verdict": claim.verdict,
        "verdict_reason": claim.verdict_reason,
        **_evidence(article, (claim.evidence,)),
    }
