"""From triggers to events: one per happening, with its dates, place, parties, programmes and themes."""

from __future__ import annotations

import re
from datetime import date

from flows.extract import confidence
from flows.extract.attach import attach, split_by_dates
from flows.extract.candidates import Candidate
from flows.extract.continuation import follow_ups
from flows.extract.convened import settle_type
from flows.extract.coreference import build_frames
from flows.extract.dating import settle_dates, window
from flows.extract.frames import Frame
from flows.extract.inherit import inherit
from flows.extract.membership import Parties
from flows.extract.model import Event, Proof
from flows.extract.page import Page
from flows.extract.parties import participants, visit_roles
from flows.extract.programme_links import set_programmes
from flows.extract.setting import Scenery, settle_country
from flows.extract.status import read_status, settled
from flows.extract.tells import likely
from flows.extract.themes import find_themes
from flows.extract.triggers import find_triggers
from flows.extract.unite import unite
from flows.extract.weights import judgement
from flows.extract.whereabouts import set_place

_WITHIN = re.compile(
    r"\b(?:dalam rangkaian|rangkaian|di sela(?:-sela| sela)?|disela-sela|dalam|saat|pada|di tengah|during|on the sidelines of|"
    r"sidelines|as part of|part of|in the course of|while on|bagian dari|at the)\b",
    re.I,
)
_HOLDS = {
    "visit": {"meeting", "conference", "agreement", "training", "assistance"},
    "conference": {"meeting", "agreement", "launch"},
    "meeting": {"agreement", "launch"},
}


def find_events(page: Page) -> list[Event]:
    """Return the events that `page` tells of, in order of mention."""
    kept = kept_frames(page)
    frames = [frame for frame, _ in kept]
    parties = Parties(page, frames)
    events = [draft(page, parties, position, score) for position, (_, score) in enumerate(kept)]
    scenery = Scenery(page)
    for frame, event in zip(frames, events, strict=True):
        settle_country(scenery, frame, event)
        _finish(page, frame, event)
    _nest(page, frames, events)
    return events


def frames_of(page: Page) -> list[Frame]:
    """Return every frame of `page`, likely or not, with the dates, places and actors that it may have."""
    frames = untyped_frames(page)
    for frame in frames:
        frame.type = settle_type(page, frame)
    return frames


def untyped_frames(page: Page) -> list[Frame]:
    """Return every frame of `page` as its triggers tell it; its type is that of most of them."""
    frames = build_frames(page, candidates_of(page))
    follow_ups(page, frames)
    inherit(page, frames)
    return unite(page, frames)


def kept_frames(page: Page) -> list[tuple[Frame, float]]:
    """Return the frames of `page` that are likely enough to be events, each with its likelihood, in order of mention."""
    scored = [(frame, confidence.confidence(page, frame)) for frame in dated_frames(page)]
    kept = [(frame, score) for frame, score in scored if score >= judgement("event").threshold]
    return sorted(
        kept, key=lambda item: item[0].first.start if item[0].first.segment != "headline" else 1 << 60
    )


def candidates_of(page: Page) -> list[Candidate]:
    """Return the triggers of `page` that may well tell of an event, with their dates, places, actors and status."""
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in likely(page, find_triggers(page)):
        by_sentence.setdefault(candidate.index, []).append(candidate)
    candidates: list[Candidate] = []
    for index, group in by_sentence.items():
        attach(page, page.sentences[index], group)
        told = split_by_dates(group)
        for candidate in told:
            read_status(page, page.sentences[index], candidate, told)
        candidates += told
    return candidates


def dated_frames(page: Page) -> list[Frame]:
    """Return every frame of `page` with the one date that it is likeliest to have."""
    frames = frames_of(page)
    settle_dates(page, frames)
    united = unite(page, frames)
    if len(united) < len(frames):
        for frame in united:
            frame.type = settle_type(page, frame)
        settle_dates(page, united)
    return united


def draft(page: Page, parties: Parties, position: int, score: float) -> Event:
    """Return the event of the frame at `position`, as far as its own words tell it."""
    frame = parties.telling.frames[position]
    event = Event(f"e{position + 1}", frame.type, frame.lead.status, confidence=round(score, 4))
    event.proofs.append(
        Proof(
            "event_type", frame.type, frame.lead.start, frame.lead.end,
            f"trigger-{frame.lead.form}", event.confidence,
        )
    )  # fmt: skip
    _set_date(frame, event)
    _set_status(page, frame, event)
    _bound(page, frame, event)
    set_place(page, frame, event)
    event.participants = participants(page, frame, parties.members(position))
    return event


def _finish(page: Page, frame: Frame, event: Event) -> None:
    """Add what hangs on the country and the parties of a drafted event."""
    if event.type == "visit":
        event.participants = visit_roles(page, frame, event.country, event.participants)
    event.proofs += [
        Proof(f"role:{p.actor_key}", p.role, p.start, p.end, p.rule, event.confidence)
        for p in event.participants
    ]
    set_programmes(page, frame, event)
    _set_themes(page, frame, event)
    event.name, event.series_number = frame.occasion, frame.series_number
    instrument = next((c.instrument for c in (frame.lead, *frame.candidates) if c.instrument), None)
    event.instrument = page.report.text[slice(*instrument)] if instrument else None


def _set_date(frame: Frame, event: Event) -> None:
    when = frame.when
    if when is None:
        return
    event.date_start, event.date_end = window(when)
    event.date_precision, event.date_basis = when.precision, when.basis
    for field, value in (("date_start", event.date_start), ("date_end", event.date_end)):
        if value is not None:
            event.proofs.append(
                Proof(field, value.isoformat(), when.start, when.end, when.rule, when.confidence)
            )


def _set_status(page: Page, frame: Frame, event: Event) -> None:
    teller = frame.teller
    event.status = settled(teller.status, event.date_start, event.date_end, page.published)
    span = teller.status_cue or (teller.start, teller.end)
    rule = "status-cue" if teller.status_cue else "status-date" if teller.explicit else "status-assumed"
    event.proofs.append(Proof("status", event.status, *span, rule, 0.9 if teller.explicit else 0.75))


def _bound(page: Page, frame: Frame, event: Event) -> None:
    """Let an event told as past without a date end before its report; the words that tell of it say so."""
    if event.date_end is None and event.status == "occurred" and page.published:
        event.date_end, event.date_precision, event.date_basis = page.published, "before", "relative"
        span = frame.teller.status_cue or (frame.teller.start, frame.teller.end)
        event.proofs.append(Proof("date_end", event.date_end.isoformat(), *span, "told-as-past", 0.6))


def _set_themes(page: Page, frame: Frame, event: Event) -> None:
    seen: dict[str, tuple[int, int]] = {}
    for index in sorted(frame.sentences)[:4]:
        sentence = page.sentences[index]
        for theme, start, end in find_themes(page.report.text[sentence.start : sentence.end]):
            seen.setdefault(theme, (sentence.start + start, sentence.start + end))
    event.themes = sorted(seen)
    event.proofs += [Proof("themes", theme, *span, "theme-word", 0.7) for theme, span in sorted(seen.items())]


def _nest(page: Page, frames: list[Frame], events: list[Event]) -> None:
    """Mark an event as part of another where the words between their triggers in one sentence say so."""
    by_sentence: dict[int, list[int]] = {}
    for position, frame in enumerate(frames):
        for index in {candidate.index for candidate in frame.candidates}:
            by_sentence.setdefault(index, []).append(position)
    together = sorted({(a, b) for group in by_sentence.values() for a in group for b in group if a != b})
    for inner, outer in together:
        part, whole = events[inner], events[outer]
        if part.part_of or part.type not in _HOLDS.get(whole.type, ()):
            continue
        span = _containment(page, frames[inner], frames[outer])
        if span and whole.part_of != part.key and _days_fit(part, whole):
            part.part_of = whole.key
            part.proofs.append(Proof("part_of", whole.key, *span, "within", 0.7))


def _containment(page: Page, inner: Frame, outer: Frame) -> tuple[int, int] | None:
    for a in inner.candidates:
        for b in outer.candidates:
            if a.index != b.index or a.segment == "headline":
                continue
            low, high = (a.end, b.start) if a.end <= b.start else (page.sentences[a.index].start, b.start)
            match = _WITHIN.search(page.report.text, low, high)
            if match and high - match.end() < 40:
                return match.start(), b.end
    return None


def _days_fit(part: Event, whole: Event) -> bool:
    if part.date_end is None or whole.date_end is None:
        return True
    return (part.date_start or date.min) <= whole.date_end and (whole.date_start or date.min) <= part.date_end
