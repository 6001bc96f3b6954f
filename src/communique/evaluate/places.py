"""Scores of toponyms: found, placed within 161 km (100 miles), in the right country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from communique.evaluate.gold_page import Item

NEAR_KM = 161
"""A hundred miles: the distance that the literature counts as right."""
_DIAMETER_KM = 12_742


@dataclass(slots=True)
class PlaceScores:
    """Shares of the gold toponyms that have coordinates, and every error."""

    gold: int = 0
    found: int = 0
    near: int = 0
    with_country: int = 0
    """Gold toponyms whose country is told."""
    right_country: int = 0
    predicted: int = 0
    touching: int = 0
    """Predictions that touch a gold toponym."""
    wrong: list[str] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """Shares in percent."""
        return {
            "found": _share(self.found, self.gold),
            "near": _share(self.near, self.gold),
            "country": _share(self.right_country, self.with_country),
            "precision": _share(self.touching, self.predicted),
        }

    def as_json(self) -> Item:
        """All of it for programs."""
        return {
            "task": "places",
            "measures": self.measures(),
            "gold": self.gold,
            "predicted": self.predicted,
            "wrong": self.wrong,
        }

    def report(self, errors: bool = False) -> Iterator[str]:
        """Lines to print; with `errors` every toponym missed or placed elsewhere."""
        if errors:
            yield from self.wrong
            yield ""
        measures = self.measures()
        yield (
            f"found {measures['found']:.1f} within {NEAR_KM} km {measures['near']:.1f} "
            f"right country {measures['country']:.1f} "
            f"precision {measures['precision']:.1f} on {self.gold}"
        )


def score_places(gold: Iterable[Item], predictions: Iterable[Item]) -> PlaceScores:
    """Scores of predictions (`communique predict places`) against gold lines, by id.

    A gold toponym is found when a prediction touches it; of several the best counts. A toponym
    without coordinates is left out. Precision counts those too.
    """
    made = {item.get("id"): item.get("toponyms") or [] for item in predictions}
    scores = PlaceScores()
    for line in gold:
        _score_line(scores, line, made.get(line.get("id"), []))
    return scores


def _score_line(scores: PlaceScores, line: Item, predicted: list[Item]) -> None:
    told = line.get("toponyms") or []
    scores.predicted += len(predicted)
    scores.touching += sum(any(_touch(p, item) for item in told) for p in predicted)
    for item in told:
        if item.get("lat") is None:
            continue
        hits = [p for p in predicted if _touch(p, item)]
        near = any(p.get("lat") is not None and _is_near(item, p) for p in hits)
        scores.gold += 1
        scores.found += bool(hits)
        scores.near += near
        country = _country(item)
        in_country = country is not None and any(p.get("iso3") == country for p in hits)
        scores.with_country += country is not None
        scores.right_country += in_country
        if not near:
            what = f"at {hits[0].get('name')} {hits[0].get('iso3')}" if hits else "missed"
            words = str(line.get("text", ""))[item["start"] : item["end"]]
            scores.wrong.append(f"{line.get('id')}  {what}: {words!r} of {item.get('country')}")


def _touch(a: Item, b: Item) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _is_near(a: Item, b: Item) -> bool:
    return kilometres(a["lat"], a["lon"], b["lat"], b["lon"]) <= NEAR_KM


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance (haversine) on a sphere of 12,742 km across; degrees in."""
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    part = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return _DIAMETER_KM * asin(sqrt(part))


def _country(item: Item) -> str | None:
    """ISO 3166 alpha-3 of the gold's country, which may be a name; None when it is unknown."""
    from communique.ontology.places import fold, load_gazetteer

    told = item.get("iso3") or item.get("country")
    if not isinstance(told, str) or not told:
        return None
    gazetteer = load_gazetteer()
    if len(told) == 3 and told.isupper():
        return told
    named = [p for p in gazetteer.places(fold(told)) if p.layer in ("country", "political")]
    return next((p.country for p in named if p.country), None)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
