"""Finds places: gazetteer hits outside names, venues by form, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.common.registries import Registries
from flows.extract.governing import Governing, words_before
from flows.extract.lexicon import Entry, Hit, lexicon_of
from flows.extract.model import PlaceMention, Segment
from flows.extract.spans import Spans

_LOCATIVE = Governing(
    "Di|di|Ke|ke|In|in|At|at|to|near|kota|Kota|Kabupaten|kabupaten|Provinsi|provinsi|wilayah|kawasan|ibu kota|"
    "capital|city of|province of|bertempat di|menuju|around|outside|across|visited|visit|visits|visiting|"
    "toured|mengunjungi|menyambangi|mendatangi|tiba di|island of|resort of|town of|berpusat di",
    r"(?: (?:the|kota|Kota|Kabupaten|Provinsi|provinsi|ibu kota|capital|city of|central|downtown|negara|pulau|Pulau|kawasan|wilayah|kabupaten|daerah))?"
    r"[ \n][\"“]?",
    exact=True,
)
_SITE = Governing(
    "di|Di|at|At|in|In|ke|Ke|to|inside|visited|mengunjungi|menyambangi|mendatangi",
    r"(?: (?:the|dalam|kantor|Kantor|markas|Markas|gedung|Gedung|kampus|Kampus|aula|Aula|ruang|auditorium|Auditorium|Serba Guna|Serbaguna|Rektorat|kediaman|lingkungan|halaman|"
    r"office of|offices of|headquarters of|premises of)){0,4} ",
    exact=True,
)
_ACCREDITED = re.compile(r"\b(?:[Aa]mbassadors?|[Ee]nvoys?|[Ee]mbassy)\b[^.,;:\n]{0,40} to(?: the)? $")
_WHERE = re.compile(r",? (?:where|tempat|di mana|dimana)\b")
_AFTER_SITE = re.compile(
    r"\b(?:di|at|in) (?:the )?(?:[Kk]antor|[Mm]arkas|[Gg]edung|[Hh]otel|[Aa]ula|[Kk]ampus|[Bb]alai|[Ii]stana|[Mm]abes|[Rr]uang|[Pp]endopo|[Aa]uditorium|"
    r"[Oo]ffice|[Hh]eadquarters|[Bb]uilding|[Hh]all|[A-Z])(?:(?:Prof|Drs?|H|KH)\.|[^.;:\n]){0,70}, $"
)
_CHAIN = re.compile(r"^(?:,| \(|,? (?:Provinsi|provinsi|Kabupaten)) ?$|^, $|^ \($|^ - $")
_VENUE = re.compile(
    r"\b(?:di|at|in|the|bertempat di)(?: the| dalam| sebuah)? "
    r"((?:Hotel|Gedung|Aula|Auditorium|Kampus|Ruang|Ballroom|Balai|Istana|Markas|Mabes|Kantor|Wisma|Graha|Pusdiklat|Markas Besar|Pendopo|Masjid|Pondok Pesantren|"
    r"Bandara|Pelabuhan|Lapas|Lapangan|Stadion|Rumah Dinas|Convention|Sasana|Bhayangkara|Grand)"
    r"(?: [A-Z0-9][\w'’.&-]{0,30}){1,6}"
    r"|[A-Z][\w'’-]{1,25}(?: [A-Z&][\w'’-]{0,25}){0,4}(?<!Capacity)(?<!Peace)(?<!Team) (?:Hotel|Convention Cent(?:er|re)|Building|Palace|Hall|Resort|Auditorium|Headquarters|Campus|Airport|University))"
)
_OF_PARTS = {"idn-dki-jakarta": "idn-jakarta"}  # provinces whose cities are parts of one city
_HOMELAND = re.compile(r"\b(ke|di|ke dalam) (tanah air|Tanah Air|dalam negeri)\b")
_HOME_WORDS = ("tanah air", "Tanah Air", "dalam negeri")
_CAPITAL = re.compile(r" capital\b(?! city)")
_PLACE_KINDS = {
    "province": "region", "region": "region", "island": "region", "state": "region",
    "city": "city", "regency": "city", "district": "city", "town": "city", "venue": "venue", "country": "country",
}  # fmt: skip


def find_places(
    text: str,
    hits: Sequence[Hit],
    masked: Sequence[tuple[int, int]],
    segments: Sequence[Segment],
    registries: Registries,
    lang: str,
) -> list[PlaceMention]:
    """Return the places of `text` in order.  `masked` are spans of names (persons, organisations, programmes)
    in which a place word is part of the name."""
    names = Spans(masked)
    datelines = [(s.start, s.end) for s in segments if s.kind == "dateline"]
    found: list[PlaceMention] = []
    for position, hit in enumerate(hits):
        entries = [e for e in hit.entries if e.kind in ("place", "country") and "demonym" not in e.flags]
        if not entries:
            if hit.entries[0].kind == "organisation" and _is_site(text, hit.start):
                found += _town_at_end(text, hit, registries, lang)
            continue
        name = names.around(hit.start, hit.end)
        if name is not None:
            found += _seat(text, hit, name, registries, lang)
            continue
        in_dateline = any(a <= hit.start < b for a, b in datelines)
        located = (
            in_dateline
            or (
                _follows_locative(text, hit.start)
                and not _ACCREDITED.search(text, max(0, hit.start - 70), hit.start)
            )
            or _WHERE.match(text, hit.end) is not None
            or _follows_site(text, hit.start)
        )
        chained = bool(
            found and found[-1].kind != "country" and _CHAIN.match(text[found[-1].end : hit.start])
        )
        if chained:
            located = located or found[-1].located
            found[-1] = _within(found[-1], entries, registries, hits[position - 1] if position else hit)
        if not located and all("ambiguous" in e.flags for e in entries):
            continue
        place = _mention(hit, _choose(entries, registries, lang), registries, located)
        if (
            chained
            and found[-1].rule == "place-venue-city"
            and place.country == found[-1].country
            and place.kind != "country"
        ):
            place = replace(place, start=found.pop().start)  # the report's own word for where the venue is
        found.append(place)
    found += _capitals(text, hits, names, registries)
    found += _venues(text, found)
    found += _homeland(text, registries)
    return sorted(found, key=lambda place: (place.start, place.end))


def _follows_locative(text: str, start: int) -> bool:
    low = max(0, start - 40)
    return _LOCATIVE.before(text, low, start, words_before(text, low, start))


def _seat(
    text: str, hit: Hit, name: tuple[int, int], registries: Registries, lang: str
) -> list[PlaceMention]:
    """The town in the name of a body whose seat something happens at ("di Kantor Kementerian Agama Provinsi Riau")."""
    entries = [e for e in hit.entries if e.kind == "place" and "demonym" not in e.flags]
    if not entries or name == (hit.start, hit.end) or not _is_site(text, name[0]):
        return []
    place = _mention(hit, _choose(entries, registries, lang), registries, True)
    return [replace(place, rule="place-seat", confidence=0.7)]


def _town_at_end(text: str, hit: Hit, registries: Registries, lang: str) -> list[PlaceMention]:
    """The town that the name of a known body ends with ("di KJRI Sydney", "di Universitas Negeri Semarang")."""
    start = text.find(" ", hit.start, hit.end) + 1
    if not start:
        return []
    last = next(reversed(lexicon_of(registries).scan(text[start : hit.end])), None)
    if last is None or start + last.end != hit.end:
        return []
    entries = [e for e in last.entries if e.kind == "place" and not {"demonym", "ambiguous"} & set(e.flags)]
    if not entries:
        return []
    town = _mention(last, _choose(entries, registries, lang), registries, True)
    return [replace(town, start=start + last.start, end=hit.end, rule="place-seat", confidence=0.7)]


def _is_site(text: str, start: int) -> bool:
    """True where the words before `start` say that something happens at what is named there."""
    low = max(0, start - 50)
    return _SITE.before(text, low, start, words_before(text, low, start)) or _follows_site(text, start)


def _follows_site(text: str, start: int) -> bool:
    """True behind a building ("di Gedung X, ...")."""
    return (
        text.startswith(", ", start - 2) and _AFTER_SITE.search(text, max(0, start - 90), start) is not None
    )


def _choose(entries: list[Entry], registries: Registries, lang: str) -> Entry:
    """Prefer a country's own name, then a capital, then a place at home for Indonesian text."""

    def rank(entry: Entry) -> tuple[int, int, str]:
        if entry.kind == "country":
            return (0, 0, entry.record_id)
        record = registries.places.get(entry.record_id)
        home = record is not None and record.country == "IDN"
        order = {"city": 0, "regency": 1, "province": 2, "venue": 3}.get(record.kind, 4) if record else 1
        if record is None:
            return (1, 0, entry.record_id)
        return (0 if home and lang == "id" else 2, order, entry.record_id)

    return min(entries, key=rank)


def _mention(hit: Hit, entry: Entry, registries: Registries, located: bool) -> PlaceMention:
    country = registries.countries.get(entry.record_id)
    if entry.kind == "country" and country:
        return PlaceMention(
            hit.start,
            hit.end,
            hit.form,
            "country",
            country.id,
            country.alpha3,
            None,
            None,
            "place-country",
            0.9,
            located,
        )
    record = registries.places.get(entry.record_id)
    if record is None and country:
        return PlaceMention(
            hit.start, hit.end, hit.form, "city", f"capital-{country.id}", country.alpha3,
            country.latitude, country.longitude, "place-capital", 0.9, located,
        )  # fmt: skip
    assert record is not None
    city = registries.places.get(record.parent_id or "") if record.kind == "venue" else None
    if city is not None and city.parent_id in _OF_PARTS:
        city = registries.places.get(_OF_PARTS[city.parent_id], city)
    if city is not None and _PLACE_KINDS.get(city.kind) == "city":
        return PlaceMention(
            hit.start, hit.end, city.name, "city", city.place_id, city.country,
            city.latitude, city.longitude, "place-venue-city", 0.8, located,
        )  # fmt: skip
    return PlaceMention(
        hit.start, hit.end, hit.form, _PLACE_KINDS.get(record.kind, "city"), record.place_id, record.country,
        record.latitude, record.longitude, "place-gazetteer", 0.85, located,
    )  # fmt: skip


def _within(place: PlaceMention, outer: list[Entry], registries: Registries, hit: Hit) -> PlaceMention:
    """Re-read `place` as lying in one of `outer` ("Alexandria, Egypt"), where the gazetteer has such a one."""
    countries = {
        registries.countries[e.record_id].alpha3 for e in outer if e.record_id in registries.countries
    }
    countries |= {
        record.country for e in outer if (record := registries.places.get(e.record_id)) and record.country
    }
    if place.country in countries or not countries or (hit.start, hit.end) != (place.start, place.end):
        return place
    for entry in hit.entries:
        record = registries.places.get(entry.record_id)
        if entry.kind == "place" and record and record.country in countries:
            return _mention(hit, entry, registries, place.located)
    if len(countries) == 1 and all(e.kind == "country" for e in outer) and place.kind != "country":
        return replace(
            place, country=countries.pop(), latitude=None, longitude=None, place_id=None, confidence=0.6
        )
    return place


def _capitals(text: str, hits: Sequence[Hit], names: Spans, registries: Registries) -> list[PlaceMention]:
    """ "The Uzbek capital" is Tashkent."""
    found = []
    for hit in hits:
        after = _CAPITAL.match(text, hit.end)
        countries = [e.record_id for e in hit.entries if e.kind == "country" and "demonym" in e.flags]
        if after is None or len(countries) != 1 or names.holds(hit.start, hit.end):
            continue
        country = registries.countries[countries[0]]
        if country.capital is None:
            continue
        capital = PlaceMention(
            hit.start, after.end(), country.capital, "city", f"capital-{country.id}", country.alpha3,
            country.latitude, country.longitude, "place-capital", 0.8, True,
        )  # fmt: skip
        found.append(capital)
    return found


def _venues(text: str, known: Sequence[PlaceMention]) -> list[PlaceMention]:
    found = []
    taken = Spans((place.start, place.end) for place in known)
    for match in _VENUE.finditer(text):
        span = match.span(1)
        if not taken.touches(*span):
            found.append(
                PlaceMention(*span, match[1], "venue", None, None, None, None, "place-venue", 0.6, True)
            )
    return found


def _homeland(text: str, registries: Registries) -> list[PlaceMention]:
    """ "Tanah air" in Indonesian text is Indonesia."""
    home = registries.countries.get("idn")
    if home is None or not any(word in text for word in _HOME_WORDS):
        return []
    return [
        PlaceMention(
            *m.span(2),
            home.name_id or home.name,
            "country",
            home.id,
            "IDN",
            None,
            None,
            "place-homeland",
            0.8,
            m[1] != "di",  # "terrorism at home" is a topic
        )
        for m in _HOMELAND.finditer(text)
    ]
