"""In which country an event takes place: a choice among the countries that the report offers for it, or none.

A place beside the event word says most; the dateline, the home of those who take part and the one country that a
report is set in say less, and each says more of the news than of history.  The weights stand in weights.yml
under `country`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.model import Event, PlaceMention, Proof
from flows.extract.page import UNTOLD, Page
from flows.extract.weights import choice
from flows.extract.whereabouts import put_in

NEAR = 3  # sentences: a place farther from an event is not weighed for it
NEWS_DAYS = 14
FRESH_DAYS = 7
CLOSE = 30  # characters
NEWSROOM = frozenset({"capital-idn", "idn-jakarta"})
_HOST = Phrases("hosted by|host(?:s|ed)?|tuan rumah|be the venue", ("host", "tuan rumah", "be the venue"))
_AHEAD, _BEHIND = 25, 20  # characters from the word for a host to who it is


@dataclass(slots=True)
class Offer:
    """What speaks for a country, and the first words that name it (none for no country at all)."""

    span: tuple[int, int] | None = None
    features: set[str] = field(default_factory=set)


class Offers:
    """The countries that an event may have taken place in."""

    def __init__(self) -> None:
        self.by_country: dict[str | None, Offer] = {}

    def say(self, country: str | None, span: tuple[int, int], *features: str) -> None:
        """Add what speaks for `country`; nothing where the words name none."""
        if country:
            self.by_country.setdefault(country, Offer(span)).features.update(features)


class Scenery:
    """The places of a report and where they stand, for the questions asked about each of its events."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = [p for p in page.places if p.country and not page.quoted(p.start)]
        self.at = [page.sentence_at(p.start) for p in self.places]
        counts = Counter(p.country for p in self.places if p.located)
        most = max(counts.values(), default=0)
        self.most_located = next((p for p in self.places if p.located and counts[p.country] == most), None)
        self.most = min(most, 3)

    def around(self, frame: Frame) -> list[tuple[PlaceMention, int]]:
        """The places told within NEAR sentences of `frame`, each with how many sentences off; the nearest first."""
        low = bisect_left(self.at, min(frame.sentences) - NEAR)
        high = bisect_left(self.at, max(frame.sentences) + NEAR + 1)
        found = []
        for place, index in zip(self.places[low:high], self.at[low:high], strict=True):
            gap = min(abs(index - i) for i in frame.sentences)
            if gap <= NEAR and index >= 0 and self.page.sentences[index].segment not in UNTOLD:
                found.append((place, gap))
        return sorted(found, key=lambda item: (item[1], item[0].start))


def settle_country(scenery: Scenery, frame: Frame, event: Event) -> None:
    """Give `event`, placed by rule, the likeliest country, and a place only where it lies in that country.

    A place that follows its trigger closely ("a visit to Vienna") is beyond doubt.
    """
    if any(0 <= place.start - frame.lead.end < CLOSE for place in frame.lead.places[:1]):
        return
    options = offers(scenery, frame, event)
    country, probability = choice("country").best(
        {country: offer.features for country, offer in options.items()}
    )
    if country == event.country:
        _name_city(scenery.page, frame, event)
        return
    unplaced = event.place_precision in (None, "online") or (
        event.place_precision == "venue" and event.country is None
    )
    if not unplaced:
        _move(scenery, frame, event, country)
    event.country = country
    event.proofs = [proof for proof in event.proofs if proof.field != "country"]
    span = options[country].span
    if country is not None and span is not None:
        event.proofs.append(Proof("country", country, *span, "country-chosen", round(probability, 3)))
    _name_city(scenery.page, frame, event)


def _name_city(page: Page, frame: Frame, event: Event) -> None:
    """Name the dateline's city for news of its country that is given no place; a newsroom's only for visits."""
    line = page.dateline
    if line is None or line.kind == "country" or line.country != event.country:
        return
    if line.place_id in NEWSROOM and event.type != "visit":
        return
    if event.place_name is None and not event.is_online and _is_news(page, frame, event):
        put_in(event, line)


def _is_news(page: Page, frame: Frame, event: Event) -> bool:
    """True for what happened in the days before the report and is told early in it."""
    if event.date_end is None or page.published is None or event.date_precision != "day":
        return False
    fresh = abs((page.published - event.date_end).days) <= FRESH_DAYS
    return fresh and event.status != "planned" and _depth(page, frame) != "late"


def _move(scenery: Scenery, frame: Frame, event: Event, country: str | None) -> None:
    """Name the nearest place of `country` instead of one that lies elsewhere."""
    place = next((p for p, _ in scenery.around(frame) if p.located and p.country == country), None)
    event.proofs = [proof for proof in event.proofs if proof.field != "place_name"]
    if place is None:
        event.place_name = event.place_precision = event.latitude = event.longitude = None
        return
    put_in(event, place)


def offers(scenery: Scenery, frame: Frame, event: Event) -> dict[str | None, Offer]:
    """Return the countries that may be the event's, with what speaks for each, and for none of them under None."""
    page = scenery.page
    found = Offers()
    _offer_places(scenery, frame, found)
    _offer_scene(scenery, frame, found)
    _offer_homes(page, frame, event, found)
    _offer_hosts(page, frame, found)
    if event.country:
        proof = next(p for p in event.proofs if p.field == "country")
        found.say(event.country, (proof.start, proof.end), "ruled", f"ruled_{proof.rule}")
    situation = _situation(page, frame, event)
    for offer in found.by_country.values():
        if "first_place" not in offer.features:
            offer.features.update(f"far_{said}" for said in situation)
    found.by_country[None] = Offer(None, {"none", *(f"none_{said}" for said in situation)})
    return found.by_country


def _offer_places(scenery: Scenery, frame: Frame, found: Offers) -> None:
    """The places given to the event, and those told near it."""
    for place in frame.lead.places[:1]:
        found.say(place.country, (place.start, place.end), "first_place", f"first_place_{place.kind}")
    for place in frame.lead.places:
        found.say(place.country, (place.start, place.end), "lead_place", f"lead_place_{place.kind}")
    for place in frame.places:
        found.say(place.country, (place.start, place.end), "frame_place", f"frame_place_{place.kind}")
    triggers = {c.index for c in frame.candidates}
    for place, gap in scenery.around(frame):
        index = scenery.page.sentence_at(place.start)
        where = "here" if index in triggers else f"gap_{min(gap, 2)}"
        how = "located" if place.located else "named"
        what = "country" if place.kind == "country" else "place"
        found.say(place.country, (place.start, place.end), f"{where}_{how}_{what}")
        if scenery.page.sentences[index].segment == "headline":
            found.say(place.country, (place.start, place.end), "headline")


def _offer_scene(scenery: Scenery, frame: Frame, found: Offers) -> None:
    """The dateline and the country that the whole report is set in."""
    page = scenery.page
    line = page.dateline
    if line:
        name = "newsroom" if line.place_id in NEWSROOM else "dateline"
        found.say(
            line.country,
            (line.start, line.end),
            name,
            f"{name}_{_depth(page, frame)}",
            f"{name}_{frame.type}",
        )
    if page.setting:
        found.say(page.setting.country, (page.setting.start, page.setting.end), "setting")
    if scenery.most_located:
        most = scenery.most_located
        found.say(most.country, (most.start, most.end), "most_located", f"most_located_{scenery.most}")


def _offer_homes(page: Page, frame: Frame, event: Event, found: Offers) -> None:
    """The home countries of those who take part; the host's above all."""
    actors = [page.by_key[key] for key in frame.actors]
    for actor in actors:
        if actor.category == "embassy":
            found.say(actor.country, (actor.mentions[0].start, actor.mentions[0].end), "mission")
    bodies = [actor for actor in actors if actor.kind != "person" and actor.category != "embassy"]
    homes = {actor.country for actor in bodies}
    for actor in bodies:
        span = (actor.mentions[0].start, actor.mentions[0].end)
        found.say(actor.country, span, "home", f"home_{frame.type}")
        if len(homes) == 1:
            found.say(
                actor.country, span, "home_of_all", f"home_of_all_{frame.type}", f"home_of_all_{event.status}"
            )
        elif len(homes - {None}) == 1:
            found.say(actor.country, span, "home_of_known")
    for party in event.participants:
        if party.role in ("host", "visitor", "recipient", "provider", "organiser"):
            found.say(page.by_key[party.actor_key].country, (party.start, party.end), party.role)


def _offer_hosts(page: Page, frame: Frame, found: Offers) -> None:
    """The countries of those that are said to host it ("hosted by New Delhi", "India will host")."""
    for sentence in (page.sentences[index] for index in frame.sentences):
        if not page.hints.may_hold(_HOST, sentence.start, sentence.end):
            continue
        named = page.names_in(sentence.start, sentence.end)
        spots = [(m.start, m.end, actor.country) for m, actor in named if actor.kind != "person"]
        spots += [(p.start, p.end, p.country) for p in page.places_in(sentence.start, sentence.end)]
        for match in _HOST.pattern.finditer(page.report.text, sentence.start, sentence.end):
            word = match[0].lower()
            ahead, behind = not word.endswith("by"), word.endswith("by") or word == "tuan rumah"
            for start, end, country in spots:
                if (ahead and 0 <= match.start() - end <= _AHEAD) or (
                    behind and 0 <= start - match.end() <= _BEHIND
                ):
                    found.say(country, (start, end), "hosts")


def _situation(page: Page, frame: Frame, event: Event) -> list[str]:
    """What speaks for or against leaving the country open, whichever it is."""
    lead = frame.lead
    history = event.date_end and page.published and (page.published - event.date_end).days > NEWS_DAYS
    said = {
        "placed": bool(lead.places),
        "venue": event.place_name is not None and event.place_precision == "venue",
        "online": event.is_online,
        "background": lead.background,
        "draft": lead.strength == "draft",
        "dated": event.date_precision == "day",
        "history": bool(history),
        event.status: True,
        event.type: True,
        _depth(page, frame): True,
    }
    return [name for name, true in said.items() if true]


def _depth(page: Page, frame: Frame) -> str:
    """How deep in the report an event is told of first."""
    into = min(frame.sentences) - page.first_body
    return "lead" if into <= 1 else "early" if into <= 4 else "late"
