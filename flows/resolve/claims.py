"""One event as one report tells it, with linked participants: what is compared across reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

import polars as pl

from flows.resolve.passages import Wording
from flows.resolve.words import plain

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
    rivals: int  # other claims of its report that are alike in type and may be in date
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

    def sum(self, ids: Iterable[str]) -> float:
        """Return the summed weight of `ids`, in a fixed order."""
        return sum(self.of.get(one, 1.0) for one in sorted(ids))


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
    events: pl.DataFrame,
    participants: pl.DataFrame,
    event_programmes: pl.DataFrame,
    actors: pl.DataFrame,
    facts: Mapping[str, ActorFacts],
    homes: Mapping[tuple[str, str], str],
    as_of: Mapping[str, date],
    lang: Mapping[str, str],
    syndication: Mapping[str, str],
    told: Mapping[tuple[str, str], Wording],
) -> list[Claim]:
    """Return the claims of `events`; the other tables carry linked ids, `told` says how each event is told.

    `homes` gives the organisation of a person's office in a report, so that a report that names the person and one
    that names the organisation meet.
    """
    taking_part: dict[tuple[str, str], set[str]] = defaultdict(set)
    for report, event, actor, behalf in participants.select(
        "report_id", "event_key", "actor_id", "behalf_id"
    ).iter_rows():
        taking_part[report, event].update(one for one in (actor, behalf, homes.get((report, actor))) if one)
    serving: dict[tuple[str, str], set[str]] = defaultdict(set)
    for report, event, programme in event_programmes.select(
        "report_id", "event_key", "programme_id"
    ).iter_rows():
        serving[report, event].add(programme)
    company = {
        report: frozenset(named) for report, named in actors.group_by("report_id").agg("actor_id").iter_rows()
    }
    built = []
    for row in events.iter_rows(named=True):
        report, key = row["report_id"], row["key"]
        parts = frozenset(taking_part.get((report, key), ()))
        known = {one: facts[one] for one in parts if one in facts}
        built.append(
            Claim(
                report_id=report,
                key=key,
                as_of=as_of[report].toordinal(),
                lang=lang[report],
                syndication=syndication[report],
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
                bodies=frozenset(one for one, fact in known.items() if fact.kind == "organisation"),
                people=frozenset(one for one, fact in known.items() if fact.kind == "person"),
                lands=frozenset(fact.country for fact in known.values() if fact.country),
                programmes=frozenset(serving.get((report, key), ())),
                company=company.get(report, frozenset()),
                occasion=row["occasion"],
                instrument=row["instrument"],
                series=row["series_number"],
                words=told.get((report, key), Wording()).words,
                follows=told.get((report, key), Wording()).follows,
                rivals=0,
                confidence=row["confidence"],
            )
        )
    return _with_rivals(built)


def _with_rivals(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, each with the number of its rivals."""
    of_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_report[claim.report_id].append(claim)
    return [
        replace(
            claim,
            rivals=sum(_rival(claim, other) for other in of_report[claim.report_id] if other is not claim),
        )
        for claim in claims
    ]


def _rival(claim: Claim, other: Claim) -> bool:
    if not claim.families & other.families:
        return False
    if claim.window is None or other.window is None:
        return True
    return max(claim.window[0], other.window[0]) <= min(claim.window[1], other.window[1]) + 1


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
