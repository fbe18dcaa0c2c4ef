"""Realistic synthetic reports with known truth: documents and claims as the stages before resolve would write them.

A world is made first (bodies, office-holders, happenings over sixteen years: yearly consultations between the same two
bodies, two memoranda of one pair two weeks apart, visits with a meeting and a signing on one day), then outlets tell of
it: announcements, reports of the day, looks back, syndicated copies, in two languages, with the faults of an extractor
(dates lost or coarse, participants and places missed, neighbouring types).  The same size and seed give the same reports.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flows.common.ids import sha256_text
from flows.common.registries import Registries
from schemas.stages import CLAIM_TABLES

Rows = dict[str, list[dict[str, Any]]]
FIRST, LAST = date(2010, 1, 4), date(2026, 6, 30)
_GIVEN = ["Adi", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Gita", "Hendra", "Indra", "Joko", "Kartika", "Lestari", "Made", "Nanda", "Oka", "Putri", "Rahmat", "Sari", "Teguh", "Utami", "Wahyu", "Yusuf", "Zainal", "Anna", "Brian", "Carla", "David", "Elena", "Farid", "Grace", "Hamid", "Irene", "James", "Karim", "Laila", "Marco", "Nadia", "Omar", "Paula"]  # fmt: skip
_FAMILY = ["Santoso", "Wibowo", "Hidayat", "Nugroho", "Pratama", "Siregar", "Nasution", "Kusuma", "Wijaya", "Saputra", "Hartono", "Gunawan", "Setiawan", "Mahendra", "Suryadi", "Rahman", "Carter", "Dubois", "Engel", "Fischer", "Garcia", "Hughes", "Ivanov", "Jensen", "Khan", "Lim", "Mehta", "Novak", "Okafor", "Petrov", "Quinn", "Rossi", "Silva", "Tanaka", "Usman", "Vega", "Walker", "Xu", "Yamada", "Zhou"]  # fmt: skip
_FIELD = ["Ketahanan", "Damai", "Toleransi", "Moderasi", "Literasi", "Kebangsaan", "Perlindungan", "Korban", "Keamanan", "Maritim", "Siber", "Perbatasan", "Pemuda", "Perempuan", "Pendidikan", "Penelitian"]  # fmt: skip
_BODY = [
    "Yayasan",
    "Lembaga",
    "Forum",
    "Pusat",
    "Institut",
    "Aliansi",
    "Jaringan",
    "Komunitas",
    "Perhimpunan",
    "Balai",
]
_TOWNS = [
    "Jakarta",
    "Surabaya",
    "Bandung",
    "Medan",
    "Makassar",
    "Denpasar",
    "Semarang",
    "Yogyakarta",
    "Palembang",
    "Manado",
    "Ambon",
    "Mataram",
    "Padang",
    "Poso",
    "Solo",
    "Bogor",
]
_OFFICES = ("Kepala", "Direktur", "Deputi", "Menteri", "Duta Besar", "Sekretaris Utama")
_TYPES = (
    "meeting",
    "meeting",
    "meeting",
    "visit",
    "conference",
    "conference",
    "training",
    "agreement",
    "launch",
    "assistance",
    "operation",
    "exercise",
)
_NEXT = {
    "visit": "meeting",
    "meeting": "visit",
    "conference": "meeting",
    "training": "conference",
    "launch": "agreement",
    "exercise": "training",
}
_FOLLOW = (0.52, 0.74, 0.85, 0.91, 0.95, 0.97, 0.985, 0.993)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, country or person of the world, with its names in both languages."""

    key: str
    kind: str
    name: dict[str, str]
    acronym: str | None
    country: str | None
    home: str | None = None  # a person's organisation
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One true event."""

    key: str
    type: str
    start: date
    days: int
    place: str
    country: str
    parts: tuple[Body, ...]
    occasion: dict[str, str] | None = None
    series: int | None = None
    instrument: dict[str, str] | None = None
    programme: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is true; what happens is made as it is asked for, once, so that a large world needs little memory."""

    bodies: list[Body]
    programmes: dict[str, dict[str, str]]  # names in both languages, by id
    happenings: Iterator[Happening]


def world(reports: int, registries: Registries, seed: int = 7) -> World:
    """Make a world large enough for about `reports` reports."""
    chance = random.Random(seed)
    bodies = [*_registered(registries), *_invented(chance, 40 + reports // 60)]
    persons = _persons(chance, bodies, 120 + reports // 15)
    programmes = {
        p.id: {"id": p.name_id or p.name, "en": p.name_en or p.name} for p in registries.programmes.values()
    }
    return World([*bodies, *persons], programmes, _happen(chance, reports, bodies, persons, registries))


def _happen(
    chance: random.Random, reports: int, bodies: list[Body], persons: list[Body], registries: Registries
) -> Iterator[Happening]:
    """Yield what happens, enough for about `reports` reports."""
    countries = [b for b in bodies if b.kind == "country"]
    organisations = [b for b in bodies if b.kind == "organisation"]
    span = (LAST - FIRST).days
    made = 0
    while made < reports * 0.5:
        day = FIRST + timedelta(days=chance.randrange(span))
        some = _some(chance, made, day, organisations, persons, countries, registries)
        yield from some
        made += len(some)


def _registered(registries: Registries) -> list[Body]:
    found = [
        Body(a.id, a.kind, {"id": a.name_id or a.name, "en": a.name_en or a.name}, a.acronym, a.country)
        for a in sorted(registries.actors.values(), key=lambda a: (a.id != "bnpt", a.id))
        if a.kind == "organisation" and not a.ambiguous
    ]
    return found + [
        Body(c.id, "country", {"id": c.name_id or c.name, "en": c.name}, None, c.alpha3)
        for c in registries.countries.values()
    ]


def _invented(chance: random.Random, count: int) -> list[Body]:
    found = []
    for number in range(count):
        name = f"{chance.choice(_BODY)} {chance.choice(_FIELD)} {chance.choice(_FIELD)} {chance.choice(_TOWNS)} {_roman(number % 12)}".strip()
        found.append(Body(f"o{number}", "organisation", {"id": name, "en": name}, None, "IDN"))
    return list({b.name["id"]: b for b in found}.values())


def _roman(number: int) -> str:
    return ("", "", "", "", "", "", "Raya", "Timur", "Barat", "Utara", "Selatan", "Tengah")[number]


def _persons(chance: random.Random, bodies: list[Body], count: int) -> list[Body]:
    organisations = [b for b in bodies if b.kind == "organisation"]
    found: dict[str, Body] = {}
    while len(found) < count:
        name = " ".join(
            [
                *chance.sample(_GIVEN, 1 + (chance.random() < 0.7)),
                *chance.sample(_FAMILY, 1 + (chance.random() < 0.5)),
            ]
        )
        home = _pick(chance, organisations)
        found.setdefault(
            name,
            Body(
                f"person-{len(found)}",
                "person",
                {"id": name, "en": name},
                None,
                home.country,
                home.key,
                chance.choice(_OFFICES),
            ),
        )
    return list(found.values())


def _pick(chance: random.Random, items: list[Body]) -> Body:
    """Pick one; the first few (BNPT and its like) far more often than the rest."""
    return items[min(int(chance.paretovariate(0.45)) - 1, len(items) * 8) % len(items)]


def _some(
    chance: random.Random,
    number: int,
    day: date,
    organisations: list[Body],
    persons: list[Body],
    countries: list[Body],
    registries: Registries,
) -> list[Happening]:
    """Make one happening, or a few that are easily taken for one."""
    kind = chance.choice(_TYPES)
    parts = _cast(chance, organisations, persons, countries, kind)
    abroad = [b.country for b in parts if b.country and b.country != "IDN"]
    country = chance.choice(abroad) if abroad and chance.random() < 0.4 else "IDN"
    record = next((c for c in registries.countries.values() if c.alpha3 == country), None)
    place = (
        chance.choice(_TOWNS)
        if country == "IDN"
        else (record.capital if record and record.capital else "Geneva")
    )
    days = chance.choice((1, 1, 1, 2, 3)) if kind in {"training", "conference", "visit", "exercise"} else 1
    programme = (
        chance.choice(sorted(registries.programmes))
        if registries.programmes and chance.random() < 0.12
        else None
    )
    one = Happening(f"h{number}", kind, day, days, place, country, parts, programme=programme)
    dice = chance.random()
    if dice < 0.04:  # a yearly series between the same bodies
        topic = chance.choice(_FIELD)
        return [
            Happening(f"h{number}-{n}", "conference", day + timedelta(days=365 * n + chance.randrange(-20, 20)), 1, place, country, parts,
                      {"id": f"Konsultasi {topic} ke-{n + 1}", "en": f"{n + 1}th {topic} Consultation"}, n + 1)
            for n in range(chance.randrange(2, 5)) if day + timedelta(days=365 * n + 20) < LAST
        ]  # fmt: skip
    if dice < 0.07:  # two memoranda of the same two bodies, two weeks apart
        pair = tuple(b for b in parts if b.kind != "person")[:2]
        return [
            Happening(f"h{number}-{n}", "agreement", day + timedelta(days=14 * n), 1, place, country, pair)
            for n in range(2)
        ]
    if dice < 0.12:  # a visit with a meeting and a signing
        return [
            Happening(f"h{number}-v", "visit", day, 1 + (days > 1), place, country, parts),
            Happening(f"h{number}-m", "meeting", day, 1, place, country, parts),
            Happening(
                f"h{number}-s",
                "agreement",
                day,
                1,
                place,
                country,
                tuple(b for b in parts if b.kind != "person"),
            ),
        ]
    return [one]


def _cast(
    chance: random.Random, organisations: list[Body], persons: list[Body], countries: list[Body], kind: str
) -> tuple[Body, ...]:
    lead = organisations[0] if chance.random() < 0.45 else _pick(chance, organisations)
    others = [
        _pick(chance, organisations) for _ in range(chance.randrange(1, 5 if kind == "conference" else 3))
    ]
    people = [chance.choice(persons) for _ in range(chance.randrange(0, 4))]
    lands = [chance.choice(countries) for _ in range(chance.choice((0, 0, 1, 2)))]
    return tuple({b.key: b for b in (lead, *others, *people, *lands)}.values())


def reports(made: World, count: int, seed: int = 11) -> Iterator[tuple[Rows, dict[tuple[str, str], str]]]:
    """Yield each report's rows and the true key of each of its event claims, `count` reports in all."""
    chance = random.Random(seed)
    number = 0
    past: list[Happening] = []
    for one in made.happenings:
        told = 1 + sum(chance.random() > limit for limit in _FOLLOW) if chance.random() < 0.95 else 12
        copied: str | None = None
        for nth in range(told):
            if number >= count:
                return
            lang = chance.choice(("id", "id", "en"))
            ahead = nth == 0 and chance.random() < 0.2
            published = one.start + timedelta(
                days=-chance.randrange(1, 40) if ahead else one.days - 1 + chance.choice((0, 0, 1, 1, 2, 4))
            )
            syndication = copied if copied and chance.random() < 0.15 else None
            report = f"r{number:06d}"
            yield _report(chance, report, one, past, lang, published, ahead, syndication)
            copied = report if not ahead else copied
            number += 1
        past = [*past[-300:], one]


def _report(
    chance: random.Random,
    report: str,
    one: Happening,
    past: list[Happening],
    lang: str,
    published: date,
    ahead: bool,
    syndication: str | None,
) -> tuple[Rows, dict[tuple[str, str], str]]:
    rows: Rows = {name: [] for name in ("documents", *CLAIM_TABLES)}
    truth: dict[tuple[str, str], str] = {}
    keys: dict[str, str] = {}
    told = [(one, "planned" if ahead else "occurred", published)]
    earlier = [h for h in past if h.start < published - timedelta(days=5)]
    if earlier and chance.random() < 0.12:
        told.append((chance.choice(earlier), "occurred", published))
    lines = [f"{published.isoformat()} - {one.place}."]
    for number, (happening, status, _) in enumerate(told, 1):
        event = f"e{number}"
        truth[report, event] = happening.key
        rows["claims_events"].append(_claim(chance, report, event, happening, status, lang, published))
        for body in happening.parts:
            if chance.random() < (0.1 if number == 1 else 0.3):
                continue
            key = keys.setdefault(body.key, f"a{len(keys) + 1}")
            if key == f"a{len(rows['claims_actors']) + 1}":
                _name(chance, rows, report, key, body, lang, lines)
            role = "signatory" if happening.type == "agreement" and body.kind != "person" else "participant"
            rows["claims_participants"].append(
                {
                    "report_id": report,
                    "event_key": event,
                    "actor_key": key,
                    "role": role,
                    "position_title": body.office,
                    "on_behalf_of": None,
                }
            )
        if happening.programme and chance.random() < 0.8:
            rows["claims_programmes"].append(
                {"report_id": report, "key": f"p{number}", "kind": "programme", "name": happening.programme, "aliases": [],
                 "registry_id": happening.programme, "start_date": None, "end_date": None, "confidence": 0.8}
            )  # fmt: skip
            rows["claims_event_programmes"].append(
                {"report_id": report, "event_key": event, "programme_key": f"p{number}", "relation": "about"}
            )
    text = " ".join(lines)
    for number in range(1, len(told) + 1):
        for name, value in (
            ("event_type", rows["claims_events"][number - 1]["event_type"]),
            ("date_start", published.isoformat()),
        ):
            rows["claims_proofs"].append(
                {"report_id": report, "record_type": "events", "key": f"e{number}", "field": name, "value": value, "char_start": 0,
                 "char_end": 10, "method": "made", "confidence": 0.8}
            )  # fmt: skip
    rows["documents"].append(
        {"report_id": report, "source_ref": f"{report}.md", "url": None, "title": lines[0], "publisher": f"outlet {chance.randrange(40)}",
         "lang": lang, "published_at": published, "retrieved_at": None, "source_type": "note", "licence": None, "quote_allowed": False,
         "text": text, "text_sha256": sha256_text(text), "text_length": len(text), "syndication_id": syndication or report,
         "is_relevant": True, "relevance": 0.9}
    )  # fmt: skip
    rows["readings"].append(
        {"report_id": report, "published_at": published, "is_relevant": True, "seconds": 0.0}
    )
    return rows, truth


def _name(
    chance: random.Random, rows: Rows, report: str, key: str, body: Body, lang: str, lines: list[str]
) -> None:
    """Let a report name `body`: the full form, or a slip of it now and then."""
    name = body.name[lang]
    if body.kind != "country" and len(name) > 14 and chance.random() < 0.02:
        at = chance.randrange(4, len(name) - 2)
        name = name[:at] + name[at + 1 :]
    aliases = [body.acronym] if body.acronym and chance.random() < 0.7 else []
    start = sum(len(line) + 1 for line in lines)
    lines.append(name)
    rows["claims_actors"].append(
        {"report_id": report, "key": key, "kind": body.kind, "name": name, "aliases": aliases, "registry_id": None,
         "country": body.country if body.kind == "country" else None, "category": None, "confidence": 0.8}
    )  # fmt: skip
    rows["claims_proofs"].append(
        {"report_id": report, "record_type": "actors", "key": key, "field": "name", "value": name, "char_start": start,
         "char_end": start + len(name), "method": "made", "confidence": 0.8}
    )  # fmt: skip
    if body.office:
        rows["claims_offices"].append(
            {"report_id": report, "actor_key": key, "title": body.office, "organisation_key": None, "former": False,
             "char_start": start, "char_end": start + len(name)}
        )  # fmt: skip


def _claim(
    chance: random.Random, report: str, key: str, one: Happening, status: str, lang: str, published: date
) -> dict[str, Any]:
    """Let a report tell of `one`, with the faults of an extractor."""
    start: date | None = one.start
    end: date | None = one.start + timedelta(days=one.days - 1)
    precision, basis = "day", "stated"
    dice = chance.random()
    if dice < 0.06:
        start, end, precision, basis = None, None, "unknown", "none"
    elif dice < 0.10:
        start = one.start.replace(day=1)
        end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        precision = "month"
    elif dice < 0.12 and status == "occurred":
        start, end, precision, basis = None, published, "before", "relative"
    kind = _NEXT.get(one.type, one.type) if chance.random() < 0.03 else one.type
    placed, lands = chance.random() > 0.15, chance.random() > 0.1
    return {
        "report_id": report, "key": key, "event_type": kind, "also": list(one.also), "status": status, "date_start": start, "date_end": end,
        "date_precision": precision, "date_basis": basis, "place_name": one.place if placed else None,
        "place_precision": "city" if placed else None, "country": one.country if lands else None, "latitude": None, "longitude": None,
        "is_online": False, "themes": ["prevention"], "part_of": None,
        "occasion": one.occasion[lang] if one.occasion and chance.random() < 0.8 else None, "instrument": None,
        "series_number": one.series if one.series and chance.random() < 0.7 else None, "confidence": 0.8,
    }  # fmt: skip
