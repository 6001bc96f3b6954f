"""From a page to its record: every stage in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from communique.errors import CommuniqueError, ItemError, SettingsError
from communique.model import (
    ActorMention,
    Article,
    Code,
    DateMention,
    Interval,
    IssueMention,
    Mentions,
    OfficeClaim,
    Page,
    PlaceMention,
    QuoteMention,
    Record,
    Sentence,
    Span,
)
from communique.run.predict_items import story
from communique.settings import Settings, load_settings

if TYPE_CHECKING:
    from communique.parse import Parser
    from communique.resolve.dating import DatedWindow

P = ParamSpec("P")
T = TypeVar("T")

Revise = Callable[[int, Sequence[Sentence], Mentions], Mentions]
"""Gives the mentions to code by, of text number n with its sentences and what was detected."""

Sentences = Sequence[Sentence]
Outcome = Record | ItemError


class ActorStage(Protocol):
    """Finds the actors, given what the place names mean."""

    def __call__(
        self, article: Article, sentences: Sentences, /, *, places: Sequence[PlaceMention]
    ) -> tuple[ActorMention, ...]:
        """The mentions in reading order."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The functions of the rooms that the coder joins; a test may put its own in their place."""

    clean: Callable[[Page], Article]
    split: Callable[[str, int, int], Iterable[tuple[int, int]]]
    parse: Callable[[list[tuple[int, str]]], list[Sentence]]
    actors: ActorStage
    places: Callable[[Article, Sentences], tuple[PlaceMention, ...]]
    dates: Callable[[Article, Sentences, Interval | None], tuple[DateMention, ...]]
    quotes: Callable[[str, Iterable[Span]], tuple[QuoteMention, ...]]
    issues: Callable[[Article, Sentences], tuple[IssueMention, ...]]
    owner: Callable[[Article], Code | None]
    date_page: Callable[[Article, Sentences], DatedWindow]
    code: Callable[[Article, Sentences, Mentions], Record]
    offices: Callable[[Article, Sentences, Mentions], tuple[OfficeClaim, ...]]
    codebook: str = "none"
    """Hash of the rules that `code` follows."""
    model: str = "none"
    """Hash of the parser's model."""


def load_stages(settings: Settings, parser: Parser | None = None) -> Stages:
    """The shipped stages; loads the parser unless one is given."""
    from communique.clean import clean_page
    from communique.code import ArticleCoder
    from communique.detect.actors import detect_actors, page_owner
    from communique.detect.dates import detect_dates
    from communique.detect.issues import detect_issues
    from communique.detect.places import detect_places
    from communique.detect.quotes import detect_quotes
    from communique.ontology.codebook import load_codebook
    from communique.ontology.offices import load_offices
    from communique.parse import Parser, split_sentences
    from communique.resolve.dating import date_page
    from communique.resolve.offices import learn_offices

    # The shipped tables alone are read when first needed; a user's must be sound at the start.
    offices = load_offices(own=settings.offices) if settings.offices else None
    codebook = load_codebook(settings.codebook)
    try:
        parser = parser or Parser.load(settings.parser)
    except OSError as error:
        raise SettingsError(f"the parser's model cannot be read: {error}") from error
    return Stages(
        clean=clean_page,
        split=split_sentences,
        parse=parser.parse,
        actors=detect_actors,
        places=detect_places,
        dates=detect_dates,
        quotes=detect_quotes,
        issues=detect_issues,
        owner=page_owner,
        date_page=partial(date_page, offices=offices),
        code=ArticleCoder(codebook).code,
        offices=partial(learn_offices, offices=offices),
        codebook=codebook.hash,
        model=parser.model_hash,
    )


class Coder:
    """Reads pages and gives their records. Making one loads the parser; keep it for many pages."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        parser: Parser | None = None,
        stages: Stages | None = None,
    ) -> None:
        self.settings = settings or load_settings()
        self._stages = stages or load_stages(self.settings, parser)
        self.codebook: str = self._stages.codebook
        self.model: str = self._stages.model

    def read(
        self,
        text_or_page: str | Page,
        published: str | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> Record:
        """The record of one page.

        `published` is an ISO day, month or year. With a Page the other arguments lay over what the
        page knows. Raises ItemError for a page that cannot be read, SettingsError for a date that
        is none.
        """
        page = self._page(text_or_page, published, title, url)
        outcome = self.read_many([page])[0]
        if isinstance(outcome, ItemError):
            raise outcome
        return outcome

    def read_many(self, pages: Sequence[Page]) -> list[Outcome]:
        """The record, or the error, of every page, parsed in one batch; never raises for a page."""
        return self.code_many([self.clean(page) for page in pages])

    def read_stories(self, texts: Sequence[str], revise: Revise | None = None) -> list[Outcome]:
        """The record, or the error, of texts that are story throughout.

        For lone sentences, which `clean` would take for headlines: a rule's examples, the lines of
        a labelled set. `revise` may change the mentions before they are coded.
        """
        return self.code_many(
            [
                story(t) if t.strip() else ItemError("empty; nothing to read", "empty")
                for t in texts
            ],
            revise,
        )

    def clean(self, page: Page) -> Article | ItemError:
        """The page with its lines labelled."""
        return _guarded(page.source, self._stages.clean, page)

    def code_many(
        self, articles: Sequence[Article | ItemError], revise: Revise | None = None
    ) -> list[Outcome]:
        """The record, or the error, of every article; errors pass through."""
        drafts = [
            item
            if isinstance(item, ItemError)
            else _guarded(item.source, _draft, self._stages, item)
            for item in articles
        ]
        self._parse([draft for draft in drafts if isinstance(draft, _Draft)])
        return [
            draft if isinstance(draft, ItemError) else self._finish(number, draft, revise)
            for number, draft in enumerate(drafts)
        ]

    def _parse(self, drafts: Sequence[_Draft]) -> None:
        """Parse all sentences at once; when that fails, article by article, to find the bad one."""
        pieces = [piece for draft in drafts for piece in draft.pieces]
        try:
            sentences = self._stages.parse(pieces)
        except Exception as error:
            if len(drafts) > 1:
                for draft in drafts:
                    self._parse([draft])
            elif drafts:
                drafts[0].error = _as_item_error(drafts[0].article.source, error)
            return
        at = 0
        for draft in drafts:
            draft.sentences = sentences[at : at + len(draft.pieces)]
            at += len(draft.pieces)

    def _finish(self, number: int, draft: _Draft, revise: Revise | None) -> Outcome:
        if draft.error is not None:
            return draft.error
        return _guarded(draft.article.source, _code, self._stages, draft, number, revise)

    def _page(
        self, given: str | Page, published: str | None, title: str | None, url: str | None
    ) -> Page:
        from communique.read import read_text
        from communique.read.source import iso_date

        if published is not None and iso_date(published) is None:
            raise SettingsError(f"published {published!r} is no date; write it as 2023-05-05")
        if isinstance(given, str):
            page = read_text(
                given,
                source="text",
                title=title,
                url=url,
                published=published,
                max_characters=self.settings.max_page_characters,
            )
        else:
            page = replace(given, title=title or given.title, url=url or given.url)
        if published is None:
            return page
        return replace(page, published=iso_date(published), published_basis="user")


@dataclass(slots=True)
class _Draft:
    """An article on its way through the stages."""

    article: Article
    pieces: list[tuple[int, str]]
    """Offset and words of every sentence of the story."""
    sentences: list[Sentence] = field(default_factory=list)
    error: ItemError | None = None


def _draft(stages: Stages, article: Article) -> _Draft:
    pieces = []
    for line in article.story():
        for start, end in stages.split(article.text, line.start, line.end):
            pieces.append((start, article.text[start:end]))
    return _Draft(article, pieces)


def _code(stages: Stages, draft: _Draft, number: int, revise: Revise | None) -> Record:
    article, sentences = draft.article, draft.sentences
    places = stages.places(article, sentences)
    mentions = Mentions(
        actors=stages.actors(article, sentences, places=places),
        places=places,
        quotes=stages.quotes(article.text, article.story()),
        issues=stages.issues(article, sentences),
        owner=stages.owner(article),
    )
    if article.published is None:
        window = stages.date_page(article, sentences)
        article = replace(
            article, published=window.interval, published_reason="; ".join(window.reasons)
        )
    mentions = replace(mentions, dates=stages.dates(article, sentences, article.published))
    if revise is not None:
        mentions = revise(number, sentences, mentions)
    record = stages.code(article, sentences, mentions)
    return replace(record, offices=stages.offices(article, sentences, mentions))


def _guarded(source: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | ItemError:
    """What the work gives, or an ItemError for whatever one item makes it raise."""
    try:
        return work(*args, **kwargs)
    except SettingsError:
        raise
    except Exception as error:
        return _as_item_error(source, error)


def _as_item_error(source: str, error: Exception) -> ItemError:
    if isinstance(error, ItemError):
        return error
    what = str(error) if isinstance(error, CommuniqueError) else f"{type(error).__name__}: {error}"
    return ItemError(f"{source}: could not be coded, a defect of the program: {what}", "defect")
