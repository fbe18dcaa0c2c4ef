"""Which event of the previous release goes on in which cluster of this one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from flows.resolve.claims import FAMILIES, Claim
from flows.resolve.identity import Link, Settled, settle
from flows.resolve.previous import Previous
from flows.resolve.words import plain

ENOUGH = 0.2  # likeness of an old event and a cluster, averaged over the reports that both rest on


@dataclass(frozen=True, slots=True)
class Old:
    """An event of the previous release."""

    id: str
    type: str
    start: date | None
    end: date | None
    place: str | None
    country: str | None
    parts: frozenset[str]
    told: Mapping[str, tuple[date | None, date | None]]  # report -> the dates it gave


def old_events(previous: Previous, moved: Mapping[str, str]) -> dict[str, Old]:
    """Return the events of the previous release; `moved` leads old actor ids to those of this run."""
    parts: dict[str, set[str]] = defaultdict(set)
    for event, actor in previous.tables["event_actors"].select("event_id", "actor_id").iter_rows():
        parts[event].add(moved.get(actor, actor))
    told: dict[str, dict[str, tuple[date | None, date | None]]] = defaultdict(dict)
    for event, report, start, end in (
        previous.tables["event_history"].select("event_id", "report_id", "date_start", "date_end").iter_rows()
    ):
        told[event][report] = (start, end)
    columns = ("event_id", "event_type", "date_start", "date_end", "place_name", "country")
    return {
        event: Old(
            event,
            kind,
            start,
            end,
            plain(place) if place else None,
            country,
            frozenset(parts[event]),
            told[event],
        )
        for event, kind, start, end, place, country in previous.tables["events"]
        .sort("event_id")
        .select(columns)
        .iter_rows()
    }


def match(
    clusters: Sequence[Sequence[Claim]],
    previous: Previous,
    moved: Mapping[str, str],
    together: Iterable[frozenset[str]] = (),
) -> Settled:
    """Return which cluster (label: its position as text) keeps which id, and which old ids were merged.

    `together` holds pairs of old ids that a person said are one, though one report tells of both.
    """
    olds = old_events(previous, moved)
    if not olds:
        return Settled({}, {})
    by_report: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for number, claims in enumerate(clusters):
        for claim in claims:
            by_report[claim.report_id].append((number, claim))
    links: list[Link] = []
    for old in olds.values():
        links += _links(old, by_report, clusters)
    found = {link.old for link in links}
    links += _by_signature([old for old in olds.values() if old.id not in found], clusters)
    ages = previous.tables["events"].select("event_id", "first_release", "first_reported").iter_rows()
    age = {event: (release, str(day)) for event, release, day in ages}
    return settle(links, age, apart=set(_rivals(olds.values(), clusters, by_report)) - set(together))


def _links(
    old: Old, by_report: Mapping[str, list[tuple[int, Claim]]], clusters: Sequence[Sequence[Claim]]
) -> list[Link]:
    """Return how strongly an old event stands in each cluster with which it shares a report."""
    like: dict[int, list[float]] = defaultdict(list)
    for report in sorted(old.told):
        best: dict[int, float] = {}
        for number, claim in by_report.get(report, ()):
            best[number] = max(best.get(number, 0.0), _alike(old, old.told[report], claim))
        for number, value in best.items():
            like[number].append(value)
    return [
        Link(old.id, str(number), round(sum(values), 6))
        for number, values in sorted(like.items())
        if sum(values) / len(values) >= ENOUGH and clusters[number]
    ]


def _alike(old: Old, dates: tuple[date | None, date | None], claim: Claim) -> float:
    """Return 0-1: how much a claim of this run looks like what the same report said of the old event."""
    if claim.type == old.type or old.type in claim.also:
        kind = 1.0
    elif set(FAMILIES[claim.type]) & set(FAMILIES[old.type]):
        kind = 0.6
    else:
        kind = 0.25
    first, last = (given.toordinal() if given else None for given in dates)
    if (first, last) == (claim.start, claim.end):
        day = 1.0 if first is not None else 0.8
    elif first is None or last is None or claim.start is None or claim.end is None:
        day = 0.6
    else:
        day = 0.8 if max(first, claim.start) <= min(last, claim.end) else 0.25
    if old.parts and claim.parts:
        shared = len(old.parts & claim.parts)
        who = (
            0.2
            + 0.5 * shared / min(len(old.parts), len(claim.parts))
            + 0.3 * shared / len(old.parts | claim.parts)
        )
    else:
        who = 0.6
    place = 1.0 if not (old.country and claim.country) or old.country == claim.country else 0.5
    if old.place and claim.place and old.place != claim.place:
        place *= 0.9
    return kind * day * who * place


def _by_signature(olds: Iterable[Old], clusters: Sequence[Sequence[Claim]]) -> list[Link]:
    """Return matches for old events none of whose reports is left: same type, same days, and those who took part."""
    by_day: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for number, claims in enumerate(clusters):
        for claim in claims:
            if claim.exact and claim.start is not None and claim.end is not None:
                by_day[claim.type, claim.start, claim.end].append(number)
    links = []
    for old in olds:
        if not (old.start and old.end and old.parts):
            continue
        for number in sorted(set(by_day.get((old.type, old.start.toordinal(), old.end.toordinal()), ()))):
            parts = frozenset(one for claim in clusters[number] for one in claim.parts)
            shared = len(old.parts & parts)
            if shared >= 2 and shared / min(len(old.parts), len(parts)) >= 0.6:
                links.append(Link(old.id, str(number), 0.1 * shared / len(old.parts | parts)))
    return links


def _rivals(
    olds: Iterable[Old], clusters: Sequence[Sequence[Claim]], by_report: Mapping[str, Any]
) -> Iterable[frozenset[str]]:
    """Yield pairs of old events that one report told apart: they are two happenings, unless it tells both in one now."""
    told: dict[str, list[str]] = defaultdict(list)
    for old in olds:
        for report in old.told:
            told[report].append(old.id)
    twice: set[str] = set()
    for claims in clusters:
        counted = Counter(claim.report_id for claim in claims)
        twice |= {report for report, count in counted.items() if count > 1}
    for report, events in sorted(told.items()):
        if report in by_report and report in twice:
            continue
        for one, other in combinations(sorted(events), 2):
            yield frozenset((one, other))
