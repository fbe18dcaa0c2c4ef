"""Gives each trigger of a sentence its dates, place and actors."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extract.candidates import Candidate
from flows.extract.model import DateMention, PlaceMention, Sentence
from flows.extract.page import Page

APART_DAYS = 14
MOST_DATES = 4
_STEP_AWAY = 25  # penalty, in characters, for a date or place left of its trigger
_BREAK = re.compile(r"[;]|\b(?:sementara|sedangkan|namun|setelah sebelumnya|while|whereas|but)\b", re.I)
_TOPIC = re.compile(
    r"\b(?:mengenai|tentang|membahas|membicarakan|soal|terkait|rencana|about|regarding|to discuss|discussed|plans? for|kelanjutan|tindak lanjut)\b",
    re.I,
)
_FILLED = re.compile(r"\b(?:sebelum|setelah|usai|before|after|following|sejak|since)\b", re.I)


class Breaks:
    """The words and marks of one sentence that set its clauses apart."""

    def __init__(self, text: str, sentence: Sentence) -> None:
        self._spans = [m.span() for m in _BREAK.finditer(text, sentence.start, sentence.end)]

    def between(self, start: int, end: int) -> int:
        """How many stand in [start, end)."""
        return sum([start <= a and b <= end for a, b in self._spans]) if self._spans else 0


def attach(page: Page, sentence: Sentence, candidates: list[Candidate]) -> None:
    """Fill dates, places and actors of the `candidates` of one sentence."""
    if not candidates:
        return
    dates = [
        d
        for d in page.dates_in(sentence.start, sentence.end)
        if d.role in ("event", "background") and not page.quoted(d.start)
    ]
    places = [
        p for p in page.places_in(sentence.start, sentence.end) if p.located and not page.quoted(p.start)
    ]
    breaks = Breaks(page.report.text, sentence)
    for date in dates:
        _nearest(breaks, candidates, date.start, date.end).dates.append(date)
    _share_dates(page, breaks, candidates)
    for place in places:
        _nearest(breaks, candidates, place.start, place.end).places.append(place)
    _share_places(page, candidates)
    _give_actors(page, sentence, breaks, candidates)
    for candidate in candidates:
        candidate.dates.sort(key=lambda d: _date_rank(candidate, d))
        candidate.places.sort(key=lambda p: _place_rank(candidate, p))


def split_by_dates(candidates: list[Candidate]) -> list[Candidate]:
    """One trigger with several days far apart ("in May 2021 and on 3 March 2023") tells of as many events."""
    told: list[Candidate] = []
    for candidate in candidates:
        days = [
            d
            for d in candidate.dates
            if d.precision in ("day", "month") and d.role == "event" and d.first and d.last
        ]
        groups: list[list[DateMention]] = []
        for day in sorted(days, key=lambda d: (d.first, d.start)):
            if groups and _near_in_time(groups[-1][-1], day):
                groups[-1].append(day)
            else:
                groups.append([day])
        if len(groups) < 2 or len(groups) > MOST_DATES:
            told.append(candidate)
            continue
        for group in groups:
            places = sorted(candidate.places, key=lambda p: min(abs(p.start - d.end) for d in group))
            told.append(replace(candidate, dates=group, places=places[:1], actors=list(candidate.actors)))
    return told


def _near_in_time(one: DateMention, other: DateMention) -> bool:
    return bool(one.last and other.first and (other.first - one.last).days <= APART_DAYS)


def _nearest(breaks: Breaks, candidates: list[Candidate], start: int, end: int) -> Candidate:
    if len(candidates) == 1:
        return candidates[0]

    def distance(candidate: Candidate) -> tuple[float, int]:
        if start >= candidate.end:
            gap = float(start - candidate.end) + 60.0 * breaks.between(candidate.end, start)
        else:
            gap = float(candidate.start - end + _STEP_AWAY) + 60.0 * breaks.between(end, candidate.start)
        if candidate.occasion:
            gap -= 15
        return (gap, candidate.start)

    return min(candidates, key=distance)


def _share_dates(page: Page, breaks: Breaks, candidates: list[Candidate]) -> None:
    """One date in a sentence dates every trigger beside it, unless a word of order or a break stands between."""
    dated = [c for c in candidates if c.dates]
    if len(dated) != 1:
        return
    text = page.report.text
    for candidate in candidates:
        if candidate.dates:
            continue
        low, high = (
            sorted((candidate.end, dated[0].start))
            if candidate.end <= dated[0].start
            else sorted((dated[0].end, candidate.start))
        )
        if _TOPIC.search(text, low, high) or (
            candidate.definite and not dated[0].definite and candidate.start < dated[0].start
        ):
            continue
        if not breaks.between(low, high) and not candidate.background and not dated[0].background:
            candidate.dates = list(dated[0].dates)


def _share_places(page: Page, candidates: list[Candidate]) -> None:
    placed = [c for c in candidates if c.places]
    if len(placed) == 1:
        for candidate in candidates:
            low, high = sorted((candidate.start, placed[0].start))
            if (
                not candidate.places
                and not candidate.background
                and not _TOPIC.search(page.report.text, low, high)
            ):
                candidate.places = list(placed[0].places)


def _date_rank(candidate: Candidate, date: DateMention) -> tuple[int, int]:
    order = {"day": 0, "month": 1, "quarter": 2, "year": 3, "before": 4, "unknown": 5}
    near = min(abs(date.start - candidate.end), abs(candidate.start - date.end))
    return (order[date.precision] if date.role == "event" else 6 + order[date.precision], near)


def _place_rank(candidate: Candidate, place: PlaceMention) -> tuple[int, int]:
    order = {"city": 0, "region": 1, "venue": 2, "country": 3, "online": 4}
    near = min(abs(place.start - candidate.end), abs(candidate.start - place.end))
    behind = 0 if place.start >= candidate.end else 40
    return (order[place.kind] if near < 160 else 5, near + behind)


def _give_actors(page: Page, sentence: Sentence, breaks: Breaks, candidates: list[Candidate]) -> None:
    """The actors of a sentence take part in the trigger of their clause; the first ones, its subject, in all."""
    names = page.names_in(sentence.start, sentence.end)
    first = min(candidate.start for candidate in candidates)
    for mention, actor in names:
        if mention.end <= first:
            chosen = [c for c in candidates if not breaks.between(mention.end, c.start)] or [candidates[0]]
        else:
            chosen = [_nearest(breaks, candidates, mention.start, mention.end)]
            chosen += [c for c in candidates if c not in chosen and _joined(page, chosen[0], c)]
        for candidate in chosen:
            if actor.key not in candidate.actors:
                candidate.actors.append(actor.key)


def _joined(page: Page, one: Candidate, other: Candidate) -> bool:
    """True where two triggers stand side by side in one clause ("menerima kunjungan", "signed during talks")."""
    low, high = (one.end, other.start) if one.end <= other.start else (other.end, one.start)
    if high - low >= 25:
        return False
    between = page.report.text[low:high]
    return not _FILLED.search(between) and not _BREAK.search(between)
