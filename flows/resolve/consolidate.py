"""One record from what several reports say of one happening: type, dates, place, themes, confidence.

Reports that tell of the event as it is (held, under way) go before those that announced it; then the more precise;
then what most independent texts say.  What loses stays in `event_history` and `evidence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flows.resolve.claims import Claim
from flows.resolve.words import plain
from schemas import codelists

Row = Mapping[str, Any]
K = TypeVar("K", bound=Hashable)
_PRECISION = {"day": 0, "month": 1, "quarter": 2, "year": 3, "before": 4, "unknown": 5}
_BASIS = {"stated": 0, "relative": 1, "weekday": 2, "other_report": 3, "none": 4}
_PLACE = {"city": 0, "venue": 1, "region": 2, "country": 3, "online": 4}
_BEGUN = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a cluster with the row that it was read from."""

    claim: Claim
    row: Row


@dataclass(frozen=True, slots=True)
class When:
    """The consolidated span."""

    start: date | None
    end: date | None
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Where:
    """The consolidated place."""

    name: str | None
    precision: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


def vote(told: Iterable[Told], value: Callable[[Told], K]) -> list[tuple[K, int, float]]:
    """Return each value with the number of independent texts and the best confidence behind it."""
    texts: dict[K, set[str]] = defaultdict(set)
    best: dict[K, float] = defaultdict(float)
    for one in told:
        key = value(one)
        texts[key].add(one.claim.syndication)
        best[key] = max(best[key], one.claim.confidence)
    return [(key, len(texts[key]), best[key]) for key in texts]


def event_type(told: Sequence[Told]) -> str:
    """Return the type that most independent texts give; among equals the surest, then the first of the codelist."""
    order = {code: n for n, code in enumerate(codelists.codes("event_type"))}
    return min(vote(told, lambda t: t.claim.type), key=lambda v: (-v[1], -v[2], order[v[0]]))[0]


def when(told: Sequence[Told]) -> When:
    """Return the event's span: of the reports that say it began, else of the latest word; the most precise, then most texts."""
    begun = [one for one in told if one.row["status"] in _BEGUN]
    decisive = begun or list(told)
    dated = [one for one in decisive if one.row["date_precision"] not in {"unknown", "before"}]
    lent = False
    if not dated:
        bound = max(
            (one.claim.end for one in decisive if one.row["date_precision"] == "before" and one.claim.end),
            default=None,
        )
        dated = [
            one
            for one in told
            if one.row["date_precision"] not in {"unknown", "before"}
            and (bound is None or (one.claim.start or 0) <= bound + 1)
        ]
        lent = bool(dated)
    if not dated:
        dated = [one for one in told if one.row["date_precision"] == "before"]
    if not dated:
        return When(None, None, "unknown", "none")
    finest = min(_PRECISION[one.row["date_precision"]] for one in dated)
    dated = [one for one in dated if _PRECISION[one.row["date_precision"]] == finest]
    if not begun:  # an announcement replaces the one before it
        latest = max(one.claim.as_of for one in dated)
        dated = [one for one in dated if one.claim.as_of == latest]
    spans = vote(dated, lambda t: (t.row["date_start"], t.row["date_end"]))
    basis = {
        span: min(
            (one.row["date_basis"] for one in dated if (one.row["date_start"], one.row["date_end"]) == span),
            key=lambda b: _BASIS[b],
        )
        for span, _, _ in spans
    }
    (start, end), _, _ = min(
        spans, key=lambda v: (-v[1], _BASIS[basis[v[0]]], -v[2], v[0][0] or date.min, v[0][1] or date.min)
    )
    precision = next(key for key, rank in _PRECISION.items() if rank == finest)
    held = basis[start, end]
    return When(start, end, precision, "other_report" if lent else held if held != "none" else "relative")


def where(told: Sequence[Told]) -> Where:
    """Return the place: the country of most texts, in it the most specific kind of place, of that the name of most texts."""
    begun = [one for one in told if one.row["status"] in _BEGUN]
    for group in (begun, list(told)):
        placed = [one for one in group if one.row["country"] or one.row["place_name"]]
        if placed:
            break
    else:
        return Where(None, None, None, None, None)
    lands = vote([one for one in placed if one.row["country"]], lambda t: t.row["country"])
    country = min(lands, key=lambda v: (-v[1], -v[2], v[0]))[0] if lands else None
    inside = [one for one in placed if one.row["place_name"] and one.row["country"] in {None, country}]
    if not inside:
        return Where(None, None, country, None, None)
    finest = min(_PLACE.get(one.row["place_precision"] or "", 5) for one in inside)
    inside = [one for one in inside if _PLACE.get(one.row["place_precision"] or "", 5) == finest]
    chosen = min(vote(inside, lambda t: plain(t.row["place_name"])), key=lambda v: (-v[1], -v[2], v[0]))[0]
    named = [one for one in inside if plain(one.row["place_name"]) == chosen]
    name = min(vote(named, lambda t: t.row["place_name"]), key=lambda v: (-v[1], v[0].isupper(), v[0]))[0]
    points = [
        one.row for one in named if one.row["latitude"] is not None and one.row["longitude"] is not None
    ]
    spot = min(((p["latitude"], p["longitude"]) for p in points), default=(None, None))
    return Where(name, named[0].row["place_precision"], country, *spot)


def themes(told: Sequence[Told]) -> list[str]:
    """Return every theme that a report gives, sorted."""
    return sorted({theme for one in told for theme in one.row["themes"]})


def is_online(told: Sequence[Told]) -> bool:
    """Return what most independent texts say; among equals, that it is not."""
    counted = {value: texts for value, texts, _ in vote(told, lambda t: bool(t.row["is_online"]))}
    return counted.get(True, 0) > counted.get(False, 0)


def combine(by_text: Mapping[str, float]) -> float:
    """Return the confidence of a record from the best confidence of each independent text behind it.

    Noisy-or: the record is wrong only if every text misleads.  Texts are not fully independent, so each one after the
    surest counts half.  Never above 0.99.
    """
    wrong = 1.0
    for place, confidence in enumerate(sorted(by_text.values(), reverse=True)):
        wrong *= 1.0 - min(max(confidence, 0.0), 1.0) * (1.0 if place == 0 else 0.5)
    return round(min(0.99, 1.0 - wrong), 4)


def confidence(told: Iterable[Told]) -> float:
    """Return the confidence of an event from its claims."""
    return combine({key: best for key, _, best in vote(told, lambda t: t.claim.syndication)})
