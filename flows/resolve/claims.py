"""One event as one report tells it, with linked participants: what is compared across reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from math import log
from operator import itemgetter
from typing import Any

import polars as pl

from flows.resolve.words import plain

BATCH = 20_000  # rows that are read at a time
REMEMBERED = 50_000  # sums of weights

FAMILIES: dict[str, tuple[str, ...]] = {
    "agreement": ("deed",),
    "launch": ("deed",),
    "assistance": ("deed",),
    "operation": ("deed",),
    "appointment": ("office",),
    "exercise": ("learning",),
    "training": ("learning",),
    "conference": ("talk", "learning"),
    "visit": ("talk",),
    "meeting": ("talk",),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of claims_events, its links resolved.  Days are ordinals; `parts` holds linked ids, `lands` countries."""

    report_id: str
    key: str
    as_of: int
    lang: str
    syndication: str
    type: str
    also: frozenset[str]
    status: str
    start: int | None
    end: int | None
    precision: str
    basis: str
    place: str | None
    place_precision: str | None
    country: str | None
    parts: frozenset[str]
    bodies: frozenset[str]  # organisations among the parts
    people: frozenset[str]
    lands: frozenset[str]  # country codes of all parts
    programmes: frozenset[str]
    company: frozenset[str]  # everyone whom the report names
    occasion: str | None
    instrument: str | None
    series: int | None
    words: frozenset[str]  # of the sentences that tell of it
    follows: bool  # these say that something follows from something else
    rivals: int  # other claims of its report that may as well be meant: nothing told tells them apart from it
    confidence: float

    @property
    def id(self) -> tuple[str, str]:
        """Report and local key: what names a claim within a run."""
        return (self.report_id, self.key)

    @property
    def families(self) -> frozenset[str]:
        """The families of types in which it is compared."""
        return frozenset(family for kind in (self.type, *self.also) for family in FAMILIES[kind])

    @property
    def exact(self) -> bool:
        """True where its days are known."""
        return self.precision == "day" and self.start is not None

    @property
    def open(self) -> bool:
        """True where it is announced, put off or called off: its date may still move."""
        return self.status in {"planned", "postponed", "cancelled", "unconfirmed"}

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last day that its date allows, None where no date is known; `before` reaches two years back."""
        if self.start is not None and self.end is not None:
            return (self.start, self.end)
        return (self.end - 730, self.end) if self.end is not None else None


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling it is that two reports share a participant (as its id), country (@), programme (#) or word (~): rarer is more."""

    of: Mapping[str, float]
    known: frozenset[str] = frozenset()  # words that more than one claim has
    _norms: dict[tuple[str, frozenset[str]], float] = field(default_factory=dict, repr=False, compare=False)
    _sides: dict[Hashable, tuple[frozenset[str], float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def side(self, claim: Claim) -> tuple[frozenset[str], float]:
        """Return who takes part in a claim, with their countries, and the summed weight of all."""
        key = (claim.parts, claim.lands)
        if key not in self._sides:
            if len(self._sides) >= REMEMBERED:
                self._sides.clear()
            ids = claim.parts | {"@" + land for land in claim.lands}
            self._sides[key] = (ids, self.sum(ids))
        return self._sides[key]

    def sum(self, ids: Iterable[str]) -> float:
        """Return the summed weight of `ids`, in a fixed order."""
        weight = self.of.get
        return sum([weight(one, 1.0) for one in sorted(ids)])

    def squared(self, words: Iterable[str], mark: str) -> float:
        """Return the summed square of the weights of `words` marked by `mark`, in a fixed order."""
        weight = self.of.get
        return sum([weight(mark + word, 1.0) ** 2 for word in sorted(words)])

    def norm(self, words: frozenset[str], mark: str) -> float:
        """Return `squared` of what one claim has, which is asked for again and again."""
        key = (mark, words)
        if key not in self._norms:
            if len(self._norms) >= REMEMBERED:
                self._norms.clear()
            self._norms[key] = self.squared(words, mark)
        return self._norms[key]


def weigh(claims: Iterable[Claim]) -> Weights:
    """Return the weight of whatever claims share: 0.3 where all claims have it, up to 2.5 where few do."""
    counted: Counter[str] = Counter()
    total = 0
    for claim in claims:
        total += 1
        counted.update(claim.parts)
        counted.update("@" + land for land in claim.lands)
        counted.update("#" + programme for programme in claim.programmes)
        counted.update("~" + word for word in claim.words)
    scale = log(total + 2)
    return Weights(
        {one: round(0.3 + 2.2 * log((total + 2) / (count + 1)) / scale, 4) for one, count in counted.items()},
        frozenset(one[1:] for one, count in counted.items() if one[0] == "~" and count > 1),
    )


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What comparing needs to know of an actor."""

    kind: str
    country: str | None


def build(
    events: pl.DataFrame, facts: Mapping[str, ActorFacts], vocabulary: Sequence[str]
) -> Iterator[tuple[int, Claim]]:
    """Yield position and claim in the order of `events`, in which the claims of one report follow each other.

    `events` are rows of claims_events with their `position`; `as_of`, `lang` and `syndication_id` of the report; everyone
    `named` in it; linked `parts` and `programmes`; and how each is told (`words` as places in `vocabulary`, `follows`).
    """
    rows = (row for some in events.iter_slices(BATCH) for row in some.iter_rows(named=True))
    make = _Maker(facts, vocabulary)
    for _, told in groupby(rows, key=itemgetter("report_id")):
        numbered = [(row["position"], make.claim(row)) for row in told]
        yield from _with_rivals(numbered) if len(numbered) > 1 else numbered


@dataclass(slots=True)
class _Maker:
    """Makes claims of rows; what is equal in many is one object."""

    facts: Mapping[str, ActorFacts]
    vocabulary: Sequence[str]
    known: dict[str, str] = field(default_factory=dict)

    def shared(self, text: str | None) -> str | None:
        return None if text is None else self.known.setdefault(text, text)

    def ids(self, values: Iterable[str] | None) -> frozenset[str]:
        return frozenset(self.known.setdefault(one, one) for one in values or ())

    def claim(self, row: Mapping[str, Any]) -> Claim:
        parts = self.ids(row["parts"])
        kinds = [(one, self.facts[one]) for one in parts if one in self.facts]
        return Claim(
            report_id=row["report_id"],
            key=row["key"],
            as_of=row["as_of"].toordinal(),
            lang=row["lang"],
            syndication=row["syndication_id"],
            type=row["event_type"],
            also=frozenset(row["also"]),
            status=row["status"],
            start=_ordinal(row["date_start"]),
            end=_ordinal(row["date_end"]),
            precision=row["date_precision"],
            basis=row["date_basis"],
            place=plain(row["place_name"]) if row["place_name"] else None,
            place_precision=row["place_precision"],
            country=row["country"],
            parts=parts,
            bodies=frozenset(one for one, fact in kinds if fact.kind == "organisation"),
            people=frozenset(one for one, fact in kinds if fact.kind == "person"),
            lands=frozenset(fact.country for _, fact in kinds if fact.country),
            programmes=self.ids(row["programmes"]),
            company=self.ids(row["named"]),
            occasion=row["occasion"],
            instrument=row["instrument"],
            series=row["series_number"],
            words=frozenset(self.vocabulary[code] for code in row["words"] or ()),
            follows=bool(row["follows"]),
            rivals=0,
            confidence=row["confidence"],
        )


def _with_rivals(told: Sequence[tuple[int, Claim]]) -> Iterator[tuple[int, Claim]]:
    """Yield the claims of one report, each with the number of its rivals."""
    for position, claim in told:
        rivals = sum(_rival(claim, other) for _, other in told if other is not claim)
        yield position, replace(claim, rivals=rivals) if rivals else claim


def _rival(claim: Claim, other: Claim) -> bool:
    """True where the other claim of the report may as well be what another report tells of: nothing told tells the two apart."""
    if not claim.families & other.families or _two_subjects(claim, other) or _two_places(claim, other):
        return False
    if claim.parts and other.parts and not claim.parts & other.parts:
        return False
    if claim.window is None or other.window is None:
        return True
    return max(claim.window[0], other.window[0]) <= min(claim.window[1], other.window[1]) + 1


def _two_subjects(claim: Claim, other: Claim) -> bool:
    return (
        _differ(claim.occasion, other.occasion)
        or _differ(claim.instrument, other.instrument)
        or bool(claim.programmes and other.programmes and not claim.programmes & other.programmes)
    )


def _two_places(claim: Claim, other: Claim) -> bool:
    return _differ(claim.country, other.country) or (
        claim.place is not None and other.place is not None and not one_in_other(claim.place, other.place)
    )


def one_in_other(one: str, other: str) -> bool:
    """True where one of two names, as whole words, is a part of the other, or both are the same."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
