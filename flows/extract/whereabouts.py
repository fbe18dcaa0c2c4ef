"""Where an event takes place: a named place, the dateline's city, or the country that the report is set in."""

from __future__ import annotations

from flows.extract.frames import Frame
from flows.extract.model import Event, PlaceMention, Proof
from flows.extract.page import Page

_NEWSROOM = frozenset({"capital-idn", "idn-jakarta"})
SETTING_DAYS = 30  # an event this near to publication is set where the report is set
NEWS_DEPTH = 4  # sentences
NEWS_DAYS = 5  # an event this near to publication is the report's news, and the dateline tells its city


def set_place(page: Page, frame: Frame, event: Event) -> None:
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
    if place.kind == "venue":
        place = _town_of(page, place) or place
    put_in(event, place)
    event.country = place.country
    if place.country is None:
        outer = next((p for p in page.places_in(place.start - 60, place.end + 60) if p.country), None)
        event.country = outer.country if outer else None
        place = outer or place
    if event.country:
        event.proofs.append(
            Proof("country", event.country, place.start, place.end, place.rule, place.confidence)
        )


def put_in(event: Event, place: PlaceMention) -> None:
    """Let `event` take place at `place`, whichever country that lies in."""
    event.place_name = place.name.title() if place.name.isupper() else place.name
    event.place_precision, event.latitude, event.longitude = place.kind, place.latitude, place.longitude
    event.proofs.append(
        Proof("place_name", event.place_name, place.start, place.end, place.rule, place.confidence)
    )


def _town_of(page: Page, venue: PlaceMention) -> PlaceMention | None:
    """The town that is named right behind a venue or within its name."""
    return next(
        (p for p in page.places_in(venue.start, venue.end + 30) if p.kind in ("city", "region")), None
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
    home = {page.dateline.country} if page.dateline else set()
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
    place = page.setting
    if place is not None:
        event.country = place.country
        event.proofs.append(
            Proof("country", str(place.country), place.start, place.end, "setting-country", 0.55)
        )


def _dateline_place(page: Page, event: Event, frame: Frame) -> PlaceMention | None:
    """The dateline's city, for the news itself: an event of the first sentences, of these days.

    A dateline in the newsroom's own capital says little of where states met each other."""
    if (
        min(frame.sentences) > page.first_body + NEWS_DEPTH
        or event.date_start is None
        or page.published is None
    ):
        return None
    if event.date_precision != "day" or abs((page.published - event.date_start).days) > NEWS_DAYS:
        return None
    place = page.dateline
    if place is not None and place.place_id in _NEWSROOM and page.report.lang == "id":
        countries = {page.by_key[key].country for key in frame.actors if page.by_key[key].kind != "person"}
        return place if countries <= {"IDN", None} else None
    return place
