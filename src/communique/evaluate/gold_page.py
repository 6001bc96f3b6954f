"""An annotated article: its quotes as offsets, its text cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from communique.errors import SettingsError

Item = dict[str, Any]
Reach = tuple[int, int]

_SENTENCE = re.compile(
    r"""\S[^\n]*?                         # never over a line end
        (?: [.!?]["”’)]*                  # a stop with what closes after it,
            (?= \s+ [“"‘(]? [A-Z0-9] )    # when a sentence can begin behind it
          | $ )""",
    re.MULTILINE | re.VERBOSE,
)


def shared(one: Reach, other: Reach) -> int:
    """Characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


class GoldPage:
    """One line of a gold file. Raises SettingsError where a quote is not in the text."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.id: str = str(item.get("id"))
        try:
            self.text: str = item["text"]
            self.debris = self._debris(item["debris"])
            self.sentences = self._sentences(item["events"])
            self.events = [self._event(event) for event in item["events"]]
            self.statements = [
                {"speaker": said["speaker"]} | self._reach(said["content"])
                for said in item["statements"]
            ]
            self.commitments = [
                {"promisor": promise["promisor"]} | self._reach(promise["words"])
                for promise in item["commitments"]
            ]
            self.positions: list[Item] = list(item["positions"])
        except (KeyError, TypeError) as error:
            raise SettingsError(
                f"gold article {self.id}: is not in the gold format: {error!r}"
            ) from error
        self.is_decoy = item.get("kind") == "decoy" or not self.events

    def sentence(self, made: Item) -> int | None:
        """Number of the sentence that shares most characters with a span; None outside all."""
        span = (made["start"], made["end"])
        best, most = None, 0
        for number, sentence in enumerate(self.sentences):
            if (common := shared(sentence, span)) > most:
                best, most = number, common
        return best

    def _debris(self, lines: Iterable[str]) -> list[Reach]:
        """Each debris line at its first free place, a whole line of the text before a part."""
        taken: list[Reach] = []
        for line in lines:
            whole = re.compile("^" + re.escape(line) + "$", re.MULTILINE)
            free = (m.span() for m in whole.finditer(self.text) if m.span() not in taken)
            taken.append(next(free, None) or self._find(line, taken))
        return taken

    def _find(self, quote: str, taken: Iterable[Reach]) -> Reach:
        """Where the quote stands first without touching a span that is taken."""
        occupied = list(taken)
        for match in re.finditer(re.escape(quote), self.text):
            if not any(shared(match.span(), span) for span in occupied):
                return match.span()
        raise SettingsError(f"gold article {self.id}: not in the text: {quote!r}")

    def _sentences(self, events: Iterable[Item]) -> list[Reach]:
        """The sentences: those that the gold quotes as they are, the rest cut at stops."""
        quoted = sorted({self._find(event["sentence"], self.debris) for event in events})
        found: list[Reach] = []
        at = 0
        for start, end in [*quoted, (len(self.text), len(self.text))]:
            found += [m.span() for m in _SENTENCE.finditer(self.text, at, start)]
            if start < end:
                found.append((start, end))
            at = end
        return found

    def _reach(self, quote: str) -> Item:
        start, end = self._find(quote, self.debris)
        return {"start": start, "end": end}

    def _event(self, event: Item) -> Item:
        start, end = self._find(event["sentence"], self.debris)
        at = self.text.find(event["trigger"], start, end)
        if at < 0:
            raise SettingsError(
                f"gold article {self.id}: {event['trigger']!r} is not in its sentence"
            )
        return event | {"start": at, "end": at + len(event["trigger"])}
