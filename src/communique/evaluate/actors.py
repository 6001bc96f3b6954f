"""Scores of lone phrases: the country and the sector of whom they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.evaluate.gold_page import Item

_SAME_CODE = {"EUR": "EU", "UNO": "UN"}
"""Codes of the sets to the registry's."""
_ORGANISATIONS = "IGO"
"""What the sets call any organisation of states that has no code of theirs."""


@dataclass(slots=True)
class ActorScores:
    """How many countries and sectors are told, and how many of them were found."""

    countries: int = 0
    right_countries: int = 0
    sectors: int = 0
    right_sectors: int = 0
    wrong: list[str] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """Shares in percent."""
        return {
            "country": _share(self.right_countries, self.countries),
            "sector": _share(self.right_sectors, self.sectors),
        }

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "actors",
            "measures": self.measures(),
            "countries": self.countries,
            "sectors": self.sectors,
            "wrong": self.wrong,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every phrase with another country or sector."""
        if errors:
            yield from self.wrong
            yield ""
        yield "country {country:.1f} sector {sector:.1f}".format(**self.measures()) + (
            f" on {self.countries} and {self.sectors}"
        )


def score_actors(gold: Iterable[Item], predictions: Iterable[Item]) -> ActorScores:
    """Scores of predictions (`communique predict actors`) against gold lines, by id.

    Gold lines tell `want` with a country, a sector ("code_1") or both; an empty one means that
    nobody's, or no sector, is the answer.
    """
    made = {item.get("id"): item for item in predictions}
    scores = ActorScores()
    for line in gold:
        want, answer = line.get("want") or {}, made.get(line.get("id"), {})
        wrong = []
        if "country" in want:
            right = _is_country(want["country"], answer)
            scores.countries += 1
            scores.right_countries += right
            wrong += [] if right else [f"{want['country'] or '-'} → {answer.get('code')}"]
        if "code_1" in want:
            right = _is_sector(want["code_1"], answer)
            scores.sectors += 1
            scores.right_sectors += right
            wrong += [] if right else [f"{want['code_1'] or '-'} → {answer.get('sector')}"]
        if wrong:
            words = line.get("phrase") or line.get("text")
            day = f" on {line['date']}" if line.get("date") else ""
            scores.wrong.append(f"{line.get('id')}  {words!r}{day}: {', '.join(wrong)}")
    return scores


def _is_country(want: object, answer: Item) -> bool:
    code, actor = answer.get("code"), answer.get("actor")
    if not want:
        return not code
    wanted = _SAME_CODE.get(str(want), want)
    if wanted == _ORGANISATIONS:
        return _kind(code) == "organisation"
    return wanted in (code, actor) or _owner(code) == wanted


def _kind(code: object) -> str | None:
    from communique.ontology.actors import ActorRegistry

    actor = ActorRegistry.load().actors.get(str(code))
    return actor.kind if actor else None


def _owner(code: object) -> str | None:
    """The state that a breakaway territory is of by the sets."""
    from communique.ontology.actors import ActorRegistry

    actor = ActorRegistry.load().actors.get(str(code))
    return actor.country if actor else None


def _is_sector(want: object, answer: Item) -> bool:
    allowed = want if isinstance(want, list) else [want]
    return (answer.get("sector") or "") in [sector or "" for sector in allowed]


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
