"""From triggers to events: one per happening, with its dates, place, parties, programmes and themes."""

from __future__ import annotations

import re
from datetime import date

from flows.extract import confidence
from flows.extract.attach import attach
from flows.extract.frames import Frame, build_frames, convened_type, follow_ups
from flows.extract.inherit import inherit
from flows.extract.membership import Telling, members
from flows.extract.model import DateMention, Event, Participant, PlaceMention, Proof
from flows.extract.page import Page
from flows.extract.parties import participants, visit_roles
from flows.extract.status import read_status, settled
from flows.extract.themes import find_themes
from flows.extract.triggers import Candidate, find_triggers

_NEWSROOM = frozenset({"capital-idn", "idn-jakarta"})
SETTING_DAYS = 30  # an event this near to publication is set where the report is set
NEWS_DAYS = 5  # an event this near to publication is the report's news, and the dateline tells its city
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
_REVIEWS = re.compile(
    r"\b(?:perkembangan|meninjau|tinjauan|evaluasi|progress|review\w*|mengevaluasi|capaian|kemajuan)\b", re.I
)
_IMPLEMENTS = re.compile(
    r"\b(?:implementasi|pelaksanaan|melaksanakan|mengimplementasikan|implement\w*|in support of|mendukung|under the|dalam kerangka|dalam cakupan|as part of)\b",
    re.I,
)
_FUNDS = re.compile(r"\b(?:didanai|mendanai|funded|financed|pendanaan)\b", re.I)


def find_events(page: Page) -> list[Event]:
    """Return the events that `page` tells of, in order of mention."""
    frames = frames_of(page)
    scored = [(frame, confidence.confidence(page, frame)) for frame in frames]
    kept = [(frame, score) for frame, score in scored if score >= confidence.threshold()]
    kept.sort(key=lambda item: item[0].first.start if item[0].first.segment != "headline" else 1 << 60)
    telling = Telling(page, [frame for frame, _ in kept])
    events = [_event(page, telling, i, score) for i, (_, score) in enumerate(kept)]
    _nest(page, [frame for frame, _ in kept], events)
    return events


def frames_of(page: Page) -> list[Frame]:
    """Return every frame of `page`, likely or not, with its dates, places and actors."""
    candidates = find_triggers(page)
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_sentence.setdefault(candidate.index, []).append(candidate)
    for index, group in by_sentence.items():
        attach(page, page.sentences[index], group)
        for candidate in group:
            read_status(page, page.sentences[index], candidate, group)
    frames = build_frames(page, candidates)
    follow_ups(page, frames)
    inherit(page, frames)
    for frame in frames:
        frame.type = convened_type(page, frame)
    return frames


def _event(page: Page, telling: Telling, position: int, score: float) -> Event:
    frame = telling.frames[position]
    lead = frame.lead
    event = Event(f"e{position + 1}", frame.type, lead.status, confidence=round(score, 4))
    event.proofs.append(
        Proof("event_type", frame.type, lead.start, lead.end, f"trigger-{lead.form}", event.confidence)
    )
    _set_date(page, frame, event)
    _set_status(page, frame, event)
    _set_place(page, frame, event)
    event.participants = participants(page, frame, members(telling, position))
    if event.type == "visit":
        event.participants = visit_roles(page, frame, event.country, event.participants)
    if event.type == "assistance" and event.country is None:
        _set_recipient_country(page, event)
    event.proofs += [
        Proof(f"role:{p.actor_key}", p.role, p.start, p.end, p.rule, event.confidence)
        for p in event.participants
    ]
    _set_programmes(page, frame, event)
    _set_themes(page, frame, event)
    event.name, event.series_number = frame.occasion, frame.series_number
    instrument = next((c.instrument for c in (lead, *frame.candidates) if c.instrument), None)
    event.instrument = page.report.text[slice(*instrument)] if instrument else None
    return event


def _set_date(page: Page, frame: Frame, event: Event) -> None:
    when = (
        frame.when
        if frame.when and frame.when.rule in ("opened-closed", "duration")
        else _joined(frame) or frame.when
    )
    if when is None or when.precision == "unknown" or when.last is None:
        return
    event.date_start, event.date_end = when.first, when.last
    event.date_precision, event.date_basis = when.precision, when.basis
    for field, value in (("date_start", when.first), ("date_end", when.last)):
        if value is not None:
            event.proofs.append(
                Proof(field, value.isoformat(), when.start, when.end, when.rule, when.confidence)
            )


def _joined(frame: Frame) -> DateMention | None:
    """The span of days where the lead trigger has one ("8-11 August"), before a single day within it."""
    dates = [d for c in (frame.lead, *frame.candidates) for d in c.dates]
    spans = [
        d
        for d in dates
        if d.precision == "day" and d.first and d.last and d.first < d.last and d.role == "event"
    ]
    return spans[0] if spans else None


def _set_status(page: Page, frame: Frame, event: Event) -> None:
    teller = frame.teller
    event.status = settled(teller.status, event.date_start, event.date_end, page.published)
    span = teller.status_cue or (teller.start, teller.end)
    rule = "status-cue" if teller.status_cue else "status-date" if teller.explicit else "status-assumed"
    event.proofs.append(Proof("status", event.status, *span, rule, 0.9 if teller.explicit else 0.75))


def _set_place(page: Page, frame: Frame, event: Event) -> None:
    for index in frame.sentences:
        sentence = page.sentences[index]
        online = next(
            (
                c
                for c in page.cues_in(sentence.start, sentence.end)
                if c.category == "online" and not page.quoted(c.start)
            ),
            None,
        )
        if online and index == frame.lead.index and abs(online.start - frame.lead.start) < 120:
            event.is_online = True
            event.proofs.append(Proof("is_online", "true", online.start, online.end, "online-cue", 0.8))
            break
    place = _best_place(page, frame, event)
    if place is None:
        if event.is_online:
            event.place_precision = "online"
        else:
            _set_home_country(page, frame, event)
            if event.country is None:
                _set_setting_country(page, frame, event)
        return
    event.place_name, event.place_precision = (
        place.name.title() if place.name.isupper() else place.name,
        place.kind,
    )
    event.country, event.latitude, event.longitude = place.country, place.latitude, place.longitude
    event.proofs.append(
        Proof("place_name", event.place_name, place.start, place.end, place.rule, place.confidence)
    )
    if place.country is None:
        outer = next((p for p in page.places if p.country and abs(p.start - place.end) < 60), None)
        event.country = outer.country if outer else None
        place = outer or place
    if event.country:
        event.proofs.append(
            Proof("country", event.country, place.start, place.end, place.rule, place.confidence)
        )


def _best_place(page: Page, frame: Frame, event: Event) -> PlaceMention | None:
    lead = frame.lead
    if lead.places:
        return lead.places[0]
    if frame.places:
        order = {"city": 0, "region": 1, "venue": 2, "country": 3, "online": 4}
        return min(frame.places, key=lambda p: (order[p.kind], p.start))
    if event.is_online or event.status == "planned":
        return None
    return _dateline_place(page, event, frame)


def _set_home_country(page: Page, frame: Frame, event: Event) -> None:
    """Without a place: the country of all the bodies that take part, where they have but one."""
    if event.type == "visit" or event.status == "planned":
        return
    actors = [page.by_key[key] for key in frame.actors]
    countries = {actor.country for actor in actors if actor.country}
    if len(countries) != 1:
        return
    home = {place.country for place in page.places if _in_dateline(page, place)}
    if any(a.country is None and a.kind != "person" for a in actors) and home != countries:
        return
    event.country = countries.pop()
    mention = next(actor for actor in actors if actor.country).mentions[0]
    event.proofs.append(Proof("country", event.country, mention.start, mention.end, "home-country", 0.6))


def _set_setting_country(page: Page, frame: Frame, event: Event) -> None:
    """Without a place: the one country that every place of the report lies in, for news rather than history."""
    if (
        frame.lead.background
        or frame.lead.strength == "draft"
        or event.date_precision in ("month", "quarter", "year")
    ):
        return
    if event.date_end and page.published and abs((page.published - event.date_end).days) > SETTING_DAYS:
        return
    located = [p for p in page.places if p.located and p.country and not page.quoted(p.start)]
    countries = {place.country for place in located}
    parties = {page.by_key[key].country for key in frame.actors} - {None}
    if len(countries) == 1 and (parties & countries or not parties):
        event.country = located[0].country
        event.proofs.append(
            Proof("country", str(event.country), located[0].start, located[0].end, "setting-country", 0.55)
        )


def _set_recipient_country(page: Page, event: Event) -> None:
    """Aid without a place is given where the recipient is."""
    for party in event.participants:
        country = page.by_key[party.actor_key].country
        if party.role == "recipient" and country:
            event.country = country
            event.proofs.append(Proof("country", country, party.start, party.end, "recipient-country", 0.6))
            return


def _dateline_place(page: Page, event: Event, frame: Frame) -> PlaceMention | None:
    """The dateline's city, for the news itself: an event of the first sentences, of these days.

    A dateline in the newsroom's own capital says little of where states met each other."""
    first_body = min((i for i, s in enumerate(page.sentences) if s.segment == "body"), default=0)
    if min(frame.sentences) > first_body + 1 or event.date_start is None or page.published is None:
        return None
    if event.date_precision != "day" or abs((page.published - event.date_start).days) > NEWS_DAYS:
        return None
    place = next((p for p in page.places if _in_dateline(page, p)), None)
    if place is not None and place.place_id in _NEWSROOM and page.report.lang == "id":
        countries = {page.by_key[key].country for key in frame.actors if page.by_key[key].kind != "person"}
        return place if countries <= {"IDN", None} else None
    return place


def _in_dateline(page: Page, place: PlaceMention) -> bool:
    return any(zone.kind == "dateline" and zone.start <= place.start < zone.end for zone in page.segments)


def _set_programmes(page: Page, frame: Frame, event: Event) -> None:
    text = page.report.text
    instrument = [c.instrument for c in frame.candidates if c.instrument]
    for programme in page.programmes:
        for start, end, rule in programme.spans:
            sentence = next(
                (
                    page.sentences[i]
                    for i in frame.sentences
                    if page.sentences[i].start <= start < page.sentences[i].end
                ),
                None,
            )
            if sentence is None or page.quoted(start):
                continue
            before = text[sentence.start : start]
            near = min((abs(start - c.end) for c in frame.candidates), default=999)
            relation = "about"
            if event.type in ("agreement", "launch") and (
                any(a <= start < b + 40 for a, b in instrument) or near < 60
            ):
                relation = "launches"
            elif _FUNDS.search(before):
                relation = "funds"
            elif _REVIEWS.search(before):
                relation = "reviews"
            elif _IMPLEMENTS.search(before):
                relation = "implements"
            event.programmes.append((programme.key, relation))
            event.proofs.append(
                Proof(f"relation:{programme.key}", relation, start, end, rule, event.confidence)
            )
            break


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
    for inner, part in zip(frames, events, strict=True):
        for outer, whole in zip(frames, events, strict=True):
            if part is whole or part.part_of or part.type not in _HOLDS.get(whole.type, ()):
                continue
            span = _containment(page, inner, outer)
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


def roles_of(event: Event) -> dict[str, list[Participant]]:
    """Group the participants of `event` by role."""
    grouped: dict[str, list[Participant]] = {}
    for participant in event.participants:
        grouped.setdefault(participant.role, []).append(participant)
    return grouped
